"""Any order of acts upon a project's facts, its status and its monthly reviews, against the real database.

Each model is the story in words and knows nothing of the declared table: the services must do exactly what it expects,
and the history must lead from one value to the next without a gap.
"""

import asyncio
import datetime as dt
from collections.abc import Coroutine
from typing import Any

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend.core import clock, db
from backend.core.errors import Refusal
from backend.core.geo import Datum, Point
from backend.identity.scope import Scope
from backend.projects.base import base_information, map_points
from backend.projects.base.base_information import NewCategory, NewStatus
from backend.projects.facts import fact_rules, fact_views, facts
from backend.projects.facts.fact_rules import (
    FACT_STATES,
    PROJECT_STATES,
    Fact,
    FactAction,
    FactState,
    Status,
    StatusAction,
)
from backend.projects.monthly import reviews
from backend.projects.monthly.review_rules import REVIEW_STATES, ReviewAction, ReviewState
from backend.projects.monthly.reviews import Item, Items, NewReview
from backend.projects.rules import period_of
from tests.backend import duty
from tests.backend.duty import STEPS, Ground

LATITUDES = [23.11, 23.12, 23.13]


class OnAProject(RuleBasedStateMachine):
    """One project with a project manager and a chief, its station's regulator, and another city's."""

    runner: asyncio.Runner
    ground: Ground
    elsewhere: Ground

    def __init__(self) -> None:
        super().__init__()
        self.acts: list[str] = []
        self.project_id = self.runner.run(duty.project(self.ground))
        self.people = self.runner.run(self._people())

    async def _people(self) -> dict[str, Scope]:
        people = {name: await duty.account(name) for name in ("manager", "chief")}
        await duty.hold(self.ground, self.project_id, people["manager"], "project_manager")
        await duty.hold(self.ground, self.project_id, people["chief"], "chief_engineer")
        return people | {"regulator": self.ground.regulator, "outsider": self.elsewhere.regulator}

    def attempt(self, act: Coroutine[Any, Any, Any], name: str, *, is_lawful: bool) -> Any:
        """Do it; it must happen exactly when the model says so."""
        result, code = None, None
        try:
            result = self.runner.run(act)
        except Refusal as refusal:
            code = refusal.problem.code
        assert (code is None) == is_lawful, (name, code)
        self.acts += [name] if is_lawful else []
        return result

    @invariant()
    def every_act_that_happened_is_audited_once(self) -> None:
        assert self.runner.run(self._audited()) == self.acts

    async def _audited(self) -> list[str]:
        rows = await db.fetch("SELECT act FROM audit_entry WHERE project_id = $1 ORDER BY id", self.project_id)
        return [row["act"] for row in rows]


sites = st.sampled_from(["manager", "chief", "regulator"])
checkers = st.sampled_from(["regulator", "outsider", "manager"])
checked = st.sampled_from([Fact.CATEGORY, Fact.MAP_POINT])


class FactMachine(OnAProject):
    """Reported, verified, returned, changed: what was looked at is kept, and verified is only what is so now."""

    def __init__(self) -> None:
        super().__init__()
        self.now: dict[Fact, Any] = {Fact.CATEGORY: "building", Fact.MAP_POINT: None}
        self.said: dict[Fact, str | None] = dict.fromkeys(self.now)
        self.seen: dict[Fact, Any] = dict.fromkeys(self.now)
        self.history: dict[Fact, list[Any]] = {fact: [value] for fact, value in self.now.items()}

    def change(self, fact: Fact, value: Any) -> None:
        """A fact that nobody had looked at is new; one that was looked at is changed."""
        if value == self.now[fact]:
            return
        self.now[fact] = value
        self.history[fact].append(value)
        self.said[fact] = "unverified" if self.said[fact] in {None, "unverified"} else "changed"

    @rule(person=sites, category=st.sampled_from(["building", "municipal"]))
    def recategorise(self, person: str, category: str) -> None:
        act = base_information.change_category(
            self.people[person], self.project_id, NewCategory(category=category, reason="更正")
        )
        is_lawful = person == "manager" and category != self.now[Fact.CATEGORY]
        self.attempt(act, "project.categorise", is_lawful=is_lawful)
        if is_lawful:
            self.change(Fact.CATEGORY, category)

    @rule(person=sites, latitude=st.sampled_from(LATITUDES))
    def place(self, person: str, latitude: float) -> None:
        act = map_points.set_point(self.people[person], self.project_id, Point(113.32, latitude), Datum.WGS84)
        self.attempt(act, "project.place", is_lawful=person == "manager")
        if person == "manager":
            self.change(Fact.MAP_POINT, latitude)

    @rule(person=checkers, fact=checked, is_old=st.booleans())
    def verify(self, person: str, fact: Fact, *, is_old: bool) -> None:
        is_lawful = person == "regulator" and self.said[fact] not in {None, "verified"} and not is_old
        act = self._verify(person, fact, is_old=is_old)
        self.attempt(act, "fact.verify", is_lawful=is_lawful)
        if is_lawful:
            self.said[fact], self.seen[fact] = "verified", self.now[fact]

    async def _verify(self, person: str, fact: Fact, *, is_old: bool) -> None:
        version = await self._version(fact, is_old=is_old)
        await facts.verify(self.people[person], self.project_id, fact, version)

    async def _send_back(self, person: str, fact: Fact, *, is_old: bool) -> None:
        version = await self._version(fact, is_old=is_old)
        await facts.return_(self.people[person], self.project_id, fact, version, "与现场不符")

    async def _version(self, fact: Fact, *, is_old: bool) -> str:
        value = (await facts.current(self.project_id))[fact]
        return fact_rules.version("another value" if is_old else value)

    @rule(person=checkers, fact=checked, is_old=st.booleans())
    def send_back(self, person: str, fact: Fact, *, is_old: bool) -> None:
        is_lawful = person == "regulator" and self.said[fact] not in {None, "returned"} and not is_old
        act = self._send_back(person, fact, is_old=is_old)
        self.attempt(act, "fact.return", is_lawful=is_lawful)
        if is_lawful:
            self.said[fact], self.seen[fact] = "returned", self.now[fact]

    @invariant()
    def the_page_says_what_the_model_says(self) -> None:
        self.runner.run(self._compare())

    async def _compare(self) -> None:
        page = await fact_views.page(self.people["regulator"], self.project_id)
        shown = {view.fact: view for view in page.facts if view.fact in self.now}
        assert {fact: view.state for fact, view in shown.items()} == self.said
        assert {fact: _plain(view.value) for fact, view in shown.items()} == self.now
        differing = {fact for fact, view in shown.items() if view.differences}
        looked_at = {fact for fact, said in self.said.items() if said not in {None, "unverified"}}
        assert differing == {fact for fact in looked_at if self.seen[fact] != self.now[fact]}
        rows = await db.fetch(
            "SELECT fact, before, after FROM project_change WHERE project_id = $1 ORDER BY id", self.project_id
        )
        steps = {fact: [row for row in rows if row["fact"] == fact] for fact in self.now}
        assert {fact: [_plain(row["after"]) for row in found] for fact, found in steps.items()} == {
            fact: values[1:] for fact, values in self.history.items()
        }
        assert {fact: [_plain(row["before"]) for row in found] for fact, found in steps.items()} == {
            fact: values[:-1] for fact, values in self.history.items()
        }


def _plain(value: Any) -> Any:
    return round(value["latitude"], 2) if isinstance(value, dict) else value


ALLOWED = {
    "not_started": {"start": "under_construction"},
    "under_construction": {"pause": "paused", "finish": "finished"},
    "paused": {"extend": "paused", "resume": "under_construction", "finish": "finished"},
    "finished": {"reopen": "under_construction"},
}
"""The story in words, written anew: works start once, stand still with an end, go on, and are over until reopened."""


class StatusMachine(OnAProject):
    """Starts, stands still, goes on, is over; what is due follows."""

    def __init__(self) -> None:
        super().__init__()
        self.status = "not_started"
        self.history = ["not_started"]
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        await db.execute("UPDATE project SET status = 'not_started' WHERE id = $1", self.project_id)

    @rule(person=sites, action=st.sampled_from(["start", "pause", "extend", "resume", "finish", "reopen"]))
    def say(self, person: str, action: str) -> None:
        until = clock.now().date() + dt.timedelta(days=40) if action in {"pause", "extend"} else None
        act = base_information.change_status(
            self.people[person], self.project_id, NewStatus(action=action, reason="按实际情况", until_on=until)
        )
        is_lawful = person == "manager" and action in ALLOWED[self.status]
        self.attempt(act, "project.change_status", is_lawful=is_lawful)
        if is_lawful and ALLOWED[self.status][action] != self.status:
            self.status = ALLOWED[self.status][action]
            self.history.append(self.status)

    @invariant()
    def the_project_stands_where_the_story_stands_and_owes_accordingly(self) -> None:
        self.runner.run(self._compare())

    async def _compare(self) -> None:
        assert await db.fetch_value("SELECT status FROM project WHERE id = $1", self.project_id) == self.status
        rows = await db.fetch(
            "SELECT before, after FROM project_change WHERE project_id = $1 AND fact = 'status' ORDER BY id",
            self.project_id,
        )
        assert [row["after"] for row in rows] == self.history[1:]
        assert [row["before"] for row in rows] == self.history[:-1]
        owed = await db.fetch("SELECT DISTINCT state FROM obligation WHERE project_id = $1", self.project_id)
        states = {row["state"] for row in owed}
        allowed = {"paused": {"paused"}, "finished": {"void"}, "under_construction": {"open"}}
        assert states <= allowed.get(self.status, set()), (self.status, states)


class ReviewMachine(OnAProject):
    """A month is returned as often as need be and passes once."""

    def __init__(self) -> None:
        super().__init__()
        first = clock.now().astimezone(clock.SHANGHAI).replace(day=1)
        self.month = period_of(first - dt.timedelta(days=1))
        self.state: str | None = None
        self.rounds: list[str] = []

    @rule(person=st.sampled_from(["regulator", "outsider"]), is_sound=st.booleans(), has_reason=st.booleans())
    def review(self, person: str, *, is_sound: bool, has_reason: bool) -> None:
        back = Item(verdict="returned", reason="与现场不符" if has_reason else "")
        ok = Item(verdict="ok")
        items = Items(progress=ok, status=ok, dangerous_works=ok, updates=ok if is_sound else back)
        act = reviews.review(self.people[person], self.project_id, NewReview(period=self.month, items=items))
        is_lawful = person == "regulator" and self.state != "passed" and (is_sound or has_reason)
        self.attempt(act, "month.review", is_lawful=is_lawful)
        if is_lawful:
            self.state = "passed" if is_sound else "returned"
            self.rounds.append(self.state)

    @invariant()
    def the_review_is_the_last_round_and_all_rounds_are_kept(self) -> None:
        self.runner.run(self._compare())

    async def _compare(self) -> None:
        review = await reviews.of_month(self.project_id, self.month)
        assert (review and review.state, review.round if review else 0) == (self.state, len(self.rounds))
        rows = await db.fetch(
            "SELECT after FROM project_change WHERE project_id = $1 AND fact = 'monthly_review' ORDER BY id",
            self.project_id,
        )
        assert [row["after"]["state"] for row in rows] == self.rounds


@pytest.mark.timeout(900)
@pytest.mark.parametrize("machine", [FactMachine, StatusMachine, ReviewMachine])
def test_any_order_of_acts(database_url: str, machine: type[OnAProject]) -> None:
    with asyncio.Runner() as runner:
        runner.run(db.start(database_url, size=3))
        try:
            OnAProject.runner, OnAProject.ground = runner, runner.run(duty.ground())
            OnAProject.elsewhere = runner.run(duty.ground("440300"))
            run_state_machine_as_test(machine, settings=STEPS)
        finally:
            runner.run(db.stop())


def test_the_tables_are_whole() -> None:
    assert set(FACT_STATES.values()) == set(FactState)
    assert {action for _, action in FACT_STATES} == set(FactAction)
    assert set(PROJECT_STATES.values()) == set(Status)
    assert {action for _, action in PROJECT_STATES} == set(StatusAction)
    assert set(REVIEW_STATES.values()) == set(ReviewState)
    assert {action for _, action in REVIEW_STATES} == set(ReviewAction)


def test_every_status_action_leads_to_one_status() -> None:
    reached = {(action, after) for (_, action), after in PROJECT_STATES.items()}
    assert len(reached) == len(StatusAction)


def test_what_is_verified_is_named_by_its_value() -> None:
    assert fact_rules.version({"a": 1, "b": [2]}) == fact_rules.version(msgspec.json.decode(b'{"b":[2],"a":1}'))
    assert fact_rules.version("building") != fact_rules.version("municipal")
