"""Parties of a project by date: who came, who left and why; entered by the supervising unit.

A consortium (联合体, Construction Law art. 27) puts several contractors on one project, jointly liable: several
live parties of one role are allowed. An approver is the project manager of any live contractor.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, events, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.core.i18n import Text
from backend.identity import organisations
from backend.identity.scope import Scope
from backend.projects.base.work_problems import (
    PARTY_DATES,
    PARTY_ENDED,
    PARTY_IS_THERE,
    PARTY_LAST,
    PARTY_ROLE_DIFFERS,
)
from backend.projects.facts import changes
from backend.projects.facts.fact_rules import Status
from backend.projects.people import ending
from backend.projects.rules import PostKind
from backend.projects.visibility import SUPERVISING, VISIBLE

FACT = "parties"
ROLES: Final[Mapping[str, Text]] = {
    "developer": Text("建设单位", "developer"),
    "contractor": Text("施工单位", "contractor"),
    "supervision": Text("监理单位", "supervision firm"),
    "survey": Text("勘察单位", "survey firm"),
    "design": Text("设计单位", "design firm"),
    "specialist_subcontractor": Text("专业分包单位", "specialist subcontractor"),
    "labour_subcontractor": Text("劳务分包单位", "labour subcontractor"),
    "testing": Text("检测单位", "testing agency"),
    "monitoring": Text("监测单位", "monitoring firm"),
    "erection": Text("安拆单位", "erection and dismantling firm"),
    "equipment_owner": Text("产权单位", "equipment owner"),
    "maintenance": Text("维保单位", "maintenance firm"),
    "device_vendor": Text("设备厂商", "device vendor"),
}
NEEDED: Final = ("contractor", "supervision")
"""Without them nobody could approve anybody on the project."""

Role = Annotated[str, msgspec.Meta(pattern=f"^({'|'.join(ROLES)})$")]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class AddedParty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An organisation that comes; `replaces` is the party of the same role whose last day is its first, `from_on`."""

    role: Role
    uscc: Annotated[str, msgspec.Meta(min_length=18, max_length=30)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    from_on: date
    reason: Reason
    replaces: UUID | None = None


class EndedParty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last day of a party and why it leaves."""

    until_on: date
    reason: Reason


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation's part in a project; `until_on` is its last day."""

    id: UUID
    role: str
    role_zh: str
    role_en: str
    uscc: str
    name: str
    from_on: date
    until_on: date | None
    ended_reason: str | None


async def of_project(project_id: UUID) -> list[Party]:
    """All that are and were, those of today first; for a caller who has checked that the person may see it."""
    rows = await db.fetch(
        """
        SELECT party.id, party.role, organisation.uscc, organisation.name, party.from_on, party.until_on,
               party.ended_reason
        FROM party JOIN organisation ON organisation.id = party.organisation_id
        WHERE party.project_id = $1 ORDER BY party.until_on DESC NULLS FIRST, party.id LIMIT 200
        """,
        project_id,
    )
    return [Party(**row, role_zh=ROLES[row["role"]].zh, role_en=ROLES[row["role"]].en) for row in rows]


async def add(scope: Scope, project_id: UUID, new: AddedParty) -> UUID:
    """An organisation comes, and the one that it replaces leaves; its people lose their posts at once."""
    async with db.transaction():
        project = await _project(scope, project_id)
        if new.from_on > _today():
            raise PARTY_DATES.at("from_on", from_on=new.from_on)
        left = await _replace(scope, project, new) if new.replaces else None
        organisation_id = await organisations.ensure(new.uscc, new.name)
        party_id = ids.new_id()
        is_new = await db.execute(
            """
            INSERT INTO party (id, project_id, organisation_id, role, from_on) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (project_id, organisation_id, role) WHERE until_on IS NULL DO NOTHING
            """,
            party_id, project_id, organisation_id, new.role, new.from_on,
        )  # fmt: skip
        if not is_new:
            raise PARTY_IS_THERE.at("uscc")
        came: str = await db.fetch_value("SELECT name FROM organisation WHERE id = $1", organisation_id)
        await _tell(scope, project, new.role, left=left, came=came, reason=new.reason)
        await _audit(scope, "party.add", party_id, project, new.role)
        return party_id


async def end(scope: Scope, project_id: UUID, party_id: UUID, ended: EndedParty) -> None:
    """An organisation leaves; its people lose their posts at once. The last contractor must be replaced instead."""
    async with db.transaction():
        project = await _project(scope, project_id)
        party = await _live(project_id, party_id)
        if party["role"] in NEEDED and project["status"] != Status.FINISHED and not await _has_other(party):
            raise PARTY_LAST.at("party_id")
        await _end(scope, party, ended.until_on, ended.reason, field="until_on")
        await _tell(scope, project, party["role"], left=party["name"], came=None, reason=ended.reason)
        await _audit(scope, "party.end", party_id, project, party["role"])


async def _replace(scope: Scope, project: asyncpg.Record, new: AddedParty) -> str:
    assert new.replaces is not None
    party = await _live(project["id"], new.replaces, field="replaces")
    if party["role"] != new.role:
        raise PARTY_ROLE_DIFFERS.at("role")
    await _end(scope, party, new.from_on, new.reason, field="from_on")
    name: str = party["name"]
    return name


async def _end(scope: Scope, party: asyncpg.Record, until_on: date, reason: str, *, field: str) -> None:
    if not party["from_on"] <= until_on <= _today():
        raise PARTY_DATES.at(field, from_on=party["from_on"])
    await db.execute(
        "UPDATE party SET until_on = $2, ended_reason = $3, ended_by = $4 WHERE id = $1",
        party["id"], until_on, reason, scope.account_id,
    )  # fmt: skip
    await ending.end_of_party(
        party["project_id"], party["organisation_id"], party["role"], reason, scope.account_id
    )  # fmt: skip


async def _project(scope: Scope, project_id: UUID) -> asyncpg.Record:
    """The project, held: two who end the last two contractors at once would both see the other."""
    project = await db.fetch_one(
        f"""
        SELECT id, name, city_code, status, {SUPERVISING} AS may_change FROM project
        WHERE id = $3 AND {VISIBLE} FOR NO KEY UPDATE
        """,
        *scope.args,
        project_id,
    )
    if project is None:
        raise NOT_FOUND.at("project_id")
    if not project["may_change"]:
        raise FORBIDDEN.at()
    return project


async def _live(project_id: UUID, party_id: UUID, *, field: str = "party_id") -> asyncpg.Record:
    party = await db.fetch_one(
        """
        SELECT party.id, party.project_id, party.organisation_id, party.role, party.from_on, party.until_on,
               organisation.name
        FROM party JOIN organisation ON organisation.id = party.organisation_id
        WHERE party.id = $1 AND party.project_id = $2 FOR UPDATE OF party
        """,
        party_id, project_id,
    )  # fmt: skip
    if party is None:
        raise NOT_FOUND.at(field)
    if party["until_on"] is not None:
        raise PARTY_ENDED.at(field)
    return party


async def _has_other(party: asyncpg.Record) -> bool:
    found: bool = await db.fetch_value(
        "SELECT EXISTS (SELECT FROM party WHERE project_id = $1 AND role = $2 AND id <> $3 AND until_on IS NULL)",
        party["project_id"], party["role"], party["id"],
    )  # fmt: skip
    return found


def _today() -> date:
    return clock.now().astimezone(clock.SHANGHAI).date()


async def _tell(
    scope: Scope, project: asyncpg.Record, role: str, *, left: str | None, came: str | None, reason: str
) -> None:
    said = [None if name is None else {"role": role, "name": name} for name in (left, came)]
    await changes.note(
        project["id"], FACT, before=said[0], after=said[1], reason=reason, actor_id=scope.account_id
    )  # fmt: skip
    data = {
        "project_name": project["name"],
        "role_zh": ROLES[role].zh,
        "role_en": ROLES[role].en,
        "left": left or "",
        "came": came or "",
        "reason": reason,
        "posts": list(PostKind),
    }
    await events.record(
        "party.changed", subject_id=project["id"], city_code=project["city_code"], project_id=project["id"],
        actor_id=scope.account_id, data=data,
    )  # fmt: skip


async def _audit(scope: Scope, act: str, party_id: UUID, project: asyncpg.Record, role: str) -> None:
    await audit.write(
        scope.account_id, act, subject_id=party_id, city_code=project["city_code"], project_id=project["id"],
        detail={"role": role},
    )  # fmt: skip
