"""Which path is answered by which function, as Litestar handlers."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

import msgspec
from litestar import Request, Response, route
from litestar.datastructures import UploadFile
from litestar.handlers import HTTPRouteHandler

from bot.sandbox import app_message, mini, robot, wecom
from bot.sandbox.answers import Binary, Call, Refusal, Upload, refusal_body
from bot.sandbox.world import World

Answer: TypeAlias = Mapping[str, Any] | Binary
Asked: TypeAlias = Request[Any, Any, Any]


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """One path of the two hosts. `channel` is set where a refusal is worth a line in the log."""

    method: str
    path: str
    answer: Callable[[World, Call], Answer]
    is_mini: bool = False
    needs_token: bool = True
    takes_file: bool = False
    channel: str = ""


def _wecom(method: str, path: str, answer: Callable[[World, Call], Answer], **more: Any) -> Route:
    return Route(method=method, path="/cgi-bin/" + path, answer=answer, **more)


def _mini(method: str, path: str, answer: Callable[[World, Call], Answer], **more: Any) -> Route:
    return Route(method=method, path=path, answer=answer, is_mini=True, **more)


ROUTES = (
    _wecom("POST", "webhook/send", robot.send, needs_token=False, channel="robot"),
    _wecom("POST", "webhook/upload_media", robot.upload_media, needs_token=False, takes_file=True),
    _wecom("GET", "gettoken", wecom.gettoken, needs_token=False),
    _wecom("POST", "message/send", app_message.send, channel="app"),
    _wecom("POST", "message/update_template_card", app_message.update_template_card, channel="update"),
    _wecom("POST", "message/recall", app_message.recall, channel="recall"),
    _wecom("POST", "media/upload", wecom.upload_media, takes_file=True),
    _wecom("GET", "media/get", wecom.get_media),
    _wecom("GET", "getcallbackip", wecom.callback_ip),
    _wecom("GET", "miniprogram/jscode2session", wecom.jscode2session),
    _wecom("GET", "auth/getuserinfo", wecom.getuserinfo),
    _wecom("POST", "auth/getuserdetail", wecom.getuserdetail),
    _wecom("POST", "appchat/create", wecom.create_chat),
    _wecom("POST", "appchat/update", wecom.update_chat),
    _wecom("GET", "appchat/get", wecom.get_chat),
    _wecom("POST", "appchat/send", wecom.send_to_chat, channel="appchat"),
    _mini("GET", "/sns/jscode2session", mini.jscode2session, needs_token=False),
    _mini("GET", "/cgi-bin/token", mini.token, needs_token=False),
    _mini("POST", "/cgi-bin/stable_token", mini.stable_token, needs_token=False),
    _mini("POST", "/cgi-bin/message/subscribe/send", mini.subscribe_send, channel="subscribe"),
    _mini("POST", "/wxa/business/getuserphonenumber", mini.getuserphonenumber),
    _mini("POST", "/wxa/getwxacodeunlimit", mini.qr_unlimited),
    _mini("POST", "/wxa/msg_sec_check", mini.msg_sec_check),
    _mini("POST", "/wxa/media_check_async", mini.media_check_async),
    _mini("GET", "/wxa/checksession", mini.checksession),
)


def handlers(world: World) -> list[HTTPRouteHandler]:
    """A handler per route. Both methods reach it: the wrong one is a business error here, not a 405."""
    return [_handler(world, entry) for entry in ROUTES]


def _handler(world: World, entry: Route) -> HTTPRouteHandler:
    encode = msgspec.json.Encoder().encode

    @route(entry.path, http_method=["GET", "POST"], status_code=200, include_in_schema=False)
    async def handle(request: Asked) -> Response[bytes]:
        call = await _call(request, entry)
        try:
            answer = _answer(world, entry, call, request.method)
        except Refusal as refusal:
            answer = _refused(world, entry, call, refusal)
        if isinstance(answer, Binary):
            return _file(answer)
        return Response(encode(answer), media_type="application/json; charset=UTF-8", status_code=200)

    return handle


async def _call(request: Asked, entry: Route) -> Call:
    query = dict(parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True))
    ip = request.client.host if request.client is not None else ""
    if entry.takes_file and request.content_type[0] == "multipart/form-data":
        media = (await request.form()).get("media")
        upload = Upload(media.filename, await media.read()) if isinstance(media, UploadFile) else None
        return Call(query, ip=ip, upload=upload)
    return Call(query, await request.body(), ip, is_mini=entry.is_mini)


def _answer(world: World, entry: Route, call: Call, method: str) -> Answer:
    if method != entry.method:
        raise Refusal(43001 if entry.method == "GET" else 43002)
    allowed = world.settings.allowed_ips
    if allowed and call.ip not in allowed:
        raise Refusal(40164 if call.is_mini else 60020)
    if entry.needs_token:
        world.tokens.check(call.query.get("access_token"), world.now(), is_mini=entry.is_mini)
    answer = entry.answer(world, call)
    if isinstance(answer, Binary):
        return answer
    grown = {"x_added_later": {"since": "sandbox"}} if world.settings.adds_unknown_fields else {}
    merged = {"errcode": 0, "errmsg": "ok", **answer, **grown}
    return {name: value for name, value in merged.items() if value is not None}


def _refused(world: World, entry: Route, call: Call, refusal: Refusal) -> Answer:
    body = refusal_body(refusal, call, at=world.now())
    if entry.channel:
        _log_refusal(world, entry, call, refusal)
    return body


def _log_refusal(world: World, entry: Route, call: Call, refusal: Refusal) -> None:
    try:
        body: Any = call.json()
    except Refusal:
        body = call.body[:4096].decode(errors="replace")
    known = body if isinstance(body, dict) else {}
    to = call.query.get("key", "") if entry.channel == "robot" else wecom.subject(known)
    msgtype = str(known.get("msgtype", ""))
    if entry.channel in ("update", "recall"):
        world.feed.note(entry.channel, to, errcode=refusal.errcode, errmsg=refusal.text, body=body)
        return
    world.feed.add(
        entry.channel, to, errcode=refusal.errcode, errmsg=refusal.text, msgtype=msgtype, body=_shortened(body)
    )


def _shortened(body: Any) -> Any:
    """A refused picture is not kept."""
    return {"msgtype": "image"} if isinstance(body, dict) and body.get("msgtype") == "image" else body


def _file(answer: Binary) -> Response[bytes]:
    headers = {"content-disposition": "attachment"} if answer.filename else {}
    return Response(answer.content, media_type=answer.media_type, headers=headers, status_code=200)
