"""The filing screen in one request: months, what the form starts with, views with their last photo."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from backend.core import clock, db, ids
from backend.identity.scope import Scope
from backend.projects import reference, rules
from backend.projects.monthly import slots
from tests.backend.site import PHONE, Site, headers, photos, refusal

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
VIEWS = ("overall", "front", "side")


@pytest.fixture(autouse=True)
def _calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


async def file(site: Site, period: str, *, state: str = "confirmed", floors: int = 2, number: int = 1) -> list[UUID]:
    """A report of the round `number` with a photo of each view."""
    report_id, taken = ids.new_id(), await photos(site.manager, site.project_id, len(VIEWS))
    await db.execute(
        """
        INSERT INTO progress_report (id, project_id, period, stage, floors_done, floors_total, percent, note, state,
                                     round, filed_by, filed_at, return_reason)
        VALUES ($1, $2, $3, 'B-STRUCTURE-FRAME', $4, 18, 20, '原话', $5, $6, $7, $8, '北立面不清晰')
        """,
        report_id, site.project_id, period, floors, state, number, site.manager.account_id, NOW,
    )  # fmt: skip
    await db.execute(
        "INSERT INTO progress_photo (report_id, round, photo_id, slot) "
        "SELECT $1, $2, photo, slot FROM unnest($3::uuid[], $4::text[]) AS taken (photo, slot)",
        report_id, number, taken, VIEWS,
    )  # fmt: skip
    return taken


async def ask(phone: httpx.AsyncClient, site: Site, person: Scope | None = None) -> dict[str, Any]:
    path = f"{PHONE}/projects/{site.project_id}/progress/next"
    answer = await phone.get(path, headers=await headers(person or site.manager))
    assert answer.status_code == 200
    said: dict[str, Any] = answer.json()
    return said


def test_every_stage_asks_for_as_many_views_as_a_report_takes() -> None:
    required = {
        stage.code: [
            view.is_required
            for view in slots.VIEWS
            if view.category == stage.category and (not view.stages or stage.code in view.stages)
        ]
        for stage in reference.stages().stages
    }
    assert {code for code, views in required.items() if sum(views) < rules.PROGRESS.least_photos} == set()
    assert {code for code, views in required.items() if len(views) > rules.PROGRESS.most_photos} == set()


def test_every_view_names_stages_of_its_category_and_its_code_once() -> None:
    known = {(stage.category, stage.code) for stage in reference.stages().stages}
    assert {(view.category, stage) for view in slots.VIEWS for stage in view.stages} <= known
    assert len({(view.category, view.code) for view in slots.VIEWS}) == len(slots.VIEWS)


def test_a_view_is_asked_for_on_its_days_alone() -> None:
    first = slots.VIEWS[0].valid_from
    assert slots.views("building", first.replace(year=first.year - 1)) == []
    assert [view.code for view in slots.views("building", first)][:3] == ["overall", "front", "side"]


def test_a_view_keeps_its_name_when_the_projects_category_is_corrected() -> None:
    assert (slots.name_of("municipal", "front").zh, slots.name_of("municipal", "unknown").zh) == ("正立面", "unknown")


async def test_a_new_site_may_file_two_months_and_starts_from_nothing(phone: httpx.AsyncClient, site: Site) -> None:
    said = await ask(phone, site)
    nothing = {"is_overdue": False, "report_id": None, "state": None, "return_reason": None, "start": None}
    assert said["months"] == [
        {"period": "2026-10", "may_file": True, "due_at": None, **nothing},
        {"period": "2026-11", "may_file": True, "due_at": "2026-12-05T15:59:59Z", **nothing},
    ]
    assert (said["project_name"], said["stages"][0]["code"]) == ("南山科学城一期", "B-FOUNDATION")
    assert (said["least_photos"], said["most_photos"], said["note_characters"]) == (3, 9, 500)
    assert said["slots"][0] == {
        "code": "overall", "name_zh": "工地全景", "name_en": "Whole site", "is_required": True, "stages": [],
        "last": None,
    }  # fmt: skip


async def test_the_form_starts_from_the_month_before_and_shows_its_photos(phone: httpx.AsyncClient, site: Site) -> None:
    await file(site, "2026-09", floors=1)
    taken = await file(site, "2026-10", floors=2)
    last, this = (said := await ask(phone, site))["months"]
    assert (last["may_file"], last["state"], last["return_reason"]) == (False, "confirmed", None)
    assert (this["may_file"], this["report_id"]) == (True, None)
    assert this["start"] == {
        "period": "2026-10", "stage": "B-STRUCTURE-FRAME", "floors_done": 2, "floors_total": 18, "percent": 20,
        "note": "",
    }  # fmt: skip
    shown = {slot["code"]: slot["last"] for slot in said["slots"]}
    assert [(shown[view]["photo_id"], shown[view]["period"]) for view in VIEWS] == [
        (str(photo), "2026-10") for photo in taken
    ]
    assert shown["front"]["thumbnail"].startswith(f"/media/{taken[1]}/thumbnail?")
    assert shown["pit"] is None


async def test_a_returned_month_says_why_and_starts_from_what_it_said(phone: httpx.AsyncClient, site: Site) -> None:
    before = await file(site, "2026-10", floors=2)
    await file(site, "2026-11", floors=3, state="returned")
    said = await ask(phone, site)
    this = said["months"][1]
    assert (this["may_file"], this["state"], this["return_reason"]) == (True, "returned", "北立面不清晰")
    assert (this["start"]["period"], this["start"]["floors_done"], this["start"]["note"]) == ("2026-11", 3, "原话")
    # Beside the viewfinder stands last month's picture, not the one that came back.
    assert said["slots"][0]["last"]["photo_id"] == str(before[0])


async def test_only_photos_of_the_last_round_are_shown(phone: httpx.AsyncClient, site: Site) -> None:
    taken = await file(site, "2026-10", number=2)
    await db.execute(
        "INSERT INTO progress_photo (report_id, round, photo_id, slot) "
        "SELECT id, 1, '00000000-0000-7000-8000-000000000000', 'front' FROM progress_report"
    )
    said = await ask(phone, site)
    assert said["slots"][1]["last"]["photo_id"] == str(taken[1])


async def test_a_late_month_starts_from_what_was_said_before_it(phone: httpx.AsyncClient, site: Site) -> None:
    await file(site, "2026-09", floors=1)
    await file(site, "2026-11", floors=3, state="filed")
    last, this = (await ask(phone, site))["months"]
    assert (last["may_file"], last["start"]["period"]) == (True, "2026-09")
    assert (this["may_file"], this["state"]) == (False, "filed")


async def test_what_was_not_filed_in_time_is_overdue(phone: httpx.AsyncClient, site: Site) -> None:
    await db.execute("UPDATE obligation SET due_at = $1 WHERE kind = 'progress'", NOW)
    assert [month["is_overdue"] for month in (await ask(phone, site))["months"]] == [False, False]
    await db.execute("UPDATE obligation SET due_at = due_at - interval '1 second' WHERE kind = 'progress'")
    assert [month["is_overdue"] for month in (await ask(phone, site))["months"]] == [False, True]


async def test_who_does_not_file_reads_it_and_may_not_file(phone: httpx.AsyncClient, site: Site) -> None:
    assert [month["may_file"] for month in (await ask(phone, site, site.chief))["months"]] == [False, False]


async def test_a_stranger_does_not_learn_that_the_project_is_there(phone: httpx.AsyncClient, site: Site) -> None:
    path = f"{PHONE}/projects/{site.project_id}/progress/next"
    refused = await phone.get(path, headers=await headers(site.stranger))
    assert refusal(refused) == (404, "not_found", "project_id")


async def test_a_reports_photos_say_what_they_show_and_so_many_months_come_as_are_asked_for(
    phone: httpx.AsyncClient, site: Site
) -> None:
    await file(site, "2026-09")
    await file(site, "2026-10")
    await db.execute("UPDATE progress_photo SET slot = 'north' WHERE slot = 'side'")
    path, signed_in = f"{PHONE}/projects/{site.project_id}/progress", await headers(site.manager)
    assert len((await phone.get(path, headers=signed_in)).json()) == 2
    (newest,) = (await phone.get(path, params={"limit": 1}, headers=signed_in)).json()
    assert newest["period"] == "2026-10"
    assert sorted((photo["slot_zh"], photo["slot_en"]) for photo in newest["photos"]) == [
        ("north", "north"),
        ("工地全景", "Whole site"),
        ("正立面", "Front"),
    ]
    refused = await phone.get(path, params={"limit": 25}, headers=signed_in)
    assert refusal(refused) == (400, "invalid_input", "limit")


async def test_projects_are_called_by_names_in_lists_and_on_their_page(phone: httpx.AsyncClient, site: Site) -> None:
    signed_in = await headers(site.manager)
    (listed,) = (await phone.get(f"{PHONE}/projects", headers=signed_in)).json()["items"]
    shown = (await phone.get(f"{PHONE}/projects/{site.project_id}", headers=signed_in)).json()
    assert (
        (listed["region_zh"], listed["region_en"])
        == (shown["region_zh"], shown["region_en"])
        == ("南山区", "Nanshan District")
    )
    assert listed["supervising_unit_zh"] == shown["supervising_unit_zh"]
    assert listed["my_posts"] == ["project_manager"]
    due = {row["kind"]: (row["name"]["zh"], row["is_overdue"]) for row in shown["obligations"]}
    assert due["progress"] == ("月度形象进度", False)
    await db.execute("UPDATE obligation SET due_at = $1 WHERE kind = 'progress'", NOW - timedelta(seconds=1))
    late = (await phone.get(f"{PHONE}/projects/{site.project_id}", headers=signed_in)).json()["obligations"]
    assert [row["is_overdue"] for row in late if row["kind"] == "progress"] == [True]
