"""The phone's first page: whose matters it shows, in how many bytes, and that changes add up to the whole."""

import os
from asyncio import Runner
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any
from uuid import UUID

import hypothesis
import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from backend.core import db, i18n, ids
from backend.overview import home
from backend.overview.home import Home
from tests.backend.overview import home_world as world
from tests.backend.overview.home_world import LONG_NAME, NOW, Person

STEPS = 50
EXAMPLES = 200 if os.environ.get("SANDTABLE_LONG") else 40
KINDS = ("progress", "permit", "dangerous_list")
SOON, LATE = NOW + timedelta(days=3), NOW - timedelta(days=3)


@pytest.fixture
async def who(database: ModuleType) -> Person:
    return await world.person()


@pytest.fixture
def english() -> Iterator[None]:
    token = i18n.language.set(i18n.Language.EN)
    yield
    i18n.language.reset(token)


async def test_a_person_sees_what_the_own_posts_answer_for_and_nothing_else(who: Person) -> None:
    project = await world.add_project(who)
    await world.add_due(project, "progress", "2026-11", "project_manager", SOON)
    await world.add_due(project, "assay", "2026-11", "materials_clerk", SOON)
    await world.add_post(who, project, "materials_clerk", who.colleague)
    await world.add_due(project, "monthly_review", "2026-11", "supervising_unit", SOON)
    foreign = await world.add_project(await world.person())
    await world.add_due(foreign, "progress", "2026-11", "project_manager", SOON)
    await world.add_warning(foreign)
    page, _ = await world.ask(who)
    assert [each.id for each in page.projects] == [project]
    assert page.dues == [home.Due(project_id=project, kind="progress", period="2026-11", due_at=SOON, is_overdue=False,
                                  is_paused=False)]  # fmt: skip
    assert page.warnings == []


async def test_what_a_vacant_post_owed_falls_to_the_person_at_once(who: Person) -> None:
    project = await world.add_project(who, "工地", "safety_officer")
    await world.add_post(who, project, "project_manager", who.colleague)
    await world.add_due(project, "permit", "once", "project_manager", LATE)
    before, _ = await world.ask(who)
    assert before.dues == []
    await db.execute("UPDATE account SET state = 'dormant' WHERE id = $1", who.colleague)
    after, _ = await world.ask(who, since=before.cursor)
    assert isinstance(after.dues, list)
    assert [(due.kind, due.is_overdue) for due in after.dues] == [("permit", True)]
    await db.execute("UPDATE account SET state = 'active' WHERE id = $1", who.colleague)
    again, _ = await world.ask(who, since=after.cursor)
    assert again.dues == []


async def test_a_due_date_that_passes_is_told_though_no_row_has_changed(who: Person) -> None:
    await world.add_due(await world.add_project(who), "progress", "2026-11", "project_manager", SOON)
    before, _ = await world.ask(who)
    same, size = await world.ask(who, since=before.cursor)
    assert (same.dues, same.warnings, same.projects, same.is_full) == (msgspec.UNSET, msgspec.UNSET, [], False)
    assert size < 400
    after, _ = await world.ask(who, SOON + timedelta(seconds=1), since=before.cursor)
    assert isinstance(after.dues, list)
    assert [due.is_overdue for due in after.dues] == [True]


async def test_a_paused_due_says_so_and_stands_last(who: Person) -> None:
    project = await world.add_project(who)
    await world.add_due(project, "permit", "once", "project_manager", LATE)
    await world.add_due(project, "progress", "2026-11", "project_manager", SOON)
    await pause(who, project)
    await db.execute("UPDATE obligation SET state = 'open', pause_id = NULL WHERE kind = 'progress'")
    page, _ = await world.ask(who)
    assert isinstance(page.dues, list)
    assert [(due.kind, due.is_overdue, due.is_paused) for due in page.dues] == [
        ("progress", False, False),
        ("permit", False, True),
    ]


async def test_what_waits_is_counted_for_whom_it_waits(who: Person) -> None:
    project = await world.add_project(who, "工地", "chief_engineer")
    await world.add_post(who, project, "safety_officer", who.colleague, "applied")
    await db.execute(
        """
        INSERT INTO progress_report (id, project_id, period, stage, floors_done, floors_total, percent, note, state,
                                     filed_by, filed_at)
        VALUES ($1, $2, '2026-11', 'B-FOUNDATION', 0, 0, 5, '', 'filed', $3, $4)
        """,
        ids.new_id(), project, who.colleague, NOW,
    )  # fmt: skip
    await db.execute(
        """
        INSERT INTO handover (id, city_code, project_id, post_kind, from_account_id, to_account_id, state, matters,
                              note, offered_at)
        VALUES ($1, '440100', $2, 'chief_engineer', $3, $4, 'offered', '[]', '', $5)
        """,
        ids.new_id(), project, who.colleague, who.scope.account_id, NOW,
    )  # fmt: skip
    page, _ = await world.ask(who)
    assert page.waiting == home.Counts(applications=1, reports_to_review=1, handovers_to_sign=1)
    theirs = msgspec.structs.replace(who, scope=msgspec.structs.replace(who.scope, account_id=who.colleague))
    nothing, _ = await world.ask(theirs)
    assert nothing.waiting == home.Counts(applications=0, reports_to_review=0, handovers_to_sign=0)


async def test_the_most_urgent_warnings_come_first_and_the_rest_is_counted(who: Person) -> None:
    projects = [await world.add_project(who) for _ in range(14)]
    for number, project in enumerate(projects):
        await world.add_warning(project, level="blue", age_hours=number)
    red = await world.add_warning(projects[0], "TEL-ALARM", "red", age_hours=99)
    taken = await world.add_warning(projects[1], "TEL-ALARM", "red")
    await acknowledge(who, taken)
    page, _ = await world.ask(who)
    assert isinstance(page.warnings, list)
    assert [(each.id == red, each.level) for each in page.warnings] == [(True, "red"), (False, "blue"), (False, "blue")]
    assert (len(page.projects), page.more) == (12, home.More(projects=2, dues=0, warnings=12))
    # Two projects are left out, never one that a line of the page names.
    assert {each.project_id for each in page.warnings} <= {each.id for each in page.projects}


async def test_a_warning_that_no_post_answers_is_not_on_the_sites_page(who: Person) -> None:
    project = await world.add_project(who)
    await world.add_warning(project, "SUP-STALE", "yellow")
    page, _ = await world.ask(who)
    assert (page.warnings, page.more.warnings) == ([], 0)


async def test_a_long_name_loses_its_middle(who: Person) -> None:
    await world.add_project(who, LONG_NAME)
    page, _ = await world.ask(who)
    assert page.projects[0].name == LONG_NAME[:10] + "…" + LONG_NAME[-9:]


@pytest.mark.parametrize("projects", range(1, 15))
async def test_the_page_and_its_changes_keep_to_their_bytes_for_the_worst_person(
    who: Person, english: None, projects: int
) -> None:
    before, _ = await world.ask(who)
    for _ in range(projects):
        project = await world.add_project(who, LONG_NAME, "project_manager", "safety_officer", "materials_clerk")
        for number in range(10):
            await world.add_due(project, "dangerous_list", f"2026-{number:02d}", "project_manager", SOON)
            await world.add_warning(project)
    whole, size = await world.ask(who)
    assert size <= home.MOST_BYTES, size
    held, sizes, cursor = merge(None, before), [], before.cursor
    for _ in range(6):
        said, size = await world.ask(who, since=cursor)
        held, cursor = merge(held, said), said.cursor
        sizes.append(size)
    assert max(sizes) <= home.MOST_DELTA_BYTES, sizes
    assert held == merge(None, whole)


async def test_a_phone_comes_to_an_end_however_little_an_answer_holds(
    who: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, _ = await world.ask(who)
    for _ in range(3):
        await world.add_warning(await world.add_project(who))
    monkeypatch.setattr(home, "MOST_DELTA_BYTES", 0)
    held, said = merge(None, before), before
    for _ in range(5):  # Who is there, the warnings, three projects.
        said, _ = await world.ask(who, since=said.cursor)
        held = merge(held, said)
    assert not said.has_more
    assert held == merge(None, (await world.ask(who))[0])


@pytest.mark.parametrize("spoil", [str.upper, lambda text: text + "A", lambda _: "x", lambda _: "ä.ö"])
async def test_a_cursor_that_is_not_ours_gives_the_whole_page(who: Person, spoil: Any) -> None:
    await world.add_project(who)
    page, _ = await world.ask(who)
    assert not (await world.ask(who, since=page.cursor))[0].is_full
    assert (await world.ask(who, since=spoil(page.cursor)))[0] == page


async def test_another_persons_cursor_gives_the_whole_page(who: Person) -> None:
    await world.add_project(who)
    page, _ = await world.ask(who)
    other = await world.person()
    await world.add_project(other)
    said, _ = await world.ask(other, since=page.cursor)
    assert said.is_full
    assert len(said.projects) == 1


async def test_an_unchanged_page_is_known_by_its_tag(who: Person) -> None:
    project = await world.add_project(who)
    page, _ = await world.ask(who)
    assert await home.home(who.scope, NOW, since=page.cursor, tag=page.cursor) is None
    await db.execute("UPDATE project SET name = '新名' WHERE id = $1", project)
    changed = await home.home(who.scope, NOW, since=page.cursor, tag=page.cursor)
    assert changed is not None
    assert [each.name for each in msgspec.json.decode(changed.body, type=Home).projects] == ["新名"]


def merge(held: dict[str, Any] | None, said: Home) -> dict[str, Any]:
    """What a phone does with an answer."""
    if said.is_full or held is None:
        held = {"projects": {}}
    projects = {**held["projects"], **{each.id: each for each in said.projects}}
    if not isinstance(said.project_ids, msgspec.UnsetType):
        projects = {key: projects[key] for key in said.project_ids if key in projects}
    parts = {
        "projects": projects,
        "dues": held.get("dues") if isinstance(said.dues, msgspec.UnsetType) else said.dues,
        "warnings": held.get("warnings") if isinstance(said.warnings, msgspec.UnsetType) else said.warnings,
    }
    return {**parts, "more": said.more, "waiting": said.waiting}


async def pause(who: Person, project: UUID) -> None:
    pause_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO obligation_pause (id, project_id, reason, from_at, until_at, paused_by)
        VALUES ($1, $2, '停工', $3, $4, $5)
        """,
        pause_id, project, NOW, SOON, who.creator,
    )  # fmt: skip
    await db.execute(
        "UPDATE obligation SET state = 'paused', pause_id = $2, next_step = NULL, next_at = NULL "
        "WHERE project_id = $1 AND state = 'open'",
        project, pause_id,
    )  # fmt: skip


async def acknowledge(who: Person, warning: UUID) -> None:
    await db.execute(
        """
        UPDATE warning SET state = 'acknowledged', acknowledged_by = $2, acknowledged_post = 'project_manager',
            acknowledged_at = $3, plan = '处理', promised_at = $3 WHERE id = $1
        """,
        warning, who.scope.account_id, NOW,
    )  # fmt: skip


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
        self.held, self.cursor = merge(None, page), page.cursor

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
        self.runner.run(pause(self.who, self.some(draw)))

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
        self.held, self.cursor = merge(self.held, said), said.cursor
        return said.has_more

    @rule()
    def ask_until_there_is_no_more(self) -> None:
        for _ in range(8):
            if not self.ask():
                break
        whole, size = self.runner.run(world.ask(self.who, self.now))
        assert size <= home.MOST_BYTES
        assert self.held == merge(None, whole)
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
