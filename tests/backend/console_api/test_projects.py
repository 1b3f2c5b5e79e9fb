"""Registering projects: within the own subtree, with sound parties, and the first two people on their posts."""

from typing import Any

import httpx
import msgspec
import pytest

from backend.core import db
from backend.identity.scope import Door
from backend.identity.units import Level
from backend.projects.people import posts
from tests.backend.site import (
    CONSOLE,
    CONTRACTOR,
    DEVELOPER,
    SUPERVISION,
    Site,
    headers,
    new_project,
    refusal,
    unit_of,
)

PARTIES = [
    {"role": "contractor", "uscc": CONTRACTOR, "name": "总包"},
    {"role": "supervision", "uscc": SUPERVISION, "name": "监理"},
]


async def register(console: httpx.AsyncClient, site: Site, person: str = "regulator", **changes: Any) -> httpx.Response:
    body = msgspec.to_builtins(new_project(site.city)) | {"name": "新项目"} | changes
    mine = await headers(getattr(site, person), door=getattr(site, person).door)
    return await console.post(f"{CONSOLE}/projects", json=body, headers=mine)


async def test_a_project_starts_with_its_first_manager_and_chief_on_active_posts(
    console: httpx.AsyncClient, site: Site
) -> None:
    await db.execute("UPDATE project SET status = 'finished' WHERE id = $1", site.project_id)
    manager = {"name": "新经理", "phone": "13900000001"}
    answer = await register(console, site, project_manager=manager)
    assert answer.status_code == 201
    project_id = answer.json()["id"]
    assert answer.json() == {"id": project_id, "warning_zh": None, "warning_en": None}
    page = (await console.get(f"{CONSOLE}/projects/{project_id}", headers=await headers(site.regulator))).json()
    assert (page["city_code"], page["region_code"], page["sector"]) == ("440300", "440305", "housing")
    assert [(party["role"], party["uscc"]) for party in page["parties"]] == [
        ("contractor", CONTRACTOR),
        ("supervision", SUPERVISION),
        ("developer", DEVELOPER),
    ]
    assert [(holder["kind"], holder["name"]) for holder in page["holders"]] == [
        ("project_manager", "新经理"),
        ("chief_engineer", "陈国栋"),
    ]
    assert {item["state"] for item in page["obligations"]} == {"open"}
    assert [(check["fact"], check["state"]) for check in page["checks"]] == [
        ("category", "unverified"),
        ("status", "unverified"),
    ]
    assert [(past["unit_id"], past["until_at"]) for past in page["supervision"]] == [(str(site.city), None)]
    assert "13900000001" not in answer.text + str(page)
    (chief,) = await posts.holders(page["id"], ["chief_engineer"])
    assert chief.account_id == site.chief.account_id


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"parties": PARTIES[:1] * 2}, (422, "party_missing", "parties")),
        ({"parties": [*PARTIES, PARTIES[0]]}, (422, "party_twice", "parties[2].uscc")),
        (
            {"parties": [PARTIES[0], PARTIES[1] | {"uscc": "91440100YY0000028X"}]},
            (422, "uscc_check_digit", "parties[1].uscc"),
        ),
        ({"region_code": "440106"}, (422, "region_outside_unit", "region_code")),
        ({"region_code": "440000"}, (422, "region_outside_unit", "region_code")),
        ({"region_code": "110105"}, (400, "invalid_input", "region_code")),
        ({"category": "castle"}, (400, "invalid_input", "category")),
        ({"name": ""}, (400, "invalid_input", "name")),
        ({"name": "长" * 101}, (400, "invalid_input", "name")),
        (
            {"chief_engineer": {"name": "陈", "phone": "138 0000 0001"}},
            (422, "same_person", "chief_engineer.phone"),
        ),
        (
            {"project_manager": {"name": "林", "phone": "99999999"}},
            (422, "phone_malformed", "project_manager.phone"),
        ),
    ],
)
async def test_a_project_that_is_not_sound_leaves_nothing(
    console: httpx.AsyncClient, site: Site, changes: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    assert refusal(await register(console, site, **changes)) == expected
    assert await db.fetch_value("SELECT count(*) FROM project") == 2
    assert await db.fetch_value("SELECT count(*) FROM party") == 6


async def test_a_regulator_registers_within_the_own_subtree_only(console: httpx.AsyncClient, site: Site) -> None:
    assert refusal(await register(console, site, "outsider")) == (404, "not_found", "supervising_unit_id")
    province = await unit_of("440000", Level.PROVINCE)
    refused = await register(console, site, supervising_unit_id=str(province))
    assert refusal(refused) == (404, "not_found", "supervising_unit_id")


async def test_a_manager_registers_nothing(console: httpx.AsyncClient, site: Site) -> None:
    assert refusal(await register(console, site, "manager")) == (403, "wrong_door", None)


async def test_a_regulators_phone_number_gives_no_post(console: httpx.AsyncClient, site: Site) -> None:
    body = {"unit_id": str(site.city), "name": "周敏", "wecom_userid": "zhou.min", "phone": "13800000005"}
    await console.post(f"{CONSOLE}/accounts", json=body, headers=await headers(site.administrator))
    refused = await register(console, site, project_manager={"name": "周敏", "phone": "13800000005"})
    assert refusal(refused) == (409, "phone_taken", "project_manager.phone")
    assert await db.fetch_value("SELECT count(*) FROM project") == 2


async def test_a_number_of_another_name_leaves_the_post_vacant_and_the_answer_says_so(
    console: httpx.AsyncClient, site: Site
) -> None:
    await db.execute("UPDATE project SET status = 'finished'")
    answer = await register(console, site, project_manager={"name": "林晓名", "phone": "13800000001"})
    said = answer.json()
    assert (answer.status_code, sorted(said)) == (201, ["id", "warning_en", "warning_zh"])
    assert said["warning_zh"] == (
        "项目经理岗位空缺：该手机号的账号不是此姓名。项目已登记；请核对姓名和手机号，并让本人登录后申请该岗位"
    )
    assert said["warning_en"].startswith("Vacant: project manager. The number's account bears another name.")
    assert [holder.kind for holder in await posts.holders(said["id"])] == ["chief_engineer"]


async def test_projects_are_listed_page_by_page_within_the_own_subtree(console: httpx.AsyncClient, site: Site) -> None:
    mine = await headers(site.regulator)
    first = (await console.get(f"{CONSOLE}/projects?limit=1", headers=mine)).json()
    second = (await console.get(f"{CONSOLE}/projects?limit=1&cursor={first['next']}", headers=mine)).json()
    assert [item["name"] for item in first["items"] + second["items"]] == ["别人的工地", "南山科学城一期"]
    assert second["next"] is None
    outside = await headers(site.outsider)
    assert (await console.get(f"{CONSOLE}/projects", headers=outside)).json() == {"items": [], "next": None}
    refused = await console.get(f"{CONSOLE}/projects/{site.project_id}", headers=outside)
    assert refusal(refused) == (404, "not_found", "project_id")


@pytest.mark.parametrize("limit", ["0", "101"])
async def test_a_page_has_one_to_a_hundred_items(console: httpx.AsyncClient, site: Site, limit: str) -> None:
    refused = await console.get(f"{CONSOLE}/projects?limit={limit}", headers=await headers(site.regulator))
    assert refusal(refused) == (400, "invalid_input", "limit")


async def test_a_phone_session_of_a_regulator_does_not_open_the_console(console: httpx.AsyncClient, site: Site) -> None:
    refused = await console.get(f"{CONSOLE}/projects", headers=await headers(site.regulator, door=Door.PHONE))
    assert refusal(refused) == (403, "wrong_door", None)


async def test_whatever_is_late_is_told_however_much_else_is_due(console: httpx.AsyncClient, site: Site) -> None:
    await db.execute("UPDATE obligation SET state = 'met', met_at = now() WHERE project_id = $1", site.project_id)
    await db.execute(
        """
        INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at)
        SELECT gen_random_uuid(), $1, '440300', 'progress', to_char(month, 'YYYY-MM'), 'project_manager', month
        FROM generate_series(date_trunc('month', now()) - interval '14 months', now() - interval '1 month',
                             interval '1 month') AS month
        """,
        site.project_id,
    )
    page = (await console.get(f"{CONSOLE}/projects/{site.project_id}", headers=await headers(site.regulator))).json()
    assert [due["is_overdue"] for due in page["obligations"]] == [True] * 14
    assert [due["period"] for due in page["obligations"]] == sorted(due["period"] for due in page["obligations"])
