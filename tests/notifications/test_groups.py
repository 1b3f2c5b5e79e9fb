"""Connecting robots to projects and units."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec
import pytest

from backend.core import db, ids
from backend.core.errors import Refusal
from notifications import groups
from notifications.routing import Audience
from tests.notifications.conftest import Peer, drain
from tests.notifications.world import World, scope

KEY = "5a4d0009-0000-4000-8000-000000000009"


async def test_a_regulator_connects_the_group_of_a_project_that_the_unit_supervises(world: World) -> None:
    group = await groups.connect(scope(world), name="新群", key=KEY, project_id=world.project)

    assert (group.audience, group.state) == (Audience.ENTERPRISE, "active")
    assert await db.fetch_value("SELECT count(*) FROM audit_entry WHERE act = 'group.connect'") == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"is_unit_administrator": False}, "not_unit_administrator"), ({"is_limited": True}, "re_authenticate")],
)
@pytest.mark.parametrize("act", ["connect", "disable", "enable", "test"])
async def test_neither_a_colleague_nor_a_scanned_session_decides_what_a_group_hears(
    world: World, act: str, changes: dict[str, bool], code: str
) -> None:
    person = msgspec.structs.replace(scope(world), **changes)
    acts: dict[str, Callable[[], Awaitable[object]]] = {
        "connect": lambda: groups.connect(person, name="新群", key=KEY, unit_id=world.unit),
        "disable": lambda: groups.disable(person, world.regulator_group, reason="换群"),
        "enable": lambda: groups.enable(person, world.regulator_group),
        "test": lambda: groups.test(person, world.regulator_group),
    }

    with pytest.raises(Refusal, match=code):
        await acts[act]()

    assert await db.fetch_value("SELECT state FROM chat_group WHERE id = $1", world.regulator_group) == "active"
    assert await db.fetch_value("SELECT count(*) FROM delivery") == 0


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


async def test_a_test_line_arrives_in_the_group_and_nowhere_else(world: World, peer: Peer) -> None:
    await groups.test(scope(world), world.enterprise_group)
    await drain(peer)

    [said] = peer.received()
    assert (said["channel"], said["to"]) == ("robot", world.enterprise_key)
    assert groups.TEST.zh in str(said)


async def test_a_disabled_group_is_not_tested(world: World) -> None:
    await groups.disable(scope(world), world.enterprise_group, reason="换群")

    with pytest.raises(Refusal, match="group_disabled"):
        await groups.test(scope(world), world.enterprise_group)
