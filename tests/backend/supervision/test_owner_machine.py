"""People come, go, fall silent and return at random: every open matter has exactly one live owner at each step."""

import asyncio
from typing import ClassVar
from uuid import UUID

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from backend.core import clock, db, ids
from backend.identity.scope import Scope
from backend.projects.people.succession import APPROVER, SUCCESSION, UNIT, owner
from backend.projects.rules import APPROVERS, PostKind
from backend.supervision import matters
from backend.supervision.handover_rules import MatterKind
from tests.backend import duty
from tests.backend.duty import STEPS, Ground


class Staff(msgspec.Struct):
    """A person on one post, as the test remembers them; the earlier stand first in its list."""

    scope: Scope
    kind: PostKind
    post_id: UUID


class OwnerMachine(RuleBasedStateMachine):
    """A project with a matter of every kind and state, and a staff that never stays."""

    runner: ClassVar[asyncio.Runner]
    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.staff: list[Staff] = []
        self.asleep: set[UUID] = set()
        self.project_id = self.runner.run(duty.project(self.ground))
        self.applicant = self.runner.run(duty.account("申请人"))
        self.expected = self.runner.run(self._open_matters())

    async def _open_matters(self) -> dict[UUID, str]:
        """Matter → the post whose it is; the applicant may not decide on the own application."""
        dues = {await self._due(kind): str(kind) for kind in (*PostKind, UNIT)}
        paused = {await self._due("project_manager", state="paused"): "project_manager"}
        reports = {
            await self._report("filed", "2026-10"): "chief_engineer",
            await self._report("reviewed", "2026-11"): UNIT,
        }
        orders = {
            await self._order(state): turn
            for state, turn in (("issued", "project_manager"), ("replied", "chief_engineer"), ("reviewed", UNIT))
        }
        warning = await self._warning()
        first = await db.fetch_value(
            "SELECT posts[1] FROM warning JOIN warning_kind ON warning_kind.code = warning.code WHERE id = $1", warning
        )
        post = await duty.hold(self.ground, self.project_id, self.applicant, "project_manager", "applied")
        handovers = {await self._handover(): "chief_engineer"}
        return dues | paused | reports | orders | handovers | {warning: first, post: APPROVER}

    async def _due(self, kind: str, state: str = "open") -> UUID:
        due_id, pause_id = ids.new_id(), None
        if state == "paused":
            pause_id = ids.new_id()
            await db.execute(
                "INSERT INTO obligation_pause (id, project_id, reason, from_at, until_at, paused_by)"
                " VALUES ($1, $2, '停工', now(), now() + interval '9 days', $3)",
                pause_id, self.project_id, self.ground.regulator.account_id,
            )  # fmt: skip
        await db.execute(
            "INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at, state, pause_id)"
            " VALUES ($1, $2, '440100', 'progress', $3, $4, $5, $6, $7)",
            due_id, self.project_id, due_id.hex, kind, clock.now(), state, pause_id,
        )  # fmt: skip
        return due_id

    async def _report(self, state: str, period: str) -> UUID:
        report_id = ids.new_id()
        await db.execute(
            "INSERT INTO progress_report (id, project_id, period, stage, floors_done, floors_total, percent, note,"
            " state, filed_by, filed_at) VALUES ($1, $2, $3, 'B-FOUNDATION', 0, 0, 5, '', $4, $5, $6)",
            report_id, self.project_id, period, state, self.applicant.account_id, clock.now(),
        )  # fmt: skip
        return report_id

    async def _order(self, state: str) -> UUID:
        order_id = ids.new_id()
        await db.execute(
            "INSERT INTO rectification_order (id, city_code, project_id, short_code, title, state, issued_by,"
            " issued_at, due_at) VALUES ($1, '440100', $2, $3, '整改', $4, $5, $6, $6)",
            order_id, self.project_id, order_id.hex, state, self.ground.regulator.account_id, clock.now(),
        )  # fmt: skip
        return order_id

    async def _handover(self) -> UUID:
        """Offered by the applicant, who does not sign for it."""
        handover_id, successor = ids.new_id(), await duty.account("接任者")
        await db.execute(
            "INSERT INTO handover (id, city_code, project_id, post_kind, from_account_id, to_account_id, state,"
            " matters, note, offered_at) VALUES ($1, '440100', $2, 'chief_engineer', $3, $4, 'offered', '[]', '', $5)",
            handover_id, self.project_id, self.applicant.account_id, successor.account_id, clock.now(),
        )  # fmt: skip
        return handover_id

    async def _warning(self) -> UUID:
        warning_id = ids.new_id()
        await db.execute(
            "INSERT INTO warning (id, city_code, project_id, code, fingerprint, short_code, level, state, summary_zh,"
            " summary_en, facts, data, raised_at, last_at) SELECT $1, '440100', $2, code, $3, $3, 'yellow', 'open',"
            " '扬尘', 'Dust', '[]', '{}', now(), now() FROM warning_kind WHERE code = 'ENV-EXC'",
            warning_id, self.project_id, warning_id.hex,
        )  # fmt: skip
        return warning_id

    @rule(kind=st.sampled_from(PostKind))
    def hire(self, kind: PostKind) -> None:
        scope = self.runner.run(duty.account("新人"))
        post_id = self.runner.run(duty.hold(self.ground, self.project_id, scope, kind))
        self.staff.append(Staff(scope, kind, post_id))

    @rule()
    def the_applicant_manages_already(self) -> None:
        if self.applicant not in [person.scope for person in self.staff]:
            post_id = self.runner.run(duty.hold(self.ground, self.project_id, self.applicant, "chief_engineer"))
            self.staff.append(Staff(self.applicant, PostKind.CHIEF_ENGINEER, post_id))

    @precondition(lambda self: self.staff)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        gone = self.staff.pop(data.draw(st.integers(0, len(self.staff) - 1)))
        self.runner.run(db.execute("UPDATE post SET state = 'ended' WHERE id = $1", gone.post_id))

    @precondition(lambda self: self.staff)
    @rule(data=st.data(), state=st.sampled_from(["active", "disabled", "dormant"]))
    def change_account(self, data: st.DataObject, state: str) -> None:
        person = self.staff[data.draw(st.integers(0, len(self.staff) - 1))]
        if state == "active":
            self.asleep.discard(person.scope.account_id)
        else:
            self.asleep.add(person.scope.account_id)
        change = "UPDATE account SET state = $2 WHERE id = $1"
        self.runner.run(db.execute(change, person.scope.account_id, state))

    def holders(self, *, but: Scope | None = None) -> list[Staff]:
        awake = [person for person in self.staff if person.scope.account_id not in self.asleep]
        return [person for person in awake if person.scope is not but]

    @invariant()
    def every_matter_has_one_live_owner(self) -> None:
        found = self.runner.run(matters.list_open(self.project_id))
        assert {matter.id: matter.post for matter in found} == self.expected
        assert len(found) == len(self.expected)
        owners = {matter.id: (matter.owner, matter.owner_id) for matter in found}
        barred = dict.fromkeys((MatterKind.APPLICATION, MatterKind.REPORT, MatterKind.HANDOVER), self.applicant)
        assert owners == {matter.id: self._owner(matter.post, barred.get(matter.kind)) for matter in found}

    def _owner(self, post: str, barred: Scope | None) -> tuple[str, UUID | None]:
        awake = self.holders(but=barred)
        kind = owner(post, {person.kind.value for person in awake})
        if kind is None:
            return UNIT, None
        return kind, next(person.scope.account_id for person in awake if person.kind == kind)

    @invariant()
    def the_database_agrees_with_the_pure_function(self) -> None:
        held = {person.kind.value for person in self.holders()}
        rows = self.runner.run(
            db.fetch("SELECT kind, live_post($1, kind) AS owner FROM unnest($2::text[]) AS kind", self.project_id,
                     [*map(str, SUCCESSION), UNIT])
        )  # fmt: skip
        assert {row["kind"]: row["owner"] for row in rows} == {str(k): owner(str(k), held) for k in [*SUCCESSION, UNIT]}


@pytest.mark.timeout(1800)
def test_every_open_matter_always_has_exactly_one_live_owner(database_url: str) -> None:
    with asyncio.Runner() as runner:
        runner.run(db.start(database_url, size=2))
        OwnerMachine.runner, OwnerMachine.ground = runner, runner.run(duty.ground())
        try:
            run_state_machine_as_test(OwnerMachine, settings=STEPS)
        finally:
            runner.run(db.stop())


def test_the_two_approvers_are_the_only_ones_who_decide() -> None:
    assert SUCCESSION[APPROVER] == APPROVERS
