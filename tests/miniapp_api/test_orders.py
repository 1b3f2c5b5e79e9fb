"""Orders on the phone: the contractor replies, the chief reviews, a regulator on the road decides."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from backend.core import db
from backend.identity.scope import Door, Scope
from backend.supervision import extensions, orders
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


def on_the_road(scope: Scope) -> Scope:
    """The regulator with a session of the phone's door."""
    return msgspec.structs.replace(scope, door=Door.PHONE)


async def test_more_time_is_asked_for_and_granted_on_the_phone(client: httpx.AsyncClient, world: World) -> None:
    order_id = await worlds.issue(world)
    manager = await signed_in(world.manager)
    read = (await client.get(f"/phone/orders/{order_id}", headers=manager)).json()
    assert (read["may_ask_extension"], read["extension"]) == (True, None)
    wish = {"until": read["extension_latest"], "reason": "连续暴雨，边坡无法作业"}
    asked = await client.post(f"/phone/orders/{order_id}/extension", json=wish, headers=manager)
    assert (asked.status_code, asked.json()["extension"]["state"]) == (200, "asked")
    regulator = await signed_in(on_the_road(world.regulator))
    waiting = (await client.get("/phone/orders?is_extension_asked=true", headers=regulator)).json()["items"]
    assert [(item["id"], item["is_extension_asked"]) for item in waiting] == [(str(order_id), True)]
    until = asked.json()["extension"]["until"]
    granted = await client.post(f"/phone/orders/{order_id}/extension/grant", json={"until": until}, headers=regulator)
    assert (granted.status_code, granted.json()["item"]["due_at"]) == (200, until)
    assert granted.json()["extension"]["decided_by_name"] == "陈监督"


async def test_more_time_is_refused_with_a_reason_on_the_phone(client: httpx.AsyncClient, world: World) -> None:
    order_id = await worlds.issue(world)
    await extensions.ask(world.manager, order_id, until=worlds.due_in(7), reason="连续暴雨")
    regulator = await signed_in(on_the_road(world.colleague))
    path = f"/phone/orders/{order_id}/extension/refuse"
    blank = await client.post(path, json={"reason": " "}, headers=regulator)
    assert (blank.status_code, blank.json()["field"]) == (400, "reason")
    answer = await client.post(path, json={"reason": "雨已停"}, headers=regulator)
    assert (answer.status_code, answer.json()["extension"]["decided_note"]) == (200, "雨已停")


async def test_a_request_without_a_zone_in_its_date_is_refused(client: httpx.AsyncClient, world: World) -> None:
    order_id = await worlds.issue(world)
    wish = {"until": "2026-12-01T10:00:00", "reason": "连续暴雨"}
    headers = await signed_in(world.manager)
    answer = await client.post(f"/phone/orders/{order_id}/extension", json=wish, headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (400, "until")


async def test_a_request_sent_twice_over_a_bad_line_is_one(client: httpx.AsyncClient, world: World) -> None:
    order_id = await worlds.issue(world)
    wish = {"until": worlds.due_in(7).isoformat(), "reason": "连续暴雨"}
    headers = await signed_in(world.manager)
    first = await client.post(f"/phone/orders/{order_id}/extension", json=wish, headers=headers)
    second = await client.post(f"/phone/orders/{order_id}/extension", json=wish, headers=headers)
    assert (first.status_code, second.status_code, second.json()) == (200, 200, first.json())


async def test_a_regulator_on_the_road_returns_and_closes_an_order(client: httpx.AsyncClient, world: World) -> None:
    order_id = await worlds.reviewed(world)
    regulator = await signed_in(on_the_road(world.regulator))
    read = (await client.get(f"/phone/orders/{order_id}", headers=regulator)).json()
    assert (read["may"], read["return_due"] is None) == (["return", "close", "withdraw"], False)
    again = {"reason": "覆盖不完整", "due_at": worlds.due_in(4).isoformat()}
    returned = await client.post(f"/phone/orders/{order_id}/return", json=again, headers=regulator)
    assert (returned.status_code, returned.json()["item"]["round"]) == (200, 2)
    await worlds.reply(world, order_id)
    await orders.review(world.chief, order_id, is_passed=True, note="")
    closing = await signed_in(on_the_road(world.colleague))
    closed = await client.post(f"/phone/orders/{order_id}/close", json={"note": "复查合格"}, headers=closing)
    assert (closed.status_code, closed.json()["item"]["state"]) == (200, "closed")
    assert closed.json()["closed_by_name"] == "何监督"


@pytest.mark.parametrize(("who", "status"), [("manager", 403), ("chief", 403), ("stranger", 404)])
async def test_enterprise_staff_neither_close_nor_return_on_the_phone(
    client: httpx.AsyncClient, world: World, who: str, status: int
) -> None:
    order_id = await worlds.reviewed(world)
    headers = await signed_in(getattr(world, who))
    again = {"reason": "覆盖不完整", "due_at": worlds.due_in(4).isoformat()}
    closed = await client.post(f"/phone/orders/{order_id}/close", json={"note": "复查合格"}, headers=headers)
    returned = await client.post(f"/phone/orders/{order_id}/return", json=again, headers=headers)
    assert (closed.status_code, returned.status_code) == (status, status)


async def test_each_round_shows_its_photos_of_before_and_after(client: httpx.AsyncClient, world: World) -> None:
    order_id = await worlds.reviewed(world)
    await orders.send_back(world.regulator, order_id, reason="覆盖不完整", due_at=worlds.due_in(4))
    await worlds.reply(world, order_id)
    await orders.review(world.chief, order_id, is_passed=False, note="东侧仍有裸土")
    await worlds.reply(world, order_id)
    read = (await client.get(f"/phone/orders/{order_id}", headers=await signed_in(world.manager))).json()
    shown = read["findings"][1]["replies"]
    assert [(reply["round"], reply["attempt"]) for reply in shown] == [(1, 1), (2, 1), (2, 2)]
    assert (read["item"]["round"], read["attempt"]) == (2, 2)
    photos = [reply[side] for reply in shown for side in ("before", "after")]
    assert len({photo["photo_id"] for photo in photos}) == 6
    assert {photo["address"].split("?")[0] for photo in photos} == {
        f"/media/{photo['photo_id']}/served" for photo in photos
    }
    assert {photo["thumbnail"].split("?")[0] for photo in photos} == {
        f"/media/{photo['photo_id']}/thumbnail" for photo in photos
    }
