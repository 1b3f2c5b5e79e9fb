"""Calls back: seals an event, delivers it with five seconds and three tries, and reads the passive reply.

Each try carries the identical plaintext under a new nonce and a new random prefix, so a receiver that tells
retries apart by ciphertext is caught.
"""

import asyncio
import re
import secrets
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import TypeAlias

import httpx
import msgspec

from bot.sandbox.crypto import Cipher, Envelope, Unreadable, sign
from bot.sandbox.world import World

KEPT = 500


class Attempt(msgspec.Struct):
    """One try. `outcome` is accepted, refused (another status) or lost (no answer in time, no connection)."""

    at_ns: int
    outcome: str
    status: int
    milliseconds: float
    nonce: str


class Delivery(msgspec.Struct):
    """One event and its tries. `state` is pending, accepted or failed."""

    id: int
    kind: str
    url: str
    plaintext: str
    state: str = "pending"
    attempts: list[Attempt] = []
    reply: str = ""


OnReply: TypeAlias = Callable[[str], None]
Build: TypeAlias = Callable[[Delivery], httpx.Request]
Sent: TypeAlias = tuple[Delivery, asyncio.Task[None]]


def cdata(value: str) -> str:
    """A CDATA section that survives its own end mark."""
    return "<![CDATA[" + value.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def element(name: str, value: str | int) -> str:
    """`<name>` with a number bare and a text in CDATA."""
    return f"<{name}>{value if isinstance(value, int) else cdata(value)}</{name}>"


def text_xml(world: World, userid: str, content: str) -> str:
    """A text that a person typed to the app."""
    head = _head(world, userid, "text")
    msgid = element("MsgId", secrets.randbits(62))
    return f"<xml>{head}{element('Content', content)}{msgid}{element('AgentID', world.config.agentid)}</xml>"


def card_xml(
    world: World, userid: str, *, card: Mapping[str, object], key: str, task_id: str, response_code: str,
    selections: Mapping[str, list[str]], is_menu: bool = False,
) -> str:  # fmt: skip
    """A pressed button, submitted form or chosen menu item of a card."""
    event = "template_card_menu_event" if is_menu else "template_card_event"
    fields = {
        "Event": event,
        "EventKey": key,
        "TaskId": task_id,
        "CardType": str(card.get("card_type", "")),
        "ResponseCode": response_code,
    }
    inner = "".join(element(name, value) for name, value in fields.items())
    chosen = "" if is_menu else _selected(selections, world.settings.option_spelling)
    return f"<xml>{_head(world, userid, 'event')}{inner}{chosen}{element('AgentID', world.config.agentid)}</xml>"


def _head(world: World, userid: str, msgtype: str) -> str:
    sender = element("ToUserName", world.config.corpid) + element("FromUserName", userid)
    return sender + element("CreateTime", int(world.now())) + element("MsgType", msgtype)


def _selected(selections: Mapping[str, list[str]], spelling: str) -> str:
    if not selections:
        return ""
    one = spelling.removesuffix("s")
    items = ""
    for question, options in selections.items():
        ids = "".join(element(one, option) for option in options)
        items += f"<SelectedItem>{element('QuestionKey', question)}<{spelling}>{ids}</{spelling}></SelectedItem>"
    return f"<SelectedItems>{items}</SelectedItems>"


class Courier:
    """Delivers in the background while `running()` is entered."""

    def __init__(self, world: World, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._world = world
        self._transport = transport
        self._client: httpx.AsyncClient | None = None
        self._group: asyncio.TaskGroup | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_id = 0
        config = world.config
        self._app = Cipher(config.callback_token, config.callback_aes_key, config.corpid)
        self._mini = Cipher(config.callback_token, config.callback_aes_key, config.appid)
        self.deliveries: dict[int, Delivery] = {}

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Open the client and the task group; leaving cancels what is still on its way."""
        async with (
            httpx.AsyncClient(transport=self._transport, trust_env=False, timeout=None) as self._client,  # noqa: S113 -- `_try` bounds the whole exchange.
            asyncio.TaskGroup() as self._group,
        ):
            yield
            for task in self._tasks:
                task.cancel()

    def send(self, kind: str, plaintext: str, on_reply: OnReply | None = None) -> Sent:
        """Queue an XML event for the app's callback address; `on_reply` gets the passive reply's plaintext."""
        delivery = self._note(kind, self._world.settings.callback_url, plaintext)
        return delivery, self._start(self._deliver(delivery, self._app_request, on_reply))

    def send_mini(self, kind: str, plaintext: str) -> Sent:
        """Queue a JSON event for the mini-program's message push, in safe mode."""
        delivery = self._note(kind, self._world.settings.mini_callback_url, plaintext)
        return delivery, self._start(self._deliver(delivery, self._mini_request, None))

    def _note(self, kind: str, url: str, plaintext: str) -> Delivery:
        self._last_id += 1
        delivery = Delivery(self._last_id, kind, url, plaintext, attempts=[])
        self.deliveries[delivery.id] = delivery
        if len(self.deliveries) > KEPT:
            del self.deliveries[next(iter(self.deliveries))]
        return delivery

    def _start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        assert self._group is not None, "callbacks leave only while the app is running"
        task = self._group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _deliver(self, delivery: Delivery, build: Build, on_reply: OnReply | None) -> None:
        for number in range(self._world.settings.callback_tries):
            if number:
                await asyncio.sleep(self._world.settings.callback_pause_seconds)
            body = await self._try(delivery, build(delivery))
            if body is None:
                continue
            delivery.state = "accepted"
            delivery.reply = self._read_reply(body)
            if on_reply is not None and delivery.reply:
                on_reply(delivery.reply)
            return
        delivery.state = "failed"

    async def _try(self, delivery: Delivery, request: httpx.Request) -> str | None:
        """The body of a 200; None when it has to be tried again."""
        assert self._client is not None
        attempt = Attempt(time.time_ns(), "lost", 0, 0.0, request.url.params.get("nonce", ""))
        delivery.attempts.append(attempt)
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._world.settings.callback_timeout_seconds):
                response = await self._client.send(request)
        except (httpx.HTTPError, TimeoutError):
            return None
        finally:
            attempt.milliseconds = round((time.monotonic() - started) * 1000, 1)
        attempt.status = response.status_code
        attempt.outcome = "accepted" if response.status_code == 200 else "refused"
        return response.text if response.status_code == 200 else None

    def _seal(self, cipher: Cipher, plaintext: str) -> Envelope:
        return cipher.seal(plaintext, timestamp=str(int(self._world.now())), nonce=secrets.token_hex(8))

    def _app_request(self, delivery: Delivery) -> httpx.Request:
        envelope = self._seal(self._app, delivery.plaintext)
        config = self._world.config
        fields = {"ToUserName": config.corpid, "AgentID": str(config.agentid), "Encrypt": envelope.encrypt}
        body = "<xml>" + "".join(element(name, value) for name, value in fields.items()) + "</xml>"
        query = {"msg_signature": envelope.signature, "timestamp": envelope.timestamp, "nonce": envelope.nonce}
        return self._request("POST", delivery.url, query, body, "text/xml")

    def _mini_request(self, delivery: Delivery) -> httpx.Request:
        envelope = self._seal(self._mini, delivery.plaintext)
        body = msgspec.json.encode({"ToUserName": "gh_sandbox", "Encrypt": envelope.encrypt}).decode()
        query = {
            "signature": sign(self._world.config.callback_token, envelope.timestamp, envelope.nonce),
            "timestamp": envelope.timestamp,
            "nonce": envelope.nonce,
            "encrypt_type": "aes",
            "msg_signature": envelope.signature,
        }
        return self._request("POST", delivery.url, query, body, "application/json")

    def _request(self, method: str, url: str, query: Mapping[str, str], body: str, media_type: str) -> httpx.Request:
        target = httpx.URL(url).copy_merge_params(dict(query))
        headers = {"content-type": media_type, "user-agent": "Mozilla/4.0"}
        return httpx.Request(method, target, headers=headers, content=body.encode())

    async def verify(self) -> tuple[bool, int, str]:
        """Ask the callback address to prove its key: whether it answered the exact plaintext, its status, its text."""
        assert self._client is not None
        plain = str(secrets.randbits(62))
        envelope = self._seal(self._app, plain)
        query = {
            "msg_signature": envelope.signature,
            "timestamp": envelope.timestamp,
            "nonce": envelope.nonce,
            "echostr": envelope.encrypt,
        }
        request = self._request("GET", self._world.settings.callback_url, query, "", "text/plain")
        try:
            async with asyncio.timeout(self._world.settings.callback_timeout_seconds):
                response = await self._client.send(request)
        except (httpx.HTTPError, TimeoutError):
            return False, 0, ""
        return response.status_code == 200 and response.content == plain.encode(), response.status_code, response.text

    def _read_reply(self, body: str) -> str:
        """The plaintext of a passive reply; "" when there is none, "unreadable" when it is forged or damaged."""
        if not body.strip() or body.strip() == "success":
            return ""
        parts = {name: _tag(body, name) for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")}
        envelope = Envelope(parts["Encrypt"], parts["MsgSignature"], parts["TimeStamp"], parts["Nonce"])
        try:
            return self._app.open(envelope)
        except Unreadable:
            return "unreadable"


def _tag(xml: str, name: str) -> str:
    found = re.search(rf"<{name}>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))</{name}>", xml, re.DOTALL)
    return (found.group(1) or found.group(2) or "").strip() if found else ""


def replaced_name(reply: str) -> str:
    """The new button text of a passive `update_button` reply, or ""."""
    return _tag(reply, "ReplaceName") if _tag(reply, "MsgType") == "update_button" else ""


def reply_text(reply: str) -> str:
    """What a passive text reply says, or ""."""
    return _tag(reply, "Content") if _tag(reply, "MsgType") == "text" else ""
