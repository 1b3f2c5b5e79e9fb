"""Handovers as people read them: the list as it was offered, as it stands now, and what changed between."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from backend.core import db
from backend.core.errors import NOT_FOUND
from backend.identity.scope import Scope
from backend.projects.rules import PostKind
from backend.supervision import matters
from backend.supervision.handover import COLUMNS, SEES, TABLES
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


async def list_handovers(scope: Scope) -> list[HandoverItem]:
    """Those that the person gives or is asked to sign, and those of the projects that they approve or supervise."""
    rows = await db.fetch(
        f"SELECT {COLUMNS} FROM {TABLES} WHERE {SEES} ORDER BY handover.offered_at DESC, handover.id LIMIT $3",
        *scope.args,
        MOST_ROWS,
    )
    return [_item(row) for row in rows]


async def read(scope: Scope, handover_id: UUID) -> HandoverDetail:
    """One handover, compared with today while it waits."""
    row = await db.fetch_one(
        f"SELECT {COLUMNS} FROM {TABLES} WHERE handover.id = $3 AND {SEES}", *scope.args, handover_id
    )
    if row is None:
        raise NOT_FOUND.at("handover_id")
    offered = msgspec.convert(row["matters"], list[Matter])
    if row["state"] != HandoverState.OFFERED:
        nothing = Changes(come=[], gone=[])
        return HandoverDetail(item=_item(row), offered=offered, now=[], changes=nothing, seen=None, may_sign=False)
    now = await matters.of_post(row["project_id"], row["post_kind"], but=handover_id)
    return HandoverDetail(
        item=_item(row),
        offered=offered,
        now=now,
        changes=changes(offered, now),
        seen=seal(now),
        may_sign=row["to_account_id"] == scope.account_id,
    )


def _item(row: asyncpg.Record) -> HandoverItem:
    columns = {name: row[name] for name in HandoverItem.__struct_fields__ if name != "matters"}
    return msgspec.convert({"from_name": row["from_name"], **columns, "matters": len(row["matters"])}, HandoverItem)
