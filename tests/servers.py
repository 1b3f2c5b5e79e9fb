"""PostgreSQL and Redis for a test run: one of each for all xdist workers, a database per worker.

Embedded servers by default; those of `SANDTABLE_TEST_DATABASE_URL` and `SANDTABLE_TEST_REDIS_URL` where these are set.
The real migrations run once, into a template; a worker's database is a copy of it.
"""

import asyncio
import fcntl
import importlib.util
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Self

import asyncpg
import msgspec

from backend.core import db
from backend.core.embedded import EmbeddedPostgres, EmbeddedRedis
from backend.overview import map_fold

_FOLDER_PREFIX = "sandtable-test-"
_SWEEP_SECONDS = 600.0


class Servers(msgspec.Struct, frozen=True, kw_only=True):
    """Where the run's servers are. `prefix` starts the name of every database that the run makes."""

    database_url: str  # Of the maintenance database.
    redis_url: str  # Of database 0.
    prefix: str

    def database(self, name: str) -> str:
        """The address of the run's database of that name, whether it exists or not."""
        return f"{self.database_url.rpartition('/')[0]}/{self.prefix}_{name}"

    def redis(self, number: int) -> str:
        """The address of a numbered Redis database."""
        return f"{self.redis_url.rpartition('/')[0]}/{number}"


@contextmanager
def running() -> Iterator[Servers]:
    """The servers, with the template made; what the run made is removed afterwards."""
    _sweep()
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix=_FOLDER_PREFIX))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        servers = Servers(
            database_url=_maintenance_url(stack, folder),
            redis_url=os.environ.get("SANDTABLE_TEST_REDIS_URL")
            or stack.enter_context(EmbeddedRedis(folder / "redis")).url,
            prefix=f"sandtable_test_{secrets.token_hex(4)}",
        )
        stack.callback(lambda: asyncio.run(_drop_all(servers)))
        asyncio.run(_make_template(servers))
        yield servers


def _sweep() -> None:
    """Remove the folders of runs that were killed: their servers ended with them, their files did not."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER_PREFIX}*"):
        with suppress(OSError):  # Held by a run, or somebody else's.
            if time.time() - folder.stat().st_mtime > _SWEEP_SECONDS:
                with (folder / "postgres" / "lock").open() as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)


def _maintenance_url(stack: ExitStack, folder: Path) -> str:
    given = os.environ.get("SANDTABLE_TEST_DATABASE_URL")
    if given is None:
        return stack.enter_context(EmbeddedPostgres(folder / "postgres", fast=True)).url
    # "postgresql://user@host:port" alone names no database.
    return given if given.count("/") > 2 else f"{given}/postgres"


async def create_database(servers: Servers, name: str, *, template: str | None = None) -> str:
    """The address of a new database: empty, or a copy of another one of the run."""
    source = f'TEMPLATE "{servers.prefix}_{template}"' if template else "TEMPLATE template0 ENCODING 'UTF8'"
    await _command(servers, f'DROP DATABASE IF EXISTS "{servers.prefix}_{name}" WITH (FORCE)')
    await _command(servers, f'CREATE DATABASE "{servers.prefix}_{name}" {source}')
    return servers.database(name)


async def drop_database(servers: Servers, name: str) -> None:
    """Remove it, whoever is still connected."""
    await _command(servers, f'DROP DATABASE IF EXISTS "{servers.prefix}_{name}" WITH (FORCE)')


async def _make_template(servers: Servers) -> None:
    url = await create_database(servers, "template")
    await db.migrate(url)
    if importlib.util.find_spec("backend.reference") is None:
        return
    reference = importlib.import_module("backend.reference")
    await db.start(url, size=2)
    try:
        await reference.load()
    finally:
        await db.stop()


async def _drop_all(servers: Servers) -> None:
    connection = await asyncpg.connect(servers.database_url)
    try:
        names = await connection.fetch(
            "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", f"{servers.prefix}_"
        )
        for (name,) in names:
            await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await connection.close()


async def _command(servers: Servers, sql: str) -> None:
    """Again while somebody is still in the database: PostgreSQL waits 5 s for its own vacuum and whom it sent away."""
    connection = await asyncpg.connect(servers.database_url)
    try:
        while True:
            with suppress(asyncpg.ObjectInUseError):
                await connection.execute(sql)
                return
    finally:
        await connection.close()


class WorkerDatabase:
    """A worker's own copy of the template, put back to the template's state after each test.

    Tables that hold rows in the template are reference data: they stay, and a test that changed them costs a new copy.
    All others are emptied. It keeps one connection and one event loop of its own for that.
    """

    def __init__(self, servers: Servers, worker: str) -> None:
        self._servers = servers
        self._worker = worker
        self._runner = asyncio.Runner()
        self._connection: asyncpg.Connection | None = None
        self.url = servers.database(worker)

    def __enter__(self) -> Self:
        self._runner.run(self._copy_template())
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._runner.run(self._connection.close())
        self._runner.run(drop_database(self._servers, self._worker))
        self._runner.close()

    def reset(self) -> None:
        """Back to the template's state."""
        self._runner.run(self._reset())

    async def _copy_template(self) -> None:
        if self._connection is not None:
            await self._connection.close()
        await create_database(self._servers, self._worker, template="template")
        self._connection = await asyncpg.connect(self.url)
        tables = [row[0] for row in await self._connection.fetch(_TABLES)]
        filled = [name for name in tables if await self._connection.fetchval(f"SELECT EXISTS (SELECT FROM {name})")]
        self._emptying = _emptying([name for name in tables if name not in filled])
        self._summing = _summing(filled)
        self._sum = await self._connection.fetch(self._summing)

    async def _reset(self) -> None:
        assert self._connection is not None
        await self._empty(self._connection)
        if await self._connection.fetch(self._summing) != self._sum:
            await self._copy_template()

    async def _empty(self, connection: asyncpg.Connection) -> None:
        """Again where the product, still at work in it, won a deadlock against us."""
        while True:
            with suppress(asyncpg.DeadlockDetectedError):
                await connection.execute(self._emptying)
                return


_TABLES = """
SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
ORDER BY 1
"""


def _emptying(tables: list[str]) -> str:
    """One statement that empties what is not empty: most tests touch few of the tables.

    As a replica no trigger fires and no foreign key is checked, so order does not matter.
    """
    deletions = "\n".join(f"IF EXISTS (SELECT FROM {name}) THEN DELETE FROM {name}; END IF;" for name in tables)
    return f"""
    DO $$ DECLARE used record; BEGIN
      SET LOCAL session_replication_role = replica;
      SET LOCAL lock_timeout = '30s';  -- A test that leaves a transaction open is told so.
      PERFORM pg_advisory_xact_lock({map_fold.LOCK});  -- A worker that folds would write what it has read before.
      {deletions}
      FOR used IN SELECT format('%I.%I', schemaname, sequencename)::regclass AS id, start_value
                  FROM pg_sequences WHERE last_value IS NOT NULL LOOP
        PERFORM setval(used.id, used.start_value, false);
      END LOOP;
    END $$
    """


def _summing(tables: list[str]) -> str:
    """What changes when any row of the tables does."""
    return " UNION ALL ".join(
        f"SELECT '{name}', count(*), sum(hashtextextended(t::text, 0)) FROM {name} t" for name in tables
    )
