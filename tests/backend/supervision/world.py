"""A city's housing department, its neighbour, one project with its people, and somebody else's project."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock, db, ids
from backend.core.i18n import Text
from backend.core.timers import Timer
from backend.identity import reference as identity_reference
from backend.identity import units
from backend.identity.scope import AccountKind, Door, Scope
from backend.supervision import orders, reference, warnings
from backend.supervision.orders import NewFinding
from backend.supervision.replies import Reply
from backend.supervision.rules import Fact, Level, Severity

POSTS = ("project_manager", "chief_engineer", "safety_officer", "developer_lead")


class World(msgspec.Struct):
    """Who is there. The stranger holds every post on the other project; the outsider regulates another city."""

    project_id: UUID
    other_project_id: UUID
    manager: Scope
    chief: Scope
    safety: Scope
    developer: Scope
    stranger: Scope
    regulator: Scope
    colleague: Scope
    outsider: Scope


async def build() -> World:
    """Insert them."""
    if not await db.fetch_value("SELECT EXISTS (SELECT FROM unit)"):
        await identity_reference.load()
    if not await db.fetch_value("SELECT EXISTS (SELECT FROM warning_kind)"):
        await reference.load()
    city = await units.find("440100", "housing", units.Level.CITY)
    elsewhere = await units.find("440300", "housing", units.Level.CITY)
    assert city is not None
    assert elsewhere is not None
    organisation = ids.new_id()
    await db.execute("INSERT INTO organisation (id, uscc, name) VALUES ($1, 'X', '示例建设')", organisation)
    people = {name: await _enterprise(name) for name in ("张工", "李总监", "王安全", "赵业主", "路人")}
    regulators = [
        await _regulator(name, unit) for name, unit in (("陈监督", city), ("何监督", city), ("外市", elsewhere))
    ]
    project = await _project("珠江花园一期", city, regulators[0].account_id)
    other = await _project("别人的工地", city, regulators[0].account_id)
    for scope, kind in zip(people.values(), POSTS, strict=False):
        await add_post(project, scope, kind, organisation)
    for kind in POSTS:
        await add_post(other, people["路人"], kind, organisation)
    return World(project, other, *people.values(), *regulators)


async def _enterprise(name: str) -> Scope:
    return await _account(name, AccountKind.ENTERPRISE, None)


async def _regulator(name: str, unit_id: UUID) -> Scope:
    return await _account(name, AccountKind.REGULATOR, unit_id)


async def _account(name: str, kind: AccountKind, unit_id: UUID | None) -> Scope:
    account_id = ids.new_id()
    await db.execute(
        "INSERT INTO account (id, kind, name, unit_id) VALUES ($1, $2, $3, $4)", account_id, kind, name, unit_id
    )
    return Scope(
        account_id=account_id,
        session_id=ids.new_id(),
        kind=kind,
        door=Door.PHONE if unit_id is None else Door.CONSOLE,
        name=name,
        unit_id=unit_id,
        is_unit_administrator=False,
    )


async def _project(name: str, unit_id: UUID, creator: UUID) -> UUID:
    project_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,
                             created_by)
        VALUES ($1, '440100', '440100', 'housing', $2, 'building', 'under_construction', $3, $4)
        """,
        project_id, name, unit_id, creator,
    )  # fmt: skip
    return project_id


async def add_post(project_id: UUID, scope: Scope, kind: str, organisation_id: UUID | None = None) -> None:
    """An active post."""
    organisation_id = organisation_id or await db.fetch_value("SELECT id FROM organisation LIMIT 1")
    await db.execute(
        """
        INSERT INTO post (id, project_id, account_id, kind, organisation_id, state)
        VALUES ($1, $2, $3, $4, $5, 'active')
        """,
        ids.new_id(), project_id, scope.account_id, kind, organisation_id,
    )  # fmt: skip


DUST = Text("PM10 小时均值超标", "PM10 hourly mean above the limit")
DUST_FACTS = (Fact(Text("PM10 小时均值", "PM10 hourly mean"), "187 µg/m³"),)


async def raise_dust(
    project_id: UUID, *, fingerprint: str = "ENV-EXC:device-1:pm10", level: Level | None = None
) -> UUID:
    """A dust warning, as monitoring raises it."""
    async with db.transaction():
        return await warnings.raise_warning(
            "ENV-EXC", project_id=project_id, fingerprint=fingerprint, summary=DUST, facts=DUST_FACTS, level=level
        )


async def raise_late_review(project_id: UUID) -> UUID:
    """A warning that the supervising unit itself is late: no post of the project answers it."""
    late = Text("2026-10 月度核查逾期", "The review of 2026-10 is late")
    async with db.transaction():
        return await warnings.raise_warning(
            "SUP-STALE", project_id=project_id, fingerprint="SUP-STALE:1", summary=late, facts=()
        )


async def take(world_scope: Scope, warning_id: UUID) -> None:
    """Acknowledge with a plain plan."""
    await warnings.acknowledge(
        world_scope, warning_id, plan="开启喷淋并停止土方", promised_at=clock.now() + timedelta(hours=2)
    )


async def row(table: str, row_id: UUID) -> dict[str, Any]:
    """A row by its id."""
    found = await db.fetch_one(f"SELECT * FROM {table} WHERE id = $1", row_id)
    assert found is not None
    return dict(found)


async def event_kinds(subject_id: UUID) -> list[str]:
    """What was told of a subject, in order."""
    return [r["kind"] for r in await db.fetch("SELECT kind FROM event WHERE subject_id = $1 ORDER BY id", subject_id)]


async def last_event(subject_id: UUID) -> dict[str, Any]:
    """The subject's newest event."""
    found = await db.fetch_one("SELECT * FROM event WHERE subject_id = $1 ORDER BY id DESC LIMIT 1", subject_id)
    assert found is not None
    return dict(found)


async def timer_of(subject_id: UUID, kind: str) -> Timer:
    """The subject's only timer of a kind."""
    rows = await db.fetch(
        "SELECT id, kind, subject_id, key, due_at, data FROM timer WHERE subject_id = $1 AND kind = $2",
        subject_id,
        kind,
    )
    assert len(rows) == 1
    return Timer(**rows[0])


async def timer_kinds(subject_id: UUID) -> list[str]:
    """Which timers a subject has."""
    return sorted(r["kind"] for r in await db.fetch("SELECT kind FROM timer WHERE subject_id = $1", subject_id))


async def photo(scope: Scope, project_id: UUID, purpose: str) -> UUID:
    """A photo that the person has sent and not used yet."""
    photo_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO photo (id, uploaded_by, project_id, purpose, slot, sha256, size_bytes, media_type, width, height,
                           pixel_sha256, exif, original_path, served_path, thumbnail_path)
        VALUES ($1, $2, $3, $4, '', $5, 1, 'image/jpeg', 1, 1, '', '{}', '', '', '')
        """,
        photo_id, scope.account_id, project_id, purpose, photo_id.hex * 2,
    )  # fmt: skip
    return photo_id


def due_in(days: int) -> datetime:
    """A due date so many calendar days ahead."""
    return clock.now() + timedelta(days=days)


async def issue(world: World, *, warning_id: UUID | None = None, findings: int = 2) -> UUID:
    """A general order by the regulator, due in five days."""
    return await orders.issue(
        world.regulator,
        project_id=world.project_id,
        title="扬尘超标限期整改",
        findings=[NewFinding(f"问题 {at}", Severity.GENERAL) for at in range(1, findings + 1)],
        due_at=due_in(5),
        warning_id=warning_id,
    )


async def answers(world: World, order_id: UUID, *, by: Scope | None = None) -> list[Reply]:
    """A full reply with fresh photos."""
    scope = by or world.manager
    return [
        Reply(
            finding_id=found["id"],
            text="已整改",
            before_photo_id=await photo(scope, world.project_id, "order_before"),
            after_photo_id=await photo(scope, world.project_id, "order_after"),
        )
        for found in await db.fetch("SELECT id FROM finding WHERE order_id = $1 ORDER BY position", order_id)
    ]


async def reply(world: World, order_id: UUID) -> None:
    """The manager's full reply."""
    await orders.reply(world.manager, order_id, await answers(world, order_id))


async def reviewed(world: World, *, warning_id: UUID | None = None) -> UUID:
    """An order that waits for the regulator's re-inspection."""
    order_id = await issue(world, warning_id=warning_id)
    await reply(world, order_id)
    await orders.review(world.chief, order_id, is_passed=True, note="")
    return order_id
