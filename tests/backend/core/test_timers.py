from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from backend.core import db, timers
from backend.core.timers import Timer

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2026, 3, 5, 8, tzinfo=UTC)
fired: list[tuple[str, str]] = []


@pytest.fixture(autouse=True)
def forget_what_fired() -> None:
    fired.clear()


async def note(timer: Timer, now: datetime) -> None:
    fired.append((timer.kind, timer.key))


async def fail(timer: Timer, now: datetime) -> None:
    raise RuntimeError("the handler's own fault")


async def test_a_timer_fires_at_its_moment_and_not_before() -> None:
    await timers.set("remind", uuid4(), NOW)
    assert await timers.fire_due(NOW - timedelta(microseconds=1), {"remind": note}) == 0
    assert await timers.fire_due(NOW, {"remind": note}) == 1
    assert await timers.fire_due(NOW, {"remind": note}) == 0
    assert fired == [("remind", "")]


async def test_the_same_timer_set_again_is_moved_not_doubled() -> None:
    subject = uuid4()
    await timers.set("remind", subject, NOW)
    await timers.set("remind", subject, NOW + timedelta(days=1))
    assert await timers.fire_due(NOW, {"remind": note}) == 0
    assert await timers.fire_due(NOW + timedelta(days=1), {"remind": note}) == 1


async def test_cancelling_a_subject_cancels_all_its_timers_and_no_other() -> None:
    mine, other = uuid4(), uuid4()
    await timers.set("remind", mine, NOW, key="a")
    await timers.set("raise", mine, NOW, key="b")
    await timers.set("remind", other, NOW, key="c")
    assert await timers.cancel(mine) == 2
    await timers.fire_due(NOW, {"remind": note, "raise": note})
    assert fired == [("remind", "c")]


async def test_a_failing_handler_keeps_its_timer_and_backs_off() -> None:
    await timers.set("remind", uuid4(), NOW)
    assert await timers.fire_due(NOW, {"remind": fail}) == 1
    assert await timers.fire_due(NOW + timedelta(seconds=1), {"remind": note}) == 0
    assert await timers.fire_due(NOW + timedelta(seconds=2), {"remind": note}) == 1


async def test_a_timer_that_always_fails_is_held_and_never_dropped() -> None:
    await timers.set("remind", uuid4(), NOW)
    await timers.fire_due(NOW + timedelta(days=365), {"remind": fail}, limit=1)
    for day in range(2, 2 + timers.MAX_ATTEMPTS):
        await timers.fire_due(NOW + timedelta(days=365 * day), {"remind": fail}, limit=1)
    assert await db.fetch_value("SELECT attempts FROM timer") == timers.MAX_ATTEMPTS


async def test_a_kind_without_a_handler_waits_for_one() -> None:
    await timers.set("unknown", uuid4(), NOW)
    assert await timers.fire_due(NOW, {"remind": note}) == 0
    assert await db.fetch_value("SELECT count(*) FROM timer") == 1
