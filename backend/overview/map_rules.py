"""What the map counts a project as, and what a change of one does to the counts. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from backend.projects.dangerous.dangerous_kinds import Grade
from backend.supervision.rules import Level

ANY: Final = "*"
"""In the cube: whatever the stage, or whatever the status."""

NO_STAGE: Final = ""

Row = Mapping[str, Any]
"""The columns of `map_project` that a change may touch, by name."""

Cell = tuple[Any, ...]

CELL: Final = ("stage", "status", "unit_id", "city_code", "region_code", "sector", "level", "is_silent", "dangerous")
AREA: Final = ("unit_id", "city_code", "region_code")
PLACE: Final = (*AREA, "east", "north")
SHOWN: Final = (*PLACE, "sector", "category", "status", "stage", "level", "is_silent", "dangerous")
KEPT: Final = (*SHOWN, "silent_from", "raised")

Change = tuple[Row | None, Row | None]
"""A project's row as it was and as it is; None where there was or is none."""


def level_rank(level: Level | None) -> int:
    """0 for no warning, 1 for blue … 4 for red."""
    return 0 if level is None else level.rank + 1


def level_of(rank: int) -> Level | None:
    """The level of a rank."""
    return list(Level)[rank - 1] if rank else None


def grade_of(rank: int) -> Grade:
    """The grade of a rank: 0 none, 1 dangerous, 2 oversized."""
    return list(Grade)[rank]


def cells(row: Row) -> Iterator[Cell]:
    """The four cells in which a project is counted: its own stage and status, and `ANY` in place of either."""
    rest = tuple(row[name] for name in CELL[2:])
    for stage in (row["stage"], ANY):
        for status in (row["status"], ANY):
            yield (stage, status, *rest)


def tally(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """By how much each cell changes; only those that do."""
    found: dict[Cell, list[int]] = {}
    for before, after in changes:
        for row, sign in ((before, -1), (after, 1)):
            for cell in cells(row) if row is not None else ():
                counts = found.setdefault(cell, [0, 0])
                counts[0] += sign
                counts[1] += sign * row["raised"] if row is not None else 0
    return [{**dict(zip(CELL, cell, strict=True)), "n": n, "raised": m} for cell, (n, m) in found.items() if n or m]


def differs(change: Change, names: tuple[str, ...]) -> bool:
    """Whether the row came, went, or has another value in one of the columns."""
    before, after = change
    return before is None or after is None or any(before[name] != after[name] for name in names)
