"""The first page over HTTP: whole, what has changed, nothing."""

import httpx

from backend.core import db
from backend.identity.scope import Door
from tests.backend.site import PHONE, Site, headers
from tests.backend.supervision.world import raise_dust


async def test_the_first_page_is_asked_for_by_cursor_and_by_tag(phone: httpx.AsyncClient, site: Site) -> None:
    signed_in = await headers(site.manager)
    first = await phone.get(f"{PHONE}/home", headers=signed_in)
    assert first.json()["is_full"] is True
    known = {**signed_in, "if-none-match": first.headers["etag"]}
    same = await phone.get(f"{PHONE}/home", params={"since": first.json()["cursor"]}, headers=known)
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", first.headers["etag"])
    await db.execute("UPDATE project SET name = '新名' WHERE id = $1", site.project_id)
    delta = await phone.get(f"{PHONE}/home", params={"since": first.json()["cursor"]}, headers=known)
    assert delta.status_code == 200
    said = delta.json()
    assert [(each["id"], each["name"]) for each in said["projects"]] == [(str(site.project_id), "新名")]
    assert {"is_full": said["is_full"], "has_more": said["has_more"]} == {"is_full": False, "has_more": False}
    assert "dues" not in said
    assert delta.headers["etag"] != first.headers["etag"]


async def test_a_cursor_longer_than_any_of_ours_is_refused(phone: httpx.AsyncClient, site: Site) -> None:
    refused = await phone.get(f"{PHONE}/home", params={"since": "A" * 401}, headers=await headers(site.manager))
    assert (refused.status_code, refused.json()["field"]) == (400, "since")


async def test_a_regulator_on_the_road_finds_the_area_of_the_own_unit_and_no_other(
    phone: httpx.AsyncClient, site: Site
) -> None:
    warning = await raise_dust(site.project_id)
    await db.execute("UPDATE obligation SET due_at = now() - interval '1 day' WHERE project_id = $1", site.project_id)
    signed_in = await headers(site.regulator, door=Door.PHONE)
    page = (await phone.get(f"{PHONE}/home", headers=signed_in)).json()
    assert [(each["id"], each["project_id"]) for each in page["warnings"]] == [(str(warning), str(site.project_id))]
    assert {each["name"]: (each["posts"], each["overdue"] > 0) for each in page["projects"]} == {
        "南山科学城一期": ([], True),
        "别人的工地": ([], False),
    }
    assert page["waiting"]["facts_to_verify"] == 2
    known = {**signed_in, "if-none-match": f'W/"{page["cursor"]}"'}
    assert (await phone.get(f"{PHONE}/home", headers=known)).status_code == 304
    other = (await phone.get(f"{PHONE}/home", headers=await headers(site.outsider, door=Door.PHONE))).json()
    assert (other["projects"], other["warnings"], other["orders"]) == ([], [], [])


async def test_a_site_is_told_nothing_that_only_regulators_decide(phone: httpx.AsyncClient, site: Site) -> None:
    page = (await phone.get(f"{PHONE}/home", headers=await headers(site.manager))).json()
    assert page["waiting"] == {"applications": 0, "reports_to_review": 0, "handovers_to_sign": 0}
    assert "overdue" not in page["projects"][0]
    assert page["orders"] == []
