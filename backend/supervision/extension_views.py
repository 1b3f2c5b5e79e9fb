"""A request for more time as the order's page shows it."""

from datetime import datetime
from uuid import UUID

import msgspec

from backend.core import db
from backend.supervision.extension_rules import ExtensionState


class Extension(msgspec.Struct, frozen=True, kw_only=True):
    """The request of the order's present round. `granted_until` may be sooner than `until`, which was asked for."""

    state: ExtensionState
    due_before: datetime
    until: datetime
    reason: str
    asked_by_name: str
    asked_at: datetime
    granted_until: datetime | None
    decided_by_name: str | None
    decided_at: datetime | None
    decided_note: str | None


async def of_round(order_id: UUID, round_: int) -> Extension | None:
    """The round's request; whoever calls has checked that the reader may see the order."""
    row = await db.fetch_one(
        """
        SELECT extension.state, extension.due_before, extension.asked_until AS until, extension.reason,
               asker.name AS asked_by_name, extension.asked_at, extension.granted_until,
               decider.name AS decided_by_name, extension.decided_at, extension.decided_note
        FROM order_extension AS extension JOIN account AS asker ON asker.id = extension.asked_by
             LEFT JOIN account AS decider ON decider.id = extension.decided_by
        WHERE extension.order_id = $1 AND extension.round = $2
        """,
        order_id,
        round_,
    )
    return None if row is None else msgspec.convert(dict(row), Extension)
