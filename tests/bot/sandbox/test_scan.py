"""A phone of the sandbox reads a code and opens what it says as its holder's."""

import base64
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
import segno

from tests.bot.sandbox.playground import LIN, Playground

ADDRESS = "http://product.test/qr/abc"


def picture_of(text: str) -> str:
    made = BytesIO()
    segno.make(text, error="m").save(made, kind="png", scale=6)
    return base64.b64encode(made.getvalue()).decode()


@pytest.mark.parametrize("seen", [{"content": f" {ADDRESS}\n"}, {"picture": picture_of(ADDRESS)}])
async def test_a_text_and_a_picture_of_it_open_the_same(sandbox: Playground, seen: dict[str, str]) -> None:
    said = await sandbox.order("scan", {"userid": LIN.userid, **seen})
    assert said["content"] == ADDRESS
    opened = await sandbox.http.get(said["open"])
    assert (opened.status_code, opened.headers["location"]) == (302, ADDRESS)


async def test_the_page_that_it_opens_finds_its_holder_inside_the_client_only(sandbox: Playground) -> None:
    await sandbox.http.get("/_sandbox/open", params={"userid": LIN.userid, "url": ADDRESS})
    query = {"redirect_uri": ADDRESS, "state": "s"}
    inside = await sandbox.http.get("/connect/oauth2/authorize", params=query)
    code = parse_qs(urlsplit(inside.headers["location"]).query)["code"][0]
    who = await sandbox.get("/cgi-bin/auth/getuserinfo", access_token=await sandbox.wecom_token(), code=code)
    ours = {"login_type": "CorpApp", "appid": sandbox.config.corpid, "agentid": str(sandbox.config.agentid)}
    desktop = await sandbox.http.get("/wwlogin/sso/login", params={**query, **ours})
    assert (who["userid"], desktop.status_code) == (LIN.userid, 200)


NO_PICTURE = base64.b64encode(b"x").decode()


@pytest.mark.parametrize(
    "seen",
    [
        {},
        {"content": "hello"},
        {"content": "javascript:alert(1)"},
        {"picture": ""},
        {"picture": NO_PICTURE},
        {"picture": picture_of("no address")},
    ],
)
async def test_what_holds_no_web_address_is_refused(sandbox: Playground, seen: dict[str, str]) -> None:
    answer = await sandbox.http.post("/_sandbox/scan", json={"userid": LIN.userid, **seen})
    assert answer.status_code == 400


async def test_a_stranger_has_no_phone(sandbox: Playground) -> None:
    scanned = await sandbox.http.post("/_sandbox/scan", json={"userid": "nobody", "content": ADDRESS})
    opened = await sandbox.http.get("/_sandbox/open", params={"userid": "nobody", "url": ADDRESS})
    assert (scanned.status_code, opened.status_code) == (404, 404)


async def test_a_phone_opens_web_addresses_only(sandbox: Playground) -> None:
    answer = await sandbox.http.get("/_sandbox/open", params={"userid": LIN.userid, "url": "file:///etc/passwd"})
    assert answer.status_code == 400
