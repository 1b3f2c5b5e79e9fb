"""`make bench`: every figure measured on this machine, printed as a table and written to `docs/NUMBERS.md`."""

import asyncio
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from backend import migrate
from backend.core import clock
from backend.core.embedded import EmbeddedPostgres, EmbeddedRedis
from backend.core.settings import settings
from tests.bench import latency, memory
from tests.bench.figures import Figure
from tests.stack import Stack

NUMBERS = Path(__file__).parents[2] / "docs" / "NUMBERS.md"


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
    """Measure, print, write."""
    with stack() as running:
        figures = [*asyncio.run(latency.measure(running)), *asyncio.run(memory.measure(running))]
    table = Table("what", "measured", "bar", "reached", title="Sandtable bench")
    for figure in figures:
        table.add_row(figure.what, figure.measured, figure.bar, "yes" if figure.is_reached else "NO")
    Console().print(table)
    NUMBERS.write_text(_document(figures))


def _document(figures: list[Figure]) -> str:
    rows = "\n".join(
        f"| {figure.what} | {figure.measured} | {figure.bar} | {'yes' if figure.is_reached else '**no**'} |"
        for figure in figures
    )
    notes = "\n".join(f"- **{figure.what}**: {figure.note}" for figure in figures if figure.note)
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


main()
