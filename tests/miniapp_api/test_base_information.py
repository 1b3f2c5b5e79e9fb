"""Binding the permit, setting the map point, and the first page that shows what is missing."""

from datetime import datetime, time, timedelta
from typing import Any

import httpx
import pytest

from backend.core import clock, db
from backend.core.geo import Point, wgs84_to_gcj02
from backend.identity.scope import Door
from backend.projects.rules import PostKind
from tests.backend.site import DEVELOPER, PHONE, Site, headers, hold, refusal

NUMBER = "440305202403150101"
POINT = Point(113.94512, 22.54304)
GIVEN = wgs84_to_gcj02(POINT)
PUT = {"longitude": GIVEN.longitude, "latitude": GIVEN.latitude, "datum": "gcj02"}


async def bind(phone: httpx.AsyncClient, site: Site, number: str, person: str = "manager") -> httpx.Response:
    mine = await headers(getattr(site, person), door=Door.PHONE)
    return await phone.post(f"{PHONE}/projects/{site.project_id}/permits", json={"number": number}, headers=mine)


async def place(phone: httpx.AsyncClient, site: Site, person: str = "manager", **changes: Any) -> httpx.Response:
    mine = await headers(getattr(site, person), door=Door.PHONE)
    return await phone.put(f"{PHONE}/projects/{site.project_id}/map-point", json=PUT | changes, headers=mine)


async def test_the_manager_binds_a_permit_and_sets_the_point(phone: httpx.AsyncClient, site: Site) -> None:
    bound = (await bind(phone, site, NUMBER)).json()
    assert (bound["number"], bound["issued_on"], bound["is_class_usual"]) == (NUMBER, "2024-03-15", True)
    stored = (await place(phone, site)).json()
    assert (round(stored["longitude"], 5), round(stored["latitude"], 5)) == (POINT.longitude, POINT.latitude)
    page = (await phone.get(f"{PHONE}/projects/{site.project_id}", headers=await headers(site.manager))).json()
    assert [permit["number"] for permit in page["permits"]] == [NUMBER]
    row = await db.fetch_one("SELECT given_longitude, given_datum FROM project WHERE id = $1", site.project_id)
    assert row is not None
    assert (row["given_longitude"], row["given_datum"]) == (GIVEN.longitude, "gcj02")
    acts = await db.fetch("SELECT act FROM audit_entry WHERE actor_id = $1 ORDER BY id", site.manager.account_id)
    assert [row["act"] for row in acts if not row["act"].startswith("session")] == ["permit.bind", "project.place"]


async def test_a_permit_of_another_city_or_class_is_bound_and_remarked(phone: httpx.AsyncClient, site: Site) -> None:
    bound = (await bind(phone, site, "440103202403150110")).json()
    assert (bound["is_of_projects_city"], bound["is_class_usual"]) == (False, False)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("44030520240315010", "permit_malformed"),
        ("110105202403150101", "permit_other_province"),
        ("440305202402300101", "permit_impossible_date"),
    ],
)
async def test_a_wrong_permit_number_changes_nothing(
    phone: httpx.AsyncClient, site: Site, number: str, code: str
) -> None:
    assert refusal(await bind(phone, site, number)) == (422, code, "number")
    assert await db.fetch_value("SELECT count(*) FROM permit") == 0


async def test_a_permit_binds_once(phone: httpx.AsyncClient, site: Site) -> None:
    await bind(phone, site, NUMBER)
    assert refusal(await bind(phone, site, NUMBER)) == (409, "permit_taken", "number")


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("chief", (403, "forbidden", None)),
        ("regulator", (403, "forbidden", None)),
        ("stranger", (404, "not_found", "project_id")),
        ("outsider", (404, "not_found", "project_id")),
        ("applicant", (404, "not_found", "project_id")),
    ],
)
async def test_only_the_manager_and_the_developers_lead_keep_the_base_information(
    phone: httpx.AsyncClient, site: Site, person: str, expected: tuple[int, str, str | None]
) -> None:
    assert refusal(await bind(phone, site, NUMBER, person)) == expected
    assert refusal(await place(phone, site, person)) == expected
    assert await db.fetch_value("SELECT count(*) FROM permit") == 0
    assert await db.fetch_value("SELECT longitude FROM project WHERE id = $1", site.project_id) is None


async def test_the_developers_lead_binds_and_places_too(phone: httpx.AsyncClient, site: Site) -> None:
    await hold(site.project_id, site.applicant, PostKind.DEVELOPER_LEAD, site.chief, DEVELOPER)
    assert (await bind(phone, site, NUMBER, "applicant")).status_code == 201
    assert (await place(phone, site, "applicant")).status_code == 200


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"longitude": 113.2753, "latitude": 23.12785}, (422, "point_outside_city", "longitude")),
        ({"longitude": GIVEN.latitude, "latitude": GIVEN.longitude}, (422, "point_swapped", "longitude")),
        ({"longitude": 180.1}, (400, "invalid_input", "longitude")),
        ({"datum": "cgcs"}, (400, "invalid_input", "datum")),
    ],
)
async def test_a_wrong_point_changes_nothing(
    phone: httpx.AsyncClient, site: Site, changes: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    assert refusal(await place(phone, site, **changes)) == expected
    assert await db.fetch_value("SELECT longitude FROM project WHERE id = $1", site.project_id) is None


async def test_the_first_page_shows_projects_dues_and_what_is_missing(phone: httpx.AsyncClient, site: Site) -> None:
    await bind(phone, site, NUMBER)
    page = (await phone.get(f"{PHONE}/home", headers=await headers(site.manager))).json()
    assert [(item["posts"], item["has_permit"], item["has_point"]) for item in page["projects"]] == [
        (["project_manager"], True, False)
    ]
    assert sorted((item["kind"], item["is_overdue"]) for item in page["dues"]) == [
        ("dangerous_list", False),
        ("devices", False),
        ("map_point", False),
        ("progress", False),
    ]
    assert page["waiting"] == {"applications": 0, "reports_to_review": 0, "handovers_to_sign": 0}


async def test_nobody_lists_projects_of_others(phone: httpx.AsyncClient, site: Site) -> None:
    listed = (await phone.get(f"{PHONE}/projects", headers=await headers(site.manager))).json()
    assert [item["id"] for item in listed["items"]] == [str(site.project_id)]
    assert listed["next"] is None
    nothing = (await phone.get(f"{PHONE}/projects", headers=await headers(site.applicant))).json()
    assert nothing == {"items": [], "next": None}


async def test_the_map_shows_the_outline_within_which_the_point_must_lie(phone: httpx.AsyncClient, site: Site) -> None:
    path = f"{PHONE}/projects/{site.project_id}/outline"
    found = (await phone.get(path, headers=await headers(site.manager, door=Door.PHONE))).json()
    assert found["city"] == {"zh": "深圳市", "en": "Shenzhen"}
    longitudes, latitudes = zip(*(corner for ring in found["rings"] for corner in ring), strict=True)
    assert (min(longitudes) < POINT.longitude < max(longitudes), min(latitudes) < POINT.latitude < max(latitudes)) == (
        True,
        True,
    )
    strangers = await phone.get(path, headers=await headers(site.stranger, door=Door.PHONE))
    assert refusal(strangers)[:2] == (404, "not_found")


async def test_the_page_says_who_answers_for_vacant_posts_and_until_when_the_works_are_paused(
    phone: httpx.AsyncClient, site: Site
) -> None:
    mine = await headers(site.manager, door=Door.PHONE)
    path = f"{PHONE}/projects/{site.project_id}"
    page = (await phone.get(path, headers=mine)).json()
    assert {row["kind"]: row["since"] is not None for row in page["holders"]} == {
        "project_manager": True,
        "chief_engineer": True,
    }
    assert page["vacancies"] == [
        {"kind": "safety_officer", "answered_by": "project_manager"},
        {"kind": "materials_clerk", "answered_by": "project_manager"},
        {"kind": "developer_lead", "answered_by": "chief_engineer"},
    ]
    assert page["paused_until"] is None
    last_day = clock.now().astimezone(clock.SHANGHAI).date() + timedelta(days=30)
    paused = {"action": "pause", "reason": "春节停工", "until_on": str(last_day)}
    assert (await phone.post(f"{path}/status", json=paused, headers=mine)).status_code == 200
    page = (await phone.get(path, headers=mine)).json()
    ends = datetime.combine(last_day + timedelta(days=1), time(), clock.SHANGHAI)
    assert datetime.fromisoformat(page["paused_until"]) == ends
