"""Four projects that differ in whom they concern, and a person for every column of the table.

`own`: Tianhe, supervised by its station below the district below Guangzhou's housing bureau; all posts of the table
are on it. `city`: managed by that bureau itself, another contractor's staff. `sector`: the same city's transport
bureau. `elsewhere`: Shenzhen.
"""

from uuid import UUID

import msgspec

from backend.core import db, ids
from backend.core.clock import now
from backend.identity import accounts, units
from backend.identity.scope import Door, Scope
from backend.identity.units import Level
from backend.projects import registration
from backend.projects.people import posts
from backend.projects.registration import NewPerson
from backend.projects.rules import PostKind
from tests.backend import site
from tests.contracts.policy import REGULATORS

GUANGZHOU, TIANHE, HAIZHU, SHENZHEN, NANSHAN = "440100", "440106", "440105", "440300", "440305"
IN_GUANGZHOU, IN_SHENZHEN = (113.3319, 23.1129), (113.95, 22.54)
HELD = {
    PostKind.SAFETY_OFFICER: site.CONTRACTOR,
    PostKind.MATERIALS_CLERK: site.CONTRACTOR,
    PostKind.DEVELOPER_LEAD: site.DEVELOPER,
}


class Place(msgspec.Struct, kw_only=True):
    """A project with the people who are not in the table: objects of the scope are theirs."""

    project_id: UUID
    unit_id: UUID
    parent_id: UUID
    region_code: str
    point: tuple[float, float]
    regulator: Scope
    manager: Scope
    chief: Scope


class World(msgspec.Struct, kw_only=True):
    """All of it; `counted` makes numbers that occur once."""

    root: Scope
    places: dict[str, Place]
    people: dict[str, Scope]
    tokens: dict[tuple[str, Door], dict[str, str]] = {}
    counted: int = 0

    def count(self) -> int:
        """The next number."""
        self.counted += 1
        return self.counted

    async def headers(self, role: str, door: Door) -> dict[str, str]:
        """A session of the role through the door, with a fresh idempotency key; nothing for anonymous."""
        fresh = {"idempotency-key": ids.new_id().hex}
        if role == "anonymous":
            return fresh
        if (role, door) not in self.tokens:
            self.tokens[role, door] = await site.headers(self.people[role], door=door)
        return self.tokens[role, door] | fresh


async def build() -> World:
    """Enter it through the services, as the province and its units would."""
    province = await _unit("440000", "housing", Level.PROVINCE)
    root = await site.scope(
        await accounts.bootstrap_administrator(province, "省管理员", "admin.province"), Door.CONSOLE
    )
    guangzhou, transport = await _unit(GUANGZHOU, "housing"), await _unit(GUANGZHOU, "transport")
    shenzhen = await _unit(SHENZHEN, "housing")
    district = await _below(root, guangzhou, Level.DISTRICT)
    station = await _below(root, district, Level.STATION)
    places = {
        "own": await _place(root, station, district, TIANHE, number=1),
        "city": await _place(root, guangzhou, guangzhou, HAIZHU, number=2),
        "sector": await _place(root, transport, transport, TIANHE, number=3),
        "elsewhere": await _place(root, shenzhen, shenzhen, NANSHAN, number=4),
    }
    people = await _staff(places["own"]) | {
        "station": await _regulator(root, station, "station"),
        "district": await _regulator(root, district, "district"),
        "city": await _regulator(root, guangzhou, "city"),
        "province": await _regulator(root, province, "province"),
        "administrator": await _regulator(root, guangzhou, "administrator", is_administrator=True),
        "province_administrator": root,
    }
    return World(root=root, places=places, people=people)


async def clear() -> None:
    """Take the two units away again: they stand among reference data, and a changed one costs a new database."""
    await db.execute("TRUNCATE project, account CASCADE")
    await db.execute("DELETE FROM unit WHERE level IN ('station', 'district')")


async def _unit(region_code: str, sector: str, level: Level = Level.CITY) -> UUID:
    found = await units.find(region_code, sector, level)
    assert found is not None
    return found


async def _below(root: Scope, parent: UUID, level: Level) -> UUID:
    return await units.create_unit(
        root, parent, level=level, region_code=TIANHE, name_zh=f"天河{level}", name_en=f"Tianhe {level}"
    )


async def _regulator(root: Scope, unit: UUID, userid: str, *, is_administrator: bool = False) -> Scope:
    added = await accounts.add_regulator(
        root, unit, name=userid, wecom_userid=f"policy.{userid}", is_unit_administrator=is_administrator
    )
    return await site.scope(added, Door.CONSOLE)


async def _place(root: Scope, unit: UUID, parent: UUID, region_code: str, *, number: int) -> Place:
    regulator = await _regulator(root, unit, f"colleague{number}")
    new = site.new_project(
        unit,
        name=f"工地{number}",
        region_code=region_code,
        project_manager=NewPerson(name=f"经理{number}", phone=f"1390000{number}001"),
        chief_engineer=NewPerson(name=f"总监{number}", phone=f"1390000{number}002"),
    )
    project_id = (await registration.register(regulator, new)).id
    manager, chief = await posts.holders(project_id)
    return Place(
        project_id=project_id,
        unit_id=unit,
        parent_id=parent,
        region_code=region_code,
        point=IN_SHENZHEN if region_code == NANSHAN else IN_GUANGZHOU,
        regulator=regulator,
        manager=await site.scope(manager.account_id),
        chief=await site.scope(chief.account_id),
    )


async def _staff(place: Place) -> dict[str, Scope]:
    """The posts of the table, one person each, and two who have none."""
    people = {
        "stranger": await _person("stranger", 1),
        "applicant": await _person("applicant", 2),
        "project_manager": place.manager,
        "chief_engineer": place.chief,
    }
    for number, (kind, uscc) in enumerate(HELD.items(), start=3):
        people[kind] = await _person(kind, number)
        await site.hold(place.project_id, people[kind], kind, place.chief, uscc)
    await posts.apply(people["applicant"], place.project_id, PostKind.SAFETY_OFFICER, site.CONTRACTOR)
    return people


async def _person(name: str, number: int) -> Scope:
    return await site.scope(await site.enterprise(name, f"1390001000{number}"))


def door_of(role: str, path: str, scope: str) -> Door:
    """Through which door the role comes: regulators through the route's, enterprise staff on the phone."""
    right = Door.PHONE if "/miniapp/" in path else Door.CONSOLE
    other = Door.CONSOLE if right is Door.PHONE else Door.PHONE
    if scope == "wrong_door":
        return other
    return right if role in REGULATORS else Door.PHONE


async def other_person(name: str = "别人") -> UUID:
    """An enterprise account that nothing else knows."""
    account_id = ids.new_id()
    await db.execute("INSERT INTO account (id, kind, name) VALUES ($1, 'enterprise', $2)", account_id, name)
    return account_id


async def post(project_id: UUID, account_id: UUID, state: str) -> UUID:
    """A post or an application, of a kind that the person does not hold there."""
    found: UUID = await db.fetch_value(
        """
        INSERT INTO post (id, project_id, account_id, kind, organisation_id, state)
        SELECT $1, $2, $3, kind, party.organisation_id, $4
        FROM party, unnest(ARRAY['materials_clerk', 'developer_lead', 'safety_officer']) AS kind
        WHERE party.project_id = $2 AND NOT EXISTS (SELECT FROM post WHERE post.project_id = $2 AND account_id = $3
                                                    AND post.kind = kind.kind AND state IN ('applied', 'active'))
        LIMIT 1 RETURNING id
        """,
        ids.new_id(), project_id, account_id, state,
    )  # fmt: skip
    return found


async def report(world: World, project_id: UUID, filed_by: UUID, state: str) -> UUID:
    """A month's report; every one of another month."""
    number, report_id = world.count(), ids.new_id()
    await db.execute(
        """
        INSERT INTO progress_report (id, project_id, period, stage, floors_done, floors_total, percent, note, state,
                                     filed_by, filed_at)
        VALUES ($1, $2, $3, 'B-FOUNDATION', 0, 0, 5, '', $4, $5, $6)
        """,
        report_id, project_id, f"20{number // 12:02}-{number % 12 + 1:02}", state, filed_by, now(),
    )  # fmt: skip
    return report_id


async def delivery(project_id: UUID, *, account_id: UUID | None = None) -> UUID:
    """A dead message to a group, or one in a person's inbox."""
    delivery_id = ids.new_id()
    channel, state = ("inbox", "accepted") if account_id else ("robot", "dead")
    await db.execute(
        """
        INSERT INTO delivery (id, city_code, event_at, event_id, event_kind, recipient, channel, lane, account_id,
                              project_id, subject_id, priority, state, body, short_code, request_id)
        VALUES ($1, '440100', $2, $1, 'warning.raised', 'x', $3, 'x', $4, $5, $5, 2, $6, '{}', 'X', '')
        """,
        delivery_id, now(), channel, account_id, project_id, state,
    )  # fmt: skip
    return delivery_id
