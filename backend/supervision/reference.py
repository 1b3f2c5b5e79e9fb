"""Reference data of supervision: what can be warned of, how long each level waits, an order's deadlines.

The catalogue follows domain section 9. No public rule of the provincial platform names levels or periods, so all of
them are proposals, kept as data: `catalogue.json` goes into the database, `deadlines.json` is read once.

Escalation: blue waits 72 h, yellow 24 h, orange 2 h, red 15 min, then the next post is told as well; after two
unanswered waits the level rises, up to the kind's top. Once there, an unanswered warning speaks again every 24 h
(blue every 72 h) until somebody answers: it never falls silent by itself.
"""

from datetime import date, timedelta
from importlib.resources import files
from typing import Final

import msgspec

from backend.core import db
from backend.core.i18n import Text
from backend.supervision.deadline_rules import DueBounds, OverdueStep
from backend.supervision.extension_rules import ExtensionBound
from backend.supervision.rules import Answer, Closes, EscalationStep, Level


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of the warning catalogue; `posts` in the order in which they are told, the first `first_told` at once."""

    code: str
    name: Text
    first_level: Level
    top_level: Level
    posts: tuple[str, ...]
    first_told: int = 1
    closes: Closes
    basis: Text
    valid_from: date
    valid_to: date | None = None


class Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of `catalogue.json`."""

    kinds: tuple[Kind, ...]
    escalation: tuple[EscalationStep, ...]


class _AnswerRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    plan: Text
    within_minutes: int


class _Deadlines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    answers: tuple[_AnswerRow, ...]
    due_bounds: tuple[DueBounds, ...]
    extensions: tuple[ExtensionBound, ...]
    remind_days_before: tuple[int, ...]
    overdue: tuple[OverdueStep, ...]


def _read(name: str) -> bytes:
    return (files(__package__) / name).read_bytes()


_DEADLINES: Final = msgspec.json.decode(_read("deadlines.json"), type=_Deadlines)

ANSWERS: Final = {
    row.key: Answer(key=row.key, plan=row.plan, within=timedelta(minutes=row.within_minutes))
    for row in _DEADLINES.answers
}
"""The ready answers on a card's buttons, by key."""

DUE_BOUNDS: Final = _DEADLINES.due_bounds
EXTENSIONS: Final = _DEADLINES.extensions
REMIND_DAYS_BEFORE: Final = _DEADLINES.remind_days_before
OVERDUE_LADDER: Final = _DEADLINES.overdue


def catalogue() -> Catalogue:
    """What `load` writes."""
    return msgspec.json.decode(_read("catalogue.json"), type=Catalogue)


async def load() -> None:
    """Bring catalogue and policy in the database to what this release says; harmless to repeat."""
    content = catalogue()
    async with db.transaction():
        await db.execute_many(
            """
            INSERT INTO warning_kind (code, name_zh, name_en, first_level, top_level, posts, first_told, closes,
                                      basis_zh, basis_en, valid_from, valid_to)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en,
                first_level = excluded.first_level, top_level = excluded.top_level, posts = excluded.posts,
                first_told = excluded.first_told, closes = excluded.closes,
                basis_zh = excluded.basis_zh, basis_en = excluded.basis_en,
                valid_from = excluded.valid_from, valid_to = excluded.valid_to
            """,
            [
                (kind.code, kind.name.zh, kind.name.en, kind.first_level, kind.top_level, kind.posts, kind.first_told,
                 kind.closes, kind.basis.zh, kind.basis.en, kind.valid_from, kind.valid_to)
                for kind in content.kinds
            ],
        )  # fmt: skip
        await db.execute("DELETE FROM escalation_step")
        await db.execute_many(
            "INSERT INTO escalation_step (level, step, wait_seconds, raises_level) VALUES ($1, $2, $3, $4)",
            [(row.level, row.step, row.wait_seconds, row.raises_level) for row in content.escalation],
        )


async def escalation_policy() -> list[EscalationStep]:
    """The policy in force."""
    rows = await db.fetch("SELECT level, step, wait_seconds, raises_level FROM escalation_step ORDER BY level, step")
    return [EscalationStep(Level(row["level"]), row["step"], row["wait_seconds"], row["raises_level"]) for row in rows]
