import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec
import pytest
from wechatpy.crypto import WeChatCrypto as MiniCrypto
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.sandbox.callbacks import cdata
from bot.sandbox.config import Config
from bot.sandbox.crypto import Cipher
from tests.bot.sandbox.playground import BUTTONS, CALLBACK, CHEN, LIN, Playground, playground

CONFIG = Config(
    callback_url=CALLBACK,
    mini_callback_url="http://product.test/callbacks/mini?from=wx",
    callback_timeout_seconds=60,
    callback_pause_seconds=0,
)
CIPHER = Cipher(CONFIG.callback_token, CONFIG.callback_aes_key, CONFIG.corpid)
PRESS = {"userid": LIN.userid, "task_id": "w-1", "key": "ack", "wait": True}


class Product:
    """Takes callbacks as the product would and reads them with wechatpy; `answers` come in order, then 200."""

    def __init__(self) -> None:
        self.answers: list[Callable[[], Any]] = []
        self.requests: list[httpx.Request] = []
        self.plaintexts: list[str] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        crypto = WeChatCrypto(CONFIG.callback_token, CONFIG.callback_aes_key, CONFIG.corpid)
        query = request.url.params
        signed = (query["msg_signature"], query["timestamp"], query["nonce"])
        if request.method == "GET":
            return httpx.Response(200, content=crypto.check_signature(*signed, query["echostr"]))
        if "mini" in str(request.url):
            crypto = MiniCrypto(CONFIG.callback_token, CONFIG.callback_aes_key, CONFIG.appid)
            body = msgspec.json.decode(request.content)
            self.plaintexts.append(_text(crypto.decrypt_message(body, *signed)))
        else:
            self.plaintexts.append(_text(crypto.decrypt_message(request.content.decode(), *signed)))
        answer = self.answers.pop(0) if self.answers else _accept
        response: httpx.Response = await answer()
        return response


def _text(plain: str | bytes) -> str:
    return plain.decode() if isinstance(plain, bytes) else plain


async def _accept() -> httpx.Response:
    return httpx.Response(200)


async def _fail() -> httpx.Response:
    return httpx.Response(500)


async def _hang() -> httpx.Response:
    await asyncio.sleep(30)
    return httpx.Response(200)


async def _break() -> httpx.Response:
    raise httpx.ConnectError("refused")


def _reply(xml: str) -> Callable[[], Any]:
    async def answer() -> httpx.Response:
        sealed = CIPHER.seal(xml, timestamp="1", nonce="n")
        fields = {"Encrypt": sealed.encrypt, "MsgSignature": sealed.signature, "TimeStamp": "1", "Nonce": "n"}
        body = "".join(f"<{name}>{cdata(value)}</{name}>" for name, value in fields.items())
        return httpx.Response(200, text=f"<xml>{body}</xml>")

    return answer


@asynccontextmanager
async def pair() -> AsyncIterator[tuple[Playground, Product]]:
    product = Product()
    async with playground(CONFIG, httpx.MockTransport(product)) as sandbox:
        await sandbox.app("template_card", BUTTONS, touser=f"{LIN.userid}|{CHEN.userid}")
        yield sandbox, product


async def wait_for_answers(sandbox: Playground, seconds: float) -> None:
    await sandbox.order("settings", {"callback_timeout_seconds": seconds})


async def test_a_press_arrives_sealed_with_a_fresh_response_code() -> None:
    async with pair() as (sandbox, product):
        pressed = await sandbox.order("press", PRESS)
        (request,), (plain,) = product.requests, product.plaintexts
        assert request.headers["content-type"] == "text/xml"
        assert "<Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[ack]]></EventKey>" in plain
        assert f"<ResponseCode><![CDATA[{pressed['response_code']}]]></ResponseCode>" in plain
        assert f"<FromUserName><![CDATA[{LIN.userid}]]></FromUserName>" in plain
        assert "<TaskId><![CDATA[w-1]]></TaskId><CardType><![CDATA[button_interaction]]></CardType>" in plain
        assert "<AgentID>1000002</AgentID>" in plain
        assert pressed["deliveries"][0]["state"] == "accepted"


async def test_every_press_has_its_own_response_code() -> None:
    async with pair() as (sandbox, _):
        first = await sandbox.order("press", PRESS)
        second = await sandbox.order("press", PRESS)
        change = {"userids": [LIN.userid], "agentid": CONFIG.agentid, "button": {"replace_name": "已确认"}}
        codes = [
            (await sandbox.wecom("message/update_template_card", change | {"response_code": one["response_code"]}))
            for one in (first, second)
        ]
        assert [answer["errcode"] for answer in codes] == [0, 0]


@pytest.mark.parametrize("spelling", ["OptionIds", "OpitonIds"])
async def test_what_was_chosen_comes_along_in_either_spelling(spelling: str) -> None:
    async with pair() as (sandbox, product):
        await sandbox.order("settings", {"option_spelling": spelling})
        await sandbox.order("press", PRESS | {"selections": {"q1": ["a", "b"]}})
        one = spelling[:-1]
        assert (await sandbox.shown())[0]["views"][LIN.userid]["selections"] == {"q1": ["a", "b"]}
        assert (
            "<SelectedItems><SelectedItem><QuestionKey><![CDATA[q1]]></QuestionKey>"
            f"<{spelling}><{one}><![CDATA[a]]></{one}><{one}><![CDATA[b]]></{one}></{spelling}>"
            "</SelectedItem></SelectedItems>"
        ) in product.plaintexts[0]


async def test_a_choice_from_the_menu_is_an_event_of_its_own() -> None:
    async with pair() as (sandbox, product):
        menu = {"action_menu": {"desc": "更多", "action_list": [{"text": "稍后", "key": "later"}]}}
        await sandbox.app("template_card", BUTTONS | menu | {"task_id": "w-2"})
        await sandbox.order("press", PRESS | {"task_id": "w-2", "key": "later"})
        assert "<Event><![CDATA[template_card_menu_event]]></Event>" in product.plaintexts[0]


@pytest.mark.parametrize("unwilling", [_fail, _hang, _break])
async def test_an_event_is_tried_three_times_with_one_plaintext_and_new_nonces(
    unwilling: Callable[[], Any],
) -> None:
    async with pair() as (sandbox, product):

        async def unwilling_once_more() -> Any:
            await wait_for_answers(sandbox, CONFIG.callback_timeout_seconds)  # Of the third try, which is answered.
            return await unwilling()

        await wait_for_answers(sandbox, 0.2)
        product.answers = [unwilling, unwilling_once_more]
        pressed = await sandbox.order("press", PRESS)
        (delivery,) = pressed["deliveries"]
        assert (delivery["state"], len(delivery["attempts"])) == ("accepted", 3)
        assert len(set(product.plaintexts)) == 1
        assert len({request.url.params["nonce"] for request in product.requests}) == 3
        assert len({request.content for request in product.requests}) == 3


async def test_after_three_tries_an_event_is_lost() -> None:
    async with pair() as (sandbox, product):
        product.answers = [_fail] * 4
        pressed = await sandbox.order("press", PRESS)
        assert pressed["deliveries"][0]["state"] == "failed"
        assert [attempt["status"] for attempt in pressed["deliveries"][0]["attempts"]] == [500, 500, 500]
        assert len(product.requests) == 3


async def test_a_receiver_that_hangs_is_left_after_the_time_limit() -> None:
    async with pair() as (sandbox, product):
        await wait_for_answers(sandbox, 0.2)
        product.answers = [_hang] * 3
        started = time.monotonic()
        await sandbox.order("press", PRESS)
        assert 0.59 < time.monotonic() - started < 29  # One hangs for thirty.


async def test_a_press_does_not_wait_unless_asked() -> None:
    async with pair() as (sandbox, product):
        product.answers = [_hang]
        pressed = await sandbox.order("press", PRESS | {"wait": False})
        assert pressed["deliveries"][0]["state"] == "pending"


async def test_the_same_event_may_come_twice() -> None:
    async with pair() as (sandbox, product):
        pressed = await sandbox.order("press", PRESS | {"copies": 2})
        assert len(pressed["deliveries"]) == 2
        assert (len(product.plaintexts), len(set(product.plaintexts))) == (2, 1)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"key": "other"}, 400),
        ({"userid": "nobody"}, 404),
        ({"userid": "huang.li"}, 404),
        ({"task_id": "unknown"}, 404),
        ({"surplus": 1}, 400),
    ],
)
async def test_only_a_button_that_is_there_is_pressed(change: dict[str, Any], status: int) -> None:
    async with pair() as (sandbox, product):
        response = await sandbox.http.post("/_sandbox/press", json=PRESS | change)
        assert response.status_code == status
        assert product.requests == []


async def test_a_replaced_button_is_pressed_no_more() -> None:
    async with pair() as (sandbox, _):
        pressed = await sandbox.order("press", PRESS)
        change = {"userids": [LIN.userid], "agentid": CONFIG.agentid, "button": {"replace_name": "已确认"}}
        await sandbox.wecom("message/update_template_card", change | {"response_code": pressed["response_code"]})
        again = await sandbox.http.post("/_sandbox/press", json=PRESS)
        other = await sandbox.http.post("/_sandbox/press", json=PRESS | {"userid": CHEN.userid})
        assert (again.status_code, other.status_code) == (400, 200)


async def test_a_passive_reply_changes_the_button() -> None:
    async with pair() as (sandbox, product):
        button = "<Button><ReplaceName><![CDATA[已收到]]></ReplaceName></Button>"
        product.answers = [_reply(f"<xml><MsgType><![CDATA[update_button]]></MsgType>{button}</xml>")]
        await sandbox.order("press", PRESS)
        (entry,) = await sandbox.shown()
        assert entry["views"][LIN.userid]["replaced_text"] == "已收到"


async def test_a_forged_passive_reply_changes_nothing() -> None:
    async def forged() -> httpx.Response:
        return httpx.Response(200, text="<xml><Encrypt>AAAA</Encrypt><MsgSignature>x</MsgSignature></xml>")

    async with pair() as (sandbox, product):
        product.answers = [forged]
        pressed = await sandbox.order("press", PRESS)
        assert pressed["deliveries"][0]["reply"] == "unreadable"
        assert (await sandbox.shown())[0]["views"][LIN.userid]["replaced_text"] == ""


async def test_what_a_person_types_arrives_and_is_answered_in_the_chat() -> None:
    async with pair() as (sandbox, product):
        product.answers = [_reply("<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[3 条]]></Content></xml>")]
        await sandbox.order("say", {"userid": LIN.userid, "content": "待办 ]]> <b>", "wait": True})
        shown = (await sandbox.shown())[1:]
        assert "<Content><![CDATA[待办 ]]]]><![CDATA[> <b>]]></Content><MsgId>" in product.plaintexts[0]
        assert [entry["channel"] for entry in shown] == ["person", "app"]
        assert shown[1]["body"]["text"]["content"] == "3 条"


async def test_the_address_is_verified_by_its_exact_answer() -> None:
    async with pair() as (sandbox, product):
        assert (await sandbox.order("verify-url", None))["ok"] is True
        echo = product.requests[-1].url.params["echostr"]
        assert len(echo) % 4 == 0


async def test_an_address_that_adds_quotes_is_not_verified() -> None:
    async def quoting(request: httpx.Request) -> httpx.Response:
        query = request.url.params
        crypto = WeChatCrypto(CONFIG.callback_token, CONFIG.callback_aes_key, CONFIG.corpid)
        plain = crypto.check_signature(query["msg_signature"], query["timestamp"], query["nonce"], query["echostr"])
        return httpx.Response(200, text=f'"{_text(plain)}"')

    async with playground(CONFIG, httpx.MockTransport(quoting)) as sandbox:
        assert (await sandbox.order("verify-url", None))["ok"] is False


async def test_a_subscription_tells_the_mini_programs_push_in_json() -> None:
    async with pair() as (sandbox, product):
        await sandbox.order("subscribe", {"openid": LIN.openid, "template_id": "t1", "accept": False})
        await sandbox.order("event", {"plaintext": '{"Event":"wxa_media_check"}', "to_mini": True, "wait": True})
        popup = msgspec.json.decode(product.plaintexts[0])
        assert (popup["Event"], popup["List"]["SubscribeStatusString"]) == ("subscribe_msg_popup_event", "reject")
        assert product.plaintexts[1] == '{"Event":"wxa_media_check"}'
        assert product.requests[0].url.params["from"] == "wx"
        assert product.requests[0].url.params["encrypt_type"] == "aes"


async def test_any_plaintext_is_delivered_on_order() -> None:
    async with pair() as (sandbox, product):
        await sandbox.order("event", {"plaintext": "<xml><Event>unheard_of</Event></xml>", "wait": True})
        deliveries = await sandbox.get("/_sandbox/callbacks")
        assert product.plaintexts == ["<xml><Event>unheard_of</Event></xml>"]
        assert [(one["kind"], one["state"]) for one in deliveries] == [("event", "accepted")]
