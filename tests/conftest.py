"""Servers, a database and a Redis for every test that asks for one."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import msgspec
import pytest
from hypothesis import HealthCheck
from redis import Redis

import backend
from backend.core import db, health, redis
from backend.core.settings import settings
from tests.servers import Servers, WorkerDatabase, create_database, drop_database, running
from tests.stack import Stack

FIRST_REDIS = 8
"""Of the towns' numbered databases; below are the workers' own."""

STALLED_SECONDS = 30.0
"""So long a machine with other work may stand still: for the product in this process that is no outage."""

_run = pytest.StashKey[Servers]()

# Examples are not timed either.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """Piccolo's wheel installs a top-level `tests`, and ours mirrors the source: neither may shadow the product."""
    tests = Path(__file__).parent
    assert backend.__file__ is not None
    assert tests not in Path(backend.__file__).parents
    os.environ["SANDTABLE_ENVIRONMENT"] = "test"
    # The servers of a test run speak no TLS, and asyncpg leaves an error behind when it is cancelled while it asks.
    os.environ["PGSSLMODE"] = "disable"
    settings.cache_clear()
    db.CONNECT_SECONDS = health.DATABASE_SECONDS = STALLED_SECONDS
    redis.CONNECT_SECONDS = redis.ANSWER_SECONDS = STALLED_SECONDS
    if "PYTEST_XDIST_WORKER" not in os.environ:
        config.pluginmanager.register(ToldAtOnce(config), "told_at_once")


class ToldAtOnce:
    """Failures are written when they happen: a run that is cut short would keep them to itself."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            writer = self._config.get_terminal_writer()
            writer.line(f"\n{report.nodeid} ({report.when}, {report.duration:.0f} s)", red=True)
            writer.line(report.longreprtext[-3000:])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """In the controller of xdist, for each worker: the servers are started for the first one."""
    node.workerinput["servers"] = msgspec.to_builtins(_start_once(node.config))


def _start_once(config: pytest.Config) -> Servers:
    servers = config.stash.get(_run, None)
    if servers is None:
        stack = ExitStack()
        config.add_cleanup(stack.close)
        servers = config.stash[_run] = stack.enter_context(running())
    return servers


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def log_levels() -> Iterator[None]:
    """An application that starts inside a test sets up the log of the whole process: undone for the next test."""
    loggers = [logging.getLogger(name) for name in (None, "httpx", "httpcore")]
    levels, handlers = [logger.level for logger in loggers], [*loggers[0].handlers]
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    loggers[0].handlers[:] = handlers


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> Servers:
    """The run's servers, shared by all workers."""
    given = getattr(request.config, "workerinput", {}).get("servers")
    return msgspec.convert(given, Servers) if given else _start_once(request.config)


@pytest.fixture(scope="session")
def worker_number(request: pytest.FixtureRequest) -> int:
    """0 without xdist, else 1, 2, …"""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "gw-1")
    return int(worker.removeprefix("gw")) + 1


@pytest.fixture(scope="session")
def worker_database(servers: Servers, worker_number: int) -> Iterator[WorkerDatabase]:
    with WorkerDatabase(servers, f"worker{worker_number}") as database:
        os.environ["SANDTABLE_DATABASE_URL"] = database.url
        settings.cache_clear()
        yield database


@pytest.fixture
def database_url(worker_database: WorkerDatabase) -> Iterator[str]:
    """A migrated database with reference data only, for tests that start processes; `settings()` names it too."""
    yield worker_database.url
    worker_database.reset()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[ModuleType]:
    """`backend.core.db` with its pool open on a migrated database with reference data only."""
    await db.start(database_url, size=5)
    yield db
    await db.stop()
    # The pool belongs to this test's event loop; left open, it would fail whichever test comes next.
    await redis.stop()


@pytest.fixture
def empty_database_url(servers: Servers, worker_number: int) -> Iterator[str]:
    """A database with nothing in it, for tests of the migrations themselves."""
    name = f"empty{worker_number}"
    yield asyncio.run(create_database(servers, name))
    asyncio.run(drop_database(servers, name))


@pytest.fixture
def redis_url(servers: Servers, worker_number: int) -> str:
    """An empty numbered Redis database; `settings()` names it too."""
    url = servers.redis(worker_number)
    with Redis.from_url(url) as client:
        client.flushdb()
    if os.environ.get("SANDTABLE_REDIS_URL") != url:
        os.environ["SANDTABLE_REDIS_URL"] = url
        settings.cache_clear()
    return url


@pytest.fixture(scope="session")
def standing(
    servers: Servers, worker_number: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Stack, WorkerDatabase]]:
    """The product on a database and a Redis of its own, for all tests of one worker: it starts once."""
    with WorkerDatabase(servers, f"town{worker_number}") as database:
        redis_url = servers.redis(FIRST_REDIS + worker_number)
        folder = tmp_path_factory.mktemp("town")
        with Stack(folder, database_url=database.url, redis_url=redis_url, workers=1, gateways=0) as running:
            yield running, database
