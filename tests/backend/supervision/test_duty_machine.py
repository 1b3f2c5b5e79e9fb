"""Any order of acts of four people and the station upon posts and handovers, against the real database.

The model is what people would say in words: who holds what, who has asked for what, who has offered what to whom.
It knows nothing of the declared tables; the services must do exactly what it expects, and leave one audit entry for
each act that happened and none for the others.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backend.core import db
from backend.core.errors import Refusal
from backend.identity.scope import Scope
from backend.projects.people import posts
from backend.projects.people.people_rules import POST_STATES, PostState
from backend.projects.rules import APPROVERS, PostKind
from backend.supervision import handover, handover_views
from backend.supervision.handover import NewHandover
from backend.supervision.handover_rules import HANDOVER_STATES, HandoverState
from tests.backend import duty
from tests.backend.duty import STEPS, USCC, Ground

PEOPLE, UNIT = 4, 4
KINDS = (PostKind.CHIEF_ENGINEER, PostKind.PROJECT_MANAGER, PostKind.SAFETY_OFFICER)
who, anybody, kinds = st.integers(0, PEOPLE - 1), st.integers(0, UNIT), st.sampled_from(KINDS)
which = st.integers(0, PEOPLE * len(KINDS) - 1)
Held = tuple[int, PostKind]


class DutyMachine(RuleBasedStateMachine):
    """One project; person 4 is the regulator of its unit."""

    runner: ClassVar[asyncio.Runner]
    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.held: set[Held] = set()
        self.asked: set[Held] = set()
        self.offers: dict[Held, int] = {}
        self.last: dict[Held, UUID] = {}
        self.handovers: dict[Held, UUID] = {}
        self.happened = 0
        self.project_id = self.runner.run(duty.project(self.ground))
        self.people = [self.runner.run(duty.account(f"人{number}")) for number in range(PEOPLE)] + [
            self.ground.regulator
        ]

    def attempt(self, act: Coroutine[Any, Any, Any], *, is_lawful: bool) -> Any:
        """Do it; it must happen exactly when the model says so."""
        result, code = None, None
        try:
            result = self.runner.run(act)
        except Refusal as refusal:
            code = refusal.problem.code
        assert (code is None) == is_lawful, code
        self.happened += is_lawful
        return result

    @initialize(turn=who)
    def start(self, turn: int) -> None:
        """A chief whom the station approved, and everybody's wish to be something."""
        self.apply(0, PostKind.CHIEF_ENGINEER)
        self.decide(UNIT, 0, is_yes=True)
        for person in range(PEOPLE):
            self.apply(person, KINDS[(person + turn) % len(KINDS)])

    def known(self, at: int) -> Held:
        """One of the posts and applications that there ever were."""
        keys = list(self.last)
        return keys[at % len(keys)]

    def approvers(self) -> set[int]:
        return {person for person, kind in self.held if kind in APPROVERS}

    def is_approver(self, person: int, *, of: int) -> bool:
        return person != of and person in self.approvers()

    @rule(person=who, kind=kinds)
    def apply(self, person: int, kind: PostKind) -> None:
        key = (person, kind)
        act = posts.apply(self.people[person], self.project_id, kind, USCC[kind])
        if applied := self.attempt(act, is_lawful=key not in self.held | self.asked):
            self.asked.add(key)
            self.last[key] = applied.post_id

    @rule(actor=anybody, at=which, is_yes=st.booleans())
    def decide(self, actor: int, at: int, is_yes: bool) -> None:
        key = self.known(at)
        person, post_id, by = key[0], self.last[key], self.people[actor]
        if actor == UNIT:
            act = posts.approve_by_station(by, post_id) if is_yes else posts.refuse_by_station(by, post_id, "不同意")
            may = not self.approvers() - {person}
        else:
            act = posts.approve(by, post_id) if is_yes else posts.refuse(by, post_id, "不同意")
            may = self.is_approver(actor, of=person)
        is_lawful = may and key in self.asked
        self.attempt(act, is_lawful=is_lawful)
        if is_lawful:
            self.asked.remove(key)
            self.held |= {key} if is_yes else set()

    @rule(actor=who, at=which)
    def withdraw(self, actor: int, at: int) -> None:
        key = self.known(at)
        is_lawful = actor == key[0] and key in self.asked
        self.attempt(posts.withdraw(self.people[actor], self.last[key]), is_lawful=is_lawful)
        self.asked -= {key} if is_lawful else set()

    @rule(actor=who, at=which)
    def leave(self, actor: int, at: int) -> None:
        key = self.known(at)
        is_lawful = actor == key[0] and key in self.held
        self.attempt(handover.leave(self.people[actor], self.last[key]), is_lawful=is_lawful)
        self.held -= {key} if is_lawful else set()

    @rule(actor=anybody, at=which)
    def end(self, actor: int, at: int) -> None:
        key = self.known(at)
        by, post_id = self.people[actor], self.last[key]
        act = posts.end_by_unit(by, post_id, "人员变更") if actor == UNIT else posts.end(by, post_id, "人员变更")
        is_lawful = (actor == UNIT or self.is_approver(actor, of=key[0])) and key in self.held
        self.attempt(act, is_lawful=is_lawful)
        self.held -= {key} if is_lawful else set()

    @rule(actor=anybody, at=which, other=which)
    def offer(self, actor: int, at: int, other: int) -> None:
        key, successor = self.known(at), self.known(other)
        (giver, kind), to = key, successor[0]
        new = NewHandover(to_post_id=self.last[successor])
        is_gone = key not in self.held | self.asked and self.was_held(key)
        may = (actor == giver and key in self.held) or (
            is_gone and (actor == UNIT or self.is_approver(actor, of=giver))
        )
        is_lawful = (
            may
            and to != giver
            and successor[1] is kind
            and successor in self.held | self.asked
            and key not in self.offers
        )
        made = self.attempt(handover.offer(self.people[actor], self.last[key], new), is_lawful=is_lawful)
        if made is not None:
            self.offers[key], self.handovers[key] = to, made

    def was_held(self, key: Held) -> bool:
        state = self.runner.run(db.fetch_value("SELECT state FROM post WHERE id = $1", self.last[key]))
        return bool(state == PostState.ENDED)

    def offered(self, at: int) -> Held:
        keys = list(self.handovers)
        return keys[at % len(keys)]

    @precondition(lambda self: self.handovers)
    @rule(actor=who, at=which)
    def sign(self, actor: int, at: int) -> None:
        key = self.offered(at)
        is_lawful = self.offers.get(key) == actor and (actor, key[1]) in self.held
        self.attempt(self._read_and_sign(self.people[actor], self.handovers[key]), is_lawful=is_lawful)
        if is_lawful:
            del self.offers[key]
            self.held.discard(key)

    async def _read_and_sign(self, person: Scope, handover_id: UUID) -> None:
        read = await handover_views.read(person, handover_id)
        await handover.sign(person, handover_id, read.seen or "0" * 16)

    @precondition(lambda self: self.handovers)
    @rule(actor=who, at=which)
    def refuse(self, actor: int, at: int) -> None:
        key = self.offered(at)
        is_lawful = self.offers.get(key) == actor
        self.attempt(handover.refuse(self.people[actor], self.handovers[key], "不接"), is_lawful=is_lawful)
        if is_lawful:
            del self.offers[key]

    @precondition(lambda self: self.handovers)
    @rule(actor=anybody, at=which)
    def take_back(self, actor: int, at: int) -> None:
        key = self.offered(at)
        is_lawful = (actor in (key[0], UNIT) or actor in self.approvers()) and key in self.offers
        self.attempt(handover.withdraw(self.people[actor], self.handovers[key]), is_lawful=is_lawful)
        if is_lawful:
            del self.offers[key]

    @invariant()
    def the_rows_are_what_the_words_say(self) -> None:
        assert self.runner.run(self._standing()) == (self.held, self.asked, set(self.offers.items()))

    async def _standing(self) -> tuple[set[Held], set[Held], set[tuple[Held, int]]]:
        number = {person.account_id: at for at, person in enumerate(self.people)}
        rows = await db.fetch("SELECT account_id, kind, state FROM post WHERE project_id = $1", self.project_id)
        assert {row["state"] for row in rows} <= {state.value for state in POST_STATES.values()}
        offered = await db.fetch("SELECT * FROM handover WHERE project_id = $1", self.project_id)
        assert {row["state"] for row in offered} <= {state.value for state in HANDOVER_STATES.values()}
        by_state = {
            state: {(number[row["account_id"]], PostKind(row["kind"])) for row in rows if row["state"] == state}
            for state in (PostState.ACTIVE, PostState.APPLIED)
        }
        offers = {
            ((number[row["from_account_id"]], PostKind(row["post_kind"])), number[row["to_account_id"]])
            for row in offered
            if row["state"] == HandoverState.OFFERED
        }
        return by_state[PostState.ACTIVE], by_state[PostState.APPLIED], offers

    @invariant()
    def every_act_left_one_entry(self) -> None:
        count = "SELECT count(*) FROM audit_entry WHERE project_id = $1"
        assert self.runner.run(db.fetch_value(count, self.project_id)) == self.happened


@pytest.mark.timeout(1800)
def test_posts_and_handovers_do_what_the_words_say(database_url: str) -> None:
    with asyncio.Runner() as runner:
        runner.run(db.start(database_url, size=2))
        DutyMachine.runner, DutyMachine.ground = runner, runner.run(duty.ground())
        try:
            run_state_machine_as_test(DutyMachine, settings=STEPS)
        finally:
            runner.run(db.stop())
