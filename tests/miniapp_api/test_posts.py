"""Applying for a post and deciding: either approver, never the own application, only on that project."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from backend.core import db
from backend.identity.scope import Door, Scope
from backend.identity.units import Level
from backend.projects.base import permits
from backend.projects.people import posts
from backend.projects.rules import PostKind
from tests.backend.site import (
    CONSOLE,
    CONTRACTOR,
    DEVELOPER,
    OTHER,
    PHONE,
    SUPERVISION,
    Site,
    headers,
    hold,
    refusal,
    unit_of,
)

OFFICER = {"kind": "safety_officer", "uscc": CONTRACTOR}


async def apply(phone: httpx.AsyncClient, site: Site, **changes: Any) -> httpx.Response:
    path = f"{PHONE}/projects/{site.project_id}/posts"
    return await phone.post(path, json=OFFICER | changes, headers=await headers(site.applicant))


async def act(phone: httpx.AsyncClient, person: Scope, post_id: str, action: str, **body: Any) -> httpx.Response:
    path = f"{PHONE}/posts/{post_id}/{action}"
    return await phone.post(path, json=body or None, headers=await headers(person, door=Door.PHONE))


async def applied(phone: httpx.AsyncClient, site: Site) -> str:
    answer = await apply(phone, site)
    assert answer.status_code == 201
    post_id: str = answer.json()["id"]
    return post_id


async def events_of(kind: str) -> list[dict[str, Any]]:
    return [row["data"] for row in await db.fetch("SELECT data FROM event WHERE kind = $1 ORDER BY id", kind)]


@pytest.mark.parametrize("approver", ["manager", "chief"])
async def test_either_approver_makes_the_applicant_see_the_project(
    phone: httpx.AsyncClient, site: Site, approver: str
) -> None:
    mine = await headers(site.applicant)
    path = f"{PHONE}/projects/{site.project_id}"
    post_id = await applied(phone, site)
    assert refusal(await phone.get(path, headers=mine)) == (404, "not_found", "project_id")
    waiting = await phone.get(f"{PHONE}/posts/to-decide", headers=await headers(getattr(site, approver)))
    assert [item["id"] for item in waiting.json()] == [post_id]
    assert (await act(phone, getattr(site, approver), post_id, "approve")).json() == {"state": "active"}
    assert (await phone.get(path, headers=mine)).json()["my_posts"] == ["safety_officer"]
    assert [event["posts"] for event in await events_of("post.applied")] == [["chief_engineer", "project_manager"]]
    (decided,) = await events_of("post.decided")
    assert (decided["state"], decided["account_id"]) == ("active", str(site.applicant.account_id))
    assert decided["project_name"] == "南山科学城一期"


async def test_a_refusal_carries_its_reason_to_the_applicant(phone: httpx.AsyncClient, site: Site) -> None:
    post_id = await applied(phone, site)
    assert (await act(phone, site.chief, post_id, "refuse", reason="请由公司委派")).json() == {"state": "refused"}
    mine = (await phone.get(f"{PHONE}/posts", headers=await headers(site.applicant))).json()
    assert [(item["state"], item["reason"]) for item in mine] == [("refused", "请由公司委派")]
    assert (await apply(phone, site)).status_code == 201


async def test_nobody_decides_on_the_own_application(phone: httpx.AsyncClient, site: Site) -> None:
    path = f"{PHONE}/projects/{site.project_id}/posts"
    answer = await phone.post(path, json=OFFICER, headers=await headers(site.manager))
    post_id = answer.json()["id"]
    assert refusal(await act(phone, site.manager, post_id, "approve")) == (403, "own_application", None)
    assert (await act(phone, site.chief, post_id, "approve")).status_code == 200


async def test_an_approver_of_another_project_does_not_find_the_application(
    phone: httpx.AsyncClient, site: Site
) -> None:
    post_id = await applied(phone, site)
    assert refusal(await act(phone, site.stranger, post_id, "approve")) == (404, "not_found", "post_id")
    assert await db.fetch_value("SELECT state FROM post WHERE id = $1", UUID(post_id)) == "applied"


async def test_a_safety_officer_approves_nobody(phone: httpx.AsyncClient, site: Site) -> None:
    await hold(site.project_id, site.applicant, PostKind.SAFETY_OFFICER, site.chief)
    path = f"{PHONE}/projects/{site.project_id}/posts"
    answer = await phone.post(path, json=OFFICER, headers=await headers(site.stranger))
    assert refusal(await act(phone, site.applicant, answer.json()["id"], "approve")) == (403, "forbidden", None)


async def test_a_regulator_neither_approves_nor_applies(phone: httpx.AsyncClient, site: Site) -> None:
    post_id = await applied(phone, site)
    assert refusal(await act(phone, site.regulator, post_id, "approve")) == (403, "forbidden", None)
    path = f"{PHONE}/projects/{site.project_id}/posts"
    refused = await phone.post(path, json=OFFICER, headers=await headers(site.regulator, door=Door.PHONE))
    assert refusal(refused) == (403, "enterprise_only", None)


async def test_a_decided_application_is_decided(phone: httpx.AsyncClient, site: Site) -> None:
    post_id = await applied(phone, site)
    await act(phone, site.chief, post_id, "approve")
    refused = await act(phone, site.manager, post_id, "refuse", reason="迟了")
    assert refusal(refused) == (409, "post_not_in_state", None)
    assert len(await events_of("post.decided")) == 1


async def test_the_same_post_is_not_applied_for_twice(phone: httpx.AsyncClient, site: Site) -> None:
    await applied(phone, site)
    assert refusal(await apply(phone, site)) == (409, "post_exists", "kind")
    assert await db.fetch_value("SELECT count(*) FROM post WHERE state = 'applied'") == 1


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"uscc": SUPERVISION}, (422, "organisation_not_a_party", "uscc")),
        ({"kind": "developer_lead"}, (422, "organisation_not_a_party", "uscc")),
        ({"uscc": OTHER}, (422, "organisation_unknown", "uscc")),
        ({"uscc": CONTRACTOR[:-1] + "0"}, (422, "uscc_check_digit", "uscc")),
        ({"kind": "king"}, (400, "invalid_input", "kind")),
    ],
)
async def test_the_employer_must_be_the_projects_party_for_the_post(
    phone: httpx.AsyncClient, site: Site, changes: dict[str, str], expected: tuple[int, str, str]
) -> None:
    assert refusal(await apply(phone, site, **changes)) == expected
    assert await db.fetch_value("SELECT count(*) FROM event WHERE kind = 'post.applied'") == 0


async def test_an_unknown_project_is_not_found(phone: httpx.AsyncClient, site: Site) -> None:
    path = f"{PHONE}/projects/{site.manager.account_id}/posts"
    refused = await phone.post(path, json=OFFICER, headers=await headers(site.applicant))
    assert refusal(refused) == (404, "not_found", "project_id")


async def test_an_application_is_withdrawn_by_the_applicant_alone(phone: httpx.AsyncClient, site: Site) -> None:
    post_id = await applied(phone, site)
    assert refusal(await act(phone, site.manager, post_id, "withdraw")) == (404, "not_found", "post_id")
    assert (await act(phone, site.applicant, post_id, "withdraw")).json() == {"state": "withdrawn"}
    assert refusal(await act(phone, site.applicant, post_id, "withdraw")) == (409, "post_not_in_state", None)
    assert refusal(await act(phone, site.chief, post_id, "approve")) == (409, "post_not_in_state", None)


async def test_who_leaves_sees_the_project_no_more_and_is_told_of_nothing(phone: httpx.AsyncClient, site: Site) -> None:
    post_id = str(await hold(site.project_id, site.applicant, PostKind.SAFETY_OFFICER, site.chief))
    left = await act(phone, site.applicant, post_id, "leave")
    assert left.json() == {"state": "ended", "open_matters": 0, "falls_to": "project_manager"}
    refused = await phone.get(f"{PHONE}/projects/{site.project_id}", headers=await headers(site.applicant))
    assert refusal(refused) == (404, "not_found", "project_id")
    assert await posts.holders(site.project_id, ["safety_officer"]) == []


async def test_an_applicant_finds_the_project_by_its_permit(phone: httpx.AsyncClient, site: Site) -> None:
    await permits.bind(site.manager, site.project_id, "440305202403150101")
    mine = await headers(site.applicant)
    found = await phone.get(f"{PHONE}/project-by-permit?permit_number=440305202403150101", headers=mine)
    assert found.json() == {
        "project_id": str(site.project_id),
        "name": "南山科学城一期",
        "city_code": "440300",
        "parties": ["深圳演示建设集团有限公司", "广州演示监理有限公司", "佛山演示置业有限公司"],
        "employers": [
            {"role": "contractor", "uscc": CONTRACTOR, "name": "深圳演示建设集团有限公司"},
            {"role": "supervision", "uscc": SUPERVISION, "name": "广州演示监理有限公司"},
            {"role": "developer", "uscc": DEVELOPER, "name": "佛山演示置业有限公司"},
        ],
    }
    unknown = await phone.get(f"{PHONE}/project-by-permit?permit_number=440305202403150201", headers=mine)
    assert refusal(unknown) == (404, "not_found", "number")


async def test_holders_and_told_units_are_named_in_order(site: Site) -> None:
    held = await posts.holders(site.project_id, ["project_manager", "chief_engineer"])
    assert [(holder.kind, holder.name) for holder in held] == [
        ("project_manager", "林晓明"),
        ("chief_engineer", "陈国栋"),
    ]
    province = await unit_of("440000", Level.PROVINCE)
    assert await posts.told_units(site.project_id) == [site.city, province]


async def test_the_developers_lead_is_employed_by_the_developer(phone: httpx.AsyncClient, site: Site) -> None:
    assert (await apply(phone, site, kind="developer_lead", uscc=DEVELOPER)).status_code == 201


async def test_who_is_named_on_the_permit_holds_the_post_with_the_application(
    phone: httpx.AsyncClient, site: Site
) -> None:
    async with db.transaction():
        await posts.name_on_permit(site.project_id, PostKind.PROJECT_MANAGER, name="何志强", phone="13800000004")
    answer = await apply(phone, site, kind="project_manager")
    assert (answer.status_code, answer.json()["state"]) == (201, "active")
    mine = (await phone.get(f"{PHONE}/posts", headers=await headers(site.applicant))).json()
    assert [(item["state"], item["proof"]) for item in mine] == [("active", "permit")]


async def test_an_approver_ends_a_post_and_the_next_request_is_refused(phone: httpx.AsyncClient, site: Site) -> None:
    post_id = str(await hold(site.project_id, site.applicant, PostKind.SAFETY_OFFICER, site.chief))
    mine = await headers(site.applicant)
    assert (await phone.get(f"{PHONE}/projects/{site.project_id}", headers=mine)).status_code == 200
    assert (await act(phone, site.manager, post_id, "end", reason="调离")).json() == {"state": "ended"}
    refused = await phone.get(f"{PHONE}/projects/{site.project_id}", headers=mine)
    assert refusal(refused) == (404, "not_found", "project_id")


async def test_the_own_post_is_left_not_ended(phone: httpx.AsyncClient, site: Site) -> None:
    post_id = await db.fetch_value("SELECT id FROM post WHERE account_id = $1", site.manager.account_id)
    assert refusal(await act(phone, site.manager, str(post_id), "end", reason="走人")) == (403, "own_post", None)


async def test_with_its_approvers_gone_the_station_decides_at_the_console(phone: httpx.AsyncClient, site: Site) -> None:
    post_id = await applied(phone, site)
    console, mine = f"{CONSOLE}/posts/{post_id}/approve", await headers(site.regulator)
    assert refusal(await phone.post(console, headers=mine)) == (403, "approver_decides", None)
    for person in (site.manager, site.chief):
        own = await db.fetch_value("SELECT id FROM post WHERE account_id = $1", person.account_id)
        await posts.leave(person, own)
    waiting = await phone.get(f"{CONSOLE}/posts/to-decide", headers=mine)
    assert [item["id"] for item in waiting.json()["items"]] == [post_id]
    answer = await phone.post(console, headers=await headers(site.regulator))
    assert (answer.status_code, answer.json()) == (200, {"state": "active"})
    assert [holder.name for holder in await posts.holders(site.project_id)] == ["何志强"]
