"""What the phone signed while there was no line, sent when there is one again."""

from typing import Annotated, Any

import msgspec
from litestar import Request, post

from backend.core.examples import answer, body
from backend.core.i18n import Text
from backend.identity.authentication import person
from backend.identity.device_keys import Statement
from backend.supervision import offline_acts, samples, warning_views
from backend.supervision.offline_acts import Outcome
from backend.supervision.warning_views import WarningDetail


class OfflineAct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A JWS in compact form, signed with the phone's registered key."""

    statement: Statement


class OfflineAnswer(msgspec.Struct, frozen=True):
    """`applied`: the warning is taken; `recorded`: it stands in the history only, and `reason` says why."""

    outcome: Outcome
    reason: Text | None
    warning: WarningDetail


_SENT = OfflineAct(
    "eyJhbGciOiJFZERTQSIsImtpZCI6IjAxOTAwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMCJ9."
    "eyJjb3VudGVyIjoxLCJhY3QiOiJ3YXJuaW5nLmFja25vd2xlZGdlIn0." + "A" * 86
)
_ANSWER = OfflineAnswer(Outcome.APPLIED, None, samples.WARNING_DETAIL)


@post(
    "/offline-acts",
    status_code=200,
    operation_id="miniapp_send_offline_act",
    summary="Send what was said offline",
    description='Header `{"alg": "EdDSA", "kid": key id}`; payload `{"counter", "act": "warning.acknowledge", '
    '"subject_id", "seen_level", "said_at", "plan", "promised_at"}`. Each number is judged once, and the same '
    "statement again is answered the same, so send them in their order until each is answered. Never reopens a closed "
    "warning, never displaces who has one. 403 `device_key_ended`: register the key again and repeat. "
    "Any other 4xx is final, and so is 409 `statement_counted`.",
    responses=answer(OfflineAnswer, _ANSWER),
)
async def send_offline_act(request: Request[Any, Any, Any], data: Annotated[OfflineAct, body(_SENT)]) -> OfflineAnswer:
    """What became of it, and the warning as it stands now."""
    merged = await offline_acts.receive(person(request), data.statement)
    detail = await warning_views.warning_detail(person(request), merged.subject_id)
    return OfflineAnswer(merged.outcome, merged.reason, detail)


ROUTES = [send_offline_act]
