"""The phone's first page: whose matters it shows, in how many bytes, and that changes add up to the whole."""

from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType
from typing import Any

import msgspec
import pytest

from backend.core import db, i18n, ids
from backend.overview import home
from backend.overview.home_page import Counts, Due, Home, HomeOrder, HomeWarning, More
from tests.backend.overview import home_world as world
from tests.backend.overview.home_world import LONG_NAME, NOW, SOON, Person

LATE = NOW - timedelta(days=3)


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
    assert page.dues == [Due(project_id=project, kind="progress", period="2026-11", due_at=SOON, is_overdue=False,
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
    await world.pause(who, project)
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
    assert page.waiting == Counts(applications=1, reports_to_review=1, handovers_to_sign=1)
    theirs = msgspec.structs.replace(who, scope=msgspec.structs.replace(who.scope, account_id=who.colleague))
    nothing, _ = await world.ask(theirs)
    assert nothing.waiting == Counts(applications=0, reports_to_review=0, handovers_to_sign=0)


async def test_the_most_urgent_warnings_come_first_and_the_rest_is_counted(who: Person) -> None:
    projects = [await world.add_project(who) for _ in range(14)]
    for number, project in enumerate(projects):
        await world.add_warning(project, level="blue", age_hours=number)
    red = await world.add_warning(projects[0], "TEL-ALARM", "red", age_hours=99)
    taken = await world.add_warning(projects[1], "TEL-ALARM", "red")
    await world.acknowledge(who, taken)
    page, _ = await world.ask(who)
    assert isinstance(page.warnings, list)
    assert [(each.id == red, each.level) for each in page.warnings] == [(True, "red"), (False, "blue"), (False, "blue")]
    assert (len(page.projects), page.more) == (12, More(projects=2, dues=0, warnings=12, orders=0))
    # Two projects are left out, never one that a line of the page names.
    assert {each.project_id for each in page.warnings} <= {each.id for each in page.projects}


async def test_an_order_is_shown_to_whom_it_waits_for_the_late_one_first(who: Person) -> None:
    mine, theirs = await world.add_project(who), await world.add_project(who, "工地", "chief_engineer")
    soon = await world.add_order(who, mine, SOON)
    late = await world.add_order(who, mine, NOW)
    await world.add_order(who, mine, LATE, "replied")
    await world.add_order(who, theirs, LATE)
    review = await world.add_order(who, theirs, LATE, "replied", LONG_NAME)
    await world.add_order(who, theirs, LATE, "reviewed")
    page, _ = await world.ask(who)
    assert isinstance(page.orders, list)
    assert [(each.id, each.step, each.is_overdue) for each in page.orders] == [
        (late, "reply", True),
        (review, "review", False),
        (soon, "reply", False),
    ]
    assert (page.orders[0].project_id, page.orders[0].due_at, page.orders[0].title) == (mine, NOW, "临边防护整改")
    assert page.orders[1].title == LONG_NAME[:10] + "…" + LONG_NAME[-9:]
    assert page.more.orders == 0


@pytest.mark.parametrize("post", ["materials_clerk", "developer_lead"])
async def test_a_post_that_cannot_answer_an_order_is_not_shown_it(who: Person, post: str) -> None:
    project = await world.add_project(who, "工地", post)
    await world.add_order(who, project)
    await world.add_order(who, project, state="replied")
    page, _ = await world.ask(who)
    assert (page.orders, page.more.orders) == ([], 0)


async def test_a_page_that_is_too_long_leaves_out_projects_before_lines_and_counts_them(who: Person) -> None:
    projects = [await world.add_project(who, LONG_NAME) for _ in range(12)]
    for project in projects[:4]:
        await world.add_due(project, "progress", "2026-11", "project_manager", SOON)
        await world.add_warning(project)
        await world.add_order(who, project, LATE)
    page, size = await world.ask(who)
    assert isinstance(page.dues, list)
    assert isinstance(page.warnings, list)
    assert isinstance(page.orders, list)
    listed = (len(page.dues), len(page.warnings), len(page.orders))
    assert size <= home.MOST_BYTES
    assert (listed, len(page.projects)) == ((3, 3, 3), 9)
    assert page.more == More(projects=3, dues=1, warnings=1, orders=1)
    lines: list[Due | HomeWarning | HomeOrder] = [*page.dues, *page.warnings, *page.orders]
    assert {line.project_id for line in lines} <= {each.id for each in page.projects}


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
            await world.add_order(who, project, LATE, title=LONG_NAME)
    whole, size = await world.ask(who)
    assert size <= home.MOST_BYTES, size
    held, sizes, cursor = world.merge(None, before), [], before.cursor
    for _ in range(6):
        said, size = await world.ask(who, since=cursor)
        held, cursor = world.merge(held, said), said.cursor
        sizes.append(size)
    assert max(sizes) <= home.MOST_DELTA_BYTES, sizes
    assert held == world.merge(None, whole)


async def test_a_phone_comes_to_an_end_however_little_an_answer_holds(
    who: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, _ = await world.ask(who)
    for _ in range(3):
        project = await world.add_project(who)
        await world.add_warning(project)
        await world.add_order(who, project)
    monkeypatch.setattr(home, "MOST_DELTA_BYTES", 0)
    held, said = world.merge(None, before), before
    for _ in range(6):  # Who is there, the warnings, the orders, three projects.
        said, _ = await world.ask(who, since=said.cursor)
        held = world.merge(held, said)
    assert not said.has_more
    assert held == world.merge(None, (await world.ask(who))[0])


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
