"""Warnings on the phone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from backend.core import clock
from backend.supervision import warnings
from tests.backend.supervision import doors
from tests.backend.supervision import world as worlds
from tests.backend.supervision.doors import signed_in
from tests.backend.supervision.world import World, raise_dust, raise_late_review, take


@pytest.fixture
async def world(database: Any) -> World:
    return await worlds.build()


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with doors.opened() as opened:
        yield opened


def plan(**changes: Any) -> dict[str, Any]:
    promised_at = clock.now() + timedelta(hours=2)
    return {"plan": "开启喷淋并停止土方", "promised_at": promised_at.isoformat(), **changes}


async def test_a_warning_that_names_no_post_is_read_by_regulators_only(client: httpx.AsyncClient, world: World) -> None:
    warning_id = await raise_late_review(world.project_id)
    phone, console = await signed_in(world.manager), await signed_in(world.regulator)
    assert (await client.get("/phone/warnings", headers=phone)).json()["items"] == []
    assert (await client.get(f"/phone/warnings/{warning_id}", headers=phone)).status_code == 404
    taken = await client.post(f"/phone/warnings/{warning_id}/acknowledge", json=plan(), headers=phone)
    assert taken.status_code == 404
    listed = (await client.get("/console/warnings", headers=console)).json()
    assert [item["id"] for item in listed["items"]] == [str(warning_id)]
    assert (await client.get(f"/console/warnings/{warning_id}", headers=console)).status_code == 200


async def test_the_site_manager_takes_a_warning(client: httpx.AsyncClient, world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    headers = await signed_in(world.manager)
    listed = (await client.get("/phone/warnings", headers=headers)).json()
    assert [item["id"] for item in listed["items"]] == [str(warning_id)]
    answer = await client.post(f"/phone/warnings/{warning_id}/acknowledge", json=plan(), headers=headers)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["item"]["state"], body["item"]["taken"]["by_name"]) == ("acknowledged", "张工")
    assert [step["action"] for step in body["history"]] == ["raise", "acknowledge"]
    read = await client.get(f"/phone/warnings/{warning_id}", headers=headers)
    assert read.json() == body


async def test_pressing_again_with_the_same_key_is_answered_from_the_store(
    client: httpx.AsyncClient, world: World
) -> None:
    warning_id = await raise_dust(world.project_id)
    headers, body = await signed_in(world.manager), plan()
    first = await client.post(f"/phone/warnings/{warning_id}/acknowledge", json=body, headers=headers)
    second = await client.post(f"/phone/warnings/{warning_id}/acknowledge", json=body, headers=headers)
    assert (first.status_code, second.status_code, second.content) == (200, 200, first.content)
    assert second.headers["idempotent-replay"] == "true"


async def test_a_stale_press_is_answered_with_todays_state_in_the_readers_language(
    client: httpx.AsyncClient, world: World
) -> None:
    warning_id = await raise_dust(world.project_id)
    await take(world.manager, warning_id)
    headers = await signed_in(world.chief) | {"accept-language": "en"}
    answer = await client.post(f"/phone/warnings/{warning_id}/acknowledge", json=plan(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "warning_already_acknowledged")
    assert "张工" in answer.json()["title"]
    assert answer.json()["next"] == "Work with them on it"


async def test_a_closed_warning_is_not_taken_and_says_what_closed_it(client: httpx.AsyncClient, world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await warnings.close(world.colleague, warning_id, reason="现场已处置")
    path, headers = f"/phone/warnings/{warning_id}/acknowledge", await signed_in(world.manager)
    answer = await client.post(path, json=plan(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "warning_closed")
    assert "现场已处置" in answer.json()["title"]
    assert answer.json()["next"].startswith("无需再处理")
    read = (await client.get(f"/phone/warnings/{warning_id}", headers=headers)).json()
    assert (read["item"]["state"], [step["action"] for step in read["history"]]) == ("closed", ["raise", "close"])


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"plan": "好"}, 400, "plan"),
        ({"plan": "   "}, 400, "plan"),
        ({"plan": "字" * 501}, 400, "plan"),
        ({"promised_at": "2026-03-05T10:00:00"}, 400, "promised_at"),
        ({"promised_at": "2001-01-01T00:00:00Z"}, 422, "promised_at"),
        ({"promised_at": "2099-01-01T00:00:00Z"}, 422, "promised_at"),
        ({"more": 1}, 400, "data"),
    ],
)
async def test_an_acknowledgement_that_means_nothing_is_refused_by_field(
    client: httpx.AsyncClient, world: World, changes: dict[str, Any], status: int, field: str | None
) -> None:
    warning_id = await raise_dust(world.project_id)
    answer = await client.post(
        f"/phone/warnings/{warning_id}/acknowledge", json=plan(**changes), headers=await signed_in(world.manager)
    )
    assert (answer.status_code, answer.json().get("field")) == (status, field)


@pytest.mark.parametrize("text", ["处置", "字" * 500])
async def test_a_plan_of_two_to_five_hundred_characters_is_taken(
    client: httpx.AsyncClient, world: World, text: str
) -> None:
    warning_id = await raise_dust(world.project_id)
    answer = await client.post(
        f"/phone/warnings/{warning_id}/acknowledge", json=plan(plan=text), headers=await signed_in(world.manager)
    )
    assert answer.status_code == 200


async def test_a_strangers_warning_is_not_found_and_a_regulator_uses_the_other_door(
    client: httpx.AsyncClient, world: World
) -> None:
    path = f"/phone/warnings/{await raise_dust(world.project_id)}"
    stranger, regulator = await signed_in(world.stranger), await signed_in(world.regulator)
    assert (await client.get(path, headers=stranger)).status_code == 404
    assert (await client.post(f"{path}/acknowledge", json=plan(), headers=stranger)).status_code == 404
    assert (await client.get(path, headers=regulator)).json()["code"] == "wrong_door"
    assert (await client.get(path)).status_code == 401


async def test_an_unconcerned_post_is_refused(client: httpx.AsyncClient, world: World) -> None:
    path = f"/phone/warnings/{await raise_dust(world.project_id)}/acknowledge"
    answer = await client.post(path, json=plan(), headers=await signed_in(world.developer))
    assert (answer.status_code, answer.json()["code"]) == (403, "warning_not_yours")


async def test_the_list_hides_closed_warnings_unless_asked(client: httpx.AsyncClient, world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await warnings.close(world.regulator, warning_id, reason="现场核查已处置")
    headers = await signed_in(world.manager)
    assert (await client.get("/phone/warnings", headers=headers)).json()["items"] == []
    closed = (await client.get("/phone/warnings?states=closed&levels=yellow", headers=headers)).json()
    assert [item["id"] for item in closed["items"]] == [str(warning_id)]


@pytest.mark.parametrize(("limit", "status"), [(0, 400), (1, 200), (100, 200), (101, 400)])
async def test_a_page_holds_one_to_a_hundred(client: httpx.AsyncClient, world: World, limit: int, status: int) -> None:
    answer = await client.get(f"/phone/warnings?limit={limit}", headers=await signed_in(world.manager))
    assert answer.status_code == status
