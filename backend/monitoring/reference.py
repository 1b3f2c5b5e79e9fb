"""The limits a device is judged by: dated rows with standard and clause, from `limits.json`."""

from datetime import date
from importlib.resources import files
from uuid import UUID

import msgspec

from backend.core import db
from backend.monitoring.limits import Rule


class Limit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of `limit_rule`."""

    id: UUID
    code: str
    device_kind: str
    factor: str
    commands: list[str]
    limit_value: float
    clear_below: float
    unit: str
    level: str
    from_hour: int
    to_hour: int
    hold_count: int
    clear_count: int
    region_code: str | None
    standard: str
    clause: str
    clause_en: str
    valid_from: date
    valid_to: date | None


async def load() -> None:
    """Bring the table to what the file says; rows an administrator added stay."""
    limits = msgspec.json.decode((files(__package__) / "limits.json").read_bytes(), type=list[Limit])
    columns = Limit.__struct_fields__
    places = ", ".join(f"${position}" for position in range(1, len(columns) + 1))
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns if column != "id")
    async with db.transaction():
        await db.execute_many(
            f"INSERT INTO limit_rule ({', '.join(columns)}) VALUES ({places}) ON CONFLICT (id) DO UPDATE SET {updates}",
            [msgspec.structs.astuple(limit) for limit in limits],
        )


async def rules() -> list[Rule]:
    """All limits of dust and noise, of any date, hour and region."""
    columns = ", ".join(Rule.__struct_fields__)
    return [Rule(**row) for row in await db.fetch(f"SELECT {columns} FROM limit_rule WHERE device_kind = 'dust_noise'")]
