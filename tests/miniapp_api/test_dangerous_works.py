"""The list of dangerous works through the phone's door: listing, changing, removing, none."""

import asyncio
from typing import Any

import httpx
import pytest

from backend.core import db, ids
from backend.projects.rules import PostKind
from tests.backend.site import PHONE, Site, headers, hold, refusal
from tests.miniapp_api.dangerous import (
    DEEP,
    PIT,
    REASON_EN,
    REASON_ZH,
    change,
    list_work,
    listed,
    obligation,
    remove,
    shown,
)

DEEP_ZH = "超过一定规模的危大工程：开挖深度 5 m ≥ 5 m（建办质〔2018〕31号附件2第一项）"

pytestmark = pytest.mark.usefixtures("today")


async def declare_none(phone: httpx.AsyncClient, site: Site) -> httpx.Response:
    path = f"{PHONE}/projects/{site.project_id}/dangerous-works/none"
    return await phone.post(path, json={"reason": "装修工程，没有危大工程"}, headers=await headers(site.manager))


async def changes_of(site: Site) -> list[tuple[Any, Any, str]]:
    rows = await db.fetch(
        "SELECT before, after, reason FROM project_change WHERE project_id = $1 AND fact = 'dangerous_works' "
        "ORDER BY changed_at, id",
        site.project_id,
    )
    return [(_grades(row["before"]), _grades(row["after"]), row["reason"]) for row in rows]


def _grades(value: Any) -> Any:
    return value if value is None else [(work["name"], work["grade"]) for work in value]


async def told(kind: str) -> list[dict[str, Any]]:
    return [row["data"] for row in await db.fetch("SELECT data FROM event WHERE kind = $1 ORDER BY id", kind)]


# Listing


async def test_a_listed_work_is_graded_with_its_reason_and_the_list_is_no_longer_owed(
    phone: httpx.AsyncClient, site: Site
) -> None:
    assert await obligation(site) == "open"
    answer = await list_work(phone, site)
    assert answer.json() | {"id": ""} == {
        "id": "",
        "grade": "dangerous",
        "reason_zh": REASON_ZH,
        "reason_en": REASON_EN,
    }
    assert await obligation(site) == "met"
    assert await changes_of(site) == [(None, [("地下室基坑", "dangerous")], "")]
    assert await told("dangerous_work.listed") == [
        {
            "project_name": "南山科学城一期",
            "name": "地下室基坑",
            "grade": "dangerous",
            "reason_zh": REASON_ZH,
            "reason_en": REASON_EN,
            "posts": ["chief_engineer"],
        }
    ]
    (work,) = (await shown(phone, site, site.chief))["works"]
    assert (work["kind_zh"], work["listed_by"], work["planned_from"]) == (
        "基坑（槽）土方开挖、支护、降水",
        "林晓明",
        "2026-12-01",
    )
    assert (work["measures"], work["judgements"]) == (PIT["measures"], [])


async def test_the_site_sees_its_list_with_the_worst_first(phone: httpx.AsyncClient, site: Site) -> None:
    await listed(phone, site, name="浅基坑")
    await listed(phone, site, kind="PRECAST", name="叠合板", measures=[])
    await listed(phone, site, name="深基坑", measures=DEEP["measures"])
    found = await shown(phone, site)
    assert [(work["name"], work["grade"]) for work in found["works"]] == [
        ("深基坑", "oversized"),
        ("浅基坑", "dangerous"),
        ("叠合板", "dangerous"),
    ]
    assert found["none_declared"] is None


async def test_a_work_below_the_limits_stands_on_the_list_as_such(phone: httpx.AsyncClient, site: Site) -> None:
    judged = [{"key": "complex_surroundings", "holds": False, "reason": "空旷场地"}]
    answer = await list_work(phone, site, measures=[{"key": "depth", "value": 250, "unit": "cm"}], judgements=judged)
    assert (answer.json()["grade"], "空旷场地" in answer.json()["reason_zh"]) == ("none", True)


async def test_project_manager_and_safety_officer_list_and_nobody_else(phone: httpx.AsyncClient, site: Site) -> None:
    await hold(site.project_id, site.applicant, PostKind.SAFETY_OFFICER, site.chief)
    assert (await list_work(phone, site, site.applicant)).status_code == 201
    assert refusal(await list_work(phone, site, site.chief, name="二号坑")) == (403, "forbidden", None)
    assert refusal(await list_work(phone, site, site.stranger, name="二号坑")) == (404, "not_found", "project_id")
    assert refusal(await list_work(phone, site, site.regulator, name="二号坑")) == (403, "forbidden", None)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": "CASTLE"}, (422, "dangerous_kind_unknown", "kind")),
        ({"measures": []}, (422, "measure_missing", "measures.depth")),
        ({"measures": [{"key": "depth", "value": 500, "unit": "m"}]}, (422, "measure_impossible", "measures[0].value")),
        ({"measures": [{"key": "depth", "value": 5, "unit": "ft"}]}, (422, "measure_unit", "measures[0].unit")),
        ({"measures": [{"key": "depth", "value": 2, "unit": "m"}]},
         (422, "judgement_missing", "judgements.complex_surroundings")),
        ({"planned_until": "2026-11-30"}, (422, "planned_backwards", "planned_until")),
        ({"planned_from": "1926-12-01"}, (422, "planned_far", "planned_from")),
        ({"planned_until": "2047-01-01"}, (422, "planned_far", "planned_until")),
        ({"planned_until": "2026-02-30"}, (400, "invalid_input", "planned_until")),
        ({"single_work_id": "01990000-0000-7000-8000-000000000001"}, (422, "single_work_unknown", "single_work_id")),
        ({"name": "坑"}, (400, "invalid_input", "name")),
        ({"name": "长" * 101}, (400, "invalid_input", "name")),
        ({"location": ""}, (400, "invalid_input", "location")),
        ({"measures": [{"key": "depth", "value": 5, "unit": "m"}] * 11}, (400, "invalid_input", "measures")),
    ],
)  # fmt: skip
async def test_a_work_that_is_not_sound_leaves_nothing(
    phone: httpx.AsyncClient, site: Site, changes: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    assert refusal(await list_work(phone, site, **changes)) == expected
    assert await db.fetch_value("SELECT count(*) FROM dangerous_work") == 0
    assert await obligation(site) == "open"


async def test_the_same_kind_and_name_stand_on_the_list_once(phone: httpx.AsyncClient, site: Site) -> None:
    first = await listed(phone, site)
    assert refusal(await list_work(phone, site)) == (409, "dangerous_work_listed", "name")
    other = await listed(phone, site, name="另一基坑")
    assert refusal(await change(phone, site.manager, other)) == (409, "dangerous_work_listed", "name")
    await remove(phone, site.manager, first)
    assert (await list_work(phone, site)).status_code == 201


async def test_a_list_holds_two_hundred_works(phone: httpx.AsyncClient, site: Site) -> None:
    await listed(phone, site)
    await db.execute(
        """
        INSERT INTO dangerous_work (id, project_id, kind_code, name, location, measures, judgements, grade, reason_zh,
                                    reason_en, listed_by, listed_at, changed_at)
        SELECT gen_random_uuid(), project_id, 'PRECAST', '吊装' || number, '1#', '[]', '[]', 'dangerous', 'x', 'x',
               listed_by, listed_at, changed_at FROM dangerous_work, generate_series(1, 198) AS number
        """
    )
    assert (await list_work(phone, site, name="第二百项")).status_code == 201
    assert refusal(await list_work(phone, site, name="再一项")) == (409, "dangerous_list_full", None)


async def test_a_work_belongs_to_a_single_work_of_its_own_project(phone: httpx.AsyncClient, site: Site) -> None:
    here, there = ids.new_id(), ids.new_id()
    await db.execute(
        "INSERT INTO single_work (id, project_id, name, structure, entered_by) "
        "VALUES ($1, $3, '1#楼', 'x', $5), ($2, $4, '1#楼', 'x', $5)",
        here, there, site.project_id, site.other_project_id, site.manager.account_id,
    )  # fmt: skip
    await listed(phone, site, single_work_id=str(here))
    assert [work["single_work_name"] for work in (await shown(phone, site))["works"]] == ["1#楼"]
    refused = await list_work(phone, site, name="二号坑", single_work_id=str(there))
    assert refusal(refused) == (422, "single_work_unknown", "single_work_id")


# Changing, removing, none


async def test_a_changed_work_is_graded_anew_and_shows_what_it_was(phone: httpx.AsyncClient, site: Site) -> None:
    work_id = await listed(phone, site)
    answer = await change(phone, site.manager, work_id, measures=DEEP["measures"])
    assert (answer.status_code, answer.json()["reason_zh"]) == (200, DEEP_ZH)
    assert (await changes_of(site))[1:] == [([("地下室基坑", "dangerous")], [("地下室基坑", "oversized")], "设计变更")]
    assert [event["grade"] for event in await told("dangerous_work.listed")] == ["dangerous", "oversized"]
    work = (await phone.get(f"{PHONE}/dangerous-works/{work_id}", headers=await headers(site.chief))).json()
    assert (work["grade"], work["state"]) == ("oversized", "listed")


async def test_a_change_within_the_grade_is_a_change_of_the_fact_but_no_new_listing(
    phone: httpx.AsyncClient, site: Site
) -> None:
    work_id = await listed(phone, site)
    await change(phone, site.manager, work_id, measures=[{"key": "depth", "value": 4.4, "unit": "m"}])
    await change(phone, site.manager, work_id, measures=[{"key": "depth", "value": 4.4, "unit": "m"}])
    assert len(await changes_of(site)) == 2
    assert len(await told("dangerous_work.listed")) == 1


async def test_a_removed_work_stays_readable_and_is_final(phone: httpx.AsyncClient, site: Site) -> None:
    work_id = await listed(phone, site)
    await listed(phone, site, name="另一基坑")
    assert (await remove(phone, site.manager, work_id)).status_code == 204
    assert [work["name"] for work in (await shown(phone, site))["works"]] == ["另一基坑"]
    work = (await phone.get(f"{PHONE}/dangerous-works/{work_id}", headers=await headers(site.manager))).json()
    assert (work["state"], work["removed_reason"]) == ("removed", "设计取消")
    again = [await remove(phone, site.manager, work_id), await change(phone, site.manager, work_id)]
    assert [refusal(each) for each in again] == [(409, "dangerous_work_removed", None)] * 2


async def test_removing_the_last_work_says_that_there_are_none(phone: httpx.AsyncClient, site: Site) -> None:
    work_id = await listed(phone, site)
    await remove(phone, site.manager, work_id)
    found = await shown(phone, site)
    assert (found["works"], found["none_declared"]["reason"]) == ([], "设计取消")
    assert await changes_of(site) == [
        (None, [("地下室基坑", "dangerous")], ""),
        ([("地下室基坑", "dangerous")], [], "设计取消"),
    ]
    assert await obligation(site) == "met"


async def test_a_project_may_declare_that_it_has_none(phone: httpx.AsyncClient, site: Site) -> None:
    assert (await shown(phone, site))["none_declared"] is None
    assert (await declare_none(phone, site)).status_code == 204
    found = (await shown(phone, site))["none_declared"]
    assert (found["reason"], found["by"]) == ("装修工程，没有危大工程", "林晓明")
    assert await obligation(site) == "met"
    assert await changes_of(site) == [(None, [], "装修工程，没有危大工程")]
    assert refusal(await declare_none(phone, site)) == (409, "dangerous_none_already", None)
    await listed(phone, site)
    assert (await shown(phone, site))["none_declared"] is None


async def test_a_list_with_works_cannot_be_declared_empty(phone: httpx.AsyncClient, site: Site) -> None:
    await listed(phone, site)
    assert refusal(await declare_none(phone, site)) == (409, "dangerous_list_not_empty", None)


async def test_acts_on_one_list_at_once_leave_a_history_without_a_gap(phone: httpx.AsyncClient, site: Site) -> None:
    await asyncio.gather(*(list_work(phone, site, name=f"基坑{number}") for number in range(6)))
    rows = await changes_of(site)
    assert [len(after) for _, after, _ in rows] == [1, 2, 3, 4, 5, 6]
    assert [before for before, _, _ in rows[1:]] == [after for _, after, _ in rows[:-1]]
