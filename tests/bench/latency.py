"""From the last byte of a packet to the sandbox's receipt of the message that it causes."""

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta

from backend.core import clock, db
from backend.demo.doors import DustMonitor, Sandbox
from tests.bench import population
from tests.bench.figures import Figure, percentile
from tests.bench.population import Site
from tests.stack import Stack

LANES = 300
SECONDS = 60
PACKETS_PER_SECOND = 200
WARNINGS_PER_SECOND = 5
SETTLE_SECONDS = 10


async def measure(stack: Stack) -> list[Figure]:
    """Every device reports in turn; five a second pass the limit once."""
    await db.start(stack.environment["SANDTABLE_DATABASE_URL"], size=4)
    sites = await population.build(stack, LANES)
    await db.stop()
    sandbox = Sandbox(stack.sandbox_url)
    await sandbox.groups([{"key": site.robot_key, "group_zh": site.userid} for site in sites])
    await sandbox.people([{"userid": site.userid, "name_zh": site.userid} for site in sites])
    await sandbox.close()
    sent_at, answered = await _send(stack, sites)
    await asyncio.sleep(SETTLE_SECONDS)
    groups = _first_receipts(stack, "robot", {site.robot_key: sent_at[site.userid] for site in sites})
    people = _first_receipts(stack, "app", {site.userid: sent_at[site.userid] for site in sites})
    return [_figure("packet → group", groups, answered), _figure("packet → person's card", people, answered)]


def _figure(what: str, milliseconds: list[float], answered: int) -> Figure:
    p50, p99 = percentile(milliseconds, 0.5), percentile(milliseconds, 0.99)
    return Figure(
        what=f"{what}, {PACKETS_PER_SECOND} packets/s, {WARNINGS_PER_SECOND} new warnings/s, {LANES} lanes",
        measured=f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, max {max(milliseconds):.0f} ms ({len(milliseconds)} messages)",
        bar="p50 ≤ 150 ms, p99 ≤ 500 ms",
        is_reached=len(milliseconds) == LANES and p50 <= 150 and p99 <= 500,
        note=f"{SECONDS} s; from the packet's last byte written to its socket to the line in the sandbox's own log; "
        f"{answered} packets answered; one gateway, one worker, one API, PostgreSQL with fsync and the load on the "
        "same cores; the supervising unit's own group is left out, since one robot may say 18 a minute.",
    )


async def _send(stack: Stack, sites: Sequence[Site]) -> tuple[dict[str, int], int]:
    """When each site's reading above the limit was sent (ns), and how many packets were answered."""
    monitors = [
        await DustMonitor(site.mn, population.PASSWORD).dial("127.0.0.1", stack.gateway_ports[0]) for site in sites
    ]
    sent_at: dict[str, int] = {}
    start = time.monotonic()
    first = clock.machine_now() - timedelta(hours=1)
    total = SECONDS * PACKETS_PER_SECOND
    async with asyncio.TaskGroup() as group:
        hearing = [group.create_task(_hear(monitor)) for monitor in monitors]
        for number in range(total):
            await asyncio.sleep(max(0.0, start + number / PACKETS_PER_SECOND - time.monotonic()))
            index = number % len(monitors)
            packet_time = first + timedelta(seconds=number / PACKETS_PER_SECOND)
            due = int(number / PACKETS_PER_SECOND * WARNINGS_PER_SECOND)
            is_over = sites[index].userid not in sent_at and index <= due
            monitors[index].send(monitors[index].packet(packet_time, pm10=200 if is_over else 42, noise=50))
            if is_over:
                sent_at[sites[index].userid] = time.time_ns()
        await asyncio.sleep(SETTLE_SECONDS)
        for monitor in monitors:
            await monitor.hang_up()
        answered = sum([await task for task in hearing])
    return sent_at, answered


async def _hear(monitor: DustMonitor) -> int:
    count = 0
    while await monitor.hear():
        count += 1
    return count


def _first_receipts(stack: Stack, channel: str, sent_at: dict[str, int]) -> list[float]:
    """Milliseconds to the first accepted message of each destination."""
    found: dict[str, float] = {}
    for line in stack.received():
        to = line["to"]
        if line["channel"] == channel and line["errcode"] == 0 and to in sent_at and to not in found:
            found[to] = (line["at_ns"] - sent_at[to]) / 1e6
    return list(found.values())
