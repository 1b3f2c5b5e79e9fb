import base64
import hashlib
from typing import Any

import pytest

from bot.sandbox.config import Profile
from tests.bot.sandbox.playground import KEY, NOTICE, OTHER_KEY, Playground

PNG = b"\x89PNG\r\n\x1a\n"
MEBIBYTE = 1024 * 1024


def picture(size_bytes: int, head: bytes = PNG) -> dict[str, str]:
    raw = head + b"\0" * (size_bytes - len(head))
    return {"base64": base64.b64encode(raw).decode(), "md5": hashlib.md5(raw, usedforsecurity=False).hexdigest()}


def articles(count: int, **more: str) -> dict[str, Any]:
    return {"articles": [{"title": "t", "url": "https://x.test", **more}] * count}


@pytest.mark.parametrize(
    ("msgtype", "body"),
    [
        ("text", {"content": "字" * 682 + "ab", "mentioned_list": ["@all"], "mentioned_mobile_list": ["13800000001"]}),
        ("markdown", {"content": "a" * 4096}),
        ("markdown_v2", {"content": "a" * 4096}),
        ("image", picture(2 * MEBIBYTE)),
        ("image", picture(100, b"\xff\xd8\xff")),
        ("news", articles(1)),
        ("news", articles(8, title="a" * 128, description="a" * 512)),
        ("template_card", NOTICE),
    ],
)
async def test_a_message_at_its_limit_is_accepted(sandbox: Playground, msgtype: str, body: Any) -> None:
    assert await sandbox.robot(msgtype, body) == {"errcode": 0, "errmsg": "ok"}


@pytest.mark.parametrize(
    ("msgtype", "body", "errcode"),
    [
        ("text", {"content": "字" * 682 + "abc"}, 40058),
        ("text", {"content": " "}, 44004),
        ("text", {"content": 7}, 40058),
        ("text", {"content": "x", "mentioned_list": "@all"}, 40058),
        ("text", None, 44004),
        ("markdown", {"content": "a" * 4097}, 40058),
        ("markdown_v2", {"content": "a" * 4097}, 40058),
        ("image", picture(2 * MEBIBYTE + 1), 40009),
        ("image", picture(100, b"GIF89a"), 40058),
        ("image", picture(100) | {"md5": "0" * 32}, 301019),
        ("image", {"base64": "%%%", "md5": ""}, 40058),
        ("news", articles(0), 40058),
        ("news", articles(9), 40058),
        ("news", articles(1, title="a" * 129), 40058),
        ("news", articles(1, description="a" * 513), 40058),
        ("news", articles(1, url=""), 40058),
        ("file", {"media_id": "unknown"}, 40007),
        ("textcard", {"title": "only the app has these"}, 40008),
        ("template_card", NOTICE | {"card_type": "button_interaction"}, 42031),
        ("template_card", NOTICE | {"action_menu": {"action_list": []} | {"desc": "x"}}, 42031),
    ],
)
async def test_a_message_past_its_limit_is_refused(sandbox: Playground, msgtype: str, body: Any, errcode: int) -> None:
    assert (await sandbox.robot(msgtype, body))["errcode"] == errcode
    assert await sandbox.shown() == []


async def test_a_refusal_names_field_hint_and_address(sandbox: Playground) -> None:
    answer = await sandbox.robot("markdown", {"content": "a" * 4097})
    assert answer["errmsg"].startswith("markdown.content exceed max length 4096. invalid Request Parameter, hint: [")
    assert (
        ", from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e=40058" in answer["errmsg"]
    )


async def test_broken_json_is_warned_of(sandbox: Playground) -> None:
    response = await sandbox.http.post("/cgi-bin/webhook/send", params={"key": KEY}, content=b'{"msgtype":')
    assert response.status_code == 200
    assert response.json()["errcode"] == 40008
    assert "Warning: wrong json format." in response.json()["errmsg"]


async def test_the_wrong_method_is_a_business_error(sandbox: Playground) -> None:
    assert (await sandbox.get("/cgi-bin/webhook/send", key=KEY))["errcode"] == 43002


async def test_an_unknown_key_is_an_invalid_address(sandbox: Playground) -> None:
    answer = await sandbox.robot("text", {"content": "x"}, key="no-such-key")
    assert answer["errcode"] == 93000
    assert answer["errmsg"].startswith("invalid webhook url, hint:")


@pytest.mark.parametrize(("state", "errcode"), [("removed", 93000), ("disabled", 93004), ("active", 0)])
async def test_a_robot_may_be_taken_away(sandbox: Playground, state: str, errcode: int) -> None:
    await sandbox.order("robots", [{"key": KEY, "group_zh": "预警群", "state": state}])
    assert (await sandbox.robot("text", {"content": "x"}))["errcode"] == errcode


async def test_the_twenty_first_message_in_sixty_seconds_is_refused(sandbox: Playground) -> None:
    codes = [(await sandbox.robot("text", {"content": str(number)}))["errcode"] for number in range(22)]
    assert codes == [0] * 20 + [45009, 45009]
    assert (await sandbox.robot("text", {"content": "x"}, key=OTHER_KEY))["errcode"] == 0


async def test_the_window_slides(sandbox: Playground) -> None:
    await sandbox.order("settings", {"robot_limit": 2, "robot_window_seconds": 60})
    await sandbox.robot("text", {"content": "at 0"})
    await sandbox.shift(40)
    await sandbox.robot("text", {"content": "at 40"})
    await sandbox.shift(61)
    third = await sandbox.robot("text", {"content": "at 61: the first has left"})
    fourth = await sandbox.robot("text", {"content": "at 61: the second has not"})
    assert (third["errcode"], fourth["errcode"]) == (0, 45009)


async def test_a_refused_message_does_not_count_against_the_minute(sandbox: Playground) -> None:
    await sandbox.order("settings", {"robot_limit": 1})
    await sandbox.robot("text", {"content": ""})
    assert (await sandbox.robot("text", {"content": "x"}))["errcode"] == 0


async def upload(sandbox: Playground, size_bytes: int, *, kind: str = "file", key: str = KEY) -> Any:
    files = {"media": ("月报.pdf", b"x" * size_bytes)}
    query = {"key": key, "type": kind}
    return (await sandbox.http.post("/cgi-bin/webhook/upload_media", params=query, files=files)).json()


@pytest.mark.parametrize(
    ("kind", "size_bytes", "errcode"),
    [
        ("file", 5, 40006),
        ("file", 6, 0),
        ("file", 20 * MEBIBYTE, 0),
        ("file", 20 * MEBIBYTE + 1, 40006),
        ("voice", 2 * MEBIBYTE, 0),
        ("voice", 2 * MEBIBYTE + 1, 40006),
        ("image", 100, 40004),
    ],
)
async def test_a_file_has_a_least_and_a_greatest_size(
    sandbox: Playground, kind: str, size_bytes: int, errcode: int
) -> None:
    assert (await upload(sandbox, size_bytes, kind=kind))["errcode"] == errcode


async def test_an_uploaded_file_is_sent_by_its_own_robot_for_three_days(sandbox: Playground) -> None:
    answer = await upload(sandbox, 100)
    assert isinstance(answer["created_at"], str)
    message = {"media_id": answer["media_id"]}
    assert (await sandbox.robot("file", message))["errcode"] == 0
    assert (await sandbox.robot("voice", message))["errcode"] == 40007
    assert (await sandbox.robot("file", message, key=OTHER_KEY))["errcode"] == 40007
    await sandbox.shift(3 * 86_400)
    assert (await sandbox.robot("file", message))["errcode"] == 40007


async def test_an_upload_without_the_media_part_is_refused(sandbox: Playground) -> None:
    query = {"key": KEY, "type": "file"}
    answer = await sandbox.http.post("/cgi-bin/webhook/upload_media", params=query, files={"file": ("a", b"123456")})
    assert answer.json()["errcode"] == 41005


@pytest.mark.parametrize(
    ("profile", "msgtype", "errcode"),
    [
        (Profile.PRIVATE_YZY, "markdown_v2", 40008),
        (Profile.PRIVATE_YZY, "template_card", 40008),
        (Profile.PRIVATE_YZY, "markdown", 0),
        (Profile.LEGACY_ROBOT, "markdown_v2", 40008),
        (Profile.PUBLIC_2025, "markdown_v2", 0),
    ],
)
async def test_a_profile_knows_fewer_types(sandbox: Playground, profile: Profile, msgtype: str, errcode: int) -> None:
    await sandbox.order("settings", {"profile": profile})
    body = NOTICE if msgtype == "template_card" else {"content": "x"}
    assert (await sandbox.robot(msgtype, body))["errcode"] == errcode


async def test_a_picture_is_kept_as_a_file_and_not_in_the_feed(sandbox: Playground) -> None:
    await sandbox.robot("image", picture(100))
    (entry,) = await sandbox.shown()
    shown = await sandbox.http.get(f"/_sandbox/media/{entry['body']['image']['media_id']}")
    assert "base64" not in entry["body"]["image"]
    assert shown.headers["content-type"] == "image/png"
    assert len(shown.content) == 100
