"""A report that did not come becomes a warning; coming late, it ends it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from backend.core import db, ids, timers
from backend.projects import obligations
from backend.supervision import warnings
from backend.supervision.timers import TIMER_HANDLERS
from tests.backend.supervision.world import World, event_kinds, last_event, row, timer_kinds

DUE = datetime(2026, 3, 5, 15, 59, 59, tzinfo=UTC)
LATER = DUE + timedelta(hours=1)


async def oblige(world: World, period: str = "2026-02") -> UUID:
    """A month's obligation, with its timer as `projects` sets it."""
    obligation_id = ids.new_id()
    async with db.transaction():
        await db.execute(
            "INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at) "
            "VALUES ($1, $2, '440100', 'progress', $4, 'project_manager', $3)",
            obligation_id, world.project_id, DUE, period,
        )  # fmt: skip
        await timers.set(obligations.OVERDUE, obligation_id, DUE)
    return obligation_id


async def file(world: World) -> None:
    async with db.transaction():
        await obligations.meet(world.project_id, "2026-02", LATER)


async def the_warning() -> UUID:
    found = await db.fetch("SELECT id FROM warning")
    assert len(found) == 1
    return UUID(int=found[0]["id"].int)


async def test_an_obligation_that_is_open_past_its_due_moment_becomes_a_warning(world: World) -> None:
    obligation_id = await oblige(world)
    assert await timers.fire_due(DUE, TIMER_HANDLERS) == 1
    warning_id = await the_warning()
    warning = await row("warning", warning_id)
    assert (warning["code"], warning["level"], warning["project_id"]) == ("PRG-OVD", "yellow", world.project_id)
    assert warning["data"] == {"obligation_id": str(obligation_id), "period": "2026-02"}
    event = await last_event(warning_id)
    assert event["data"]["summary_zh"] == "2026-02 月形象进度逾期未报"
    assert event["data"]["facts"][1] == {"name_zh": "截止时间", "name_en": "Was due", "value": "2026-03-05 23:59"}


async def test_an_obligation_that_was_met_in_time_warns_nobody(world: World) -> None:
    obligation_id = await oblige(world)
    await file(world)
    await timers.set(obligations.OVERDUE, obligation_id, DUE)
    await timers.fire_due(LATER, TIMER_HANDLERS)
    assert await db.fetch_value("SELECT count(*) FROM warning") == 0


async def test_filing_late_closes_the_warning_by_itself_once(world: World) -> None:
    await oblige(world)
    await timers.fire_due(DUE, TIMER_HANDLERS)
    warning_id = await the_warning()
    await file(world)
    assert await timers.fire_due(LATER, {"obligation.met": TIMER_HANDLERS["obligation.met"]}) == 1
    warning = await row("warning", warning_id)
    assert (warning["state"], warning["close_reason_zh"]) == ("closed", "形象进度已补报")
    assert await timers.fire_due(LATER, TIMER_HANDLERS) == 0
    assert await timer_kinds(warning_id) == []
    assert await event_kinds(warning_id) == ["warning.raised", "warning.closed"]


async def test_each_month_that_is_overdue_has_a_warning_that_its_own_report_ends(world: World) -> None:
    for period in ("2026-01", "2026-02"):
        await oblige(world, period)
    await timers.fire_due(DUE, TIMER_HANDLERS)
    await file(world)
    await timers.fire_due(LATER, {"obligation.met": TIMER_HANDLERS["obligation.met"]})
    warnings_now = await db.fetch("SELECT data ->> 'period' AS period, state FROM warning ORDER BY 1")
    assert [tuple(row) for row in warnings_now] == [("2026-01", "open"), ("2026-02", "closed")]


async def test_filing_late_ends_an_acknowledged_warning_too(world: World) -> None:
    await oblige(world)
    await timers.fire_due(DUE, TIMER_HANDLERS)
    warning_id = await the_warning()
    await warnings.acknowledge_as(world.manager.account_id, warning_id, answer="today")
    await file(world)
    await timers.fire_due(LATER, TIMER_HANDLERS)
    assert (await row("warning", warning_id))["state"] == "closed"


async def test_a_report_returned_before_the_worker_looked_keeps_the_warning(world: World) -> None:
    await oblige(world)
    await timers.fire_due(DUE, TIMER_HANDLERS)
    warning_id = await the_warning()
    await file(world)
    async with db.transaction():
        await obligations.reopen(world.project_id, "2026-02", LATER)
    await timers.fire_due(LATER, {"obligation.met": TIMER_HANDLERS["obligation.met"]})
    assert (await row("warning", warning_id))["state"] == "open"


async def test_an_overdue_report_rises_in_level_on_its_own(world: World) -> None:
    await oblige(world)
    await timers.fire_due(DUE, TIMER_HANDLERS)
    warning_id = await the_warning()
    await timers.fire_due(datetime(2030, 1, 1, tzinfo=UTC), TIMER_HANDLERS)
    await timers.fire_due(datetime(2030, 1, 2, tzinfo=UTC), TIMER_HANDLERS)
    assert (await row("warning", warning_id))["level"] == "orange"
