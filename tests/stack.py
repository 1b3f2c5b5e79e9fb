"""The whole product as processes: sandbox, API, workers, gateways, several of each, as an operator would run them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Self

import httpx
import msgspec

from backend.core import tether
from tests.waiting import wait_until

START_SECONDS = 60.0


_BLOCK = 100
_ports = cycle(range(_BLOCK))


def free_port() -> int:
    """A port nobody listens on, another one each time, from a block that no other worker of the run draws from.

    Below those that the kernel gives to whoever connects: one of theirs could be taken before our process listens.
    """
    first = 10_000 + os.getpid() % 220 * _BLOCK
    for number in islice(_ports, _BLOCK):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", first + number))
            return first + number
    raise AssertionError(f"no free port from {first} on")


class Child:
    """One process with its log; killed and started again by the fault tests."""

    def __init__(self, name: str, line: list[str], *, log: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self._line = line
        self._log = log
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Of the running process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Run it, in a session of its own; it ends with us, however we end."""
        line = tether.command(self._line, on_orphaned=signal.SIGKILL)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                line, stdout=log, stderr=log, env=self._environment, start_new_session=True
            )

    def kill(self) -> None:
        """SIGKILL to it and whatever it started."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def stop(self, seconds: float = 30) -> int:
        """SIGTERM; the exit code. Killed when it does not end in time."""
        if self._process is None:
            return 0
        self._process.terminate()
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return -signal.SIGKILL

    def last_words(self) -> str:
        """The end of its log."""
        return self._log.read_text(errors="replace")[-4000:]


class Stack:
    """Everything, from `with` to the end of it."""

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str,
        redis_url: str,
        apis: int = 1,
        workers: int = 1,
        gateways: int = 1,
        sandbox: Mapping[str, Any] | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.receiver_log = folder / "received.jsonl"
        self.clock_shift_file = folder / "clock_shift"
        self.api_ports = [free_port() for _ in range(apis)]
        self.gateway_ports = [free_port() for _ in range(gateways)]
        self.sandbox_port = free_port()
        self._sandbox_config = {
            "callback_url": f"http://127.0.0.1:{self.api_ports[0]}/callbacks/wecom",
            "log_path": str(self.receiver_log),
            **(sandbox or {}),
        }
        self.environment = {
            "SANDTABLE_ENVIRONMENT": "test",
            "SANDTABLE_DATABASE_URL": database_url,
            "SANDTABLE_REDIS_URL": redis_url,
            "SANDTABLE_WECHAT_API_BASE": self.sandbox_url,
            "SANDTABLE_WECOM_API_BASE": self.sandbox_url,
            "SANDTABLE_PUBLIC_URL": self.api_url,
            "SANDTABLE_MEDIA_ROOT": str(folder / "media"),
            "SANDTABLE_CLOCK_SHIFT_FILE": str(self.clock_shift_file),
            "SANDTABLE_DRAIN_SECONDS": "0",
            **(settings or {}),
        }
        self.sandbox = self._child("sandbox", ["-m", "bot.sandbox", "--port", str(self.sandbox_port), "--config",
                                               str(folder / "sandbox.json")])  # fmt: skip
        self.apis = [self._command("api", port=port, number=n) for n, port in enumerate(self.api_ports)]
        self.workers = [self._command("worker", number=n) for n in range(workers)]
        self.gateways = [self._command("gateway", port=port, number=n) for n, port in enumerate(self.gateway_ports)]
        self._cleanup = ExitStack()

    @property
    def sandbox_url(self) -> str:
        """Where WeChat and WeCom are played."""
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def api_urls(self) -> list[str]:
        """One for each API process."""
        return [f"http://127.0.0.1:{port}" for port in self.api_ports]

    @property
    def api_url(self) -> str:
        """The first one."""
        return self.api_urls[0]

    def _command(self, name: str, *, number: int, port: int | None = None) -> Child:
        variable = {"api": "SANDTABLE_API_PORT", "gateway": "SANDTABLE_GATEWAY_PORT"}.get(name)
        environment = {variable: str(port)} if variable else {}
        return self._child(f"{name}{number}", ["-m", "backend.cli", name], environment)

    def _child(self, name: str, arguments: list[str], environment: Mapping[str, str] | None = None) -> Child:
        return Child(
            name,
            [sys.executable, *arguments],
            log=self.folder / f"{name}.log",
            environment={**self.environment, **(environment or {})},
        )

    @property
    def children(self) -> list[Child]:
        """In the order of starting."""
        return [self.sandbox, *self.apis, *self.workers, *self.gateways]

    def __enter__(self) -> Self:
        (self.folder / "sandbox.json").write_bytes(msgspec.json.encode(self._sandbox_config))
        for child in self.children:
            child.start()
            self._cleanup.callback(child.kill)
        try:
            self.wait_ready()
        except AssertionError as error:
            self._cleanup.close()
            said = "\n".join(f"--- {child.name}\n{child.last_words()}" for child in self.children)
            raise AssertionError(f"{error}\n{said}") from error
        return self

    def __exit__(self, *_: object) -> None:
        for child in reversed(self.children):
            child.stop()
        self._cleanup.close()

    def wait_ready(self) -> None:
        """Until every API is ready, the sandbox answers and every gateway listens."""
        for url in [*(f"{url}/readyz" for url in self.api_urls), f"{self.sandbox_url}/_sandbox/people"]:
            wait_until(lambda url=url: _answers(url), within_seconds=START_SECONDS)  # type: ignore[misc]
        for port in self.gateway_ports:
            wait_until(lambda port=port: _listens(port), within_seconds=START_SECONDS)  # type: ignore[misc]

    def shift_clock(self, seconds: float) -> None:
        """Move the clock of due dates; every process follows within its re-reading time."""
        told = self.clock_shift_file.with_suffix(".new")
        told.write_text(str(seconds))
        told.replace(self.clock_shift_file)  # Whole at once: an empty file would be a clock that is not shifted.
        time.sleep(0.3)  # The re-reading time of `backend.core.clock` and a little.

    def received(self) -> list[dict[str, Any]]:
        """Every whole line of the receiver's own log, the oracle: it may be writing the next one just now."""
        if not self.receiver_log.exists():
            return []
        whole = self.receiver_log.read_bytes().rpartition(b"\n")[0]
        return [msgspec.json.decode(line) for line in whole.splitlines() if line.strip()]


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
