"""What the person at the terminal of `sandtable up` sees: a live table, or plain lines where there is no terminal."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum

import msgspec
from rich.console import Console
from rich.live import Live
from rich.table import Table

from backend.core.i18n import Language, Text


class State(StrEnum):
    """Where a part is in its life."""

    STARTING = "starting"
    RUNNING = "running"
    DONE = "done"
    CRASHED = "crashed"
    STOPPING = "stopping"
    STOPPED = "stopped"


STATES = {
    State.STARTING: (Text("启动中", "starting"), "yellow"),
    State.RUNNING: (Text("运行中", "running"), "green"),
    State.DONE: (Text("完成", "done"), "green"),
    State.CRASHED: (
        Text("已退出，{pause:g} 秒后重启（退出码 {code}）", "ended with {code}, again in {pause:g} s"),
        "red",
    ),
    State.STOPPING: (Text("停止中", "stopping"), "yellow"),
    State.STOPPED: (Text("已停止", "stopped"), "dim"),
}
NAMES = {
    "postgres": Text("数据库", "database"),
    "redis": Text("Redis", "Redis"),
    "migrate": Text("数据库结构与参考数据", "schema and reference data"),
    "sandbox": Text("微信沙箱", "WeChat sandbox"),
    "api": Text("接口", "API"),
    "worker": Text("后台", "worker"),
    "gateway": Text("设备网关", "device gateway"),
    "demo": Text("演示故事", "demo story"),
}
READY = Text("全部就绪，用时 {seconds:.1f} 秒。Ctrl-C 停止。", "All up in {seconds:.1f} s. Ctrl-C stops it.")
RESTARTED = Text("重启 {count} 次", "restarted {count} times")


class Address(msgspec.Struct, frozen=True):
    """Somewhere to go."""

    title: Text
    url: str


class _Row(msgspec.Struct, frozen=True):
    state: State
    text: str
    restarts: int


class Status:
    """The parts and their states. The live table is redrawn on change, not by a thread: we fork children."""

    def __init__(self, language: Language, console: Console | None = None) -> None:
        self.language = language
        self._console = console or Console(highlight=False, soft_wrap=True)
        self._started = time.monotonic()
        self._rows: dict[str, _Row] = {}
        self._live: Live | None = None

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Keep the table on the screen meanwhile."""
        if not self._console.is_terminal:
            yield
            return
        with Live(self._table(), console=self._console, auto_refresh=False) as self._live:
            yield

    @contextmanager
    def waiting(self, name: str) -> Iterator[None]:
        """Starting, then done; left as it is when it fails."""
        self.set(name, State.STARTING)
        yield
        self.set(name, State.DONE)

    def set(self, name: str, state: State, *, restarts: int = 0, code: int = 0, pause_seconds: float = 0) -> None:
        """The part's new state."""
        text = STATES[state][0].get(self.language).format(code=code, pause=pause_seconds)
        self._rows[name] = _Row(state, text, restarts)
        if self._live is not None:
            self._live.update(self._table(), refresh=True)
        elif not self._console.is_terminal:
            self._console.print(f"{self._seconds():6.1f} s  {self._name(name)}  {text}", markup=False)

    def greet(self, addresses: Sequence[Address]) -> None:
        """Everything is up: where to go."""
        self._console.print(READY.get(self.language).format(seconds=self._seconds()), style="bold green")
        for address in addresses:
            self._console.print(f"  {address.title.get(self.language)}  {address.url}", markup=False)

    def complain(self, text: str) -> None:
        """Something went wrong."""
        self._console.print(text, style="red", markup=False)

    def _seconds(self) -> float:
        return time.monotonic() - self._started

    def _table(self) -> Table:
        table = Table(box=None, show_header=False, pad_edge=False)
        for name, row in self._rows.items():
            restarts = RESTARTED.get(self.language).format(count=row.restarts) if row.restarts else ""
            table.add_row(self._name(name), f"[{STATES[row.state][1]}]{row.text}[/]", restarts)
        return table

    def _name(self, name: str) -> str:
        return NAMES[name].get(self.language) if name in NAMES else name
