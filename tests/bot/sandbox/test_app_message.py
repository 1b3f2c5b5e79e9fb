from typing import Any

import pytest

from bot.sandbox.config import MEMBERS, Config
from tests.bot.sandbox.playground import BUTTONS, CHEN, HUANG, LIN, NOTICE, Playground, playground

MEBIBYTE = 1024 * 1024
TEXTCARD = {"title": "a" * 128, "description": "a" * 512, "url": "https://x.test", "btntxt": "查看详情"}
NOTICE_ITEM = {"key": "字" * 10, "value": "字" * 30}
MINI = {
    "appid": "wx1",
    "page": "p" * 1024,
    "title": "字" * 12,
    "description": "字" * 4,
    "content_item": [NOTICE_ITEM] * 10,
}
ARTICLE = {"title": "t", "url": "https://x.test"}
MPARTICLE = {"title": "t", "thumb_media_id": "m", "content": "c"}


@pytest.mark.parametrize(
    ("msgtype", "body"),
    [
        ("text", {"content": "字"}),
        ("markdown", {"content": "a" * 2048}),
        ("textcard", TEXTCARD),
        ("textcard", TEXTCARD | {"url": "https://" + "u" * 2040}),
        ("news", {"articles": [ARTICLE] * 8}),
        ("news", {"articles": [{"title": "t", "appid": "wx1", "pagepath": "pages/w"}]}),
        ("mpnews", {"articles": [MPARTICLE] * 8}),
        ("miniprogram_notice", MINI),
        ("template_card", NOTICE),
        ("template_card", BUTTONS),
    ],
)
async def test_a_message_at_its_limit_is_accepted(sandbox: Playground, msgtype: str, body: Any) -> None:
    answer = await sandbox.app(msgtype, body)
    assert (answer["errcode"], answer["errmsg"]) == (0, "ok")
    assert answer["msgid"]


@pytest.mark.parametrize(
    ("msgtype", "body", "errcode"),
    [
        ("text", {"content": ""}, 44004),
        ("markdown", {"content": "a" * 2049}, 45002),
        ("markdown_v2", {"content": "a"}, 40008),
        ("textcard", TEXTCARD | {"title": "a" * 129}, 40058),
        ("textcard", TEXTCARD | {"description": "a" * 513}, 40058),
        ("textcard", TEXTCARD | {"btntxt": "查看详情吧"}, 40058),
        ("textcard", TEXTCARD | {"url": "https://" + "u" * 2041}, 40058),
        ("textcard", TEXTCARD | {"url": "x.test"}, 40058),
        ("news", {"articles": [ARTICLE] * 9}, 40058),
        ("mpnews", {"articles": [MPARTICLE] * 9}, 40058),
        ("miniprogram_notice", MINI | {"title": "字" * 13}, 40058),
        ("miniprogram_notice", MINI | {"title": "字" * 3}, 40058),
        ("miniprogram_notice", MINI | {"page": "p" * 1025}, 40058),
        ("miniprogram_notice", MINI | {"content_item": [NOTICE_ITEM] * 11}, 90201),
        ("miniprogram_notice", MINI | {"content_item": [NOTICE_ITEM | {"key": "字" * 11}]}, 40058),
        ("miniprogram_notice", MINI | {"content_item": [NOTICE_ITEM | {"value": "字" * 31}]}, 40058),
        ("image", {"media_id": "unknown"}, 40007),
        ("template_card", NOTICE | {"card_action": {}}, 42045),
        ("video", None, 44004),
    ],
)
async def test_a_message_past_its_limit_is_refused(sandbox: Playground, msgtype: str, body: Any, errcode: int) -> None:
    assert (await sandbox.app(msgtype, body))["errcode"] == errcode
    assert await sandbox.shown() == []


async def test_an_overlong_text_is_cut_between_characters(sandbox: Playground) -> None:
    await sandbox.app("text", {"content": "字" * 682 + "ab" + "字"})
    (entry,) = await sandbox.shown()
    assert entry["body"]["text"]["content"] == "字" * 682 + "ab"


async def test_unknown_people_are_named_in_lower_case_and_the_others_reached(sandbox: Playground) -> None:
    answer = await sandbox.app("text", {"content": "x"}, touser=f"{LIN.userid.upper()}|NoBody|Else")
    assert (answer["errcode"], answer["invaliduser"]) == (0, "nobody|else")
    assert (await sandbox.shown())[0]["recipients"] == [LIN.userid]


@pytest.mark.parametrize(
    ("more", "errcode"),
    [
        ({"touser": "nobody|noone"}, 81013),
        ({"touser": ""}, 82001),
        ({"touser": "|".join([LIN.userid] * 1000)}, 0),
        ({"touser": "|".join([LIN.userid] * 1001)}, 40032),
        ({"touser": "", "toparty": "|".join(["1"] * 100)}, 0),
        ({"touser": "", "toparty": "|".join(["1"] * 101)}, 82002),
        ({"touser": "", "totag": "|".join(["1"] * 101)}, 82003),
        ({"touser": "", "toparty": "9"}, 81013),
        ({"agentid": 1}, 40056),
        ({"safe": 1}, 0),
        ({"safe": 2}, 40058),
    ],
)
async def test_who_and_how_is_checked(sandbox: Playground, more: dict[str, Any], errcode: int) -> None:
    message = {"touser": LIN.userid, "agentid": sandbox.config.agentid, "msgtype": "text", "text": {"content": "x"}}
    assert (await sandbox.wecom("message/send", message | more))["errcode"] == errcode


async def test_everybody_a_party_and_a_tag_are_resolved(sandbox: Playground) -> None:
    people = [
        {"userid": "a", "name_zh": "甲", "parties": [7], "tags": [3]},
        {"userid": "b", "name_zh": "乙", "parties": [8]},
        {"userid": "c", "name_zh": "丙", "parties": [7], "is_licensed": False},
    ]
    await sandbox.http.put("/_sandbox/people", json=people)
    await sandbox.app("text", {"content": "x"}, touser="@all")
    by_party = await sandbox.app("text", {"content": "y"}, touser="", toparty="7|9", totag="3|5")
    assert [entry["recipients"] for entry in await sandbox.shown()] == [["a", "b"], ["a"]]
    assert (by_party["invalidparty"], by_party["invalidtag"], by_party["unlicenseduser"]) == ("9", "5", "c")


async def test_only_a_card_that_calls_back_has_a_response_code(sandbox: Playground) -> None:
    assert "response_code" not in await sandbox.app("template_card", NOTICE)
    assert "response_code" in await sandbox.app("template_card", BUTTONS)


async def test_a_task_id_is_used_once(sandbox: Playground) -> None:
    assert (await sandbox.app("template_card", BUTTONS))["errcode"] == 0
    assert (await sandbox.app("template_card", BUTTONS))["errcode"] == 42014
    assert (await sandbox.app("template_card", NOTICE | {"task_id": "w-1"}))["errcode"] == 42014


async def test_without_a_callback_address_there_are_no_buttons() -> None:
    async with playground(Config()) as sandbox:
        assert (await sandbox.app("template_card", BUTTONS))["errcode"] == 43012


async def test_an_identical_body_is_delivered_once_within_the_interval(sandbox: Playground) -> None:
    wanted: dict[str, Any] = {"enable_duplicate_check": 1, "duplicate_check_interval": 600}
    first = await sandbox.app("text", {"content": "x"}, **wanted)
    second = await sandbox.app("text", {"content": "x"}, **wanted)
    other = await sandbox.app("text", {"content": "x 2"}, **wanted)
    await sandbox.shift(601)
    later = await sandbox.app("text", {"content": "x"}, **wanted)
    assert (first["msgid"], second["errcode"]) == (second["msgid"], 0)
    assert len({first["msgid"], other["msgid"], later["msgid"]}) == 3
    assert len(await sandbox.shown()) == 3


async def test_without_the_flag_an_identical_body_is_delivered_again(sandbox: Playground) -> None:
    await sandbox.app("text", {"content": "x"})
    await sandbox.app("text", {"content": "x"})
    assert len(await sandbox.shown()) == 2


async def test_the_thirty_first_message_of_a_minute_is_dropped_in_silence(sandbox: Playground) -> None:
    for number in range(30):
        await sandbox.app("text", {"content": str(number)})
    answer = await sandbox.app("text", {"content": "31"}, touser=f"{LIN.userid}|{CHEN.userid}")
    last = (await sandbox.shown())[-1]
    assert (answer["errcode"], "invaliduser" in answer) == (0, False)
    assert (last["recipients"], last["dropped"]) == ([CHEN.userid], [LIN.userid])


async def update(sandbox: Playground, response_code: str, **more: Any) -> Any:
    body = {"userids": [LIN.userid], "agentid": sandbox.config.agentid, "response_code": response_code, **more}
    return await sandbox.wecom("message/update_template_card", body)


async def test_a_button_is_replaced_for_those_named_and_the_code_is_spent(sandbox: Playground) -> None:
    sent = await sandbox.app("template_card", BUTTONS, touser=f"{LIN.userid}|{CHEN.userid}")
    asked = {"button": {"replace_name": "已确认"}, "userids": [LIN.userid.upper(), HUANG.userid]}
    answer = await update(sandbox, sent["response_code"], **asked)
    again = await update(sandbox, sent["response_code"], **asked)
    (entry,) = await sandbox.shown()
    assert (answer["errcode"], answer["invaliduser"]) == (0, [HUANG.userid])
    assert again["errcode"] == 60140
    assert {who: view["replaced_text"] for who, view in entry["views"].items()} == {LIN.userid: "已确认"}


async def test_a_whole_card_is_replaced_for_everybody(sandbox: Playground) -> None:
    sent = await sandbox.app("template_card", BUTTONS, touser=f"{LIN.userid}|{CHEN.userid}")
    card = BUTTONS | {"replace_text": "已由林晓明确认", "main_title": {"title": "已闭环"}}
    answer = await update(sandbox, sent["response_code"], userids=[], atall=1, template_card=card)
    (entry,) = await sandbox.shown()
    assert answer["invaliduser"] == []
    assert {view["card"]["main_title"]["title"] for view in entry["views"].values()} == {"已闭环"}
    assert set(entry["views"]) == {LIN.userid, CHEN.userid}


@pytest.mark.parametrize(("seconds", "errcode"), [(72 * 3600 - 60, 0), (72 * 3600 + 1, 60140)])
async def test_a_response_code_lives_72_hours(sandbox: Playground, seconds: float, errcode: int) -> None:
    sent = await sandbox.app("template_card", BUTTONS)
    await sandbox.shift(seconds)
    assert (await update(sandbox, sent["response_code"], button={"replace_name": "x"}))["errcode"] == errcode


@pytest.mark.parametrize(
    ("more", "errcode"),
    [
        ({"button": {}}, 42038),
        ({"template_card": BUTTONS | {"button_list": []}}, 42034),
        ({}, 44004),
        ({"button": {"replace_name": "x"}, "userids": []}, 82001),
        ({"button": {"replace_name": "x"}, "agentid": 1}, 40056),
    ],
)
async def test_a_malformed_update_spends_no_code(sandbox: Playground, more: dict[str, Any], errcode: int) -> None:
    sent = await sandbox.app("template_card", BUTTONS)
    assert (await update(sandbox, sent["response_code"], **more))["errcode"] == errcode
    assert (await update(sandbox, sent["response_code"], button={"replace_name": "x"}))["errcode"] == 0


async def test_a_message_is_recalled_within_a_day(sandbox: Playground) -> None:
    first = await sandbox.app("text", {"content": "1"})
    second = await sandbox.app("text", {"content": "2"})
    assert (await sandbox.wecom("message/recall", {"msgid": first["msgid"]}))["errcode"] == 0
    await sandbox.shift(86_401)
    assert (await sandbox.wecom("message/recall", {"msgid": second["msgid"]}))["errcode"] == 42052
    assert (await sandbox.wecom("message/recall", {"msgid": "unknown"}))["errcode"] == 40058
    assert {entry["msgid"]: entry["is_recalled"] for entry in await sandbox.shown()} == {
        first["msgid"]: True,
        second["msgid"]: False,
    }


async def upload(sandbox: Playground, kind: str, size_bytes: int) -> Any:
    query = {"access_token": await sandbox.wecom_token(), "type": kind}
    files = {"media": ("a.bin", b"x" * size_bytes)}
    return (await sandbox.http.post("/cgi-bin/media/upload", params=query, files=files)).json()


@pytest.mark.parametrize(
    ("kind", "size_bytes", "errcode"),
    [
        ("image", 5, 40006),
        ("image", 6, 0),
        ("image", 10 * MEBIBYTE, 0),
        ("image", 10 * MEBIBYTE + 1, 40006),
        ("voice", 2 * MEBIBYTE + 1, 40006),
        ("video", 10 * MEBIBYTE + 1, 40006),
        ("file", 20 * MEBIBYTE, 0),
        ("file", 20 * MEBIBYTE + 1, 40006),
        ("zip", 100, 40004),
    ],
)
async def test_media_has_a_least_and_a_greatest_size(
    sandbox: Playground, kind: str, size_bytes: int, errcode: int
) -> None:
    assert (await upload(sandbox, kind, size_bytes))["errcode"] == errcode


async def test_uploaded_media_is_sent_and_read_back(sandbox: Playground) -> None:
    media = await upload(sandbox, "file", 100)
    assert (media["errmsg"], type(media["created_at"])) == ("", str)
    assert (await sandbox.app("file", {"media_id": media["media_id"]}))["errcode"] == 0
    assert (await sandbox.app("image", {"media_id": media["media_id"]}))["errcode"] == 40007
    query = {"access_token": await sandbox.wecom_token(), "media_id": media["media_id"]}
    assert (await sandbox.http.get("/cgi-bin/media/get", params=query)).content == b"x" * 100


async def test_a_group_of_the_app_takes_no_cards(sandbox: Playground) -> None:
    made = await sandbox.wecom(
        "appchat/create", {"name": "专项", "userlist": [LIN.userid, CHEN.userid], "chatid": "c1"}
    )
    text = {"chatid": "c1", "msgtype": "text", "text": {"content": "x"}}
    card = {"chatid": "c1", "msgtype": "template_card", "template_card": NOTICE}
    assert (made["errcode"], made["chatid"]) == (0, "c1")
    assert (await sandbox.wecom("appchat/send", text))["errcode"] == 0
    assert (await sandbox.wecom("appchat/send", card))["errcode"] == 40008
    assert (await sandbox.shown())[0]["recipients"] == [LIN.userid, CHEN.userid]


@pytest.mark.parametrize(
    ("more", "errcode"),
    [
        ({"userlist": [LIN.userid]}, 86006),
        ({"userlist": [LIN.userid, "nobody"]}, 86007),
        ({"chatid": "has space"}, 86003),
        ({"chatid": "c" * 33}, 86003),
        ({"owner": HUANG.userid}, 86005),
        ({"name": "字" * 50}, 0),
        ({"name": "字" * 51}, 40058),
    ],
)
async def test_a_group_of_the_app_has_rules(sandbox: Playground, more: dict[str, Any], errcode: int) -> None:
    body = {"name": "专项", "userlist": [LIN.userid, CHEN.userid]}
    assert (await sandbox.wecom("appchat/create", body | more))["errcode"] == errcode


async def test_a_group_of_the_app_is_changed_and_read(sandbox: Playground) -> None:
    people = [member.userid for member in MEMBERS]
    await sandbox.wecom("appchat/create", {"name": "一", "userlist": people[:3], "chatid": "c1"})
    taken = await sandbox.wecom("appchat/create", {"name": "一", "userlist": people[:3], "chatid": "c1"})
    change = {"chatid": "c1", "name": "二", "add_user_list": [people[3]], "del_user_list": [people[0]]}
    await sandbox.wecom("appchat/update", change)
    query = {"access_token": await sandbox.wecom_token(), "chatid": "c1"}
    info = (await sandbox.get("/cgi-bin/appchat/get", **query))["chat_info"]
    assert taken["errcode"] == 86215
    assert (info["name"], info["userlist"]) == ("二", people[1:4])
