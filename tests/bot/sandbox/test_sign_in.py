from urllib.parse import parse_qs, urlsplit

import pytest

from tests.bot.sandbox.playground import LIN, Playground

BACK = "https://product.test/sso?next=%2Fhome"


async def code_for(sandbox: Playground, person: str) -> str:
    query = {"redirect_uri": BACK, "state": "s1", "person": person}
    response = await sandbox.http.get("/wwlogin/sso/login", params=query)
    assert response.status_code == 302
    target = urlsplit(response.headers["location"])
    fields = parse_qs(target.query)
    assert (target.netloc, fields["state"], fields["next"]) == ("product.test", ["s1"], ["/home"])
    return fields["code"][0]


async def test_a_person_signs_in_on_the_web_and_shows_a_phone_number(sandbox: Playground) -> None:
    query = {"access_token": await sandbox.wecom_token(), "code": await code_for(sandbox, LIN.userid)}
    who = await sandbox.get("/cgi-bin/auth/getuserinfo", **query)
    again = await sandbox.get("/cgi-bin/auth/getuserinfo", **query)
    detail = await sandbox.wecom("auth/getuserdetail", {"user_ticket": who["user_ticket"]})
    assert (who["userid"], again["errcode"]) == (LIN.userid, 42022)
    assert (detail["userid"], detail["mobile"]) == (LIN.userid, LIN.phone)


async def test_somebody_from_outside_has_no_userid(sandbox: Playground) -> None:
    query = {"access_token": await sandbox.wecom_token(), "code": "oauth-stranger-1"}
    answer = await sandbox.get("/cgi-bin/auth/getuserinfo", **query)
    assert set(answer) == {"errcode", "errmsg", "openid"}


async def test_a_wrong_ticket_is_refused(sandbox: Playground) -> None:
    assert (await sandbox.wecom("auth/getuserdetail", {"user_ticket": "x"}))["errcode"] == 84014


@pytest.mark.parametrize("path", ["/connect/oauth2/authorize", "/wwlogin/sso/login"])
async def test_the_page_lists_everybody_with_a_link_back(sandbox: Playground, path: str) -> None:
    page = await sandbox.http.get(path, params={"redirect_uri": BACK, "state": '"><script>'})
    assert page.text.count("person=") == 5
    assert LIN.name_zh in page.text
    assert "<script>" not in page.text


async def test_the_mini_program_inside_wecom_says_who_opened_it(sandbox: Playground) -> None:
    code = (await sandbox.order("login-code", {"userid": LIN.userid, "kind": "qycode"}))["code"]
    query = {"access_token": await sandbox.wecom_token(), "js_code": code, "grant_type": "authorization_code"}
    answer = await sandbox.get("/cgi-bin/miniprogram/jscode2session", **query)
    again = await sandbox.get("/cgi-bin/miniprogram/jscode2session", **query)
    assert (answer["corpid"], answer["userid"]) == (sandbox.config.corpid, LIN.userid)
    assert again["errcode"] == 40029
