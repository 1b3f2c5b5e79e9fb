"""Accounts found, disabled and enabled again, administrators appointed and withdrawn."""

from typing import Any

import httpx
import pytest

from backend.core import db
from backend.identity import dormancy
from backend.identity.scope import Door, Scope
from tests.backend.site import CONSOLE, Site, headers, refusal, scope

BODIES = {"disable": {"reason": "已调离本单位"}}


async def act(console: httpx.AsyncClient, person: Scope, account: Scope, name: str) -> httpx.Response:
    path = f"{CONSOLE}/accounts/{account.account_id}/{name}"
    return await console.post(path, json=BODIES.get(name), headers=await headers(person))


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


async def listed(console: httpx.AsyncClient, person: Scope, query: str = "") -> Any:
    answer = await console.get(f"{CONSOLE}/accounts?{query}", headers=await headers(person))
    return answer.raise_for_status().json()


async def test_administrators_read_why_an_account_is_disabled_until_it_is_enabled(
    console: httpx.AsyncClient, site: Site
) -> None:
    await act(console, site.administrator, site.regulator, "disable")
    (disabled,) = (await listed(console, site.administrator, "states=disabled"))["items"]
    assert (disabled["name"], disabled["state_reason"]) == ("黄莉", "已调离本单位")
    await act(console, site.administrator, site.regulator, "enable")
    (enabled,) = (await listed(console, site.administrator, "name=黄"))["items"]
    assert (enabled["state"], enabled["state_reason"]) == ("active", None)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["省管理员", "市管理员", "黄莉", "外市"]),
        ("is_administrator=true", ["省管理员", "市管理员"]),
        ("region=440300&is_administrator=false", ["黄莉"]),
        ("region=440100", ["外市"]),
        ("states=active&states=dormant&name=管理", ["省管理员", "市管理员"]),
        ("states=disabled", []),
        ("name=HUANG", []),
    ],
)
async def test_colleagues_are_found_by_region_state_duty_and_name(
    console: httpx.AsyncClient, site: Site, query: str, names: list[str]
) -> None:
    found = await listed(console, await root(), query)
    assert [each["name"] for each in found["items"]] == names
    assert found["total"] == len(found["items"])


async def test_colleagues_of_one_unit_are_found_within_the_own_subtree_alone(
    console: httpx.AsyncClient, site: Site
) -> None:
    elsewhere = await listed(console, await root(), f"unit_id={site.outsider.unit_id}")
    assert [each["name"] for each in elsewhere["items"]] == ["外市"]
    assert await listed(console, site.regulator, f"unit_id={site.outsider.unit_id}") == {
        "items": [], "next": None, "total": 0,
    }  # fmt: skip


async def test_a_unit_says_how_many_people_it_has_without_the_disabled_ones(
    console: httpx.AsyncClient, site: Site
) -> None:
    async def people() -> list[tuple[int, int]]:
        answer = await console.get(f"{CONSOLE}/units", headers=await headers(site.administrator))
        return [(each["people"], each["administrators"]) for each in answer.json()]

    assert await people() == [(2, 1)]
    await act(console, site.administrator, site.regulator, "disable")
    assert await people() == [(1, 1)]


@pytest.mark.parametrize(("length", "status"), [(1, 400), (2, 200), (500, 200), (501, 400)])
async def test_the_reason_for_disabling_has_2_to_500_characters(
    console: httpx.AsyncClient, site: Site, length: int, status: int
) -> None:
    path = f"{CONSOLE}/accounts/{site.regulator.account_id}/disable"
    answer = await console.post(path, json={"reason": "因" * length}, headers=await headers(site.administrator))
    assert answer.status_code == status
