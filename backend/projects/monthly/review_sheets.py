"""The sheet of a month: all that the supervising unit looks at when it reviews a project."""

from datetime import datetime
from uuid import UUID

import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.identity.scope import Scope
from backend.projects.facts import change_texts, changes, fact_texts, facts
from backend.projects.facts.change_texts import ChangeLine
from backend.projects.facts.fact_rules import Fact
from backend.projects.monthly import review_rules, reviews
from backend.projects.monthly.reviews import Review
from backend.projects.projects import ObligationRow, obligation_rows
from backend.projects.rules import State
from backend.projects.visibility import SUPERVISED


class MonthProgress(msgspec.Struct, frozen=True, kw_only=True):
    """The month's report; to be confirmed before the review can pass."""

    id: UUID
    state: State
    stage_zh: str
    stage_en: str
    percent: int
    filed_at: datetime


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A month to review. Without a report `progress` is null; `is_progress_open`: it cannot pass as it stands.

    `has_dangerous_works`: the site has reported them, be it that there are none.
    """

    project_id: UUID
    project_name: str
    period: str
    status: str
    status_zh: str
    status_en: str
    progress: MonthProgress | None
    is_progress_open: bool
    has_dangerous_works: bool
    dangerous_works_zh: str
    dangerous_works_en: str
    changes: list[ChangeLine]
    obligations: list[ObligationRow]
    review: Review | None


async def sheet(scope: Scope, project_id: UUID, period: str) -> Sheet:
    """The sheet of a month that is over; `NOT_FOUND` for a project outside the own subtree."""
    review_rules.check_period(period, clock.now())
    name = await db.fetch_value(
        f"SELECT name FROM project WHERE id = $3 AND {SUPERVISED} AND $1::uuid IS NOT NULL", *scope.args, project_id
    )
    if name is None:
        raise NOT_FOUND.at("project_id")
    now = await facts.current(project_id)
    status, works = (fact_texts.say(fact, now[fact]) for fact in (Fact.STATUS, Fact.DANGEROUS_WORKS))
    changed = await changes.between(project_id, *review_rules.span(period))
    return Sheet(
        project_id=project_id,
        project_name=name,
        period=period,
        status=now[Fact.STATUS],
        status_zh=status.zh,
        status_en=status.en,
        progress=await _progress(project_id, period),
        is_progress_open=await reviews.is_progress_open(project_id, period),
        has_dangerous_works=now[Fact.DANGEROUS_WORKS] is not None,
        dangerous_works_zh=works.zh,
        dangerous_works_en=works.en,
        changes=[change_texts.line(change) for change in changed if change.fact != reviews.FACT],
        obligations=await _obligations(project_id, period),
        review=await reviews.of_month(project_id, period),
    )


async def _progress(project_id: UUID, period: str) -> MonthProgress | None:
    row = await db.fetch_one(
        """
        SELECT report.id, report.state, stage.name_zh AS stage_zh, stage.name_en AS stage_en, report.percent,
               report.filed_at
        FROM progress_report AS report JOIN progress_stage AS stage ON stage.code = report.stage
        WHERE report.project_id = $1 AND report.period = $2
        """,
        project_id,
        period,
    )
    return msgspec.convert(dict(row), MonthProgress) if row else None


async def _obligations(project_id: UUID, period: str) -> list[ObligationRow]:
    """What recurs and was due for the month, and what is due once and was open in it."""
    from_at, until_at = review_rules.span(period)
    rows = await db.fetch(
        """
        SELECT kind, period, post_kind, due_at, state FROM obligation
        WHERE project_id = $1 AND (period = $2 OR (period = 'once' AND since < $4 AND (met_at IS NULL OR met_at >= $3)))
        ORDER BY due_at, kind
        """,
        project_id, period, from_at, until_at,
    )  # fmt: skip
    return obligation_rows(rows)
