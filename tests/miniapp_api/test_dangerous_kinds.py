"""Grades tried out while typing, the kinds to choose from, and the lists as regulators read them."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest

from backend.core import db
from backend.projects.dangerous import dangerous_reference, dangerous_views
from tests.backend.site import CONSOLE, PHONE, Site, headers, refusal
from tests.miniapp_api.dangerous import DEEP, PIT, REASON_EN, REASON_ZH, change, list_work, listed, remove

pytestmark = pytest.mark.usefixtures("today")


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
    rows = await db.fetch(
        "SELECT act, detail - 'session_id' AS detail FROM audit_entry WHERE subject_id = $1 ORDER BY id", UUID(work_id)
    )
    assert [(row["act"], row["detail"]) for row in rows] == [
        ("dangerous.list", {"grade": "dangerous"}),
        ("dangerous.change", {"grade": "oversized", "was": "dangerous"}),
        ("dangerous.remove", {}),
    ]
