import hashlib
import hmac
import io
from typing import Any

import pytest
from PIL import Image

from bot.sandbox.answers import Refusal
from bot.sandbox.config import Config, Member
from bot.sandbox.limits import subscribe_data
from tests.bot.sandbox.playground import LIN, Playground, playground

CHECK = {"version": 2, "openid": LIN.openid, "scene": 2, "content": "x"}


async def session(sandbox: Playground, code: str, **more: str) -> Any:
    query = {"appid": sandbox.config.appid, "secret": sandbox.config.mini_secret, "js_code": code}
    return await sandbox.get("/sns/jscode2session", **query | {"grant_type": "authorization_code"} | more)


async def test_a_sign_in_has_no_errcode_and_its_code_burns(sandbox: Playground) -> None:
    code = (await sandbox.order("login-code", {"openid": LIN.openid}))["code"]
    answer = await session(sandbox, code)
    assert set(answer) == {"openid", "session_key"}
    assert answer["openid"] == LIN.openid
    again = await session(sandbox, code)
    assert again["errcode"] == 40029
    assert " rid: " in again["errmsg"]


async def test_a_union_id_comes_along_where_the_app_is_bound() -> None:
    bound = Member(userid="a", name_zh="甲", openid="o-a", unionid="u-a")
    async with playground(Config(members=(bound,))) as sandbox:
        assert (await session(sandbox, "code-o-a-1"))["unionid"] == "u-a"


@pytest.mark.parametrize(
    ("more", "errcode"),
    [({"js_code": ""}, 41008), ({"grant_type": "x"}, 40002), ({"secret": "x"}, 40125), ({"appid": "x"}, 40013)],
)
async def test_a_sign_in_is_checked(sandbox: Playground, more: dict[str, str], errcode: int) -> None:
    assert (await session(sandbox, "code-o-1", **more))["errcode"] == errcode


async def test_the_newest_session_key_is_the_valid_one(sandbox: Playground) -> None:
    old = (await session(sandbox, "code-o-1"))["session_key"]
    new = (await session(sandbox, "code-o-2"))["session_key"]
    codes = []
    for key in (old, new):
        signature = hmac.new(key.encode(), b"", hashlib.sha256).hexdigest()
        query = {"access_token": await sandbox.mini_token(), "openid": "o", "signature": signature}
        codes.append((await sandbox.get("/wxa/checksession", **query))["errcode"])
    assert codes == [87009, 0]


async def test_a_phone_code_gives_the_number_once_and_is_no_login_code(sandbox: Playground) -> None:
    code = (await sandbox.order("login-code", {"openid": LIN.openid, "kind": "phone"}))["code"]
    assert (await session(sandbox, code))["errcode"] == 40029
    answer = await sandbox.mini("/wxa/business/getuserphonenumber", {"code": code})
    again = await sandbox.mini("/wxa/business/getuserphonenumber", {"code": code})
    assert answer["phone_info"]["purePhoneNumber"] == LIN.phone
    assert answer["phone_info"]["watermark"]["appid"] == sandbox.config.appid
    assert again["errcode"] == 40029


async def subscribe(sandbox: Playground, data: Any, **more: Any) -> Any:
    body = {"touser": LIN.openid, "template_id": "t1", "page": "pages/w?id=1", "data": data}
    return await sandbox.mini("/cgi-bin/message/subscribe/send", body | more)


async def test_each_tap_is_good_for_one_message(sandbox: Playground) -> None:
    data = {"thing1": {"value": "字" * 20}}
    before = await subscribe(sandbox, data)
    taken = await sandbox.order("subscribe", {"openid": LIN.openid, "template_id": "t1", "times": 2})
    codes = [(await subscribe(sandbox, data))["errcode"] for _ in range(3)]
    assert (before["errcode"], taken, codes) == (43101, {"left": 2}, [0, 0, 43101])
    assert [entry["recipients"] for entry in await sandbox.shown()] == [[LIN.userid]] * 2


async def test_a_wrong_field_is_named_and_costs_no_tap(sandbox: Playground) -> None:
    await sandbox.order("subscribe", {"openid": LIN.openid, "template_id": "t1"})
    wrong = await subscribe(sandbox, {"phrase1": {"value": "待办"}, "thing18": {"value": "字" * 21}})
    assert wrong["errcode"] == 47003
    assert wrong["errmsg"].startswith("argument invalid! data.thing18.value invalid rid: ")
    assert (await subscribe(sandbox, {"thing18": {"value": "字" * 20}}))["errcode"] == 0


@pytest.mark.parametrize(
    ("more", "errcode"),
    [
        ({"touser": "unknown"}, 40003),
        ({"template_id": ""}, 40037),
        ({"page": "/pages/w"}, 41030),
        ({"lang": "fr"}, 47001),
        ({"miniprogram_state": "beta"}, 47001),
    ],
)
async def test_a_subscribe_message_is_checked(sandbox: Playground, more: dict[str, Any], errcode: int) -> None:
    assert (await subscribe(sandbox, {"thing1": {"value": "x"}}, **more))["errcode"] == errcode


async def test_a_message_without_values_is_refused(sandbox: Playground) -> None:
    assert (await subscribe(sandbox, {}))["errcode"] == 47003


async def test_a_configured_template_wants_all_its_keys() -> None:
    async with playground(Config(templates={"t1": ("thing1", "time2")})) as sandbox:
        unknown = await subscribe(sandbox, {"thing1": {"value": "x"}}, template_id="t2")
        missing = await subscribe(sandbox, {"thing1": {"value": "x"}})
        assert (unknown["errcode"], missing["errcode"]) == (40037, 47003)
        assert "data.time2.value" in missing["errmsg"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("thing1", "字" * 20),
        ("number2", "1" * 32),
        ("number2", "35.2"),
        ("letter3", "a" * 32),
        ("symbol4", "!!!!!"),
        ("character_string5", "A-1" + "x" * 29),
        ("time6", "2026年3月2日 15:01"),
        ("time6", "15:01~16:00"),
        ("date7", "2026-03-02"),
        ("date7", "2026年3月2日 15:01"),
        ("amount8", "￥1234567890.5元"),
        ("phone_number9", "+86-0766-66888866"),
        ("car_number10", "粤A8Z888挂"),
        ("name11", "字" * 10),
        ("name11", "a" * 20),
        ("phrase12", "字" * 5),
    ],
)
def test_a_value_at_its_limit_is_accepted(key: str, value: str) -> None:
    subscribe_data({key: {"value": value}})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("thing1", "字" * 21),
        ("thing1", ""),
        ("thing1", "两\n行"),
        ("number2", "1" * 33),
        ("number2", "一"),
        ("letter3", "a" * 33),
        ("symbol4", "!!!!!!"),
        ("character_string5", "x" * 33),
        ("character_string5", "字"),
        ("time6", "昨天"),
        ("date7", "15:01"),
        ("amount8", "￥12345678901"),
        ("phone_number9", "1" * 18),
        ("car_number10", "粤A8Z888挂挂挂"),
        ("name11", "字" * 11),
        ("name11", "a" * 21),
        ("phrase12", "字" * 6),
        ("phrase12", "abc"),
    ],
)
def test_a_value_past_its_limit_is_refused(key: str, value: str) -> None:
    with pytest.raises(Refusal, match=f"47003 .*data.{key}.value"):
        subscribe_data({key: {"value": value}})


async def qr(sandbox: Playground, **body: Any) -> Any:
    query = {"access_token": await sandbox.mini_token()}
    return await sandbox.http.post("/wxa/getwxacodeunlimit", params=query, json=body)


async def test_a_qr_code_is_a_picture_and_a_refusal_is_json(sandbox: Playground) -> None:
    picture = await qr(sandbox, scene="s" * 32, page="pages/w", check_path=False)
    refusal = await qr(sandbox, scene="s" * 33)
    assert picture.headers["content-type"] == "image/jpeg"
    assert Image.open(io.BytesIO(picture.content)).size == (1, 1)
    assert refusal.headers["content-type"].startswith("application/json")
    assert refusal.json()["errcode"] == 40169


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({"scene": "工地"}, 40169),
        ({"scene": "a%20"}, 40169),
        ({"scene": ""}, 40169),
        ({"scene": "a", "page": "pages/w"}, 41030),
        ({"scene": "a", "page": "/pages/w", "check_path": False}, 41030),
        ({"scene": "a", "page": "pages/w?id=1", "check_path": False}, 41030),
        ({"scene": "a", "width": 279}, 40058),
        ({"scene": "a", "width": 1281}, 40058),
    ],
)
async def test_a_qr_code_is_checked(sandbox: Playground, body: dict[str, Any], errcode: int) -> None:
    assert (await qr(sandbox, **body)).json()["errcode"] == errcode


@pytest.mark.parametrize(
    ("more", "expected"),
    [({}, "pass"), ({"content": "线上赌博"}, "risky"), ({"content": "x" * 2500}, "pass")],
)
async def test_a_text_is_judged(sandbox: Playground, more: dict[str, Any], expected: str) -> None:
    assert (await sandbox.mini("/wxa/msg_sec_check", CHECK | more))["result"]["suggest"] == expected


@pytest.mark.parametrize(
    ("more", "errcode"),
    [({"version": 1}, 40129), ({"scene": 5}, 40129), ({"openid": "x"}, 40003), ({"content": "x" * 2501}, 40058)],
)
async def test_a_text_check_is_checked(sandbox: Playground, more: dict[str, Any], errcode: int) -> None:
    assert (await sandbox.mini("/wxa/msg_sec_check", CHECK | more))["errcode"] == errcode


async def test_a_picture_check_promises_a_result(sandbox: Playground) -> None:
    body = {"media_url": "https://x.test/a.jpg", "media_type": 2, "version": 2, "scene": 1, "openid": LIN.openid}
    assert (await sandbox.mini("/wxa/media_check_async", body))["trace_id"]
    assert (await sandbox.mini("/wxa/media_check_async", body | {"version": 1}))["errcode"] == 40129


async def test_broken_json_has_the_mini_programs_own_code(sandbox: Playground) -> None:
    response = await sandbox.http.post("/cgi-bin/stable_token", content=b"{")
    assert response.json()["errcode"] == 47001
