"""Orders on the regulators' console."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from backend.core import db
from backend.supervision import extensions, orders
from tests.backend.supervision import doors
from tests.backend.supervision import world as worlds
from tests.backend.supervision.doors import signed_in
from tests.backend.supervision.world import World, due_in, raise_dust, row


@pytest.fixture
async def world(database: Any) -> World:
    return await worlds.build()


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with doors.opened() as opened:
        yield opened


def order(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "project_id": str(world.project_id),
        "title": "扬尘超标限期整改",
        "findings": [{"text": "东侧裸土未覆盖", "severity": "general"}],
        "due_at": due_in(5).isoformat(),
        **changes,
    }


async def test_an_order_is_issued_returned_and_closed(client: httpx.AsyncClient, world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    regulator = await signed_in(world.regulator)
    issued = await client.post("/console/orders", json=order(world, warning_id=str(warning_id)), headers=regulator)
    assert (issued.status_code, issued.json()["item"]["state"]) == (201, "issued")
    order_id = UUID(issued.json()["item"]["id"])
    await worlds.reply(world, order_id)
    await orders.review(world.chief, order_id, is_passed=True, note="")
    again = {"reason": "覆盖不完整", "due_at": due_in(4).isoformat()}
    returned = await client.post(
        f"/console/orders/{order_id}/return", json=again, headers=await signed_in(world.regulator)
    )
    assert (returned.status_code, returned.json()["item"]["round"]) == (200, 2)
    await worlds.reply(world, order_id)
    await orders.review(world.chief, order_id, is_passed=True, note="")
    closed = await client.post(
        f"/console/orders/{order_id}/close", json={"note": "复查合格"}, headers=await signed_in(world.colleague)
    )
    assert (closed.status_code, closed.json()["item"]["state"]) == (200, "closed")
    assert closed.json()["closed_by_name"] == "何监督"
    assert (await row("warning", warning_id))["state"] == "closed"


async def test_an_order_is_listed_read_and_withdrawn_by_its_issuer(client: httpx.AsyncClient, world: World) -> None:
    order_id = await worlds.issue(world)
    regulator, colleague = await signed_in(world.regulator), await signed_in(world.colleague)
    query = f"states=issued&project_id={world.project_id}&region_code=440100&is_overdue=false"
    listed = (await client.get(f"/console/orders?{query}", headers=colleague)).json()
    assert [item["id"] for item in listed["items"]] == [str(order_id)]
    assert (await client.get(f"/console/orders/{order_id}", headers=regulator)).json()["may"] == ["withdraw"]
    path, body = f"/console/orders/{order_id}/withdraw", {"reason": "发错对象"}
    assert (await client.post(path, json=body, headers=colleague)).json()["code"] == "forbidden"
    withdrawn = await client.post(path, json=body, headers=regulator)
    assert (withdrawn.status_code, withdrawn.json()["item"]["state"]) == (200, "withdrawn")


async def test_a_hundred_copies_of_one_request_over_twenty_connections_make_one_order(
    client: httpx.AsyncClient, world: World, database_url: str
) -> None:
    await db.stop()
    await db.start(database_url, size=20)
    warning_id = await raise_dust(world.project_id)
    headers = await signed_in(world.regulator, key="one-and-the-same")
    body = order(world, warning_id=str(warning_id))
    limit = asyncio.Semaphore(20)

    async def send() -> httpx.Response:
        async with limit:
            return await client.post("/console/orders", json=body, headers=headers)

    answers = await asyncio.gather(*(send() for _ in range(100)))
    assert Counter(answer.status_code for answer in answers) == {201: 100}
    assert len({answer.content for answer in answers}) == 1
    assert sum(answer.headers.get("idempotent-replay") == "true" for answer in answers) == 99
    assert await db.fetch_value("SELECT count(*) FROM rectification_order") == 1
    assert await db.fetch_value("SELECT count(*) FROM event WHERE kind = 'order.issued'") == 1


async def test_another_order_on_the_same_warning_is_told_which_one_exists(
    client: httpx.AsyncClient, world: World
) -> None:
    body = order(world, warning_id=str(await raise_dust(world.project_id)))
    first = await client.post("/console/orders", json=body, headers=await signed_in(world.regulator))
    second = await client.post("/console/orders", json=body, headers=await signed_in(world.regulator))
    assert (second.status_code, second.json()["code"]) == (409, "order_exists")
    assert first.json()["item"]["short_code"] in second.json()["title"]


async def test_an_unsafe_call_without_a_key_is_refused(client: httpx.AsyncClient, world: World) -> None:
    headers = await signed_in(world.regulator)
    del headers["idempotency-key"]
    answer = await client.post("/console/orders", json=order(world), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"title": "改"}, 400, "title"),
        ({"title": "字" * 121}, 400, "title"),
        ({"findings": []}, 400, "findings"),
        ({"findings": [{"text": "裸土未覆盖", "severity": "mild"}]}, 400, "severity"),
        ({"due_at": "2026-03-05T10:00:00"}, 400, "due_at"),
        ({"due_at": "2001-01-01T00:00:00Z"}, 422, "due_at"),
        ({"project_id": "00000000-0000-7000-8000-000000000000"}, 404, "project_id"),
    ],
)
async def test_a_bad_order_is_refused_by_field(
    client: httpx.AsyncClient, world: World, changes: dict[str, Any], status: int, field: str
) -> None:
    answer = await client.post(
        "/console/orders", json=order(world, **changes), headers=await signed_in(world.regulator)
    )
    assert answer.status_code == status
    assert field in str(answer.json()["field"])
    assert await db.fetch_value("SELECT count(*) FROM rectification_order") == 0


async def test_a_regulator_of_another_city_finds_nothing(client: httpx.AsyncClient, world: World) -> None:
    order_id = await worlds.reviewed(world)
    headers = await signed_in(world.outsider)
    path = f"/console/orders/{order_id}"
    back = {"reason": "覆盖不完整", "due_at": due_in(4).isoformat()}
    answers = [
        await client.get(path, headers=headers),
        await client.post("/console/orders", json=order(world), headers=headers),
        await client.post(f"{path}/return", json=back, headers=headers),
        await client.post(f"{path}/close", json={"note": "复查合格"}, headers=headers),
        await client.post(f"{path}/withdraw", json={"reason": "发错对象"}, headers=headers),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert (await row("rectification_order", order_id))["state"] == "reviewed"


async def test_enterprise_staff_use_the_other_door(client: httpx.AsyncClient, world: World) -> None:
    order_id = await worlds.reviewed(world)
    headers = await signed_in(world.manager)
    issued = await client.post("/console/orders", json=order(world), headers=headers)
    closed = await client.post(f"/console/orders/{order_id}/close", json={"note": "复查合格"}, headers=headers)
    assert [issued.json()["code"], closed.json()["code"]] == ["wrong_door", "wrong_door"]


async def test_more_time_is_granted_or_refused_at_the_console(client: httpx.AsyncClient, world: World) -> None:
    to_grant, to_refuse = await worlds.issue(world), await worlds.issue(world)
    until = due_in(7)
    await extensions.ask(world.manager, to_grant, until=until, reason="连续暴雨")
    await extensions.ask(world.manager, to_refuse, until=until, reason="连续暴雨")
    listed = await client.get("/console/orders?is_extension_asked=true", headers=await signed_in(world.regulator))
    assert {item["id"] for item in listed.json()["items"]} == {str(to_grant), str(to_refuse)}
    granted = await client.post(
        f"/console/orders/{to_grant}/extension/grant",
        json={"until": until.isoformat(), "note": "同意，注意防汛"},
        headers=await signed_in(world.regulator),
    )
    assert (granted.status_code, granted.json()["extension"]["state"]) == (200, "granted")
    assert (await row("rectification_order", to_grant))["due_at"] == until
    refused = await client.post(
        f"/console/orders/{to_refuse}/extension/refuse",
        json={"reason": "雨已停"},
        headers=await signed_in(world.colleague),
    )
    assert (refused.status_code, refused.json()["extension"]["state"]) == (200, "refused")
    left = await client.get("/console/orders?is_extension_asked=true", headers=await signed_in(world.regulator))
    assert left.json()["items"] == []


async def test_a_grant_past_what_was_asked_says_what_to_choose(client: httpx.AsyncClient, world: World) -> None:
    order_id = await worlds.issue(world)
    await extensions.ask(world.manager, order_id, until=due_in(6), reason="连续暴雨")
    answer = await client.post(
        f"/console/orders/{order_id}/extension/grant",
        json={"until": due_in(7).isoformat()},
        headers=await signed_in(world.regulator),
    )
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        422,
        "extension_bounds",
        "until",
    )
