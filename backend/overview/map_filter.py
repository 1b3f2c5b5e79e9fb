"""What a reader of the map asks for: the same conditions over its rows and over its counts."""

from typing import Any, Final

import msgspec

from backend.identity.scope import Scope
from backend.overview.map_rules import ANY, level_rank
from backend.projects.dangerous.dangerous_kinds import Grade
from backend.projects.facts.fact_rules import Status
from backend.supervision.rules import Level


class MapFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which projects; None is all. `level` and `dangerous` mean that much or more.

    `region` is a city's or a district's code; `stage` a code, or empty for projects without a report.
    """

    sector: str | None = None
    stage: str | None = None
    level: Level | None = None
    silent: bool | None = None
    dangerous: Grade | None = None
    status: Status | None = None
    region: str | None = None


UNITS: Final = "(SELECT unit.id FROM unit WHERE unit.lineage @> ARRAY[$1::uuid])"
"""The reader's unit and those below it."""

_ALIKE: Final = f"""unit_id IN {UNITS} AND ($2::text IS NULL OR sector = $2) AND level >= $5
    AND ($6::boolean IS NULL OR is_silent = $6) AND dangerous >= $7
    AND ($8::text IS NULL OR city_code = $8 OR region_code = $8)"""

OF_CELLS: Final = f"stage = coalesce($3::text, '{ANY}') AND status = coalesce($4::text, '{ANY}') AND {_ALIKE}"
"""Of `map_tally` and `map_month`: the cells of one stage and status, or of any."""

OF_ROWS: Final = f"($3::text IS NULL OR stage = $3) AND ($4::text IS NULL OR status = $4) AND {_ALIKE}"
"""Of `map_project`: the same projects as `OF_CELLS` counts."""


def arguments(scope: Scope, asked: MapFilter) -> tuple[Any, ...]:
    """$1 … $8 of the conditions."""
    dangerous = 0 if asked.dangerous is None else asked.dangerous.rank
    return (
        scope.unit_id, asked.sector, asked.stage, asked.status, level_rank(asked.level), asked.silent, dangerous,
        asked.region,
    )  # fmt: skip
