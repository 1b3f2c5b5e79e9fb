"""Drafted orders as regulators see them; nobody else does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from backend.core import db
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.core.paging import Page, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.projects.duties.obligation_rules import KINDS, in_english, said
from backend.projects.visibility import SUPERVISED
from backend.supervision.draft_rules import DraftState
from backend.supervision.rules import Severity

_Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class DraftItem(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the list; `reason` is what was not done.

    `title` is what the order will say; `title_en` reads it in English, empty for what the platform did not compose.
    """

    id: UUID
    project_id: UUID
    project_name: str
    kind: str
    period: str
    reason: Text
    title: str
    title_en: str
    due_days: int
    state: DraftState
    drafted_at: datetime
    warning_id: UUID | None


class DraftFinding(msgspec.Struct, frozen=True):
    """One thing to put right, as the order will say it."""

    text: str
    severity: Severity


class DraftDetail(msgspec.Struct, frozen=True, kw_only=True):
    """All of it: what the order would say, on what basis, and how it was decided; `findings_en` as `title_en`."""

    item: DraftItem
    findings: list[DraftFinding]
    findings_en: list[str]
    basis: Text
    due_at: datetime
    warning_short_code: str | None
    decided_by_name: str | None
    decided_at: datetime | None
    decided_reason: str | None
    order_id: UUID | None


_COLUMNS = """order_draft.*, project.name AS project_name, obligation.kind, obligation.period,
              obligation.due_at AS owed_at, warning.short_code AS warning_short_code, decider.name AS decider_name,
              $1::uuid AS reader_id"""
_TABLES = """order_draft JOIN project ON project.id = order_draft.project_id
             JOIN obligation ON obligation.id = order_draft.obligation_id
             LEFT JOIN warning ON warning.id = order_draft.warning_id
             LEFT JOIN account AS decider ON decider.id = order_draft.decided_by"""


async def list_drafts(
    scope: Scope, *, states: Sequence[DraftState], project_id: UUID | None, cursor: str | None, limit: int
) -> Page[DraftItem]:
    """The drafts of the regulator's area in these states, the longest waiting first."""
    after = decode_cursor(cursor, tuple[_Moment, UUID]) if cursor else (None, None)
    rows = await db.fetch(
        f"""
        SELECT {_COLUMNS} FROM {_TABLES}
        WHERE {SUPERVISED} AND order_draft.state = ANY($3) AND ($4::uuid IS NULL OR order_draft.project_id = $4)
          AND ($5::timestamptz IS NULL OR (order_draft.drafted_at, order_draft.id) > ($5, $6::uuid))
        ORDER BY order_draft.drafted_at, order_draft.id LIMIT $7
        """,
        *scope.args, states, project_id, *after, limit + 1,
    )  # fmt: skip
    items = [_item(row) for row in rows[:limit]]
    following = encode_cursor(items[-1].drafted_at, items[-1].id) if len(rows) > limit else None
    return Page(items, following)


async def draft_detail(scope: Scope, draft_id: UUID) -> DraftDetail:
    """One draft of the regulator's area."""
    row = await db.fetch_one(
        f"SELECT {_COLUMNS} FROM {_TABLES} WHERE order_draft.id = $3 AND {SUPERVISED}", *scope.args, draft_id
    )
    if row is None:
        raise NOT_FOUND.at("draft_id")
    english = in_english(KINDS[row["kind"]], row["period"])
    return DraftDetail(
        item=_item(row),
        findings=[DraftFinding(one["text"], Severity(one["severity"])) for one in row["findings"]],
        findings_en=[english.get(one["text"], "") for one in row["findings"]],
        basis=KINDS[row["kind"]].basis,
        due_at=row["owed_at"],
        warning_short_code=row["warning_short_code"],
        decided_by_name=row["decider_name"],
        decided_at=row["decided_at"],
        decided_reason=row["reason"],
        order_id=row["order_id"],
    )


def _item(row: asyncpg.Record) -> DraftItem:
    kind = KINDS[row["kind"]]
    return DraftItem(
        id=row["id"],
        project_id=row["project_id"],
        project_name=row["project_name"],
        kind=row["kind"],
        period=row["period"],
        reason=said(kind.overdue, row["period"]),
        title=row["title"],
        title_en=in_english(kind, row["period"]).get(row["title"], ""),
        due_days=row["due_days"],
        state=DraftState(row["state"]),
        drafted_at=row["drafted_at"],
        warning_id=row["warning_id"],
    )
