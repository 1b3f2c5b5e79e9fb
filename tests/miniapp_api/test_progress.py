"""The month's progress, from the site's filing to the regulator's confirmation, with every refusal on the way."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from backend.core import clock, db
from backend.identity.scope import Door, Scope
from backend.projects.duties import obligations
from backend.projects.rules import PostKind
from backend.supervision import silence
from tests.backend.site import CONSOLE, PHONE, SUPERVISION, Site, headers, hold, photos, refusal

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


class Calendar:
    """What `clock.now` says."""

    def __init__(self) -> None:
        self.now = NOW


@pytest.fixture(autouse=True)
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """The domain's clock, fixed before the site is registered; sessions and tickets keep the database's."""
    calendar = Calendar()
    monkeypatch.setattr(clock, "now", lambda: calendar.now)
    return calendar


async def report(site: Site, person: Scope | None = None, count: int = 3, **changes: Any) -> dict[str, Any]:
    taken = await photos(person or site.manager, site.project_id, count)
    return {
        "period": "2026-11",
        "stage": "B-STRUCTURE-FRAME",
        "floors_done": 3,
        "floors_total": 18,
        "percent": 25,
        "note": "三层结构完成",
        "photos": [{"photo_id": str(photo), "slot": f"s{place}"} for place, photo in enumerate(taken)],
        **changes,
    }


async def file(phone: httpx.AsyncClient, site: Site, person: Scope | None = None, **changes: Any) -> httpx.Response:
    filer = person or site.manager
    body = await report(site, filer, **changes)
    path = f"{PHONE}/projects/{site.project_id}/progress"
    return await phone.post(path, json=body, headers=await headers(filer, door=Door.PHONE))


async def filed(phone: httpx.AsyncClient, site: Site, **changes: Any) -> str:
    answer = await file(phone, site, **changes)
    assert answer.status_code == 201
    report_id: str = answer.json()["id"]
    return report_id


async def act(phone: httpx.AsyncClient, person: Scope, report_id: str, action: str, **body: Any) -> httpx.Response:
    """What the chief or the regulator says; the regulator has looked at the first round unless `round` says another."""
    door, seen = (CONSOLE, {"round": 1}) if person.door is Door.CONSOLE else (PHONE, {})
    path = f"{door}/progress/{report_id}/{action}"
    return await phone.post(path, json=seen | body or None, headers=await headers(person))


async def state_of(report_id: str) -> str:
    state: str = await db.fetch_value("SELECT state FROM progress_report WHERE id = $1", UUID(report_id))
    return state


async def obligation(site: Site) -> tuple[str, str | None]:
    row = await db.fetch_one(
        "SELECT state, next_step FROM obligation WHERE project_id = $1 AND kind = 'progress'", site.project_id
    )
    assert row is not None
    return row["state"], row["next_step"]


async def events_of(kind: str) -> list[dict[str, Any]]:
    return [row["data"] for row in await db.fetch("SELECT data FROM event WHERE kind = $1 ORDER BY id", kind)]


async def test_a_report_is_filed_reviewed_and_confirmed(phone: httpx.AsyncClient, site: Site) -> None:
    assert await obligation(site) == ("open", "remind")
    report_id = await filed(phone, site)
    assert await obligation(site) == ("met", None)
    waiting = (await phone.get(f"{PHONE}/progress/to-review", headers=await headers(site.chief))).json()
    assert [item["id"] for item in waiting] == [report_id]
    assert (await act(phone, site.chief, report_id, "review")).json() == {"state": "reviewed"}
    queue = (await phone.get(f"{CONSOLE}/progress", headers=await headers(site.regulator))).json()
    assert [(item["id"], len(item["photos"])) for item in queue["items"]] == [(report_id, 3)]
    assert (await act(phone, site.regulator, report_id, "confirm")).json() == {"state": "confirmed"}
    told = {kind: await events_of(f"progress.{kind}") for kind in ("filed", "reviewed", "confirmed")}
    common = {"project_name": "南山科学城一期", "period": "2026-11"}
    assert told == {
        "filed": [common | {"posts": ["chief_engineer"]}],
        "reviewed": [common | {"posts": []}],
        "confirmed": [common | {"posts": ["project_manager"]}],
    }
    shown = (await phone.get(f"{PHONE}/progress/{report_id}", headers=await headers(site.manager))).json()
    assert (shown["state"], shown["stage_zh"], shown["filed_by"]) == ("confirmed", "主体结构（框架）", "林晓明")
    steps = {step["state"]: step["by"] for step in shown["steps"]}
    assert steps == {"filed": "林晓明", "reviewed": "陈国栋", "confirmed": "黄莉"}
    assert shown["photos"][0]["thumbnail"].startswith("/media/")


async def test_a_second_report_of_the_month_is_a_conflict_and_leaves_the_first(
    phone: httpx.AsyncClient, site: Site
) -> None:
    report_id = await filed(phone, site)
    again = await file(phone, site, percent=99)
    assert refusal(again) == (409, "progress_already_filed", "period")
    assert await db.fetch_value("SELECT percent FROM progress_report") == 25
    assert await db.fetch_value("SELECT count(*) FROM photo WHERE attached_to IS NOT NULL") == 3
    assert await db.fetch_value("SELECT count(*) FROM progress_photo WHERE report_id = $1", UUID(report_id)) == 3
    assert len(await events_of("progress.filed")) == 1


async def test_the_same_request_twice_is_one_report_and_one_answer(phone: httpx.AsyncClient, site: Site) -> None:
    body, path = await report(site), f"{PHONE}/projects/{site.project_id}/progress"
    mine = await headers(site.manager, key="one-tap-on-file")
    first = await phone.post(path, json=body, headers=mine)
    second = await phone.post(path, json=body, headers=mine)
    assert (first.status_code, second.status_code, second.content) == (201, 201, first.content)
    assert len(await events_of("progress.filed")) == 1
    other = await phone.post(path, json=body | {"percent": 26}, headers=mine)
    assert refusal(other) == (422, "idempotency_key_reused", "Idempotency-Key")


async def test_the_chief_returns_with_a_reason_and_the_next_filing_is_round_two(
    phone: httpx.AsyncClient, site: Site, calendar: Calendar
) -> None:
    report_id = await filed(phone, site)
    calendar.now += timedelta(hours=1)
    assert (await act(phone, site.chief, report_id, "return", reason="北立面不清晰")).json() == {"state": "returned"}
    assert (await obligation(site))[0] == "open"
    (returned,) = await events_of("progress.returned")
    assert (returned["reason"], returned["posts"]) == ("北立面不清晰", ["project_manager"])
    calendar.now += timedelta(hours=1)
    again = (await file(phone, site, percent=30)).json()
    assert (again["id"], again["round"], again["state"]) == (report_id, 2, "filed")
    assert (await obligation(site))[0] == "met"
    shown = (await phone.get(f"{PHONE}/progress/{report_id}", headers=await headers(site.chief))).json()
    assert (shown["percent"], len(shown["photos"])) == (30, 3)
    assert [(step["state"], step["by"], step["at"]) for step in shown["steps"]] == [
        ("returned", "陈国栋", "2026-11-21T03:00:00Z"),
        ("filed", "林晓明", "2026-11-21T04:00:00Z"),
    ]
    assert await db.fetch_value("SELECT count(*) FROM progress_photo") == 6


async def test_the_regulator_returns_a_reviewed_report(phone: httpx.AsyncClient, site: Site) -> None:
    report_id = await filed(phone, site)
    await act(phone, site.chief, report_id, "review")
    assert (await act(phone, site.regulator, report_id, "return", reason="楼层不符")).json() == {"state": "returned"}
    assert (await obligation(site))[0] == "open"


@pytest.mark.parametrize(("action", "said"), [("confirm", {}), ("return", {"reason": "楼层不符"})])
async def test_what_was_decided_about_one_round_does_not_fall_on_the_next(
    phone: httpx.AsyncClient, site: Site, action: str, said: dict[str, Any]
) -> None:
    report_id = await filed(phone, site)
    await act(phone, site.chief, report_id, "return", reason="重拍")
    await filed(phone, site)
    await act(phone, site.chief, report_id, "review")
    stale = await act(phone, site.regulator, report_id, action, **said)
    assert refusal(stale) == (409, "progress_filed_again", "round")
    assert stale.json()["title"] == "该报告在您查看之后已重新提交（第 2 次，林晓明，2026-11-21 10:00）"
    assert await state_of(report_id) == "reviewed"
    assert (await act(phone, site.regulator, report_id, action, round=2, **said)).status_code == 200


async def test_a_report_returned_after_the_due_day_has_three_days(
    phone: httpx.AsyncClient, site: Site, calendar: Calendar
) -> None:
    calendar.now = datetime(2026, 12, 5, 10, 0, tzinfo=UTC)
    report_id = await filed(phone, site)
    calendar.now = datetime(2026, 12, 10, 10, 0, tzinfo=UTC)
    await act(phone, site.chief, report_id, "return", reason="重拍")
    due_at = await db.fetch_value(
        "SELECT due_at FROM obligation WHERE project_id = $1 AND kind = 'progress'", site.project_id
    )
    assert due_at == calendar.now + timedelta(days=3)


@pytest.mark.parametrize(
    ("person", "action", "expected"),
    [
        ("manager", "review", (403, "forbidden", None)),
        ("applicant", "review", (404, "not_found", "report_id")),
        ("stranger", "review", (404, "not_found", "report_id")),
        ("manager", "return", (403, "forbidden", None)),
        ("outsider", "confirm", (404, "not_found", "report_id")),
        ("outsider", "return", (404, "not_found", "report_id")),
        ("regulator", "confirm", (409, "progress_not_in_state", None)),
        ("regulator", "return", (409, "progress_not_in_state", None)),
    ],
)
async def test_a_filed_report_is_moved_by_its_chief_alone(
    phone: httpx.AsyncClient, site: Site, person: str, action: str, expected: tuple[int, str, str | None]
) -> None:
    report_id = await filed(phone, site)
    body = {"reason": "不行"} if action == "return" else {}
    assert refusal(await act(phone, getattr(site, person), report_id, action, **body)) == expected
    assert await state_of(report_id) == "filed"
    assert len(await db.fetch("SELECT 1 FROM event WHERE kind LIKE 'progress.%'")) == 1


@pytest.mark.parametrize("action", ["review", "return"])
async def test_a_reviewed_report_has_left_the_chief(phone: httpx.AsyncClient, site: Site, action: str) -> None:
    report_id = await filed(phone, site)
    await act(phone, site.chief, report_id, "review")
    body = {"reason": "晚了"} if action == "return" else {}
    again = await act(phone, site.chief, report_id, action, **body)
    assert refusal(again) == (409, "progress_not_in_state", None)
    assert "待监督机构确认（陈国栋，" in again.json()["title"]


async def test_who_filed_a_report_does_not_review_it(phone: httpx.AsyncClient, site: Site) -> None:
    await hold(site.project_id, site.manager, PostKind.CHIEF_ENGINEER, site.chief, SUPERVISION)
    report_id = await filed(phone, site)
    assert refusal(await act(phone, site.manager, report_id, "review")) == (403, "own_report", None)
    assert (await phone.get(f"{PHONE}/progress/to-review", headers=await headers(site.manager))).json() == []


async def test_a_safety_officer_files_too(phone: httpx.AsyncClient, site: Site) -> None:
    await hold(site.project_id, site.applicant, PostKind.SAFETY_OFFICER, site.chief)
    assert (await file(phone, site, site.applicant)).status_code == 201


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("chief", (403, "forbidden", None)),
        ("regulator", (403, "forbidden", None)),
        ("stranger", (404, "not_found", "project_id")),
        ("applicant", (404, "not_found", "project_id")),
    ],
)
async def test_others_do_not_file(
    phone: httpx.AsyncClient, site: Site, person: str, expected: tuple[int, str, str | None]
) -> None:
    assert refusal(await file(phone, site, getattr(site, person))) == expected
    assert await db.fetch_value("SELECT count(*) FROM progress_report") == 0


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"period": "2026-12"}, (422, "period_in_future", "period")),
        ({"period": "2026-09"}, (422, "period_closed", "period")),
        ({"period": "2026-13"}, (422, "period_malformed", "period")),
        ({"stage": "M-ROADBED"}, (422, "stage_unknown", "stage")),
        ({"stage": "B-NOTHING"}, (422, "stage_unknown", "stage")),
        ({"stage": "B-FOUNDATION"}, (422, "floors_do_not_fit", "floors_done")),
        ({"floors_done": 19}, (422, "floors_do_not_fit", "floors_done")),
        ({"percent": 101}, (400, "invalid_input", "percent")),
        ({"percent": -1}, (400, "invalid_input", "percent")),
        ({"note": "字" * 501}, (400, "invalid_input", "note")),
        ({"count": 2}, (422, "photo_count", "photos")),
        ({"count": 10}, (422, "photo_count", "photos")),
        ({"state": "confirmed"}, (400, "invalid_input", None)),
    ],
)
async def test_a_wrong_report_leaves_nothing_half_done(
    phone: httpx.AsyncClient, site: Site, changes: dict[str, Any], expected: tuple[int, str, str | None]
) -> None:
    status, code, field = refusal(await file(phone, site, **changes))
    assert (status, code) == expected[:2]
    assert expected[2] is None or field == expected[2]
    assert await db.fetch_value("SELECT count(*) FROM progress_report") == 0
    assert await db.fetch_value("SELECT count(*) FROM photo WHERE attached_to IS NOT NULL") == 0
    assert await obligation(site) == ("open", "remind")


@pytest.mark.parametrize(
    "changes",
    [{"count": 3}, {"count": 9}, {"percent": 0}, {"percent": 100}, {"note": "字" * 500}, {"period": "2026-10"}],
)
async def test_a_report_at_the_limit_is_filed(phone: httpx.AsyncClient, site: Site, changes: dict[str, Any]) -> None:
    assert (await file(phone, site, **changes)).status_code == 201


@pytest.mark.parametrize(("person", "project"), [("stranger", "project_id"), ("manager", "other_project_id")])
async def test_photos_of_others_or_of_another_project_are_not_taken(
    phone: httpx.AsyncClient, site: Site, person: str, project: str
) -> None:
    body = await report(site)
    (foreign,) = await photos(getattr(site, person), getattr(site, project), 1)
    body["photos"][0]["photo_id"] = str(foreign)
    path = f"{PHONE}/projects/{site.project_id}/progress"
    refused = await phone.post(path, json=body, headers=await headers(site.manager))
    assert refusal(refused) == (409, "photo_not_attachable", "photo_ids")
    assert await db.fetch_value("SELECT count(*) FROM progress_report") == 0
    assert await obligation(site) == ("open", "remind")


async def test_last_months_report_may_still_come_late(phone: httpx.AsyncClient, site: Site, calendar: Calendar) -> None:
    calendar.now = datetime(2026, 12, 20, tzinfo=UTC)
    due = (await phone.get(f"{PHONE}/home", headers=await headers(site.manager))).json()["dues"]
    months = [(item["period"], item["is_overdue"]) for item in due if item["kind"] == "progress"]
    assert months == [("2026-11", True)]
    assert (await file(phone, site)).status_code == 201
    assert await obligation(site) == ("met", None)


async def test_stages_fit_the_projects_category(phone: httpx.AsyncClient, site: Site) -> None:
    path = f"{PHONE}/projects/{site.project_id}/stages"
    stages = (await phone.get(path, headers=await headers(site.manager))).json()
    assert [stage["code"] for stage in stages][:3] == ["B-FOUNDATION", "B-STRUCTURE-FRAME", "B-STRUCTURE-MASONRY"]
    stranger = await headers(site.stranger)
    assert refusal(await phone.get(path, headers=stranger)) == (404, "not_found", "project_id")
    reports = f"{PHONE}/projects/{site.project_id}/progress"
    assert refusal(await phone.get(reports, headers=stranger)) == (404, "not_found", "project_id")
    assert (await phone.get(reports, headers=await headers(site.chief))).json() == []


async def test_a_stage_is_offered_from_midnight_in_beijing_on(
    phone: httpx.AsyncClient, site: Site, calendar: Calendar
) -> None:
    await db.execute("UPDATE progress_stage SET valid_from = '2027-01-01' WHERE code = 'B-STRUCTURE-FRAME'")
    path = f"{PHONE}/projects/{site.project_id}/stages"
    calendar.now = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)
    eve = (await phone.get(path, headers=await headers(site.manager))).json()
    calendar.now = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    new_year = (await phone.get(path, headers=await headers(site.manager))).json()
    assert "B-STRUCTURE-FRAME" not in [stage["code"] for stage in eve]
    assert "B-STRUCTURE-FRAME" in [stage["code"] for stage in new_year]


async def test_the_regulators_queue_is_paged_oldest_first(
    phone: httpx.AsyncClient, site: Site, calendar: Calendar
) -> None:
    ids = []
    for period in ("2026-10", "2026-11"):
        calendar.now += timedelta(minutes=1)
        ids.append(await filed(phone, site, period=period))
        await act(phone, site.chief, ids[-1], "review")
    mine = await headers(site.regulator)
    first = (await phone.get(f"{CONSOLE}/progress?limit=1", headers=mine)).json()
    second = (await phone.get(f"{CONSOLE}/progress?limit=1&cursor={first['next']}", headers=mine)).json()
    assert [item["id"] for item in first["items"] + second["items"]] == ids
    assert second["next"] is None
    outside = (await phone.get(f"{CONSOLE}/progress", headers=await headers(site.outsider))).json()
    assert outside == {"items": [], "next": None}
    wrong = await phone.get(f"{CONSOLE}/progress?cursor=x", headers=mine)
    assert refusal(wrong) == (400, "bad_cursor", "cursor")


async def test_the_reminder_is_told_to_the_manager_once_and_not_after_filing(
    phone: httpx.AsyncClient, site: Site
) -> None:
    await db.execute("UPDATE obligation SET next_at = NULL, next_step = NULL WHERE kind <> 'progress'")
    moment = datetime(2026, 12, 2, 15, 59, 59, tzinfo=UTC)
    assert await silence.sweep(moment - timedelta(seconds=1)) == 0
    await filed(phone, site)
    assert await silence.sweep(moment) == 1  # The other project's, which has not filed.
    assert await silence.sweep(moment) == 0
    (reminder,) = await events_of("obligation.reminder")
    assert reminder == {
        "project_name": "别人的工地",
        "obligation_kind": "progress",
        "name_zh": "月度形象进度",
        "name_en": "Monthly progress",
        "period": "2026-11",
        "due_at": "2026-12-05T15:59:59Z",
        "posts": ["project_manager"],
    }


async def test_each_month_opens_once(site: Site) -> None:
    start = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    assert await obligations.open_all(start - timedelta(seconds=1)) == 0
    assert await obligations.open_all(start) == 4
    assert await obligations.open_all(start) == 0
    rows = await db.fetch(
        "SELECT kind, period, count(*) AS n FROM obligation WHERE period <> 'once' GROUP BY 1, 2 ORDER BY 1, 2"
    )
    assert [tuple(row) for row in rows] == [
        ("monthly_review", "2026-11", 2),
        ("monthly_review", "2026-12", 2),
        ("progress", "2026-11", 2),
        ("progress", "2026-12", 2),
    ]


async def test_a_project_that_is_not_under_construction_owes_no_month(site: Site) -> None:
    await db.execute("UPDATE project SET status = 'paused' WHERE id = $1", site.project_id)
    assert await obligations.open_all(datetime(2026, 12, 1, tzinfo=UTC)) == 2


async def test_a_character_that_no_text_may_hold_is_refused(phone: httpx.AsyncClient, site: Site) -> None:
    assert refusal(await file(phone, site, note="三层\x00完成")) == (400, "text_unstorable", None)
    assert await db.fetch_value("SELECT count(*) FROM progress_report") == 0
