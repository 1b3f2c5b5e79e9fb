"""Gateways killed while loggers report: what was answered is stored, once, and makes one warning for each device.

A logger keeps a packet until it hears its answer. When its connection breaks it dials the other gateway and sends the
packet again; every second logger first repeats the one before as well, as if that one's answer had been lost.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from backend.core import clock, db
from backend.demo.doors import DustMonitor
from backend.monitoring import devices
from backend.monitoring.devices import NewDevice
from tests.backend.supervision import world as worlds
from tests.stack import Stack
from tests.waiting import wait_until

LOGGERS, PACKETS, KILLS = 10, 40, 5
PASSWORD = "123456"
PM10_OVER = 186
NOON = clock.now().astimezone(clock.SHANGHAI).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)


class Logger:
    """A device with its memory: `answered` are the moments whose packets the platform has answered."""

    def __init__(self, number: int, ports: list[int]) -> None:
        self.mn = f"FA0000A8900016F0001690{number:02}"
        self.answered: list[datetime] = []
        self.breaks = 0
        self._ports = ports
        self._turn = number
        self._is_cautious = number % 2 == 1
        self._monitor = DustMonitor(self.mn, PASSWORD)
        self._last = b""

    async def work(self) -> None:
        """Report every minute of the story until each report was answered."""
        await self._dial()
        for minute in range(PACKETS):
            at = NOON + timedelta(minutes=minute)
            packet = self._monitor.packet(at, pm10=PM10_OVER, noise=50)
            await self._deliver(packet)
            self.answered.append(at)
            self._last = packet
        with suppress(OSError):  # The other side may be dying just now.
            await self._monitor.hang_up()

    async def _deliver(self, packet: bytes) -> None:
        while not await self._is_answered(packet):
            self.breaks += 1
            with suppress(OSError):  # The other side is dead.
                await self._monitor.hang_up()
            await self._dial()
            if self._is_cautious and self._last:
                await self._is_answered(self._last)

    async def _is_answered(self, packet: bytes) -> bool:
        self._monitor.send(packet)
        try:
            async with asyncio.timeout(60):
                return b"CN=9014" in await self._monitor.hear()
        except OSError:
            return False

    async def _dial(self) -> None:
        async with asyncio.timeout(120):
            while True:
                self._turn += 1
                try:
                    await self._monitor.dial("127.0.0.1", self._ports[self._turn % len(self._ports)])
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    return


async def kill_some(stack: Stack, answered: Callable[[], int]) -> None:
    """Kill a gateway, start it again, and so on, while reports come in."""
    for number in range(KILLS):
        until = (number + 1) * LOGGERS * PACKETS // (KILLS + 1)
        await asyncio.to_thread(wait_until, lambda until=until: answered() >= until, within_seconds=120)  # type: ignore[misc]
        gateway = stack.gateways[number % len(stack.gateways)]
        await asyncio.to_thread(gateway.kill)
        gateway.start()


@pytest.mark.timeout(230)
async def test_every_answered_packet_is_stored_once_and_warns_once(
    database: ModuleType, redis_url: str, tmp_path: Path
) -> None:
    world = await worlds.build()
    stack = Stack(tmp_path, database_url=db.ENGINE.config["dsn"], redis_url=redis_url, workers=0, gateways=2)
    loggers = [Logger(number, stack.gateway_ports) for number in range(LOGGERS)]
    for logger in loggers:
        device = NewDevice(mn=logger.mn, name=f"{logger.mn[-2:]}#扬尘噪声", password=PASSWORD)
        await devices.register(world.safety, world.project_id, device)

    with stack:
        async with asyncio.TaskGroup() as group:
            group.create_task(kill_some(stack, lambda: sum(len(logger.answered) for logger in loggers)))
            for logger in loggers:
                group.create_task(logger.work())

    stored = await db.fetch(
        "SELECT device.mn, reading.data_time FROM reading JOIN device ON device.id = reading.device_id"
        " WHERE reading.factor = 'a34002' ORDER BY device.mn, reading.data_time"
    )
    raised = await db.fetch(
        "SELECT warning.state, warning.occurrences, (SELECT count(*) FROM event WHERE event.subject_id = warning.id"
        " AND event.kind = 'warning.raised') AS times_told FROM warning WHERE warning.data ->> 'factor' = 'a34002'"
    )
    twice = await db.fetch("SELECT fingerprint FROM warning GROUP BY fingerprint HAVING count(*) > 1")
    assert sum(logger.breaks for logger in loggers) >= KILLS
    assert [tuple(row) for row in stored] == [(logger.mn, at) for logger in loggers for at in logger.answered]
    assert await db.fetch_value("SELECT count(*) FROM reading_revision") == 0
    assert [tuple(row) for row in raised] == [("open", PACKETS, 1)] * LOGGERS
    assert twice == []
