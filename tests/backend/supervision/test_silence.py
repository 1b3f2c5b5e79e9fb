"""A report that did not come: reminded of, warned of, an order drafted; coming late, it ends what silence began."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from backend.core import clock, db, ids, timers
from backend.projects.duties import obligations
from backend.projects.duties.obligation_rules import Step
from backend.supervision import raising_many, silence, warnings
from backend.supervision.timers import TIMER_HANDLERS
from tests.backend.supervision.world import World, event_kinds, last_event, row, timer_kinds

DUE = datetime(2026, 3, 5, 15, 59, 59, tzinfo=UTC)
LATER = DUE + timedelta(hours=1)
SETTLING = {obligations.SETTLED: TIMER_HANDLERS[obligations.SETTLED]}


@pytest.fixture(autouse=True)
def at_the_due_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DUE)


async def oblige(world: World, period: str = "2026-02", step: Step = Step.WARN, at: datetime = DUE) -> UUID:
    """A month's obligation with its next step."""
    obligation_id = ids.new_id()
    await db.execute(
        "INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at, next_step, next_at) "
        "VALUES ($1, $2, '440100', 'progress', $4, 'project_manager', $3, $5, $6)",
        obligation_id, world.project_id, DUE, period, step, at,
    )  # fmt: skip
    return obligation_id


async def file(world: World) -> None:
    async with db.transaction():
        await obligations.meet(world.project_id, "progress", LATER, period="2026-02")


async def next_of(obligation_id: UUID) -> tuple[str | None, datetime | None]:
    found = await row("obligation", obligation_id)
    return found["next_step"], found["next_at"]


async def the_warning() -> UUID:
    found = await db.fetch("SELECT id FROM warning")
    assert len(found) == 1
    return UUID(int=found[0]["id"].int)


async def test_an_obligation_that_is_open_past_its_due_moment_becomes_a_warning(world: World) -> None:
    obligation_id = await oblige(world)
    assert await silence.sweep(DUE) == 1
    warning_id = await the_warning()
    warning = await row("warning", warning_id)
    assert (warning["code"], warning["level"], warning["project_id"]) == ("PRG-OVD", "yellow", world.project_id)
    told = {"obligation_id": str(obligation_id), "obligation_kind": "progress", "period": "2026-02"}
    assert warning["data"] == told
    assert await timer_kinds(warning_id) == ["warning.escalate"]
    assert await next_of(obligation_id) == ("draft", DUE + timedelta(days=15))
    event = await last_event(warning_id)
    assert event["data"]["summary_zh"] == "2026年2月形象进度逾期未报"
    assert event["data"]["facts"][1] == {"name_zh": "截止时间", "name_en": "Was due", "value": "2026-03-05 23:59"}


async def test_an_obligation_that_was_met_in_time_warns_nobody(world: World) -> None:
    await oblige(world)
    await file(world)
    assert await silence.sweep(LATER) == 0
    await timers.fire_due(LATER, TIMER_HANDLERS)
    assert await db.fetch_value("SELECT count(*) FROM warning") == 0


async def test_filing_late_closes_the_warning_by_itself_once(world: World) -> None:
    await oblige(world)
    await silence.sweep(DUE)
    warning_id = await the_warning()
    await file(world)
    assert await timers.fire_due(LATER, SETTLING) == 1
    warning = await row("warning", warning_id)
    assert (warning["state"], warning["close_reason_zh"]) == ("closed", "形象进度已补报")
    assert await timers.fire_due(LATER, TIMER_HANDLERS) == 0
    assert await timer_kinds(warning_id) == []
    assert await event_kinds(warning_id) == ["warning.raised", "warning.closed"]


async def test_the_supervising_units_own_lateness_ends_with_its_review(world: World) -> None:
    obligation_id = await oblige(world)
    await db.execute(
        "UPDATE obligation SET kind = 'monthly_review', post_kind = 'supervising_unit' WHERE id = $1", obligation_id
    )
    await silence.sweep(DUE)
    warning_id = await the_warning()
    raised = await last_event(warning_id)
    assert (raised["data"]["code"], raised["level"], raised["data"]["posts"]) == ("SUP-STALE", "blue", [])
    async with db.transaction():
        await obligations.meet(world.project_id, "monthly_review", LATER, period="2026-02")
    await timers.fire_due(LATER, SETTLING)
    assert await event_kinds(warning_id) == ["warning.raised", "warning.closed"]
    assert await timer_kinds(warning_id) == []


async def test_each_month_that_is_overdue_has_a_warning_that_its_own_report_ends(world: World) -> None:
    for period in ("2026-01", "2026-02"):
        await oblige(world, period)
    await silence.sweep(DUE)
    await file(world)
    await timers.fire_due(LATER, SETTLING)
    warnings_now = await db.fetch("SELECT data ->> 'period' AS period, state FROM warning ORDER BY 1")
    assert [tuple(row) for row in warnings_now] == [("2026-01", "open"), ("2026-02", "closed")]


async def test_filing_late_ends_an_acknowledged_warning_too(world: World) -> None:
    await oblige(world)
    await silence.sweep(DUE)
    warning_id = await the_warning()
    await warnings.acknowledge_as(world.manager.account_id, warning_id, answer="today")
    await file(world)
    await timers.fire_due(LATER, TIMER_HANDLERS)
    assert (await row("warning", warning_id))["state"] == "closed"


async def test_a_report_returned_before_the_worker_looked_keeps_the_warning(world: World) -> None:
    await oblige(world)
    await silence.sweep(DUE)
    warning_id = await the_warning()
    await file(world)
    async with db.transaction():
        await obligations.reopen(world.project_id, "progress", LATER, period="2026-02")
    await timers.fire_due(LATER, SETTLING)
    assert (await row("warning", warning_id))["state"] == "open"


async def test_an_overdue_report_rises_in_level_on_its_own(world: World) -> None:
    await oblige(world)
    await silence.sweep(DUE)
    warning_id = await the_warning()
    await timers.fire_due(datetime(2030, 1, 1, tzinfo=UTC), TIMER_HANDLERS)
    await timers.fire_due(datetime(2030, 1, 2, tzinfo=UTC), TIMER_HANDLERS)
    assert (await row("warning", warning_id))["level"] == "orange"


async def test_what_is_overdue_after_an_outage_is_warned_of_and_not_reminded_of(world: World) -> None:
    obligation_id = await oblige(world, step=Step.REMIND, at=DUE - timedelta(days=3))
    back = DUE + timedelta(days=14)
    assert await silence.sweep(back) == 1
    assert await event_kinds(obligation_id) == []
    assert await db.fetch_value("SELECT count(*) FROM warning") == 1
    assert await next_of(obligation_id) == ("draft", back + timedelta(days=3))


async def test_a_reminder_that_comes_late_but_in_time_is_given_once(world: World) -> None:
    obligation_id = await oblige(world, step=Step.REMIND, at=DUE - timedelta(days=3))
    late = DUE - timedelta(hours=1)
    assert await silence.sweep(late) == 1
    assert await silence.sweep(late) == 0
    assert await event_kinds(obligation_id) == ["obligation.reminder"]
    assert await next_of(obligation_id) == ("warn", DUE)


async def test_a_reminder_at_the_due_second_is_a_warning_and_one_before_is_a_reminder(world: World) -> None:
    early = await oblige(world, step=Step.REMIND, at=DUE - timedelta(days=3))
    assert await silence.sweep(DUE - timedelta(seconds=1)) == 1
    assert await event_kinds(early) == ["obligation.reminder"]
    punctual = await oblige(world, "2026-01", step=Step.REMIND, at=DUE - timedelta(days=3))
    assert await silence.sweep(DUE) == 2
    assert await event_kinds(punctual) == []
    assert await db.fetch_value("SELECT count(*) FROM warning") == 2


async def test_many_are_warned_of_in_one_sweep_each_with_its_own_code_and_history(world: World) -> None:
    months = [f"20{year}-{month:02}" for year in (24, 25) for month in range(1, 13)]
    for month in months:
        await oblige(world, month)
    assert await silence.sweep(DUE) == 24
    assert await db.fetch_value("SELECT count(DISTINCT short_code) FROM warning") == 24
    assert await db.fetch_value("SELECT count(*) FROM event WHERE kind = 'warning.raised'") == 24
    assert await db.fetch_value("SELECT count(*) FROM event_pending") == 24
    assert await db.fetch_value("SELECT count(DISTINCT subject_id) FROM matter_step WHERE action = 'raise'") == 24


async def test_a_short_code_drawn_twice_is_drawn_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter(["AAAAAA", "AAAAAA", "BBBBBB"])
    monkeypatch.setattr(ids, "short_code", lambda: next(codes))
    for month in ("2026-01", "2026-02"):
        await oblige(world, month)
    await silence.sweep(DUE)
    rows = await db.fetch("SELECT short_code FROM warning ORDER BY short_code")
    assert [each["short_code"] for each in rows] == ["AAAAAA", "BBBBBB"]
    assert await db.fetch_value("SELECT count(*) FROM event WHERE kind = 'warning.raised'") == 2


async def test_one_that_cannot_be_handled_holds_back_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    poisoned = await oblige(world, "2026-01", at=DUE - timedelta(hours=1))
    for month in ("2025-10", "2025-11", "2025-12", "2026-02"):
        await oblige(world, month)
    raise_many = raising_many.raise_many

    async def failing(conditions: list[raising_many.Condition], now: datetime) -> dict[str, UUID]:
        assert str(poisoned) not in [condition.data["obligation_id"] for condition in conditions]
        return await raise_many(conditions, now)

    monkeypatch.setattr(silence, "raise_many", failing)
    swept = [await silence.sweep(DUE) for _ in range(4)]
    assert sum(swept) == 5
    assert swept[-1] == 0
    assert await db.fetch_value("SELECT count(*) FROM warning") == 4
    assert await next_of(poisoned) == ("warn", DUE + timedelta(hours=1))
