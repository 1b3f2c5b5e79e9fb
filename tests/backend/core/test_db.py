"""The traps measured on Piccolo's transactions, each guarded."""

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from backend.core import db
from backend.core.errors import Unavailable

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def deferred_table() -> AsyncIterator[None]:
    """A table whose constraint fails at COMMIT and not before."""
    await db.execute("CREATE TABLE late (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    yield
    await db.execute("DROP TABLE late")


async def test_a_failed_commit_gives_its_connection_back(deferred_table: None) -> None:
    size = db.pool().get_max_size()
    for _ in range(size + 1):
        with pytest.raises(asyncpg.UniqueViolationError):
            async with db.transaction():
                await db.execute("INSERT INTO late VALUES (1), (1)")
    assert await db.fetch_value("SELECT count(*) FROM late") == 0


async def test_a_transaction_inside_another_is_refused() -> None:
    with pytest.raises(db.NestedTransactionError):
        async with db.transaction(), db.transaction():
            pass


async def test_a_block_inside_a_joinable_transaction_is_a_part_of_it(deferred_table: None) -> None:
    with pytest.raises(RuntimeError, match="undo both"):
        async with db.transaction(is_joinable=True):
            async with db.transaction():
                await db.execute("INSERT INTO late VALUES (7)")
            raise RuntimeError("undo both")
    assert await db.fetch_value("SELECT count(*) FROM late") == 0


async def test_a_piccolo_query_inside_our_transaction_is_rolled_back_with_it() -> None:
    from backend.core.tables import Timer  # noqa: PLC0415  Only this test needs a table.

    with pytest.raises(RuntimeError, match="undo"):
        async with db.transaction():
            await Timer.raw(
                "INSERT INTO timer (id, kind, subject_id, key, due_at, not_before, data) "
                "VALUES (gen_random_uuid(), 'x', gen_random_uuid(), '', now(), now(), '[]')"
            )
            assert await Timer.count() == 1
            raise RuntimeError("undo")
    assert await Timer.count() == 0


async def test_json_comes_back_as_the_object_that_went_in() -> None:
    assert await db.fetch_value("SELECT $1::jsonb", {"楼层": [1, 2]}) == {"楼层": [1, 2]}


async def test_a_text_goes_in_as_a_json_string_and_not_as_json() -> None:
    assert await db.fetch_value("SELECT $1::jsonb", "paused") == "paused"
    assert await db.fetch_value("SELECT $1::jsonb", "[1, 2]") == "[1, 2]"
    assert await db.fetch_value("SELECT jsonb_typeof($1::jsonb)", "null") == "string"


async def test_encoded_json_goes_in_as_it_is_also_null_and_lists_of_an_array() -> None:
    assert await db.fetch_value("SELECT jsonb_typeof($1::jsonb)", db.encoded(None)) == "null"
    assert await db.fetch_value("SELECT jsonb_typeof($1::jsonb)", None) is None
    rows = await db.fetch("SELECT * FROM unnest($1::jsonb[]) AS one", [db.encoded([1, 2]), db.encoded("二")])
    assert [row["one"] for row in rows] == [[1, 2], "二"]


async def end_connection(pid: int) -> None:
    executioner = await asyncpg.connect(db.ENGINE.config["dsn"])
    assert await executioner.fetchval("SELECT pg_terminate_backend($1, 60000)", pid)
    await executioner.close()


async def test_a_read_survives_the_end_of_the_pools_connection() -> None:
    await end_connection(await db.fetch_value("SELECT pg_backend_pid()"))
    assert await db.fetch_value("SELECT 2") == 2


async def test_a_connection_lost_inside_a_transaction_is_named_and_the_next_one_works() -> None:
    with pytest.raises(Unavailable):
        async with db.transaction():
            await end_connection(await db.fetch_value("SELECT pg_backend_pid()"))
            await db.execute("SELECT 1")
    async with db.transaction():
        assert await db.fetch_value("SELECT 2") == 2


async def test_a_wrong_argument_is_a_fault_of_ours_and_not_an_absent_database() -> None:
    with pytest.raises(asyncpg.DataError):
        async with db.transaction():
            await db.execute("SELECT $1::int", "one")


async def test_a_database_that_is_away_is_named_and_does_not_hang() -> None:
    await db.stop()
    with pytest.raises(Unavailable):
        await db.fetch("SELECT 1")


async def test_a_file_error_inside_a_transaction_is_not_taken_for_an_absent_database(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        async with db.transaction():
            (tmp_path / "missing").read_bytes()


async def test_a_setting_of_one_transaction_is_gone_for_the_next_user_of_its_connection() -> None:
    with pytest.raises(RuntimeError, match="undo"):
        async with db.transaction():
            await db.execute("SET LOCAL lock_timeout = '7s'")
            raise RuntimeError("undo")
    assert await db.fetch_value("SHOW lock_timeout") == "0"


async def say_goodbye() -> int:
    """What a server that shuts down says to the pool's idle connection, whose end is yet to arrive; its process."""
    async with db.pool().acquire() as connection:
        pid: int = await connection.fetchval("SELECT pg_backend_pid()")
        farewell = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"
        connection._protocol.data_received(b"E" + (len(farewell) + 4).to_bytes(4) + farewell)
    return pid


async def test_a_read_is_not_made_over_a_connection_that_has_heard_the_servers_farewell() -> None:
    leaving = await say_goodbye()
    assert await db.fetch_value("SELECT pg_backend_pid()") != leaving


async def test_a_transaction_over_a_connection_that_has_heard_the_servers_farewell_is_an_absent_database() -> None:
    leaving = await say_goodbye()
    with pytest.raises(Unavailable):
        async with db.transaction():
            await db.execute("SELECT 1")
    assert await db.fetch_value("SELECT pg_backend_pid()") != leaving


async def test_a_connection_lost_on_its_way_back_takes_no_answer_and_no_commit_back(
    deferred_table: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose(_: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(asyncpg.Connection, "_reset", lose)
    assert await db.execute("INSERT INTO late VALUES (1)") == 1
    assert await db.fetch_value("SELECT count(*) FROM late") == 1


class Storm:
    """Many askers over few connections, whom somebody stops at any moment: each must get its own answer or none."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.pids: set[int] = set()

    async def read(self, number: int) -> bool:
        row = await db.fetch_one(
            "SELECT $1::int AS number, pg_backend_pid() AS pid FROM pg_sleep($2)", number, self.dice.random() / 250
        )
        assert row is not None
        self.pids.add(row["pid"])
        return bool(row["number"] == number)

    async def write(self, number: int) -> bool:
        async with db.transaction():
            await db.execute("INSERT INTO late VALUES ($1)", 2 * number)
            answer = await self.read(number)
            await db.execute_many("INSERT INTO late VALUES ($1)", [(2 * number + 1,)])
        return answer

    async def run(self, count: int, *, cancelled: float) -> list[Any]:
        """What each asker got; that share of them is cancelled at some moment of its life."""
        loop, many = asyncio.get_running_loop(), asyncio.Semaphore(20)

        async def ask(number: int) -> bool:
            async with many:
                loop.call_later(self.dice.random() / 100, self._perhaps(asyncio.current_task(), cancelled))
                return await (self.read if number % 2 else self.write)(number)

        return await asyncio.gather(*(ask(number) for number in range(count)), return_exceptions=True)

    def _perhaps(self, task: asyncio.Task[Any] | None, share: float) -> Any:
        assert task is not None
        return task.cancel if self.dice.random() < share else bool


async def hold_all() -> list[bool]:
    """Of every connection of the pool, whether a transaction is open on it."""
    held = [await db.pool().acquire() for _ in range(db.pool().get_max_size())]
    are_open = [one.is_in_transaction() for one in held]
    await asyncio.gather(*(db.pool().release(one) for one in held))
    return are_open


async def open_halves() -> list[asyncpg.Record]:
    """Transactions of which one half was written and the other not."""
    return await db.fetch("SELECT id / 2 FROM late GROUP BY id / 2 HAVING count(*) <> 2")


async def test_who_is_cancelled_in_the_middle_of_a_query_leaves_nothing_to_who_comes_next(deferred_table: None) -> None:
    await hold_all()
    got = await Storm(seed=3).run(1000, cancelled=0.6)

    kinds = [type(one) for one in got]
    assert set(kinds) == {bool, asyncio.CancelledError}
    assert False not in got
    assert kinds.count(asyncio.CancelledError) > 300
    assert await open_halves() == []
    assert await hold_all() == [False] * db.pool().get_max_size()


async def test_a_server_that_goes_away_under_many_gives_each_its_answer_or_says_that_it_is_away(
    deferred_table: None,
) -> None:
    storm, is_over = Storm(seed=4), asyncio.Event()
    executioner = await asyncpg.connect(db.ENGINE.config["dsn"])

    async def execute() -> None:
        while not is_over.is_set():
            await executioner.fetch("SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid", [*storm.pids])
            storm.pids.clear()
            await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as group:
        group.create_task(execute())
        got = await storm.run(500, cancelled=0)
        is_over.set()
    await executioner.close()

    assert {type(one) for one in got} == {bool, Unavailable}
    assert False not in got
    assert await open_halves() == []
