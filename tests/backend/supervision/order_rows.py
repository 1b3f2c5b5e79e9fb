"""An order as the database has it: the state that it is in, the timers of one that waits for a reply."""

from typing import Final
from uuid import UUID

from tests.backend.supervision.world import row

OPEN_TIMERS: Final = ["order.overdue", "order.remind", "order.remind"]
"""As `world.timer_kinds` tells them."""


async def state_of(order_id: UUID) -> str:
    """What the order waits for: `issued`, `replied`, …"""
    return str((await row("rectification_order", order_id))["state"])
