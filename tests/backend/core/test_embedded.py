import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from redis import Redis

from backend.core.embedded import EmbeddedPostgres, EmbeddedRedis, EmbeddedServerError
from tests.waiting import is_gone, wait_until

OWNER = """
import sys, time
from pathlib import Path
from backend.core.embedded import EmbeddedPostgres, EmbeddedRedis
folder = Path(sys.argv[1])
with EmbeddedPostgres(folder / "postgres", fast=True) as postgres, EmbeddedRedis(folder / "redis") as redis:
    print(postgres.pid, redis.pid, flush=True)
    time.sleep(100)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not tmp_path: pytest closes that to other users, and root's server runs as another one.
    path = Path(tempfile.mkdtemp(prefix="sandtable-embedded-"))
    yield path
    shutil.rmtree(path)


def ask(url: str, sql: str) -> object:
    async def query() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(query())


def start_an_owner(folder: Path) -> tuple[subprocess.Popen[str], int, int]:
    """A process that runs both servers, and their process ids."""
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    postgres_pid, redis_pid = owner.stdout.readline().split()
    return owner, int(postgres_pid), int(redis_pid)


def end(owner: subprocess.Popen[str], with_signal: signal.Signals) -> None:
    owner.send_signal(with_signal)
    owner.communicate(timeout=60)


def test_postgres_and_redis_answer_on_their_urls(folder: Path) -> None:
    with EmbeddedPostgres(folder / "postgres", fast=True) as postgres, EmbeddedRedis(folder / "redis") as redis:
        assert ask(postgres.url, "SELECT 6 * 7") == 42
        with Redis.from_url(redis.database_url(63)) as client:
            assert client.set("key", "value") is True


def test_the_database_speaks_utf_8_and_utc_whatever_the_machine_speaks(folder: Path) -> None:
    with EmbeddedPostgres(folder, fast=True) as postgres:
        assert ask(postgres.url, "SHOW server_encoding") == "UTF8"
        assert ask(postgres.url, "SHOW timezone") == "UTC"
        assert ask(postgres.url, "SELECT lower('Ä工程')") == "ä工程"


def test_fsync_is_on_unless_the_server_is_for_tests(folder: Path) -> None:
    with EmbeddedPostgres(folder / "kept") as kept, EmbeddedPostgres(folder / "fast", fast=True) as fast:
        assert ask(kept.url, "SELECT current_setting('fsync') || current_setting('synchronous_commit')") == "onon"
        assert ask(fast.url, "SELECT current_setting('fsync') || current_setting('synchronous_commit')") == "offoff"


def test_a_stranger_without_the_password_is_refused(folder: Path) -> None:
    with EmbeddedPostgres(folder, fast=True) as postgres:
        stranger = postgres.url.replace(postgres.url.split(":")[2].split("@")[0], "guess")
        with pytest.raises(asyncpg.InvalidPasswordError):
            ask(stranger, "SELECT 1")


def test_data_and_address_survive_a_restart(folder: Path) -> None:
    with EmbeddedPostgres(folder) as first:
        ask(first.url, "CREATE TABLE kept AS SELECT 42 AS answer")
        address = first.url
    with EmbeddedPostgres(folder) as second:
        assert second.url == address
        assert ask(second.url, "SELECT answer FROM kept") == 42


def test_no_server_is_left_after_the_block(folder: Path) -> None:
    with EmbeddedPostgres(folder / "postgres", fast=True) as postgres, EmbeddedRedis(folder / "redis") as redis:
        pids = postgres.pid, redis.pid
    assert [is_gone(pid) for pid in pids] == [True, True]


@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGKILL])
def test_the_servers_end_when_their_owner_is_killed(folder: Path, with_signal: signal.Signals) -> None:
    owner, postgres_pid, redis_pid = start_an_owner(folder)
    end(owner, with_signal)
    wait_until(lambda: is_gone(postgres_pid) and is_gone(redis_pid), within_seconds=60)


def test_the_next_owner_starts_at_once_after_a_killed_one(folder: Path) -> None:
    owner, *_ = start_an_owner(folder)
    end(owner, signal.SIGKILL)
    with EmbeddedPostgres(folder / "postgres", fast=True) as postgres, EmbeddedRedis(folder / "redis"):
        assert ask(postgres.url, "SELECT 1") == 1


def test_a_postmaster_that_was_killed_leaves_no_obstacle(folder: Path) -> None:
    with EmbeddedPostgres(folder) as first:
        ask(first.url, "CREATE TABLE kept AS SELECT 42 AS answer")
        os.kill(first.pid, signal.SIGKILL)
    assert (folder / "data" / "postmaster.pid").exists()
    with EmbeddedPostgres(folder) as second:
        assert ask(second.url, "SELECT answer FROM kept") == 42


def test_a_stale_pid_file_that_names_a_living_process_is_no_obstacle(folder: Path) -> None:
    with EmbeddedPostgres(folder, fast=True) as first:
        lines = (folder / "data" / "postmaster.pid").read_text().splitlines()
        os.kill(first.pid, signal.SIGKILL)
    (folder / "data" / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]))
    with EmbeddedPostgres(folder, fast=True) as second:
        assert ask(second.url, "SELECT 1") == 1


def test_a_second_owner_of_the_same_folder_is_refused(folder: Path) -> None:
    with EmbeddedRedis(folder), pytest.raises(EmbeddedServerError, match="in use by another run"):
        EmbeddedRedis(folder).__enter__()


def test_a_half_made_cluster_is_made_anew(folder: Path) -> None:
    (folder / "data" / "base").mkdir(parents=True)
    with EmbeddedPostgres(folder, fast=True) as postgres:
        assert ask(postgres.url, "SELECT 1") == 1


def test_a_taken_port_is_given_up_for_a_free_one(folder: Path) -> None:
    with EmbeddedRedis(folder / "one") as one:
        (folder / "two").mkdir()
        shutil.copy(folder / "one" / "port", folder / "two" / "port")
        with EmbeddedRedis(folder / "two") as two:
            assert two.url.rpartition(":")[2] != one.url.rpartition(":")[2]
