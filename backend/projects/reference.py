"""Progress stages as reference data."""

import datetime as dt
import tomllib
from importlib.resources import files

import msgspec

from backend.core import db
from backend.projects.dangerous import dangerous_reference
from backend.projects.people import succession


class Stage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One stage of a category, in the order of the file."""

    category: str
    code: str
    zh: str
    en: str
    has_floors: bool


class Stages(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`stages.toml`."""

    valid_from: dt.date
    stages: list[Stage]


def stages() -> Stages:
    """The stages file."""
    return msgspec.convert(tomllib.loads((files(__package__) / "stages.toml").read_text(encoding="utf-8")), Stages)


async def load() -> None:
    """Bring the stages to what the file says; nothing is removed."""
    known = stages()
    async with db.transaction():
        await db.execute_many(
            """
            INSERT INTO progress_stage (code, category, position, name_zh, name_en, has_floors, valid_from)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (code) DO UPDATE SET category = excluded.category, position = excluded.position,
                name_zh = excluded.name_zh, name_en = excluded.name_en, has_floors = excluded.has_floors,
                valid_from = excluded.valid_from
            """,
            [
                (stage.code, stage.category, position, stage.zh, stage.en, stage.has_floors, known.valid_from)
                for position, stage in enumerate(known.stages, start=1)
            ],
        )
    await succession.load()
    await dangerous_reference.load()
