"""`/_sandbox/*`: what a person does with a phone: sign in, allow a message, type, press a card's button."""

import asyncio
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import post
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import JSONBody

from bot.sandbox import callbacks, cards
from bot.sandbox.callbacks import Delivery, Sent
from bot.sandbox.config import Member
from bot.sandbox.feed import Entry, card_for, replace, view_of
from bot.sandbox.tokens import CodeKind
from bot.sandbox.tools import Asked, Tools, tools
from bot.sandbox.world import World


class LoginCode(msgspec.Struct, forbid_unknown_fields=True):
    """Give `openid` for the mini-program and phone kinds, `userid` for qycode and oauth."""

    openid: str = ""
    userid: str = ""
    kind: CodeKind = CodeKind.MINI


class Press(msgspec.Struct, forbid_unknown_fields=True):
    """A press on a card, found by `msgid` or `task_id`. `copies` 2 delivers the same event twice, side by side."""

    userid: str
    key: str
    msgid: str = ""
    task_id: str = ""
    selections: dict[str, list[str]] = {}
    copies: int = 1
    wait: bool = False


class Say(msgspec.Struct, forbid_unknown_fields=True):
    """A text that a person types to the app."""

    userid: str
    content: str
    copies: int = 1
    wait: bool = False


class Event(msgspec.Struct, forbid_unknown_fields=True):
    """Any plaintext of the caller's own: XML for the app, JSON for the mini-program."""

    plaintext: str
    to_mini: bool = False
    wait: bool = False


class Subscription(msgspec.Struct, forbid_unknown_fields=True):
    """A person's taps on "allow" for a template; with `accept` false, a refusal."""

    openid: str
    template_id: str
    times: int = 1
    accept: bool = True


class Scan(msgspec.Struct, forbid_unknown_fields=True):
    """What a phone's camera sees: the text of a code, or a picture of it (base64)."""

    userid: str
    content: str = ""
    picture: bytes = b""


class Pressed(msgspec.Struct):
    """The event's response code and its deliveries, finished if `wait` was asked for."""

    response_code: str
    deliveries: list[Delivery]


@post("/login-code", status_code=200)
async def login_code(request: Asked, data: JSONBody[LoginCode]) -> dict[str, str]:
    """A single-use code, as the phone would get it."""
    world = tools(request).world
    subject = data.openid if data.kind in (CodeKind.MINI, CodeKind.PHONE) else data.userid
    if not subject:
        raise ClientException("openid or userid is missing")
    return {"code": world.codes.issue(data.kind, subject, world.now())}


@post("/subscribe", status_code=200)
async def subscribe(request: Asked, data: JSONBody[Subscription]) -> dict[str, int]:
    """Count a person's taps; tells the mini-program's callback if there is one."""
    kit = tools(request)
    key = (data.openid, data.template_id)
    if data.accept:
        kit.world.subscriptions[key] = kit.world.subscriptions.get(key, 0) + data.times
    if kit.world.settings.mini_callback_url:
        kit.courier.send_mini("subscribe_msg_popup_event", _popup(kit.world, data))
    return {"left": kit.world.subscriptions.get(key, 0)}


def _popup(world: World, data: Subscription) -> str:
    status = "accept" if data.accept else "reject"
    item = {"TemplateId": data.template_id, "SubscribeStatusString": status, "PopupScene": "0"}
    event = {"ToUserName": "gh_sandbox", "FromUserName": data.openid, "CreateTime": str(int(world.now()))}
    return msgspec.json.encode(
        {**event, "MsgType": "event", "Event": "subscribe_msg_popup_event", "List": item}
    ).decode()


@post("/verify-url", status_code=200)
async def verify_url(request: Asked) -> dict[str, Any]:
    """What the admin console does on saving: a GET that must answer the decrypted echostr and nothing else."""
    is_verified, status, body = await tools(request).courier.verify()
    return {"ok": is_verified, "status": status, "body": body}


@post("/event", status_code=200)
async def emit(request: Asked, data: JSONBody[Event]) -> Pressed:
    """Deliver any plaintext: an unknown event, a media check's result, a broken XML."""
    courier = tools(request).courier
    sent = courier.send_mini("event", data.plaintext) if data.to_mini else courier.send("event", data.plaintext)
    await _finish([sent], wait=data.wait)
    return Pressed("", [sent[0]])


@post("/say", status_code=200)
async def say(request: Asked, data: JSONBody[Say]) -> Pressed:
    """Type a text to the app."""
    kit = tools(request)
    member = _member(kit.world, data.userid)
    kit.world.feed.add(
        "person", member.userid, msgtype="text", recipients=[member.userid], body={"content": data.content}
    )
    plain = callbacks.text_xml(kit.world, member.userid, data.content)
    sent = _send(kit, "text", plain, copies=data.copies, on_reply=partial(_answered, kit.world, member.userid))
    await _finish(sent, wait=data.wait)
    return Pressed("", [delivery for delivery, _ in sent])


@post("/press", status_code=200)
async def press(request: Asked, data: JSONBody[Press]) -> Pressed:
    """Press a card's button, submit its form or choose from its menu. Every press has its own response code."""
    kit = tools(request)
    member = _member(kit.world, data.userid)
    entry = kit.world.feed.by_msgid(data.msgid) if data.msgid else kit.world.feed.by_task(data.task_id)
    if entry is None or entry.is_recalled or member.userid not in entry.recipients:
        raise NotFoundException("this person has no such card")
    card = card_for(entry, member.userid)
    if data.key not in cards.pressable_keys(card):
        raise ClientException("the card has no such key")
    view = view_of(entry, member.userid)
    if view.replaced_text:
        raise ClientException("the buttons are gone")
    view.pressed_key, view.selections = data.key, data.selections
    kit.world.feed.touch(entry)
    code = kit.world.new_response_code(entry)
    plain = callbacks.card_xml(
        kit.world, member.userid, card=card, key=data.key, task_id=entry.task_id, response_code=code,
        selections=data.selections, is_menu=data.key in cards.menu_keys(card),
    )  # fmt: skip
    taken = partial(_card_answered, kit.world, entry, member.userid)
    sent = _send(kit, "template_card_event", plain, copies=data.copies, on_reply=taken)
    await _finish(sent, wait=data.wait)
    return Pressed(code, [delivery for delivery, _ in sent])


@post("/scan", status_code=200)
async def scan(request: Asked, data: JSONBody[Scan]) -> dict[str, str]:
    """What the code says, and where to open it so that the page finds this person holding the phone."""
    member = _member(tools(request).world, data.userid)
    content = data.content.strip() or _seen_in(data.picture)
    if not content.startswith(("http://", "https://")):
        raise ClientException("the code holds no web address")
    return {"content": content, "open": f"/_sandbox/open?{urlencode({'userid': member.userid, 'url': content})}"}


def _seen_in(picture: bytes) -> str:
    """The text of the one code in a picture; needs zxing-cpp and Pillow, which a developer's machine has."""
    try:
        import zxingcpp  # noqa: PLC0415
        from PIL import Image  # noqa: PLC0415
    except ImportError as error:
        raise ClientException("this machine reads no pictures: give the code's text") from error
    try:
        with Image.open(BytesIO(picture), formats=["PNG", "JPEG", "WEBP"]) as image:
            found = zxingcpp.read_barcode(image.convert("L"))
    except OSError as error:
        raise ClientException("that is no picture") from error
    if found is None:
        raise ClientException("no code in the picture")
    return str(found.text)


def _member(world: World, userid: str) -> Member:
    member = world.directory.members.get(userid.lower())
    if member is None:
        raise NotFoundException("no such person")
    return member


def _send(kit: Tools, kind: str, plain: str, *, copies: int, on_reply: Callable[[str], None]) -> list[Sent]:
    if not kit.world.settings.callback_url:
        return []
    return [kit.courier.send(kind, plain, on_reply) for _ in range(copies)]


def _answered(world: World, userid: str, reply: str) -> None:
    """A passive text reply appears in the person's chat."""
    content = callbacks.reply_text(reply)
    if content:
        world.feed.add(
            "app", userid, msgtype="text", msgid=world.new_msgid(), recipients=[userid],
            body={"msgtype": "text", "text": {"content": content}},
        )  # fmt: skip


def _card_answered(world: World, entry: Entry, userid: str, reply: str) -> None:
    """A passive `update_button` reply changes the presser's card; a text reply appears in the chat."""
    name = callbacks.replaced_name(reply)
    if name:
        replace(entry, [userid], None, name)
        world.feed.touch(entry)
    _answered(world, userid, reply)


async def _finish(sent: list[Sent], *, wait: bool) -> None:
    if wait and sent:
        await asyncio.wait([task for _, task in sent])


HANDLERS = [login_code, subscribe, verify_url, emit, say, press, scan]
