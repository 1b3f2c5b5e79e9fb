"""The same request sent twice has one effect and one answer."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from litestar import Litestar, post
from litestar.middleware import ASGIMiddleware
from litestar.params import JSONBody
from litestar.types import ASGIApp, Receive, Scope, Send

from backend.core import db, http, ids, timers
from backend.core.clock import now
from backend.core.errors import Problem
from backend.core.idempotency import once
from tests.clients import client_of

pytestmark = pytest.mark.usefixtures("database")

TOO_MUCH = Problem(code="test_too_much", status=409, zh="太多", en="Too much", next_zh="减少", next_en="Take less")
ACTOR = "x-actor"
ROOT = Path(__file__).parents[3]


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    amount: int


class Granted(msgspec.Struct):
    id: UUID
    amount: int


class ActorMiddleware(ASGIMiddleware):
    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        headers = dict(scope["headers"])
        if actor := headers.get(ACTOR.encode()):
            http.context.get().actor_id = UUID(actor.decode())
        await next_app(scope, receive, send)


@post("/wishes")
@once
async def grant(data: JSONBody[Wish]) -> Granted:
    if data.amount > 100:
        raise TOO_MUCH.at("amount")
    granted = Granted(ids.new_id(), data.amount)
    async with db.transaction():
        await timers.set("wish", granted.id, now())
    return granted


def application() -> Litestar:
    return Litestar(
        [grant],
        middleware=[http.ContextMiddleware(), ActorMiddleware()],
        exception_handlers=http.EXCEPTION_HANDLERS,
        openapi_config=None,
    )


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = application()
    async with app.lifespan(), client_of(app) as opened:
        yield opened


def headers(key: str = "k-0123456789", actor: UUID | None = None) -> dict[str, str]:
    return {"Idempotency-Key": key, ACTOR: str(actor or UUID(int=1))}


async def effects() -> int:
    return int(await db.fetch_value("SELECT count(*) FROM timer"))


async def test_a_repeated_request_gets_the_first_answer_and_has_no_second_effect(client: httpx.AsyncClient) -> None:
    first = await client.post("/wishes", json={"amount": 3}, headers=headers())
    second = await client.post("/wishes", json={"amount": 3}, headers=headers())
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second.headers["idempotent-replay"] == "true"
    assert await effects() == 1


KILLED_BEFORE_ITS_ANSWER = """
import asyncio, os, signal
from backend.core import db
from tests.backend.core.test_idempotency import application, headers
from tests.clients import client_of

async def main():
    app = application()

    async def dying(scope, receive, send):
        async def kill(message):
            os.kill(os.getpid(), signal.SIGKILL)
        await app(scope, receive, kill)

    db.CONNECT_SECONDS = 60.0
    await db.start(size=1)
    async with client_of(dying) as client:
        await client.post("/wishes", json={"amount": 3}, headers=headers())

asyncio.run(main())
"""


async def test_a_process_killed_between_commit_and_answer_leaves_the_first_answer_to_the_next(
    client: httpx.AsyncClient,
) -> None:
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED_BEFORE_ITS_ANSWER, cwd=ROOT)
    assert await child.wait() == -signal.SIGKILL
    granted = await db.fetch_value("SELECT subject_id FROM timer")
    answer = await client.post("/wishes", json={"amount": 3}, headers=headers())
    assert (answer.status_code, answer.headers["idempotent-replay"]) == (201, "true")
    assert answer.json() == {"id": str(granted), "amount": 3}
    assert await effects() == 1


async def test_a_hundred_requests_at_once_with_one_key_have_one_effect(client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(client.post("/wishes", json={"amount": 3}, headers=headers()) for _ in range(100)))
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.content for answer in answers} == {answers[0].content}
    assert await effects() == 1


async def test_the_same_key_with_another_body_is_refused(client: httpx.AsyncClient) -> None:
    await client.post("/wishes", json={"amount": 3}, headers=headers())
    answer = await client.post("/wishes", json={"amount": 4}, headers=headers())
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert await effects() == 1


async def test_the_same_key_of_another_person_is_another_request(client: httpx.AsyncClient) -> None:
    await client.post("/wishes", json={"amount": 3}, headers=headers(actor=uuid4()))
    await client.post("/wishes", json={"amount": 3}, headers=headers(actor=uuid4()))
    assert await effects() == 2


@pytest.mark.parametrize("key", ["", "1234567", "x" * 65])
async def test_an_unsafe_call_without_a_proper_key_is_refused(client: httpx.AsyncClient, key: str) -> None:
    answer = await client.post("/wishes", json={"amount": 3}, headers=headers(key))
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
    assert answer.json()["field"] == "Idempotency-Key"


@pytest.mark.parametrize("key", ["12345678", "x" * 64])
async def test_a_key_at_its_limits_is_taken(client: httpx.AsyncClient, key: str) -> None:
    assert (await client.post("/wishes", json={"amount": 3}, headers=headers(key))).status_code == 201


async def test_a_refused_request_keeps_no_key_so_that_the_corrected_one_may_use_it(client: httpx.AsyncClient) -> None:
    refused = await client.post("/wishes", json={"amount": 101}, headers=headers())
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (409, "test_too_much", "amount")
    assert (await client.post("/wishes", json={"amount": 100}, headers=headers())).status_code == 201


async def test_a_problem_speaks_the_readers_language_and_says_what_to_do(client: httpx.AsyncClient) -> None:
    chinese = await client.post("/wishes", json={"amount": 101}, headers=headers())
    english = await client.post("/wishes", json={"amount": 101}, headers={**headers(), "Accept-Language": "en"})
    assert (chinese.json()["title"], chinese.json()["next"]) == ("太多", "减少")
    assert (english.json()["title"], english.json()["next"]) == ("Too much", "Take less")
    assert english.headers["content-type"] == "application/problem+json"


async def test_an_unknown_field_is_named_and_nothing_is_done(client: httpx.AsyncClient) -> None:
    answer = await client.post("/wishes", json={"amount": 3, "role": "admin"}, headers=headers())
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
    assert "role" in answer.json()["title"]
    assert await effects() == 0


async def test_the_request_id_comes_back_and_a_harmful_one_is_replaced(client: httpx.AsyncClient) -> None:
    kept = await client.post("/wishes", json={"amount": 1}, headers={**headers(), "X-Request-Id": "phone-12345678"})
    replaced = await client.post("/wishes", json={"amount": 1}, headers={**headers(), "X-Request-Id": 'a"\\n{}bcdefgh'})
    assert kept.headers["x-request-id"] == "phone-12345678"
    assert replaced.headers["x-request-id"] != 'a"\\n{}bcdefgh'
