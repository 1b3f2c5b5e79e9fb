"""The clients against the sandbox server, which was written from the same facts by other hands."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec
import pytest

from bot.sandbox.app import create_app
from bot.sandbox.config import MEMBERS, ROBOTS, Config
from bot.wechat.app import AppClient
from bot.wechat.cards import Button, ButtonInteraction, Line, Menu, Option, Source, TextNotice, Title, open_url
from bot.wechat.crypto import CallbackCipher
from bot.wechat.errors import Kind, Outcome, Reaction, Refused
from bot.wechat.http import ProviderHttp
from bot.wechat.inbound import CardPressed, Selection, TextReceived, encrypted_of, parse_event
from bot.wechat.mini import MiniClient, Phone, Session
from bot.wechat.robot import RobotClient

CONFIG = Config(callback_url="http://product.test/callbacks/wecom", callback_timeout_seconds=60)
CIPHER = CallbackCipher(token=CONFIG.callback_token, aes_key=CONFIG.callback_aes_key, receive_id=CONFIG.corpid)
KEY = ROBOTS[0].key
LIN, CHEN = MEMBERS[0], MEMBERS[1]
OPEN = open_url("https://sandtable.test/w/1")
NOTICE = TextNotice(
    card_action=OPEN,
    main_title=Title(title="红色预警：1号基坑水平位移超限", desc="滨江花园三期"),
    source=Source(desc="工程沙盘", desc_color=2),
    horizontal_content_list=(Line(keyname="监测点", value="CX-03"), Line(keyname="当前值值值值", value="45.2 mm")),
)


def card(task_id: str) -> ButtonInteraction:
    return ButtonInteraction(
        task_id=task_id,
        main_title=Title(title="红色预警", desc="1号基坑"),
        button_list=(Button(text="确认收到", key="ack"), Button(text="查看", type=1, url="https://sandtable.test/w/1")),
        button_selection=Menu(question_key="q", title="原因", option_list=(Option(id="a", text="误报"),)),
        card_action=OPEN,
    )


class Sandbox:
    """A sandbox in this process, its control door, and the callbacks that it sent."""

    def __init__(self, control: httpx.AsyncClient, http: ProviderHttp) -> None:
        self.control = control
        self.robot = RobotClient(http)
        self.app = AppClient(
            http,
            environment="test",
            corpid=CONFIG.corpid,
            agentid=CONFIG.agentid,
            secret=CONFIG.agent_secret,
            redis=None,
        )
        self.mini = MiniClient(http, environment="test", appid=CONFIG.appid, secret=CONFIG.mini_secret, redis=None)
        self.received: list[httpx.Request] = []
        self.transport: httpx.AsyncBaseTransport | None = None

    async def order(self, path: str, body: dict[str, Any]) -> Any:
        response = await self.control.post(f"/_sandbox/{path}", json=body)
        response.raise_for_status()
        return response.json()

    async def fault(self, kind: str, path: str, **more: Any) -> None:
        await self.order("faults", {"kind": kind, "path": path, **more})

    async def shown(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = (await self.control.get("/_sandbox/messages")).json()
        return entries

    def events(self) -> list[Any]:
        return [parse_event(_open(request, encrypted_of(request.content))) for request in self.received]


def _open(request: httpx.Request, encrypted: str) -> bytes:
    query = request.url.params
    return CIPHER.open(
        encrypted,
        signature=query["msg_signature"],
        timestamp=query["timestamp"],
        nonce=query["nonce"],
        now=datetime.now(UTC),  # noqa: TID251  The sandbox signs with the machine's time.
    )


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    received: list[httpx.Request] = []

    async def product(request: httpx.Request) -> httpx.Response:
        received.append(request)
        if request.method == "GET":
            return httpx.Response(200, content=_open(request, request.url.params["echostr"]))
        return httpx.Response(200)

    server = create_app(CONFIG, callback_transport=httpx.MockTransport(product))
    app: Any = server  # httpx and Litestar spell the types of ASGI differently.
    transport = httpx.ASGITransport(app)
    async with server.lifespan(), httpx.AsyncClient(transport=transport, base_url="http://sandbox.test") as control:
        http = ProviderHttp("http://sandbox.test", timeout_seconds=60, transport=transport)
        there = Sandbox(control, http)
        there.transport = transport
        there.received = received
        yield there
        await http.aclose()


async def test_a_group_shows_texts_markdown_and_cards(sandbox: Sandbox) -> None:
    outcomes = [
        await sandbox.robot.send_text(KEY, "预警" * 600, mentioned_users=["@all"]),
        await sandbox.robot.send_markdown(KEY, '<font color="warning">红色预警</font>' * 200),
        await sandbox.robot.send_card(KEY, NOTICE),
    ]
    assert [outcome.kind for outcome in outcomes] == [Kind.ACCEPTED] * 3
    assert [entry["msgtype"] for entry in await sandbox.shown()] == ["text", "markdown", "template_card"]


async def test_the_twenty_first_message_of_a_minute_is_throttled(sandbox: Sandbox) -> None:
    outcomes = [await sandbox.robot.send_text(KEY, f"{number}") for number in range(21)]
    assert [outcome.kind for outcome in outcomes] == [Kind.ACCEPTED] * 20 + [Kind.THROTTLED]
    assert (outcomes[-1].code, outcomes[-1].wait_seconds) == (45009, 60)


async def test_an_unknown_robot_is_a_configuration_fault(sandbox: Sandbox) -> None:
    outcome = await sandbox.robot.send_text("00000000-0000-4000-8000-000000000000", "x")
    assert (outcome.kind, outcome.code) == (Kind.CONFIGURATION, 93000)


async def test_members_get_every_kind_of_app_message(sandbox: Sandbox) -> None:
    users = [LIN.userid, CHEN.userid]
    outcomes = [
        await sandbox.app.send_text(users, "预警" * 600),
        await sandbox.app.send_markdown(users, "**预警**" * 600),
        await sandbox.app.send_textcard(users, title="题" * 90, description="述" * 300, url="https://sandtable.test/"),
        await sandbox.app.send_card(users, NOTICE),
        await sandbox.app.send_card(users, card("w-1")),
    ]
    assert [outcome.kind for outcome in outcomes] == [Kind.ACCEPTED] * 5
    assert [bool(outcome.provider_id) for outcome in outcomes] == [True] * 5
    assert [bool(outcome.response_code) for outcome in outcomes] == [False] * 4 + [True]


async def test_unknown_members_are_reported_and_all_unknown_is_a_recipient_fault(sandbox: Sandbox) -> None:
    part = await sandbox.app.send_text([LIN.userid, "Nobody"], "x")
    none = await sandbox.app.send_text(["Nobody"], "x")
    assert (part.kind, part.invalid_users) == (Kind.ACCEPTED, ("nobody",))
    assert (none.kind, none.code) == (Kind.RECIPIENT, 81013)


@pytest.mark.parametrize("spelling", ["OptionIds", "OpitonIds"])
async def test_a_card_is_pressed_and_updated_once(sandbox: Sandbox, spelling: str) -> None:
    await sandbox.order("settings", {"option_spelling": spelling})
    await sandbox.app.send_card([LIN.userid], card("w-2"))
    press = {"userid": LIN.userid, "key": "ack", "task_id": "w-2", "selections": {"q": ["a"]}, "wait": True}
    await sandbox.order("press", press)
    event = sandbox.events()[-1]
    assert isinstance(event, CardPressed)
    assert (event.user_id, event.event_key, event.task_id) == (LIN.userid, "ack", "w-2")
    assert event.selections == (Selection(question_key="q", option_ids=("a",)),)
    first = await sandbox.app.replace_button(event.response_code, "已确认", users=[LIN.userid])
    second = await sandbox.app.replace_button(event.response_code, "已确认", users=[LIN.userid])
    assert (first.kind, second.kind, second.code) == (Kind.ACCEPTED, Kind.PERMANENT, 60140)


async def test_a_card_is_replaced_by_another(sandbox: Sandbox) -> None:
    sent = await sandbox.app.send_card([LIN.userid], card("w-3"))
    done = msgspec.structs.replace(card("w-3"), replace_text="已由林晓明确认", sub_title_text="10:02 已确认")
    outcome = await sandbox.app.update_card(str(sent.response_code), done)
    assert outcome.kind is Kind.ACCEPTED


async def test_the_callback_address_is_verified(sandbox: Sandbox) -> None:
    verified = await sandbox.order("verify-url", {})
    assert verified["ok"] is True


async def test_what_a_member_types_arrives(sandbox: Sandbox) -> None:
    await sandbox.order("say", {"userid": LIN.userid, "content": "待办 & <b>", "wait": True})
    event = sandbox.events()[-1]
    assert isinstance(event, TextReceived)
    assert (event.user_id, event.content) == (LIN.userid, "待办 & <b>")


async def test_a_repeated_card_is_a_duplicate_and_shown_once(sandbox: Sandbox) -> None:
    await sandbox.fault("drop", "/cgi-bin/message/send")
    lost = await sandbox.app.send_card([LIN.userid], card("w-4"))
    marked = msgspec.structs.replace(card("w-4"), sub_title_text="重发 2")
    again = await sandbox.app.send_card([LIN.userid], marked, is_repeat=True)
    assert [lost.kind, again.kind] == [Kind.AMBIGUOUS, Kind.DUPLICATE]
    assert len([entry for entry in await sandbox.shown() if entry["task_id"] == "w-4"]) == 1


async def test_a_recalled_message_is_gone(sandbox: Sandbox) -> None:
    sent = await sandbox.app.send_text([LIN.userid], "误报")
    assert (await sandbox.app.recall(str(sent.provider_id))).kind is Kind.ACCEPTED
    assert [entry["is_recalled"] for entry in await sandbox.shown()] == [True]


async def test_a_token_that_the_platform_ends_early_is_replaced(sandbox: Sandbox) -> None:
    await sandbox.app.send_text([LIN.userid], "1")
    await sandbox.fault("token_revoked", "/cgi-bin/message/send")
    outcome = await sandbox.app.send_text([LIN.userid], "2")
    assert outcome.kind is Kind.ACCEPTED
    assert len(await sandbox.shown()) == 2


@pytest.mark.parametrize(
    ("kind", "expected", "shown"),
    [
        ("drop", Kind.AMBIGUOUS, 1),
        ("drop_before", Kind.AMBIGUOUS, 0),
        ("html_502", Kind.AMBIGUOUS, 0),
        ("half_body", Kind.AMBIGUOUS, 1),
        ("invalid_json", Kind.AMBIGUOUS, 1),
    ],
)
async def test_a_fault_of_the_wire_is_ambiguous(sandbox: Sandbox, kind: str, expected: Kind, shown: int) -> None:
    await sandbox.fault(kind, "/cgi-bin/webhook/send")
    outcome = await sandbox.robot.send_text(KEY, "x")
    assert (outcome.kind, len(await sandbox.shown())) == (expected, shown)


async def test_a_late_answer_is_ambiguous_and_the_message_is_there(sandbox: Sandbox) -> None:
    await sandbox.fault("slow_answer", "/cgi-bin/webhook/send", seconds=60)
    http = ProviderHttp("http://sandbox.test", timeout_seconds=3, transport=sandbox.transport)
    outcome: Outcome = await RobotClient(http).send_text(KEY, "x")
    await http.aclose()
    assert (outcome.kind, len(await sandbox.shown())) == (Kind.AMBIGUOUS, 1)


async def test_a_person_signs_in_once_per_code(sandbox: Sandbox) -> None:
    code = (await sandbox.order("login-code", {"openid": LIN.openid}))["code"]
    session = await sandbox.mini.session(code)
    again = await sandbox.mini.session(code)
    assert isinstance(session, Session)
    assert session.openid == LIN.openid
    assert isinstance(again, Refused)
    assert again.reaction is Reaction.RELOGIN
    assert await sandbox.mini.is_session_valid(LIN.openid, session.session_key) is True
    assert await sandbox.mini.is_session_valid(LIN.openid, "AAAA") is False


async def test_a_phone_button_gives_the_number(sandbox: Sandbox) -> None:
    code = (await sandbox.order("login-code", {"openid": LIN.openid, "kind": "phone"}))["code"]
    assert await sandbox.mini.phone(code) == Phone(number=LIN.phone, country_code="86")


async def test_a_subscription_message_uses_up_one_tap(sandbox: Sandbox) -> None:
    await sandbox.order("subscribe", {"openid": LIN.openid, "template_id": "t1"})
    data = {
        "thing1": "位移超限预警" * 6,
        "phrase2": "重大事故隐患",
        "time3": "2026-01-01 08:00",
        "character_string4": "",
    }
    first = await sandbox.mini.send_subscription(LIN.openid, "t1", data, page="pages/w?id=1")
    second = await sandbox.mini.send_subscription(LIN.openid, "t1", data)
    assert (first.kind, second.kind, second.code) == (Kind.ACCEPTED, Kind.RECIPIENT, 43101)


async def test_fields_that_nobody_documented_are_ignored(sandbox: Sandbox) -> None:
    await sandbox.order("settings", {"adds_unknown_fields": True})
    assert (await sandbox.app.send_text([LIN.userid], "x")).kind is Kind.ACCEPTED


async def test_an_address_that_is_not_allowed_is_a_configuration_fault(sandbox: Sandbox) -> None:
    await sandbox.order("settings", {"allowed_ips": ["203.0.113.1"]})
    outcome = await sandbox.app.send_text([LIN.userid], "x")
    assert (outcome.kind, outcome.code) == (Kind.CONFIGURATION, 60020)
