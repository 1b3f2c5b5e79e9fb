"""Accounts enabled again, administrators appointed and withdrawn."""

import httpx
import pytest

from backend.core import db
from backend.identity import dormancy
from backend.identity.scope import Door, Scope
from tests.backend.site import CONSOLE, Site, headers, refusal, scope


async def act(console: httpx.AsyncClient, person: Scope, account: Scope, name: str) -> httpx.Response:
    path = f"{CONSOLE}/accounts/{account.account_id}/{name}"
    return await console.post(path, headers=await headers(person))


async def root() -> Scope:
    return await scope(await db.fetch_value("SELECT id FROM account WHERE name = '省管理员'"), Door.CONSOLE)


async def test_a_disabled_colleague_is_enabled_and_signs_in_anew(console: httpx.AsyncClient, site: Site) -> None:
    assert (await act(console, site.administrator, site.regulator, "disable")).json() == {"state": "disabled"}
    refused = await console.post(f"{CONSOLE}/sign-in", json={"code": "oauth-huang.li-1"})
    assert refusal(refused) == (403, "account_disabled", None)
    assert (await act(console, site.administrator, site.regulator, "enable")).json() == {"state": "active"}
    assert (await console.post(f"{CONSOLE}/sign-in", json={"code": "oauth-huang.li-2"})).status_code == 200


async def test_a_dormant_colleague_is_told_whom_to_ask_and_is_enabled_by_the_administrator(
    console: httpx.AsyncClient, site: Site
) -> None:
    person = site.regulator.account_id
    await db.execute("UPDATE account SET last_seen_at = now() - interval '91 days' WHERE id = $1", person)
    assert await dormancy.fall_dormant() == 1
    refused = await console.post(f"{CONSOLE}/sign-in", json={"code": "oauth-huang.li-1"})
    assert refusal(refused) == (403, "account_dormant", None)
    assert "90" in refused.json()["title"]
    assert (await act(console, site.administrator, site.regulator, "enable")).json() == {"state": "active"}
    assert await dormancy.fall_dormant() == 0
    assert (await console.post(f"{CONSOLE}/sign-in", json={"code": "oauth-huang.li-2"})).status_code == 200


@pytest.mark.parametrize("name", ["disable", "enable", "appoint", "withdraw"])
async def test_nobody_decides_upon_the_own_account(console: httpx.AsyncClient, site: Site, name: str) -> None:
    person = await root()
    assert refusal(await act(console, person, person, name)) == (409, "not_yourself", "account_id")


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("active", "enable"),
        ("disabled", "disable"),
        ("disabled", "appoint"),
        ("dormant", "appoint"),
        ("active", "withdraw"),
    ],
)
async def test_an_act_that_the_states_do_not_allow_is_refused(
    console: httpx.AsyncClient, site: Site, before: str, name: str
) -> None:
    person = site.regulator.account_id
    await db.execute("UPDATE account SET state = $2 WHERE id = $1", person, before)
    refused = await act(console, await root(), site.regulator, name)
    assert refusal(refused) == (409, "account_state", "account_id")
    assert await db.fetch_value("SELECT state FROM account WHERE id = $1", person) == before


async def test_the_province_appoints_an_administrator_and_withdraws_the_duty_at_once(
    console: httpx.AsyncClient, site: Site
) -> None:
    theirs = await headers(site.regulator)
    new = {"unit_id": str(site.city), "name": "新人", "wecom_userid": "new.one"}
    assert (await console.post(f"{CONSOLE}/accounts", json=new, headers=theirs)).status_code == 403
    appointed = await act(console, await root(), site.regulator, "appoint")
    assert appointed.json() == {"is_unit_administrator": True}
    assert (await console.post(f"{CONSOLE}/accounts", json=new, headers=theirs)).status_code == 201
    withdrawn = await act(console, await root(), site.regulator, "withdraw")
    assert withdrawn.json() == {"is_unit_administrator": False}
    other = theirs | {"idempotency-key": "another-key"}
    assert (await console.post(f"{CONSOLE}/accounts", json=new, headers=other)).status_code == 403


async def test_a_citys_administrator_appoints_nobody(console: httpx.AsyncClient, site: Site) -> None:
    refused = await act(console, site.administrator, site.regulator, "appoint")
    assert refusal(refused) == (403, "not_unit_administrator", None)
