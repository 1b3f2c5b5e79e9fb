"""Any order of readings, acts online, clears and statements that come late, twice and out of order: one real database.

The model is what people would say in words: who has the warning, and whether it is over. Whatever comes late, closed
work stays closed, who has a warning keeps it, and no statement counts twice.
"""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import msgspec
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

from backend.core import clock, db, timers
from backend.core.errors import Refusal
from backend.core.i18n import Text
from backend.supervision import offline_acts, reference, warning_handover, warnings
from backend.supervision.rules import WARNING_STATES, Level, WarningState
from backend.supervision.timers import TIMER_HANDLERS
from tests.backend import duty
from tests.backend.duty import STEPS, Ground
from tests.backend.supervision.phones import Phone, phone_of
from tests.backend.supervision.world import add_post, raise_dust, timer_of

POSTS = ("project_manager", "safety_officer", "chief_engineer", "developer_lead")
MAY_TAKE = 3
GONE = Text("恢复正常", "Normal again")
who, which = st.integers(0, len(POSTS) - 1), st.integers(0, 30)
seen_levels, levels = st.sampled_from([Level.YELLOW, Level.ORANGE]), st.sampled_from([None, Level.YELLOW, Level.ORANGE])


class Matter(msgspec.Struct):
    """A warning in words: `has` is the number of the person who has taken it."""

    id: UUID
    level: Level
    has: int | None = None
    is_over: bool = False

    @property
    def state(self) -> WarningState:
        """As the row says it."""
        lively = WarningState.OPEN if self.has is None else WarningState.ACKNOWLEDGED
        return WarningState.CLOSED if self.is_over else lively


class Spoken(msgspec.Struct):
    """A statement on a phone; `outcome` once it was judged."""

    person: int
    number: int
    matter: Matter
    seen: Level
    text: str
    outcome: str | None = None


class OfflineMachine(RuleBasedStateMachine):
    """One project with four people, of whom the last may not take the warning."""

    runner: ClassVar[asyncio.Runner]
    ground: ClassVar[Ground]

    @initialize()
    def start(self) -> None:
        """A warning that waits."""
        self.matters: list[Matter] = []
        self.spoken: list[Spoken] = []
        self.judged = [0] * len(POSTS)
        self.project_id = self.run(duty.project(self.ground))
        self.phones = [self.run(self._phone(kind)) for kind in POSTS]
        self.raise_it(None)

    def run(self, act: Coroutine[Any, Any, Any]) -> Any:
        """Its result, or the code of the refusal."""
        try:
            return self.runner.run(act)
        except Refusal as refusal:
            return refusal.problem.code

    async def _phone(self, kind: str) -> Phone:
        person = await duty.account(kind)
        await add_post(self.project_id, person, kind)
        return await phone_of(person)

    @property
    def live(self) -> Matter:
        """The newest one, over or not."""
        return self.matters[-1]

    @property
    def fingerprint(self) -> str:
        return f"ENV-EXC:{self.project_id}"

    @rule(level=levels)
    def raise_it(self, level: Level | None) -> None:
        found = self.run(raise_dust(self.project_id, fingerprint=self.fingerprint, level=level))
        if not self.matters or self.live.is_over:
            self.matters.append(Matter(found, level or Level.YELLOW))
        elif level is not None and level.rank > self.live.level.rank:
            self.live.level, self.live.has = level, None
        assert self.live.id == found

    @rule()
    def wait_too_long(self) -> None:
        if self.live.state is WarningState.OPEN:
            self.run(self._escalate())
            self.live.level = Level(self.run(db.fetch_value("SELECT level FROM warning WHERE id = $1", self.live.id)))

    async def _escalate(self) -> None:
        timer = await timer_of(self.live.id, "warning.escalate")
        await timers.fire_due(timer.due_at, TIMER_HANDLERS)

    @rule(person=who)
    def take(self, person: int) -> None:
        promised_at = clock.now() + timedelta(hours=2)
        act = warnings.acknowledge(self.phones[person].scope, self.live.id, plan="开启喷淋", promised_at=promised_at)
        is_lawful = person < MAY_TAKE and self.live.state is WarningState.OPEN
        assert (self.run(act) is None) == is_lawful
        if is_lawful:
            self.live.has = person

    @rule(giver=who, taker=who)
    def hand_over(self, giver: int, taker: int) -> None:
        heir = self.phones[taker].scope.account_id
        act = warning_handover.hand_over(self.phones[giver].scope, self.live.id, account_id=heir, note="请接手")
        is_taken = self.live.state is WarningState.ACKNOWLEDGED and self.live.has == giver
        is_lawful = is_taken and taker not in (giver, MAY_TAKE)
        assert (self.run(act) is None) == is_lawful
        if is_lawful:
            self.live.has = taker

    @rule()
    def close(self) -> None:
        act = warnings.close(self.ground.regulator, self.live.id, reason="现场已处置")
        assert (self.run(act) is None) == (not self.live.is_over)
        self.live.is_over = True

    @rule()
    def clear(self) -> None:
        self.run(self._clear())
        self.live.is_over = True

    async def _clear(self) -> None:
        async with db.transaction():
            await warnings.close_by_itself(self.fingerprint, reason=GONE)

    @rule(person=who, at=which, seen=seen_levels)
    def say_offline(self, person: int, at: int, seen: Level) -> None:
        matter, phone = self.matters[at % len(self.matters)], self.phones[person]
        text = phone.says(matter.id, seen_level=seen)
        self.spoken.append(Spoken(person, phone.counter, matter, seen, text))

    @precondition(lambda self: self.spoken)
    @rule(at=which)
    def send(self, at: int) -> None:
        """Any of them, in any order, as often as one likes."""
        one = self.spoken[at % len(self.spoken)]
        answer = self.run(offline_acts.receive(self.phones[one.person].scope, one.text))
        is_repeated, is_counted = one.outcome is not None, one.number <= self.judged[one.person]
        if is_counted and not is_repeated:
            assert answer == "statement_counted"
            return
        if not is_repeated:
            one.outcome = self._judge(one)
            self.judged[one.person] = one.number
        assert (answer if isinstance(answer, str) else answer.outcome) == one.outcome

    def _judge(self, one: Spoken) -> str:
        """What it comes to, and what it changes."""
        matter = one.matter
        if one.person >= MAY_TAKE:
            return "warning_not_yours"
        if matter.state is not WarningState.OPEN or matter.level.rank > one.seen.rank:
            return "recorded"
        matter.has = one.person
        return "applied"

    @invariant()
    def the_rows_are_what_the_words_say(self) -> None:
        if self.matters:
            assert self.run(self._rows()) == [
                (
                    each.id,
                    each.state,
                    each.level,
                    None if each.has is None else self.phones[each.has].scope.account_id,
                    not each.is_over and each.has is None,
                )
                for each in self.matters
            ]

    async def _rows(self) -> list[tuple[Any, ...]]:
        rows = await db.fetch(
            "SELECT id, state, level, acknowledged_by, EXISTS (SELECT FROM timer WHERE subject_id = warning.id)"
            " FROM warning WHERE project_id = $1 ORDER BY id",
            self.project_id,
        )
        assert {row["state"] for row in rows} <= {state.value for state in WARNING_STATES.values()}
        return [tuple(row) for row in rows]

    @invariant()
    def each_statement_left_one_judgement_and_one_step(self) -> None:
        outcomes = [each.outcome for each in self.spoken if each.outcome is not None]
        expected = (len(outcomes), outcomes.count("applied"), outcomes.count("recorded"))
        assert not self.matters or self.run(self._counted()) == expected

    async def _counted(self) -> tuple[Any, ...]:
        row = await db.fetch_one(
            """
            WITH step AS (SELECT action FROM matter_step JOIN warning ON warning.id = matter_step.subject_id
                          WHERE warning.project_id = $1 AND matter_step.said_at IS NOT NULL)
            SELECT (SELECT count(*) FROM offline_act WHERE key_id = ANY($2)),
                   (SELECT count(*) FROM step WHERE action = 'acknowledge'),
                   (SELECT count(*) FROM step WHERE action = 'say')
            """,
            self.project_id,
            [phone.key_id for phone in self.phones],
        )
        assert row is not None
        return tuple(row)


@pytest.mark.timeout(1800)
def test_nothing_that_comes_late_reopens_displaces_or_counts_twice(database_url: str) -> None:
    with asyncio.Runner() as runner:
        runner.run(db.start(database_url, size=2))
        OfflineMachine.runner, OfflineMachine.ground = runner, runner.run(_ground())
        try:
            run_state_machine_as_test(OfflineMachine, settings=STEPS)
        finally:
            runner.run(db.stop())


async def _ground() -> Ground:
    if not await db.fetch_value("SELECT EXISTS (SELECT FROM warning_kind)"):
        await reference.load()
    return await duty.ground()
