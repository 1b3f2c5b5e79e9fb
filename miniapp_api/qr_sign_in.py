"""Signing in to the phone's pages on a desktop browser by a scanned code: the browser's side, by `qr_doors`."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from backend.core.examples import answer
from backend.identity.qr import qr_doors, qr_samples
from backend.identity.qr.qr_sign_in import Waiting
from backend.identity.scope import Door


@post(
    "/qr-sign-in",
    operation_id="miniapp_qr_ask",
    summary="Ask for a code",
    description=qr_doors.ASKING,
    opt={"public": True},
    responses=answer(Waiting, qr_samples.WAITING, status=201),
)
async def ask(request: Request[Any, Any, Any]) -> Response[Waiting]:
    """The code to show."""
    return await qr_doors.ask(Door.PHONE, request)


@get(
    "/qr-sign-in/{ticket_id:uuid}",
    operation_id="miniapp_qr_wait",
    summary="Wait for the scan and the answer",
    description=qr_doors.WAITING,
    opt={"public": True},
    responses=answer(Waiting, qr_samples.SCANNED),
)
async def wait(
    request: Request[Any, Any, Any], ticket_id: FromPath[UUID], known: FromQuery[int] = 0
) -> Response[Waiting]:
    """The state; with the session, once."""
    return await qr_doors.wait(Door.PHONE, ticket_id, known, request)


ROUTES = [ask, wait]
