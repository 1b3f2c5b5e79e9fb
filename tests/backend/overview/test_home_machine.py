"""Whatever changes while a phone asks now and then, what it holds adds up to the page of now."""

import os
from asyncio import Runner
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from backend.core import db, ids
from backend.overview import home
from tests.backend.overview import home_world as world
from tests.backend.overview.home_world import KINDS, LONG_NAME, NOW

STEPS = 50
EXAMPLES = 200 if os.environ.get("SANDTABLE_LONG") else 40


class PhoneMachine(RuleBasedStateMachine):
    """A phone that now and then asks what has changed, while everything changes."""

    runner: Runner

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = NOW

    def do(self, sql: str, *args: Any) -> None:
        self.runner.run(db.execute(sql, *args))

    def some(self, draw: int) -> UUID:
        return self.projects[draw % len(self.projects)]

    @initialize(count=st.integers(1, 15))
    def begin(self, count: int) -> None:
        self.who = self.runner.run(world.person())
        self.projects = [self.runner.run(world.add_project(self.who)) for _ in range(count)]
        page, _ = self.runner.run(world.ask(self.who))
        self.held, self.cursor = world.merge(None, page), page.cursor

    @rule(draw=st.integers(0, 99), name=st.sampled_from(["工地", "新工地", LONG_NAME]))
    def rename(self, draw: int, name: str) -> None:
        self.do("UPDATE project SET name = $2 WHERE id = $1", self.some(draw), name)

    @rule(draw=st.integers(0, 99), status=st.sampled_from(["under_construction", "finished"]))
    def change_status(self, draw: int, status: str) -> None:
        self.do("UPDATE project SET status = $2 WHERE id = $1", self.some(draw), status)

    @rule(draw=st.integers(0, 99))
    def place_or_lift(self, draw: int) -> None:
        self.do("UPDATE project SET longitude = CASE WHEN longitude IS NULL THEN 113.3 END, latitude = 23 "
                "WHERE id = $1", self.some(draw))  # fmt: skip

    @rule(draw=st.integers(0, 99))
    def bind_a_permit(self, draw: int) -> None:
        self.do("INSERT INTO permit (id, project_id, number, raw_number, issued_on, class_code, bound_by) "
                "VALUES ($1, $2, $3, '', '2026-01-01', '01', $4)",
                ids.new_id(), self.some(draw), ids.new_id().hex, self.who.creator)  # fmt: skip

    @rule()
    def another_project(self) -> None:
        self.projects.append(self.runner.run(world.add_project(self.who, "又一个")))

    @rule(draw=st.integers(0, 99))
    def leave(self, draw: int) -> None:
        self.do("UPDATE post SET state = 'ended' WHERE project_id = $1 AND account_id = $2",
                self.some(draw), self.who.scope.account_id)  # fmt: skip

    @rule(draw=st.integers(0, 99), kind=st.sampled_from(["project_manager", "safety_officer", "chief_engineer"]))
    def take_a_post(self, draw: int, kind: str) -> None:
        self.runner.run(world.add_post(self.who, self.some(draw), kind, self.who.scope.account_id))

    @rule(draw=st.integers(0, 99), state=st.sampled_from(["active", "applied"]))
    def a_colleague_comes(self, draw: int, state: str) -> None:
        self.runner.run(world.add_post(self.who, self.some(draw), "project_manager", self.who.colleague, state))

    @rule(state=st.sampled_from(["active", "dormant"]))
    def the_colleague_sleeps_or_wakes(self, state: str) -> None:
        self.do("UPDATE account SET state = $2 WHERE id = $1", self.who.colleague, state)

    @rule(draw=st.integers(0, 99), kind=st.sampled_from(KINDS), days=st.integers(-5, 20))
    def owe(self, draw: int, kind: str, days: int) -> None:
        due_at = self.now + timedelta(days=days)
        self.runner.run(world.add_due(self.some(draw), kind, "2026-11", "project_manager", due_at))

    @rule(draw=st.integers(0, 99), kind=st.sampled_from(KINDS))
    def meet(self, draw: int, kind: str) -> None:
        self.do("UPDATE obligation SET state = 'met' WHERE project_id = $1 AND kind = $2 AND state = 'open'",
                self.some(draw), kind)  # fmt: skip

    @rule(draw=st.integers(0, 99))
    def pause(self, draw: int) -> None:
        self.runner.run(world.pause(self.who, self.some(draw)))

    @rule(draw=st.integers(0, 99))
    def resume(self, draw: int) -> None:
        self.do("UPDATE obligation SET state = 'open', pause_id = NULL WHERE project_id = $1 AND state = 'paused'",
                self.some(draw))  # fmt: skip

    @rule(draw=st.integers(0, 99), level=st.sampled_from(["blue", "red"]), age=st.integers(0, 50))
    def warn(self, draw: int, level: str, age: int) -> None:
        self.runner.run(world.add_warning(self.some(draw), level=level, age_hours=age))

    @rule(draw=st.integers(0, 99))
    def raise_the_level(self, draw: int) -> None:
        self.do("UPDATE warning SET level = 'orange' WHERE project_id = $1 AND state = 'open'", self.some(draw))

    @rule(draw=st.integers(0, 99))
    def close(self, draw: int) -> None:
        self.do("UPDATE warning SET state = 'closed', closed_at = now() WHERE project_id = $1", self.some(draw))

    @rule(draw=st.integers(0, 99), days=st.integers(-5, 20), state=st.sampled_from(["issued", "replied"]))
    def order(self, draw: int, days: int, state: str) -> None:
        self.runner.run(world.add_order(self.who, self.some(draw), self.now + timedelta(days=days), state, LONG_NAME))

    @rule(draw=st.integers(0, 99))
    def reply(self, draw: int) -> None:
        self.do("UPDATE rectification_order SET state = 'replied' WHERE project_id = $1", self.some(draw))

    @rule(days=st.integers(1, 10))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def ask_once(self) -> None:
        """Only the first part of what has changed, then the signal is gone."""
        self.ask()

    def ask(self) -> bool:
        said, size = self.runner.run(world.ask(self.who, self.now, since=self.cursor))
        assert size <= home.MOST_DELTA_BYTES
        self.held, self.cursor = world.merge(self.held, said), said.cursor
        return said.has_more

    @rule()
    def ask_until_there_is_no_more(self) -> None:
        for _ in range(8):
            if not self.ask():
                break
        whole, size = self.runner.run(world.ask(self.who, self.now))
        assert size <= home.MOST_BYTES
        assert self.held == world.merge(None, whole)
        assert self.cursor == whole.cursor

    def teardown(self) -> None:
        if hasattr(self, "who"):
            self.ask_until_there_is_no_more()


def test_a_page_and_its_changes_always_add_up_to_the_page_of_now(database_url: str) -> None:
    with Runner() as runner:
        runner.run(db.start(database_url, size=2))
        try:
            run_state_machine_as_test(
                type("Machine", (PhoneMachine,), {"runner": runner}),
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
