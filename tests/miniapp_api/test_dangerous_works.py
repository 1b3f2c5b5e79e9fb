"""The list of dangerous works through the phone's and the regulator's doors."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest

from backend.core import clock, db, ids
from backend.identity.scope import Door, Scope
from backend.projects.dangerous import dangerous_reference, dangerous_views
from backend.projects.rules import PostKind
from tests.backend.site import CONSOLE, PHONE, Site, headers, hold, refusal

PIT = {
    "kind": "PIT",
    "name": "地下室基坑",
    "location": "1#楼地下室",
    "measures": [{"key": "depth", "value": 4.2, "unit": "m"}],
    "planned_from": "2026-12-01",
    "planned_until": "2027-01-31",
}
DEEP = PIT | {"measures": [{"key": "depth", "value": 5, "unit": "m"}]}
REASON_ZH = "危大工程：开挖深度 4.2 m ≥ 3 m（建办质〔2018〕31号附件1第一（一）项）"
REASON_EN = "Dangerous works: Depth of excavation 4.2 m ≥ 3 m (Jianbanzhi [2018] No. 31, annex 1, item 1(1))"
DEEP_ZH = "超过一定规模的危大工程：开挖深度 5 m ≥ 5 m（建办质〔2018〕31号附件2第一项）"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: clock.machine_now().replace(year=2026, month=11, day=21))


async def list_work(
    phone: httpx.AsyncClient, site: Site, person: Scope | None = None, **changes: Any
) -> httpx.Response:
    path = f"{PHONE}/projects/{site.project_id}/dangerous-works"
    return await phone.post(path, json=PIT | changes, headers=await headers(person or site.manager, door=Door.PHONE))


async def listed(phone: httpx.AsyncClient, site: Site, **changes: Any) -> str:
    answer = await list_work(phone, site, **changes)
    assert answer.status_code == 201, answer.text
    work_id: str = answer.json()["id"]
    return work_id


async def change(phone: httpx.AsyncClient, person: Scope, work_id: str, **changes: Any) -> httpx.Response:
    body = PIT | {"reason": "设计变更"} | changes
    return await phone.put(f"{PHONE}/dangerous-works/{work_id}", json=body, headers=await headers(person))


async def remove(phone: httpx.AsyncClient, person: Scope, work_id: str) -> httpx.Response:
    path = f"{PHONE}/dangerous-works/{work_id}/remove"
    return await phone.post(path, json={"reason": "设计取消"}, headers=await headers(person))


async def declare_none(phone: httpx.AsyncClient, site: Site) -> httpx.Response:
    path = f"{PHONE}/projects/{site.project_id}/dangerous-works/none"
    return await phone.post(path, json={"reason": "装修工程，没有危大工程"}, headers=await headers(site.manager))


async def shown(phone: httpx.AsyncClient, site: Site, person: Scope | None = None) -> dict[str, Any]:
    path = f"{PHONE}/projects/{site.project_id}/dangerous-works"
    answer = await phone.get(path, headers=await headers(person or site.manager, door=Door.PHONE))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def obligation(site: Site) -> str:
    found = await db.fetch_value(
        "SELECT state FROM obligation WHERE project_id = $1 AND kind = 'dangerous_list'", site.project_id
    )
    return str(found)


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


# Trying out, and what there is to list


async def test_a_person_sees_the_grade_while_typing_and_nothing_is_kept(phone: httpx.AsyncClient, site: Site) -> None:
    body = {"kind": "PIT", "region_code": "440305", "measures": PIT["measures"]}
    mine = await headers(site.applicant)
    answer = await phone.post(f"{PHONE}/dangerous-works/classify", json=body, headers=mine)
    assert answer.json() == {"grade": "dangerous", "reason_zh": REASON_ZH, "reason_en": REASON_EN}
    early = await phone.post(f"{PHONE}/dangerous-works/classify", json=body | {"measures": []}, headers=mine)
    assert refusal(early) == (422, "measure_missing", "measures.depth")
    assert await db.fetch_value("SELECT count(*) FROM dangerous_work") == 0


async def test_the_kinds_come_with_what_to_ask_and_cost_nothing_the_second_time(
    phone: httpx.AsyncClient, site: Site
) -> None:
    mine = await headers(site.manager)
    first = await phone.get(f"{PHONE}/dangerous-work-kinds", headers=mine)
    kinds = first.json()
    assert [kind["code"] for kind in kinds] == [entry.kind.code for entry in dangerous_reference.catalogue()]
    pit = kinds[0]
    assert (pit["measures"][0] | {"help_zh": "", "help_en": ""}) == {
        "key": "depth",
        "name_zh": "开挖深度",
        "name_en": "Depth of excavation",
        "help_zh": "",
        "help_en": "",
        "unit": "m",
        "units": ["m", "cm", "mm"],
        "dangerous": 3.0,
        "oversized": 5.0,
        "least": 0.1,
        "most": 100.0,
    }
    assert [(each["key"], each["grade"]) for each in pit["conditions"]] == [("complex_surroundings", "dangerous")]
    again = await phone.get(f"{PHONE}/dangerous-work-kinds", headers=mine | {"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


LOCAL = """
INSERT INTO dangerous_work_kind (code, category_zh, category_en, name_zh, name_en, form, grade, measures, conditions,
                                 clauses, position, jurisdiction, replaces, basis, valid_from, valid_to)
SELECT $1, category_zh, category_en, name_zh, name_en, form, grade, jsonb_set(measures, '{0,dangerous}', '2.5'),
       conditions, clauses, 100, $2, $3, '深圳规定', $4, $5 FROM dangerous_work_kind WHERE code = 'PIT'
"""


async def local_kind(
    code: str, region: str, *, replaces: str | None, since: date = date(2026, 1, 1), until: date | None = None
) -> None:
    await db.execute(LOCAL, code, region, replaces, since, until)


async def codes(phone: httpx.AsyncClient, site: Site, region_code: str) -> set[str]:
    path = f"{PHONE}/dangerous-work-kinds?region_code={region_code}"
    return {kind["code"] for kind in (await phone.get(path, headers=await headers(site.manager))).json()}


@pytest.fixture
async def shenzhen(site: Site) -> Any:
    """Shenzhen's own, stricter rule for pits, and one of its own; one not in force yet, one no longer."""
    await local_kind("SZ-PIT", "440300", replaces="PIT")
    await local_kind("SZ-OWN", "440300", replaces=None)
    await local_kind("SZ-NEXT", "440300", replaces="PRECAST", since=date(2027, 1, 1))
    await local_kind("SZ-PAST", "440300", replaces="PRECAST", until=date(2026, 11, 20))
    yield
    await db.execute("DELETE FROM dangerous_work")
    await db.execute("DELETE FROM dangerous_work_kind WHERE code LIKE 'SZ-%'")


@pytest.mark.usefixtures("shenzhen")
async def test_a_regions_own_rule_joins_or_replaces_the_national_one_there_only(
    phone: httpx.AsyncClient, site: Site
) -> None:
    national = {entry.kind.code for entry in dangerous_reference.catalogue()}
    assert await codes(phone, site, "440305") == national - {"PIT"} | {"SZ-PIT", "SZ-OWN"}
    assert await codes(phone, site, "440300") == national - {"PIT"} | {"SZ-PIT", "SZ-OWN"}
    assert await codes(phone, site, "440106") == national
    assert refusal(await list_work(phone, site)) == (422, "dangerous_kind_unknown", "kind")
    shallow = [{"key": "depth", "value": 2.5, "unit": "m"}]
    answer = await list_work(phone, site, kind="SZ-PIT", measures=shallow)
    assert answer.json()["grade"] == "dangerous"


# The regulators


@pytest.mark.parametrize("few", [1000, 0])
async def test_regulators_read_the_lists_of_their_subtree_by_grade_page_by_page(
    phone: httpx.AsyncClient, site: Site, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(dangerous_views, "FEW", few)
    made = [await listed(phone, site, name=f"基坑{number}", measures=DEEP["measures"]) for number in range(3)]
    await listed(phone, site, name="浅基坑")
    mine = await headers(site.regulator)
    first = (await phone.get(f"{CONSOLE}/dangerous-works?grade=oversized&limit=2", headers=mine)).json()
    rest = await phone.get(f"{CONSOLE}/dangerous-works?grade=oversized&limit=2&cursor={first['next']}", headers=mine)
    assert [work["id"] for work in first["items"] + rest.json()["items"]] == made[::-1]
    assert rest.json()["next"] is None
    assert len((await phone.get(f"{CONSOLE}/dangerous-works", headers=mine)).json()["items"]) == 4
    outside = await headers(site.outsider)
    assert (await phone.get(f"{CONSOLE}/dangerous-works", headers=outside)).json() == {"items": [], "next": None}
    path = f"{CONSOLE}/projects/{site.project_id}/dangerous-works"
    assert len((await phone.get(path, headers=mine)).json()["works"]) == 4
    assert refusal(await phone.get(path, headers=outside)) == (404, "not_found", "project_id")
    hidden = await phone.get(f"{CONSOLE}/dangerous-works/{made[0]}", headers=outside)
    assert refusal(hidden) == (404, "not_found", "work_id")
    bad = await phone.get(f"{CONSOLE}/dangerous-works?grade=huge", headers=mine)
    assert refusal(bad) == (400, "invalid_input", "grade")


async def test_the_audit_keeps_every_act(phone: httpx.AsyncClient, site: Site) -> None:
    work_id = await listed(phone, site)
    await change(phone, site.manager, work_id, measures=DEEP["measures"])
    await remove(phone, site.manager, work_id)
    rows = await db.fetch("SELECT act, detail FROM audit_entry WHERE subject_id = $1 ORDER BY id", UUID(work_id))
    assert [(row["act"], row["detail"]) for row in rows] == [
        ("dangerous.list", {"grade": "dangerous"}),
        ("dangerous.change", {"grade": "oversized", "was": "dangerous"}),
        ("dangerous.remove", {}),
    ]
