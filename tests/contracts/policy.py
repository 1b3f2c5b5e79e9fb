"""The table of rights, `rights/*.csv`: one row a route and scope, one column a role; see `docs/security/policy.md`."""

import csv
from pathlib import Path
from typing import Final

import msgspec

TABLES: Final = sorted(Path(__file__).with_name("rights").glob("*.csv"))
ROLES: Final = (
    "anonymous",
    "stranger",
    "applicant",
    "project_manager",
    "chief_engineer",
    "safety_officer",
    "materials_clerk",
    "developer_lead",
    "station",
    "district",
    "city",
    "province",
    "administrator",
    "province_administrator",
)
REGULATORS: Final = frozenset(ROLES[8:])
SCOPES: Final = ("any", "own", "self", "administrator", "city", "sector", "elsewhere", "wrong_door")
CELLS: Final = frozenset({"allow", "shown", "hidden", "public", "401", "403", "404", "-"})


class Row(msgspec.Struct, frozen=True):
    """What each role may do at one route with an object of one scope, and where that is written."""

    method: str
    path: str
    scope: str
    cells: dict[str, str]
    basis: str

    @property
    def route(self) -> str:
        """As `Route.name` writes it."""
        return f"{self.method} {self.path}"

    @property
    def expected(self) -> dict[str, str]:
        """The cells that can be: `-` marks what cannot."""
        return {role: cell for role, cell in self.cells.items() if cell != "-"}


def read() -> list[Row]:
    """All rows, in the files' order."""
    return [row for table in TABLES for row in _read(table)]


def _read(table: Path) -> list[Row]:
    with table.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                line["method"], line["path"], line["scope"], {role: line[role] for role in ROLES}, line["basis"].strip()
            )
            for line in csv.DictReader(file)
        ]
