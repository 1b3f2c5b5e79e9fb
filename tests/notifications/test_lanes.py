"""What a lane promises: its pace, one message at a time, the gravest first, nothing lost with a lease."""

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import msgspec
import pytest
import time_machine

from backend.core import clock, db, ids
from backend.core.settings import settings
from backend.identity.accounts import wecom_issuer
from notifications import lanes
from notifications.channel import Outcome, OutcomeKind
from notifications.dispatch import record
from notifications.lanes import Claimed
from notifications.routing import URGENT_MAX
from tests.notifications.world import World, expire_leases, put

ACCEPTED = Outcome(kind=OutcomeKind.ACCEPTED, code=0)
MICROSECOND = timedelta(microseconds=1)


class VirtualLane:
    """A lane on a clock that the test alone moves: it begins tomorrow, when all that was put is there."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._now = clock.machine_now() + timedelta(days=1)
        self.sent: list[tuple[datetime, str | None]] = []

    def wait(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)

    async def send_all_that_may_go(self) -> None:
        now = f"timestamptz '{self._now.isoformat()}'"
        with self._monkeypatch.context() as changed:
            changed.setattr(lanes, "_CLAIM", lanes._CLAIM.replace("statement_timestamp()", now))
            while claimed := await lanes.claim(1):
                level = await db.fetch_value("SELECT level FROM delivery WHERE id = $1", claimed[0].id)
                self.sent.append((self._now, level))
                await record(claimed[0], ACCEPTED, 1)


def most_in_a_minute(moments: Sequence[datetime]) -> int:
    """The fullest window of 60 s; it starts with a message."""
    window = timedelta(seconds=60)
    return max(sum(start <= moment < start + window for moment in moments) for start in moments)


@pytest.mark.parametrize("seed", range(8))
async def test_no_minute_sees_more_than_18_messages_or_14_ordinary_ones(
    world: World, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice, lane = random.Random(seed), VirtualLane(monkeypatch)
    for _ in range(60):
        for _ in range(dice.choice((0, 0, 1, 2, 6))):
            await put(world, level=dice.choice((None, None, "yellow", "orange", "red")))
        await lane.send_all_that_may_go()
        lane.wait(dice.choice((0.5, 1, 3, 4.3, 20)))

    ordinary = [at for at, level in lane.sent if level not in {"red", "orange"}]
    assert len(lane.sent) > 20
    assert most_in_a_minute([at for at, _ in lane.sent]) <= 18
    assert most_in_a_minute(ordinary) <= 14


async def test_a_flood_of_red_gets_the_whole_18_and_a_flood_of_ordinary_the_14(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    red, ordinary = VirtualLane(monkeypatch), VirtualLane(monkeypatch)
    for _ in range(25):
        await put(world, level="red")
    for _ in range(120):
        await red.send_all_that_may_go()
        red.wait(0.5)
    await db.execute("DELETE FROM delivery")
    await db.execute("UPDATE lane SET tat = '-infinity'")
    for _ in range(25):
        await put(world)
    for _ in range(120):
        await ordinary.send_all_that_may_go()
        ordinary.wait(0.5)

    most = [most_in_a_minute([at for at, _ in lane.sent]) for lane in (red, ordinary)]
    assert most == [18, 14]


async def test_red_overtakes_what_waited_longer(world: World) -> None:
    await put(world, title="first")
    await put(world, title="second")
    [first] = await lanes.claim(8)
    await put(world, level="red", title="red")
    await record(first, ACCEPTED, 1)

    [next_one] = await lanes.claim(8)

    assert next_one.body["title"] == "red"


async def test_a_lane_has_one_message_on_its_way_whoever_asks(world: World) -> None:
    for _ in range(5):
        await put(world, level="red")

    claims = await asyncio.gather(*(lanes.claim(8) for _ in range(4)))

    assert sum(map(len, claims)) == 1


@pytest.mark.parametrize("minutes", [-10, 10])
async def test_a_process_whose_clock_is_wrong_holds_no_lease_longer_or_shorter(world: World, minutes: int) -> None:
    for _ in range(2):
        await put(world, level="red")

    before = await db.fetch_value("SELECT clock_timestamp()")
    with time_machine.travel(clock.machine_now() + timedelta(minutes=minutes), tick=True):
        [held] = await lanes.claim(8)
    after = await db.fetch_value("SELECT clock_timestamp()")
    again = await lanes.claim(8)

    assert again == []
    row = await db.fetch_one(
        """
        SELECT delivery.lease_until - $2 * interval '1 second' AS leased_at,
               lane.tat - 60.0 / 14 * interval '1 second' AS paced_at
        FROM delivery JOIN lane ON lane.name = delivery.lane WHERE delivery.id = $1
        """,
        held.id, lanes.lease_seconds(),
    )  # fmt: skip
    assert row is not None
    assert before <= row["leased_at"] <= after
    assert before - MICROSECOND <= row["paced_at"] <= after + MICROSECOND


async def test_many_claimers_share_many_lanes_without_a_double(world: World) -> None:
    for number in range(40):
        await put(world, lane=f"robot:{number:02}")

    claims = await asyncio.gather(*(lanes.claim(16) for _ in range(4)))

    taken = [one.lane for claim in claims for one in claim]
    assert len(taken) == len(set(taken))
    rest = await lanes.claim(64)
    assert len(taken) + len(rest) == 40


async def test_a_lease_that_ran_out_is_repeated_and_counted_as_unanswered(world: World) -> None:
    await put(world)
    [lost] = await lanes.claim(1)
    assert await lanes.claim(1) == []
    await expire_leases()

    [again] = await lanes.claim(1)

    assert (again.id, again.attempts, again.unanswered) == (lost.id, 2, 1)
    outcomes = await db.fetch("SELECT attempt, outcome FROM delivery_attempt")
    assert [tuple(row) for row in outcomes] == [(1, "unanswered")]


async def test_a_late_worker_cannot_overwrite_what_another_has_recorded(world: World) -> None:
    await put(world)
    [late] = await lanes.claim(1)
    await expire_leases()
    [current] = await lanes.claim(1)
    assert await record(current, ACCEPTED, 1)

    was_recorded = await record(late, Outcome(kind=OutcomeKind.PERMANENT, code=40058, message="no"), 1)

    assert not was_recorded
    assert await db.fetch_value("SELECT state FROM delivery") == "accepted"


async def test_a_late_worker_does_not_free_the_lane_of_its_successor(world: World) -> None:
    await put(world)
    await put(world)
    [late] = await lanes.claim(1)
    await expire_leases()
    [current] = await lanes.claim(1)

    await record(late, ACCEPTED, 1)
    await db.execute("UPDATE lane SET tat = '-infinity'")

    assert await lanes.claim(1) == []
    assert await db.fetch_value("SELECT state FROM delivery WHERE id = $1", current.id) == "sending"


async def test_a_pause_of_the_app_holds_all_its_people_and_no_group(world: World) -> None:
    await put(world, lane=f"person:{world.manager}")
    await put(world, lane=f"person:{world.chief}")
    await put(world)
    await db.execute("UPDATE lane SET paused_until = now() + interval '1 hour' WHERE name = $1", lanes.app_lane())

    claimed: list[Claimed] = await lanes.claim(8)

    assert [one.lane.partition(":")[0] for one in claimed] == ["robot"]


async def test_a_claim_over_many_waiting_lanes_stays_quick(world: World) -> None:
    for number in range(400):
        await put(world, lane=f"robot:{number:04}")
    await db.execute("UPDATE lane SET paused_until = now() + interval '1 hour' WHERE name > 'robot:0100'")
    # What tests before have left in the tables would be read over too.
    connection = await asyncpg.connect(settings().database_url)
    await connection.execute("VACUUM (FULL, ANALYZE) delivery, lane")
    await connection.close()

    told = await db.fetch_value(
        f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {lanes._CLAIM}",
        64, lanes.lease_seconds(), ids.new_id(), wecom_issuer(), URGENT_MAX,
    )  # fmt: skip
    work: dict[str, Any] = msgspec.json.decode(told)[0]["Plan"]

    assert work["Actual Rows"] == 64
    # Some pages for each lane (8 were measured): a look through the whole table for each would be 40 and more.
    assert work["Shared Hit Blocks"] + work["Shared Read Blocks"] < 16 * 400
