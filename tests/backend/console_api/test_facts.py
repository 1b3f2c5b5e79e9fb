"""Facts through both doors: verified one by one, returned with the reason, changed with a diff, and the queue."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from backend.core import db
from backend.identity.scope import Door
from backend.projects import registration
from backend.projects.registration import NewPerson
from tests.backend.site import CONSOLE, PHONE, Site, headers, new_project, refusal

NANSHAN = {"longitude": 113.95, "latitude": 22.54, "datum": "wgs84"}


async def said(
    client: httpx.AsyncClient, site: Site, path: str, person: str = "manager", **body: Any
) -> httpx.Response:
    mine = await headers(getattr(site, person), door=Door.PHONE)
    return await client.post(f"{PHONE}/projects/{site.project_id}/{path}", json=body or None, headers=mine)


async def checked(
    client: httpx.AsyncClient, site: Site, path: str, person: str = "regulator", **body: Any
) -> httpx.Response:
    mine = await headers(getattr(site, person), door=Door.CONSOLE)
    return await client.post(f"{CONSOLE}/projects/{site.project_id}/facts/{path}", json=body, headers=mine)


async def facts_of(client: httpx.AsyncClient, site: Site) -> dict[str, Any]:
    mine = await headers(site.regulator)
    page = (await client.get(f"{CONSOLE}/projects/{site.project_id}/facts", headers=mine)).json()
    return {each["fact"]: each for each in page["facts"]}


async def verify(client: httpx.AsyncClient, site: Site, fact: str, person: str = "regulator") -> httpx.Response:
    seen = (await facts_of(client, site))[fact]["version"]
    return await checked(client, site, f"{fact}/verify", person, version=seen)


async def place(client: httpx.AsyncClient, site: Site, **changes: Any) -> Mapping[str, Any]:
    mine = await headers(site.manager)
    path = f"{PHONE}/projects/{site.project_id}/map-point"
    answer = await client.put(path, json=NANSHAN | changes, headers=mine)
    assert answer.status_code == 200
    placed: Mapping[str, Any] = answer.json()
    return placed


async def test_a_verified_fact_that_changes_shows_what_was_verified_against_what_is(
    console: httpx.AsyncClient, site: Site
) -> None:
    assert (await verify(console, site, "category")).json() == {"fact": "category", "state": "verified"}
    changed = await said(console, site, "category", category="municipal", reason="登记时选错")
    assert changed.json() == {"category": "municipal"}
    category = (await facts_of(console, site))["category"]
    assert (category["state"], category["value"], category["checked_zh"]) == ("changed", "municipal", "房屋建筑")
    assert category["differences"] == [
        {
            "label_zh": "项目类别",
            "label_en": "Category",
            "before_zh": "房屋建筑",
            "before_en": "building",
            "after_zh": "市政基础设施",
            "after_en": "municipal infrastructure",
        }
    ]
    assert [(line["reason"], line["by"]) for line in category["changes"]] == [("登记时选错", "林晓明")]
    data = await db.fetch_value("SELECT data FROM event WHERE kind = 'project.changed'")
    assert (data["fact"], data["before_en"], data["after_zh"], data["posts"]) == (
        "category",
        "building",
        "市政基础设施",
        [],
    )
    assert (await verify(console, site, "category")).json()["state"] == "verified"
    assert (await facts_of(console, site))["category"]["differences"] == []


async def test_a_fact_is_verified_once(console: httpx.AsyncClient, site: Site) -> None:
    await verify(console, site, "status")
    again = await verify(console, site, "status")
    assert refusal(again) == (409, "fact_not_in_state", "fact")
    assert again.json()["title"].startswith("“项目状态”已核实（黄莉，")


async def test_a_fact_that_was_not_reported_cannot_be_verified(console: httpx.AsyncClient, site: Site) -> None:
    assert refusal(await verify(console, site, "map_point")) == (409, "fact_not_reported", "fact")


async def test_what_changed_since_the_regulator_looked_is_not_verified(console: httpx.AsyncClient, site: Site) -> None:
    seen = (await facts_of(console, site))["category"]["version"]
    await said(console, site, "category", category="municipal", reason="更正")
    refused = await checked(console, site, "category/verify", version=seen)
    assert refusal(refused) == (409, "fact_changed_meanwhile", "version")
    assert (await facts_of(console, site))["category"]["state"] == "unverified"


async def test_a_reason_written_about_one_value_does_not_return_another(console: httpx.AsyncClient, site: Site) -> None:
    seen = (await facts_of(console, site))["category"]["version"]
    await said(console, site, "category", category="municipal", reason="更正")
    refused = await checked(console, site, "category/return", version=seen, reason="应为市政工程")
    assert refusal(refused) == (409, "fact_changed_meanwhile", "version")
    assert refused.json()["title"] == "“项目类别”在您查看之后有变更，现为：市政基础设施"
    assert (await facts_of(console, site))["category"]["state"] == "unverified"


async def test_a_return_needs_its_reason_and_the_site_reads_it(console: httpx.AsyncClient, site: Site) -> None:
    seen = (await facts_of(console, site))["status"]["version"]
    empty = await checked(console, site, "status/return", version=seen, reason="")
    assert refusal(empty) == (400, "invalid_input", "reason")
    assert refusal(await checked(console, site, "status/return", version=seen))[:2] == (400, "invalid_input")
    assert refusal(await checked(console, site, "status/return", reason="现场已停工"))[:2] == (400, "invalid_input")
    returned = await checked(console, site, "status/return", version=seen, reason="现场已停工")
    assert returned.json() == {"fact": "status", "state": "returned"}
    page = await console.get(f"{PHONE}/projects/{site.project_id}/facts", headers=await headers(site.manager))
    status = next(fact for fact in page.json()["facts"] if fact["fact"] == "status")
    assert (status["state"], status["reason"], status["checked_by"]) == ("returned", "现场已停工", "黄莉")
    data = await db.fetch_value("SELECT data FROM event WHERE kind = 'fact.checked'")
    assert (data["state"], data["reason"], data["posts"]) == ("returned", "现场已停工", ["project_manager"])


async def test_another_citys_unit_verifies_nothing(console: httpx.AsyncClient, site: Site) -> None:
    refused = await checked(console, site, "status/verify", "outsider", version="0" * 16)
    assert refusal(refused) == (404, "not_found", "project_id")


async def test_there_are_five_facts_and_no_other(console: httpx.AsyncClient, site: Site) -> None:
    refused = await checked(console, site, "weather/return", version="0" * 16, reason="不存在")
    assert refusal(refused) == (404, "not_found", "fact")
    assert list(await facts_of(console, site)) == ["category", "status", "map_point", "dangerous_works", "devices"]


@pytest.mark.parametrize("person", ["chief", "stranger", "regulator"])
async def test_only_the_project_manager_changes_category_and_status(
    console: httpx.AsyncClient, site: Site, person: str
) -> None:
    category = await said(console, site, "category", person, category="municipal", reason="更正")
    status = await said(console, site, "status", person, action="finish", reason="完工")
    expected = {"chief": (403, "forbidden"), "stranger": (404, "not_found"), "regulator": (403, "forbidden")}[person]
    assert (refusal(category)[:2], refusal(status)[:2]) == (expected, expected)
    assert await db.fetch_value("SELECT count(*) FROM project_change") == 0


async def test_the_same_category_again_is_no_change(console: httpx.AsyncClient, site: Site) -> None:
    refused = await said(console, site, "category", category="building", reason="更正")
    assert refusal(refused) == (409, "category_same", "category")


async def test_a_point_that_jumps_is_taken_remarked_and_verified_again(console: httpx.AsyncClient, site: Site) -> None:
    assert (await place(console, site))["moved_m"] is None
    await verify(console, site, "map_point")
    near = await place(console, site, latitude=22.5425)
    assert (near["moved_m"], near["warning_zh"]) == (278, None)
    assert (await facts_of(console, site))["map_point"]["state"] == "changed"
    far = await place(console, site, latitude=22.546)
    assert far["moved_m"] == 389
    assert "389" in far["warning_zh"]
    assert "389" in far["warning_en"]
    assert (await facts_of(console, site))["map_point"]["differences"][0]["label_en"] == "Map point (moved 667 m)"


async def test_a_point_and_a_permit_meet_what_was_due(console: httpx.AsyncClient, site: Site) -> None:
    await place(console, site)
    mine = await headers(site.manager)
    path = f"{PHONE}/projects/{site.project_id}/permits"
    assert (await console.post(path, json={"number": "440305202403150101"}, headers=mine)).status_code == 201
    met = await db.fetch(
        "SELECT kind FROM obligation WHERE project_id = $1 AND state = 'met' ORDER BY kind", site.project_id
    )
    assert [row["kind"] for row in met] == ["map_point", "permit"]


async def test_the_queue_shows_the_longest_waiting_project_first_and_page_by_page(
    console: httpx.AsyncClient, site: Site
) -> None:
    await db.execute(
        "UPDATE fact_check SET since = now() - interval '3 days' WHERE project_id = $1 AND fact = 'status'",
        site.project_id,
    )
    mine = await headers(site.regulator)
    first = (await console.get(f"{CONSOLE}/facts/queue?limit=1", headers=mine)).json()
    second = (await console.get(f"{CONSOLE}/facts/queue?limit=1&cursor={first['next']}", headers=mine)).json()
    assert [item["project_id"] for item in first["items"] + second["items"]] == [
        str(site.project_id),
        str(site.other_project_id),
    ]
    assert [fact["fact"] for fact in first["items"][0]["facts"]] == ["status", "category"]
    assert second["next"] is None
    await verify(console, site, "status")
    await verify(console, site, "category")
    left = (await console.get(f"{CONSOLE}/facts/queue", headers=mine)).json()["items"]
    assert [item["project_id"] for item in left] == [str(site.other_project_id)]
    outside = (await console.get(f"{CONSOLE}/facts/queue", headers=await headers(site.outsider))).json()
    assert outside == {"items": [], "next": None}


async def test_an_existing_projects_manager_confirms_the_base_information_once(
    console: httpx.AsyncClient, site: Site
) -> None:
    await db.execute("UPDATE project SET status = 'finished'")
    new = new_project(
        site.city,
        name="在建老项目",
        is_existing=True,
        project_manager=NewPerson(name="林晓明", phone="13800000001"),
    )
    project_id = (await registration.register(site.regulator, new)).id
    mine = await headers(site.manager)
    page = (await console.get(f"{PHONE}/projects/{project_id}/facts", headers=mine)).json()
    assert (page["is_existing"], page["confirmed_at"]) == (True, None)
    origins = {fact["code"]: (fact["value_zh"], fact["by"], fact["by_kind"]) for fact in page["base"]}
    assert origins["category"] == ("房屋建筑", "黄莉", "regulator")
    assert origins["contractor"] == ("深圳演示建设集团有限公司", "黄莉", "regulator")
    path = f"{PHONE}/projects/{project_id}/facts/confirm"
    chief = await console.post(path, headers=await headers(site.chief))
    assert refusal(chief)[:2] == (403, "forbidden")
    assert (await console.post(path, headers=await headers(site.manager))).json()["confirmed_at"]
    again = await console.post(path, headers=await headers(site.manager))
    assert refusal(again) == (409, "base_info_confirmed", None)
    state = await db.fetch_value(
        "SELECT state FROM obligation WHERE project_id = $1 AND kind = 'base_info'", project_id
    )
    assert state == "met"


async def test_the_first_day_of_works_is_from_who_said_that_they_began(console: httpx.AsyncClient, site: Site) -> None:
    await db.execute("UPDATE project SET status = 'not_started', started_on = NULL WHERE id = $1", site.project_id)
    assert (await said(console, site, "status", action="start", reason="开工令")).status_code == 200
    page = await console.get(f"{CONSOLE}/projects/{site.project_id}/facts", headers=await headers(site.regulator))
    origins = {fact["code"]: fact["by"] for fact in page.json()["base"]}
    assert (origins["name"], origins["started_on"]) == ("黄莉", "林晓明")


async def test_a_pause_has_a_reason_and_an_end_and_stops_what_is_due(console: httpx.AsyncClient, site: Site) -> None:
    assert refusal(await said(console, site, "status", action="pause", reason="台风")) == (
        422,
        "pause_end_missing",
        "until_on",
    )
    past = await said(console, site, "status", action="pause", reason="台风", until_on="2020-01-01")
    assert refusal(past) == (422, "pause_end_missing", "until_on")
    wrong = await said(console, site, "status", action="finish", reason="完工", until_on="2030-01-01")
    assert refusal(wrong) == (422, "pause_end_not_asked", "until_on")
    assert refusal(await said(console, site, "status", action="pause", until_on="2030-01-01"))[1] == "invalid_input"
    until = await db.fetch_value("SELECT (now() + interval '30 days')::date::text")
    paused = await said(console, site, "status", action="pause", reason="台风", until_on=until)
    assert paused.json() == {"status": "paused"}
    assert await _states_of_dues(site) == {"paused"}
    again = await said(console, site, "status", action="pause", reason="台风", until_on=until)
    assert refusal(again) == (409, "status_not_allowed", "action")
    assert (await said(console, site, "status", action="resume", reason="复工")).json() == {
        "status": "under_construction"
    }
    assert await _states_of_dues(site) == {"open"}


async def test_a_finished_project_owes_nothing_until_it_is_reopened(console: httpx.AsyncClient, site: Site) -> None:
    assert (await said(console, site, "status", action="finish", reason="竣工验收")).json() == {"status": "finished"}
    assert await _states_of_dues(site) == {"void"}
    assert refusal(await said(console, site, "status", action="resume", reason="复工"))[1] == "status_not_allowed"
    reopened = await said(console, site, "status", action="reopen", reason="误报竣工")
    assert reopened.json() == {"status": "under_construction"}
    assert await _states_of_dues(site) == {"open"}
    history = await db.fetch("SELECT before, after, reason FROM project_change WHERE fact = 'status' ORDER BY id")
    assert [tuple(row) for row in history] == [
        ("under_construction", "finished", "竣工验收"),
        ("finished", "under_construction", "误报竣工"),
    ]


async def _states_of_dues(site: Site) -> set[str]:
    rows = await db.fetch("SELECT DISTINCT state FROM obligation WHERE project_id = $1", site.project_id)
    return {row["state"] for row in rows}


async def test_devices_are_a_fact_that_follows_their_registration(console: httpx.AsyncClient, site: Site) -> None:
    mine = await headers(site.manager)
    device = {"mn": "FACTS0000000001", "name": "1#", "password": "123456"}
    answer = await console.post(f"{PHONE}/projects/{site.project_id}/devices", json=device, headers=mine)
    assert answer.status_code == 201
    devices = (await facts_of(console, site))["devices"]
    assert (devices["state"], devices["value"]) == ("unverified", {"registered": 1, "transmitting": 0})
    assert devices["value_zh"] == "登记 1 台，在传 0 台"
    assert (await verify(console, site, "devices")).json()["state"] == "verified"
