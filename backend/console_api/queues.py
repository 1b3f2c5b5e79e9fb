"""How much waits at the desk."""

from typing import Any

from litestar import Request, get

from backend.core import clock
from backend.core.examples import answer
from backend.identity.authentication import person
from backend.overview import queues
from backend.overview.queues import Queues

_SAMPLE = Queues(
    accounts=0, posts=1, facts=12, progress=3, reviews=5, drafts=2, extensions=1, reinspections=1, duties_overdue=4,
    orders_overdue=2,
)  # fmt: skip


@get(
    "/queues",
    operation_id="console_count_queues",
    summary="How much waits for me",
    description="Of each queue as many as its list has lines: `/applications?states=applied`, `/posts/to-decide`, "
    "`/facts/queue?is_mine=true`, `/progress?is_mine=true`, `/obligations?is_mine=true`, `/drafts`, "
    "`/orders?is_mine=true` with `is_extension_asked=true` or `states=reviewed`, and with `is_overdue=true` "
    "`/obligations` and `/orders`.",
    responses=answer(Queues, _SAMPLE),
)
async def count_queues(request: Request[Any, Any, Any]) -> Queues:
    """Counts."""
    return await queues.counts(person(request), clock.now())


ROUTES = [count_queues]
