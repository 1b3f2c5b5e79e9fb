"""Units, organisations and projects written straight into the tables, as bulk imports do."""

from uuid import UUID

from backend.core import db, ids
from backend.identity.scope import AccountKind, Door, Scope
from backend.identity.units import Level
from tests.backend import site

GUANGZHOU, SHENZHEN = "440100", "440300"


async def unit(region_code: str, level: Level = Level.CITY) -> UUID:
    """A housing department."""
    return await site.unit_of(region_code, level)


async def station(parent: UUID, region_code: str = GUANGZHOU) -> UUID:
    """A station below it."""
    station_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO unit (id, region_code, sector, level, parent_id, lineage, name_zh, name_en)
        SELECT $1, $3, 'housing', 'station', $2, lineage || $1::uuid, '站', 'Station' FROM unit WHERE id = $2
        """,
        station_id, parent, region_code,
    )  # fmt: skip
    return station_id


async def account(name: str = "某人") -> UUID:
    """Of an enterprise."""
    account_id = ids.new_id()
    await db.execute("INSERT INTO account (id, kind, name) VALUES ($1, 'enterprise', $2)", account_id, name)
    return account_id


async def project(unit_id: UUID, name: str, region_code: str = GUANGZHOU) -> UUID:
    """A project of the unit."""
    project_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,
                             created_by)
        VALUES ($1, $2, $2, 'housing', $3, 'building', 'under_construction', $4, $5)
        """,
        project_id, region_code, name, unit_id, await account(),
    )  # fmt: skip
    return project_id


async def organisation(name: str, uscc: str) -> UUID:
    """A firm."""
    organisation_id = ids.new_id()
    await db.execute("INSERT INTO organisation (id, uscc, name) VALUES ($1, $2, $3)", organisation_id, uscc, name)
    return organisation_id


async def party(project_id: UUID, organisation_id: UUID, role: str = "contractor") -> None:
    """The firm on the project."""
    await db.execute(
        "INSERT INTO party (id, project_id, organisation_id, role, from_on) VALUES ($1, $2, $3, $4, '2026-01-01')",
        ids.new_id(), project_id, organisation_id, role,
    )  # fmt: skip


async def permit(project_id: UUID, number: str) -> None:
    """A permit of the project."""
    await db.execute(
        """
        INSERT INTO permit (id, project_id, number, raw_number, issued_on, class_code, bound_by)
        VALUES ($1, $2, $3, $3, '2024-03-15', '01', $4)
        """,
        ids.new_id(), project_id, number, await account(),
    )  # fmt: skip


async def external_id(project_id: UUID, value: str, kind: str = "supervision_number") -> None:
    """What another system calls the project."""
    await db.execute(
        "INSERT INTO external_id (id, project_id, source, kind, value, given_by) VALUES ($1, $2, 'city', $3, $4, $5)",
        ids.new_id(), project_id, kind, value, await account(),
    )  # fmt: skip


async def post(project_id: UUID, account_id: UUID, organisation_id: UUID, state: str = "active") -> None:
    """The person on the project as its manager."""
    await db.execute(
        """
        INSERT INTO post (id, project_id, account_id, kind, organisation_id, state)
        VALUES ($1, $2, $3, 'project_manager', $4, $5)
        """,
        ids.new_id(), project_id, account_id, organisation_id, state,
    )  # fmt: skip


def regulator(unit_id: UUID) -> Scope:
    """Somebody of the unit."""
    return Scope(
        account_id=ids.new_id(), session_id=ids.new_id(), kind=AccountKind.REGULATOR, door=Door.CONSOLE, name="监督员",
        unit_id=unit_id, is_unit_administrator=False,
    )  # fmt: skip


def staff(account_id: UUID) -> Scope:
    """Somebody of an enterprise."""
    return Scope(
        account_id=account_id, session_id=ids.new_id(), kind=AccountKind.ENTERPRISE, door=Door.PHONE, name="员工",
        unit_id=None, is_unit_administrator=False,
    )  # fmt: skip
