import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.bot.sandbox.playground import CHEN, LIN, Playground

BACK = "https://product.test/sso?next=%2Fhome"


def application(sandbox: Playground) -> dict[str, str]:
    """Ours, as the desktop's address names it."""
    return {"login_type": "CorpApp", "appid": sandbox.config.corpid, "agentid": str(sandbox.config.agentid)}


async def code_for(sandbox: Playground, person: str) -> str:
    query = {**application(sandbox), "redirect_uri": BACK, "state": "s1", "person": person}
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
    query = {**application(sandbox), "redirect_uri": BACK, "state": '"><script>'}
    page = await sandbox.http.get(path, params=query)
    assert page.text.count("person=") == 5
    assert LIN.name_zh in page.text
    assert "<script>" not in page.text


async def test_the_desktops_link_leads_to_a_code_for_the_person_it_names(sandbox: Playground) -> None:
    query = {**application(sandbox), "redirect_uri": BACK, "state": "s1", "lang": "en"}
    page = await sandbox.http.get("/wwlogin/sso/login", params=query)
    (link,) = re.findall(r'href="([^"]*lin.xiaoming)"', page.text)
    back = await sandbox.http.get(f"/wwlogin/sso/login{unescape(link)}")
    assert (back.status_code, parse_qs(urlsplit(back.headers["location"]).query)["state"]) == (302, ["s1"])


@pytest.mark.parametrize(("name", "value"), [("login_type", "ServiceApp"), ("appid", "ww-other"), ("agentid", "1")])
async def test_the_desktops_page_is_our_applications_alone(sandbox: Playground, name: str, value: str) -> None:
    query = {**application(sandbox), "redirect_uri": BACK, "state": "s1", name: value}
    assert (await sandbox.http.get("/wwlogin/sso/login", params=query)).status_code == 400


async def test_the_mini_program_inside_wecom_says_who_opened_it(sandbox: Playground) -> None:
    code = (await sandbox.order("login-code", {"userid": LIN.userid, "kind": "qycode"}))["code"]
    query = {"access_token": await sandbox.wecom_token(), "js_code": code, "grant_type": "authorization_code"}
    answer = await sandbox.get("/cgi-bin/miniprogram/jscode2session", **query)
    again = await sandbox.get("/cgi-bin/miniprogram/jscode2session", **query)
    assert (answer["corpid"], answer["userid"]) == (sandbox.config.corpid, LIN.userid)
    assert again["errcode"] == 40029


@pytest.mark.parametrize("path", ["/connect/oauth2/authorize", "/_sandbox/wechat"])
@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.test/", "/home", "data:text/html,x"])
async def test_no_page_leads_back_to_what_is_no_web_address(sandbox: Playground, path: str, address: str) -> None:
    query = {"kind": "code", "redirect_uri": address, "state": "s1", "person": LIN.userid}
    assert (await sandbox.http.get(path, params=query)).status_code == 400


# A person's own WeChat, played to a browser


async def wechat(sandbox: Playground, kind: str = "code", **more: str) -> httpx.Response:
    query = {"kind": kind, "redirect_uri": BACK, "state": '"><script>', **more}
    return await sandbox.http.get("/_sandbox/wechat", params=query)


def came_back(answer: httpx.Response) -> dict[str, list[str]]:
    """What the client reads in its address."""
    target = urlsplit(answer.headers["location"])
    assert (answer.status_code, target.netloc, target.path) == (302, "product.test", "/sso")
    return parse_qs(target.query)


async def test_at_first_wechat_asks_whose_phone_it_is(sandbox: Playground) -> None:
    page = await wechat(sandbox)
    assert page.text.count("<li>") == 5
    assert LIN.name_zh in page.text
    assert LIN.name_en in page.text
    assert "监管人员请返回，用企业微信登录" in page.text
    assert "Regulators go back and sign in with WeCom" in page.text
    assert "<script>" not in page.text
    assert "script-src" not in page.headers["content-security-policy"]


async def test_a_tap_comes_back_with_what_wx_login_gives(sandbox: Playground) -> None:
    found = came_back(await wechat(sandbox, person=LIN.userid))
    assert (found["state"], found["next"]) == (['"><script>'], ["/home"])
    query = {"appid": sandbox.config.appid, "secret": sandbox.config.mini_secret, "js_code": found["code"][0]}
    session = await sandbox.get("/sns/jscode2session", **query, grant_type="authorization_code")
    assert session["openid"] == LIN.openid


async def test_the_phone_button_comes_back_with_a_phones_code(sandbox: Playground) -> None:
    code = came_back(await wechat(sandbox, "phone", person=LIN.userid))["code"][0]
    answer = await sandbox.mini("/wxa/business/getuserphonenumber", {"code": code})
    assert answer["phone_info"]["purePhoneNumber"] == LIN.phone


async def test_from_then_on_the_same_person_is_asked_alone_and_may_be_another(sandbox: Playground) -> None:
    await wechat(sandbox, person=LIN.userid)
    asked = await wechat(sandbox, "phone")
    assert (asked.text.count("<li>"), "138****0001" in asked.text, LIN.phone in asked.text) == (0, True, False)
    assert (await wechat(sandbox, "phone", person="")).text.count("<li>") == 5
    await wechat(sandbox, person=CHEN.userid)
    assert CHEN.name_zh in (await wechat(sandbox)).text


async def test_a_phone_that_has_opened_an_address_is_known_to_its_wechat(sandbox: Playground) -> None:
    await sandbox.http.get("/_sandbox/open", params={"userid": CHEN.userid, "url": "https://product.test/m/"})
    page = await wechat(sandbox)
    assert (page.text.count("<li>"), CHEN.name_zh in page.text) == (0, True)


async def test_who_refuses_goes_back_without_a_code(sandbox: Playground) -> None:
    page = await wechat(sandbox)
    (refused,) = re.findall(r'class="other" href="([^"]*)"', page.text)
    assert parse_qs(urlsplit(unescape(refused)).query) == {"next": ["/home"], "state": ['"><script>']}


async def test_who_is_not_in_wechat_or_has_no_number_cannot_be_chosen(sandbox: Playground) -> None:
    nobody = {"userid": "no.wechat", "name_zh": "无微信"}
    mute = {"userid": "no.number", "name_zh": "无号码", "openid": "o-mute"}
    await sandbox.http.put("/_sandbox/people", json=[nobody, mute])
    answers = [await wechat(sandbox, person="no.wechat"), await wechat(sandbox, "phone", person="no.number")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert (await wechat(sandbox, person="no.number")).status_code == 302


@pytest.mark.parametrize("kind", ["oauth", "ticket", "x"])
async def test_wechat_gives_two_kinds_of_codes_and_no_other(sandbox: Playground, kind: str) -> None:
    assert (await wechat(sandbox, kind, person=LIN.userid)).status_code == 400
