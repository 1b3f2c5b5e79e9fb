"""A year of many projects, the clock moved day by day: what silence caused against what an independent model expects.

The lives are random with a fixed seed: registered on some day, started, done in time, late or never, returned, paused
and resumed, finished. The product sees them through its services and its sweep; the model (`silence_model`) through
the rules' text. The two lists of (day, project, kind, period, step) must be the same.
"""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any, Final
from unittest import mock
from uuid import UUID

import msgspec
from chinese_calendar.constants import holidays, workdays

from backend.core import clock, db, ids, timers
from backend.monitoring import connecting
from backend.projects.duties import obligations, pauses
from backend.projects.duties.obligation_rules import KINDS
from backend.supervision import silence, warning_row
from backend.supervision.timers import TIMER_HANDLERS
from tests.bench.figures import Figure
from tests.bench.silence_model import DAY, Project, Step
from tests.bench.sweep import own_database
from tests.stack import Stack

FIRST: Final = dt.date(2025, 9, 15)
MONTHS: Final = 12
PROJECTS: Final = 5_000
LOOK: Final = dt.time(0, 30)
"""When the sweep runs each day."""

TOGETHER: Final = 100
"""Projects whose acts of a day share a transaction."""

OUTAGES: Final = 0.03
"""The chance of an outage on a day."""

STEPS: Final = {"obligation.reminder": "remind", "warning.raised": "warn", "order.drafted": "draft"}


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How the two lists differ, and what there was to compare."""

    expected: int
    missed: list[Step]
    early_or_wrong: list[Step]
    twice: list[Step]
    by_step: dict[str, int]
    acts: dict[str, int]


async def measure(stack: Stack) -> list[Figure]:
    """The large run, in a database of its own."""
    async with own_database(stack.environment["SANDTABLE_DATABASE_URL"], "bench_simulation", is_durable=False):
        outcome = await run(projects=PROJECTS, days=MONTHS * 30 + 5, seed=1)
    return [
        Figure(
            what=f"simulation of silence, {PROJECTS:,} projects over {MONTHS} months, the clock moved day by day",
            measured=f"{outcome.expected:,} steps expected; {len(outcome.missed)} missed, "
            f"{len(outcome.early_or_wrong)} early or wrong, {len(outcome.twice)} twice",
            bar="none missed, none early, none twice",
            is_reached=outcome.expected > 0 and not (outcome.missed or outcome.early_or_wrong or outcome.twice),
            note=f"the expected list comes from a model written from the rules' text; steps {outcome.by_step}, "
            f"acts of people {outcome.acts}.",
        )
    ]


async def run(*, projects: int, days: int, seed: int) -> Outcome:
    """Live, sweep, compare; in the database of the running pool, which holds reference data alone."""
    world = _World(Random(seed), projects)
    await world.build()
    expected: list[Step] = []
    for number in range(days):
        expected.extend(await world.day(FIRST + number * DAY))
    happened = await _happened(world.names)
    wanted, seen = Counter(expected), Counter(happened)
    return Outcome(
        expected=len(expected),
        missed=sorted((wanted - seen).elements()),
        early_or_wrong=sorted(set(seen) - set(wanted)),
        twice=sorted(step for step, count in seen.items() if count > 1),
        by_step=dict(Counter(step[4] for step in expected)),
        acts=dict(world.acts),
    )


def _utc(local: dt.datetime) -> dt.datetime:
    return local.replace(tzinfo=clock.SHANGHAI).astimezone(dt.UTC)


class _World:
    def __init__(self, dice: Random, size: int) -> None:
        self._dice = dice
        self._size = size
        self.names: dict[UUID, str] = {}
        self._lives: dict[UUID, Project] = {}
        self._pauses: dict[UUID, dt.datetime] = {}
        self._actor = ids.new_id()
        self._unit: Any = None
        self._number = 0
        self._month = ""
        self._days_away = 0
        self.acts: Counter[str] = Counter()

    async def build(self) -> None:
        self._unit = await db.fetch_value("SELECT id FROM unit WHERE region_code = '440300' LIMIT 1")
        await db.execute(
            "INSERT INTO account (id, kind, name, unit_id) VALUES ($1, 'regulator', '陈监督', $2)",
            self._actor,
            self._unit,
        )

    async def day(self, today: dt.date) -> list[Step]:
        """Just after midnight the calendar and the sweep; then people's acts through the day."""
        now = dt.datetime.combine(today, LOOK)
        said: list[Step] = []
        self._days_away = self._days_away - 1 if self._days_away else self._outage()
        if not self._days_away:
            with mock.patch.object(clock, "now", return_value=_utc(now)):
                said = await self._look(now)
        for hour, act in ((9, self._register), (11, self._live), (17, self._pause_some)):
            moment = dt.datetime.combine(today, dt.time(hour))
            with mock.patch.object(clock, "now", return_value=_utc(moment)):
                await act(moment)
                await _settle(_utc(moment))
        return said

    def _outage(self) -> int:
        """Now and then the worker is away for days, sometimes for weeks."""
        if self._dice.random() > OUTAGES:
            return 0
        self.acts["outage"] += 1
        return self._dice.choice((1, 2, 5, 20))

    async def _look(self, now: dt.datetime) -> list[Step]:
        while await pauses.end_due(_utc(now)):
            pass
        for project_id, until in [pair for pair in self._pauses.items() if pair[1] <= now]:
            self._lives[project_id].resume(until)
            del self._pauses[project_id]
        if f"{now:%Y-%m}" != self._month:
            self._month = f"{now:%Y-%m}"
            await obligations.open_all(_utc(now))
            await connecting.meet_all(_utc(now))
            for life in self._lives.values():
                life.month(now)
        await asyncio.gather(_sweep(_utc(now)), _sweep(_utc(now)))
        await _settle(_utc(now))
        return [step for life in self._lives.values() for step in life.look(now)]

    async def _register(self, now: dt.datetime) -> None:
        """A third of all on the first days, the others over the year."""
        wanted = self._size // 3 if not self._lives else self._dice.choice((0, 0, 1, 2)) * self._size // 200 + 1
        for _ in range(min(wanted, self._size - len(self._lives))):
            await self._one(now)

    async def _one(self, now: dt.datetime) -> None:
        self._number += 1
        project_id, name = ids.new_id(), f"工地{self._number}"
        is_existing, is_started = self._dice.random() < 0.4, self._dice.random() < 0.7
        async with db.transaction():
            await db.execute(
                """
                INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,
                                     is_existing, created_by)
                VALUES ($1, '440300', '440305', 'housing', $2, 'building', $3, $4, $5, $6)
                """,
                project_id, name, "under_construction" if is_started else "not_started", self._unit, is_existing,
                self._actor,
            )  # fmt: skip
            await obligations.open_for_project(project_id, _utc(now))
        life = Project(name, holidays=holidays, worked=workdays)
        life.register(now, is_existing=is_existing, is_started=is_started)
        self.names[project_id], self._lives[project_id] = name, life
        self.acts["register"] += 1

    async def _live(self, now: dt.datetime) -> None:
        """Starts, deeds, returns and ends: each with some chance a day."""
        alive = [project_id for project_id, life in self._lives.items() if life.status != "finished"]
        for start in range(0, len(alive), TOGETHER):
            async with db.transaction():
                for project_id in alive[start : start + TOGETHER]:
                    await self._live_one(project_id, self._lives[project_id], now)

    async def _live_one(self, project_id: UUID, life: Project, now: dt.datetime) -> None:
        if life.status == "waiting" and project_id not in self._pauses and self._dice.random() < 0.03:
            await self._start(project_id, now)
        for kind, period in self._deeds(life):
            await self._deed(project_id, life, kind, period, now)
        if self._dice.random() < 0.001:
            await db.execute("UPDATE project SET status = 'finished' WHERE id = $1", project_id)
            await pauses.resume(project_id, _utc(now), reason="竣工", actor_id=self._actor)
            await obligations.void(project_id, _utc(now), "项目竣工")
            life.finish()
            self._pauses.pop(project_id, None)
            self.acts["finish"] += 1

    async def _start(self, project_id: UUID, now: dt.datetime) -> None:
        await db.execute("UPDATE project SET status = 'under_construction' WHERE id = $1", project_id)
        await obligations.open_for_project(project_id, _utc(now))
        self._lives[project_id].start(now)
        self.acts["start"] += 1

    def _deeds(self, life: Project) -> Iterator[tuple[str, str]]:
        for (kind, period), owed in life.owed.items():
            chance = {"open": 0.03, "paused": 0.01, "met": 0.002}.get(owed.state, 0)
            if self._dice.random() < chance:
                yield kind, period

    async def _deed(self, project_id: UUID, life: Project, kind: str, period: str, now: dt.datetime) -> None:
        if life.owed[kind, period].state == "met":
            await obligations.reopen(project_id, kind, _utc(now), period=period, reason="重拍")
            life.give_back(kind, period, now)
            self.acts["return"] += 1
        else:
            await obligations.meet(project_id, kind, _utc(now), period=period)
            life.meet(kind, period)
            self.acts["meet"] += 1

    async def _pause_some(self, now: dt.datetime) -> None:
        for project_id, life in self._lives.items():
            if project_id in self._pauses:
                if self._dice.random() < 0.02:
                    async with db.transaction():
                        await pauses.resume(project_id, _utc(now), reason="提前复工", actor_id=self._actor)
                    # Over already, perhaps, and only not looked at while the worker was away.
                    life.resume(min(now, self._pauses.pop(project_id)))
                    self.acts["resume early"] += 1
            elif life.status != "finished" and self._dice.random() < 0.003:
                until = now + self._dice.randint(1, 60) * DAY + dt.timedelta(hours=self._dice.randint(0, 23))
                async with db.transaction():
                    await pauses.pause(project_id, _utc(now), reason="停工", until_at=_utc(until), actor_id=self._actor)
                life.pause(now)
                self._pauses[project_id] = until
                self.acts["pause"] += 1


async def _sweep(now: dt.datetime) -> None:
    while await silence.sweep(now):
        pass


async def _settle(now: dt.datetime) -> None:
    """End what silence had begun, by two workers side by side; escalation is not part of the comparison.

    Where it had begun nothing there is nothing to end: those timers, most of them, go in one statement.
    """
    await db.execute("DELETE FROM timer WHERE kind = $1", warning_row.ESCALATE)
    await db.execute(
        """
        DELETE FROM timer USING obligation JOIN unnest($2::text[], $3::text[]) AS said (kind, code)
            ON said.kind = obligation.kind
        WHERE timer.kind = $1 AND obligation.id = timer.subject_id AND obligation.state <> 'open'
          AND NOT EXISTS (SELECT FROM warning WHERE fingerprint = said.code || ':' || obligation.id
                          AND warning.state <> 'closed')
          AND NOT EXISTS (SELECT FROM order_draft WHERE obligation_id = obligation.id AND state = 'waiting')
        """,
        obligations.SETTLED, list(KINDS), [kind.warning for kind in KINDS.values()],
    )  # fmt: skip
    await asyncio.gather(*(_fire(now) for _ in range(2)))


async def _fire(now: dt.datetime) -> None:
    while await timers.fire_due(now, {obligations.SETTLED: TIMER_HANDLERS[obligations.SETTLED]}):
        pass


async def _happened(names: dict[UUID, str]) -> list[Step]:
    """What the product recorded, in the model's words."""
    rows = await db.fetch(
        """
        SELECT event.kind, event.occurred_at, event.project_id, obligation.kind AS owed, obligation.period
        FROM event LEFT JOIN warning ON warning.id = event.subject_id
        LEFT JOIN order_draft ON order_draft.id = event.subject_id
        JOIN obligation ON obligation.id = CASE event.kind
            WHEN 'obligation.reminder' THEN event.subject_id
            WHEN 'warning.raised' THEN (warning.data ->> 'obligation_id')::uuid
            ELSE order_draft.obligation_id END
        WHERE event.kind = ANY($1)
        """,
        list(STEPS),
    )
    return [
        (
            row["occurred_at"].astimezone(clock.SHANGHAI).date(),
            names[row["project_id"]],
            row["owed"],
            row["period"],
            STEPS[row["kind"]],
        )
        for row in rows
    ]
