"""The small chart beside a warning: what its device measured round it."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.monitoring import devices, readings
from backend.monitoring.readings import Chart, LastValue
from tests.backend.monitoring.dust_monitor import NOON, device_id, epoch, flood, measured, warned
from tests.backend.refusals import refused
from tests.backend.supervision.world import World, raise_dust, raise_late_review


async def test_a_chart_shows_the_highest_normal_values_round_the_warning(world: World) -> None:
    warning_id = await warned()
    await measured(NOON - timedelta(hours=2), 90)
    await measured(NOON - timedelta(hours=2) + timedelta(minutes=1), 96)
    await measured(NOON + timedelta(hours=3), 120)
    await measured(NOON - timedelta(hours=1), 900, mark="D")
    await measured(NOON - timedelta(hours=1), 61, factor="LA")
    await measured(NOON - timedelta(hours=7), 80)
    await measured(NOON + timedelta(hours=6), 80)
    chart = await readings.of_warning(world.manager, warning_id)
    assert msgspec.json.encode(chart.points[-1]) == f"[{epoch(NOON + timedelta(hours=3))},120.0]".encode()
    assert chart == Chart(
        metric=Text("可吸入颗粒物 PM10", "PM10"),
        unit="µg/m³",
        limit=150,
        raised_at=NOON,
        points=[
            (epoch(NOON - timedelta(hours=2)), 96),
            (epoch(NOON), 187),
            (epoch(NOON + timedelta(hours=3)), 120),
        ],
        gap_seconds=18000,
    )


@pytest.mark.parametrize(
    ("lasts", "width"), [(timedelta(0), 600), (timedelta(days=2), 3600), (timedelta(days=7), 7200)]
)
async def test_a_chart_has_120_points_at_most_and_keeps_the_peak(world: World, lasts: timedelta, width: int) -> None:
    warning_id = await warned()
    await db.execute("UPDATE warning SET last_at = raised_at + $1::interval", lasts)
    await flood(NOON - timedelta(days=1), NOON + timedelta(days=8), timedelta(minutes=1))
    chart = await readings.of_warning(world.manager, warning_id)
    assert 60 <= len(chart.points) <= 120
    assert max(chart.points, key=lambda point: point[1]) == (epoch(NOON), 187)
    assert chart.gap_seconds == 2 * width


async def test_of_what_lasts_for_weeks_the_last_days_are_shown(world: World) -> None:
    warning_id = await warned()
    await db.execute("UPDATE warning SET last_at = raised_at + interval '40 days'")
    await flood(NOON, NOON + timedelta(days=40), timedelta(minutes=10))
    chart = await readings.of_warning(world.manager, warning_id)
    ends_at = NOON + timedelta(days=40)
    assert 60 <= len(chart.points) <= 120
    assert (
        epoch(ends_at - timedelta(days=7, hours=8)) < chart.points[0][0] <= epoch(ends_at - timedelta(days=7, hours=6))
    )


async def test_an_hourly_device_is_not_silent_between_its_hours(world: World) -> None:
    warning_id = await warned()
    await flood(NOON - timedelta(hours=5), NOON + timedelta(hours=5), timedelta(hours=1))
    assert (await readings.of_warning(world.manager, warning_id)).gap_seconds == 7200


async def test_a_warning_that_no_device_raised_has_no_points(world: World) -> None:
    chart = await readings.of_warning(world.manager, await raise_dust(world.project_id))
    assert (chart.metric, chart.unit, chart.limit, chart.points) == (Text("", ""), "", None, [])


@pytest.mark.parametrize("who", ["stranger", "outsider"])
async def test_somebody_elses_chart_is_not_found(world: World, who: str) -> None:
    await refused(NOT_FOUND, readings.of_warning(getattr(world, who), await warned()))


async def test_the_chart_of_what_regulators_alone_read_is_not_the_sites(world: World) -> None:
    warning_id = await raise_late_review(world.project_id)
    await refused(NOT_FOUND, readings.of_warning(world.manager, warning_id))
    assert (await readings.of_warning(world.regulator, warning_id)).points == []


async def test_a_chart_reads_one_range_of_one_index(world: World) -> None:
    await warned()
    others = [row["id"] for row in await db.fetch("SELECT gen_random_uuid() AS id FROM generate_series(1, 20)")]
    await flood(NOON - timedelta(days=2), NOON + timedelta(days=1), timedelta(minutes=1), also=others)
    await db.execute("ANALYZE reading")
    plan = await db.fetch(
        f"EXPLAIN (ANALYZE, BUFFERS) {readings.POINTS}", "440100", await device_id(), "a34002",
        NOON - timedelta(hours=6), NOON + timedelta(hours=6), 600,
    )  # fmt: skip
    text: Any = "\n".join(row[0] for row in plan)
    assert "Seq Scan" not in text
    assert "reading_default_pkey" in text


async def last_values(world: World) -> list[LastValue]:
    (device,) = await devices.of_project(world.manager, world.project_id)
    return device.values


async def test_a_device_shows_the_last_value_of_each_quantity_and_its_limit(world: World) -> None:
    at = NOON + timedelta(hours=1)
    await measured(NOON, 187)
    await measured(at, 96.5)
    await measured(at, 61, factor="LA")
    await measured(NOON, 21.5, factor="a01001")
    await measured(clock.now() + timedelta(hours=1), 900)
    assert await last_values(world) == [
        LastValue(
            factor="a34002",
            metric=Text("可吸入颗粒物 PM10", "PM10"),
            unit="µg/m³",
            value=96.5,
            at=at,
            limit=150,
            fault=None,
        ),
        LastValue(
            factor="a01001", metric=Text("温度", "Temperature"), unit="°C", value=21.5, at=NOON, limit=None, fault=None
        ),
        LastValue(
            factor="LA",
            metric=Text("A 声级", "A-weighted sound level"),
            unit="dB",
            value=61,
            at=at,
            limit=70,
            fault=None,
        ),
    ]


async def test_a_last_value_has_the_limit_of_its_own_hour(world: World) -> None:
    await measured(NOON + timedelta(hours=11), 50, factor="LA")
    assert [value.limit for value in await last_values(world)] == [55]


async def test_a_value_of_a_faulty_instrument_says_so(world: World) -> None:
    await measured(NOON, 900, mark="D")
    assert [value.fault for value in await last_values(world)] == [Text("故障", "fault")]


async def test_a_device_that_measured_nothing_has_no_values(world: World) -> None:
    assert await last_values(world) == []


async def test_last_values_are_steps_into_one_index(world: World) -> None:
    await flood(NOON - timedelta(days=6), NOON, timedelta(minutes=1))
    await db.execute("ANALYZE reading")
    plan = await db.fetch(f"EXPLAIN {readings.LAST}", [await device_id()], ["a34002", "LA"], NOON)
    text: Any = "\n".join(row[0] for row in plan)
    assert "reading_default_pkey" in text
    assert "Seq Scan on reading" not in text
