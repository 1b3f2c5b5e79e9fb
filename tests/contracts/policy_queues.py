"""Requests of the routes in `rights/queues.csv`; see `policy_requests`."""

from backend.core import db
from backend.supervision import silence
from tests.backend.supervision.world import raise_dust
from tests.contracts import policy_matters as matters
from tests.contracts import policy_site as on_site
from tests.contracts.policy_case import Builder, Call, Case

C = "/api/console/v1"
NOTE = {"note": "请本周内补报"}


async def _overdue(case: Case) -> Call:
    """What the manager owes, with an open warning of it."""
    obligation_id = await db.fetch_value(
        "SELECT id FROM obligation WHERE project_id = $1 AND kind = 'progress' LIMIT 1", case.place.project_id
    )
    fingerprint = silence.fingerprint("progress", obligation_id)
    await db.execute(
        "UPDATE warning SET state = 'closed', closed_at = now() WHERE fingerprint = $1 AND state <> 'closed'",
        fingerprint,
    )
    await raise_dust(case.place.project_id, fingerprint=fingerprint)
    return Call(ids={"obligation_id": obligation_id}, json=NOTE)


REQUESTS: dict[str, Builder] = {
    f"GET {C}/queues": on_site.nothing,
    f"GET {C}/progress/{{report_id}}/before": on_site.report_in("reviewed"),
    f"POST {C}/obligations/{{obligation_id}}/urge": _overdue,
    f"POST {C}/orders/{{order_id}}/urge": matters.order(matters.issued, lambda: NOTE),
}
