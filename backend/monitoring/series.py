"""What a device measured over a span of time, as a chart shows it: buckets, limits, silences and marks."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.monitoring import reference
from backend.monitoring.limits import Rule
from backend.monitoring.problems import FACTOR_UNKNOWN, SPAN_TOO_LONG
from backend.monitoring.protocols.hj212 import FACTORS, MARKS
from backend.projects.visibility import VISIBLE
from backend.supervision.rules import Level

LONGEST: Final = timedelta(days=31)
MAX_BUCKETS: Final = 500
_WIDTHS: Final = (60, 300, 600, 1800, 3600, 7200)
_HOUR: Final = 3600

BUCKETS: Final = """
SELECT floor(extract(epoch FROM data_time) / $6::bigint)::bigint * $6 AS at,
       min(value) FILTER (WHERE mark = 'N') AS lowest,
       round((avg(value) FILTER (WHERE mark = 'N'))::numeric, 2)::float8 AS mean,
       max(value) FILTER (WHERE mark = 'N') AS highest,
       coalesce(array_agg(DISTINCT mark) FILTER (WHERE mark <> 'N'), '{}') AS marks
FROM reading
WHERE city_code = $1 AND device_id = $2 AND factor = $3 AND data_time >= $4 AND data_time < $5 AND command <> '2031'
GROUP BY 1 ORDER BY 1"""
"""One range of the primary key. A day's report says nothing of its hours, so it is left out."""


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """A limit, inclusive, that was in force from one moment until another, and where it is written."""

    from_at: datetime
    until_at: datetime
    limit: float
    level: Level
    standard: str
    clause: Text


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which the instrument remarked something on its values; such values decide nothing."""

    from_at: datetime
    until_at: datetime
    mark: str
    name: Text


class Raised(msgspec.Struct, frozen=True, kw_only=True):
    """A warning that values of the span have raised."""

    id: UUID
    level: Level
    raised_at: datetime


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Buckets are (epoch seconds, lowest, mean, highest normal value of the next `bucket_seconds`), oldest first.

    `gaps` are the times from which the device has sent nothing at all, normal or remarked; before its first value it
    was not silent but not there.
    """

    device_id: UUID
    device_name: str
    factor: str
    metric: Text
    unit: str
    from_at: datetime
    until_at: datetime
    bucket_seconds: int
    buckets: list[tuple[int, float, float, float]]
    gaps: list[tuple[datetime, datetime]]
    marks: list[Marked]
    bands: list[Band]
    warnings: list[Raised]


async def read(
    scope: Scope, project_id: UUID, device_id: UUID, *, factor: str, from_at: datetime, until_at: datetime
) -> Series:
    """Of a device of a project that the person sees; at most `LONGEST`."""
    known = FACTORS.get(factor)
    if known is None:
        raise FACTOR_UNKNOWN.at("factor")
    if not timedelta(0) < until_at - from_at <= LONGEST:
        raise SPAN_TOO_LONG.at("until_at")
    device = await _device(scope, project_id, device_id)
    width = next(width for width in _WIDTHS if (until_at - from_at).total_seconds() / width <= MAX_BUCKETS - 1)
    rows = await db.fetch(BUCKETS, device["city_code"], device_id, factor, from_at, until_at, width)
    begins_at = from_at if await _was_heard(device["city_code"], device_id, factor, from_at) else None
    rules = [rule for rule in await reference.rules() if rule.factor == factor]
    return Series(
        device_id=device_id,
        device_name=device["name"],
        factor=factor,
        metric=Text(known.zh, known.en),
        unit=known.unit,
        from_at=from_at,
        until_at=until_at,
        bucket_seconds=width,
        buckets=[(row["at"], row["lowest"], row["mean"], row["highest"]) for row in rows if row["lowest"] is not None],
        gaps=silences([row["at"] for row in rows], width, begins_at, min(until_at, clock.now())),
        marks=_marks(rows, width),
        bands=bands(rules, device["city_code"], from_at, until_at),
        warnings=await _warnings(project_id, device_id, factor, from_at, until_at),
    )


async def _device(scope: Scope, project_id: UUID, device_id: UUID) -> asyncpg.Record:
    row = await db.fetch_one(
        f"""
        SELECT device.city_code, device.name FROM device JOIN project ON project.id = device.project_id
        WHERE device.id = $3 AND project.id = $4 AND device.state <> 'removed' AND {VISIBLE}
        """,
        *scope.args, device_id, project_id,
    )  # fmt: skip
    if row is None:
        raise NOT_FOUND.at("device_id")
    return row


async def _was_heard(city_code: str, device_id: UUID, factor: str, before: datetime) -> bool:
    heard: bool = await db.fetch_value(
        "SELECT EXISTS (SELECT FROM reading "
        "WHERE city_code = $1 AND device_id = $2 AND factor = $3 AND data_time < $4)",
        city_code, device_id, factor, before,
    )  # fmt: skip
    return heard


async def _warnings(
    project_id: UUID, device_id: UUID, factor: str, from_at: datetime, until_at: datetime
) -> list[Raised]:
    rows = await db.fetch(
        """
        SELECT id, level, raised_at FROM warning
        WHERE project_id = $1 AND data ->> 'device_id' = $2 AND data ->> 'factor' = $3
          AND raised_at >= $4 AND raised_at < $5 ORDER BY raised_at, id LIMIT 200
        """,
        project_id, str(device_id), factor, from_at, until_at,
    )  # fmt: skip
    return [Raised(id=row["id"], level=Level(row["level"]), raised_at=row["raised_at"]) for row in rows]


def silences(
    moments: Sequence[int], width: int, from_at: datetime | None, until_at: datetime
) -> list[tuple[datetime, datetime]]:
    """Where more than twice the usual distance lies between two buckets, or after the last; and before the first.

    `from_at` is None where the first of them is the device's first.
    """
    usual = max(width, int(median(after - before for before, after in pairwise(moments)))) if moments[1:] else width
    ends = [*([int(from_at.timestamp()) - width] if from_at else []), *moments, int(until_at.timestamp())]
    return [(_moment(before + width), _moment(after)) for before, after in pairwise(ends) if after - before > 2 * usual]


def _marks(rows: Sequence[asyncpg.Record], width: int) -> list[Marked]:
    """Neighbouring buckets of the same remark as one time."""
    found = [
        Marked(from_at=_moment(first), until_at=_moment(after), mark=mark, name=Text(*MARKS.get(mark, (mark, mark))))
        for mark in sorted({mark for row in rows for mark in row["marks"]})
        for first, after in _runs([row["at"] for row in rows if mark in row["marks"]], width)
    ]
    return sorted(found, key=lambda marked: (marked.from_at, marked.mark))


def bands(rules: Iterable[Rule], city_code: str, from_at: datetime, until_at: datetime) -> list[Band]:
    """The limits of the span, hour by hour joined: a limit of the night is one band each night."""
    first = int(from_at.timestamp()) // _HOUR * _HOUR
    hours = range(first, int(until_at.timestamp()), _HOUR)
    found = [
        Band(
            from_at=max(_moment(begins), from_at),
            until_at=min(_moment(ends), until_at),
            limit=rule.limit_value,
            level=Level(rule.level),
            standard=rule.standard,
            clause=Text(rule.clause, rule.clause_en or rule.clause),
        )
        for rule in rules
        for begins, ends in _runs([hour for hour in hours if _covers(rule, _moment(hour), city_code)], _HOUR)
    ]
    return sorted(found, key=lambda band: (band.from_at, band.limit))


def _covers(rule: Rule, hour: datetime, city_code: str) -> bool:
    return any(rule.covers(command, hour, city_code) for command in rule.commands)


def _runs(starts: Sequence[int], step: int) -> list[tuple[int, int]]:
    """Each unbroken row of steps as its first moment and the moment after it."""
    breaks = [(before, after) for before, after in pairwise(starts) if after != before + step]
    firsts = [*starts[:1], *(after for _, after in breaks)]
    lasts = [*(before for before, _ in breaks), *starts[-1:]]
    return [(first, last + step) for first, last in zip(firsts, lasts, strict=True)]


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
