"""Any order of acts upon a list of dangerous works, against the real database.

The model is what people would say in words: what stands on the list and whether anybody spoke of it. It knows nothing
of the declared table; the services must do exactly what it expects, the history must lead from one value to the next
without a gap, and every act that happened leaves one audit entry, the others none.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any
from uuid import UUID

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend.core import db, ids
from backend.core.errors import Refusal
from backend.identity.scope import Scope
from backend.projects.dangerous import dangerous_views, dangerous_works
from backend.projects.dangerous.dangerous_kinds import Grade, Measure
from backend.projects.dangerous.dangerous_rules import WORK_STATES, WorkAction, WorkState, work_states_before
from backend.projects.dangerous.dangerous_works import ChangedWork, NewWork
from tests.backend import duty
from tests.backend.duty import STEPS, Ground

NAMES = ["基坑甲", "基坑乙", "基坑丙"]
names, depths = st.sampled_from(NAMES), st.sampled_from([3.0, 4.9, 5.0, 20.0])
which, who = st.integers(0, 30), st.sampled_from(["manager", "safety", "chief", "stranger"])
MAY = {"manager", "safety"}


def _pit(name: str, depth: float) -> dict[str, Any]:
    return {"kind": "PIT", "name": name, "location": "1#", "measures": [Measure(key="depth", value=depth, unit="m")]}


class ListMachine(RuleBasedStateMachine):
    """One project with a project manager, a safety officer and a chief, and a person who is not on it."""

    runner: asyncio.Runner
    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self.listed: dict[UUID, tuple[str, float]] = {}
        self.removed: set[UUID] = set()
        self.is_spoken_of = False
        self.happened: list[str] = []
        self.values: list[Any] = [None]
        self.project_id = self.runner.run(duty.project(self.ground))
        self.people = self.runner.run(self._people())

    async def _people(self) -> dict[str, Scope]:
        kinds = {"manager": "project_manager", "safety": "safety_officer", "chief": "chief_engineer"}
        people = {name: await duty.account(name) for name in (*kinds, "stranger")}
        for name, kind in kinds.items():
            await duty.hold(self.ground, self.project_id, people[name], kind)
        return people

    def attempt(self, act: Coroutine[Any, Any, Any], name: str, *, is_lawful: bool) -> Any:
        """Do it; it must happen exactly when the model says so."""
        result, code = None, None
        try:
            result = self.runner.run(act)
        except Refusal as refusal:
            code = refusal.problem.code
        assert (code is None) == is_lawful, code
        self.happened += [name] if is_lawful else []
        return result

    def known(self, at: int) -> UUID:
        """A work that is or was on the list, or one that never was."""
        works = [*self.listed, *self.removed, ids.new_id()]
        return works[at % len(works)]

    def note(self) -> None:
        """The fact after an act that changed it."""
        value = sorted(self.listed.values())
        if value != self.values[-1]:
            self.values.append(value)

    @rule(person=who, name=names, depth=depths)
    def list_one(self, person: str, name: str, depth: float) -> None:
        act = dangerous_works.list_work(self.people[person], self.project_id, NewWork(**_pit(name, depth)))
        is_free = name not in {taken for taken, _ in self.listed.values()}
        made = self.attempt(act, "dangerous.list", is_lawful=person in MAY and is_free)
        if made:
            assert made.grade is (Grade.OVERSIZED if depth >= 5 else Grade.DANGEROUS)
            self.listed[made.id], self.is_spoken_of = (name, depth), True
            self.note()

    @rule(person=who, at=which, name=names, depth=depths)
    def change(self, person: str, at: int, name: str, depth: float) -> None:
        work_id = self.known(at)
        act = dangerous_works.change(self.people[person], work_id, ChangedWork(reason="变更", **_pit(name, depth)))
        is_free = name not in {taken for key, (taken, _) in self.listed.items() if key != work_id}
        if self.attempt(act, "dangerous.change", is_lawful=person in MAY and work_id in self.listed and is_free):
            self.listed[work_id] = (name, depth)
            self.note()

    @rule(person=who, at=which)
    def remove(self, person: str, at: int) -> None:
        work_id = self.known(at)
        is_lawful = person in MAY and work_id in self.listed
        self.attempt(
            dangerous_works.remove(self.people[person], work_id, "取消"), "dangerous.remove", is_lawful=is_lawful
        )
        if is_lawful:
            del self.listed[work_id]
            self.removed.add(work_id)
            self.note()

    @rule(person=who)
    def declare_none(self, person: str) -> None:
        is_lawful = person in MAY and not self.is_spoken_of
        act = dangerous_works.declare_none(self.people[person], self.project_id, "没有")
        self.attempt(act, "dangerous.none", is_lawful=is_lawful)
        if is_lawful:
            self.is_spoken_of = True
            self.note()

    @invariant()
    def the_database_says_what_the_model_says(self) -> None:
        self.runner.run(self._compare())

    async def _compare(self) -> None:
        shown = await dangerous_views.of_project(self.people["chief"], self.project_id)
        assert {work.id: (work.name, work.measures[0].value) for work in shown.works} == self.listed
        assert (shown.none_declared is not None) == (self.is_spoken_of and not self.listed)
        rows = await db.fetch(
            "SELECT id FROM dangerous_work WHERE project_id = $1 AND state = 'removed'", self.project_id
        )
        assert {row["id"] for row in rows} == self.removed
        changes = await db.fetch(
            "SELECT before, after FROM project_change WHERE project_id = $1 ORDER BY changed_at, id", self.project_id
        )
        history = [_names(row["after"]) for row in changes]
        assert history == [[name for name, _ in value] for value in self.values[1:]]
        assert [_names(row["before"]) for row in changes[1:]] == history[:-1]
        acts = await db.fetch("SELECT act FROM audit_entry WHERE project_id = $1 ORDER BY id", self.project_id)
        assert [row["act"] for row in acts] == self.happened


def _names(value: Any) -> Any:
    return value if value is None else sorted(work["name"] for work in value)


def test_any_order_of_acts_upon_a_list(database_url: str) -> None:
    with asyncio.Runner() as runner:
        runner.run(db.start(database_url, size=3))
        try:
            ListMachine.runner, ListMachine.ground = runner, runner.run(duty.ground())
            run_state_machine_as_test(ListMachine, settings=settings(STEPS, phases=[Phase.generate]))
        finally:
            runner.run(db.stop())


def test_the_table_is_whole() -> None:
    assert set(WORK_STATES.values()) == set(WorkState)
    assert {action: work_states_before(action) for action in WorkAction} == {
        WorkAction.LIST: [],
        WorkAction.CHANGE: ["listed"],
        WorkAction.REMOVE: ["listed"],
    }
