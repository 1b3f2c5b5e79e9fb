"""What WeCom calls: verify, write one row, answer at once. The work is done from the row (`replies`).

WeCom waits five seconds and tries three times (protocol notes 4.4): whatever is refused here leaves nothing behind.
"""

from functools import cache
from typing import Any, Final

import structlog
from litestar import MediaType, Request, Response, get, post
from litestar.params import FromQuery

from backend.core import clock, db, ids, logs
from backend.core.settings import settings
from bot.wechat.crypto import BODY_MAX_BYTES, CallbackCipher, CallbackRefused
from bot.wechat.inbound import CardPressed, OtherEvent, TextReceived, encrypted_of, fingerprint, parse_event

log = structlog.get_logger()

PLATFORM: Final = "wecom"
CHANNEL: Final = "sandtable_callback"
"""The NOTIFY channel of new rows: a hint."""

_PUBLIC: Final = {"public": True}


@cache
def _cipher(token: str, aes_key: str, corpid: str) -> CallbackCipher:
    return CallbackCipher(token=token, aes_key=aes_key, receive_id=corpid)


def _open(encrypted: str, *, signature: str, timestamp: str, nonce: str) -> bytes:
    conf = settings()
    cipher = _cipher(conf.wecom_callback_token, conf.wecom_callback_aes_key, conf.wecom_corpid)
    return cipher.open(encrypted, signature=signature, timestamp=timestamp, nonce=nonce, now=clock.machine_now())


def _refused(request: Request[Any, Any, Any], error: CallbackRefused) -> Response[bytes]:
    """400 and one line for us; the peer learns nothing."""
    address = request.client.host if request.client else ""
    log.warning("callback.refused", kind=type(error).__name__, reason=str(error), address=address)
    return Response(b"", status_code=400, media_type=MediaType.TEXT)


@get(
    "/callbacks/wecom",
    opt=_PUBLIC,
    operation_id="callback_wecom_verify",
    summary="Verify the callback address",
    description="WeCom asks once, when the address is entered: the decrypted `echostr` is the answer, as plain text.",
    tags=["callbacks"],
    media_type=MediaType.TEXT,
    security=[{}],
)
async def verify(
    request: Request[Any, Any, Any],
    msg_signature: FromQuery[str],
    timestamp: FromQuery[str],
    nonce: FromQuery[str],
    echostr: FromQuery[str],
) -> Response[bytes]:
    """The plaintext of `echostr`."""
    try:
        echo = _open(echostr, signature=msg_signature, timestamp=timestamp, nonce=nonce)
    except CallbackRefused as error:
        return _refused(request, error)
    return Response(echo, media_type=MediaType.TEXT)


@post(
    "/callbacks/wecom",
    opt=_PUBLIC,
    operation_id="callback_wecom",
    summary="Take an event or a message",
    description="An encrypted envelope of at most 64 KiB. 200 with an empty body means that it is kept; the same event "
    "delivered again changes nothing. Forged or malformed envelopes get 400.",
    tags=["callbacks"],
    status_code=200,
    media_type=MediaType.TEXT,
    request_max_body_size=BODY_MAX_BYTES,
    security=[{}],
)
async def take(
    request: Request[Any, Any, Any],
    msg_signature: FromQuery[str],
    timestamp: FromQuery[str],
    nonce: FromQuery[str],
) -> Response[bytes]:
    """Nothing, at once."""
    try:
        encrypted = encrypted_of(await request.body())
        plaintext = _open(encrypted, signature=msg_signature, timestamp=timestamp, nonce=nonce)
        event = parse_event(plaintext)
    except CallbackRefused as error:
        return _refused(request, error)
    await _keep(plaintext, event)
    return Response(b"", media_type=MediaType.TEXT)


async def _keep(plaintext: bytes, event: CardPressed | TextReceived | OtherEvent) -> None:
    """One row, however often the platform delivers; messages have an id, events only their content."""
    key = f"message:{event.message_id}" if isinstance(event, TextReceived) else f"event:{fingerprint(plaintext)}"
    await db.execute(
        """
        WITH kept AS (
            INSERT INTO callback_inbox (id, platform, unique_key, user_id, payload, request_id)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (platform, unique_key) DO NOTHING RETURNING id
        )
        SELECT pg_notify($7, '') FROM kept
        """,
        ids.new_id(), PLATFORM, key, event.user_id, plaintext.decode(), logs.request_id.get(), CHANNEL,
    )  # fmt: skip


ROUTES = [verify, take]
