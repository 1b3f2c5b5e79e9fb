"""Connecting robots to projects and units."""

from uuid import UUID

import pytest

from backend.core import db, ids
from backend.core.errors import Refusal
from notifications import groups
from notifications.routing import Audience
from tests.notifications.test_outcomes import scope
from tests.notifications.world import World

KEY = "5a4d0009-0000-4000-8000-000000000009"


async def test_a_regulator_connects_the_group_of_a_project_that_the_unit_supervises(world: World) -> None:
    group = await groups.connect(scope(world), name="新群", key=KEY, project_id=world.project)

    assert (group.audience, group.state) == (Audience.ENTERPRISE, "active")
    assert await db.fetch_value("SELECT count(*) FROM audit_entry WHERE act = 'group.connect'") == 1


async def test_the_robots_key_stands_in_no_column(world: World) -> None:
    await groups.connect(scope(world), name="新群", key=KEY, unit_id=world.unit)

    rows = await db.fetch("SELECT t::text AS text FROM chat_group AS t")

    assert [row for row in rows if KEY in row["text"] or KEY.encode().hex() in row["text"]] == []


async def test_the_same_robot_twice_in_one_place_is_refused_and_in_two_places_is_one_lane(world: World) -> None:
    await groups.connect(scope(world), name="新群", key=KEY, project_id=world.project)
    await groups.connect(scope(world), name="新群", key=KEY, unit_id=world.unit)

    with pytest.raises(Refusal, match="group_connected_already"):
        await groups.connect(scope(world), name="又一次", key=KEY, unit_id=world.unit)

    assert await db.fetch_value("SELECT count(DISTINCT lane) FROM chat_group WHERE name = '新群'") == 1


@pytest.mark.parametrize("places", [{}, {"project_id": ids.new_id(), "unit_id": ids.new_id()}])
async def test_a_group_needs_exactly_one_place(world: World, places: dict[str, UUID]) -> None:
    with pytest.raises(Refusal, match="group_place"):
        await groups.connect(scope(world), name="群", key=KEY, **places)


async def test_a_project_of_another_unit_cannot_be_connected(world: World) -> None:
    with pytest.raises(Refusal, match="group_not_supervised"):
        await groups.connect(scope(world), name="群", key=KEY, project_id=ids.new_id())


async def test_the_list_shows_the_groups_of_the_subtree(world: World) -> None:
    page = await groups.listed(scope(world))

    assert {group.id for group in page.items} == {world.enterprise_group, world.regulator_group}


async def test_a_long_list_goes_on_where_the_page_ended(world: World) -> None:
    first = await groups.listed(scope(world), limit=1)
    second = await groups.listed(scope(world), cursor=first.next, limit=1)

    assert {first.items[0].id, second.items[0].id} == {world.enterprise_group, world.regulator_group}
    assert second.next is None
