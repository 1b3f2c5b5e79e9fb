"""For every route a request that would succeed for who may, upon a fresh object of the scope asked for."""

from typing import Any

from tests.backend.supervision.world import due_in
from tests.contracts import (
    policy_calendar,
    policy_dangerous,
    policy_duty,
    policy_facts,
    policy_overview,
    policy_people,
    policy_qr,
)
from tests.contracts import policy_matters as matters
from tests.contracts import policy_site as on_site
from tests.contracts.policy_case import Builder
from tests.media import samples

PHOTO = samples.encoded(samples.picture(640, 480), "JPEG")

M, C = "/api/miniapp/v1", "/api/console/v1"
REASON, NOTE = {"reason": "不符合要求"}, {"note": "请尽快处理"}


def _return() -> dict[str, Any]:
    return REASON | {"due_at": due_in(5).isoformat()}


REQUESTS: dict[str, Builder] = {
    "GET /callbacks/wecom": on_site.nothing,
    "POST /callbacks/wecom": on_site.nothing,
    "GET /docs": on_site.nothing,
    "GET /m": on_site.nothing,
    "GET /livez": on_site.nothing,
    "GET /media/{photo_id}/{variant}": on_site.picture,
    "GET /metrics": on_site.nothing,
    "GET /readyz": on_site.nothing,
    "GET /schema": on_site.nothing,
    f"POST {M}/sign-in": on_site.empty,
    f"POST {M}/sign-in/link": on_site.empty,
    f"POST {C}/sign-in": on_site.empty,
    f"GET {M}/me": on_site.nothing,
    f"POST {M}/me/links": on_site.link,
    f"DELETE {M}/session": on_site.nothing,
    f"GET {C}/me": on_site.nothing,
    f"DELETE {C}/session": on_site.nothing,
    f"GET {M}/home": on_site.project,
    f"GET {M}/projects": on_site.project,
    f"GET {M}/projects/{{project_id}}": on_site.project,
    f"GET {M}/projects/{{project_id}}/stages": on_site.project,
    f"GET {M}/projects/{{project_id}}/progress": on_site.project,
    f"GET {M}/project-by-permit": on_site.project_by_permit,
    f"POST {M}/projects/{{project_id}}/permits": on_site.permit,
    f"PUT {M}/projects/{{project_id}}/map-point": on_site.map_point,
    f"GET {M}/projects/{{project_id}}/devices": on_site.listed_devices,
    f"POST {M}/projects/{{project_id}}/devices": on_site.device,
    f"POST {M}/photos": on_site.photo_form,
    f"POST {M}/projects/{{project_id}}/posts": on_site.application_to_make,
    f"GET {M}/posts": on_site.post_in("applied"),
    f"GET {M}/posts/to-decide": on_site.post_in("applied"),
    f"POST {M}/posts/{{post_id}}/approve": on_site.post_in("applied"),
    f"POST {M}/posts/{{post_id}}/refuse": on_site.post_in("applied", **REASON),
    f"POST {M}/posts/{{post_id}}/withdraw": on_site.post_in("applied"),
    f"POST {M}/posts/{{post_id}}/leave": on_site.post_in("active"),
    f"POST {M}/projects/{{project_id}}/progress": on_site.new_report,
    f"GET {M}/progress/to-review": on_site.report_in("filed"),
    f"GET {M}/progress/{{report_id}}": on_site.report_in("filed"),
    f"POST {M}/progress/{{report_id}}/review": on_site.report_in("filed"),
    f"POST {M}/progress/{{report_id}}/return": on_site.report_in("filed", **REASON),
    f"GET {M}/warnings": matters.warning(),
    f"GET {M}/warnings/{{warning_id}}": matters.warning(),
    f"POST {M}/warnings/{{warning_id}}/acknowledge": matters.warning(matters.taking),
    f"GET {M}/orders": matters.order(matters.issued),
    f"GET {M}/orders/{{order_id}}": matters.order(matters.issued),
    f"POST {M}/orders/{{order_id}}/reply": matters.order_reply,
    f"POST {M}/orders/{{order_id}}/pass": matters.order(matters.replied, lambda: NOTE),
    f"POST {M}/orders/{{order_id}}/send-back": matters.order(matters.replied, lambda: REASON),
    f"GET {M}/messages": matters.inbox_message,
    f"POST {M}/messages/{{message_id}}/seen": matters.inbox_message,
    f"GET {C}/units": on_site.unit,
    f"POST {C}/units": on_site.new_unit,
    f"GET {C}/accounts": on_site.account,
    f"POST {C}/accounts": on_site.new_account,
    f"POST {C}/accounts/{{account_id}}/disable": on_site.account,
    f"GET {C}/projects": on_site.project,
    f"POST {C}/projects": on_site.new_project,
    f"GET {C}/projects/{{project_id}}": on_site.project,
    f"GET {C}/projects/{{project_id}}/devices": on_site.listed_devices,
    f"GET {C}/progress": on_site.report_in("reviewed"),
    f"GET {C}/progress/{{report_id}}": on_site.report_in("reviewed"),
    f"POST {C}/progress/{{report_id}}/confirm": on_site.report_in("reviewed"),
    f"POST {C}/progress/{{report_id}}/return": on_site.report_in("reviewed", **REASON),
    f"GET {C}/warnings": matters.warning(),
    f"GET {C}/warnings/{{warning_id}}": matters.warning(),
    f"POST {C}/warnings/{{warning_id}}/urge": matters.warning(lambda: NOTE),
    f"POST {C}/warnings/{{warning_id}}/close": matters.warning(lambda: REASON),
    f"GET {C}/orders": matters.order(matters.issued),
    f"POST {C}/orders": matters.new_order,
    f"GET {C}/orders/{{order_id}}": matters.order(matters.issued),
    f"POST {C}/orders/{{order_id}}/close": matters.order(matters.reviewed, lambda: NOTE),
    f"POST {C}/orders/{{order_id}}/return": matters.order(matters.reviewed, _return),
    f"POST {C}/orders/{{order_id}}/withdraw": matters.order(matters.issued, lambda: REASON),
    f"GET {C}/groups": matters.group(),
    f"POST {C}/groups": matters.new_group,
    f"POST {C}/groups/{{group_id}}/disable": matters.group(reason="项目已竣工"),
    f"POST {C}/groups/{{group_id}}/enable": matters.group(),
    f"GET {C}/outbox": matters.dead_message,
    f"POST {C}/outbox/{{delivery_id}}/repeat": matters.dead_message,
    **policy_people.REQUESTS,
    **policy_qr.REQUESTS,
    **policy_duty.REQUESTS,
    **policy_facts.REQUESTS,
    **policy_dangerous.REQUESTS,
    **policy_overview.REQUESTS,
    **policy_calendar.REQUESTS,
}
