"""Warnings on the regulators' console."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.backend.supervision import doors
from tests.backend.supervision import world as worlds
from tests.backend.supervision.doors import signed_in
from tests.backend.supervision.world import World, raise_dust, row


@pytest.fixture
async def world(database: Any) -> World:
    return await worlds.build()


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with doors.opened() as opened:
        yield opened


async def test_a_regulator_lists_reads_urges_and_closes(client: httpx.AsyncClient, world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    headers = await signed_in(world.regulator)
    query = f"states=open&levels=yellow&code=ENV-EXC&project_id={world.project_id}&region_code=440100"
    listed = (await client.get(f"/console/warnings?{query}", headers=headers)).json()
    assert [item["id"] for item in listed["items"]] == [str(warning_id)]
    read = await client.get(f"/console/warnings/{warning_id}", headers=headers)
    assert read.json()["posts_told"] == ["project_manager", "safety_officer"]
    urged = await client.post(f"/console/warnings/{warning_id}/urge", json={"note": "请尽快处置"}, headers=headers)
    assert (urged.status_code, urged.json()["item"]["state"]) == (200, "open")
    headers = await signed_in(world.colleague)
    closed = await client.post(f"/console/warnings/{warning_id}/close", json={"reason": "现场已处置"}, headers=headers)
    assert (closed.status_code, closed.json()["closed"]["reason"]["zh"]) == (200, "现场已处置")
    assert [step["action"] for step in closed.json()["history"]] == ["raise", "urge", "close"]


@pytest.mark.parametrize("act", [("urge", "note"), ("close", "reason")])
@pytest.mark.parametrize("who", ["manager", "stranger"])
async def test_enterprise_staff_use_the_other_door(
    client: httpx.AsyncClient, world: World, act: tuple[str, str], who: str
) -> None:
    warning_id = await raise_dust(world.project_id)
    headers = await signed_in(getattr(world, who))
    answer = await client.post(f"/console/warnings/{warning_id}/{act[0]}", json={act[1]: "处置"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_door")
    assert (await row("warning", warning_id))["state"] == "open"


@pytest.mark.parametrize("act", [("urge", "note"), ("close", "reason")])
async def test_a_regulator_of_another_city_finds_nothing(
    client: httpx.AsyncClient, world: World, act: tuple[str, str]
) -> None:
    warning_id = await raise_dust(world.project_id)
    headers = await signed_in(world.outsider)
    assert (await client.get("/console/warnings", headers=headers)).json()["items"] == []
    assert (await client.get(f"/console/warnings/{warning_id}", headers=headers)).status_code == 404
    answer = await client.post(f"/console/warnings/{warning_id}/{act[0]}", json={act[1]: "处置"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await row("warning", warning_id))["state"] == "open"
