"""What a device measured over a span, as the console's chart shows it."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.monitoring import limits, series
from backend.monitoring.problems import FACTOR_UNKNOWN, SPAN_TOO_LONG
from backend.monitoring.series import Marked, Raised, Series
from backend.supervision.rules import Level
from tests.backend.monitoring.dust_monitor import NOON, device_id, epoch, flood, measured, warned
from tests.backend.refusals import refused
from tests.backend.supervision.world import World

HOUR = timedelta(hours=1)


async def read(world: World, from_at: datetime, until_at: datetime, factor: str = "a34002") -> Series:
    return await series.read(
        world.regulator, world.project_id, await device_id(), factor=factor, from_at=from_at, until_at=until_at
    )


async def test_a_bucket_has_the_lowest_the_mean_and_the_highest_normal_value(world: World) -> None:
    begins_at = NOON - timedelta(days=15)
    await measured(begins_at + 2 * HOUR, 60)
    await measured(begins_at + 2 * HOUR + timedelta(minutes=1), 90)
    await measured(begins_at + 2 * HOUR + timedelta(minutes=2), 75.5)
    await measured(begins_at + 2 * HOUR + timedelta(minutes=3), 900, mark="D")
    await measured(begins_at + 2 * HOUR, 61, factor="LA")
    found = await read(world, begins_at, begins_at + timedelta(days=31))
    assert found.bucket_seconds == 7200
    assert found.buckets == [(epoch(begins_at + 2 * HOUR), 60, 75.17, 90)]


async def test_a_month_of_minutes_has_500_buckets_at_most_and_no_silence(world: World) -> None:
    begins_at = NOON - timedelta(days=32)
    await flood(begins_at, begins_at + timedelta(days=31), timedelta(minutes=1))
    found = await read(world, begins_at, begins_at + timedelta(days=31))
    assert 300 < len(found.buckets) <= 500
    assert found.gaps == []


async def test_silence_and_remarks_are_told_apart(world: World) -> None:
    begins_at = NOON - timedelta(days=1)
    await flood(begins_at, begins_at + 2 * HOUR, timedelta(minutes=1))
    await flood(begins_at + 5 * HOUR, begins_at + 8 * HOUR, timedelta(minutes=1))
    for minute in range(1, 60):
        await measured(begins_at + 8 * HOUR + timedelta(minutes=minute), 20, mark="C")
    found = await read(world, begins_at, begins_at + 9 * HOUR)
    assert found.bucket_seconds == 300
    assert found.gaps == [(begins_at + 2 * HOUR + timedelta(minutes=5), begins_at + 5 * HOUR)]
    assert found.marks == [
        Marked(from_at=begins_at + 8 * HOUR, until_at=begins_at + 9 * HOUR, mark="C", name=Text("校准", "calibration"))
    ]


async def test_before_the_first_report_of_the_span_and_after_the_last_is_silence_too(world: World) -> None:
    begins_at = NOON - timedelta(days=1)
    await measured(begins_at - HOUR, 60)
    await flood(begins_at + 2 * HOUR, begins_at + 4 * HOUR, timedelta(minutes=1))
    found = await read(world, begins_at, begins_at + 6 * HOUR)
    assert found.gaps == [
        (begins_at, begins_at + 2 * HOUR),
        (begins_at + 4 * HOUR + timedelta(minutes=1), begins_at + 6 * HOUR),
    ]


async def test_before_its_first_value_a_device_was_not_silent(world: World) -> None:
    begins_at = NOON - timedelta(days=1)
    assert (await read(world, begins_at, begins_at + HOUR)).gaps == []
    await flood(begins_at + 2 * HOUR, begins_at + 4 * HOUR, timedelta(minutes=1))
    assert (await read(world, begins_at, begins_at + 4 * HOUR)).gaps == []


async def test_a_span_without_a_word_is_silent_from_end_to_end(world: World) -> None:
    await measured(NOON - HOUR, 60)
    assert (await read(world, NOON, NOON + HOUR)).gaps == [(NOON, NOON + HOUR)]


async def test_what_has_not_been_yet_is_no_silence(world: World) -> None:
    now = clock.now()
    await flood(now - 2 * HOUR, now, timedelta(minutes=1))
    found = await read(world, now - 2 * HOUR, now + timedelta(days=2))
    assert found.gaps == []


async def test_the_warnings_of_the_span_stand_on_it(world: World) -> None:
    warning_id = await warned()
    found = await read(world, NOON - HOUR, NOON + HOUR)
    assert found.warnings == [Raised(id=warning_id, level=Level.YELLOW, raised_at=NOON)]
    assert (await read(world, NOON + HOUR, NOON + 2 * HOUR)).warnings == []


def night(limit: float = 55) -> limits.Rule:
    return limits.Rule(
        id=uuid4(), code="ENV-EXC", factor="LA", commands=["2051"], limit_value=limit, clear_below=53, unit="dB",
        level="yellow", from_hour=22, to_hour=6, hold_count=1, clear_count=3, region_code=None, standard="GB 12523",
        clause="夜间", clause_en="By night", valid_from=date(2026, 1, 1), valid_to=None,
    )  # fmt: skip


def test_a_limit_of_the_night_is_one_band_each_night_cut_at_the_ends_of_the_span() -> None:
    begins_at = datetime(2026, 11, 18, 23, 30, tzinfo=SHANGHAI)
    found = series.bands([night()], "440300", begins_at, begins_at + timedelta(days=1))
    assert [(band.from_at, band.until_at, band.limit) for band in found] == [
        (begins_at, datetime(2026, 11, 19, 6, tzinfo=SHANGHAI), 55),
        (datetime(2026, 11, 19, 22, tzinfo=SHANGHAI), datetime(2026, 11, 19, 23, 30, tzinfo=SHANGHAI), 55),
    ]


@pytest.mark.parametrize("length", [timedelta(0), timedelta(days=31, seconds=1)])
async def test_a_span_runs_forward_and_lasts_31_days_at_most(world: World, length: timedelta) -> None:
    await refused(SPAN_TOO_LONG, read(world, NOON, NOON + length))


async def test_an_unknown_quantity_is_refused(world: World) -> None:
    await refused(FACTOR_UNKNOWN, read(world, NOON, NOON + HOUR, factor="a99999"))


async def test_a_device_of_another_project_is_not_found(world: World) -> None:
    asked = series.read(
        world.regulator, UUID(int=1), await device_id(), factor="LA", from_at=NOON, until_at=NOON + HOUR
    )
    await refused(NOT_FOUND, asked)
