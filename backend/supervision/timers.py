"""The timers that supervision answers; the worker collects them."""

from typing import Final

from backend.core.timers import Handler
from backend.projects.duties import obligations
from backend.supervision import escalation, order_row, order_timers, silence, warning_row

TIMER_HANDLERS: Final[dict[str, Handler]] = {
    warning_row.ESCALATE: escalation.escalate,
    order_row.REMIND: order_timers.remind,
    order_row.OVERDUE: order_timers.overdue,
    obligations.SETTLED: silence.settled,
}
