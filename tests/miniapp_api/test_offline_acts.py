"""What a phone signed without a line, over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.core import db
from tests.backend.supervision import doors
from tests.backend.supervision import world as worlds
from tests.backend.supervision.doors import signed_in
from tests.backend.supervision.phones import Phone, phone_of
from tests.backend.supervision.world import World, raise_dust, row, take


@pytest.fixture
async def world(database: Any) -> World:
    return await worlds.build()


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with doors.opened() as opened:
        yield opened


async def test_a_phone_registers_its_key_and_sends_what_was_said(client: httpx.AsyncClient, world: World) -> None:
    warning_id, headers = await raise_dust(world.project_id), await signed_in(world.manager)
    phone = Phone(world.manager, Ed25519PrivateKey.generate(), warning_id)
    registered = await client.post("/phone/device-keys", json={"public_key": phone.public_key}, headers=headers)
    assert (registered.status_code, registered.json()["counter"]) == (200, 0)
    phone.key_id = registered.json()["id"]
    statement = phone.says(warning_id)
    first = await client.post("/phone/offline-acts", json={"statement": statement}, headers=headers)
    assert first.status_code == 200
    body = first.json()
    assert (body["outcome"], body["reason"], body["warning"]["item"]["state"]) == ("applied", None, "acknowledged")
    assert body["warning"]["item"]["taken"]["said_at"] < body["warning"]["item"]["taken"]["at"]
    again = await client.post(
        "/phone/offline-acts", json={"statement": statement}, headers=await signed_in(world.manager)
    )
    assert again.json() == body
    fresh = headers | {"idempotency-key": "another-key"}
    assert (await client.post("/phone/device-keys", json={"public_key": phone.public_key}, headers=fresh)).json() == {
        "id": str(phone.key_id), "counter": 1,
    }  # fmt: skip


async def test_why_it_was_only_recorded_is_said_in_both_languages(client: httpx.AsyncClient, world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    await take(world.safety, warning_id)
    answer = await client.post(
        "/phone/offline-acts", json={"statement": phone.says(warning_id)}, headers=await signed_in(world.manager)
    )
    body = answer.json()
    assert (answer.status_code, body["outcome"], body["warning"]["item"]["taken"]["by_name"]) == (
        200, "recorded", "王安全",
    )  # fmt: skip
    assert body["reason"]["zh"].startswith("预警")
    assert body["reason"]["en"].startswith("Warning")
    assert [(step["action"], step["said_at"] is None) for step in body["warning"]["history"]] == [
        ("raise", True), ("acknowledge", True), ("say", False)
    ]  # fmt: skip


async def test_a_refusal_is_answered_and_kept(client: httpx.AsyncClient, world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    await db.execute("UPDATE post SET state = 'ended' WHERE account_id = $1", world.manager.account_id)
    headers = await signed_in(world.manager)
    answer = await client.post("/phone/offline-acts", json={"statement": phone.says(warning_id)}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "post_lost")
    assert await db.fetch_value("SELECT problem FROM offline_act") == "post_lost"
    assert (await row("warning", warning_id))["state"] == "open"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("device-keys", {"public_key": "A" * 42}),
        ("device-keys", {"public_key": "A" * 42 + "="}),
        ("device-keys", {"public_key": "A" * 44}),
        ("offline-acts", {"statement": "a.b"}),
        ("offline-acts", {"statement": "a.b." + "A" * 85}),
        ("offline-acts", {"statement": "a.b.c." + "A" * 86}),
        ("offline-acts", {"statement": "A" * 7000 + ".b." + "A" * 86}),
    ],
)
async def test_what_is_no_key_and_no_statement_is_refused_by_field(
    client: httpx.AsyncClient, world: World, path: str, body: dict[str, str]
) -> None:
    answer = await client.post(f"/phone/{path}", json=body, headers=await signed_in(world.manager))
    assert (answer.status_code, answer.json()["field"]) == (400, next(iter(body)))
