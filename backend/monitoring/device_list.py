"""The devices of a regulator's area, those that need a look first, and the senders that nobody registered."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from backend.core import clock, db
from backend.core.i18n import Text
from backend.core.paging import MAX_PAGE, Page, decode_cursor, encode_cursor
from backend.identity.problems import NOT_ADMINISTRATOR
from backend.identity.scope import Scope
from backend.identity.sessions import network_of
from backend.monitoring import readings
from backend.monitoring.devices import SILENT_AFTER, Hearing, hearing
from backend.monitoring.readings import LastValue
from backend.projects.visibility import SUPERVISED


class DeviceItem(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list: where the device stands, when it was last heard, what it measured last."""

    id: UUID
    mn: str
    kind: str
    name: str
    project_id: UUID
    project_name: str
    region: Text
    hearing: Hearing
    last_seen_at: datetime | None
    registered_at: datetime
    values: list[LastValue]


class DevicePage(msgspec.Struct, frozen=True, kw_only=True):
    """Some devices, and how many there are of each hearing, whichever of them is asked for."""

    items: list[DeviceItem]
    never: int
    silent: int
    transmitting: int
    next: str | None


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is narrowed to; `q`: a part of the number, of the device's name or of the project's."""

    hearing: Hearing | None = None
    kind: str | None = None
    region_code: str | None = None
    q: str | None = None


class UnknownDevice(msgspec.Struct, frozen=True, kw_only=True):
    """An MN that speaks to us without being registered; `network` is its address without the last part."""

    mn: str
    network: str
    packets: int
    first_seen_at: datetime
    last_seen_at: datetime


_DEVICES: Final = f"""
SELECT device.id, device.mn, device.kind, device.name, device.project_id, project.name AS project_name,
       region.name_zh, region.name_en, device.last_seen_at, device.registered_at,
       coalesce(device.last_seen_at, 'epoch') AS seen,
       {hearing("$3")} AS hearing
FROM device JOIN project ON project.id = device.project_id JOIN region ON region.code = project.region_code
WHERE $1::uuid IS NOT NULL AND {SUPERVISED} AND device.state <> 'removed' AND ($4::text IS NULL OR device.kind = $4)
  AND ($5::text IS NULL OR $5 IN (project.region_code, region.city_code))
  AND ($6::text IS NULL OR strpos(lower(device.mn || ' ' || device.name || ' ' || project.name), lower($6)) > 0)
"""


async def page(scope: Scope, filters: Filters, *, cursor: str | None = None, limit: int = 50) -> DevicePage:
    """Those never heard first, then the longest silent."""
    after = decode_cursor(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    size = min(limit, MAX_PAGE)
    narrowed = (*scope.args, clock.now() - SILENT_AFTER, filters.kind, filters.region_code, filters.q)
    counted = await db.fetch(f"SELECT hearing, count(*) AS n FROM ({_DEVICES}) AS one GROUP BY hearing", *narrowed)
    rows = await db.fetch(
        f"""
        SELECT * FROM ({_DEVICES}) AS one
        WHERE ($7::text IS NULL OR hearing = $7) AND ($8::timestamptz IS NULL OR (seen, id) > ($8, $9))
        ORDER BY seen, id LIMIT $10
        """,
        *narrowed,
        filters.hearing,
        *after,
        size + 1,
    )
    values = await readings.last([row["id"] for row in rows[:size]])
    items = [_item(dict(row), values.get(row["id"], [])) for row in rows[:size]]
    following = encode_cursor(rows[size - 1]["seen"], rows[size - 1]["id"]) if len(rows) > size else None
    counts = {hearing.value: 0 for hearing in Hearing} | {row["hearing"]: row["n"] for row in counted}
    return DevicePage(items=items, next=following, **counts)


def _item(row: dict[str, Any], values: list[LastValue]) -> DeviceItem:
    region = Text(row.pop("name_zh"), row.pop("name_en"))
    del row["seen"]
    return DeviceItem(**row | {"region": region, "hearing": Hearing(row["hearing"]), "values": values})


async def unknown(scope: Scope, *, cursor: str | None = None, limit: int = 50) -> Page[UnknownDevice]:
    """The senders that nobody registered, the last heard first; they belong to no area, so any administrator may."""
    if not scope.is_unit_administrator:
        raise NOT_ADMINISTRATOR.at()
    before = decode_cursor(cursor, tuple[datetime, str]) if cursor else (None, None)
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        """
        SELECT mn, address, packets, first_seen_at, last_seen_at FROM unknown_device
        WHERE $1::timestamptz IS NULL OR (last_seen_at, mn) < ($1, $2)
        ORDER BY last_seen_at DESC, mn DESC LIMIT $3
        """,
        *before, size + 1,
    )  # fmt: skip
    items = [
        UnknownDevice(
            mn=row["mn"], network=network_of(row["address"]), packets=row["packets"],
            first_seen_at=row["first_seen_at"], last_seen_at=row["last_seen_at"],
        )
        for row in rows[:size]
    ]  # fmt: skip
    return Page(items, encode_cursor(items[-1].last_seen_at, items[-1].mn) if len(rows) > size else None)
