"""What an open console is told: over real sockets, from facts that others commit."""

import asyncio
import itertools
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import uvicorn

from backend.app import begin_closing, create_app
from backend.core import clock, db, events, ids
from backend.identity import applications, sessions
from backend.identity.accounts import wecom_issuer
from backend.identity.scope import Scope
from backend.overview import live, map_fold
from backend.overview.live import HUB, MAX_WAITING_BYTES, Stream
from backend.serving import GRACE_SECONDS
from backend.supervision import orders, warnings
from backend.supervision.orders import NewFinding
from backend.supervision.rules import Severity
from tests.backend.supervision import world as worlds
from tests.backend.supervision.doors import signed_in
from tests.backend.supervision.world import World, due_in, raise_dust, take
from tests.stack import Stack

LIVE = "/api/console/v1/live"
TOO_LATE_SECONDS = 14.0
"""The promise is a second. A machine may stand still for some, but who had to ask would hear of it later than this."""


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves the test run its own."""
        yield


@pytest.fixture
async def server(database_url: str, redis_url: str) -> AsyncIterator[_Server]:
    HUB._waiting.clear()  # The process keeps it: this test's pages would be told what the one before has left.
    HUB._hints.clear()
    config = uvicorn.Config(create_app(), port=0, http="httptools", ws="none", lifespan="on", log_config=None)
    server = _Server(config)
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve())
        await _until(lambda: server.started and HUB._is_heard)
        yield server
        server.should_exit = True


@pytest.fixture
async def world(server: _Server) -> World:
    return await worlds.build()


def _address(server: _Server) -> tuple[str, int]:
    host, port = server.servers[0].sockets[0].getsockname()
    return host, port


class Page:
    """An open console, as a browser reads it."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.aiter_lines()

    async def hear(self, event: str | None = None, within: float = 30.0) -> Any:
        """The next event's data, of that name where one is given; None when the stream has ended."""
        async with asyncio.timeout(within):
            name = ""
            async for line in self._lines:
                field, _, value = line.partition(": ")
                name = value if field == "event" else name
                if field == "data" and event in (None, name):
                    return {"event": name, **msgspec.json.decode(value)}
            return None

    async def comment(self, within: float = 30.0) -> str:
        """The next line that says no more than that the stream lives."""
        async with asyncio.timeout(within):
            return await anext(line async for line in self._lines if line.startswith(":"))


@asynccontextmanager
async def opened(server: _Server, scope: Scope, headers: dict[str, str] | None = None) -> AsyncIterator[Page]:
    host, port = _address(server)
    known = set(HUB._streams)
    given = headers or await signed_in(scope)
    async with (
        httpx.AsyncClient(base_url=f"http://{host}:{port}", timeout=60) as client,
        client.stream("GET", LIVE, headers=given) as answer,
    ):
        await _until(lambda: HUB._streams - known or HUB._is_closing)
        yield Page(answer)


async def _until(is_so: Any, within: float = 30.0) -> None:
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110  What is waited for happens in the product, which rings no bell for tests.
            await asyncio.sleep(0.01)


async def _say_version(version: int) -> None:
    """A mark that every page hears: whatever was to come before it has come."""
    await db.execute("SELECT pg_notify($1, $2)", map_fold.CHANNEL, str(version))


async def test_a_raised_warning_is_on_an_open_page_within_a_second(server: _Server, world: World) -> None:
    await db.execute("UPDATE project SET longitude = 113.3, latitude = 23.1 WHERE id = $1", world.project_id)
    await map_fold.fold_all(clock.now())
    number = await db.fetch_value("SELECT number FROM map_project WHERE project_id = $1", world.project_id)
    async with opened(server, world.regulator) as page:
        began = time.monotonic()
        warning_id = await raise_dust(world.project_id)
        told = await page.hear("warning")
        assert time.monotonic() - began < TOO_LATE_SECONDS
    changed_at = await db.fetch_value("SELECT changed_at FROM warning WHERE id = $1", warning_id)
    assert msgspec.convert(told.pop("at"), datetime) == changed_at
    assert told == {
        "event": "warning",
        "id": str(warning_id),
        "what": "raised",
        "project_id": str(world.project_id),
        "project_number": number,
        "name": "珠江花园一期",
        "city_code": "440100",
        "region_code": "440100",
        "sector": "housing",
        "code": "ENV-EXC",
        "kind": {"zh": "扬尘或噪声超标", "en": "Dust or noise above the limit"},
        "level": "yellow",
        "state": "open",
        "longitude": 113.3,
        "latitude": 23.1,
    }


async def test_each_step_is_told_with_the_state_that_it_led_to(server: _Server, world: World) -> None:
    async with opened(server, world.regulator) as page:
        warning_id = await raise_dust(world.project_id)
        raised = await page.hear("warning")
        await take(world.manager, warning_id)
        taken = await page.hear("warning")
        order_id = await orders.issue(
            world.regulator,
            project_id=world.project_id,
            title="扬尘整改",
            findings=[NewFinding("裸土未覆盖", Severity.GENERAL)],
            due_at=due_in(5),
        )
        issued = await page.hear("order")
        await orders.withdraw(world.regulator, order_id, reason="误发")
        withdrawn = await page.hear("order")
    assert [(each["what"], each["state"]) for each in (raised, taken)] == [
        ("raised", "open"), ("acknowledged", "acknowledged")
    ]  # fmt: skip
    base = {"event": "order", "id": str(order_id), "project_id": str(world.project_id)}
    assert issued == base | {"what": "issued", "state": "issued"}
    assert withdrawn == base | {"what": "withdrawn", "state": "withdrawn"}


async def test_a_report_is_told_and_counts_may_have_changed(server: _Server, world: World) -> None:
    report_id = ids.new_id()
    async with opened(server, world.regulator) as page:
        async with db.transaction():
            await db.execute(
                "INSERT INTO progress_report (id, project_id, period, stage, floors_done, floors_total, percent, note,"
                " state, filed_by, filed_at) VALUES ($1, $2, '2026-10', 'B-FOUNDATION', 0, 0, 5, '', 'filed', $3, $4)",
                report_id, world.project_id, world.manager.account_id, clock.now(),
            )  # fmt: skip
            await events.record(
                "progress.filed", subject_id=report_id, project_id=world.project_id, city_code="440100", data={}
            )
        told = await page.hear()
        following = await page.hear()
    assert told == {
        "event": "progress", "id": str(report_id), "what": "filed", "state": "filed",
        "project_id": str(world.project_id),
    }  # fmt: skip
    assert following == {"event": "queue"}


async def test_a_colleague_who_applies_changes_the_counts_of_the_unit(server: _Server, world: World) -> None:
    assert world.regulator.unit_id is not None
    async with opened(server, world.regulator) as page, opened(server, world.outsider) as foreign:
        await applications.apply(wecom_issuer(), "new.colleague", unit_id=world.regulator.unit_id, name="新同事")
        assert await page.hear() == {"event": "queue"}
        await _say_version(7)
        assert await foreign.hear() == {"event": "map", "version": 7}


async def test_what_is_rolled_back_was_never_said(server: _Server, world: World) -> None:
    async with opened(server, world.regulator) as page:
        with pytest.raises(RuntimeError, match="after all"):
            async with db.transaction():
                await warnings.raise_warning(
                    "ENV-EXC", project_id=world.project_id, fingerprint="x", summary=worlds.DUST
                )
                raise RuntimeError("after all not")
        await _say_version(1)
        assert await page.hear() == {"event": "map", "version": 1}


async def test_another_citys_page_hears_nothing_of_it(server: _Server, world: World) -> None:
    async with opened(server, world.regulator) as page, opened(server, world.outsider) as foreign:
        await raise_dust(world.project_id)
        assert (await page.hear("queue")) == {"event": "queue"}
        await _say_version(2)
        assert await foreign.hear() == {"event": "map", "version": 2}


async def test_who_loses_the_unit_hears_nothing_more_of_it(server: _Server, world: World) -> None:
    async with opened(server, world.colleague) as moved, opened(server, world.regulator) as page:
        await db.execute(
            "UPDATE account SET unit_id = $2 WHERE id = $1", world.colleague.account_id, world.outsider.unit_id
        )
        await raise_dust(world.project_id)
        assert (await page.hear("queue")) == {"event": "queue"}
        await _say_version(3)
        assert await moved.hear() == {"event": "map", "version": 3}


async def test_an_ended_session_is_told_nothing_more_and_its_page_is_closed(
    server: _Server, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "CHECK_SECONDS", 0.1)
    headers = await signed_in(world.colleague)
    scope = await sessions.scope_of(headers["authorization"].removeprefix("Bearer "))
    async with opened(server, world.colleague, headers) as ended, opened(server, world.regulator) as page:
        await sessions.end(scope)
        await raise_dust(world.project_id)
        assert (await page.hear("queue")) == {"event": "queue"}
        assert await ended.hear() is None
        assert HUB.count == 1


async def test_a_process_that_ends_closes_its_pages_and_takes_no_new_ones(server: _Server, world: World) -> None:
    async with opened(server, world.regulator) as page:
        begin_closing(server.config.loaded_app.app)
        assert await page.hear() is None
        async with opened(server, world.regulator) as late:
            lines = [line async for line in late.answer.aiter_lines() if line]
    assert [line.partition(":")[0] for line in lines] == ["retry"]


async def test_a_lost_line_is_said_and_after_it_pages_come_again(server: _Server, world: World) -> None:
    async with opened(server, world.regulator) as page:
        await db.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
        assert await page.hear() == {"event": "degraded"}
        assert await page.hear() is None
    async with opened(server, world.regulator) as again:
        await raise_dust(world.project_id)
        assert (await again.hear())["what"] == "raised"


async def test_a_page_that_opens_without_the_line_is_told_to_poll(server: _Server, world: World) -> None:
    HUB._ended()
    async with opened(server, world.regulator) as page:
        assert await page.hear() == {"event": "degraded"}


async def test_a_quiet_stream_says_that_it_lives_and_nobody_keeps_it_back(
    server: _Server, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.05)
    headers = await signed_in(world.regulator) | {"accept-encoding": "gzip"}
    async with opened(server, world.regulator, headers) as page:
        assert await page.comment() == ": "
        said = page.answer.headers
    assert (said["content-type"].partition(";")[0], said["cache-control"], said["x-accel-buffering"]) == (
        "text/event-stream", "no-store", "no"
    )  # fmt: skip
    assert "content-encoding" not in said


async def test_a_page_that_goes_is_forgotten(server: _Server, world: World) -> None:
    async with opened(server, world.regulator):
        assert HUB.count == 1
    await _until(lambda: HUB.count == 0)


def test_a_stream_keeps_so_much_for_a_slow_page_and_is_over_with_one_byte_more() -> None:
    stream = Stream(ids.new_id())
    stream.put(b"x" * MAX_WAITING_BYTES)
    before = stream.is_over
    stream.put(b"x")
    assert (before, stream.is_over, len(stream._waiting)) == (False, True, 0)


async def test_a_page_that_reads_nothing_is_let_go_and_others_hear_on(server: _Server, world: World) -> None:
    headers = "".join(f"{name}: {value}\r\n" for name, value in (await signed_in(world.colleague)).items())
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(_address(server))
        slow.sendall(f"GET {LIVE} HTTP/1.1\r\nhost: test\r\n{headers}\r\n".encode())
        await _until(lambda: HUB.count == 1)
        (stream,) = HUB._streams
        async with asyncio.timeout(60):
            while not stream.is_over:
                stream.put(b"event: map\ndata: " + b" " * 100_000 + b"\n\n")
                await asyncio.sleep(0)
        async with opened(server, world.regulator) as page:
            await raise_dust(world.project_id)
            assert (await page.hear())["event"] == "warning"
        await _until(lambda: stream not in HUB._streams)


async def test_a_crowd_of_changes_is_told_whole_and_the_last_of_it_soon(server: _Server, world: World) -> None:
    async with opened(server, world.regulator) as page:
        async with db.transaction():
            made = [
                await warnings.raise_warning(
                    "ENV-EXC", project_id=world.project_id, fingerprint=f"crowd:{at}", summary=worlds.DUST
                )
                for at in range(1_200)
            ]
        committed = time.monotonic()
        told = [(await page.hear("warning"))["id"] for _ in made]
        assert time.monotonic() - committed < 30  # Read one by one they would take a minute.
    assert told == [str(each) for each in made]


@asynccontextmanager
async def _saying_versions() -> AsyncIterator[None]:
    """Again and again: a page is told no more than what is said after it was opened."""

    async def say() -> None:
        for version in itertools.count(1):
            await _say_version(version)
            await asyncio.sleep(0.05)

    async with asyncio.TaskGroup() as group:
        saying = group.create_task(say())
        yield
        saying.cancel()


async def _is_told(client: httpx.AsyncClient, url: str, headers: dict[str, str]) -> bool:
    async with client.stream("GET", url, headers=headers) as answer:
        return await Page(answer).hear("map") is not None


async def test_two_processes_and_the_one_that_is_told_to_stop_sends_its_pages_to_the_other(
    tmp_path: Path, database_url: str, redis_url: str
) -> None:
    with Stack(tmp_path, database_url=database_url, redis_url=redis_url, apis=2, workers=0, gateways=0) as stack:
        await db.start(database_url, size=2)
        try:
            world = await worlds.build()
            headers = await signed_in(world.regulator)
            async with (
                httpx.AsyncClient(timeout=60) as client,
                _saying_versions(),
            ):
                for url in stack.api_urls:  # A process that does not hear the line yet sends its pages away.
                    while not await _is_told(client, url + LIVE, headers):
                        pass
            async with (
                httpx.AsyncClient(timeout=60) as client,
                client.stream("GET", stack.api_urls[0] + LIVE, headers=headers) as first,
                client.stream("GET", stack.api_urls[1] + LIVE, headers=headers) as second,
            ):
                pages = [Page(first), Page(second)]
                async with _saying_versions():
                    assert None not in [await page.hear("map") for page in pages]
                warning_id = await raise_dust(world.project_id)
                assert [(await page.hear("warning"))["id"] for page in pages] == [str(warning_id)] * 2
                os.kill(stack.apis[0].pid, signal.SIGTERM)
                assert await pages[0].hear("warning", within=GRACE_SECONDS - 5) is None
                assert await asyncio.to_thread(stack.apis[0].stop) != -signal.SIGKILL
                await take(world.manager, warning_id)
                assert (await pages[1].hear("warning"))["what"] == "acknowledged"
        finally:
            await db.stop()
