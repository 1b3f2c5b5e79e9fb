"""A child process of the supervisor: started, watched, stopped with everything that it has started itself."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections import deque
from pathlib import Path

import msgspec

from backend.core import tether

LOG_MAX_BYTES = 10 * 1024 * 1024
READY_POLL_SECONDS = 0.05
SETTLED_SECONDS = 1.0
"""A part without a port counts as up when it has lived this long."""

TAIL_LINES = 15


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What to run: arguments for this Python, and the port by which it shows that it is up."""

    name: str
    line: tuple[str, ...]
    port: int | None = None
    port_variable: str = ""
    stop_seconds: float = 20.0


class Process:
    """One part, over all its starts. Use from one event loop in the main thread."""

    def __init__(self, part: Part, log_folder: Path) -> None:
        self.part = part
        self.log = log_folder / f"{part.name}.log"
        self.starts = 0
        self.is_up = asyncio.Event()
        self._child: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, in a process group of its own; it dies if this process does."""
        if self.log.exists() and self.log.stat().st_size > LOG_MAX_BYTES:
            self.log.rename(self.log.with_suffix(".log.1"))
        self.starts += 1
        line = tether.command([sys.executable, *self.part.line], on_orphaned=signal.SIGKILL)
        with self.log.open("ab") as log:
            self._child = await asyncio.create_subprocess_exec(
                *line,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )

    async def ready(self) -> bool:
        """Wait until it is up; False if it ends before."""
        assert self._child is not None
        settled_at = asyncio.get_running_loop().time() + SETTLED_SECONDS
        while self._child.returncode is None:
            is_settled = asyncio.get_running_loop().time() > settled_at
            if is_settled if self.part.port is None else port_answers(self.part.port):
                self.is_up.set()
                return True
            await asyncio.sleep(READY_POLL_SECONDS)
        return False

    async def ended(self) -> int:
        """Wait for its end; the exit code, negative for a signal."""
        assert self._child is not None
        code = await self._child.wait()
        self.is_up.clear()
        self._kill_group()  # What it has started and left behind.
        return code

    async def stop(self) -> None:
        """Ask it to stop, kill it if it takes longer than it may; nothing of its group is left."""
        if self._child is None:
            return
        if self._child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._child.terminate()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._child.wait(), self.part.stop_seconds)
        self._kill_group()
        await self._child.wait()

    def kill(self) -> None:
        """End it and its group at once."""
        if self._child is not None and self._child.returncode is None:
            self._kill_group()

    def _kill_group(self) -> None:
        assert self._child is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)

    def tail(self) -> str:
        """Its last words."""
        with self.log.open(errors="replace") as file:
            return "".join(deque(file, TAIL_LINES)).rstrip()


def port_answers(port: int) -> bool:
    """Whether somebody listens on the port of this machine."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
        return True
    return False


def port_is_free(port: int | None) -> bool:
    """Whether we may listen on it."""
    if port is None:
        return True
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
