"""A site's only monitor: what it says over a real connection, and what it has measured as rows."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from backend.core import clock, db
from backend.monitoring import ingest, listener
from backend.monitoring.protocols.hj212 import encode

MN: Final = "010000A8900016F000169DC0"
_YESTERDAY: Final = clock.now().astimezone(clock.SHANGHAI) - timedelta(days=1)
NOON: Final = _YESTERDAY.replace(hour=12, minute=0, second=0, microsecond=0)
"""Yesterday's, on the sites' clock."""

_FLOOD: Final = """
INSERT INTO reading (city_code, device_id, command, data_time, factor, value, mark, received_at)
SELECT '440100', device, '2051', at, 'a34002', 40 + extract(minute FROM at), 'N', at
FROM unnest($1::uuid[]) AS device, generate_series($2::timestamptz, $3::timestamptz, $4::interval) AS at
ON CONFLICT DO NOTHING"""


def report(
    *, at: datetime = NOON, pm10: str = "42", noise: str = "50.1", mn: str = MN, pw: str = "123456", mark: str = "N"
) -> bytes:
    """A real-time packet that asks for an answer."""
    local = at.astimezone(clock.SHANGHAI)
    return encode(
        f"QN={local:%Y%m%d%H%M%S}001;ST=39;CN=2011;PW={pw};MN={mn};Flag=5;CP=&&DataTime={local:%Y%m%d%H%M%S};"
        f"a34002-Rtd={pm10},a34002-Flag={mark};LA-Rtd={noise},LA-Flag={mark}&&"
    )


class Logger:
    """A device's side of the socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def say(self, packet: bytes) -> None:
        self._writer.write(packet)
        await self._writer.drain()

    async def hear(self) -> bytes:
        async with asyncio.timeout(30):
            return await self._reader.readline()

    async def hears_nothing(self) -> bool:
        """Nothing more: after our last word the gateway settles all that it has heard of us, and closes."""
        self._writer.write_eof()
        async with asyncio.timeout(30):
            return await self._reader.read() == b""


@asynccontextmanager
async def dialled() -> AsyncIterator[Logger]:
    """A connection to a gateway that stores what comes."""
    async with listener.serve("127.0.0.1", 0, ingest.on_packets) as gateway:
        reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
        yield Logger(reader, writer)
        writer.close()
        await writer.wait_closed()


async def device_id() -> UUID:
    """The monitor's."""
    found: UUID = await db.fetch_value("SELECT id FROM device")
    return found


async def warned() -> UUID:
    """The warning that a real packet of yesterday noon has raised; as if it had been raised when it was measured."""
    async with dialled() as logger:
        await logger.say(report(pm10="187"))
        await logger.hear()
    await db.execute("UPDATE warning SET raised_at = $1, last_at = $1", NOON)
    found: UUID = await db.fetch_value("SELECT id FROM warning")
    return found


async def measured(at: datetime, value: float, *, mark: str = "N", factor: str = "a34002") -> None:
    """One stored value of the monitor."""
    await db.execute(
        "INSERT INTO reading (city_code, device_id, command, data_time, factor, value, mark, received_at)"
        " VALUES ('440100', $1, '2051', $2, $3, $4, $5, $2)",
        await device_id(), at, factor, value, mark,
    )  # fmt: skip


async def flood(begins_at: datetime, ends_at: datetime, every: timedelta, *, also: Sequence[UUID] = ()) -> None:
    """A value each time `every` has passed; of other devices too, where they are named."""
    await db.execute(_FLOOD, [await device_id(), *also], begins_at, ends_at, every)


def epoch(at: datetime) -> int:
    """The moment as charts carry it, in seconds."""
    return int(at.timestamp())
