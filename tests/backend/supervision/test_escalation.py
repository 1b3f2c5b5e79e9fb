"""Nobody answers: the next post hears of it, the level rises, and it never falls silent by itself."""

from datetime import UTC, datetime, timedelta

from backend.core import db, timers
from backend.supervision import warnings
from backend.supervision.timers import TIMER_HANDLERS
from backend.supervision.warning_row import ESCALATE
from tests.backend.supervision.world import (
    World,
    event_kinds,
    last_event,
    raise_dust,
    raise_late_review,
    row,
    take,
    timer_of,
)


async def step_on(warning_id: object) -> datetime:
    """Let the escalation of the only warning come due; the moment at which it fired."""
    due_at: datetime = await db.fetch_value("SELECT due_at FROM timer WHERE subject_id = $1", warning_id)
    assert await timers.fire_due(due_at, TIMER_HANDLERS) == 1
    return due_at


async def test_an_unanswered_warning_tells_the_next_post(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    fired_at = await step_on(warning_id)
    warning = await row("warning", warning_id)
    assert (warning["state"], warning["level"], warning["step"]) == ("open", "yellow", 2)
    event = await last_event(warning_id)
    assert (event["kind"], event["level"]) == ("warning.escalated", "yellow")
    assert event["data"]["posts"] == ["project_manager", "safety_officer", "chief_engineer"]
    assert (event["data"]["from_level"], event["data"]["step"]) == ("yellow", 2)
    assert event["data"]["because"] == "unanswered"
    assert (await timer_of(warning_id, ESCALATE)).due_at == fired_at + timedelta(hours=24)


async def test_the_level_rises_to_the_kinds_top_and_the_reminder_repeats_daily(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await step_on(warning_id)
    fired_at = await step_on(warning_id)
    assert (await row("warning", warning_id))["level"] == "orange"
    assert (await timer_of(warning_id, ESCALATE)).due_at == fired_at + timedelta(hours=2)
    await step_on(warning_id)
    fired_at = await step_on(warning_id)
    warning = await row("warning", warning_id)
    assert (warning["level"], warning["step"]) == ("orange", 2)
    assert (await timer_of(warning_id, ESCALATE)).due_at == fired_at + timedelta(hours=24)
    await step_on(warning_id)
    assert (await event_kinds(warning_id)).count("warning.escalated") == 5


async def test_what_nobody_can_acknowledge_rises_to_its_top_and_then_says_no_more(world: World) -> None:
    warning_id = await raise_late_review(world.project_id)
    await step_on(warning_id)
    await step_on(warning_id)
    assert (await row("warning", warning_id))["level"] == "yellow"
    assert await event_kinds(warning_id) == ["warning.raised", "warning.escalated", "warning.escalated"]
    assert await db.fetch_value("SELECT count(*) FROM timer WHERE subject_id = $1", warning_id) == 0


async def test_the_history_names_every_step(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await step_on(warning_id)
    await step_on(warning_id)
    steps = await db.fetch(
        "SELECT action, from_state, to_state, level, note FROM matter_step WHERE subject_id = $1 ORDER BY id",
        warning_id,
    )
    assert [tuple(step) for step in steps] == [
        ("raise", None, "open", "yellow", "PM10 小时均值超标"),
        ("escalate", "open", "open", "yellow", "chief_engineer"),
        ("escalate", "open", "open", "orange", None),
    ]


async def test_a_vacant_post_falls_to_the_next_at_once(world: World) -> None:
    await db.execute(
        "UPDATE post SET state = 'ended' WHERE project_id = $1 AND kind = 'safety_officer'", world.project_id
    )
    warning_id = await raise_dust(world.project_id)
    assert (await row("warning", warning_id))["step"] == 2


async def test_nothing_escalates_after_an_acknowledgement_or_a_closing(world: World) -> None:
    taken = await raise_dust(world.project_id)
    closed = await raise_dust(world.project_id, fingerprint="ENV-EXC:device-2:pm10")
    await take(world.manager, taken)
    await warnings.close(world.regulator, closed, reason="现场核查已处置")
    assert await timers.fire_due(datetime(2030, 1, 1, tzinfo=UTC), TIMER_HANDLERS) == 0


async def test_a_timer_that_outlived_its_warning_does_nothing(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await take(world.manager, warning_id)
    await timers.set(ESCALATE, warning_id, datetime(2026, 1, 1, tzinfo=UTC))
    assert await timers.fire_due(datetime(2030, 1, 1, tzinfo=UTC), TIMER_HANDLERS) == 1
    assert await event_kinds(warning_id) == ["warning.raised", "warning.acknowledged"]
