"""The monthly review: the sheet, what goes back, the next round, and what it meets."""

import datetime as dt
from typing import Any

import httpx
import pytest

from backend.core import clock, db, ids
from backend.projects.rules import period_of
from tests.backend.site import CONSOLE, PHONE, Site, headers, refusal

OK = {"verdict": "ok"}


def month(back: int = 1) -> str:
    day = clock.now().astimezone(clock.SHANGHAI).replace(day=1)
    for _ in range(back):
        day = (day - dt.timedelta(days=1)).replace(day=1)
    return period_of(day)


def items(**changes: dict[str, str]) -> dict[str, Any]:
    return {"progress": OK, "status": OK, "dangerous_works": OK, "updates": OK} | changes


async def review(
    client: httpx.AsyncClient,
    site: Site,
    period: str | None = None,
    person: str = "regulator",
    **changes: dict[str, str],
) -> httpx.Response:
    body = {"period": period or month(), "items": items(**changes), "note": "现场核对"}
    mine = await headers(getattr(site, person))
    return await client.post(f"{CONSOLE}/projects/{site.project_id}/reviews", json=body, headers=mine)


async def due(site: Site) -> None:
    await db.execute(
        """
        INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at)
        VALUES ($1, $2, '440300', 'monthly_review', $3, 'supervising_unit', now() + interval '5 days')
        """,
        ids.new_id(), site.project_id, month(),
    )  # fmt: skip


async def report(site: Site, state: str) -> None:
    await db.execute(
        """
        INSERT INTO progress_report (id, project_id, period, stage, floors_done, floors_total, percent, note, state,
                                     filed_by, filed_at)
        VALUES ($1, $2, $3, 'B-FOUNDATION', 0, 0, 5, '', $4, $5, now())
        """,
        ids.new_id(), site.project_id, month(), state, site.manager.account_id,
    )  # fmt: skip


async def due_state(site: Site) -> str:
    state: str = await db.fetch_value(
        "SELECT state FROM obligation WHERE project_id = $1 AND kind = 'monthly_review' AND period = $2",
        site.project_id, month(),
    )  # fmt: skip
    return state


async def test_what_goes_back_is_read_by_the_site_and_passes_in_the_second_round(
    console: httpx.AsyncClient, site: Site
) -> None:
    await due(site)
    returned = await review(console, site, dangerous_works={"verdict": "returned", "reason": "深基坑未列入"})
    assert (returned.status_code, returned.json()["state"], returned.json()["round"]) == (201, "returned", 1)
    assert await due_state(site) == "open"
    data = await db.fetch_value("SELECT data FROM event WHERE kind = 'month.reviewed'")
    assert (data["state"], data["reason"]) == ("returned", "危大工程 / Dangerous works：深基坑未列入")
    seen = await console.get(f"{PHONE}/projects/{site.project_id}/reviews", headers=await headers(site.manager))
    assert seen.json()[0]["items"]["dangerous_works"] == {"verdict": "returned", "reason": "深基坑未列入"}
    passed = (await review(console, site)).json()
    assert (passed["state"], passed["round"]) == ("passed", 2)
    assert await due_state(site) == "met"
    assert refusal(await review(console, site)) == (409, "review_passed", "period")
    history = await db.fetch("SELECT before, after FROM project_change WHERE fact = 'monthly_review' ORDER BY id")
    assert [(row["before"] and row["before"]["state"], row["after"]["state"]) for row in history] == [
        (None, "returned"),
        ("returned", "passed"),
    ]


async def test_a_returned_status_is_a_returned_fact(console: httpx.AsyncClient, site: Site) -> None:
    await review(console, site, status={"verdict": "returned", "reason": "现场已停工"})
    row = await db.fetch_one(
        "SELECT state, reason FROM fact_check WHERE project_id = $1 AND fact = 'status'", site.project_id
    )
    assert row is not None
    assert tuple(row) == ("returned", "现场已停工")


@pytest.mark.parametrize(("state", "expected"), [("filed", 409), ("reviewed", 409), ("confirmed", 201)])
async def test_progress_passes_only_with_a_confirmed_report(
    console: httpx.AsyncClient, site: Site, state: str, expected: int
) -> None:
    await report(site, state)
    assert (await review(console, site)).status_code == expected


async def test_progress_that_is_still_due_does_not_pass(console: httpx.AsyncClient, site: Site) -> None:
    await db.execute(
        "UPDATE obligation SET period = $2 WHERE project_id = $1 AND kind = 'progress'", site.project_id, month()
    )
    assert refusal(await review(console, site)) == (409, "review_progress_open", "items.progress")
    missing = await review(console, site, progress={"verdict": "returned", "reason": "未上报"})
    assert missing.json()["state"] == "returned"


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (month(0), "review_month_not_over"),
        ("2099-01", "review_month_not_over"),
        (month(13), "review_month_too_old"),
        ("2026-13", "period_malformed"),
        ("２０２６-01", "period_malformed"),
    ],
)
async def test_a_month_that_cannot_be_reviewed_is_refused(
    console: httpx.AsyncClient, site: Site, period: str, expected: str
) -> None:
    assert refusal(await review(console, site, period)) == (422, expected, "period")
    sheet = await console.get(
        f"{CONSOLE}/projects/{site.project_id}/reviews/{period}", headers=await headers(site.regulator)
    )
    assert refusal(sheet) == (422, expected, "period")


async def test_the_oldest_month_that_may_be_reviewed_is_reviewed(console: httpx.AsyncClient, site: Site) -> None:
    assert (await review(console, site, month(12))).status_code == 201


@pytest.mark.parametrize("reason", ["", "  "])
async def test_a_return_without_a_reason_is_refused(console: httpx.AsyncClient, site: Site, reason: str) -> None:
    refused = await review(console, site, updates={"verdict": "returned", "reason": reason})
    assert refusal(refused) == (422, "review_reason_missing", "items.updates.reason")


async def test_another_citys_unit_reviews_nothing(console: httpx.AsyncClient, site: Site) -> None:
    assert refusal(await review(console, site, person="outsider")) == (404, "not_found", "project_id")


async def test_the_sheet_shows_the_months_changes_its_report_and_its_review(
    console: httpx.AsyncClient, site: Site
) -> None:
    mine = await headers(site.manager)
    body = {"category": "municipal", "reason": "更正"}
    await console.post(f"{PHONE}/projects/{site.project_id}/category", json=body, headers=mine)
    work = {"name": "1栋", "structure": "框架", "floors_above": 3}
    mine = await headers(site.manager)
    await console.post(f"{PHONE}/projects/{site.project_id}/works", json=work, headers=mine)
    await report(site, "confirmed")
    await review(console, site)
    shifted = await shifted_sheet(console, site)
    assert [(line["fact"], line["before_zh"], line["after_en"], line["by"]) for line in shifted["changes"]] == [
        ("category", "房屋建筑", "municipal infrastructure", "林晓明"),
        ("single_works", "未填报", "1栋 (框架, 3 floors above and 0 below ground)", "林晓明"),
    ]
    assert (shifted["progress"]["state"], shifted["is_progress_open"]) == ("confirmed", False)
    assert (shifted["status_zh"], shifted["dangerous_works_en"]) == ("在建", "not reported")
    assert not shifted["has_dangerous_works"]
    assert shifted["review"]["state"] == "passed"


async def shifted_sheet(client: httpx.AsyncClient, site: Site) -> dict[str, Any]:
    """The changes were made in the month under review."""
    await db.execute("ALTER TABLE project_change DISABLE TRIGGER append_only")
    # A month back by the sites' calendar: on the 1st, UTC is still in the month before.
    await db.execute(
        "UPDATE project_change SET changed_at = "
        "(changed_at AT TIME ZONE 'Asia/Shanghai' - interval '1 month') AT TIME ZONE 'Asia/Shanghai'"
    )
    await db.execute("ALTER TABLE project_change ENABLE TRIGGER append_only")
    mine = await headers(site.regulator)
    sheet: dict[str, Any] = (
        await client.get(f"{CONSOLE}/projects/{site.project_id}/reviews/{month()}", headers=mine)
    ).json()
    return sheet


async def test_the_sheet_shows_that_there_is_no_report(console: httpx.AsyncClient, site: Site) -> None:
    sheet = await shifted_sheet(console, site)
    assert (sheet["progress"], sheet["review"]) == (None, None)
