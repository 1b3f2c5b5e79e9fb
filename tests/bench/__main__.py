"""`make bench`: every figure measured on this machine, printed as a table and written to `docs/NUMBERS.md`.

`python -m tests.bench home qr` measures these alone and only prints; with `--write`, on the machine of the last whole
run, their rows replace those of the page.
"""

import asyncio
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from backend import migrate
from backend.core import clock
from backend.core.embedded import EmbeddedPostgres, EmbeddedRedis
from backend.core.settings import settings
from tests.bench.figures import Figure
from tests.stack import Stack

NUMBERS: Final = Path(__file__).parents[2] / "docs" / "NUMBERS.md"
BENCHES: Final = (
    "latency", "memory", "session_check", "qr", "live", "home", "overview", "map", "map_page", "sweep",
    "simulation", "phone",
)  # fmt: skip
"""Modules beside this one, each with `measure(running) -> list[Figure]`.

Each has a stack of its own, so that none meets another's rows; `memory` alone asks what `latency` has made.
"""

TOGETHER: Final = {"memory": "latency"}


@contextmanager
def stack() -> Iterator[Stack]:
    """One of each process over embedded servers with durability on, as `make run` has them."""
    with ExitStack() as cleanup:
        folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="sandtable-bench-")))
        postgres = cleanup.enter_context(EmbeddedPostgres(folder / "postgres"))
        redis = cleanup.enter_context(EmbeddedRedis(folder / "redis"))
        url = postgres.database_url("bench")
        os.environ["SANDTABLE_DATABASE_URL"] = url
        settings.cache_clear()
        asyncio.run(migrate.run(url))
        yield cleanup.enter_context(Stack(folder, database_url=url, redis_url=redis.url))


def main() -> None:
    """Measure, print, write; a bench that fails spoils no other, and the run fails with it at the end."""
    is_written = "--write" in sys.argv
    asked = [each for each in sys.argv[1:] if each != "--write"] or list(BENCHES)
    unknown = [name for name in asked if name not in BENCHES]
    if unknown:
        raise SystemExit(f"no such bench: {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    figures, faults = _measure(asked)
    Console().print(_table(figures))
    for name, error in faults.items():
        Console().print(f"[bold red]{name}[/]: {escape(_told(error))}")
    if faults:
        raise SystemExit(1)
    if is_written or asked == list(BENCHES):
        kept = _kept(figures) if is_written else ([], [])
        NUMBERS.write_text(_document(figures, *kept), "utf-8")


def _table(figures: list[Figure]) -> Table:
    table = Table("what", "measured", "bar", "reached", title="Sandtable bench")
    for figure in figures:
        table.add_row(figure.what, figure.measured, figure.bar, "yes" if figure.is_reached else "NO")
    return table


def _measure(asked: list[str]) -> tuple[list[Figure], dict[str, Exception]]:
    """One after the other, each group over a stack of its own; what each gives is printed at once, with its time."""
    figures: list[Figure] = []
    faults: dict[str, Exception] = {}
    began = time.monotonic()
    for group in _groups(asked):
        name = group[0]
        try:
            modules = {name: import_module(f"tests.bench.{name}") for name in group}
            with stack() as running:
                for name, module in modules.items():
                    figures += _timed(name, lambda module=module: asyncio.run(module.measure(running)))  # type: ignore[misc]  # mypy cannot infer a lambda with a default.
        except Exception as error:
            faults[name] = error
            Console().print(f"[bold red]{name}[/]: {escape(_told(error))}")
    Console().print(f"{len(asked)} benches in {time.monotonic() - began:,.0f} s")
    return figures, faults


def _timed(name: str, measure: Callable[[], list[Figure]]) -> list[Figure]:
    """What one bench gives; printed before the next one starts, so that no later failure loses it."""
    Console().print(f"[bold]{name}[/] …")
    began = time.monotonic()
    figures = measure()
    Console().print(f"[bold]{name}[/]: {time.monotonic() - began:,.0f} s")
    for figure in figures:
        Console().print(f"  {'yes' if figure.is_reached else 'NO '}  {figure.what}: {figure.measured}", markup=False)
    return figures


def _told(error: BaseException) -> str:
    """What went wrong; of a group of tasks each one's own error."""
    if isinstance(error, BaseExceptionGroup):
        return "; ".join(_told(each) for each in error.exceptions)
    return f"{type(error).__name__}: {error}"


def _groups(asked: list[str]) -> list[list[str]]:
    """Who shares a stack: `memory` needs what `latency` leaves, and brings it along."""
    groups = [[TOGETHER[name], name] if name in TOGETHER else [name] for name in asked]
    return [group for group in groups if len(group) > 1 or group[0] not in TOGETHER.values() or "memory" not in asked]


def _kept(figures: list[Figure]) -> tuple[list[str], list[str]]:
    """Rows and notes of the present page that these figures do not measure anew."""
    anew = {figure.what for figure in figures}
    lines = NUMBERS.read_text("utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ") and line[2:].partition(" | ")[0] not in {*anew, "what"}]
    notes = [line for line in lines if line.startswith("- **") and line[4:].partition("**: ")[0] not in anew]
    return rows, notes


def _document(figures: list[Figure], kept_rows: list[str], kept_notes: list[str]) -> str:
    measured = [
        f"| {figure.what} | {figure.measured} | {figure.bar} | {'yes' if figure.is_reached else '**no**'} |"
        for figure in figures
    ]
    rows = "\n".join([*kept_rows, *measured])
    notes = "\n".join([*kept_notes, *(f"- **{figure.what}**: {figure.note}" for figure in figures if figure.note)])
    machine = f"{_processor()}, {os.cpu_count()} cores, {_memory_gib()} GiB, Python {platform.python_version()}"
    return f"""# Numbers

Written by `make bench`; every process, PostgreSQL and the load run on the same machine. Run it yourself.

Machine: {machine}. Measured on {clock.machine_now():%Y-%m-%d}.

| what | measured | bar | reached |
|---|---|---|---|
{rows}

{notes}
"""


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _memory_gib() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


if __name__ == "__main__":
    main()
