"""Who uses the platform against who should: per city or per unit of the regulator's subtree, one query a block."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.overview.problems import MONTH_IN_FUTURE
from backend.overview.timeline import span
from backend.projects.people.people_rules import REQUIRED_POSTS


class By(StrEnum):
    """What a row stands for."""

    CITY = "city"
    UNIT = "unit"


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Each fact beside what it is held against. A month's figures are those of the period asked for, and of what was
    due in it only that whose day has come. A post held with an account out of use is vacant.
    """

    projects: int = 0
    with_permit: int = 0
    with_map_point: int = 0
    existing: int = 0
    existing_confirmed: int = 0
    under_construction: int = 0
    with_device: int = 0
    posts_required: int = 0
    posts_held: int = 0
    posts_signed_in: int = 0
    reports_due: int = 0
    reports_in_time: int = 0
    reports_late: int = 0
    reports_silent: int = 0
    warnings_raised: int = 0
    warnings_answered: int = 0
    warnings_answered_in_time: int = 0
    orders_due: int = 0
    orders_replied: int = 0
    orders_replied_in_time: int = 0
    regulators: int = 0
    regulators_signed_in: int = 0
    reviews_due: int = 0
    reviews_done: int = 0


class AdoptionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A city (`city_code`) or a unit (`unit_id`); projects count for the unit that supervises them now."""

    name: Text
    counts: Counts
    city_code: str
    unit_id: UUID | None = None


class Adoption(msgspec.Struct, frozen=True, kw_only=True):
    """The report of a month as it stands now."""

    period: str
    by: By
    as_of: dt.datetime
    total: Counts
    rows: list[AdoptionRow]


async def report(scope: Scope, *, period: str, by: By | None = None) -> Adoption:
    """The regulator's subtree; by city for the province, by unit for the others, unless asked otherwise."""
    now = clock.now()
    from_at, until_at = span(period, "period")
    if from_at >= now:
        raise MONTH_IN_FUTURE.at("period")
    chosen = by or await _usual(scope)
    key, listed = ("city_code", _CITIES) if chosen is By.CITY else ("unit_id", _UNITS)
    mine = scope.unit_id
    blocks = [
        await db.fetch(_PROJECTS, mine),
        await db.fetch(_POSTS, mine, list(REQUIRED_POSTS)),
        await db.fetch(_DUES, mine, period, now),
        await db.fetch(_WARNINGS, mine, from_at, until_at),
        await db.fetch(_ORDERS, mine, from_at, min(until_at, now)),
        await db.fetch(_REGULATORS, mine),
    ]
    figures = _joined(blocks, key)
    rows = [_row(row, figures[row[key]]) for row in await db.fetch(listed, mine)]
    return Adoption(period=period, by=chosen, as_of=now, total=_sum(rows), rows=rows)


def closed_month() -> str:
    """The last month that is over."""
    today = clock.now().astimezone(clock.SHANGHAI).date()
    return f"{today.replace(day=1) - dt.timedelta(days=1):%Y-%m}"


async def _usual(scope: Scope) -> By:
    level = await db.fetch_value("SELECT level FROM unit WHERE id = $1", scope.unit_id)
    return By.CITY if level == "province" else By.UNIT


def _joined(blocks: list[list[asyncpg.Record]], key: str) -> Mapping[Any, Counter[str]]:
    """Key of the row → its figures out of every block."""
    joined: defaultdict[Any, Counter[str]] = defaultdict(Counter)
    for row in (row for block in blocks for row in block):
        joined[row[key]].update({name: value for name, value in row.items() if name in Counts.__struct_fields__})
    return joined


def _row(row: asyncpg.Record, figures: Mapping[str, int]) -> AdoptionRow:
    return AdoptionRow(
        name=Text(row["name_zh"], row["name_en"]),
        counts=Counts(**figures),
        city_code=row["city_code"],
        unit_id=row["unit_id"],
    )


def _sum(rows: list[AdoptionRow]) -> Counts:
    return Counts(**{name: sum(getattr(row.counts, name) for row in rows) for name in Counts.__struct_fields__})


# One query a block, in figures per unit and city; $1 is the regulator's unit

_KEY: Final = "project.supervising_unit_id AS unit_id, project.city_code"
_MINE: Final = "project.supervising_unit_id IN (SELECT id FROM unit WHERE lineage @> ARRAY[$1::uuid])"

_CITIES: Final = """
SELECT city.code AS city_code, NULL::uuid AS unit_id, city.name_zh, city.name_en
FROM region AS city WHERE city.code IN (
    SELECT region.city_code FROM unit JOIN region ON region.code = unit.region_code
    WHERE unit.lineage @> ARRAY[$1::uuid])
ORDER BY city.code
"""
_UNITS: Final = """
SELECT region.city_code, unit.id AS unit_id, unit.name_zh, unit.name_en
FROM unit JOIN region ON region.code = unit.region_code WHERE unit.lineage @> ARRAY[$1::uuid]
ORDER BY cardinality(unit.lineage), unit.region_code, unit.sector, unit.name_zh
"""
_PROJECTS: Final = f"""
SELECT {_KEY}, count(*) AS projects, count(bound.project_id) AS with_permit,
       count(project.longitude) AS with_map_point, count(*) FILTER (WHERE project.is_existing) AS existing,
       count(project.confirmed_at) FILTER (WHERE project.is_existing) AS existing_confirmed,
       count(*) FILTER (WHERE project.status = 'under_construction') AS under_construction,
       count(heard.project_id) FILTER (WHERE project.status = 'under_construction') AS with_device
FROM project
LEFT JOIN (SELECT DISTINCT project_id FROM permit) AS bound ON bound.project_id = project.id
LEFT JOIN (SELECT DISTINCT project_id FROM device WHERE state = 'transmitting') AS heard
    ON heard.project_id = project.id
WHERE {_MINE} GROUP BY 1, 2
"""
_POSTS: Final = f"""
SELECT {_KEY}, count(*) * cardinality($2::text[]) AS posts_required, coalesce(sum(held.kinds), 0)::int AS posts_held,
       coalesce(sum(held.seen), 0)::int AS posts_signed_in
FROM project LEFT JOIN (
    SELECT one.project_id, count(*) AS kinds, count(*) FILTER (WHERE one.is_seen) AS seen FROM (
        SELECT post.project_id, post.kind, bool_or(known.account_id IS NOT NULL) AS is_seen
        FROM post JOIN account ON account.id = post.account_id AND account.state = 'active'
        LEFT JOIN (SELECT DISTINCT account_id FROM session) AS known ON known.account_id = post.account_id
        WHERE post.state = 'active' AND post.kind = ANY($2) GROUP BY 1, 2
    ) AS one GROUP BY 1
) AS held ON held.project_id = project.id
WHERE {_MINE} AND project.status <> 'finished' GROUP BY 1, 2
"""
_DUES: Final = f"""
SELECT {_KEY}, count(*) FILTER (WHERE due.kind = 'progress') AS reports_due,
       count(*) FILTER (WHERE due.kind = 'progress' AND due.met_at <= due.due_at) AS reports_in_time,
       count(*) FILTER (WHERE due.kind = 'progress' AND due.met_at > due.due_at) AS reports_late,
       count(*) FILTER (WHERE due.kind = 'progress' AND due.state = 'open') AS reports_silent,
       count(*) FILTER (WHERE due.kind = 'monthly_review') AS reviews_due,
       count(*) FILTER (WHERE due.kind = 'monthly_review' AND due.state = 'met') AS reviews_done
FROM obligation AS due JOIN project ON project.id = due.project_id
WHERE {_MINE} AND due.period = $2 AND due.kind IN ('progress', 'monthly_review') AND due.state <> 'void'
  AND due.due_at <= $3
GROUP BY 1, 2
"""
_WARNINGS: Final = f"""
SELECT {_KEY}, count(*) AS warnings_raised, count(warning.acknowledged_at) AS warnings_answered,
       count(*) FILTER (WHERE warning.acknowledged_at <= warning.raised_at
                        + step.wait_seconds * interval '1 second') AS warnings_answered_in_time
FROM warning JOIN project ON project.id = warning.project_id JOIN warning_kind AS kind ON kind.code = warning.code
LEFT JOIN escalation_step AS step ON step.level = kind.first_level AND step.step = 0
WHERE {_MINE} AND warning.raised_at >= $2 AND warning.raised_at < $3 AND kind.posts <> '{{}}' GROUP BY 1, 2
"""
_ORDERS: Final = f"""
SELECT {_KEY}, count(*) AS orders_due, count(reply.at) AS orders_replied,
       count(*) FILTER (WHERE reply.at <= told.due_at) AS orders_replied_in_time
FROM rectification_order AS told JOIN project ON project.id = told.project_id CROSS JOIN LATERAL (
    SELECT min(finding_reply.replied_at) AS at FROM finding JOIN finding_reply ON finding_reply.finding_id = finding.id
    WHERE finding.order_id = told.id AND finding_reply.round = told.round) AS reply
WHERE {_MINE} AND told.state <> 'withdrawn' AND told.due_at >= $2 AND told.due_at < $3 GROUP BY 1, 2
"""
_REGULATORS: Final = """
SELECT unit.id AS unit_id, region.city_code, count(*) AS regulators,
       count(known.account_id) AS regulators_signed_in
FROM account JOIN unit ON unit.id = account.unit_id JOIN region ON region.code = unit.region_code
LEFT JOIN (SELECT DISTINCT account_id FROM session) AS known ON known.account_id = account.id
WHERE account.kind = 'regulator' AND account.state <> 'disabled' AND unit.lineage @> ARRAY[$1::uuid] GROUP BY 1, 2
"""
