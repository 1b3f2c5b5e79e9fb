"""Requests as the protocol wants them, and answers that the sandbox does not give."""

import pytest

from bot.wechat.app import AppClient
from bot.wechat.cards import Button, ButtonInteraction, TextNotice, Title, open_url
from bot.wechat.errors import Kind, Reaction, Refused
from bot.wechat.mini import MiniClient, Session, fitted_value, is_raw_data_signed, session_signature
from bot.wechat.robot import EVERYBODY, RobotClient, robot_key
from tests.bot.wechat.peer import Peer

KEY = "693a91f6-7aaa-4bc4-97a0-0ec2sifa5aaa"
OK = {"errcode": 0, "errmsg": "ok"}
NOTICE = TextNotice(card_action=open_url("https://sandtable.test/w/1"), main_title=Title(title="预" * 50))
CARD = ButtonInteraction(
    task_id="w-1", main_title=Title(title="红色预警"), button_list=(Button(text="确认", key="ack"),)
)


def app(peer: Peer) -> AppClient:
    return AppClient(peer.http(), environment="test", corpid="ww1", agentid=7, secret="s", redis=None)


def mini(peer: Peer) -> MiniClient:
    return MiniClient(peer.http(), environment="test", appid="wx1", secret="s", redis=None)


@pytest.mark.parametrize(
    "configured",
    [
        KEY,
        f"  {KEY}\n",
        f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}",
        f"http://127.0.0.1:8090/cgi-bin/webhook/send?debug=1&key={KEY}#x",
    ],
)
def test_a_robot_is_configured_by_its_key_or_its_address(configured: str) -> None:
    assert robot_key(configured) == KEY


@pytest.mark.parametrize(
    "configured",
    ["", "key", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", f"{KEY}&x=1", f"https://x/?key={KEY}/../"],
)
def test_what_is_no_robot_is_refused_without_being_repeated(configured: str) -> None:
    with pytest.raises(ValueError, match=r"^neither a robot's key nor its webhook address$"):
        robot_key(configured)


async def test_a_robot_text_mentions_people() -> None:
    peer = Peer(OK)
    await RobotClient(peer.http()).send_text(KEY, "预警", mentioned_users=["u1", EVERYBODY], mentioned_mobiles=["138"])
    assert peer.requests[0].url.path == "/cgi-bin/webhook/send"
    assert peer.requests[0].url.params["key"] == KEY
    assert peer.bodies == [
        {
            "msgtype": "text",
            "text": {"content": "预警", "mentioned_list": ["u1", "@all"], "mentioned_mobile_list": ["138"]},
        }
    ]


async def test_an_overlong_text_is_cut_instead_of_lost() -> None:
    peer = Peer(OK)
    robot = RobotClient(peer.http())
    await robot.send_text(KEY, "警" * 1000)
    await robot.send_markdown(KEY, "警" * 2000)
    await robot.send_card(KEY, NOTICE)
    sizes = [len(peer.bodies[0]["text"]["content"].encode()), len(peer.bodies[1]["markdown"]["content"].encode())]
    assert sizes == [2046, 4095]
    assert peer.bodies[2]["template_card"]["main_title"] == {"title": "预" * 25 + "…"}


async def test_an_app_message_names_its_recipients_and_asks_for_the_duplicate_check() -> None:
    peer = Peer(OK)
    await app(peer).send_text(["u1", "u2"], "预警")
    assert peer.bodies == [
        {
            "touser": "u1|u2",
            "msgtype": "text",
            "agentid": 7,
            "text": {"content": "预警"},
            "enable_duplicate_check": 1,
            "duplicate_check_interval": 1800,
        }
    ]


async def test_a_text_card_is_cut_to_its_limits() -> None:
    peer = Peer(OK)
    await app(peer).send_textcard(["u"], title="题" * 100, description="述" * 300, url="https://sandtable.test/")
    card = peer.bodies[0]["textcard"]
    assert [len(card["title"].encode()), len(card["description"].encode())] == [126, 510]


async def test_recipients_who_were_missed_are_listed() -> None:
    answer = {**OK, "invaliduser": "u2|u3", "unlicenseduser": "u4", "msgid": "m", "response_code": "rc"}
    outcome = await app(Peer(answer)).send_card(["u1", "u2", "u3", "u4"], CARD)
    assert (outcome.kind, outcome.invalid_users) == (Kind.ACCEPTED, ("u2", "u3", "u4"))
    assert (outcome.provider_id, outcome.response_code) == ("m", "rc")


@pytest.mark.parametrize("users", [[], ["u"] * 1001, ["u1|u2"], [""]])
async def test_a_message_to_nobody_or_too_many_is_not_sent(users: list[str]) -> None:
    peer = Peer(OK)
    outcome = await app(peer).send_text(users, "x")
    assert (outcome.kind, outcome.needs_alert, peer.requests) == (Kind.PERMANENT, True, [])


async def test_a_thousand_recipients_are_one_message() -> None:
    peer = Peer(OK)
    assert (await app(peer).send_text(["u"] * 1000, "x")).kind is Kind.ACCEPTED


@pytest.mark.parametrize("url", ["sandtable.test/w", "https://" + "x" * 2041])
async def test_a_text_card_with_an_unusable_address_is_not_sent(url: str) -> None:
    peer = Peer(OK)
    outcome = await app(peer).send_textcard(["u"], title="t", description="d", url=url)
    assert (outcome.kind, peer.requests) == (Kind.PERMANENT, [])


async def test_a_used_task_id_means_delivered_on_a_repeat_and_a_bug_on_the_first_try() -> None:
    used = {"errcode": 42014, "errmsg": "task_id already used"}
    first = await app(Peer(used)).send_card(["u"], CARD)
    again = await app(Peer(used)).send_card(["u"], CARD, is_repeat=True)
    assert [(first.kind, first.needs_alert), (again.kind, again.needs_alert)] == [
        (Kind.PERMANENT, True),
        (Kind.DUPLICATE, False),
    ]


async def test_a_card_update_lists_its_missed_users_as_an_array() -> None:
    peer = Peer({**OK, "invaliduser": ["u2"]})
    outcome = await app(peer).replace_button("rc", "已由王五确认" * 5, users=["u1", "u2"])
    assert outcome.invalid_users == ("u2",)
    assert peer.requests[0].url.path == "/cgi-bin/message/update_template_card"
    assert peer.bodies == [
        {
            "userids": ["u1", "u2"],
            "agentid": 7,
            "response_code": "rc",
            "button": {"replace_name": "已由王五确认已由王…"},
        }
    ]


async def test_a_card_update_for_everybody_says_so() -> None:
    peer = Peer(OK)
    await app(peer).update_card("rc", CARD)
    assert peer.bodies[0]["atall"] == 1
    assert peer.bodies[0]["template_card"]["card_type"] == "button_interaction"


async def test_code2session_succeeds_without_an_errcode_and_fails_without_an_openid() -> None:
    good = await mini(Peer({"openid": "o", "session_key": "k==", "new": 1})).session("c")
    empty = await mini(Peer({})).session("c")
    assert good == Session(openid="o", session_key="k==")
    assert isinstance(empty, Refused)
    assert empty.reaction is Reaction.RETRY


async def test_a_session_key_is_not_shown() -> None:
    assert "k==" not in repr(Session(openid="o", session_key="k=="))


@pytest.mark.parametrize(
    ("code", "reaction"),
    [
        (40029, Reaction.RELOGIN),
        (40163, Reaction.PERMANENT),
        (40226, Reaction.PERMANENT),
        (45011, Reaction.WAIT),
        (40125, Reaction.CONFIGURATION),
        (-1, Reaction.RETRY),
    ],
)
async def test_a_refused_sign_in_says_what_to_do(code: int, reaction: Reaction) -> None:
    refused = await mini(Peer({"errcode": code, "errmsg": "no"})).session("c")
    assert isinstance(refused, Refused)
    assert (refused.code, refused.reaction) == (code, reaction)


@pytest.mark.parametrize("country", [86, "86", "+86"])
async def test_a_country_code_is_a_number_or_a_text(country: int | str) -> None:
    info = {"phoneNumber": "x", "purePhoneNumber": "13800000000", "countryCode": country, "watermark": {"appid": "wx1"}}
    phone = await mini(Peer({**OK, "phone_info": info})).phone("c")
    assert not isinstance(phone, Refused)
    assert (phone.number, phone.country_code) == ("13800000000", "86")


async def test_a_phone_number_of_another_mini_program_is_refused() -> None:
    info = {"purePhoneNumber": "13800000000", "countryCode": "86", "watermark": {"appid": "wx2"}}
    refused = await mini(Peer({**OK, "phone_info": info})).phone("c")
    assert isinstance(refused, Refused)
    assert refused.reaction is Reaction.PERMANENT


async def test_a_subscription_message_is_written_as_the_protocol_wants_it() -> None:
    peer = Peer({**OK, "msgid": 123456})
    data = {"thing1": "滨江花园三期一标段基坑支护结构水平位移超限预警", "time2": "2026-01-01 08:00"}
    outcome = await mini(peer).send_subscription("o1", "t1", data, page="pages/w?id=1", release="trial")
    assert outcome.provider_id == "123456"
    assert peer.bodies == [
        {
            "touser": "o1",
            "template_id": "t1",
            "data": {
                "thing1": {"value": "滨江花园三期一标段基坑支护结构水平位移…"},
                "time2": {"value": "2026-01-01 08:00"},
            },
            "miniprogram_state": "trial",
            "lang": "zh_CN",
            "page": "pages/w?id=1",
        }
    ]


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("thing1", "字" * 20, "字" * 20),
        ("thing12", "字" * 21, "字" * 19 + "…"),
        ("thing1", "第一行\n第二行", "第一行 第二行"),
        ("thing1", " \n", "无"),
        ("phrase3", "重大事故隐患", "重大事故隐"),
        ("name1", "王" * 11, "王" * 10),
        ("name1", "A" * 21, "A" * 20),
        ("character_string2", "W" * 33, "W" * 32),
        ("character_string2", "", "-"),
        ("car_number1", "粤A12345学习", "粤A12345学"),
        ("date4", "2026年1月1日", "2026年1月1日"),
        ("number1", "3.5", "3.5"),
    ],
)
def test_a_template_value_fits_its_type(key: str, text: str, expected: str) -> None:
    assert fitted_value(key, text) == expected


def test_v7_the_official_profile_signature_is_recognised() -> None:
    raw = (
        '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN",'
        '"avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAj'
        'AtpujxyzYsrztuuICqIM5ibXQ/0"}'
    )
    good = "75e81ceda165f4ffa64f4068af58c64b8f54b88c"
    assert is_raw_data_signed(raw, "HyVFkGl5F5OQWJZZaNzBBg==", good)
    assert not is_raw_data_signed(raw.replace("Band", "Bend"), "HyVFkGl5F5OQWJZZaNzBBg==", good)
    assert not is_raw_data_signed(raw, "HyVFkGl5F5OQWJZZaNzBBg==", "é")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"foo":"bar"}', "654571f79995b2ce1e149e53c0a33dc39c0a74090db514261454e8dbe432aa0b"),
        (b"", "46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128"),
    ],
)
def test_v7_the_session_signatures_are_reproduced(body: bytes, expected: str) -> None:
    assert session_signature("o0q0otL8aEzpcZL/FT9WsQ==", body) == expected
