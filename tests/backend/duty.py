"""Projects and people as rows, as many as a test of duties wants: no sessions, no registration."""

import os
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, settings

from backend.core import clock, db, ids
from backend.identity import organisations, phones
from backend.identity.scope import AccountKind, Door, Scope
from tests.backend.site import CONTRACTOR, DEVELOPER, SUPERVISION, unit_of

USCC = {
    "project_manager": CONTRACTOR,
    "chief_engineer": SUPERVISION,
    "safety_officer": CONTRACTOR,
    "materials_clerk": CONTRACTOR,
    "developer_lead": DEVELOPER,
}
PARTIES = {"contractor": CONTRACTOR, "supervision": SUPERVISION, "developer": DEVELOPER}
EXAMPLES = 200 if os.environ.get("SANDTABLE_LONG") else 40
STEPS = settings(
    max_examples=EXAMPLES,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
"""2,000 steps against the real database, 10,000 with SANDTABLE_LONG=1."""


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """A supervising unit with its regulator, and the organisations by their USCC."""

    unit: UUID
    regulator: Scope
    organisations: dict[str, UUID]


async def ground(city_code: str = "440100") -> Ground:
    """Guangzhou's housing bureau, unless another city is meant."""
    unit = await unit_of(city_code)
    async with db.transaction():
        known = {uscc: await organisations.ensure(uscc, uscc, "uscc") for uscc in set(USCC.values())}
    return Ground(unit=unit, regulator=await account("监督员", unit_id=unit), organisations=known)


async def account(name: str, *, phone: str | None = None, unit_id: UUID | None = None) -> Scope:
    """A person, as if signed in."""
    kind = AccountKind.REGULATOR if unit_id else AccountKind.ENTERPRISE
    account_id = ids.new_id()
    await db.execute(
        "INSERT INTO account (id, kind, name, unit_id, phone_sealed, phone_index) VALUES ($1, $2, $3, $4, $5, $6)",
        account_id, kind, name, unit_id, phones.seal(phone) if phone else None, phones.index(phone) if phone else None,
    )  # fmt: skip
    return Scope(
        account_id=account_id,
        session_id=ids.new_id(),
        kind=kind,
        door=Door.CONSOLE if unit_id else Door.PHONE,
        name=name,
        unit_id=unit_id,
        is_unit_administrator=False,
    )


async def project(on: Ground, *, name: str = "珠江花园", status: str = "under_construction") -> UUID:
    """A project of the unit's with its three parties and nobody on it."""
    project_id = ids.new_id()
    await db.execute(
        "INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,"
        " created_by) SELECT $1, region_code, region_code, sector, $2, 'building', $3, id, $4 FROM unit WHERE id = $5",
        project_id, name, status, on.regulator.account_id, on.unit,
    )  # fmt: skip
    for role, uscc in PARTIES.items():
        await db.execute(
            "INSERT INTO party (id, project_id, organisation_id, role, from_on) VALUES ($1, $2, $3, $4, current_date)",
            ids.new_id(), project_id, on.organisations[uscc], role,
        )  # fmt: skip
    return project_id


async def hold(on: Ground, project_id: UUID, person: Scope, kind: str, state: str = "active") -> UUID:
    """A post or an application, as a row."""
    post_id = ids.new_id()
    await db.execute(
        "INSERT INTO post (id, project_id, account_id, kind, organisation_id, state, decided_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        post_id, project_id, person.account_id, kind, on.organisations[USCC[kind]], state, clock.now(),
    )  # fmt: skip
    return post_id


async def state_of(post_id: UUID) -> str:
    """Where the post stands."""
    return str(await db.fetch_value("SELECT state FROM post WHERE id = $1", post_id))


async def events_of(kind: str) -> list[dict[str, Any]]:
    """What was recorded, the oldest first."""
    return [row["data"] for row in await db.fetch("SELECT data FROM event WHERE kind = $1 ORDER BY id", kind)]


async def acts(subject_id: UUID) -> list[str]:
    """The audit entries about a subject, the oldest first."""
    rows = await db.fetch("SELECT act FROM audit_entry WHERE subject_id = $1 ORDER BY id", subject_id)
    return [row["act"] for row in rows]
