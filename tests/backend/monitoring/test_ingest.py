"""From the socket to the committed reading, the answer and the warning, over a real connection."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from backend.core import db
from backend.monitoring import ingest
from backend.monitoring.connections import Received
from backend.monitoring.protocols.hj212 import encode
from backend.projects.facts import fact_rules, facts
from backend.projects.facts.fact_rules import Fact
from backend.supervision import warning_views
from tests.backend.monitoring.dust_monitor import NOON, dialled, report
from tests.backend.supervision.world import World


async def warnings_of(project_id: UUID) -> list[tuple[str, str, int]]:
    rows = await db.fetch("SELECT level, state, occurrences FROM warning WHERE project_id = $1 ORDER BY id", project_id)
    return [tuple(row) for row in rows]


async def test_a_packet_is_answered_once_its_readings_are_stored(world: World) -> None:
    async with dialled() as logger:
        await logger.say(report())
        assert b"CN=9014" in await logger.hear()
    rows = await db.fetch("SELECT factor, value, mark, data_time FROM reading ORDER BY factor")
    assert [tuple(row) for row in rows] == [("LA", 50.1, "N", NOON), ("a34002", 42.0, "N", NOON)]
    assert await db.fetch_value("SELECT state FROM device") == "transmitting"
    assert await warnings_of(world.project_id) == []


async def test_the_first_good_packet_changes_the_fact_that_the_regulator_verified(world: World) -> None:
    version = fact_rules.version({"registered": 1, "transmitting": 0})
    await facts.verify(world.regulator, world.project_id, Fact.DEVICES, version)
    async with dialled() as logger:
        for minute in range(2):
            await logger.say(report(at=NOON + timedelta(minutes=minute)))
            assert b"CN=9014" in await logger.hear()
    assert (await facts.current(world.project_id))[Fact.DEVICES] == {"registered": 1, "transmitting": 1}
    assert await db.fetch_value("SELECT state FROM fact_check WHERE fact = 'devices'") == "changed"
    changes = await db.fetch("SELECT before, changed_by FROM project_change WHERE fact = 'devices' ORDER BY id")
    assert [(row["before"], row["changed_by"]) for row in changes] == [
        (None, world.safety.account_id),
        ({"registered": 1, "transmitting": 0}, None),
    ]


async def test_a_resend_is_answered_again_and_stored_once(world: World) -> None:
    async with dialled() as logger:
        for _ in range(3):
            await logger.say(report())
            assert b"CN=9014" in await logger.hear()
    assert await db.fetch_value("SELECT count(*) FROM reading") == 2
    assert await db.fetch_value("SELECT count(*) FROM reading_revision") == 0


async def test_a_differing_value_for_the_same_moment_is_kept_beside_the_first(world: World) -> None:
    async with dialled() as logger:
        await logger.say(report(pm10="42"))
        await logger.hear()
        await logger.say(report(pm10="43"))
        await logger.hear()
    assert await db.fetch_value("SELECT value FROM reading WHERE factor = 'a34002'") == 42
    assert await db.fetch_value("SELECT value FROM reading_revision") == 43


@pytest.mark.parametrize(("pm10", "expected"), [("149.9", []), ("150", [("yellow", "open", 1)])])
async def test_a_reading_at_the_limit_raises_a_warning(world: World, pm10: str, expected: list[object]) -> None:
    async with dialled() as logger:
        await logger.say(report(pm10=pm10))
        await logger.hear()
    assert await warnings_of(world.project_id) == expected


async def test_a_value_that_stays_over_is_one_warning_whose_level_rises(world: World) -> None:
    async with dialled() as logger:
        for minute, pm10 in enumerate(("160", "170", "260")):
            await logger.say(report(at=NOON + timedelta(minutes=minute), pm10=pm10))
            await logger.hear()
    assert await warnings_of(world.project_id) == [("orange", "open", 3)]


async def test_a_warning_names_the_clause_of_the_limit_that_fired_in_both_languages(world: World) -> None:
    seen: dict[str, tuple[str, str]] = {}
    async with dialled() as logger:
        for minute, pm10 in enumerate(("160", "260")):
            await logger.say(report(at=NOON + timedelta(minutes=minute), pm10=pm10))
            await logger.hear()
            detail = await warning_views.warning_detail(world.manager, await db.fetch_value("SELECT id FROM warning"))
            seen[pm10] = detail.basis.zh, detail.basis.en
    rule_zh, rule_en = (
        "平台规则：PM10 {}默认值（可按城市调整）",
        "The platform's rule: default of PM10 {}; a city may change it",
    )
    assert seen == {
        "160": (rule_zh.format("预警"), rule_en.format("for an early warning")),
        "260": (rule_zh.format("严重超限"), rule_en.format("far above the limit")),
    }


async def test_three_normal_readings_close_the_warning_by_itself(world: World) -> None:
    async with dialled() as logger:
        for minute, pm10 in enumerate(("160", "100", "100", "100")):
            await logger.say(report(at=NOON + timedelta(minutes=minute), pm10=pm10))
            await logger.hear()
    assert await warnings_of(world.project_id) == [("yellow", "closed", 1)]


@pytest.mark.parametrize("mark", ["D", "M", "C", "F"])
async def test_only_a_value_marked_normal_decides_about_a_limit(world: World, mark: str) -> None:
    async with dialled() as logger:
        await logger.say(report(pm10="999", mark=mark))
        await logger.hear()
    assert await db.fetch_value("SELECT count(*) FROM reading") == 2
    assert await warnings_of(world.project_id) == []


async def test_a_reading_from_the_future_is_kept_and_decides_nothing(world: World) -> None:
    async with dialled() as logger:
        await logger.say(report(at=NOON + timedelta(days=3000), pm10="999"))
        assert b"CN=9014" in await logger.hear()
    assert await db.fetch_value("SELECT count(*) FROM reading") == 2
    assert await warnings_of(world.project_id) == []


async def test_a_stranger_is_not_answered_and_is_listed_for_adoption(world: World) -> None:
    async with dialled() as logger:
        await logger.say(report(mn="FFFF00A8900016F000169DC0"))
        assert await logger.hears_nothing()
    assert await db.fetch_value("SELECT mn FROM unknown_device") == "FFFF00A8900016F000169DC0"
    assert await db.fetch_value("SELECT count(*) FROM reading") == 0


async def test_a_stranger_whose_number_cannot_be_stored_does_not_hold_back_the_others(world: World) -> None:
    async with dialled() as logger:
        await logger.say(report(mn="FFFF\0") + report())
        assert b"CN=9014" in await logger.hear()
    assert await db.fetch_value("SELECT count(*) FROM reading") == 2
    assert await db.fetch_value("SELECT count(*) FROM unknown_device") == 0


async def test_a_packet_that_cannot_be_stored_does_not_hold_back_the_others(world: World) -> None:
    unstorable = report(at=NOON + timedelta(minutes=1)).replace(b"a34002-", b"a3400\0-")
    data = unstorable[6:-6]
    async with dialled() as logger:
        await logger.say(report() + encode(data.decode()) + report(at=NOON + timedelta(minutes=2)))
        assert b"CN=9014" in await logger.hear()
        assert b"CN=9014" in await logger.hear()
        assert await logger.hears_nothing()
    assert await db.fetch_value("SELECT count(DISTINCT data_time) FROM reading") == 2


async def test_a_wrong_password_is_not_answered_and_stores_nothing(world: World) -> None:
    async with dialled() as logger:
        await logger.say(report(pw="654321"))
        assert await logger.hears_nothing()
    assert await db.fetch_value("SELECT count(*) FROM reading") == 0


async def test_a_packet_with_a_bad_checksum_is_not_answered_and_does_not_harm_the_next(world: World) -> None:
    packet = report()
    broken = packet[:-6] + (b"0000" if packet[-6:-2] != b"0000" else b"1111") + b"\r\n"
    async with dialled() as logger:
        await logger.say(broken + report(at=NOON + timedelta(minutes=1)))
        assert b"CN=9014" in await logger.hear()
        assert await logger.hears_nothing()
    assert await db.fetch_value("SELECT count(DISTINCT data_time) FROM reading") == 1


async def test_while_the_database_is_away_nothing_is_answered_and_the_resend_is_stored(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, on_packets, has_failed = db.ENGINE.config["dsn"], ingest.on_packets, asyncio.Event()

    async def told(packets: list[Received]) -> None:
        try:
            await on_packets(packets)
        except Exception:
            has_failed.set()
            raise

    monkeypatch.setattr(ingest, "on_packets", told)
    async with dialled() as logger:
        await db.stop()
        await logger.say(report())
        async with asyncio.timeout(30):
            await has_failed.wait()
        await db.start(url, size=5)
        await logger.say(report())
        assert b"CN=9014" in await logger.hear()
        assert await logger.hears_nothing()
    assert await db.fetch_value("SELECT count(*) FROM reading") == 2


async def test_two_gateways_give_one_warning(world: World) -> None:
    async with dialled() as one, dialled() as other:
        await asyncio.gather(
            *(
                logger.say(report(at=NOON + timedelta(minutes=index), pm10="170"))
                for index, logger in enumerate((one, other))
            )
        )
        await asyncio.gather(one.hear(), other.hear())
    assert len(await warnings_of(world.project_id)) == 1
