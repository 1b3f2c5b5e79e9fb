"""Workers killed in the middle of a thousand deliveries: none is lost, every copy says that it is one.

The oracle is the receiver's own log, written by a process that nobody kills. A minute is scaled to six seconds.
"""

import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from redis import Redis

from backend.core import clock, crypto, db, ids
from notifications import groups, outbox
from notifications.channel import ChannelName, Form, Message
from notifications.outbox import Cause
from notifications.routing import ORDINARY, Draft, person_lane
from tests.notifications import world as worlds
from tests.notifications.world import World
from tests.stack import Stack
from tests.waiting import wait_until

LANES, MESSAGES, KILLS = 25, 1000, 8
"""So few lanes that all takes 17 s at the least: a test that stands still meanwhile finds work left to kill."""
WINDOW_SECONDS = 6.0
CODE = re.compile(r"M-\d{4}")
MARK = "（重发"
PATIENT = {"SANDTABLE_PROVIDER_TIMEOUT_SECONDS": "30"}
"""Where nobody is killed no answer is lost either, however slow the machine: nothing may be sent twice."""


def robot_keys() -> list[str]:
    return [f"robot-of-group-{number:03}" for number in range(LANES)]


async def fill(world: World) -> None:
    """A thousand lines over the groups, and the clock of their lanes ten times as fast."""
    await db.execute("UPDATE lane_budget SET window_seconds = $1", WINDOW_SECONDS)
    where = [await _group(world, key) for key in robot_keys()]
    planned = []
    for number in range(MESSAGES):
        group_id, lane = where[number % LANES]
        message = Message(form=Form.LINE, title=f"M-{number:04}", short_code="8F3K7Q")
        draft = Draft(
            channel=ChannelName.ROBOT, recipient=lane, lane=lane, message=message, priority=ORDINARY, group_id=group_id
        )
        planned.append((cause(world), draft))
    async with db.transaction():
        await outbox.write(planned)


async def _group(world: World, key: str) -> tuple[Any, str]:
    await db.execute(
        "INSERT INTO chat_group (id, kind, name, key_sealed, lane, audience, unit_id, connected_by)"
        " VALUES ($1, 'robot', $2, $3, $4, 'regulator', $5, $6)",
        group_id := ids.new_id(), key, crypto.seal(key, purpose=groups.KEY_PURPOSE), groups.lane_of(key), world.unit,
        world.regulator,
    )  # fmt: skip
    return group_id, groups.lane_of(key)


def cause(world: World) -> Cause:
    return Cause(
        id=ids.new_id(), kind="test.happened", at=clock.now(), city_code=worlds.CITY, subject_id=ids.new_id(),
        project_id=world.project,
    )  # fmt: skip


def codes(lines: list[dict[str, Any]]) -> Counter[str]:
    found = (CODE.search(line["body"]["text"]["content"]) for line in lines)
    return Counter(match.group() for match in found if match is not None)


def accepted(stack: Stack, channel: str) -> list[dict[str, Any]]:
    return [line for line in stack.received() if line["channel"] == channel and line["errcode"] == 0]


def most_in_a_window(lines: list[dict[str, Any]]) -> int:
    """The fullest window of any lane."""
    by_lane: defaultdict[str, list[float]] = defaultdict(list)
    for line in lines:
        by_lane[line["to"]].append(line["at_ns"] / 1e9)
    return max(
        sum(start <= moment < start + WINDOW_SECONDS for moment in moments)
        for moments in by_lane.values()
        for start in moments
    )


def answer_slowly(stack: Stack) -> None:
    """Messages are taken at once and answered later, so that a kill finds many in between."""
    slow = {"kind": "slow_answer", "path": "/cgi-bin/webhook/send", "seconds": 0.4, "times": 0}
    httpx.post(f"{stack.sandbox_url}/_sandbox/faults", json=slow).raise_for_status()


def kill_some(stack: Stack, seed: int) -> None:
    """Kill a worker, start it again, and so on, while the first half goes out; who comes late kills at once."""
    dice = random.Random(seed)
    for number in range(KILLS):
        due = number * MESSAGES // (2 * KILLS) + dice.randint(20, 60)
        wait_until(lambda due=due: len(accepted(stack, "robot")) >= due, within_seconds=100)  # type: ignore[misc]
        worker = stack.workers[number % len(stack.workers)]
        worker.kill()
        worker.start()


@pytest.mark.timeout(230)
async def test_a_thousand_deliveries_survive_eight_kills_of_their_workers(
    database: ModuleType, redis_url: str, tmp_path: Path
) -> None:
    world = await worlds.build()
    await fill(world)
    sandbox = {
        "robots": [{"key": key, "group_zh": key} for key in robot_keys()], "robot_window_seconds": WINDOW_SECONDS
    }  # fmt: skip
    # A lease is twice that and three seconds: what a kill leaves behind is soon taken up.
    settings = {"SANDTABLE_PROVIDER_TIMEOUT_SECONDS": "4"}
    stack = Stack(
        tmp_path, database_url=db.ENGINE.config["dsn"], redis_url=redis_url, workers=3, gateways=0, sandbox=sandbox,
        settings=settings,
    )  # fmt: skip

    with stack:
        answer_slowly(stack)
        kill_some(stack, seed=1)
        wait_until(lambda: len(codes(accepted(stack, "robot"))) == MESSAGES, within_seconds=150)

    counts = codes(accepted(stack, "robot"))
    unmarked = codes([line for line in accepted(stack, "robot") if MARK not in line["body"]["text"]["content"]])
    # Of the deliveries, not of their attempts: an answer later than its lease is written over the attempt.
    unanswered = await db.fetch_value("SELECT sum(unanswered) FROM delivery")
    copies = counts.total() - MESSAGES
    assert len(counts) == MESSAGES
    assert max(unmarked.values()) == 1
    assert 0 < copies <= unanswered <= KILLS * LANES
    assert most_in_a_window(accepted(stack, "robot")) <= 18
    assert [line for line in stack.received() if line["errcode"] == 45009] == []


@pytest.mark.timeout(120)
async def test_flushall_in_the_middle_loses_none(database: ModuleType, redis_url: str, tmp_path: Path) -> None:
    world = await worlds.build()
    await db.execute("UPDATE lane_budget SET window_seconds = $1", WINDOW_SECONDS)
    people = (world.manager, world.chief, world.safety, world.regulator)
    planned = [
        (
            cause(world),
            Draft(
                channel=ChannelName.APP_TEXT, recipient=f"account:{person}", lane=person_lane(person),
                message=Message(form=Form.LINE, title=f"M-{number:04}"), priority=ORDINARY, account_id=person,
            ),
        )
        for number in range(80)
        for person in [people[number % len(people)]]
    ]  # fmt: skip
    async with db.transaction():
        await outbox.write(planned[:40])
    stack = Stack(
        tmp_path, database_url=db.ENGINE.config["dsn"], redis_url=redis_url, workers=2, gateways=0,
        sandbox={"member_minute_limit": 1000}, settings=PATIENT,
    )  # fmt: skip

    with stack:
        wait_until(lambda: len(accepted(stack, "app")) > 20, within_seconds=60)
        with Redis.from_url(redis_url) as client:
            client.flushdb()  # All that these workers have; the server is other tests' too.
        async with db.transaction():  # However far the others are by now: these are sent without what Redis knew.
            await outbox.write(planned[40:])
        wait_until(lambda: len(codes(accepted(stack, "app"))) == 80, within_seconds=100)

    assert codes(accepted(stack, "app")).total() == 80


async def test_a_worker_that_is_asked_to_stop_finishes_what_is_on_its_way(
    database: ModuleType, redis_url: str, tmp_path: Path
) -> None:
    world = await worlds.build()
    await fill(world)
    sandbox = {
        "robots": [{"key": key, "group_zh": key} for key in robot_keys()], "robot_window_seconds": WINDOW_SECONDS
    }  # fmt: skip
    stack = Stack(
        tmp_path, database_url=db.ENGINE.config["dsn"], redis_url=redis_url, gateways=0, sandbox=sandbox,
        settings=PATIENT,
    )  # fmt: skip

    with stack:
        answer_slowly(stack)
        wait_until(lambda: len(accepted(stack, "robot")) > 100, within_seconds=60)
        code = stack.workers[0].stop(seconds=60)

    assert code == 0
    assert await db.fetch_value("SELECT count(*) FROM delivery WHERE state = 'sending'") == 0
    states = await db.fetch("SELECT count(*) AS number FROM delivery WHERE state = 'accepted'")
    assert states[0]["number"] == len(accepted(stack, "robot"))
