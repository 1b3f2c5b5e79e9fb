"""Any order of acts upon a code, over Redis and the database at once: no state but the table's, no act unwritten.

`SANDTABLE_LONG=1` plays 10,000 steps.
"""

import asyncio
import os
from collections.abc import Coroutine, Iterator
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backend.core import db, redis
from backend.core.errors import Refusal
from backend.identity.qr import qr_decisions, qr_reports, qr_scans, qr_sign_in
from backend.identity.qr.qr_rules import AFTER, QR_STATES, QrAction, QrState, before
from backend.identity.qr.qr_sign_in import Browser
from backend.identity.scope import Door, Scope
from tests.backend.identity import qr_devices
from tests.backend.identity.qr_devices import (
    acts,
    age,
    code_of,
    field,
    forget_limits,
    forget_poll,
    live_sessions,
    lose,
    row,
)

STEPS_EACH = 40
STEPS = 10_000 if os.environ.get("SANDTABLE_LONG") else 2_000
ADDRESS = "113.108.1.1"
WRITTEN = {
    QrAction.SCAN: "qr.scan",
    QrAction.CONFIRM: "qr.confirm",
    QrAction.REFUSE: "qr.refuse",
    QrAction.BLOCK: "qr.blocked",
    QrAction.REUSE: "qr.reused",
    QrAction.REPORT: "qr.report",
}


class CodeMachine(RuleBasedStateMachine):
    """One code, its browser, its scanner and another person; the model is the declared table and a list of acts."""

    runner: ClassVar[asyncio.Runner]
    people: ClassVar[qr_devices.People]
    steps: ClassVar[int] = 0

    def do(self, act: Coroutine[Any, Any, Any]) -> Any:
        """What the act gives, or the code of its refusal."""
        type(self).steps += 1
        try:
            return self.runner.run(act)
        except Refusal as refused:
            return refused.problem.code

    @initialize()
    def ask(self) -> None:
        self.runner.run(forget_limits())
        asked = self.runner.run(qr_sign_in.ask(Door.CONSOLE, Browser(cookie="", user_agent="a", address=ADDRESS)))
        self.ticket_id: UUID = asked.waiting.ticket_id
        self.browser = Browser(cookie=asked.cookie, user_agent="a", address=ADDRESS)
        self.code = self.runner.run(code_of(self.ticket_id))
        self.state = QrState.WAITING
        self.misses = 0
        self.is_scanned = self.is_forgotten = False
        self.written: list[str] = []
        self.sessions = 0

    @property
    def scanner(self) -> Scope:
        return self.people.regulator

    def took(self, action: QrAction, *, times: int = 1) -> None:
        """The model's step: only where the table has it."""
        assert (self.state, action) in QR_STATES
        self.state = QR_STATES[self.state, action]
        if action in WRITTEN:
            self.written += [WRITTEN[action]] * times

    def allows(self, action: QrAction) -> bool:
        return self.state in before(action)

    @rule()
    def scan(self) -> None:
        self.runner.run(forget_limits())
        said = self.do(qr_scans.scan(self.scanner, self.code, address=ADDRESS))
        if self.is_forgotten:
            assert said == ("qr_code_used" if self.is_scanned else "qr_code_over")
        elif self.allows(QrAction.SCAN):
            assert isinstance(said, qr_scans.Scan)
            self.is_scanned = True
            self.took(QrAction.SCAN)
        elif self.state is QrState.SCANNED:
            assert isinstance(said, qr_scans.Scan)
        else:
            assert said == ("qr_code_used" if self.is_scanned else "qr_code_over")

    @precondition(lambda self: self.is_scanned)
    @rule()
    def another_person_scans(self) -> None:
        self.runner.run(forget_limits())
        assert self.do(qr_scans.scan(self.people.administrator, self.code, address=ADDRESS)) == "qr_code_used"
        if self.state in before(QrAction.REUSE):
            self.took(QrAction.REUSE)
        else:
            self.written.append("qr.reused")
        self.sessions = 0

    @precondition(lambda self: not self.is_forgotten)
    @rule()
    def confirm(self) -> None:
        number = int(self.runner.run(field(self.ticket_id, "number")))
        said = self.do(qr_decisions.confirm(self.scanner, self.ticket_id, number))
        if self.allows(QrAction.CONFIRM):
            assert said == qr_decisions.Decided(QrState.CONFIRMED)
            self.took(QrAction.CONFIRM)
        elif self.state in {QrState.CONFIRMED, QrState.SIGNED_IN}:
            assert said == qr_decisions.Decided(QrState.CONFIRMED)
        else:
            assert said == ("qr_decided" if self.is_scanned else "not_found")
            self.written += [] if self.is_scanned else ["qr.not_the_scanner"]

    @precondition(lambda self: not self.is_forgotten)
    @rule()
    def miss(self) -> None:
        right = int(self.runner.run(field(self.ticket_id, "number")))
        said = self.do(qr_decisions.confirm(self.scanner, self.ticket_id, 10 if right != 10 else 11))
        if not self.allows(QrAction.CONFIRM):
            assert said == ("qr_decided" if self.is_scanned else "not_found")
            self.written += [] if self.is_scanned else ["qr.not_the_scanner"]
            return
        self.misses += 1
        if self.misses < 3:
            assert said == "qr_wrong_number"
            self.written.append("qr.missed")
        else:
            assert said == "qr_blocked"
            self.took(QrAction.BLOCK)

    @precondition(lambda self: not self.is_forgotten)
    @rule()
    def another_person_confirms(self) -> None:
        number = int(self.runner.run(field(self.ticket_id, "number")))
        assert self.do(qr_decisions.confirm(self.people.administrator, self.ticket_id, number)) == "not_found"
        self.written.append("qr.not_the_scanner")

    @rule()
    def refuse(self) -> None:
        said = self.do(qr_decisions.refuse(self.scanner, self.ticket_id))
        if self.allows(QrAction.REFUSE):
            assert said == qr_decisions.Decided(QrState.REFUSED)
            self.took(QrAction.REFUSE)
        elif self.state is QrState.REFUSED:
            assert said == qr_decisions.Decided(QrState.REFUSED)
        else:
            assert said == ("qr_decided" if self.is_scanned else "not_found")

    @rule()
    def report(self) -> None:
        said = self.do(qr_reports.report(self.scanner, self.ticket_id))
        if not self.is_scanned:
            assert said == "not_found"
            return
        assert said == qr_reports.Reported(self.sessions)
        if self.state is QrState.REPORTED:
            self.written.append("qr.report")
        else:
            self.took(QrAction.REPORT)
        self.sessions = 0

    @rule()
    def fetch(self) -> None:
        """The browser asks; another browser gets nothing at any time."""
        thief = self.browser._replace(user_agent="b")
        self.runner.run(forget_limits())
        assert self.do(qr_sign_in.wait(Door.CONSOLE, self.ticket_id, 0, thief)) == "qr_ticket_over"
        if self.is_forgotten:
            assert self.do(qr_sign_in.wait(Door.CONSOLE, self.ticket_id, 0, self.browser)) == "qr_ticket_over"
            return
        self.runner.run(forget_poll(self.ticket_id))
        said = self.do(qr_sign_in.wait(Door.CONSOLE, self.ticket_id, 0, self.browser))
        assert (said.opened is not None) == self.allows(QrAction.SIGN_IN)
        if said.opened is not None:
            self.took(QrAction.SIGN_IN)
            self.sessions = 1
        assert said.waiting.state == self.state

    @precondition(lambda self: not self.is_forgotten)
    @rule()
    def time_passes(self) -> None:
        self.runner.run(age(self.ticket_id, 130))
        if self.state in before(QrAction.EXPIRE):
            self.state = AFTER[QrAction.EXPIRE]

    @precondition(lambda self: self.state not in {QrState.WAITING, QrState.SCANNED, QrState.CONFIRMED})
    @rule()
    def redis_forgets(self) -> None:
        self.runner.run(lose(self.ticket_id))
        self.is_forgotten = True

    @invariant()
    def the_row_and_redis_say_what_the_model_says(self) -> None:
        told = self.runner.run(row(self.ticket_id))
        # That time has passed is not written into the row: its steps are refused by their age.
        if self.state is QrState.EXPIRED and told is not None:
            assert told in before(QrAction.EXPIRE)
        elif self.is_scanned:
            assert told == self.state
        else:
            assert told is None

    @invariant()
    def at_most_one_session_lives_and_only_while_signed_in(self) -> None:
        assert self.runner.run(live_sessions(self.ticket_id)) == self.sessions
        assert self.sessions == (1 if self.state is QrState.SIGNED_IN else 0)

    @invariant()
    def every_act_is_written_in_its_order(self) -> None:
        assert self.runner.run(acts(self.ticket_id)) == self.written


@pytest.fixture
def machine(database_url: str, redis_url: str) -> Iterator[type[CodeMachine]]:
    """With a loop of its own: hypothesis calls no coroutines."""
    with asyncio.Runner() as runner:
        runner.run(db.start(database_url, size=2))
        CodeMachine.runner = runner
        CodeMachine.people = runner.run(qr_devices.people())
        CodeMachine.steps = 0
        yield CodeMachine
        runner.run(db.stop())
        runner.run(redis.stop())


@pytest.mark.timeout(900)
def test_no_order_of_acts_leaves_the_table(machine: type[CodeMachine], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qr_sign_in, "WAIT_SECONDS", 0.0)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=STEPS // STEPS_EACH,
            stateful_step_count=STEPS_EACH,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert machine.steps > STEPS / 4


def test_every_action_leads_to_one_state_wherever_it_starts() -> None:
    assert {action: {QR_STATES[key] for key in QR_STATES if key[1] is action} for action in QrAction} == {
        action: {AFTER[action]} for action in QrAction
    }


def test_nothing_leads_from_an_end_back_into_a_sign_in() -> None:
    ends = {state for state in QrState if not state.is_pending and state is not QrState.SIGNED_IN}
    after_an_end = {after for (state, _), after in QR_STATES.items() if state in ends}
    assert after_an_end == {QrState.REPORTED, QrState.REUSED}
