"""Devices: registered to a project, known by the MN they send, transmitting from their first good packet on."""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Meta

from backend.core import audit, clock, crypto, db, ids
from backend.core.errors import FORBIDDEN
from backend.identity.scope import Scope
from backend.monitoring import readings
from backend.monitoring.problems import MN_FORM, MN_TAKEN
from backend.monitoring.protocols.hj212 import STANDARD, Profile
from backend.monitoring.readings import LastValue
from backend.projects import projects
from backend.projects.facts import facts
from backend.projects.visibility import VISIBLE, holding

SILENT_AFTER: Final = timedelta(hours=24)
"""Warning catalogue, DEV-OFF: no data for 24 h."""

PURPOSE = "device-password"
_MN = re.compile(r"[0-9A-Za-z_-]{4,32}")

MAY_REGISTER = f"($2::uuid IS NULL AND {holding('project_manager', 'safety_officer')})"
"""The site files its devices; the chief reviews and the regulator verifies that they transmit (domain section 2.3)."""


class Hearing(StrEnum):
    """Whether a device is heard."""

    NEVER = "never"
    SILENT = "silent"
    TRANSMITTING = "transmitting"


def hearing(silent_before: str) -> str:
    """SQL of a device's `Hearing`; `silent_before` is the placeholder of the moment `SILENT_AFTER` ago."""
    return f"""CASE WHEN device.last_seen_at IS NULL THEN 'never' WHEN device.last_seen_at < {silent_before}
                    THEN 'silent' ELSE 'transmitting' END"""


class NewDevice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dust and noise monitor, as printed on its plate."""

    mn: Annotated[str, Meta(max_length=32, description="MN it sends", examples=["010000A8900016F000169DC0"])]
    name: Annotated[str, Meta(min_length=1, max_length=40, description="Where it stands", examples=["1#扬尘噪声"])]
    password: Annotated[str, Meta(min_length=6, max_length=24, description="PW it sends; kept as a keyed hash")]


class DeviceCreated(msgspec.Struct, frozen=True):
    """The new device."""

    id: UUID


class DeviceState(msgspec.Struct, frozen=True):
    """A device: when it was last heard, and what it measured last.

    `state` is `transmitting` from the first good packet on; whether it is heard now says `hearing`.
    """

    id: UUID
    mn: str
    kind: str
    name: str
    state: str
    hearing: Hearing
    last_seen_at: datetime | None
    values: list[LastValue]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A registered device, as the gateway needs it."""

    id: UUID
    mn: str
    project_id: UUID
    project_name: str
    city_code: str
    kind: str
    name: str
    password_index: bytes
    profile: Profile
    state: str

    def is_password(self, offered: str | None) -> bool:
        """Whether the packet's PW is the registered one (a plain-text courtesy of HJ 212, not a proof)."""
        return password_index(offered or "") == self.password_index


def password_index(password: str) -> bytes:
    """What is stored of a device's password."""
    return crypto.blind_index(password, purpose=PURPOSE)


async def register(scope: Scope, project_id: UUID, device: NewDevice) -> DeviceCreated:
    """A new monitor on a project of the caller; `MN_TAKEN` if another device speaks as its MN."""
    if not _MN.fullmatch(device.mn):
        raise MN_FORM.at("mn")
    device_id = ids.new_id()
    async with db.transaction():
        try:
            added = await db.execute(
                f"""
                INSERT INTO device (id, mn, project_id, city_code, kind, name, password_index, profile, registered_by)
                SELECT $3, $4, project.id, project.city_code, 'dust_noise', $5, $6, $7, $1
                FROM project WHERE project.id = $8 AND {MAY_REGISTER}
                """,
                *scope.args, device_id, device.mn, device.name, password_index(device.password),
                msgspec.to_builtins(STANDARD), project_id,
            )  # fmt: skip
        except asyncpg.UniqueViolationError as error:
            raise MN_TAKEN.at("mn") from error
        if not added:
            await projects.city_of(scope, project_id)
            raise FORBIDDEN.at()
        await db.execute("DELETE FROM unknown_device WHERE mn = $1", device.mn)
        await report(project_id, actor_id=scope.account_id)
        await audit.write(scope.account_id, "device.register", subject_id=device_id, project_id=project_id)
    return DeviceCreated(device_id)


async def report(project_id: UUID, *, actor_id: UUID | None = None) -> None:
    """Tell the project's facts how many devices it has and how many transmit; in the transaction that changed it."""
    await facts.lock(project_id)
    counted = await db.fetch_one(
        "SELECT count(*) AS registered, count(*) FILTER (WHERE state = 'transmitting') AS transmitting "
        "FROM device WHERE project_id = $1 AND state <> 'removed'",
        project_id,
    )
    assert counted is not None
    await facts.record_devices(project_id, **counted, actor_id=actor_id)


async def of_project(scope: Scope, project_id: UUID) -> list[DeviceState]:
    """The project's devices; `NOT_FOUND` for a project of somebody else."""
    await projects.city_of(scope, project_id)
    rows = await db.fetch(
        f"""
        SELECT device.id, device.mn, device.kind, device.name, device.state, device.last_seen_at,
               {hearing("$4")} AS hearing
        FROM device JOIN project ON project.id = device.project_id
        WHERE project.id = $3 AND device.state <> 'removed' AND {VISIBLE} ORDER BY device.name, device.id
        """,
        *scope.args,
        project_id,
        clock.now() - SILENT_AFTER,
    )
    values = await readings.last([row["id"] for row in rows])
    return [
        DeviceState(**dict(row) | {"hearing": Hearing(row["hearing"])}, values=values.get(row["id"], []))
        for row in rows
    ]


async def find(mns: list[str]) -> dict[str, Known]:
    """The live devices among these MNs."""
    rows = await db.fetch(
        """
        SELECT device.id, device.mn, device.project_id, project.name AS project_name, device.city_code, device.kind,
               device.name, device.password_index, device.profile, device.state
        FROM device JOIN project ON project.id = device.project_id
        WHERE device.mn = ANY($1) AND device.state <> 'removed'
        """,
        mns,
    )
    return {row["mn"]: _known(row) for row in rows}


def _known(row: asyncpg.Record) -> Known:
    values: dict[str, Any] = dict(row)
    return Known(**{**values, "profile": msgspec.convert(values["profile"], Profile)})


async def note_unknown(seen: dict[str, str]) -> None:
    """Remember MNs (→ address) that nobody registered, for an administrator to adopt."""
    async with db.transaction():
        await db.execute_many(
            """
            INSERT INTO unknown_device (mn, address) VALUES ($1, $2) ON CONFLICT (mn) DO UPDATE
            SET last_seen_at = clock_timestamp(), packets = unknown_device.packets + 1, address = excluded.address
            """,
            sorted(seen.items()),
        )
