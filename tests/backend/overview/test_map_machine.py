"""Whatever happens on the sites, and however the fold comes along: the map is what a recount from the facts gives."""

import os
from asyncio import Runner
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import hypothesis
import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from backend.core import db
from backend.overview import map_check, map_counts, map_fold, map_list, map_points
from backend.overview.map_filter import MapFilter
from tests.backend.overview import map_world as world
from tests.backend.overview import town
from tests.backend.overview.map_world import GRADES, LEVELS, NOW, STAGES, STATUSES, Held

STEPS = 40
EXAMPLES = 150 if os.environ.get("SANDTABLE_LONG") else 25
DRAWS = st.integers(0, 99)


class MapMachine(RuleBasedStateMachine):
    """Sites to which everything happens, a fold that runs now and then, and pages that ask what has changed."""

    runner: Runner

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = NOW

    def do(self, sql: str, *args: Any) -> None:
        self.runner.run(db.execute(sql, *args))

    def some(self, draw: int) -> UUID:
        return self.projects[draw % len(self.projects)]

    @initialize(count=st.integers(1, 12), seed=st.integers())
    def begin(self, count: int, seed: int) -> None:
        self.area = self.runner.run(world.area())
        self.projects: list[UUID] = []
        dice = Random(seed)
        for _ in range(count):
            self.another_project(dice.randrange(100), dice.randrange(100))
        self.readers = [town.regulator(unit) for unit in (self.area.province, *self.area.units)]
        self.held: list[Held] = [{} for _ in self.readers]
        self.versions: list[int | None] = [None for _ in self.readers]

    @rule(draw=DRAWS, other=DRAWS)
    def another_project(self, draw: int, other: int) -> None:
        unit, region = self.area.units[draw % 3], self.area.regions[other % 5]
        longitude = None if draw % 7 == 0 else 113 + other / 77
        facts = {"longitude": longitude, "latitude": 23.0, "sector": ("housing", "transport")[draw % 2]}
        self.projects.append(self.runner.run(world.project(self.area, unit, region, **facts)))

    @rule(draw=DRAWS, status=st.sampled_from(STATUSES))
    def change_status(self, draw: int, status: str) -> None:
        self.do("UPDATE project SET status = $2 WHERE id = $1", self.some(draw), status)

    @rule(draw=DRAWS, other=DRAWS)
    def assign_elsewhere(self, draw: int, other: int) -> None:
        unit = self.area.units[other % 3]
        self.do("UPDATE project SET supervising_unit_id = $2 WHERE id = $1", self.some(draw), unit)

    @rule(draw=DRAWS, other=DRAWS)
    def move_to_another_district(self, draw: int, other: int) -> None:
        city, district = self.area.regions[other % 5]
        self.do("UPDATE project SET city_code = $2, region_code = $3 WHERE id = $1", self.some(draw), city, district)

    @rule(draw=DRAWS, other=DRAWS)
    def place_or_lift(self, draw: int, other: int) -> None:
        self.do(
            "UPDATE project SET longitude = CASE WHEN longitude IS NULL OR $2 > 30 THEN 113 + $2 / 99.0 END, "
            "latitude = 23 WHERE id = $1", self.some(draw), other,
        )  # fmt: skip

    @rule(draw=DRAWS, level=st.sampled_from(LEVELS))
    def warn(self, draw: int, level: str) -> None:
        self.runner.run(world.warning(self.some(draw), level, self.now))

    @rule(draw=DRAWS, level=st.sampled_from(LEVELS))
    def climb(self, draw: int, level: str) -> None:
        self.do("UPDATE warning SET level = $2 WHERE project_id = $1", self.some(draw), level)

    @rule(draw=DRAWS)
    def close_the_warnings(self, draw: int) -> None:
        self.runner.run(world.close_warnings(self.some(draw)))

    @rule(draw=DRAWS, hours=st.integers(-50, 400), post=st.sampled_from(["project_manager", "supervising_unit"]))
    def owe(self, draw: int, hours: int, post: str) -> None:
        self.runner.run(world.due(self.some(draw), self.now + timedelta(hours=hours), post))

    @rule(draw=DRAWS, state=st.sampled_from(["met", "open", "void"]))
    def settle(self, draw: int, state: str) -> None:
        self.do("UPDATE obligation SET state = $2 WHERE project_id = $1", self.some(draw), state)

    @rule(draw=DRAWS, hours=st.integers(1, 400))
    def extend(self, draw: int, hours: int) -> None:
        self.do("UPDATE obligation SET due_at = $2 WHERE project_id = $1", self.some(draw),
                self.now + timedelta(hours=hours))  # fmt: skip

    @rule(draw=DRAWS, month=st.integers(1, 9), stage=st.sampled_from(STAGES),
          state=st.sampled_from(["filed", "reviewed", "returned", "confirmed"]))  # fmt: skip
    def report(self, draw: int, month: int, stage: str, state: str) -> None:
        self.runner.run(world.report(self.area, self.some(draw), f"2026-0{month}", stage, state))

    @rule(draw=DRAWS, grade=st.sampled_from(GRADES))
    def list_a_work(self, draw: int, grade: str) -> None:
        self.runner.run(world.work(self.area, self.some(draw), grade))

    @rule(draw=DRAWS)
    def remove_the_works(self, draw: int) -> None:
        self.do("UPDATE dangerous_work SET state = 'removed' WHERE project_id = $1", self.some(draw))

    @rule(draw=DRAWS)
    def forget_a_project(self, draw: int) -> None:
        if len(self.projects) > 1:
            project_id = self.some(draw)
            self.projects.remove(project_id)
            for table in ("warning", "obligation", "progress_report", "dangerous_work"):
                self.do(f"DELETE FROM {table} WHERE project_id = $1", project_id)
            self.do("DELETE FROM project WHERE id = $1", project_id)

    @rule(hours=st.integers(1, 300))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(batch=st.integers(1, 9))
    def fold_a_little(self, batch: int) -> None:
        self.runner.run(map_fold.fold(self.now, batch=batch))

    @rule(which=st.integers(0, 3))
    def a_page_asks(self, which: int) -> None:
        said = self.runner.run(map_points.points(self.readers[which], since=self.versions[which]))
        self.held[which], self.versions[which] = world.merge(self.held[which], said), said.version

    @rule(seed=st.integers())
    def all_is_compared(self, seed: int) -> None:
        """The rows, the cube, a month's numbers by any filter, their lists, and what the pages hold."""
        self.runner.run(map_fold.fold_all(self.now))
        truth = self.runner.run(world.truth(self.now))
        assert self.runner.run(world.rows()) == truth
        assert self.runner.run(world.tally()) == world.cube(truth)
        assert self.runner.run(map_check.reconcile(self.now)) == map_check.Reconciled(rows=0, cells=0)
        for which, reader in enumerate(self.readers):
            self.a_page_asks(which)
            assert self.held[which] == self.runner.run(world.whole(reader))
        dice = Random(seed)
        for _ in range(6):
            which, asked = dice.randrange(4), world.any_filter(dice, self.area)
            self.compare(which, asked, truth)
            self.open_every_number(which, asked, dice)

    def open_every_number(self, which: int, asked: MapFilter, dice: Random) -> None:
        """Of the whole and of one of its regions: the list is as long as the number says, and says so."""
        said = self.runner.run(map_counts.counts(self.readers[which], asked))
        region = dice.choice(said.regions)
        inside = msgspec.structs.replace(asked, region=region.code)
        for n, behind in [*world.numbers(said.total, asked), *world.numbers(region.count, inside)]:
            page = self.runner.run(map_list.listed(self.readers[which], behind))
            assert (page.total, len(page.items)) == (n, n)

    def compare(self, which: int, asked: MapFilter, truth: dict[UUID, dict[str, Any]]) -> None:
        """A number, its parts, and the list behind it."""
        city, station, elsewhere = self.area.units
        units = ({city, station, elsewhere}, {city, station}, {station}, {elsewhere})[which]
        wanted = {each: row for each, row in truth.items() if row["unit_id"] in units and world.matches(row, asked)}
        said = self.runner.run(map_counts.counts(self.readers[which], asked))
        assert said.total == world.count(list(wanted.values()))
        assert sum(each.count.projects for each in said.regions) == len(wanted)
        page = self.runner.run(map_list.listed(self.readers[which], asked, limit=3))
        listed = [item.id for item in page.items]
        while page.next:
            page = self.runner.run(map_list.listed(self.readers[which], asked, cursor=page.next, limit=3))
            listed += [item.id for item in page.items]
        assert page.total == len(listed) == len(wanted)
        assert set(listed) == set(wanted)

    def teardown(self) -> None:
        try:
            if hasattr(self, "readers"):
                self.all_is_compared(0)
        finally:
            self.do("TRUNCATE project, account CASCADE")
            self.do("TRUNCATE map_dirty, map_project, map_moved, map_state, map_tally, map_month")
            self.do("DELETE FROM unit WHERE level = 'station'")


def test_the_map_is_what_a_recount_gives_whatever_happens(database_url: str) -> None:
    with Runner() as runner:
        runner.run(db.start(database_url, size=2))
        try:
            run_state_machine_as_test(
                type("Machine", (MapMachine,), {"runner": runner}),
                settings=hypothesis.settings(
                    max_examples=EXAMPLES,
                    stateful_step_count=STEPS,
                    deadline=None,
                    print_blob=True,
                    phases=[hypothesis.Phase.generate],  # Shrinking through a database takes minutes.
                ),
            )
        finally:
            runner.run(db.stop())
