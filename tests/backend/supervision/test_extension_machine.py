"""Any order of acts of a contractor, a chief and a regulator upon one order, against the real database.

The model is what people would say in words: whose turn it is, which round, until when, and what became of the round's
request for more time. It knows nothing of the declared tables; the services must do exactly what it expects.
"""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend.core import clock, db, timers
from backend.core.errors import Refusal
from backend.supervision import deadline_rules, extensions, orders, reference
from backend.supervision.extension_rules import EXTENSION_STATES
from backend.supervision.timers import TIMER_HANDLERS
from tests.backend.duty import STEPS
from tests.backend.supervision import world as worlds
from tests.backend.supervision.world import World

days = st.integers(0, 9)


class ExtensionMachine(RuleBasedStateMachine):
    """One general order, due in five days; time goes on by the hours that a rule says."""

    runner: ClassVar[asyncio.Runner]
    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        clock.rehearse(None)
        self.turn, self.round = "contractor", 1
        self.requests: dict[int, str] = {}
        self.wanted: datetime | None = None
        self.order_id = self.runner.run(worlds.issue(self.world, findings=1))
        self.due_at: datetime = self.runner.run(self._order())["due_at"]

    async def _order(self) -> dict[str, Any]:
        return await worlds.row("rectification_order", self.order_id)

    def attempt(self, act: Coroutine[Any, Any, Any], *, is_lawful: bool) -> bool:
        """Do it; it must happen exactly when the model says so."""
        code = None
        try:
            self.runner.run(act)
        except Refusal as refusal:
            code = refusal.problem.code
        assert (code is None) == is_lawful, code
        return is_lawful

    @property
    def is_waiting(self) -> bool:
        return self.turn == "contractor" and self.requests.get(self.round) == "asked"

    def overtake(self) -> None:
        self.requests = {number: "moot" if one == "asked" else one for number, one in self.requests.items()}

    @rule(hours=st.integers(1, 60))
    def time_goes_on(self, hours: int) -> None:
        clock.rehearse(clock.now() + timedelta(hours=hours))
        self.runner.run(timers.fire_due(clock.now(), TIMER_HANDLERS))

    @rule(more=days, by=st.sampled_from(("manager", "safety")))
    def ask(self, more: int, by: str) -> None:
        until = self.due_at + timedelta(days=more)
        is_lawful = (
            self.turn == "contractor"
            and self.round not in self.requests
            and clock.now() < self.due_at
            and 0 < more <= 7
        )
        act = extensions.ask(getattr(self.world, by), self.order_id, until=until, reason="连续暴雨")
        if self.attempt(act, is_lawful=is_lawful):
            self.requests[self.round], self.wanted = "asked", until

    @rule(more=days)
    def grant(self, more: int) -> None:
        until = self.due_at + timedelta(days=more)
        is_lawful = self.is_waiting and more > 0 and self.wanted is not None and clock.now() < until <= self.wanted
        if self.attempt(extensions.grant(self.world.colleague, self.order_id, until=until), is_lawful=is_lawful):
            self.requests[self.round], self.due_at = "granted", until

    @rule()
    def refuse(self) -> None:
        act = extensions.refuse(self.world.regulator, self.order_id, reason="雨已停")
        if self.attempt(act, is_lawful=self.is_waiting):
            self.requests[self.round] = "refused"

    @rule()
    def reply(self) -> None:
        if self.attempt(worlds.reply(self.world, self.order_id), is_lawful=self.turn == "contractor"):
            self.turn = "chief"
            self.overtake()

    @rule(is_passed=st.booleans())
    def review(self, is_passed: bool) -> None:
        act = orders.review(self.world.chief, self.order_id, is_passed=is_passed, note="已看现场")
        if self.attempt(act, is_lawful=self.turn == "chief"):
            self.turn = "regulator" if is_passed else "contractor"

    @rule()
    def send_back(self) -> None:
        due_at = worlds.due_in(5)
        act = orders.send_back(self.world.regulator, self.order_id, reason="覆盖不完整", due_at=due_at)
        if self.attempt(act, is_lawful=self.turn == "regulator"):
            self.turn, self.round, self.due_at = "contractor", self.round + 1, due_at

    @rule(is_sure=st.sampled_from((True, *(False,) * 9)))
    def end(self, is_sure: bool) -> None:
        """Seldom, or there would be little left to walk."""
        if not is_sure:
            return
        act = orders.withdraw(self.world.regulator, self.order_id, reason="发错对象")
        if self.attempt(act, is_lawful=self.turn != "nobody"):
            self.turn = "nobody"
            self.overtake()

    @invariant()
    def the_rows_are_what_the_words_say(self) -> None:
        order, requests, overdue_at = self.runner.run(self._standing())
        assert (order["round"], order["due_at"]) == (self.round, self.due_at)
        assert requests == self.requests
        assert set(requests.values()) <= {state.value for state in EXTENSION_STATES.values()}
        rung = deadline_rules.overdue_at(reference.OVERDUE_LADDER, self.due_at, order["overdue_step"])
        assert overdue_at == (rung if self.turn == "contractor" else None)

    async def _standing(self) -> tuple[dict[str, Any], dict[int, str], datetime | None]:
        rows = await db.fetch("SELECT round, state FROM order_extension WHERE order_id = $1", self.order_id)
        overdue_at = await db.fetch_value(
            "SELECT due_at FROM timer WHERE subject_id = $1 AND kind = 'order.overdue'", self.order_id
        )
        return await self._order(), {row["round"]: row["state"] for row in rows}, overdue_at

    @invariant()
    def every_request_has_its_steps_in_the_history(self) -> None:
        told = "SELECT count(*) FROM matter_step WHERE subject_id = $1 AND action = $2"
        asked = self.runner.run(db.fetch_value(told, self.order_id, "ask_extension"))
        granted = self.runner.run(db.fetch_value(told, self.order_id, "grant_extension"))
        refused = self.runner.run(db.fetch_value(told, self.order_id, "refuse_extension"))
        ends = list(self.requests.values())
        assert (asked, granted, refused) == (len(ends), ends.count("granted"), ends.count("refused"))


@pytest.mark.timeout(1800)
def test_more_time_does_what_the_words_say(database_url: str) -> None:
    with asyncio.Runner() as runner:
        runner.run(db.start(database_url, size=2))
        ExtensionMachine.runner, ExtensionMachine.world = runner, runner.run(worlds.build())
        try:
            run_state_machine_as_test(ExtensionMachine, settings=STEPS)
        finally:
            clock.rehearse(None)
            runner.run(db.stop())
