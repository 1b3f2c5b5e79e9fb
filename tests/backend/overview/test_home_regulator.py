"""A regulator's first page: the worst of the own unit and those below it, and what only the unit decides."""

from datetime import timedelta

import msgspec

from backend.core import db, ids
from backend.overview import home
from backend.overview.home_page import Counts, Due, HomeOrder, HomeProject, HomeWarning, More, OrderStep
from tests.backend.overview import home_world as world
from tests.backend.overview.home_area import Area, administrator, project_of
from tests.backend.overview.home_world import LONG_NAME, NOW

SOON, LATE = NOW + timedelta(days=3), NOW - timedelta(days=3)


async def test_the_worst_warnings_of_the_subtree_come_first_the_longest_waiting_before_others(area: Area) -> None:
    below, own = await project_of(area, area.station), await project_of(area, area.city)
    yellow = await world.add_warning(below, level="yellow", age_hours=90)
    newer = await world.add_warning(own, "TEL-ALARM", "red", age_hours=1)
    older = await world.add_warning(below, "TEL-ALARM", "red", age_hours=2)
    await db.execute(
        """
        UPDATE warning SET state = 'acknowledged', acknowledged_by = $2, acknowledged_post = 'project_manager',
            acknowledged_at = $3, plan = '处理', promised_at = $3 WHERE id = $1
        """,
        await world.add_warning(below, "HAZ-NOPLAN", "red"), area.site.colleague, NOW,
    )  # fmt: skip
    page, _ = await world.ask(area.city)
    assert isinstance(page.warnings, list)
    assert [(each.id, each.project_id, each.level) for each in page.warnings] == [
        (older, below, "red"),
        (newer, own, "red"),
        (yellow, below, "yellow"),
    ]
    seen, _ = await world.ask(area.station)
    assert isinstance(seen.warnings, list)
    assert [each.id for each in seen.warnings] == [older, yellow]
    assert {each.id for each in seen.projects} == {below}


async def test_a_warning_of_the_regulators_own_is_on_their_page(area: Area) -> None:
    await world.add_warning(await project_of(area, area.station), "SUP-STALE", "yellow")
    page, _ = await world.ask(area.district)
    assert isinstance(page.warnings, list)
    assert [each.code for each in page.warnings] == ["SUP-STALE"]


async def test_orders_wait_for_whom_they_wait_the_late_ones_first(area: Area) -> None:
    project = await project_of(area, area.station)
    reviewed = await world.add_order(area.station, project, SOON, "reviewed")
    late = await world.add_order(area.station, project, LATE)
    await world.add_order(area.station, project, SOON)
    await world.add_order(area.station, project, LATE, "replied")
    drafted = await world.add_draft(project)
    for_station, _ = await world.ask(area.station)
    assert isinstance(for_station.orders, list)
    assert [(each.id, each.step, each.is_overdue) for each in for_station.orders] == [
        (late, OrderStep.CHASE, True),
        (drafted, OrderStep.ISSUE, False),
        (reviewed, OrderStep.REINSPECT, False),
    ]
    assert (for_station.waiting.orders_to_reinspect, for_station.waiting.drafts_to_decide) == (1, 1)
    # A city does not re-inspect for its stations; a district does.
    for_city, _ = await world.ask(area.city)
    assert isinstance(for_city.orders, list)
    assert [each.id for each in for_city.orders] == [late, drafted]
    assert for_city.waiting.orders_to_reinspect == 0
    assert (await world.ask(area.district))[0].waiting.orders_to_reinspect == 1


async def test_what_the_own_unit_owes_is_due_from_it_and_what_sites_owe_counts_at_their_projects(area: Area) -> None:
    worse, late, well = [await project_of(area, area.station, name) for name in ("两项", "一项", "无")]
    await world.add_due(worse, "progress", "2026-10", "project_manager", LATE)
    await world.add_due(worse, "permit", "once", "project_manager", LATE)
    await world.add_due(late, "progress", "2026-10", "project_manager", LATE)
    await world.add_due(well, "progress", "2026-11", "project_manager", SOON)
    await world.add_due(well, "monthly_review", "2026-10", "supervising_unit", LATE)
    page, _ = await world.ask(area.station)
    assert isinstance(page.dues, list)
    assert [(each.project_id, each.kind, each.is_overdue) for each in page.dues] == [(well, "monthly_review", True)]
    assert {each.name: each.overdue for each in page.projects} == {"两项": 2, "一项": 1, "无": 0}
    above, _ = await world.ask(area.city)
    assert above.dues == []
    assert {each.name: each.overdue for each in above.projects} == {"两项": 2, "一项": 1}


async def test_more_projects_with_something_overdue_than_fit_are_counted(area: Area) -> None:
    for number in range(14):
        await world.add_due(
            await project_of(area, area.station, f"工地{number}"), "progress", "2026-10", "project_manager", LATE
        )
    page, _ = await world.ask(area.station)
    assert (len(page.projects), page.more.projects) == (12, 2)


async def test_nothing_of_another_units_subtree_is_on_the_page(area: Area) -> None:
    project = await project_of(area, area.city)
    await world.add_warning(project)
    await world.add_order(area.city, project, LATE)
    await world.add_due(project, "progress", "2026-10", "project_manager", LATE)
    await world.add_due(project, "monthly_review", "2026-10", "supervising_unit", LATE)
    page, _ = await world.ask(area.district)
    assert (page.projects, page.dues, page.warnings, page.orders) == ([], [], [], [])
    assert page.more == More(projects=0, dues=0, warnings=0, orders=0)


async def test_what_waits_is_counted_for_the_unit_that_decides(area: Area) -> None:
    project = await project_of(area, area.station)
    await db.execute("UPDATE post SET state = 'ended' WHERE project_id = $1", project)
    await world.add_post(area.site, project, "safety_officer", area.site.colleague, "applied")
    await db.execute(
        """
        INSERT INTO progress_report (id, project_id, period, stage, floors_done, floors_total, percent, note, state,
                                     filed_by, filed_at)
        VALUES ($1, $2, '2026-11', 'B-FOUNDATION', 0, 0, 5, '', 'reviewed', $3, $4)
        """,
        ids.new_id(), project, area.site.colleague, NOW,
    )  # fmt: skip
    await db.execute(
        "INSERT INTO fact_check (project_id, fact, state, since) VALUES ($1, 'category', 'unverified', $2), "
        "($1, 'status', 'changed', $2), ($1, 'map_point', 'verified', $2) "
        "ON CONFLICT (project_id, fact) DO UPDATE SET state = excluded.state",
        project, NOW,
    )  # fmt: skip
    order = await world.add_order(area.station, project, SOON)
    await db.execute(
        """
        INSERT INTO order_extension (id, city_code, project_id, order_id, round, state, due_before, asked_until, reason,
                                     asked_by, asked_at)
        VALUES ($1, '440100', $2, $3, 1, 'asked', $4, $5, '雨季', $6, $7)
        """,
        ids.new_id(), project, order, SOON, SOON + timedelta(days=2), area.site.colleague, NOW,
    )  # fmt: skip
    counted = Counts(
        applications=1, reports_to_review=1, handovers_to_sign=0, accounts_to_approve=0, facts_to_verify=1,
        orders_to_reinspect=0, drafts_to_decide=0, extensions_to_decide=1,
    )  # fmt: skip
    assert (await world.ask(area.station))[0].waiting == counted
    above = msgspec.structs.replace(counted, applications=0, reports_to_review=0)
    assert (await world.ask(area.district))[0].waiting == above
    city = msgspec.structs.replace(above, facts_to_verify=0, extensions_to_decide=0)
    assert (await world.ask(area.city))[0].waiting == city


async def test_who_issued_an_order_decides_on_more_time_from_above(area: Area) -> None:
    project = await project_of(area, area.station)
    order = await world.add_order(area.city, project, SOON)
    await db.execute(
        """
        INSERT INTO order_extension (id, city_code, project_id, order_id, round, state, due_before, asked_until, reason,
                                     asked_by, asked_at)
        VALUES ($1, '440100', $2, $3, 1, 'asked', $4, $5, '雨季', $6, $7)
        """,
        ids.new_id(), project, order, SOON, SOON + timedelta(days=2), area.site.colleague, NOW,
    )  # fmt: skip
    assert (await world.ask(area.city))[0].waiting.extensions_to_decide == 1


async def test_accounts_wait_for_the_administrator_alone(area: Area) -> None:
    await db.execute(
        "INSERT INTO regulator_application (id, unit_id, issuer, subject, name, state) "
        "VALUES ($1, $2, 'wecom', 'x', '新人', 'applied')",
        ids.new_id(), area.station.unit_id,
    )  # fmt: skip
    assert (await world.ask(area.city))[0].waiting.accounts_to_approve == 0
    assert (await world.ask(administrator(area.city)))[0].waiting.accounts_to_approve == 1
    await db.execute("DELETE FROM regulator_application")


async def test_a_regulators_page_and_its_changes_keep_to_their_bytes_and_add_up(area: Area) -> None:
    before, _ = await world.ask(area.station)
    for _ in range(14):
        project = await project_of(area, area.station, LONG_NAME)
        await world.add_due(project, "monthly_review", "2026-10", "supervising_unit", LATE)
        await world.add_due(project, "dangerous_list", "2026-10", "project_manager", LATE)
        await world.add_warning(project)
        await world.add_order(area.station, project, LATE, title=LONG_NAME)
    whole, size = await world.ask(area.station)
    assert size <= home.MOST_BYTES
    held, said, sizes = world.merge(None, before), before, []
    for _ in range(8):
        said, size = await world.ask(area.station, since=said.cursor)
        held = world.merge(held, said)
        sizes.append(size)
    assert max(sizes) <= home.MOST_DELTA_BYTES
    assert (held, said.has_more) == (world.merge(None, whole), False)


async def test_a_name_stands_beside_every_line(area: Area) -> None:
    for number in range(6):
        await world.add_warning(await project_of(area, area.station, "甲"), level="blue", age_hours=number)
        await world.add_order(area.station, await project_of(area, area.station, "乙"), LATE)
        await world.add_due(
            await project_of(area, area.station, "丙"), "monthly_review", "2026-10", "supervising_unit", LATE
        )
    page, _ = await world.ask(area.station)
    assert isinstance(page.dues, list)
    assert isinstance(page.warnings, list)
    assert isinstance(page.orders, list)
    assert (len(page.dues), len(page.warnings), len(page.orders)) == (3, 3, 3)
    lines: list[Due | HomeWarning | HomeOrder] = [*page.dues, *page.warnings, *page.orders]
    named = {line.project_id for line in lines}
    assert (len(named), {each.id for each in page.projects}) == (9, named)
    assert page.more == More(projects=0, dues=3, warnings=3, orders=3)


def test_a_sites_page_says_nothing_of_what_only_regulators_are_told() -> None:
    said = msgspec.json.encode(
        HomeProject(id=ids.new_id(), name="", status="", posts=[], has_permit=True, has_point=True)
    )
    assert b"overdue" not in said
