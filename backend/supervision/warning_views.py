"""Warnings as people read them: pages of a list, one with its history, and who has it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import db
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.core.paging import Page, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.projects.visibility import SUPERVISED
from backend.supervision import history
from backend.supervision.follow_ups import FOLLOWS
from backend.supervision.history import Step
from backend.supervision.matters import CONCERNED
from backend.supervision.rules import Fact, Level, WarningState
from backend.supervision.warning_row import READABLE

Moment = Annotated[datetime, msgspec.Meta(tz=True)]

LIVE = (WarningState.OPEN, WarningState.ACKNOWLEDGED)


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """Who has the warning since when, what they do about it, by when.

    `said_at` where they said it offline and it came at `at`; whom it was handed to has said nothing.
    """

    by_name: str
    by_post: str
    at: datetime
    plan: str
    promised_at: datetime
    said_at: datetime | None = None


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """How it ended; `by_name` is null where its condition went away by itself."""

    by_name: str | None
    at: datetime
    reason: Text


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """The regulator who sees to it that the site acts, since when."""

    account_id: UUID
    name: str
    since: datetime


class WarningItem(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list. `last_act_at`: when a person last did something about it; `follow_up`: regulators only.

    `names_no_post`: the regulators' own matter, of which the site is not told.
    """

    id: UUID
    short_code: str
    code: str
    name: Text
    level: Level
    state: WarningState
    summary: Text
    project_id: UUID
    project_name: str
    region_code: str
    sector: str
    occurrences: int
    raised_at: datetime
    last_at: datetime
    last_act_at: datetime | None
    taken: Taken | None
    follow_up: FollowUp | None
    names_no_post: bool


class WarningDetail(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of one warning."""

    item: WarningItem
    facts: list[Fact]
    basis: Text
    posts_told: list[str]
    next_step_at: datetime | None
    order_id: UUID | None
    recurrence_of: UUID | None
    closed: Closed | None
    may_acknowledge: bool
    may_hand_over: bool
    may_urge: bool
    history: list[Step]


class Sort(StrEnum):
    """The newest first, or the gravest first and the newest of each level."""

    NEWEST = "newest"
    GRAVEST = "gravest"


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; empty means all.

    `silent_since`: those about which no person has done anything since then. `followed_by`: one regulator's;
    `is_followed`: those that some regulator follows up, or those that nobody does.
    """

    states: tuple[WarningState, ...] = ()
    levels: tuple[Level, ...] = ()
    codes: tuple[str, ...] = ()
    project_id: UUID | None = None
    region_code: str | None = None
    sectors: tuple[str, ...] = ()
    silent_since: datetime | None = None
    followed_by: UUID | None = None
    is_followed: bool | None = None

    @property
    def args(self) -> tuple[Any, ...]:
        """The parameters $3 to $11 of `CONDITIONS`."""
        return (
            self.states, self.levels, self.codes, self.project_id, self.region_code, self.sectors, self.silent_since,
            self.followed_by, self.is_followed,
        )  # fmt: skip


CONDITIONS: Final[Mapping[str, str]] = {
    "state": "($3::text[] = '{}' OR warning.state = ANY($3))",
    "level": "($4::text[] = '{}' OR warning.level = ANY($4))",
    "kind": "($5::text[] = '{}' OR warning.code = ANY($5))",
    "project": "($6::uuid IS NULL OR warning.project_id = $6)",
    "region": "($7::text IS NULL OR $7 IN (project.region_code, project.city_code))",
    "sector": "($8::text[] = '{}' OR project.sector = ANY($8))",
    "silence": """($9::timestamptz IS NULL OR warning.raised_at <= $9
                   AND (warning.followed_at IS NULL OR warning.followed_at <= $9)
                   AND NOT EXISTS (SELECT FROM matter_step AS step WHERE step.subject_id = warning.id AND step.at > $9
                                   AND step.actor_id IS NOT NULL))""",
    "follower": """($10::uuid IS NULL OR follower.id = $10)
                   AND ($11::boolean IS NULL OR (follower.id IS NOT NULL) = $11)""",
}
"""One condition a filter, over `TABLES` and the parameters of `Filters.args`."""

_COLUMNS = """
warning.id, warning.short_code, warning.code, warning_kind.name_zh, warning_kind.name_en, warning.level, warning.state,
warning_kind.posts = '{}' AS names_no_post,
warning.summary_zh, warning.summary_en, warning.project_id, project.name AS project_name, warning.occurrences,
warning.raised_at, warning.last_at, taker.name AS taker_name, warning.acknowledged_post, warning.acknowledged_at,
warning.plan, warning.promised_at, warning.said_at,
(SELECT max(at) FROM matter_step WHERE subject_id = warning.id AND action = 'hand_over'
 AND at >= warning.acknowledged_at) AS handed_at,
project.region_code, project.sector,
greatest(warning.followed_at, (SELECT max(at) FROM matter_step WHERE subject_id = warning.id
                               AND actor_id IS NOT NULL)) AS last_act_at,
CASE WHEN $2::uuid IS NOT NULL THEN follower.id END AS follower_id, follower.name AS follower_name,
warning.followed_at"""

TABLES: Final = f"""
warning JOIN project ON project.id = warning.project_id JOIN warning_kind ON warning_kind.code = warning.code
LEFT JOIN account AS taker ON taker.id = warning.acknowledged_by
LEFT JOIN account AS follower ON follower.id = warning.followed_by AND {FOLLOWS}"""

_RANK: Final = "array_position(ARRAY['blue', 'yellow', 'orange', 'red'], warning.level)"
_KEYS: Final = {
    Sort.NEWEST: ("warning.raised_at", "warning.id"),
    Sort.GRAVEST: (_RANK, "warning.raised_at", "warning.id"),
}
"""What each order goes by, the highest first."""
_LAST: Final = ("$12::integer", "$13::timestamptz", "$14::uuid")
"""The same of the row after which a page begins; the level's rank counts for `GRAVEST` alone."""


async def list_warnings(
    scope: Scope, filters: Filters, *, sort: Sort = Sort.NEWEST, cursor: str | None = None, limit: int = 20
) -> Page[WarningItem]:
    """The warnings that the person may read."""
    after = _decoded(sort, cursor) if cursor else (None, None, None)
    keys = _KEYS[sort]
    rows = await db.fetch(
        f"""
        SELECT {_COLUMNS} FROM {TABLES}
        WHERE {READABLE} AND {" AND ".join(CONDITIONS.values())}
          AND ({_LAST[0]} IS NULL OR ({", ".join(keys)}) < ({", ".join(_LAST[-len(keys) :])}))
        ORDER BY {", ".join(f"{key} DESC" for key in keys)} LIMIT $15
        """,
        *scope.args,
        *filters.args,
        *after,
        limit + 1,
    )
    items = [_item(row) for row in rows[:limit]]
    return Page(items, _encoded(sort, items[-1]) if len(rows) > limit else None)


def _decoded(sort: Sort, cursor: str) -> tuple[int, datetime, UUID]:
    if sort is Sort.GRAVEST:
        return decode_cursor(cursor, tuple[int, Moment, UUID])
    return (0, *decode_cursor(cursor, tuple[Moment, UUID]))


def _encoded(sort: Sort, last: WarningItem) -> str:
    rank = [last.level.rank + 1] if sort is Sort.GRAVEST else []
    return encode_cursor(*rank, last.raised_at, last.id)


async def warning_detail(scope: Scope, warning_id: UUID) -> WarningDetail:
    """One warning that the person may read."""
    row = await db.fetch_one(
        f"""
        SELECT {_COLUMNS}, warning.facts, warning.step, warning.recurrence_of, warning.closed_at,
               warning.close_reason_zh, warning.close_reason_en, closer.name AS closer_name, warning_kind.posts,
               coalesce(warning.data ->> 'basis_zh', warning_kind.basis_zh) AS basis_zh,
               coalesce(warning.data ->> 'basis_en', warning_kind.basis_en) AS basis_en,
               (SELECT min(due_at) FROM timer WHERE timer.subject_id = warning.id) AS next_step_at,
               (SELECT rectification_order.id FROM rectification_order WHERE warning_id = warning.id
                ORDER BY issued_at DESC LIMIT 1) AS order_id,
               warning.state = 'open' AND EXISTS (
                   SELECT FROM post AS mine WHERE mine.project_id = project.id AND mine.account_id = $1
                   AND mine.state = 'active' AND mine.kind IN {CONCERNED}) AS may_acknowledge,
               warning.state = 'acknowledged' AND warning.acknowledged_by = $1 AS may_hand_over,
               warning.state <> 'closed' AND warning_kind.posts <> '{{}}' AND {SUPERVISED} AS may_urge
        FROM {TABLES} LEFT JOIN account AS closer ON closer.id = warning.closed_by
        WHERE warning.id = $3 AND {READABLE}
        """,
        *scope.args,
        warning_id,
    )
    if row is None:
        raise NOT_FOUND.at()
    return WarningDetail(
        item=_item(row),
        facts=[Fact(Text(fact["name_zh"], fact["name_en"]), fact["value"]) for fact in row["facts"]],
        basis=Text(row["basis_zh"], row["basis_en"]),
        posts_told=row["posts"][: row["step"] + 1],
        next_step_at=row["next_step_at"],
        order_id=row["order_id"],
        recurrence_of=row["recurrence_of"],
        closed=_closed(row),
        may_acknowledge=row["may_acknowledge"],
        may_hand_over=row["may_hand_over"],
        may_urge=row["may_urge"],
        history=await history.read(warning_id),
    )


async def check_supervised(scope: Scope, warning_id: UUID) -> None:
    """`NOT_FOUND` unless the regulator supervises the warning's project."""
    if not await db.fetch_value(
        f"SELECT $1::uuid IS NOT NULL FROM warning JOIN project ON project.id = warning.project_id "
        f"WHERE warning.id = $3 AND {SUPERVISED}",
        *scope.args,
        warning_id,
    ):
        raise NOT_FOUND.at()


def _item(row: asyncpg.Record) -> WarningItem:
    return WarningItem(
        id=row["id"],
        short_code=row["short_code"],
        code=row["code"],
        name=Text(row["name_zh"], row["name_en"]),
        level=Level(row["level"]),
        state=WarningState(row["state"]),
        summary=Text(row["summary_zh"], row["summary_en"]),
        project_id=row["project_id"],
        project_name=row["project_name"],
        region_code=row["region_code"],
        sector=row["sector"],
        occurrences=row["occurrences"],
        raised_at=row["raised_at"],
        last_at=row["last_at"],
        last_act_at=row["last_act_at"],
        taken=_taken(row),
        follow_up=_follow_up(row),
        names_no_post=row["names_no_post"],
    )


def _follow_up(row: asyncpg.Record) -> FollowUp | None:
    if row["follower_id"] is None:
        return None
    return FollowUp(account_id=row["follower_id"], name=row["follower_name"], since=row["followed_at"])


def _taken(row: asyncpg.Record) -> Taken | None:
    if row["acknowledged_at"] is None:
        return None
    return Taken(
        by_name=row["taker_name"],
        by_post=row["acknowledged_post"],
        at=row["handed_at"] or row["acknowledged_at"],
        plan=row["plan"],
        promised_at=row["promised_at"],
        said_at=None if row["handed_at"] else row["said_at"],
    )


def _closed(row: asyncpg.Record) -> Closed | None:
    if row["closed_at"] is None:
        return None
    return Closed(
        by_name=row["closer_name"],
        at=row["closed_at"],
        reason=Text(row["close_reason_zh"], row["close_reason_en"]),
    )
