"""A project's facts as people read them: where each comes from, what differs from what was verified, what waits."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import db
from backend.core.errors import NOT_FOUND
from backend.core.paging import MAX_PAGE, Page, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.projects.base.parties import ROLES
from backend.projects.facts import change_texts, fact_rules, fact_texts, facts
from backend.projects.facts.change_texts import ChangeLine
from backend.projects.facts.changes import Change
from backend.projects.facts.fact_rules import (
    CATEGORY_NAMES,
    FACT_NAMES,
    FACT_STATE_NAMES,
    STATUS_NAMES,
    WAITING,
    Fact,
    FactState,
)
from backend.projects.facts.fact_texts import Difference
from backend.projects.visibility import REINSPECTING, SUPERVISED, VISIBLE


class BaseFact(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the base information with its origin: who gave it, for whom (`enterprise`, `regulator`), and when."""

    code: str
    name_zh: str
    name_en: str
    value_zh: str
    value_en: str
    by: str
    by_kind: str
    at: datetime


class FactView(msgspec.Struct, frozen=True, kw_only=True):
    """A reported fact: what it is, what the regulator says of it, and what differs from what was looked at.

    `version` names the present value and goes back with a verification. `value` is null for what was not reported.
    """

    fact: Fact
    name_zh: str
    name_en: str
    value: Any
    value_zh: str
    value_en: str
    version: str
    state: FactState | None
    state_zh: str
    state_en: str
    checked_zh: str | None
    checked_en: str | None
    checked_by: str | None
    checked_at: datetime | None
    reason: str | None
    since: datetime | None
    differences: list[Difference]
    changes: list[ChangeLine]


class FactsPage(msgspec.Struct, frozen=True, kw_only=True):
    """All facts of a project. An existing project's people check the base information and confirm it once."""

    project_id: UUID
    project_name: str
    is_existing: bool
    confirmed_at: datetime | None
    base: list[BaseFact]
    facts: list[FactView]


class WaitingFact(msgspec.Struct, frozen=True):
    """A fact that waits for the regulator."""

    fact: Fact
    state: FactState


class WaitingProject(msgspec.Struct, frozen=True, kw_only=True):
    """A project with facts to verify, waiting since the oldest of them."""

    project_id: UUID
    project_name: str
    waiting_since: datetime
    facts: list[WaitingFact]


async def page(scope: Scope, project_id: UUID) -> FactsPage:
    """The project's facts; `NOT_FOUND` also for what is there and not the person's to see."""
    project = await db.fetch_one(
        f"SELECT id, name, is_existing, confirmed_at FROM project WHERE id = $3 AND {VISIBLE}", *scope.args, project_id
    )
    if project is None:
        raise NOT_FOUND.at("project_id")
    return FactsPage(
        project_id=project_id,
        project_name=project["name"],
        is_existing=project["is_existing"],
        confirmed_at=project["confirmed_at"],
        base=await _base(project_id),
        facts=await _facts(project_id),
    )


async def queue(
    scope: Scope, *, is_mine: bool = False, cursor: str | None = None, limit: int = 50
) -> Page[WaitingProject]:
    """Projects of the own subtree with facts that nobody has verified as they are now, the longest waiting first.

    With `is_mine` those that the supervising unit or a district above it looks at: the person's own to verify.
    A project stands where its oldest waiting fact stands, so a page costs what its rows cost.
    """
    after_at, after_id = decode_cursor(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        f"""
        SELECT project.id AS project_id, project.name AS project_name, oldest.since AS waiting_since,
               (SELECT jsonb_agg(jsonb_build_object('fact', fact, 'state', state) ORDER BY since, fact)
                FROM fact_check WHERE project_id = project.id AND state = ANY($3)) AS facts
        FROM fact_check AS oldest JOIN project ON project.id = oldest.project_id
        WHERE oldest.state IN ({_WAITING}) AND oldest.state = ANY($3) AND $1::uuid IS NOT NULL
          AND {REINSPECTING if is_mine else SUPERVISED}
          AND NOT EXISTS (SELECT FROM fact_check AS other WHERE other.project_id = oldest.project_id
                          AND other.state = ANY($3) AND (other.since, other.fact) < (oldest.since, oldest.fact))
          AND ($4::timestamptz IS NULL OR (oldest.since, oldest.project_id) > ($4, $5::uuid))
        ORDER BY oldest.since, oldest.project_id LIMIT $6
        """,
        *scope.args, list(WAITING), after_at, after_id, size + 1,
    )  # fmt: skip
    found = [msgspec.convert(dict(row), WaitingProject) for row in rows[:size]]
    following = encode_cursor(found[-1].waiting_since, found[-1].project_id) if len(rows) > size else None
    return Page(found, following)


_WAITING: Final = ", ".join(f"'{state}'" for state in WAITING)
"""Written out beside the parameter: the planner proves the queue's partial index from constants only."""


async def _facts(project_id: UUID) -> list[FactView]:
    now = await facts.current(project_id)
    rows = await db.fetch(
        """
        SELECT fact_check.fact, fact_check.state, value, reason, since, account.name AS checked_by, checked_at
        FROM fact_check LEFT JOIN account ON account.id = checked_by WHERE project_id = $1
        """,
        project_id,
    )
    checks = {row["fact"]: row for row in rows}
    changed = await _changes_since_checks(project_id)
    return [_view(fact, now[fact], checks.get(fact), changed) for fact in Fact]


async def _changes_since_checks(project_id: UUID) -> list[Change]:
    rows = await db.fetch(
        """
        SELECT change.fact, change.before, change.after, change.reason, coalesce(account.name, '') AS by,
               change.changed_at AS at
        FROM fact_check JOIN project_change AS change USING (project_id, fact)
        LEFT JOIN account ON account.id = change.changed_by
        WHERE fact_check.project_id = $1 AND (checked_at IS NULL OR change.changed_at >= checked_at)
        ORDER BY change.changed_at, change.id LIMIT 100
        """,
        project_id,
    )
    return [Change(**row) for row in rows]


def _view(fact: Fact, value: Any, check: asyncpg.Record | None, changed: list[Change]) -> FactView:
    name, said = FACT_NAMES[fact], fact_texts.say(fact, value)
    state = FactState(check["state"]) if check else None
    state_name = FACT_STATE_NAMES[state] if state else fact_texts.NOTHING
    is_checked = check is not None and check["checked_at"] is not None
    checked = fact_texts.say(fact, check["value"]) if check is not None and is_checked else None
    return FactView(
        fact=fact,
        name_zh=name.zh,
        name_en=name.en,
        value=value,
        value_zh=said.zh,
        value_en=said.en,
        version=fact_rules.version(value),
        state=state,
        state_zh=state_name.zh,
        state_en=state_name.en,
        checked_zh=checked.zh if checked else None,
        checked_en=checked.en if checked else None,
        checked_by=check["checked_by"] if check else None,
        checked_at=check["checked_at"] if check else None,
        reason=check["reason"] if check else None,
        since=check["since"] if check else None,
        differences=fact_texts.differences(fact, check["value"], value) if check is not None and is_checked else [],
        changes=[change_texts.line(change) for change in changed if change.fact == fact],
    )


_ORIGINS: Final = """
SELECT 'name' AS code, project.name AS zh, project.name AS en, created_by AS account_id, created_at AS at, 1 AS position
    FROM project WHERE id = $1
UNION ALL SELECT 'region', region.name_zh, region.name_en, created_by, created_at, 2
    FROM project JOIN region ON region.code = project.region_code WHERE project.id = $1
UNION ALL SELECT 'supervising_unit', unit.name_zh, unit.name_en, assigned_by, from_at, 3
    FROM supervision_assignment JOIN unit ON unit.id = unit_id WHERE project_id = $1 AND until_at IS NULL
UNION ALL SELECT 'category', category, category, coalesce(said.changed_by, created_by),
                 coalesce(said.changed_at, created_at), 4
    FROM project LEFT JOIN last ON last.fact = 'category' LEFT JOIN project_change AS said ON said.id = last.id
    WHERE project.id = $1
UNION ALL SELECT 'status', status, status, coalesce(said.changed_by, created_by),
                 coalesce(said.changed_at, created_at), 5
    FROM project LEFT JOIN last ON last.fact = 'status' LEFT JOIN project_change AS said ON said.id = last.id
    WHERE project.id = $1
UNION ALL SELECT 'started_on', started_on::text, started_on::text, coalesce(said.changed_by, created_by),
                 coalesce(said.changed_at, created_at), 6
    FROM project LEFT JOIN LATERAL (
        SELECT changed_by, changed_at FROM project_change WHERE project_id = $1 AND fact = 'status'
            AND before = '"not_started"' AND (changed_at AT TIME ZONE 'Asia/Shanghai')::date = started_on
        ORDER BY changed_at LIMIT 1) AS said ON true
    WHERE id = $1 AND started_on IS NOT NULL
UNION ALL SELECT 'map_point', round(longitude::numeric, 5) || ', ' || round(latitude::numeric, 5),
                 round(longitude::numeric, 5) || ', ' || round(latitude::numeric, 5),
                 coalesce(said.changed_by, created_by), coalesce(said.changed_at, created_at), 7
    FROM project LEFT JOIN last ON last.fact = 'map_point' LEFT JOIN project_change AS said ON said.id = last.id
    WHERE project.id = $1 AND longitude IS NOT NULL
UNION ALL SELECT 'permit', number, number, bound_by, bound_at, 8 FROM permit WHERE project_id = $1
UNION ALL SELECT 'party:' || role, organisation.name, organisation.name, coalesce(said.changed_by, created_by),
                 coalesce(said.changed_at, project.created_at), 9
    FROM party JOIN organisation ON organisation.id = organisation_id JOIN project ON project.id = project_id
    LEFT JOIN LATERAL (
        SELECT changed_by, changed_at FROM project_change WHERE project_id = $1 AND fact = 'parties'
            AND after = jsonb_build_object('role', role, 'name', organisation.name)
        ORDER BY changed_at DESC LIMIT 1) AS said ON true
    WHERE project_id = $1 AND until_on IS NULL
UNION ALL SELECT 'single_work', name, name, entered_by, entered_at, 10
    FROM single_work WHERE project_id = $1 AND state = 'listed'
UNION ALL SELECT 'external_id', value, value, given_by, given_at, 11 FROM external_id WHERE project_id = $1
"""

_BASE_NAMES: Final = {
    "name": ("项目名称", "Name"),
    "region": ("所在地区", "Region"),
    "supervising_unit": ("监督机构", "Supervising unit"),
    "category": ("项目类别", "Category"),
    "status": ("项目状态", "Status"),
    "started_on": ("开工日期", "Started on"),
    "map_point": ("地图定位", "Map point"),
    "permit": ("施工许可证", "Construction permit"),
    "single_work": ("单位工程", "Single work"),
    "external_id": ("外部编号", "Number elsewhere"),
}
_VALUE_NAMES: Final = {"category": CATEGORY_NAMES, "status": STATUS_NAMES}


async def _base(project_id: UUID) -> list[BaseFact]:
    rows = await db.fetch(
        f"""
        WITH last AS (SELECT DISTINCT ON (fact) fact, id FROM project_change WHERE project_id = $1
                      ORDER BY fact, changed_at DESC, id DESC)
        SELECT origin.code, origin.zh, origin.en, account.name AS by, account.kind AS by_kind, origin.at
        FROM ({_ORIGINS}) AS origin JOIN account ON account.id = origin.account_id
        ORDER BY origin.position, origin.at, origin.zh LIMIT 500
        """,
        project_id,
    )
    return [_base_fact(row) for row in rows]


def _base_fact(row: asyncpg.Record) -> BaseFact:
    code, _, role = row["code"].partition(":")
    name_zh, name_en = (ROLES[role].zh, ROLES[role].en.capitalize()) if role else _BASE_NAMES[code]
    names = _VALUE_NAMES.get(code)
    return BaseFact(
        code=role or code,
        name_zh=name_zh,
        name_en=name_en,
        value_zh=names[row["zh"]].zh if names else row["zh"],
        value_en=names[row["en"]].en if names else row["en"],
        by=row["by"],
        by_kind=row["by_kind"],
        at=row["at"],
    )
