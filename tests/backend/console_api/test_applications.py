"""A colleague asks to be added: WeCom proves who it is, the unit's administrator decides."""

import asyncio
from typing import Any

import httpx
import pytest

from backend.core import db, ids
from backend.core.settings import settings
from backend.identity import accounts
from backend.identity.scope import Door
from tests.backend.site import CONSOLE, Site, headers, refusal, scope, unit_of

ZHOU = "zhou.min"


async def apply(console: httpx.AsyncClient, site: Site, nonce: str = "1", **changes: Any) -> httpx.Response:
    body = {"code": f"oauth-{ZHOU}-{nonce}", "unit_id": str(site.city), "name": "周敏", **changes}
    return await console.post(f"{CONSOLE}/sign-in/apply", json=body)


async def listed(console: httpx.AsyncClient, person: Any, query: str = "") -> list[dict[str, Any]]:
    answer = await console.get(f"{CONSOLE}/applications{query}", headers=await headers(person))
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def decide(
    console: httpx.AsyncClient, person: Any, application_id: str, act: str = "approve", **body: Any
) -> httpx.Response:
    path = f"{CONSOLE}/applications/{application_id}/{act}"
    return await console.post(path, json=body, headers=await headers(person))


async def test_departments_are_listed_by_name_before_there_is_an_account(
    console: httpx.AsyncClient, site: Site
) -> None:
    await db.execute(
        "INSERT INTO unit (id, region_code, sector, level, parent_id, lineage, name_zh, name_en) "
        "VALUES ($1, '440305', 'housing', 'station', $2, ARRAY[$2::uuid, $1], '南山站', 'Nanshan Station')",
        ids.new_id(), site.city,
    )  # fmt: skip
    answer = await console.get(f"{CONSOLE}/units/public")
    units = answer.json()
    assert {frozenset(unit) for unit in units} == {
        frozenset({"id", "region_code", "sector", "level", "name_zh", "name_en"})
    }
    assert "深圳市住房和城乡建设局" in [unit["name_zh"] for unit in units]
    assert {unit["level"] for unit in units} == {"province", "city"}
    await db.execute("DELETE FROM unit WHERE level = 'station'")


async def test_whom_nobody_entered_applies_is_approved_and_signs_in(console: httpx.AsyncClient, site: Site) -> None:
    applied = await apply(console, site)
    assert applied.status_code == 202
    assert (applied.json()["state"], applied.json()["unit_name_zh"]) == ("applied", "深圳市住房和城乡建设局")
    assert await db.fetch_value("SELECT count(*) FROM account WHERE name = '周敏'") == 0
    (one,) = await listed(console, site.administrator)
    assert (one["name"], one["wecom_userid"], one["state"]) == ("周敏", ZHOU, "applied")
    approved = await decide(console, site.administrator, one["id"])
    token = (await console.post(f"{CONSOLE}/sign-in", json={"code": f"oauth-{ZHOU}-2"})).json()["token"]
    console.cookies.clear()
    me = (await console.get(f"{CONSOLE}/me", headers={"authorization": f"Bearer {token}"})).json()
    assert (me["account_id"], me["unit_id"], me["is_unit_administrator"]) == (
        approved.json()["account_id"],
        str(site.city),
        False,
    )
    assert refusal(await apply(console, site, "3")) == (409, "identity_taken", "code")
    assert await listed(console, site.administrator, "?states=applied") == []


async def test_asking_again_shows_how_it_stands_and_files_nothing(console: httpx.AsyncClient, site: Site) -> None:
    first = (await apply(console, site)).json()
    other = str(await unit_of("440100"))
    again = (await apply(console, site, "2", unit_id=other, name="别名", is_anew=True)).json()
    assert again == first
    assert await db.fetch_value("SELECT count(*) FROM regulator_application") == 1
    assert await db.fetch_value("SELECT count(*) FROM audit_entry WHERE act = 'application.file'") == 1


async def test_a_refusal_is_read_with_its_reason_and_a_new_application_filed_on_purpose(
    console: httpx.AsyncClient, site: Site
) -> None:
    first = (await apply(console, site)).json()
    refused = await decide(console, site.administrator, first["id"], "refuse", reason="请填写真实姓名")
    assert refused.json() == {"state": "refused"}
    read = (await apply(console, site, "2")).json()
    assert (read["id"], read["state"], read["reason"]) == (first["id"], "refused", "请填写真实姓名")
    anew = (await apply(console, site, "3", name="周敏敏", is_anew=True)).json()
    assert (anew["state"], anew["name"], anew["reason"]) == ("applied", "周敏敏", None)
    states = [item["state"] for item in await listed(console, site.administrator)]
    assert states == ["refused", "applied"]


@pytest.mark.parametrize("act", ["approve", "refuse"])
async def test_a_decision_is_final(console: httpx.AsyncClient, site: Site, act: str) -> None:
    application = (await apply(console, site)).json()["id"]
    await decide(console, site.administrator, application, "refuse", reason="不是本单位人员")
    body = {"reason": "再次"} if act == "refuse" else {}
    refused = await decide(console, site.administrator, application, act, **body)
    assert refusal(refused) == (409, "application_decided", "application_id")


@pytest.mark.parametrize("act", ["approve", "refuse"])
async def test_nobody_decides_upon_the_own_application(console: httpx.AsyncClient, site: Site, act: str) -> None:
    application = (await apply(console, site)).json()["id"]
    await db.execute("DELETE FROM identity_link WHERE account_id = $1", site.administrator.account_id)
    await db.execute(
        "INSERT INTO identity_link (issuer, subject, account_id, proof) VALUES ($1, $2, $3, 'session')",
        accounts.wecom_issuer(), ZHOU, site.administrator.account_id,
    )  # fmt: skip
    body = {"reason": "自己"} if act == "refuse" else {}
    refused = await decide(console, site.administrator, application, act, **body)
    assert refusal(refused) == (409, "not_yourself", "application_id")
    assert await db.fetch_value("SELECT state FROM regulator_application") == "applied"


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("regulator", (403, "not_unit_administrator", None)),
        ("outsider", (404, "not_found", "application_id")),
    ],
)
async def test_whoever_does_not_administer_the_unit_decides_nothing(
    console: httpx.AsyncClient, site: Site, person: str, expected: tuple[int, str, str | None]
) -> None:
    application = (await apply(console, site)).json()["id"]
    assert refusal(await decide(console, getattr(site, person), application)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"code": "oauth-nobody.outside-1"}, (403, "not_a_member", "code")),
        ({"unit_id": str(ids.new_id())}, (422, "unit_unknown", "unit_id")),
        ({"name": ""}, (400, "invalid_input", "name")),
        ({"account_id": "1"}, (400, "invalid_input", "data")),
    ],
)
async def test_an_application_that_does_not_fit_is_not_filed(
    console: httpx.AsyncClient, site: Site, changes: dict[str, str], expected: tuple[int, str, str | None]
) -> None:
    assert refusal(await apply(console, site, **changes)) == expected
    assert await db.fetch_value("SELECT count(*) FROM regulator_application") == 0


async def test_a_colleague_is_placed_in_another_unit_of_the_administrator(
    console: httpx.AsyncClient, site: Site
) -> None:
    application = (await apply(console, site)).json()["id"]
    elsewhere = str(await unit_of("440100"))
    refused = await decide(console, site.administrator, application, unit_id=elsewhere)
    assert refusal(refused) == (404, "not_found", "unit_id")
    root = await scope(await db.fetch_value("SELECT id FROM account WHERE name = '省管理员'"), Door.CONSOLE)
    approved = (await decide(console, root, application, unit_id=elsewhere)).json()["account_id"]
    assert str(await db.fetch_value("SELECT unit_id FROM account WHERE id = $1", approved)) == elsewhere


async def test_whoever_is_entered_by_hand_waits_for_no_decision(console: httpx.AsyncClient, site: Site) -> None:
    application = (await apply(console, site)).json()["id"]
    entered = await accounts.add_regulator(site.administrator, site.city, name="周敏", wecom_userid=ZHOU)
    row = await db.fetch_one("SELECT state, account_id FROM regulator_application WHERE id = $1", application)
    assert row is not None
    assert (row["state"], row["account_id"]) == ("approved", entered)


async def test_two_requests_at_once_file_one_application(console: httpx.AsyncClient, site: Site) -> None:
    first, second = await asyncio.gather(apply(console, site, "1"), apply(console, site, "2"))
    assert first.json() == second.json()
    assert await db.fetch_value("SELECT count(*) FROM regulator_application") == 1


async def test_asking_too_often_from_one_address_is_slowed_down_and_looking_is_counted_apart(
    console: httpx.AsyncClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANDTABLE_SIGN_INS_PER_MINUTE", "2")
    settings.cache_clear()
    asked = [(await apply(console, site, str(number))).status_code for number in range(3)]
    looked = [(await console.get(f"{CONSOLE}/units/public")).status_code for _ in range(3)]
    monkeypatch.undo()
    settings.cache_clear()
    assert (asked, looked) == ([202, 202, 429], [200, 200, 429])
