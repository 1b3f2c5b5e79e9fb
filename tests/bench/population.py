"""Projects with a monitor, a group and a project manager each: what the latency bench sends through."""

from uuid import UUID

import msgspec

from backend.core import db, ids
from backend.identity import accounts, units
from backend.identity.scope import AccountKind, Door, Scope
from backend.monitoring import devices
from backend.monitoring.devices import NewDevice
from notifications import groups
from tests.stack import Stack

PASSWORD = "123456"


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """One project's device, its group's robot and its manager's WeCom userid."""

    mn: str
    robot_key: str
    userid: str


async def build(stack: Stack, count: int) -> list[Site]:
    """So many sites in Guangzhou, known to the sandbox too."""
    unit_id = await units.find("440100", "housing", units.Level.CITY)
    assert unit_id is not None
    regulator = await _regulator(unit_id)
    sites = [
        Site(mn=f"BENCH{n:019d}", robot_key=f"5a4dbe0c-0000-4000-8000-{n:012d}", userid=f"bench{n}")
        for n in range(count)
    ]
    for number, site in enumerate(sites):
        project_id, manager = await _project(unit_id, regulator.account_id, number, site.userid)
        await devices.register(manager, project_id, NewDevice(mn=site.mn, name=f"{number}#", password=PASSWORD))
        await groups.connect(regulator, name=f"group {number}", key=site.robot_key, project_id=project_id)
    return sites


async def _regulator(unit_id: UUID) -> Scope:
    account_id = await accounts.bootstrap_administrator(unit_id, "bench", "bench.regulator")
    return Scope(
        account_id=account_id, session_id=ids.new_id(), kind=AccountKind.REGULATOR, door=Door.CONSOLE, name="bench",
        unit_id=unit_id, is_unit_administrator=True,
    )  # fmt: skip


async def _project(unit_id: UUID, creator: UUID, number: int, userid: str) -> tuple[UUID, Scope]:
    """A project and its manager."""
    project_id, account_id, organisation_id = ids.new_id(), ids.new_id(), ids.new_id()
    async with db.transaction():
        await db.execute(
            """
            INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,
                                 created_by)
            VALUES ($1, '440100', '440100', 'housing', $2, 'building', 'under_construction', $3, $4)
            """,
            project_id, f"工地{number}", unit_id, creator,
        )  # fmt: skip
        await db.execute("INSERT INTO account (id, kind, name) VALUES ($1, 'enterprise', $2)", account_id, userid)
        await db.execute("INSERT INTO organisation (id, uscc, name) VALUES ($1, $2, 'x')", organisation_id, userid)
        await db.execute(
            "INSERT INTO identity_link (issuer, subject, account_id, proof) VALUES ($1, $2, $3, 'bench')",
            accounts.wecom_issuer(), userid, account_id,
        )  # fmt: skip
        await db.execute(
            """
            INSERT INTO post (id, project_id, account_id, kind, organisation_id, state)
            VALUES ($1, $2, $3, 'project_manager', $4, 'active')
            """,
            ids.new_id(), project_id, account_id, organisation_id,
        )  # fmt: skip
    manager = Scope(
        account_id=account_id, session_id=ids.new_id(), kind=AccountKind.ENTERPRISE, door=Door.PHONE, name=userid,
        unit_id=None, is_unit_administrator=False,
    )  # fmt: skip
    return project_id, manager
