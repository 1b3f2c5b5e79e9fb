"""Signing in at the console, units and colleagues."""

from typing import Any

import httpx
import pytest

from backend.core import db, ids
from backend.core.settings import WECOM_API, Settings, settings
from backend.identity import accounts, reference, sessions
from backend.identity.authentication import COOKIE
from backend.identity.scope import Door, Scope
from backend.identity.units import Level
from tests.backend.site import CONSOLE, Site, headers, refusal, scope, unit_of

STATION = {"level": "station", "region_code": "440305", "name_zh": "南山监督站", "name_en": "Nanshan Station"}


async def sign_in(console: httpx.AsyncClient, userid: str) -> httpx.Response:
    return await console.post(f"{CONSOLE}/sign-in", json={"code": f"oauth-{userid}-1"})


async def test_a_regulator_signs_in_with_wecom_and_a_cookie_that_no_script_reads(
    console: httpx.AsyncClient, site: Site
) -> None:
    answer = await sign_in(console, "huang.li")
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    by_cookie = (await console.get(f"{CONSOLE}/me")).json()
    assert (by_cookie["name"], by_cookie["unit_name_zh"]) == ("黄莉", "深圳市住房和城乡建设局")
    signed_out = await console.delete(f"{CONSOLE}/session")
    assert signed_out.status_code == 204
    token = {"authorization": f"Bearer {answer.json()['token']}"}
    assert refusal(await console.get(f"{CONSOLE}/me", headers=token)) == (401, "session_ended", None)


@pytest.mark.parametrize(
    ("userid", "expected"),
    [
        ("zhou.min", (403, "account_unknown", None)),
        ("nobody.outside", (403, "not_a_member", "code")),
    ],
)
async def test_whom_no_administrator_entered_is_refused(
    console: httpx.AsyncClient, site: Site, userid: str, expected: tuple[int, str, str | None]
) -> None:
    assert refusal(await sign_in(console, userid)) == expected


async def test_a_userid_that_was_typed_in_capitals_signs_in_and_is_taken_once(
    console: httpx.AsyncClient, site: Site
) -> None:
    async def enter(userid: str) -> httpx.Response:
        body = {"unit_id": str(site.city), "name": "周敏", "wecom_userid": userid}
        return await console.post(f"{CONSOLE}/accounts", json=body, headers=await headers(site.administrator))

    assert (await enter(" Zhou.Min")).status_code == 201
    assert refusal(await enter("zhou.min")) == (409, "identity_taken", "wecom_userid")
    assert (await sign_in(console, "zhou.min")).status_code == 200


async def test_enterprise_staff_do_not_enter_the_console(console: httpx.AsyncClient, site: Site) -> None:
    await db.execute(
        "INSERT INTO identity_link (issuer, subject, account_id, proof) VALUES ($1, 'lin.xiaoming', $2, 'session')",
        accounts.wecom_issuer(), site.manager.account_id,
    )  # fmt: skip
    assert refusal(await sign_in(console, "lin.xiaoming")) == (403, "wrong_door", None)
    refused = await console.get(f"{CONSOLE}/me", headers=await headers(site.manager))
    assert refusal(refused) == (403, "wrong_door", None)


async def create(console: httpx.AsyncClient, site: Site, person: str, **changes: Any) -> httpx.Response:
    body = {"parent_id": str(site.city), **STATION, **changes}
    return await console.post(f"{CONSOLE}/units", json=body, headers=await headers(getattr(site, person)))


async def test_an_administrator_creates_a_district_and_its_station(console: httpx.AsyncClient, site: Site) -> None:
    district = {"level": "district", "name_zh": "南山区住房和建设局", "name_en": "Nanshan Housing Bureau"}
    bureau = (await create(console, site, "administrator", **district)).json()["id"]
    station = (await create(console, site, "administrator", parent_id=bureau)).json()["id"]
    listed = (await console.get(f"{CONSOLE}/units", headers=await headers(site.regulator))).json()
    assert [(unit["id"], unit["level"], unit["sector"]) for unit in listed] == [
        (str(site.city), "city", "housing"),
        (bureau, "district", "housing"),
        (station, "station", "housing"),
    ]
    assert refusal(await create(console, site, "administrator", **district)) == (409, "unit_exists", "region_code")


@pytest.mark.parametrize(
    ("person", "changes", "expected"),
    [
        ("regulator", {}, (403, "not_unit_administrator", None)),
        ("outsider", {}, (404, "not_found", "unit_id")),
        ("administrator", {"level": "city"}, (422, "unit_does_not_fit", "level")),
        ("administrator", {"level": "province"}, (422, "unit_does_not_fit", "level")),
        ("administrator", {"region_code": "440106"}, (422, "unit_does_not_fit", "region_code")),
        ("administrator", {"level": "district", "region_code": "440300"}, (422, "unit_does_not_fit", "region_code")),
    ],
)
async def test_a_unit_that_does_not_fit_is_not_made(
    console: httpx.AsyncClient, site: Site, person: str, changes: dict[str, str], expected: tuple[int, str, str | None]
) -> None:
    before = await db.fetch_value("SELECT count(*) FROM unit")
    assert refusal(await create(console, site, person, **changes)) == expected
    assert await db.fetch_value("SELECT count(*) FROM unit") == before


async def add(console: httpx.AsyncClient, site: Site, person: str, **changes: Any) -> httpx.Response:
    body = {"unit_id": str(site.city), "name": "周敏", "wecom_userid": "zhou.min", **changes}
    return await console.post(f"{CONSOLE}/accounts", json=body, headers=await headers(getattr(site, person)))


async def test_an_administrator_enters_a_colleague_who_signs_in_and_disables_him_at_once(
    console: httpx.AsyncClient, site: Site
) -> None:
    added = (await add(console, site, "administrator", phone="13800000005")).json()["id"]
    token = {"authorization": f"Bearer {(await sign_in(console, 'zhou.min')).json()['token']}"}
    console.cookies.clear()
    assert (await console.get(f"{CONSOLE}/me", headers=token)).status_code == 200
    listed = (await console.get(f"{CONSOLE}/accounts", headers=await headers(site.administrator))).json()
    assert ("周敏", "138****0005") in [(item["name"], item["phone"]) for item in listed["items"]]
    path = f"{CONSOLE}/accounts/{added}/disable"
    disabled = await console.post(path, json={"reason": "已调离"}, headers=await headers(site.administrator))
    assert disabled.json() == {"state": "disabled"}
    assert refusal(await console.get(f"{CONSOLE}/me", headers=token)) == (401, "session_ended", None)


@pytest.mark.parametrize(
    ("person", "changes", "expected"),
    [
        ("regulator", {}, (403, "not_unit_administrator", None)),
        ("outsider", {}, (404, "not_found", "unit_id")),
        ("administrator", {"is_unit_administrator": True}, (403, "not_unit_administrator", "is_unit_administrator")),
        ("administrator", {"wecom_userid": "huang.li"}, (409, "identity_taken", "wecom_userid")),
        ("administrator", {"phone": "13800000001"}, (409, "phone_taken", "phone")),
        ("administrator", {"phone": "138000000"}, (422, "phone_malformed", "phone")),
    ],
)
async def test_a_colleague_who_may_not_be_entered_is_not(
    console: httpx.AsyncClient, site: Site, person: str, changes: dict[str, Any], expected: tuple[int, str, str | None]
) -> None:
    before = await db.fetch_value("SELECT count(*) FROM account")
    assert refusal(await add(console, site, person, **changes)) == expected
    assert await db.fetch_value("SELECT count(*) FROM account") == before


@pytest.mark.parametrize(
    ("person", "target", "expected"),
    [
        ("regulator", "administrator", (403, "not_unit_administrator", None)),
        ("administrator", "outsider", (404, "not_found", "unit_id")),
        ("administrator", "manager", (404, "not_found", "account_id")),
        ("administrator", "administrator", (409, "not_yourself", "account_id")),
    ],
)
async def test_an_account_is_disabled_by_its_administrator_alone(
    console: httpx.AsyncClient, site: Site, person: str, target: str, expected: tuple[int, str, str | None]
) -> None:
    path = f"{CONSOLE}/accounts/{getattr(site, target).account_id}/disable"
    refused = await console.post(path, json={"reason": "已调离"}, headers=await headers(getattr(site, person)))
    assert refusal(refused) == expected
    assert await db.fetch_value("SELECT count(*) FROM account WHERE state = 'disabled'") == 0


async def test_colleagues_are_listed_page_by_page_within_the_own_subtree(
    console: httpx.AsyncClient, site: Site
) -> None:
    mine = await headers(site.regulator)
    first = (await console.get(f"{CONSOLE}/accounts?limit=1", headers=mine)).json()
    second = (await console.get(f"{CONSOLE}/accounts?limit=1&cursor={first['next']}", headers=mine)).json()
    assert [item["name"] for item in first["items"] + second["items"]] == ["市管理员", "黄莉"]
    assert second["next"] is None


async def test_the_first_administrator_is_made_once(site: Site) -> None:
    province = await unit_of("440000", Level.PROVINCE)
    first = await accounts.bootstrap_administrator(province, "省管理员", "admin.province")
    assert await accounts.bootstrap_administrator(province, "省管理员", "admin.province") == first
    assert (await scope(first, Door.CONSOLE)).is_unit_administrator


async def test_reference_data_is_loaded_twice_without_a_change(site: Site) -> None:
    before = await db.fetch("SELECT * FROM unit ORDER BY id")
    await reference.load()
    assert await db.fetch("SELECT * FROM unit ORDER BY id") == before
    levels = await db.fetch("SELECT level, count(*) AS n FROM region GROUP BY level ORDER BY level")
    assert [(row["level"], row["n"]) for row in levels] == [("city", 22), ("district", 122), ("province", 1)]
    sectors = await db.fetch("SELECT sector, count(*) AS n FROM unit GROUP BY sector ORDER BY sector")
    assert [(row["sector"], row["n"]) for row in sectors] == [
        ("forestry_garden", 1),
        ("housing", 23),
        ("rail", 1),
        ("transport", 6),
        ("water_affairs", 9),
        ("water_conservancy", 2),
    ]
    orphans = "SELECT count(*) FROM unit WHERE level = 'city' AND cardinality(lineage) <> 2"
    assert await db.fetch_value(orphans) == 0


# WeCom's own web sign-in
STATE = "0123456789abcdef"


async def test_wecoms_page_is_our_applications_and_comes_back_to_the_sign_in_page(console: httpx.AsyncClient) -> None:
    answer = await console.get(
        f"{CONSOLE}/sign-in/wecom-page", params={"state": STATE}, headers={"accept-language": "en"}
    )
    found = httpx.URL(answer.json()["url"])
    conf = settings()
    assert f"{found.scheme}://{found.netloc.decode()}{found.path}" == f"{conf.wecom_api_base}/wwlogin/sso/login"
    assert dict(found.params) == {
        "login_type": "CorpApp",
        "appid": conf.wecom_corpid,
        "agentid": str(conf.wecom_agentid),
        "redirect_uri": f"{conf.public_url}/sign-in",
        "state": STATE,
        "lang": "en",
    }
    guessed = await console.get(f"{CONSOLE}/sign-in/wecom-page", params={"state": "short"})
    assert refusal(guessed)[:2] == (400, "invalid_input")


def test_the_public_clouds_sign_in_has_a_host_of_its_own_and_a_private_editions_is_set() -> None:
    assert Settings(wecom_api_base=WECOM_API).login_base == "https://login.work.weixin.qq.com"
    private = Settings(wecom_api_base="https://wecom.gov.example", wecom_login_base="https://login.gov.example")
    assert private.login_base == "https://login.gov.example"


async def born_of_a_code(person: Scope) -> str:
    async with db.transaction():
        opened = await sessions.open_session(
            person.account_id, Door.CONSOLE, user_agent="", address="", qr_ticket_id=ids.new_id()
        )
    return opened.token


async def test_signing_in_with_wecom_ends_the_browsers_own_limited_session_and_no_other(
    console: httpx.AsyncClient, site: Site
) -> None:
    here, elsewhere, others = [await born_of_a_code(of) for of in (site.regulator, site.regulator, site.administrator)]

    async def takes_the_place_of(token: str) -> str:
        cookie = {"cookie": f"{COOKIE}={token}"}
        answer = await console.post(
            f"{CONSOLE}/sign-in", json={"code": f"oauth-huang.li-{ids.new_id().hex}"}, headers=cookie
        )
        return str(answer.json()["token"])

    async def me(token: str) -> httpx.Response:
        return await console.get(f"{CONSOLE}/me", headers={"authorization": f"Bearer {token}"})

    full = await takes_the_place_of(here)
    assert ((await me(here)).status_code, (await me(full)).json()["is_limited"]) == (401, False)
    await takes_the_place_of(others)
    assert [(await me(each)).status_code for each in (full, elsewhere, others)] == [200, 200, 200]
