"""What the phone does with a scanned code: look, confirm with the number, refuse, report.

Not kept by `once`: the ticket's own state is the key, a repeated act finds it taken and is answered the same; and a
refusal that points at an attack must stay in the audit although nothing else of the request does.
"""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, QueryParameter

from backend.core.examples import answer, body
from backend.identity import samples
from backend.identity.authentication import limit_sign_ins, person
from backend.identity.qr import qr_decisions, qr_phone, qr_reports, qr_samples, qr_scans
from backend.identity.qr.qr_decisions import Decided
from backend.identity.qr.qr_phone import PhonePage
from backend.identity.qr.qr_reports import PastScan, Reported
from backend.identity.qr.qr_rules import HIGHEST, LOWEST
from backend.identity.qr.qr_scans import Scan
from bot import sign_in as providers


class WecomProof(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The code with which WeCom sends the page back; the page has compared `state` with its own."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=512)]


class PhoneProved(msgspec.Struct, frozen=True):
    """A short session of the page that a scanned code has opened; it lives in that page only."""

    token: str


class NewScan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the phone has read: the whole address or its last part."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=512)]


class Confirmation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The number that the computer's screen shows."""

    number: Annotated[int, msgspec.Meta(ge=LOWEST, le=HIGHEST)]


@get(
    "/sign-in/wecom-page",
    operation_id="miniapp_wecom_page_address",
    summary="Where WeCom proves who holds the phone",
    description="The address of WeCom's own page, which comes back to `/qr` with a code and the given `state`.",
    opt={"public": True},
    responses=answer(PhonePage, PhonePage("https://open.weixin.qq.com/connect/oauth2/authorize?…#wechat_redirect")),
    sync_to_thread=False,
)
def wecom_page(mark: Annotated[str, QueryParameter(name="state", pattern="^[0-9A-Za-z]{16,128}$")]) -> PhonePage:
    """The address."""
    return qr_phone.page(mark)


@post(
    "/sign-in/wecom-page",
    operation_id="miniapp_sign_in_wecom_page",
    summary="Sign in on the page that a scanned code opens",
    description="For whoever has linked WeCom. The session ends after half an hour and is of use on the phone only.",
    status_code=200,
    opt={"public": True},
    guards=[limit_sign_ins],
    responses=answer(PhoneProved, PhoneProved(samples.TOKEN)),
)
async def sign_in_on_page(
    request: Request[Any, Any, Any], data: Annotated[WecomProof, body(WecomProof(code="Zx81…"))]
) -> PhoneProved:
    """The token."""
    proved = await providers.on_web(data.code)
    opened = await qr_phone.prove(
        *proved,
        user_agent=request.headers.get("user-agent", ""),
        address=request.client.host if request.client else "",
    )
    return PhoneProved(opened.token)


@post(
    "/qr-scans",
    operation_id="miniapp_qr_scan",
    summary="Scan a code",
    description="Claims the code for this person and says who asks: which door, where, with which browser, when. "
    "Nothing opens by a scan. A second person's scan ends the code and is told to both.",
    responses=answer(Scan, qr_samples.SCAN, status=201),
)
async def scan(request: Request[Any, Any, Any], data: Annotated[NewScan, body(NewScan(code=qr_samples.CODE))]) -> Scan:
    """What to decide."""
    return await qr_scans.scan(person(request), data.code, address=request.client.host if request.client else "")


@post(
    "/qr-scans/{ticket_id:uuid}/confirm",
    operation_id="miniapp_qr_confirm",
    summary="Confirm a sign-in",
    description="With the number from the screen; three wrong ones end the code. Only the scanner, in the session that "
    "scanned, within two minutes.",
    status_code=200,
    responses=answer(Decided, qr_samples.CONFIRMED),
)
async def confirm(
    request: Request[Any, Any, Any],
    ticket_id: FromPath[UUID],
    data: Annotated[Confirmation, body(Confirmation(number=47))],
) -> Decided:
    """The state after it."""
    return await qr_decisions.confirm(person(request), ticket_id, data.number)


@post(
    "/qr-scans/{ticket_id:uuid}/refuse",
    operation_id="miniapp_qr_refuse",
    summary="Refuse a sign-in",
    description="The code is over; the screen says so.",
    status_code=200,
    responses=answer(Decided, qr_samples.REFUSED),
)
async def refuse(request: Request[Any, Any, Any], ticket_id: FromPath[UUID]) -> Decided:
    """The state after it."""
    return await qr_decisions.refuse(person(request), ticket_id)


@post(
    "/qr-scans/{ticket_id:uuid}/report",
    operation_id="miniapp_qr_report",
    summary="Report a sign-in: this was not me",
    description="Ends the code and every session born of it at once, also long after; repeating it changes nothing.",
    status_code=200,
    responses=answer(Reported, qr_samples.REPORTED),
)
async def report(request: Request[Any, Any, Any], ticket_id: FromPath[UUID]) -> Reported:
    """How many sessions it ended."""
    return await qr_reports.report(person(request), ticket_id)


@get(
    "/qr-scans",
    operation_id="miniapp_qr_recent",
    summary="My recent scans",
    description="The last twenty of the past thirty days, the newest first, with whether what they opened is alive.",
    responses=answer(list[PastScan], qr_samples.RECENT),
)
async def recent(request: Request[Any, Any, Any]) -> list[PastScan]:
    """The scans."""
    return await qr_reports.recent(person(request))


ROUTES = [wecom_page, sign_in_on_page, scan, confirm, refuse, report, recent]
