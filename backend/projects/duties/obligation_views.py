"""What is due, as its readers see it: the regulators' queue over their area, and what is due from one person."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.core.paging import Page, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.projects.duties.obligation_rules import KINDS, SUPERVISING_UNIT, State
from backend.projects.visibility import SUPERVISING, VISIBLE

_Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """Why nothing is asked, and until when; `kind` is null where it covers everything due from the project."""

    id: UUID
    project_id: UUID
    kind: str | None
    reason: str
    from_at: datetime
    until_at: datetime
    ended_at: datetime | None
    by_name: str


class ObligationItem(msgspec.Struct, frozen=True, kw_only=True):
    """Something due. `post_kind` owes it, `answers_now` is the post that it has fallen to, or the supervising unit.

    `is_ours`: a supervising unit owes it, and that is the reader's own.
    """

    id: UUID
    project_id: UUID
    project_name: str
    kind: str
    name: Text
    period: str
    state: State
    post_kind: str
    answers_now: str
    since: datetime
    due_at: datetime
    is_overdue: bool
    is_ours: bool
    pause: Pause | None


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of obligations keeps; `is_mine`: what the own unit owes and can do, of months that are over.

    `of_sites`: what sites owe, or with `False` what supervising units owe.
    """

    states: tuple[State, ...] = (State.OPEN, State.PAUSED)
    kind: str | None = None
    project_id: UUID | None = None
    is_overdue: bool | None = None
    is_mine: bool = False
    of_sites: bool | None = None


_COLUMNS = f"""obligation.id, obligation.project_id, project.name AS project_name, obligation.kind, obligation.period,
              obligation.state, obligation.post_kind, obligation.since, obligation.due_at, obligation.pause_id,
              obligation.post_kind <> 'supervising_unit' AS is_others,
              obligation.post_kind = 'supervising_unit' AND {SUPERVISING} AS is_ours"""

_IS_MINE = f"""(obligation.state = 'open' AND obligation.post_kind = '{SUPERVISING_UNIT}' AND {SUPERVISING}
               AND obligation.period < to_char($7 AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'))"""

_SHOWN = """SELECT due.*, coalesce(live_post(due.project_id, due.post_kind), 'supervising_unit') AS answers_now,
                   obligation_pause.kind AS pause_kind, obligation_pause.reason, obligation_pause.from_at,
                   obligation_pause.until_at, obligation_pause.ended_at, account.name AS by_name
            FROM due LEFT JOIN obligation_pause ON obligation_pause.id = due.pause_id
            LEFT JOIN account ON account.id = obligation_pause.paused_by"""


async def queue(scope: Scope, filters: Filters, *, cursor: str | None, limit: int) -> Page[ObligationItem]:
    """What is due in the regulator's area: the unit's own reviews first, then the rest, each by its due moment."""
    after = decode_cursor(cursor, tuple[bool, _Moment, UUID]) if cursor else (None, None, None)
    now = clock.now()
    rows = await db.fetch(
        f"""
        WITH due AS (
            SELECT {_COLUMNS} FROM obligation JOIN project ON project.id = obligation.project_id
            WHERE {VISIBLE} AND obligation.state = ANY($3) AND ($4::text IS NULL OR obligation.kind = $4)
              AND ($5::uuid IS NULL OR obligation.project_id = $5)
              AND ($6::boolean IS NULL OR (obligation.state = 'open' AND obligation.due_at < $7) = $6)
              AND {_IS_MINE if filters.is_mine else "true"}
              AND ($12::boolean IS NULL OR (obligation.post_kind <> 'supervising_unit') = $12)
              AND ($8::boolean IS NULL OR (obligation.post_kind <> 'supervising_unit', obligation.due_at, obligation.id)
                                          > ($8, $9::timestamptz, $10::uuid))
            ORDER BY obligation.post_kind <> 'supervising_unit', obligation.due_at, obligation.id LIMIT $11)
        {_SHOWN} ORDER BY due.is_others, due.due_at, due.id
        """,
        *scope.args, filters.states, filters.kind, filters.project_id, filters.is_overdue, now, *after, limit + 1,
        filters.of_sites,
    )  # fmt: skip
    items = [_item(row, now) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(items, encode_cursor(last["is_others"], last["due_at"], last["id"]) if last else None)


async def mine(scope: Scope, *, cursor: str | None, limit: int) -> Page[ObligationItem]:
    """What is open and due from the person, soonest first: of the own posts, and of vacant ones that fell to them.

    For a regulator: the reviews that the own unit owes.
    """
    after = decode_cursor(cursor, tuple[_Moment, UUID]) if cursor else (None, None)
    now = clock.now()
    rows = await db.fetch(
        f"""
        WITH due AS (
            SELECT {_COLUMNS} FROM obligation JOIN project ON project.id = obligation.project_id
            WHERE obligation.state = 'open'
              AND ((obligation.post_kind = '{SUPERVISING_UNIT}' AND project.supervising_unit_id = $2) OR (
                  project.id IN (SELECT project_id FROM post WHERE account_id = $1 AND state = 'active')
                  AND live_post(project.id, obligation.post_kind) IN (
                      SELECT mine.kind FROM post AS mine
                      WHERE mine.project_id = project.id AND mine.account_id = $1 AND mine.state = 'active')))
              AND ($3::timestamptz IS NULL OR (obligation.due_at, obligation.id) > ($3, $4::uuid))
            ORDER BY obligation.due_at, obligation.id LIMIT $5)
        {_SHOWN} ORDER BY due.due_at, due.id
        """,
        *scope.args, *after, limit + 1,
    )  # fmt: skip
    items = [_item(row, now) for row in rows[:limit]]
    following = encode_cursor(items[-1].due_at, items[-1].id) if len(rows) > limit else None
    return Page(items, following)


async def pause_of(scope: Scope, pause_id: UUID) -> Pause:
    """One pause of a project that the person sees."""
    row = await db.fetch_one(
        f"""
        SELECT obligation_pause.id, obligation_pause.project_id, obligation_pause.kind, obligation_pause.reason,
               obligation_pause.from_at, obligation_pause.until_at, obligation_pause.ended_at, account.name AS by_name
        FROM obligation_pause JOIN project ON project.id = obligation_pause.project_id
        JOIN account ON account.id = obligation_pause.paused_by
        WHERE obligation_pause.id = $3 AND {VISIBLE}
        """,
        *scope.args,
        pause_id,
    )
    if row is None:
        raise NOT_FOUND.at("pause_id")
    return Pause(**row)


def _item(row: asyncpg.Record, now: datetime) -> ObligationItem:
    return ObligationItem(
        id=row["id"],
        project_id=row["project_id"],
        project_name=row["project_name"],
        kind=row["kind"],
        name=KINDS[row["kind"]].name,
        period=row["period"],
        state=State(row["state"]),
        post_kind=row["post_kind"],
        answers_now=row["answers_now"],
        since=row["since"],
        due_at=row["due_at"],
        is_overdue=row["state"] == State.OPEN and row["due_at"] < now,
        is_ours=row["is_ours"] or False,
        pause=_pause(row),
    )


def _pause(row: asyncpg.Record) -> Pause | None:
    if row["pause_id"] is None:
        return None
    said: dict[str, Any] = {name: row[name] for name in ("project_id", "reason", "from_at", "until_at", "ended_at")}
    return Pause(id=row["pause_id"], kind=row["pause_kind"], by_name=row["by_name"], **said)
