"""Any order of deeds, returns, pauses, ends, sweeps and clicks upon one obligation, against the real database.

The model is what people would say: is it owed, is it paused, does a warning speak of it, does a draft wait. It reads
neither of the declared tables; the services must do exactly what it expects, leave one event for each step of silence
and one audit entry for each click that counted.
"""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from backend.core import clock, db, timers
from backend.core.errors import Refusal
from backend.projects.duties import obligation_rules, obligations, pauses
from backend.projects.duties.obligation_rules import OBLIGATION_STATES, Action, State
from backend.supervision import drafts, reference, silence
from backend.supervision.draft_rules import DRAFT_STATES, DraftAction, DraftState
from backend.supervision.drafts import Issue
from backend.supervision.timers import TIMER_HANDLERS
from tests.backend import duty
from tests.backend.duty import STEPS, Ground

KIND = "map_point"
OTHERS = [kind for kind in obligation_rules.KINDS if kind != KIND]
SETTLING = {obligations.SETTLED: TIMER_HANDLERS[obligations.SETTLED]}


class ObligationMachine(RuleBasedStateMachine):
    """One project owes its map point."""

    runner: ClassVar[asyncio.Runner]
    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.now = clock.now()
        self.due = self.now
        self.project_id = self.run(duty.project(self.ground))
        self.obligation_id: UUID
        self.state, self.next, self.draft, self.draft_id = "", "", "", UUID(int=0)
        self.is_paused = self.is_settling = self.has_warning = self.has_order = False
        self.events: Counter[str] = Counter()
        self.clicks = 0

    def run(self, act: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(act)

    async def within(self, act: Coroutine[Any, Any, Any]) -> Any:
        async with db.transaction():
            return await act

    @initialize()
    def register(self) -> None:
        """The project comes; what other examples left owes nothing more."""
        self.run(db.execute("UPDATE obligation SET next_step = NULL, next_at = NULL"))
        self.run(db.execute("DELETE FROM timer"))
        self.run(self.open())
        row = self.run(self.row())
        self.obligation_id, self.due, self.state, self.next = row["id"], row["due_at"], "open", "remind"

    async def open(self) -> None:
        async with db.transaction():
            await obligations.open_for_project(self.project_id, self.now)
            await obligations.void(self.project_id, self.now, "与本例无关", kinds=OTHERS)
            await db.execute(
                "DELETE FROM timer USING obligation WHERE subject_id = obligation.id AND obligation.kind = ANY($1)",
                OTHERS,
            )

    async def row(self) -> Any:
        return await db.fetch_one("SELECT * FROM obligation WHERE project_id = $1 AND kind = $2", self.project_id, KIND)

    def count_anew(self) -> None:
        """It is owed from now on: the last words are to be said again."""
        self.due = self.run(self.row())["due_at"]
        self.next = "remind" if self.now < self.due - timedelta(days=3) else "warn"

    def owed(self) -> None:
        self.state = "paused" if self.is_paused else "open"
        self.count_anew()

    @rule()
    def somebody_does_it(self) -> None:
        self.run(self.within(obligations.meet(self.project_id, KIND, self.now)))
        if self.state in ("open", "paused"):
            self.state, self.is_settling = "met", True

    @rule()
    def it_goes_back(self) -> None:
        self.run(self.within(obligations.reopen(self.project_id, KIND, self.now, reason="不在工地")))
        if self.state == "met":
            self.owed()

    @rule()
    def it_is_not_owed_any_more(self) -> None:
        self.run(self.within(obligations.void(self.project_id, self.now, "竣工", kinds=[KIND])))
        if self.state in ("open", "paused"):
            self.state, self.is_settling = "void", True

    @rule()
    def it_is_owed_again(self) -> None:
        self.run(self.open())
        if self.state == "void":
            self.owed()

    @rule()
    def the_project_is_paused(self) -> None:
        until, by = self.now + timedelta(days=20), self.ground.regulator.account_id
        begun = pauses.pause(self.project_id, self.now, reason="停工", until_at=until, actor_id=by)
        self.run(self.within(begun))
        self.is_paused = True
        if self.state in ("open", "paused"):
            self.state, self.is_settling = "paused", True

    @rule()
    def the_pause_ends(self) -> None:
        by = self.ground.regulator.account_id
        self.run(self.within(pauses.resume(self.project_id, self.now, reason="复工", actor_id=by)))
        self.is_paused = False
        if self.state == "paused":
            self.owed()

    @rule()
    def a_day_passes(self) -> None:
        self.now += timedelta(days=1)
        if self.is_paused:
            self.run(self.keep_paused())

    async def keep_paused(self) -> None:
        """The pauses of this story end by hand alone."""
        await db.execute(
            "UPDATE obligation_pause SET until_at = $1 WHERE project_id = $2 AND ended_at IS NULL",
            self.later(), self.project_id,
        )  # fmt: skip

    def later(self) -> datetime:
        return self.now + timedelta(days=20)

    @rule()
    def silence_speaks(self) -> None:
        """The clock jumps to the next step, and somebody looks twice."""
        at = self.run(self.row())["next_at"]
        if at is not None:
            self.now = max(self.now, at)
        swept = self.run(silence.sweep(self.now))
        assert self.run(silence.sweep(self.now - timedelta(seconds=1))) == 0
        assert swept == (1 if self.state == "open" and self.next else 0)
        if not swept:
            return
        if self.next == "remind" and self.now < self.due:
            self.events["obligation.reminder"] += 1
            self.next = "warn"
        elif self.next in ("remind", "warn"):
            self.events["warning.raised"] += not self.has_warning
            self.has_warning, self.next = True, "draft"
        else:
            self.next = ""
            if self.draft != "waiting" and not (self.has_warning and self.has_order):
                self.events["order.drafted"] += 1
                self.draft = "waiting"
                self.draft_id = self.run(self.newest_draft())

    async def newest_draft(self) -> Any:
        query = "SELECT id FROM order_draft WHERE obligation_id = $1 AND state = 'waiting'"
        return await db.fetch_value(query, self.obligation_id)

    @rule()
    def the_worker_settles(self) -> None:
        assert self.run(timers.fire_due(self.now, SETTLING)) == (1 if self.is_settling else 0)
        if self.is_settling and self.state != "open":
            self.draft = "moot" if self.draft == "waiting" else self.draft
            self.has_warning = self.has_warning and self.has_order
        self.is_settling = False

    def click(self, act: Coroutine[Any, Any, Any], *, is_lawful: bool) -> None:
        try:
            self.run(act)
        except Refusal:
            assert not is_lawful
        else:
            assert is_lawful
            self.clicks += 1

    @rule()
    def a_regulator_issues(self) -> None:
        is_lawful = self.draft == "waiting" and self.state == "open"
        self.click(drafts.issue(self.ground.regulator, self.draft_id, Issue()), is_lawful=is_lawful)
        if is_lawful:
            self.draft = "issued"
            self.has_order = self.has_order or self.has_warning

    @rule()
    def a_regulator_dismisses(self) -> None:
        is_lawful = self.draft == "waiting"
        self.click(drafts.dismiss(self.ground.regulator, self.draft_id, "已电话督促"), is_lawful=is_lawful)
        self.draft = "dismissed" if is_lawful else self.draft

    @invariant()
    def the_rows_are_what_the_words_say(self) -> None:
        if self.state:
            self.run(self.compare())

    async def compare(self) -> None:
        row = await self.row()
        assert (row["state"], row["next_step"]) == (self.state, (self.next or None) if self.state == "open" else None)
        assert (row["pause_id"] is not None) == (self.state == "paused")
        states = await db.fetch("SELECT state FROM order_draft WHERE obligation_id = $1", self.obligation_id)
        assert sum(each["state"] == "waiting" for each in states) == (self.draft == "waiting")
        assert {each["state"] for each in states} <= {state.value for state in DraftState}
        live = "SELECT count(*) FROM warning WHERE project_id = $1 AND state <> 'closed'"
        assert await db.fetch_value(live, self.project_id) == self.has_warning
        kinds = ["obligation.reminder", "warning.raised", "order.drafted"]
        told = await db.fetch("SELECT kind FROM event WHERE project_id = $1 AND kind = ANY($2)", self.project_id, kinds)
        assert Counter(each["kind"] for each in told) == +self.events
        audited = "SELECT count(*) FROM audit_entry WHERE project_id = $1"
        assert await db.fetch_value(audited, self.project_id) == self.clicks

    def teardown(self) -> None:
        """Every warning has the whole of its history: raised once, closed once if it is."""
        if self.state:
            self.run(self.compare_histories())

    async def compare_histories(self) -> None:
        rows = await db.fetch(
            """
            SELECT warning.state, array_agg(step.action ORDER BY step.id) AS actions
            FROM warning JOIN matter_step AS step ON step.subject_id = warning.id
            WHERE warning.project_id = $1 GROUP BY warning.id, warning.state
            """,
            self.project_id,
        )
        for row in rows:
            assert row["actions"] == (["raise", "close"] if row["state"] == "closed" else ["raise"])


def test_an_obligation_and_its_draft_do_what_the_words_say(database_url: str) -> None:
    with asyncio.Runner() as runner:
        runner.run(db.start(database_url, size=2))
        runner.run(reference.load())
        ObligationMachine.runner, ObligationMachine.ground = runner, runner.run(duty.ground())
        try:
            run_state_machine_as_test(ObligationMachine, settings=STEPS)
        finally:
            runner.run(db.stop())


def test_the_tables_reach_every_state_and_leave_the_final_ones_alone() -> None:
    assert set(OBLIGATION_STATES.values()) == set(State)
    assert {action for _, action in OBLIGATION_STATES} == set(Action)
    assert set(DRAFT_STATES.values()) == set(DraftState)
    assert {action for _, action in DRAFT_STATES} == set(DraftAction)
    left = {state for state, _ in DRAFT_STATES if state is not None}
    assert {state for state in DraftState if state not in left} == {state for state in DraftState if state.is_final}
