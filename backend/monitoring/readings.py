"""What devices measured: the last value of each quantity, and the line of the small chart beside a warning."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final
from uuid import UUID

import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.monitoring import limits, reference
from backend.monitoring.limits import FUTURE_TOLERANCE
from backend.monitoring.protocols.hj212 import FACTORS, MARKS
from backend.supervision.warning_row import READABLE, TABLES

AROUND: Final = timedelta(hours=6)
"""How much is shown before the first occurrence and after the last."""

LONGEST: Final = timedelta(days=7)
"""Of what lasts longer the last part is shown."""

MAX_POINTS: Final = 120
_BUCKETS: Final = (60, 300, 600, 1800, 3600, 7200)

POINTS: Final = """
SELECT floor(extract(epoch FROM data_time) / $6::bigint)::bigint * $6 AS at, max(value) AS value
FROM reading
WHERE city_code = $1 AND device_id = $2 AND factor = $3 AND data_time >= $4 AND data_time < $5
  AND value IS NOT NULL AND mark = 'N'
GROUP BY 1 ORDER BY 1"""
"""The highest normal value of each bucket: one range of the primary key."""


LAST: Final = """
SELECT device.id AS device_id, device.city_code, known.factor, last.command, last.data_time, last.value, last.mark
FROM device CROSS JOIN unnest($2::text[]) WITH ORDINALITY AS known (factor, position)
CROSS JOIN LATERAL (
    SELECT command, data_time, value, mark FROM reading
    WHERE reading.city_code = device.city_code AND reading.device_id = device.id AND reading.factor = known.factor
        AND data_time <= $3 AND value IS NOT NULL
    ORDER BY data_time DESC, command LIMIT 1
) AS last
WHERE device.id = ANY($1) ORDER BY known.position"""
"""One step into the primary key for each device and quantity; of one moment the real-time value."""


class LastValue(msgspec.Struct, frozen=True, kw_only=True):
    """The newest value of a quantity, its moment, and the lowest limit that was in force then for such a report.

    `fault` says what the instrument remarked on itself; such a value decides nothing.
    """

    factor: str
    metric: Text
    unit: str
    value: float
    at: datetime
    limit: float | None
    fault: Text | None


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """Points are (epoch seconds, highest value since then), oldest first; empty where no device has measured it.

    Two points further apart than `gap_seconds` are not joined: the device was silent between them.
    """

    metric: Text
    unit: str
    limit: float | None
    raised_at: datetime
    points: list[tuple[int, float]]
    gap_seconds: int


async def last(device_ids: list[UUID]) -> dict[UUID, list[LastValue]]:
    """Of each device the quantities it has sent; for a caller who has checked that the person may see them."""
    rows = await db.fetch(LAST, device_ids, list(FACTORS), clock.now() + FUTURE_TOLERANCE)
    rules = await reference.rules() if rows else []
    found: dict[UUID, list[LastValue]] = defaultdict(list)
    for row in rows:
        factor = FACTORS[row["factor"]]
        in_force = limits.select(
            rules, factor=factor.code, command=row["command"], data_time=row["data_time"], city_code=row["city_code"]
        )
        value = LastValue(
            factor=factor.code,
            metric=Text(factor.zh, factor.en),
            unit=factor.unit,
            value=row["value"],
            at=row["data_time"],
            limit=min((rule.limit_value for each in in_force.values() for rule in each), default=None),
            fault=None if row["mark"] == "N" else Text(*MARKS.get(row["mark"], (row["mark"], row["mark"]))),
        )
        found[row["device_id"]].append(value)
    return found


async def of_warning(scope: Scope, warning_id: UUID) -> Chart:
    """The chart of a warning that the person may read."""
    row = await db.fetch_one(
        f"""
        SELECT warning.city_code, warning.raised_at, warning.last_at, warning.data, limit_rule.unit
        FROM {TABLES} LEFT JOIN limit_rule ON limit_rule.id = (warning.data ->> 'rule_id')::uuid
        WHERE warning.id = $3 AND {READABLE}
        """,
        *scope.args,
        warning_id,
    )
    if row is None:
        raise NOT_FOUND.at()
    data = row["data"]
    code = str(data.get("factor") or "")
    factor = FACTORS.get(code)
    begins_at, ends_at = _window(row["raised_at"], row["last_at"], data.get("data_time"))
    width = _width(ends_at - begins_at)
    points = await _points(row["city_code"], data, begins_at, ends_at, width) if code else []
    return Chart(
        metric=Text(factor.zh, factor.en) if factor else Text(code, code),
        unit=row["unit"] or "",
        limit=data.get("limit"),
        raised_at=row["raised_at"],
        points=points,
        gap_seconds=_gap([at for at, _ in points], width),
    )


def _window(raised_at: datetime, last_at: datetime, first_reading: str | None) -> tuple[datetime, datetime]:
    first = min(raised_at, datetime.fromisoformat(first_reading)) if first_reading else raised_at
    return max(first, last_at - LONGEST) - AROUND, last_at + AROUND


def _width(window: timedelta) -> int:
    """Seconds of a bucket: the first with which the window, one bucket cut at its edge, fits the points."""
    return next(width for width in _BUCKETS if window.total_seconds() / width <= MAX_POINTS - 1)


def _gap(moments: list[int], width: int) -> int:
    """Twice the usual distance: an hourly device is not silent between its hours."""
    usual = median(after - before for before, after in pairwise(moments)) if len(moments) > 1 else width
    return 2 * max(width, int(usual))


async def _points(
    city_code: str, data: dict[str, str], begins_at: datetime, ends_at: datetime, width: int
) -> list[tuple[int, float]]:
    rows = await db.fetch(POINTS, city_code, UUID(data["device_id"]), data["factor"], begins_at, ends_at, width)
    return [(row["at"], row["value"]) for row in rows]
