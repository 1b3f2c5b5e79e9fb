"""The queues of what is due: the regulator's over an area, and a person's own, vacant posts included."""

from datetime import datetime, timedelta
from typing import Any

import httpx

from backend.core import clock, db
from backend.projects.rules import PostKind
from backend.supervision import silence
from tests.backend.site import CONSOLE, PHONE, Site, headers, hold, refusal


async def listed(client: httpx.AsyncClient, site: Site, query: str = "limit=100") -> list[dict[str, Any]]:
    answer = await client.get(f"{CONSOLE}/obligations?{query}", headers=await headers(site.regulator))
    assert answer.status_code == 200
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def mine(client: httpx.AsyncClient, person: Any) -> list[dict[str, Any]]:
    answer = await client.get(f"{PHONE}/obligations", headers=await headers(person))
    assert answer.status_code == 200
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def _until(days: int) -> str:
    return (clock.now() + timedelta(days=days)).isoformat()


async def test_the_units_own_reviews_stand_first_then_the_soonest(console: httpx.AsyncClient, site: Site) -> None:
    items = await listed(console, site)
    kinds = [item["kind"] for item in items]
    assert len(items) == 12
    assert kinds[:2] == ["monthly_review", "monthly_review"]
    assert "monthly_review" not in kinds[2:]
    due = [datetime.fromisoformat(item["due_at"]) for item in items[2:]]
    assert due == sorted(due)


async def test_what_sites_owe_is_listed_apart_from_what_units_owe(console: httpx.AsyncClient, site: Site) -> None:
    owed = await listed(console, site, "of_sites=true&limit=100")
    reviews = await listed(console, site, "of_sites=false")
    assert len(owed) == 10
    assert {item["kind"] for item in owed} & {"monthly_review"} == set()
    assert [(item["kind"], item["is_ours"]) for item in reviews] == [("monthly_review", True)] * 2
    assert {item["is_ours"] for item in owed} == {False}


async def test_the_queue_is_paged_without_loss(console: httpx.AsyncClient, site: Site) -> None:
    whole = [item["id"] for item in await listed(console, site)]
    first = await console.get(f"{CONSOLE}/obligations?limit=5", headers=await headers(site.regulator))
    mark = first.json()["next"]
    rest = await console.get(f"{CONSOLE}/obligations?limit=7&cursor={mark}", headers=await headers(site.regulator))
    assert [item["id"] for item in first.json()["items"] + rest.json()["items"]] == whole
    assert rest.json()["next"] is None
    wrong = await console.get(f"{CONSOLE}/obligations?cursor=x", headers=await headers(site.regulator))
    assert refusal(wrong) == (400, "bad_cursor", "cursor")


async def test_the_queue_is_filtered_by_kind_project_state_and_lateness(console: httpx.AsyncClient, site: Site) -> None:
    await db.execute("UPDATE obligation SET due_at = now() - interval '1 day' WHERE kind = 'permit'")
    assert {item["kind"] for item in await listed(console, site, "is_overdue=true")} == {"permit"}
    assert len(await listed(console, site, "is_overdue=false")) == 10
    assert len(await listed(console, site, f"kind=devices&project_id={site.project_id}")) == 1
    assert await listed(console, site, "states=met") == []


async def test_what_falls_to_another_post_says_who_answers_now(console: httpx.AsyncClient, site: Site) -> None:
    officer = site.applicant
    await hold(site.project_id, officer, PostKind.SAFETY_OFFICER, site.chief)
    before = len(await mine(console, officer))
    await db.execute(
        "UPDATE post SET state = 'ended' WHERE project_id = $1 AND kind = 'project_manager'", site.project_id
    )
    (permit,) = await listed(console, site, f"kind=permit&project_id={site.project_id}")
    assert (permit["post_kind"], permit["answers_now"] != "project_manager") == ("project_manager", True)
    holders = {"safety_officer": officer, "chief_engineer": site.chief}
    heir = holders[permit["answers_now"]]
    assert before == 0
    assert {item["kind"] for item in await mine(console, heir)} == {
        "progress", "permit", "map_point", "dangerous_list", "devices",
    }  # fmt: skip
    assert await mine(console, site.manager) == []


async def test_a_project_without_anybody_falls_to_its_supervising_unit(console: httpx.AsyncClient, site: Site) -> None:
    await db.execute("UPDATE post SET state = 'ended' WHERE project_id = $1", site.project_id)
    (permit,) = await listed(console, site, f"kind=permit&project_id={site.project_id}")
    assert permit["answers_now"] == "supervising_unit"


async def test_a_pause_by_the_console_shows_since_when_until_when_and_why(
    console: httpx.AsyncClient, site: Site
) -> None:
    until = _until(10)
    path = f"{CONSOLE}/projects/{site.project_id}/pauses"
    begun = await console.post(
        path, json={"reason": "春节停工", "until_at": until}, headers=await headers(site.regulator)
    )
    assert begun.status_code == 201
    items = await listed(console, site, f"project_id={site.project_id}")
    assert {(item["state"], item["pause"]["reason"], item["pause"]["by_name"]) for item in items} == {
        ("paused", "春节停工", "黄莉")
    }
    assert await mine(console, site.manager) == []
    ended = await console.post(
        f"{CONSOLE}/pauses/{begun.json()['id']}/end", json={"reason": "提前复工"}, headers=await headers(site.regulator)
    )
    assert ended.json()["ended_at"] is not None
    assert len(await mine(console, site.manager)) == 5


async def test_a_pause_without_an_end_is_refused(console: httpx.AsyncClient, site: Site) -> None:
    path = f"{CONSOLE}/projects/{site.project_id}/pauses"
    endless = await console.post(path, json={"reason": "停工"}, headers=await headers(site.regulator))
    assert refusal(endless)[:2] == (400, "invalid_input")
    past = await console.post(
        path, json={"reason": "停工", "until_at": _until(-1)}, headers=await headers(site.regulator)
    )
    assert refusal(past) == (422, "pause_bounds", "until_at")


async def test_a_draft_is_issued_by_one_click_at_the_console(console: httpx.AsyncClient, site: Site) -> None:
    await db.execute(
        "UPDATE obligation SET due_at = now() - interval '30 days', next_step = 'draft', next_at = now() "
        "WHERE kind = 'permit' AND project_id = $1",
        site.project_id,
    )
    assert await silence.sweep(clock.now()) == 1
    page = await console.get(f"{CONSOLE}/drafts", headers=await headers(site.regulator))
    (draft,) = page.json()["items"]
    assert (draft["title"], draft["reason"]["zh"]) == (
        "项目基础信息未采集限期整改",
        "项目登记 7 日后仍未绑定施工许可证",
    )
    detail = await console.get(f"{CONSOLE}/drafts/{draft['id']}", headers=await headers(site.regulator))
    assert detail.json()["findings"][0]["severity"] == "general"
    issued = await console.post(
        f"{CONSOLE}/drafts/{draft['id']}/issue", json={"due_days": 5}, headers=await headers(site.regulator)
    )
    assert issued.status_code == 201
    assert issued.json()["item"]["title"] == "项目基础信息未采集限期整改"
    again = await console.post(
        f"{CONSOLE}/drafts/{draft['id']}/dismiss", json={"reason": "晚了"}, headers=await headers(site.regulator)
    )
    assert refusal(again) == (409, "draft_state", None)
    assert "黄莉" in again.json()["title"]
