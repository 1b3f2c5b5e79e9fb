"""The counts of the desk: each is the length of the list that it stands on, for whoever decides."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
import time_machine

from backend.core import db, ids
from backend.core.paging import Page
from backend.identity import applications
from backend.identity.rules import ApplicationState
from backend.identity.scope import Scope
from backend.overview import queues
from backend.projects.duties import obligation_views
from backend.projects.duties.obligation_views import Filters
from backend.projects.facts import fact_views
from backend.projects.monthly import reports
from backend.projects.people import posts
from backend.supervision import draft_views, order_views
from backend.supervision.draft_rules import DraftState
from backend.supervision.order_views import OrderFilters
from backend.supervision.rules import OrderState
from tests.backend.overview import home_world as world
from tests.backend.overview.home_area import Area, administrator, project_of
from tests.backend.overview.home_world import NOW, Person

SOON, LATE = NOW + timedelta(days=3), NOW - timedelta(days=3)


async def _burden(area: Area) -> None:
    """Two of everything at a station's project, one at the city's own."""
    await _at(area, area.station)
    await _at(area, area.station)
    await _at(area, area.city)


async def _at(area: Area, unit: Person) -> None:
    project = await project_of(area, unit)
    await db.execute(
        """
        INSERT INTO progress_report (id, project_id, period, stage, floors_done, floors_total, percent, note, state,
                                     filed_by, filed_at)
        VALUES ($1, $2, '2026-10', 'B-FOUNDATION', 0, 0, 5, '', 'reviewed', $3, $4)
        """,
        ids.new_id(), project, area.site.colleague, NOW,
    )  # fmt: skip
    await db.execute(
        "INSERT INTO fact_check (project_id, fact, state, since) VALUES ($1, 'category', 'unverified', $2), "
        "($1, 'status', 'changed', $2) ON CONFLICT (project_id, fact) DO UPDATE SET state = excluded.state",
        project, NOW,
    )  # fmt: skip
    await world.add_draft(project)
    await world.add_due(project, "monthly_review", "2026-09", "supervising_unit", LATE)
    await world.add_due(project, "monthly_review", "2026-10", "supervising_unit", SOON)
    await world.add_due(project, "monthly_review", "2026-11", "supervising_unit", SOON)
    await world.add_order(unit, project, SOON, "reviewed")
    await world.add_order(unit, project, LATE)
    asked = await world.add_order(unit, project, SOON)
    await db.execute(
        """
        INSERT INTO order_extension (id, city_code, project_id, order_id, round, state, due_before, asked_until, reason,
                                     asked_by, asked_at)
        VALUES ($1, '440100', $2, $3, 1, 'asked', $4, $5, '雨季', $6, $7)
        """,
        ids.new_id(), project, asked, SOON, SOON + timedelta(days=2), area.site.colleague, NOW,
    )  # fmt: skip
    await db.execute(
        "INSERT INTO regulator_application (id, unit_id, issuer, subject, name, state) "
        "VALUES ($1, $2, 'wecom', $3, '新人', 'applied')",
        ids.new_id(), unit.unit_id, project.hex,
    )  # fmt: skip
    await db.execute("UPDATE post SET state = 'ended' WHERE project_id = $1", project)
    await world.add_post(area.site, project, "safety_officer", area.site.colleague, "applied")


@pytest.mark.parametrize("desk", ["station", "district", "city"])
async def test_every_count_is_the_length_of_its_list(area: Area, desk: str) -> None:
    await _burden(area)
    who = administrator(getattr(area, desk))
    with time_machine.travel(NOW, tick=False):
        counted = await queues.counts(who.scope, NOW)
        listed = await _listed(who)
    await db.execute("DELETE FROM regulator_application")
    assert msgspec.to_builtins(counted) == listed


async def _listed(who: Person) -> dict[str, int]:
    scope = who.scope
    applied = await applications.list_applications(scope, states=[ApplicationState.APPLIED])
    drafted = await draft_views.list_drafts(
        scope, states=(DraftState.WAITING,), project_id=None, cursor=None, limit=100
    )
    mine = OrderFilters(is_mine=True, is_extension_asked=True)
    reviewed = OrderFilters(is_mine=True, states=(OrderState.REVIEWED,))
    return {
        "accounts": _length(applied),
        "posts": _length(await posts.list_to_decide_by_station(scope, limit=100)),
        "facts": _length(await fact_views.queue(scope, is_mine=True)),
        "progress": _length(await reports.queue(scope, is_mine=True)),
        "reviews": await _obligations(scope, Filters(is_mine=True)),
        "drafts": _length(drafted),
        "extensions": _length(await order_views.list_orders(scope, mine, limit=100)),
        "reinspections": _length(await order_views.list_orders(scope, reviewed, limit=100)),
        "duties_overdue": await _obligations(scope, Filters(is_overdue=True)),
        "orders_overdue": _length(await order_views.list_orders(scope, OrderFilters(is_overdue=True), limit=100)),
    }


async def _obligations(scope: Scope, filters: Filters) -> int:
    return _length(await obligation_views.queue(scope, filters, cursor=None, limit=100))


def _length(page: Page[Any]) -> int:
    return len(page.items)


async def test_each_level_decides_its_own(area: Area) -> None:
    await _burden(area)
    station, district, city = [await queues.counts(who.scope, NOW) for who in (area.station, area.district, area.city)]
    await db.execute("DELETE FROM regulator_application")
    assert (station.progress, district.progress, city.progress) == (2, 0, 1)
    assert (station.facts, district.facts, city.facts) == (2, 2, 1)
    assert (station.reviews, district.reviews, city.reviews) == (4, 0, 2)
    assert (station.reinspections, district.reinspections, city.reinspections) == (2, 2, 1)
    assert (station.drafts, district.drafts, city.drafts) == (2, 2, 3)
    assert (station.orders_overdue, district.orders_overdue, city.orders_overdue) == (2, 2, 3)
    assert (station.accounts, district.accounts, city.accounts) == (0, 0, 0)
