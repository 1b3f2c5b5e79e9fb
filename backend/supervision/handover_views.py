"""Handovers as people read them: the list as it was offered, as it stands now, and what changed between."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from backend.core import db, paging
from backend.core.errors import NOT_FOUND
from backend.core.paging import Page
from backend.identity.scope import Scope
from backend.projects.rules import PostKind
from backend.supervision import matters
from backend.supervision.handover import COLUMNS, MAY_WITHDRAW, SEES, TABLES
from backend.supervision.handover_rules import Changes, HandoverState, Matter, changes, seal

MOST_ROWS = 200


class HandoverItem(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list. `matters` is how many were open at the offer."""

    id: UUID
    project_id: UUID
    project_name: str
    post_kind: PostKind
    from_name: str
    to_name: str
    state: HandoverState
    matters: int
    note: str
    offered_at: datetime
    decided_at: datetime | None
    reason: str | None


class HandoverDetail(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of one. While it waits, `now` is the list of this moment and `seen` what the signature names it by."""

    item: HandoverItem
    offered: list[Matter]
    now: list[Matter]
    changes: Changes
    seen: str | None
    may_sign: bool
    may_withdraw: bool


async def list_handovers(scope: Scope) -> list[HandoverItem]:
    """Those that the person gives or is asked to sign, and those of the projects that they approve or supervise."""
    return await _listed(scope, list(HandoverState), (None, None), MOST_ROWS)


async def page(
    scope: Scope, *, states: Sequence[HandoverState] | None = None, cursor: str | None = None, limit: int = 50
) -> Page[HandoverItem]:
    """The same a page at a time; `states`: these only."""
    before = paging.decode_cursor(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    found = await _listed(scope, states or list(HandoverState), before, limit + 1)
    items = found[:limit]
    return Page(items, paging.encode_cursor(items[-1].offered_at, items[-1].id) if len(found) > limit else None)


async def _listed(
    scope: Scope, states: Sequence[HandoverState], before: tuple[datetime | None, UUID | None], limit: int
) -> list[HandoverItem]:
    rows = await db.fetch(
        f"""
        SELECT {COLUMNS} FROM {TABLES} WHERE {SEES} AND handover.state = ANY($3)
            AND ($4::timestamptz IS NULL OR (handover.offered_at, handover.id) < ($4, $5))
        ORDER BY handover.offered_at DESC, handover.id DESC LIMIT $6
        """,
        *scope.args, states, *before, limit,
    )  # fmt: skip
    return [_item(row) for row in rows]


async def read(scope: Scope, handover_id: UUID) -> HandoverDetail:
    """One handover, compared with today while it waits."""
    row = await db.fetch_one(
        f"SELECT {COLUMNS}, coalesce({MAY_WITHDRAW}, false) AS may_withdraw FROM {TABLES} "
        f"WHERE handover.id = $3 AND {SEES}",
        *scope.args,
        handover_id,
    )
    if row is None:
        raise NOT_FOUND.at("handover_id")
    offered = msgspec.convert(row["matters"], list[Matter])
    if row["state"] != HandoverState.OFFERED:
        nothing = Changes(come=[], gone=[])
        return HandoverDetail(
            item=_item(row), offered=offered, now=[], changes=nothing, seen=None, may_sign=False, may_withdraw=False
        )
    now = await matters.of_post(row["project_id"], row["post_kind"], but=handover_id)
    return HandoverDetail(
        item=_item(row),
        offered=offered,
        now=now,
        changes=changes(offered, now),
        seen=seal(now),
        may_sign=row["to_account_id"] == scope.account_id,
        may_withdraw=row["may_withdraw"],
    )


def _item(row: asyncpg.Record) -> HandoverItem:
    columns = {name: row[name] for name in HandoverItem.__struct_fields__ if name != "matters"}
    return msgspec.convert({"from_name": row["from_name"], **columns, "matters": len(row["matters"])}, HandoverItem)
