"""PostgreSQL, the only place where truth lives: one pool, one way to open a transaction, four ways to ask.

Piccolo defines the tables and runs the migrations on the same engine; hot and joined reads are SQL text
(measured: the builder costs about 0.4 ms a query).
"""

import contextlib
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any

import asyncpg
import msgspec
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from backend.core.errors import Unavailable
from backend.core.settings import settings


class QuietEngine(PostgresEngine):
    """Piccolo's engine without its visit to the database at import; `sandtable doctor` looks at the version."""

    async def check_version(self) -> None:
        """Nothing: importing a module must not need a server."""

    async def prep_database(self) -> None:
        """Nothing: we use no extension."""


ENGINE = QuietEngine(config={"dsn": settings().database_url}, extensions=())

CONNECT_SECONDS = 4.0
STATEMENT_SECONDS = 15.0
_MIGRATION_LOCK = 0x5A4D_0002

LOST = (
    ConnectionError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
)
"""What a statement raises when the server goes away under it. Other errors of the system are the block's own."""

AWAY = (*LOST, OSError, asyncpg.InvalidCatalogNameError)
"""What connecting raises while the server is away or restarting, or the database is being put back from a copy."""

BROKEN = asyncpg.InternalClientError
"""What the driver raises over a connection that has heard the server's farewell and not yet seen its end."""

_is_joinable: ContextVar[bool] = ContextVar("transaction_is_joinable", default=False)


class NestedTransactionError(RuntimeError):
    """A transaction was opened inside another: Piccolo would make it a silent no-op, we refuse."""


async def start(url: str | None = None, *, size: int | None = None) -> None:
    """Open the pool; without it Piccolo would connect anew for every query."""
    dsn = url or settings().database_url
    ENGINE.config = {"dsn": dsn}
    ENGINE.pool = await asyncpg.create_pool(
        dsn,
        min_size=1,
        max_size=size or settings().database_pool_size,
        timeout=CONNECT_SECONDS,
        command_timeout=STATEMENT_SECONDS,
        init=_prepare,
        reset=_leave_as_it_is,
    )


async def stop() -> None:
    """Close the pool; connections in use get the chance to finish."""
    pool, ENGINE.pool = ENGINE.pool, None
    if pool is not None:
        await pool.close()


async def _prepare(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=_encode_json, decoder=msgspec.json.decode, format="text"
    )


async def _leave_as_it_is(_: asyncpg.Connection) -> None:
    """What the pool does to a connection that comes back: nothing, where asyncpg would ask for a round trip more.

    Before this the driver has waited for the answer to a query that was cancelled, and has rolled back what was open.
    There is no other state to undo: settings are `SET LOCAL`, advisory locks end with their transaction, and who
    listens has a connection of its own. Measured: 0.15 ms of every read.
    """


def _encode_json(value: Any) -> str:
    # Always: a text is a JSON string too. What is JSON already comes as `msgspec.Raw`, which stays as it is.
    return msgspec.json.encode(value).decode()


def encoded(value: Any) -> msgspec.Raw:
    """The value as JSON now: for `null` itself where a column takes no NULL, and for lists within a `jsonb[]`.

    The driver writes NULL for None, and takes a list in a list for an array of more dimensions.
    """
    return msgspec.Raw(msgspec.json.encode(value))


def pool() -> asyncpg.Pool:
    """The running pool."""
    if ENGINE.pool is None:
        raise Unavailable("database")
    return ENGINE.pool


@asynccontextmanager
async def transaction(*, is_joinable: bool = False) -> AsyncIterator[asyncpg.Connection]:
    """All or nothing. Inside a joinable one the block becomes a part of it; anywhere else nesting is refused.

    Never call a provider or `asyncio.gather` in here. The connection goes back to the pool even when COMMIT fails.
    """
    current = ENGINE.current_transaction.get()
    if current is not None:
        if not _is_joinable.get():
            raise NestedTransactionError
        yield current.connection
        return
    lender = pool()
    connection = await _acquire(lender)
    joinable = _is_joinable.set(is_joinable)
    piccolo = PostgresTransaction(ENGINE)
    piccolo.connection = connection
    token = ENGINE.current_transaction.set(piccolo)
    try:
        async with connection.transaction():
            yield connection
    except LOST as error:
        raise Unavailable("database") from error
    except BROKEN as error:
        connection.terminate()
        raise Unavailable("database") from error
    except asyncpg.InterfaceError as error:
        # Over a lost connection there is no ROLLBACK: the driver says so instead of what had ended the block.
        if not _is_lost(connection):
            raise
        raise Unavailable("database") from error
    finally:
        ENGINE.current_transaction.reset(token)
        _is_joinable.reset(joinable)
        await _give_back(lender, connection)


def _is_lost(connection: asyncpg.Connection) -> bool:
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:  # The pool has taken its loan back from under us: it does so with a dead one only.
        return True


def is_in_transaction() -> bool:
    """Whether the caller runs inside `transaction()`."""
    return ENGINE.current_transaction.get() is not None


async def _acquire(lender: asyncpg.Pool) -> asyncpg.Connection:
    try:
        return await lender.acquire(timeout=CONNECT_SECONDS)
    except AWAY as error:
        raise Unavailable("database") from error


async def _give_back(lender: asyncpg.Pool, connection: asyncpg.Connection) -> None:
    """Back to the pool that lent it. One that cannot be put in order is ended there; what it has done stands."""
    with contextlib.suppress(*AWAY, BROKEN, asyncpg.InterfaceError):
        await lender.release(connection)


async def fetch(sql: str, *args: Any) -> list[asyncpg.Record]:
    """The rows of one query."""
    current = ENGINE.current_transaction.get()
    if current is not None:
        rows: list[asyncpg.Record] = await current.connection.fetch(sql, *args)
    else:
        rows = await _read("fetch", sql, args)
    return rows


async def fetch_one(sql: str, *args: Any) -> asyncpg.Record | None:
    """The first row, or None."""
    current = ENGINE.current_transaction.get()
    if current is not None:
        return await current.connection.fetchrow(sql, *args)
    return await _read("fetchrow", sql, args)


async def fetch_value(sql: str, *args: Any) -> Any:
    """The first column of the first row, or None."""
    row = await fetch_one(sql, *args)
    return None if row is None else row[0]


async def execute(sql: str, *args: Any) -> int:
    """How many rows the statement touched."""
    current = ENGINE.current_transaction.get()
    if current is not None:
        status = await current.connection.execute(sql, *args)
    else:
        async with transaction() as connection:
            status = await connection.execute(sql, *args)
    count = status.rpartition(" ")[2]
    return int(count) if count.isdigit() else 0


async def execute_many(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    """One statement for each row of parameters, in one round trip; needs a transaction."""
    current = ENGINE.current_transaction.get()
    if current is None:
        raise NestedTransactionError("execute_many needs a transaction")
    await current.connection.executemany(sql, rows)


async def _read(method: str, sql: str, args: Sequence[Any]) -> Any:
    """A read outside a transaction; after a database restart the pool's stale connection earns one retry.

    What does not plainly begin as a SELECT is asked once: it might write.
    """
    tries = 2 if sql.lstrip().startswith("SELECT") else 1
    for attempt in range(1, tries + 1):
        try:
            lender = pool()
            connection = await lender.acquire(timeout=CONNECT_SECONDS)
            try:
                return await getattr(connection, method)(sql, *args)
            except BROKEN:
                connection.terminate()
                raise
            finally:
                await _give_back(lender, connection)
        except (*AWAY, BROKEN, asyncpg.InterfaceError) as error:
            if attempt == tries:
                raise Unavailable("database") from error
    return None


async def migrate(url: str | None = None) -> None:
    """Bring the schema to head: one process at a time, under a lock of the whole database."""
    # Piccolo's runner is imported here alone: no web process needs it.
    from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager  # noqa: PLC0415

    dsn = url or settings().database_url
    lock = await asyncpg.connect(dsn, timeout=CONNECT_SECONDS)
    await start(dsn, size=2)
    try:
        await lock.execute("SELECT pg_advisory_lock($1)", _MIGRATION_LOCK)
        with contextlib.redirect_stdout(io.StringIO()) as said:
            result = await ForwardsMigrationManager(app_name="sandtable").run()
        if result is not None and not result.success:
            raise RuntimeError(f"migration failed: {result.message} {said.getvalue()}")
    finally:
        await stop()
        await lock.close()
