"""A server process over a folder of its own: one owner at a time, no leftovers, a port that it keeps.

Used by `embedded` for PostgreSQL and Valkey; knows neither.
"""

import contextlib
import fcntl
import os
import pwd
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


class EmbeddedServerError(SandtableError):
    """The server from the wheel cannot run here; the text says why and what to do."""


class Place:
    """A server's folder, held by one owner: `data/` for the server, the log, the password, the last port."""

    def __init__(self, folder: Path, lock: IO[str], account: pwd.struct_passwd | None) -> None:
        self._lock = lock
        self.account = account
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.port_file = folder / "port"
        self.password_file = folder / "password"

    @classmethod
    def take(cls, folder: Path, *, programs: Path) -> Self:
        """The folder, made if it is not there, for this process alone."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = (folder / "lock").open("a")
        except PermissionError as error:
            raise EmbeddedServerError(f"{error}: it belongs to another user; choose another folder") from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise EmbeddedServerError(f"{folder} is in use by another run: stop that one or choose another") from None
        place = cls(folder, lock, _account_for(folder / "data"))
        place.data.mkdir(mode=0o700, exist_ok=True)
        if not place.password_file.exists() or not place.password:
            with os.fdopen(os.open(place.password_file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                file.write(secrets.token_hex(24))
        place.give(place.data)
        place.give(place.password_file)
        if place.account is not None:
            _let_pass(place.data, programs)
        return place

    @property
    def password(self) -> str:
        """What opens the server."""
        return self.password_file.read_text()

    def give(self, path: Path) -> None:
        """Hand a file to the account that the server runs under."""
        if self.account is not None:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def release(self) -> None:
        """Let another owner have the folder."""
        self._lock.close()


class Daemon:
    """A running server and the folder that it holds."""

    def __init__(self, place: Place, process: subprocess.Popen[bytes], port: int) -> None:
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


def start(
    place: Place, line: Callable[[int], list[str]], *, is_ready: Callable[["Daemon"], bool], attempts: int = 3
) -> Daemon:
    """The server, ready to answer; `line` makes its command line for a port."""
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
        daemon = Daemon(place, process, port)
        if _wait_until_ready(daemon, is_ready):
            place.port_file.write_text(str(port))
            return daemon
        place.port_file.unlink(missing_ok=True)  # Someone may have taken the port since we looked.
        if attempt == attempts - 1:
            break
    tail = "\n".join(place.log.read_text(errors="replace").splitlines()[-15:])
    raise EmbeddedServerError(f"{Path(line(0)[0]).name} does not start in {place.data}; its last words:\n{tail}")


def _wait_until_ready(daemon: Daemon, is_ready: Callable[[Daemon], bool]) -> bool:
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


def end_leftovers(data: Path, program: Path) -> None:
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


def empty(folder: Path) -> None:
    """Remove what is in the folder."""
    subprocess.run(["find", str(folder), "-mindepth", "1", "-delete"], check=True)


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


def _let_pass(data: Path, programs: Path) -> None:
    """Let the service account reach its folder and the programs: the right to pass, not to list or read."""
    for path in {*data.parents, programs, *programs.parents}:
        mode = path.stat().st_mode
        if not mode & stat.S_IXOTH:
            path.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
