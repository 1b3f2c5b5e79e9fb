"""`sandtable demo --year`: twelve months of a city, made by the services in minutes and ending today.

Everything goes through the services that people's doors call, with this process's clock moved from day to day; only
the photos' files are shared between reports, and the moments that the database stamps itself are put back in the end.
"""

import asyncio
import logging
import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

import asyncpg
import structlog

from backend import housekeeping, worker
from backend.core import audit, clock, db, loops, timers
from backend.core.settings import settings
from backend.identity import sessions
from backend.identity.scope import AccountKind, Door
from backend.monitoring import ingest, listener
from backend.overview import map_fold
from backend.supervision import silence
from backend.year import authority, lives
from backend.year.cast import Casting
from backend.year.desks import Station
from backend.year.pictures import Gallery
from backend.year.sites import Site
from backend.year.sites import waiting as read_waiting
from media import uploads
from notifications import expand

SEED: Final = 2026
SITES: Final = 120
PACKETS_AT: Final = (time(9, 30), time(15, 0))
_AGENTS: Final = ("Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0", "Mozilla/5.0 (iPhone) MicroMessenger/8.0")


MADE: Final = "year.made"
"""The audit entry of a year that came to its end."""


async def make(*, sites: int = SITES, days: int = lives.DAYS_OF_A_YEAR, say: Callable[[str], None]) -> None:
    """The year, in a database that nobody else uses; one that has it already is left alone."""
    await _refuse_company()
    await db.start()
    try:
        if await db.fetch_value("SELECT 1 FROM audit_entry WHERE act = $1 LIMIT 1", MADE):
            say("这里已有一年的演练数据。 / The year is here already.")
            return
        if await db.fetch_value("SELECT 1 FROM device WHERE mn LIKE 'YEAR%' LIMIT 1"):
            raise SystemExit("上次生成中断，请换一个空数据库 / The last year broke off: take an empty database")
        await fill(sites=sites, days=days, say=say)
    finally:
        await db.stop()


async def _refuse_company() -> None:
    """A worker beside it would act on the past by today's clock."""
    own = await asyncpg.connect(settings().database_url)
    try:
        others = await own.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
    finally:
        await own.close()
    if others:
        raise SystemExit("这个数据库正被其他进程使用，请先停止 / Others use this database: stop them first")


async def fill(*, sites: int, days: int, say: Callable[[str], None]) -> None:
    """The year in the running pool's database."""
    try:
        async with uploads.running(), listener.serve("127.0.0.1", 0, ingest.on_packets) as gateway:
            await _play(sites, days, gateway.port, say)
    finally:
        clock.rehearse(None)


async def _play(number: int, days: int, port: int, say: Callable[[str], None]) -> None:
    today = clock.now().astimezone(clock.SHANGHAI).date()
    first = today - timedelta(days=days)
    clock.rehearse(_at(first, time(8, 0)))
    regulators = await authority.establish(Casting(SEED + 1), SEED)
    gallery = Gallery(regulators.administrator)
    sites = [Site(life, regulators, gallery, first) for life in lives.lives(number, SEED)]
    stations = [Station(people, SEED + at) for at, people in enumerate(regulators.supervisors.values())]
    calendar = worker.calendar_step()
    for day in range(days + 1):
        date_ = first + timedelta(days=day)
        if day == 0 or date_.day == 1:
            await housekeeping.make_partitions()
            say(f"{date_:%Y-%m} …")
        clock.rehearse(_at(date_, time(0, 5)))
        await _platform(calendar)
        await _hear(sites, date_, PACKETS_AT[0], port)
        clock.rehearse(_at(date_, time(9, 45)))
        waiting = await read_waiting()
        for at, site in enumerate(sites):
            clock.rehearse(_at(date_, time(10, 0)) + timedelta(seconds=60 * at))
            await site.live(day, waiting)
        await _hear(sites, date_, PACKETS_AT[1], port)
        clock.rehearse(_at(date_, time(15, 30)))
        if date_.weekday() < 5:
            for station in stations:
                await station.work(date_)
        await _platform(calendar)
    await _sign_in(random.Random(SEED))
    clock.rehearse(None)
    await _put_moments_back()
    await map_fold.fold_all(clock.now())
    async with db.transaction():
        await audit.write(None, MADE, subject_id=regulators.administrator.account_id, detail={"sites": number})


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, clock.SHANGHAI)


async def _platform(calendar: loops.Step) -> None:
    """What the worker does of itself; messages of the past count as delivered in their time."""
    await calendar()
    while await silence.sweep(clock.now()):
        pass
    while await timers.fire_due(clock.now(), worker.TIMER_HANDLERS):
        pass
    while await expand.step():
        pass
    await db.execute("UPDATE delivery SET state = 'accepted' WHERE state = 'ready'")
    while await audit.link_pending():
        pass
    await map_fold.fold_all(clock.now())


async def _hear(sites: list[Site], day: date, moment: time, port: int) -> None:
    """Every monitor reports at the gateway's own socket, one after the other on one line."""
    at = _at(day, moment)
    clock.rehearse(at + timedelta(seconds=20))
    packets = [packet for site in sites if (packet := site.reading(at)) is not None]
    if not packets:
        return
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.writelines(packets)
        await writer.drain()
        async with asyncio.timeout(60):
            for _ in packets:
                await reader.readline()
    finally:
        writer.close()
        await writer.wait_closed()


async def _sign_in(dice: random.Random) -> None:
    """Most people have come in person: a session each, on their own door."""
    for row in await db.fetch("SELECT id, kind FROM account WHERE state = 'active' ORDER BY id"):
        if dice.random() < 0.88:
            door = Door.CONSOLE if row["kind"] == AccountKind.REGULATOR else Door.PHONE
            async with db.transaction():
                await sessions.open_session(
                    row["id"], door, user_agent=dice.choice(_AGENTS), address="127.0.0.1", place="佛山市"
                )


_LAST: Final = (
    # Nobody of the year has a phone: without an identity nothing is sent to people who do not exist.
    "DELETE FROM identity_link WHERE subject LIKE 'year%'",
    """UPDATE project SET created_at = past.from_at FROM (SELECT project_id, min(from_at) AS from_at
       FROM supervision_assignment GROUP BY project_id) AS past WHERE past.project_id = project.id""",
    "UPDATE post SET applied_at = least(applied_at, coalesce(decided_at, applied_at) - interval '20 minutes')",
    """UPDATE permit SET bound_at = entry.at FROM audit_entry AS entry
       WHERE entry.subject_id = permit.id AND entry.act = 'permit.bind'""",
    """UPDATE account SET created_at = least(created_at, (SELECT min(post.applied_at) FROM post
       WHERE post.account_id = account.id))""",
    """UPDATE device SET registered_at = entry.at FROM audit_entry AS entry
       WHERE entry.subject_id = device.id AND entry.act = 'device.register'""",
)


async def _put_moments_back() -> None:
    """The database stamps some columns by its own clock: they get the moments of the year."""
    for statement in _LAST:
        await db.execute(statement)


def play(*, sites: int, days: int, say: Callable[[str], None]) -> None:
    """Make it; refused in production."""
    if settings().is_production:
        raise SystemExit("演练数据不用于生产环境 / A rehearsal is not for production")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(make(sites=sites, days=days, say=say))
