import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable

import pytest
from redis.asyncio import Redis

from bot.wechat.app import AppClient
from bot.wechat.errors import Kind, Outcome, Reaction, Refused
from bot.wechat.tokens import Granted, TokenStore, credential_key
from tests.bot.wechat.peer import Peer, page

OK = {"errcode": 0, "errmsg": "ok", "msgid": "m1"}
EXPIRED = {"errcode": 42001, "errmsg": "access_token expired, rid: 1-2-3"}
INVALID = {"errcode": 40014, "errmsg": "invalid access_token"}
SECRET = "s3cr3t-of-the-app"


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    client: Redis = Redis.from_url(redis_url)
    yield client
    await client.aclose()


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that stands still for a while is neither a Redis that is away nor a process that died."""
    monkeypatch.setattr("bot.wechat.token_cache._REDIS_TIMEOUT_SECONDS", 60.0)
    monkeypatch.setattr("bot.wechat.tokens.WAIT_FOR_OTHERS_SECONDS", 60.0)
    monkeypatch.setattr("bot.wechat.token_cache.LOCK_SECONDS", 60.0)


@pytest.fixture
def environment() -> str:
    return uuid.uuid4().hex


def app(peer: Peer, environment: str, redis: Redis | None) -> AppClient:
    return AppClient(peer.http(), environment=environment, corpid="ww1", agentid=1000002, secret=SECRET, redis=redis)


def one_that_knows(*good: str) -> Peer:
    """A provider that takes these tokens only."""
    return Peer(lambda request: OK if request.url.params["access_token"] in good else EXPIRED)


async def burst(clients: list[AppClient], count: int) -> list[Outcome]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(clients[i % len(clients)].send_text(["u"], f"{i}")) for i in range(count)]
    return [task.result() for task in tasks]


async def test_50_callers_at_once_cost_one_token(redis: Redis, environment: str) -> None:
    peer = one_that_knows("token-1")
    outcomes = await burst([app(peer, environment, redis)], 50)
    assert [outcome.kind for outcome in outcomes] == [Kind.ACCEPTED] * 50
    assert peer.token_calls == 1


async def test_50_callers_in_five_processes_cost_one_token(redis: Redis, environment: str) -> None:
    peer = one_that_knows("token-1")
    outcomes = await burst([app(peer, environment, redis) for _ in range(5)], 50)
    assert [outcome.kind for outcome in outcomes] == [Kind.ACCEPTED] * 50
    assert peer.token_calls == 1


async def test_50_callers_with_an_expired_token_cost_one_refresh(redis: Redis, environment: str) -> None:
    peer = one_that_knows("token-1", "token-2")
    clients = [app(peer, environment, redis) for _ in range(5)]
    await burst(clients, 50)
    peer.answers = one_that_knows("token-2").answers
    outcomes = await burst(clients, 50)
    assert [outcome.kind for outcome in outcomes] == [Kind.ACCEPTED] * 50
    assert peer.token_calls == 2


async def test_50_callers_without_redis_cost_one_token_and_one_refresh() -> None:
    peer = one_that_knows("token-2")
    outcomes = await burst([app(peer, "test", None)], 50)
    assert [outcome.kind for outcome in outcomes] == [Kind.ACCEPTED] * 50
    assert peer.token_calls == 2


async def test_an_expired_token_is_refreshed_and_the_message_sent_once(redis: Redis, environment: str) -> None:
    peer = Peer(EXPIRED, OK)
    outcome = await app(peer, environment, redis).send_text(["u"], "x")
    assert (outcome.kind, outcome.provider_id) == (Kind.ACCEPTED, "m1")
    assert peer.tokens_seen == ["token-1", "token-2"]


async def test_a_token_that_is_never_taken_is_tried_twice_and_then_a_configuration_fault(
    redis: Redis, environment: str
) -> None:
    peer = Peer(INVALID)
    outcome = await app(peer, environment, redis).send_text(["u"], "x")
    assert (outcome.kind, outcome.code, outcome.needs_alert) == (Kind.CONFIGURATION, 40014, True)
    assert (len(peer.requests), peer.token_calls) == (2, 2)


async def test_a_process_takes_over_what_another_has_refreshed(redis: Redis, environment: str) -> None:
    peer = one_that_knows("token-1", "token-2")
    first, second = app(peer, environment, redis), app(peer, environment, redis)
    await burst([first, second], 2)
    peer.answers = one_that_knows("token-2").answers
    await first.send_text(["u"], "x")
    await second.send_text(["u"], "y")
    assert peer.token_calls == 2


async def test_three_refreshes_in_a_minute_open_the_breaker_for_all_processes(redis: Redis, environment: str) -> None:
    peer = Peer(INVALID)
    first = app(peer, environment, redis)
    await first.send_text(["u"], "1")
    await first.send_text(["u"], "2")
    outcomes = [await first.send_text(["u"], "3"), await app(peer, environment, redis).send_text(["u"], "4")]
    assert [outcome.kind for outcome in outcomes] == [Kind.THROTTLED] * 2
    assert [outcome.needs_alert for outcome in outcomes] == [True] * 2
    assert [20 < outcome.wait_seconds <= 60 for outcome in outcomes] == [True] * 2
    assert peer.token_calls == 3


async def test_the_breaker_works_without_redis() -> None:
    peer = Peer(INVALID)
    client = app(peer, "test", None)
    kinds = [(await client.send_text(["u"], "x")).kind for _ in range(10)]
    assert kinds[-1] is Kind.THROTTLED
    assert peer.token_calls == 3


async def test_a_wrong_secret_is_a_configuration_fault_and_nothing_is_sent(redis: Redis, environment: str) -> None:
    peer = Peer(OK, token_answer={"errcode": 40001, "errmsg": f"invalid credential corpsecret={SECRET}"})
    outcome = await app(peer, environment, redis).send_text(["u"], "x")
    assert (outcome.kind, outcome.code, outcome.message) == (
        Kind.CONFIGURATION,
        40001,
        "invalid credential corpsecret=***",
    )
    assert peer.requests == []


async def test_an_untrusted_address_is_shown_to_the_operator(redis: Redis, environment: str) -> None:
    peer = Peer(OK, token_answer={"errcode": 60020, "errmsg": "not allow to access from your ip: 203.0.113.9"})
    outcome = await app(peer, environment, redis).send_text(["u"], "x")
    assert (outcome.kind, outcome.message) == (
        Kind.CONFIGURATION,
        "not allow to access from your ip: 203.0.113.9",
    )


async def test_a_lost_token_answer_is_no_ambiguous_message(redis: Redis, environment: str) -> None:
    peer = Peer(OK, token_answer=page(200, b"<html>"))
    assert (await app(peer, environment, redis).send_text(["u"], "x")).kind is Kind.RETRY


async def test_an_outage_of_the_provider_does_not_open_the_breaker(redis: Redis, environment: str) -> None:
    peer = Peer(OK, token_answer=page(503))
    client = app(peer, environment, redis)
    kinds = [(await client.send_text(["u"], "x")).kind for _ in range(5)]
    peer.token_answer = None
    assert kinds == [Kind.RETRY] * 5
    assert (await client.send_text(["u"], "x")).kind is Kind.ACCEPTED


async def test_a_redis_that_is_away_stops_nothing() -> None:
    peer = one_that_knows("token-1")
    away: Redis = Redis(host="127.0.0.1", port=1, socket_connect_timeout=0.2)
    outcomes = await burst([app(peer, "test", away)], 10)
    await away.aclose()
    assert [outcome.kind for outcome in outcomes] == [Kind.ACCEPTED] * 10
    assert peer.token_calls == 1


async def test_a_lost_redis_costs_nothing_while_the_token_lives(redis: Redis, environment: str) -> None:
    peer = one_that_knows("token-1")
    client = app(peer, environment, redis)
    await client.send_text(["u"], "x")
    await redis.delete(credential_key(environment, "ww1", 1000002))
    await client.send_text(["u"], "y")
    assert peer.token_calls == 1


async def test_neither_key_nor_value_in_redis_shows_a_secret(redis: Redis, environment: str) -> None:
    await app(one_that_knows("token-1"), environment, redis).send_text(["u"], "x")
    keys = [key async for key in redis.scan_iter(f"*{environment}*")]
    values = [str(await redis.get(key)) for key in keys]
    key = credential_key(environment, "ww1", 1000002)
    assert sorted(keys) == [key.encode(), f"{key}:refreshes".encode()]
    assert "token-1" not in "".join(values)
    assert 7100 < await redis.ttl(key) <= 7200


async def test_what_another_secret_key_sealed_is_fetched_anew(redis: Redis, environment: str) -> None:
    await redis.set(credential_key(environment, "ww1", 1000002), "bm90IG91cnM=", px=7_200_000)
    peer = one_that_knows("token-1")
    assert (await app(peer, environment, redis).send_text(["u"], "x")).kind is Kind.ACCEPTED


async def test_a_lock_left_by_a_dead_process_delays_but_does_not_stop(
    redis: Redis, environment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.wechat.tokens.WAIT_FOR_OTHERS_SECONDS", 0.2)
    lock = f"{credential_key(environment, 'ww1', 1000002)}:lock"
    await redis.set(lock, "dead", px=10_000)
    assert (await app(one_that_knows("token-1"), environment, redis).send_text(["u"], "x")).kind is Kind.ACCEPTED
    assert await redis.get(lock) == b"dead"


class Source:
    """A token call under the test's control."""

    def __init__(self, *answers: Granted | Refused) -> None:
        self.answers = list(answers)
        self.calls = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self) -> Granted | Refused:
        await self.gate.wait()
        self.calls += 1
        return self.answers.pop(0)


async def test_a_failing_token_is_taken_from_the_others_even_if_no_new_one_comes(
    redis: Redis, environment: str
) -> None:
    key = credential_key(environment, "ww1")
    source = Source(Granted("a", 7200.0), Refused(reaction=Reaction.RETRY, code=-1), Granted("b", 7200.0))
    store = TokenStore(key, source, redis)
    assert await store.get() == "a"
    assert isinstance(await store.replace("a"), Refused)
    assert await redis.exists(key) == 0
    assert await TokenStore(key, source, redis).get() == "b"


async def test_a_short_lived_token_is_used_for_half_its_life() -> None:
    source = Source(Granted("a", 100.0), Granted("b", 100.0))
    store = TokenStore("k", source, None)
    assert [await store.get() for _ in range(3)] == ["a", "a", "a"]


async def test_while_one_renews_the_others_use_the_old_token(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(Granted("a", 7200.0), Granted("b", 7200.0))
    store = TokenStore("k", source, None)
    assert await store.get() == "a"
    monkeypatch.setattr("bot.wechat.token_cache.time.monotonic", _in_seconds(7000))
    source.gate.clear()
    async with asyncio.TaskGroup() as group:
        renewing = group.create_task(store.get())
        await asyncio.sleep(0)
        assert await store.get() == "a"
        source.gate.set()
    assert renewing.result() == "b"
    assert await store.get() == "b"


async def test_an_old_token_outlives_a_failed_renewal(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Refused(reaction=Reaction.RETRY, code=-1)
    source = Source(Granted("a", 7200.0), busy)
    store = TokenStore("k", source, None)
    assert await store.get() == "a"
    monkeypatch.setattr("bot.wechat.token_cache.time.monotonic", _in_seconds(7000))
    assert [await store.get(), await store.get()] == ["a", "a"]
    assert source.calls == 2


async def test_those_who_wait_share_one_failure() -> None:
    source = Source(Refused(reaction=Reaction.RETRY, code=-1))
    source.gate.clear()
    store = TokenStore("k", source, None)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(store.get()) for _ in range(20)]
        await asyncio.sleep(0)
        source.gate.set()
    assert [isinstance(task.result(), Refused) for task in tasks] == [True] * 20
    assert source.calls == 1


async def test_a_cancelled_renewal_is_taken_over_by_the_next() -> None:
    source = Source(Granted("a", 7200.0))
    source.gate.clear()
    store = TokenStore("k", source, None)
    async with asyncio.TaskGroup() as group:
        leader = group.create_task(store.get())
        await asyncio.sleep(0)
        follower = group.create_task(store.get())
        await asyncio.sleep(0)
        leader.cancel()
        source.gate.set()
    assert leader.cancelled()
    assert follower.result() == "a"


def _in_seconds(seconds: float) -> Callable[[], float]:
    real = time.monotonic
    return lambda: real() + seconds
