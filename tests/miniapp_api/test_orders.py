"""Orders on the phone: the contractor replies, the chief reviews."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from backend.core import db
from tests.backend.supervision import doors
from tests.backend.supervision import world as worlds
from tests.backend.supervision.doors import signed_in
from tests.backend.supervision.world import World


@pytest.fixture
async def world(database: Any) -> World:
    return await worlds.build()


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with doors.opened() as opened:
        yield opened


async def replies(world: World, order_id: UUID) -> dict[str, Any]:
    answers = await worlds.answers(world, order_id)
    return {"replies": [msgspec.to_builtins(answer) for answer in answers]}


async def test_an_order_is_answered_and_passed_on(client: httpx.AsyncClient, world: World) -> None:
    order_id = await worlds.issue(world)
    manager, chief = await signed_in(world.manager), await signed_in(world.chief)
    listed = (await client.get("/phone/orders?states=issued", headers=manager)).json()
    assert [item["id"] for item in listed["items"]] == [str(order_id)]
    answered = await client.post(
        f"/phone/orders/{order_id}/reply", json=await replies(world, order_id), headers=manager
    )
    assert (answered.status_code, answered.json()["item"]["state"]) == (200, "replied")
    passed = await client.post(f"/phone/orders/{order_id}/pass", json={"note": "已核实"}, headers=chief)
    assert (passed.status_code, passed.json()["item"]["state"]) == (200, "reviewed")
    read = (await client.get(f"/phone/orders/{order_id}", headers=manager)).json()
    assert [step["action"] for step in read["history"]] == ["issue", "reply", "pass"]
    assert read["findings"][0]["replies"][0]["after"]["address"].startswith("/media/")


async def test_a_reply_is_sent_back_with_a_reason(client: httpx.AsyncClient, world: World) -> None:
    order_id = await worlds.issue(world)
    await worlds.reply(world, order_id)
    chief = await signed_in(world.chief)
    refused = await client.post(f"/phone/orders/{order_id}/send-back", json={"reason": " "}, headers=chief)
    assert (refused.status_code, refused.json()["field"]) == (400, "reason")
    answer = await client.post(f"/phone/orders/{order_id}/send-back", json={"reason": "东侧仍有裸土"}, headers=chief)
    assert (answer.status_code, answer.json()["item"]["state"]) == (200, "issued")


async def test_an_incomplete_reply_is_refused_and_leaves_nothing_half_done(
    client: httpx.AsyncClient, world: World
) -> None:
    order_id = await worlds.issue(world)
    body = await replies(world, order_id)
    headers = await signed_in(world.manager)
    answer = await client.post(
        f"/phone/orders/{order_id}/reply", json={"replies": body["replies"][:1]}, headers=headers
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "findings_unanswered")
    assert await db.fetch_value("SELECT count(*) FROM finding_reply") == 0
    again = await client.post(f"/phone/orders/{order_id}/reply", json=body, headers=headers)
    assert again.status_code == 200  # The refusal had no effect, so its key is still free.


@pytest.mark.parametrize(
    ("who", "status"), [("chief", 403), ("developer", 403), ("stranger", 404), ("regulator", 403), ("outsider", 403)]
)
async def test_only_the_contractor_replies(client: httpx.AsyncClient, world: World, who: str, status: int) -> None:
    order_id = await worlds.issue(world)
    answer = await client.post(
        f"/phone/orders/{order_id}/reply",
        json=await replies(world, order_id),
        headers=await signed_in(getattr(world, who)),
    )
    assert answer.status_code == status


@pytest.mark.parametrize(("who", "status"), [("manager", 403), ("safety", 403), ("stranger", 404), ("regulator", 403)])
async def test_only_the_chief_reviews(client: httpx.AsyncClient, world: World, who: str, status: int) -> None:
    order_id = await worlds.issue(world)
    await worlds.reply(world, order_id)
    headers = await signed_in(getattr(world, who))
    passed = await client.post(f"/phone/orders/{order_id}/pass", json={}, headers=headers)
    back = await client.post(f"/phone/orders/{order_id}/send-back", json={"reason": "不合格"}, headers=headers)
    assert (passed.status_code, back.status_code) == (status, status)
