"""A warning from hand to hand, and a regulator on the road."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from backend.core import db
from backend.identity.scope import Door, Scope
from backend.supervision import warnings
from tests.backend.supervision import doors
from tests.backend.supervision import world as worlds
from tests.backend.supervision.doors import signed_in
from tests.backend.supervision.phones import phone_of
from tests.backend.supervision.world import World, add_post, event_kinds, last_event, raise_dust, row, take, timer_kinds


@pytest.fixture
async def world(database: Any) -> World:
    return await worlds.build()


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with doors.opened() as opened:
        yield opened


def given(to: Scope) -> dict[str, str]:
    return {"account_id": str(to.account_id), "note": "我已离场，请接手"}


async def give(client: httpx.AsyncClient, by: Scope, warning_id: UUID, to: Scope) -> httpx.Response:
    return await client.post(f"/phone/warnings/{warning_id}/hand-over", json=given(to), headers=await signed_in(by))


def on_the_phone(regulator: Scope) -> Scope:
    return msgspec.structs.replace(regulator, door=Door.PHONE)


async def test_the_colleagues_are_the_other_holders_of_the_posts_concerned(
    client: httpx.AsyncClient, world: World
) -> None:
    path = f"/phone/warnings/{await raise_dust(world.project_id)}/colleagues"
    asked = await client.get(path, headers=await signed_in(world.manager))
    assert asked.json() == [
        {"account_id": str(world.safety.account_id), "name": "王安全", "post": "safety_officer"},
        {"account_id": str(world.chief.account_id), "name": "李总监", "post": "chief_engineer"},
    ]
    assert (await client.get(path, headers=await signed_in(world.stranger))).status_code == 404


async def test_a_vacant_posts_successor_is_a_colleague_and_one_of_two_posts_is_named_once(
    client: httpx.AsyncClient, world: World
) -> None:
    await db.execute("UPDATE post SET state = 'ended' WHERE account_id = $1", world.chief.account_id)
    await add_post(world.project_id, world.safety, "project_manager")
    path = f"/phone/warnings/{await raise_dust(world.project_id)}/colleagues"
    asked = await client.get(path, headers=await signed_in(world.manager))
    assert [(each["name"], each["post"]) for each in asked.json()] == [
        ("王安全", "project_manager"), ("赵业主", "developer_lead")
    ]  # fmt: skip


async def test_who_has_a_warning_hands_it_over_and_what_was_promised_stays(
    client: httpx.AsyncClient, world: World
) -> None:
    warning_id = await raise_dust(world.project_id)
    await take(world.manager, warning_id)
    before = await row("warning", warning_id)
    answer = await give(client, world.manager, warning_id, world.chief)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["item"]["state"], body["item"]["taken"]["by_name"], body["item"]["taken"]["by_post"]) == (
        "acknowledged", "李总监", "chief_engineer",
    )  # fmt: skip
    assert (body["may_hand_over"], body["history"][-1]["action"]) == (False, "hand_over")
    assert (body["history"][-1]["by_name"], body["history"][-1]["note"]) == ("张工", "→ 李总监: 我已离场，请接手")
    after = await row("warning", warning_id)
    kept = ("plan", "promised_at", "acknowledged_at", "level")
    assert [after[name] for name in kept] == [before[name] for name in kept]
    assert await timer_kinds(warning_id) == []
    read = await client.get(f"/phone/warnings/{warning_id}", headers=await signed_in(world.chief))
    assert read.json()["may_hand_over"] is True


async def test_the_new_holders_moment_is_that_of_the_handing_over(client: httpx.AsyncClient, world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    said = {"statement": phone.says(warning_id)}
    first = await client.post("/phone/offline-acts", json=said, headers=await signed_in(world.manager))
    before = first.json()["warning"]["item"]["taken"]
    assert before["said_at"] < before["at"]
    body = (await give(client, world.manager, warning_id, world.chief)).json()
    assert (body["item"]["taken"]["said_at"], body["item"]["taken"]["at"]) == (None, body["history"][-1]["at"])
    listed = await client.get("/phone/warnings", headers=await signed_in(world.chief))
    assert listed.json()["items"][0]["taken"] == body["item"]["taken"]


async def test_the_new_holder_is_told(client: httpx.AsyncClient, world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await take(world.manager, warning_id)
    await give(client, world.manager, warning_id, world.chief)
    event = await last_event(warning_id)
    told = ("by_name", "by_post", "person_name", "post_kind", "account_id", "note", "plan")
    assert (event["kind"], [event["data"][name] for name in told]) == (
        "warning.handed_over",
        ["张工", "project_manager", "李总监", "chief_engineer", str(world.chief.account_id), "我已离场，请接手",
         "开启喷淋并停止土方"],
    )  # fmt: skip


@pytest.mark.parametrize(("who", "status"), [("manager", 403), ("developer", 403), ("stranger", 404)])
async def test_nobody_hands_over_what_they_do_not_have(
    client: httpx.AsyncClient, world: World, who: str, status: int
) -> None:
    warning_id = await raise_dust(world.project_id)
    await take(world.safety, warning_id)
    assert (await give(client, getattr(world, who), warning_id, world.chief)).status_code == status
    assert (await row("warning", warning_id))["acknowledged_by"] == world.safety.account_id
    assert await event_kinds(warning_id) == ["warning.raised", "warning.acknowledged"]


async def test_an_open_and_a_closed_warning_are_handed_to_nobody(client: httpx.AsyncClient, world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    answer = await give(client, world.manager, warning_id, world.chief)
    assert (answer.status_code, answer.json()["code"]) == (403, "warning_not_taken_by_you")
    await take(world.manager, warning_id)
    await warnings.close(world.regulator, warning_id, reason="现场已处置")
    answer = await give(client, world.manager, warning_id, world.chief)
    assert (answer.status_code, answer.json()["code"]) == (409, "warning_closed")


@pytest.mark.parametrize("who", ["manager", "developer", "stranger", "regulator"])
async def test_who_may_not_take_it_is_not_given_it(client: httpx.AsyncClient, world: World, who: str) -> None:
    warning_id = await raise_dust(world.project_id)
    await take(world.manager, warning_id)
    answer = await give(client, world.manager, warning_id, getattr(world, who))
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        422, "colleague_cannot_take", "account_id",
    )  # fmt: skip


async def test_a_regulator_on_the_road_reads_and_urges(client: httpx.AsyncClient, world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    headers = await signed_in(on_the_phone(world.colleague))
    listed = (await client.get("/phone/warnings", headers=headers)).json()
    assert [item["id"] for item in listed["items"]] == [str(warning_id)]
    read = (await client.get(f"/phone/warnings/{warning_id}", headers=headers)).json()
    assert (read["may_urge"], read["may_acknowledge"], read["may_hand_over"]) == (True, False, False)
    answer = await client.post(f"/phone/warnings/{warning_id}/urge", json={"note": "请立即到场"}, headers=headers)
    assert (answer.status_code, answer.json()["item"]["state"]) == (200, "open")
    event = await last_event(warning_id)
    assert (event["kind"], event["data"]["by_name"], event["data"]["note"]) == ("warning.urged", "何监督", "请立即到场")


@pytest.mark.parametrize(("who", "status"), [("manager", 403), ("stranger", 404), ("outsider", 404)])
async def test_nobody_else_urges(client: httpx.AsyncClient, world: World, who: str, status: int) -> None:
    warning_id = await raise_dust(world.project_id)
    headers = await signed_in(on_the_phone(getattr(world, who)))
    answer = await client.post(f"/phone/warnings/{warning_id}/urge", json={"note": "请立即到场"}, headers=headers)
    assert answer.status_code == status
    assert await event_kinds(warning_id) == ["warning.raised"]


async def test_a_closed_warning_and_one_that_names_no_post_offer_no_urging(
    client: httpx.AsyncClient, world: World
) -> None:
    closed, of_unit = await raise_dust(world.project_id), await worlds.raise_late_review(world.project_id)
    await warnings.close(world.regulator, closed, reason="现场已处置")
    headers = await signed_in(on_the_phone(world.regulator))
    may = [
        (await client.get(f"/phone/warnings/{each}", headers=headers)).json()["may_urge"] for each in (closed, of_unit)
    ]
    assert may == [False, False]
