"""The working calendar: the province keeps it, every regulator reads it, due dates follow it."""

from datetime import date
from typing import Any

import httpx
import pytest

from backend.core import db
from backend.core.workdays import add_workdays
from backend.identity import accounts
from backend.identity.scope import Door, Scope
from backend.identity.units import Level
from backend.projects.duties import calendar
from tests.backend.site import CONSOLE, Site, headers, refusal, scope, unit_of

TYPHOON = {"is_workday": False, "note_zh": "台风停工", "note_en": "Typhoon"}


@pytest.fixture
async def province(site: Site) -> Scope:
    """The administrator of the province."""
    unit = await unit_of("440000", Level.PROVINCE)
    found = await db.fetch_value("SELECT id FROM account WHERE unit_id = $1 AND is_unit_administrator", unit)
    return await scope(found, Door.CONSOLE)


async def put(console: httpx.AsyncClient, person: Scope, day: str, **changes: Any) -> httpx.Response:
    return await console.put(f"{CONSOLE}/calendar/{day}", json=TYPHOON | changes, headers=await headers(person))


async def year(console: httpx.AsyncClient, person: Scope, number: int) -> dict[str, Any]:
    answer = await console.get(f"{CONSOLE}/calendar?year={number}", headers=await headers(person))
    assert answer.status_code == 200
    shown: dict[str, Any] = answer.json()
    return shown


async def test_a_year_shows_the_announced_holidays_and_the_weekends_worked_for_them(
    console: httpx.AsyncClient, site: Site
) -> None:
    shown = await year(console, site.regulator, 2026)
    assert shown["is_announced"] is True
    assert shown["worked"] == ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
    assert [day for day in shown["rests"] if day >= "2026-09"] == [
        "2026-09-25",
        "2026-10-01",
        "2026-10-02",
        "2026-10-05",
        "2026-10-06",
        "2026-10-07",
    ]
    assert shown["days"] == []


async def test_a_year_that_nobody_announced_has_its_weekends_only(console: httpx.AsyncClient, site: Site) -> None:
    assert await year(console, site.regulator, 2099) == {
        "year": 2099,
        "is_announced": False,
        "rests": [],
        "worked": [],
        "days": [],
    }


async def test_a_typhoon_day_is_entered_read_counted_and_taken_back(
    console: httpx.AsyncClient, site: Site, province: Scope
) -> None:
    entered = await put(console, province, "2026-09-21")
    assert entered.json() == TYPHOON | {"day": "2026-09-21", "is_workday_announced": True}
    shown = await year(console, site.outsider, 2026)
    assert (shown["days"], "2026-09-21" in shown["rests"]) == ([entered.json()], True)
    assert add_workdays(date(2026, 9, 20), 1, await calendar.overrides()) == date(2026, 9, 22)
    removed = await console.delete(f"{CONSOLE}/calendar/2026-09-21", headers=await headers(province))
    assert removed.status_code == 204
    assert add_workdays(date(2026, 9, 20), 1, await calendar.overrides()) == date(2026, 9, 21)
    acts = await db.fetch(
        "SELECT act, detail - 'session_id' AS detail FROM audit_entry WHERE act LIKE 'calendar.%' ORDER BY id"
    )
    assert [(row["act"], row["detail"]) for row in acts] == [
        ("calendar.put", {"day": "2026-09-21", "is_workday": False}),
        ("calendar.remove", {"day": "2026-09-21", "is_workday": True}),
    ]


async def test_a_day_entered_again_is_changed(console: httpx.AsyncClient, site: Site, province: Scope) -> None:
    await put(console, province, "2026-09-21")
    await put(console, province, "2026-09-21", note_zh="台风“海燕”停工")
    assert [row[0] for row in await db.fetch("SELECT note_zh FROM calendar_day")] == ["台风“海燕”停工"]


@pytest.mark.parametrize(
    ("day", "changes", "expected"),
    [
        ("2026-09-21", {"is_workday": True}, (422, "day_as_announced", "is_workday")),
        ("2026-10-01", {}, (422, "day_as_announced", "is_workday")),
        ("2026-02-30", {}, (422, "day_malformed", "day")),
        ("2003-01-06", {}, (422, "day_malformed", "day")),
        ("2101-01-03", {}, (422, "day_malformed", "day")),
        ("tomorrow", {}, (422, "day_malformed", "day")),
        ("2026-09-21", {"note_en": ""}, (400, "invalid_input", "note_en")),
        ("2026-09-21", {"note_zh": "长" * 101}, (400, "invalid_input", "note_zh")),
    ],
)
async def test_a_change_that_says_nothing_or_names_no_day_is_refused(
    console: httpx.AsyncClient,
    province: Scope,
    day: str,
    changes: dict[str, Any],
    expected: tuple[int, str, str],
) -> None:
    assert refusal(await put(console, province, day, **changes)) == expected
    assert await db.fetch_value("SELECT count(*) FROM calendar_day") == 0


async def test_only_an_administrator_of_the_province_changes_a_day(
    console: httpx.AsyncClient, site: Site, province: Scope
) -> None:
    plain = await accounts.add_regulator(
        province, await unit_of("440000", Level.PROVINCE), name="省厅", wecom_userid="province.plain"
    )
    refused = [await put(console, who, "2026-09-21") for who in (site.administrator, await scope(plain, Door.CONSOLE))]
    assert [refusal(each) for each in refused] == [(403, "province_administrator_only", None)] * 2
    await put(console, province, "2026-09-21")
    kept = await console.delete(f"{CONSOLE}/calendar/2026-09-21", headers=await headers(site.administrator))
    assert refusal(kept) == (403, "province_administrator_only", None)
    assert await db.fetch_value("SELECT count(*) FROM calendar_day") == 1


async def test_a_change_that_is_not_there_cannot_be_taken_back(
    console: httpx.AsyncClient, site: Site, province: Scope
) -> None:
    missing = await console.delete(f"{CONSOLE}/calendar/2026-09-21", headers=await headers(province))
    assert refusal(missing) == (404, "not_found", "day")


@pytest.mark.parametrize("number", ["2003", "2101", "x"])
async def test_a_year_out_of_range_is_refused(console: httpx.AsyncClient, site: Site, number: str) -> None:
    refused = await console.get(f"{CONSOLE}/calendar?year={number}", headers=await headers(site.regulator))
    assert refusal(refused) == (400, "invalid_input", "year")
