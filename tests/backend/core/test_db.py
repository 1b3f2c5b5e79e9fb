"""The traps measured on Piccolo's transactions, each guarded."""

from collections.abc import AsyncIterator
from pathlib import Path

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
    assert await executioner.fetchval("SELECT pg_terminate_backend($1, 1000)", pid)
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
