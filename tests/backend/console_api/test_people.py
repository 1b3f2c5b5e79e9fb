"""Who works in the area: enterprises, their people, posts that are held and posts that nobody holds."""

from importlib import import_module
from typing import Any

import httpx
import pytest

from backend.core import db
from backend.identity.scope import Door, Scope
from backend.projects.people import ending, posts
from backend.projects.rules import PostKind
from tests.backend.site import CONSOLE, CONTRACTOR, Site, headers, hold, refusal, scope

PROJECT, OTHER = "南山科学城一期", "别人的工地"


async def listed(console: httpx.AsyncClient, person: Scope, path: str) -> Any:
    answer = await console.get(f"{CONSOLE}/{path}", headers=await headers(person))
    return answer.raise_for_status().json()


async def test_enterprises_of_the_area_come_with_their_projects_and_people(
    console: httpx.AsyncClient, site: Site
) -> None:
    found = await listed(console, site.regulator, "organisations")
    assert {(each["name"], *each["roles"], each["projects"], each["people"]) for each in found["items"]} == {
        ("深圳演示建设集团有限公司", "contractor", 2, 2),
        ("广州演示监理有限公司", "supervision", 2, 2),
        ("佛山演示置业有限公司", "developer", 2, 0),
    }
    assert found["total"] == 3
    assert await listed(console, site.outsider, "organisations") == {"items": [], "next": None, "total": 0}


async def test_the_enterprise_with_the_most_projects_stands_first_and_the_next_page_goes_on(
    console: httpx.AsyncClient, site: Site
) -> None:
    await db.execute(
        "UPDATE party SET until_on = '2026-11-01' WHERE project_id = $1 AND role = 'contractor'", site.other_project_id
    )
    first = await listed(console, site.regulator, "organisations?limit=2")
    second = await listed(console, site.regulator, f"organisations?limit=2&cursor={first['next']}")
    assert [each["projects"] for each in first["items"] + second["items"]] == [2, 2, 1]
    assert (second["next"], second["total"]) == (None, 3)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=监理", ["广州演示监理有限公司"]),
        (f"q={CONTRACTOR.lower()}", ["深圳演示建设集团有限公司"]),
        ("q=无此公司", []),
    ],
)
async def test_an_enterprise_is_found_by_a_part_of_its_name_or_its_code(
    console: httpx.AsyncClient, site: Site, query: str, names: list[str]
) -> None:
    found = await listed(console, site.regulator, f"organisations?{query}")
    assert [each["name"] for each in found["items"]] == names


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["路总监", "路人", "陈国栋", "林晓明"]),
        ("name=路", ["路总监", "路人"]),
        ("phone_tail=0001", ["林晓明"]),
        ("phone_tail=0004", []),
        ("project_id={project_id}&name=林", ["林晓明"]),
        ("project_id={project_id}", ["陈国栋", "林晓明"]),
    ],
)
async def test_people_are_found_by_name_by_the_last_four_digits_and_by_project(
    console: httpx.AsyncClient, site: Site, query: str, names: list[str]
) -> None:
    found = await listed(console, site.regulator, f"people?{query.format(project_id=site.project_id)}")
    assert [each["name"] for each in found["items"]] == names
    assert found["total"] == len(names)


async def test_a_person_comes_with_a_masked_number_and_the_posts_of_the_area(
    console: httpx.AsyncClient, site: Site
) -> None:
    (found,) = (await listed(console, site.regulator, "people?phone_tail=0001"))["items"]
    assert (found["phone"], found["state"]) == ("138****0001", "active")
    assert [(each["project_name"], each["kind"], each["state"]) for each in found["posts"]] == [
        (PROJECT, "project_manager", "active")
    ]
    assert await listed(console, site.outsider, "people?phone_tail=0001") == {"items": [], "next": None, "total": 0}


async def test_a_number_of_before_the_migration_is_found_by_its_last_four_digits(
    console: httpx.AsyncClient, site: Site
) -> None:
    await db.execute("UPDATE account SET phone_tail_index = NULL")
    async with db.transaction():
        await import_module("backend.migrations.0020_people_found")._fill()
    (found,) = (await listed(console, site.regulator, "people?phone_tail=0001"))["items"]
    assert found["name"] == "林晓明"


@pytest.mark.parametrize("tail", ["001", "00001", "000a"])
async def test_a_tail_of_other_than_four_digits_is_refused(console: httpx.AsyncClient, site: Site, tail: str) -> None:
    refused = await console.get(f"{CONSOLE}/people?phone_tail={tail}", headers=await headers(site.regulator))
    assert refusal(refused)[:2] == (400, "invalid_input")


async def test_people_come_page_by_page(console: httpx.AsyncClient, site: Site) -> None:
    first = await listed(console, site.regulator, "people?limit=3")
    second = await listed(console, site.regulator, f"people?limit=3&cursor={first['next']}")
    assert [each["name"] for each in first["items"] + second["items"]] == ["路总监", "路人", "陈国栋", "林晓明"]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("states=active", ["路总监", "路人", "陈国栋", "林晓明"]),
        ("states=applied", ["何志强"]),
        ("kind=chief_engineer", ["路总监", "陈国栋"]),
        ("q=别人", ["路总监", "路人"]),
        ("q=林晓", ["林晓明"]),
        ("region=440305&states=applied", ["何志强"]),
        ("region=440100", []),
        ("is_gone=true", []),
    ],
)
async def test_posts_are_found_by_state_kind_region_and_words(
    console: httpx.AsyncClient, site: Site, query: str, names: list[str]
) -> None:
    await posts.apply(site.applicant, site.project_id, PostKind.SAFETY_OFFICER, CONTRACTOR)
    found = await listed(console, site.regulator, f"posts?{query}")
    assert [each["person_name"] for each in found["items"]] == names
    assert found["total"] == len(names)


async def test_posts_come_page_by_page(console: httpx.AsyncClient, site: Site) -> None:
    first = await listed(console, site.regulator, "posts?limit=3")
    second = await listed(console, site.regulator, f"posts?limit=3&cursor={first['next']}")
    assert [each["person_name"] for each in first["items"] + second["items"]] == ["路总监", "路人", "陈国栋", "林晓明"]
    assert second["next"] is None


async def test_the_supervising_unit_may_end_a_post_and_those_above_only_read_it(
    console: httpx.AsyncClient, site: Site
) -> None:
    async def rights(person: Scope) -> tuple[bool, bool]:
        (found,) = (await listed(console, person, "posts?q=林晓明"))["items"]
        return found["may_end"], found["may_hand_over"]

    root = await _province()
    assert (await rights(site.regulator), await rights(root)) == ((True, False), (False, False))
    await db.execute("UPDATE account SET state = 'dormant' WHERE id = $1", site.manager.account_id)
    assert (await rights(site.regulator), await rights(root)) == ((True, True), (False, False))
    assert (await listed(console, root, "posts?is_gone=true"))["total"] == 1


async def _province() -> Scope:
    return await scope(await db.fetch_value("SELECT id FROM account WHERE name = '省管理员'"), Door.CONSOLE)


async def test_an_ended_post_says_why_and_its_matters_may_be_handed_over(
    console: httpx.AsyncClient, site: Site
) -> None:
    post_id = await db.fetch_value("SELECT id FROM post WHERE account_id = $1", site.manager.account_id)
    await ending.end_by_unit(site.regulator, post_id, "企业已办理人员变更")
    (ended,) = (await listed(console, site.regulator, "posts?states=ended"))["items"]
    assert (ended["reason"], ended["may_end"], ended["may_hand_over"]) == ("企业已办理人员变更", False, True)


async def test_required_posts_that_nobody_holds_say_who_answers_meanwhile(
    console: httpx.AsyncClient, site: Site
) -> None:
    async def vacant(query: str = "") -> list[tuple[str, str, str]]:
        found = await listed(console, site.regulator, f"vacant-posts?{query}")
        assert found["total"] == len(found["items"])
        return [(each["project_name"], each["kind"], each["answered_by"]) for each in found["items"]]

    assert await vacant() == [
        (OTHER, "safety_officer", "project_manager"),
        (PROJECT, "safety_officer", "project_manager"),
    ]
    await hold(site.project_id, site.applicant, PostKind.SAFETY_OFFICER, site.chief)
    assert await vacant() == [(OTHER, "safety_officer", "project_manager")]
    await db.execute("UPDATE account SET state = 'dormant' WHERE id = $1", site.applicant.account_id)
    await db.execute("UPDATE project SET status = 'finished' WHERE id = $1", site.other_project_id)
    assert await vacant("kind=safety_officer") == [(PROJECT, "safety_officer", "project_manager")]
    assert await vacant("kind=materials_clerk") == []
    assert await vacant("region=440100") == []


async def test_vacant_posts_come_page_by_page_within_the_own_subtree(console: httpx.AsyncClient, site: Site) -> None:
    first = await listed(console, site.regulator, "vacant-posts?limit=1")
    second = await listed(console, site.regulator, f"vacant-posts?limit=1&cursor={first['next']}")
    assert [each["project_name"] for each in first["items"] + second["items"]] == [OTHER, PROJECT]
    assert (second["next"], second["total"]) == (None, 2)
    assert await listed(console, site.outsider, "vacant-posts") == {"items": [], "next": None, "total": 0}
