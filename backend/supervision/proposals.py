"""What an order made from a warning would say: a proposal that the regulator changes before issuing it."""

from datetime import datetime, time
from typing import Final
from uuid import UUID

import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.identity.scope import Scope
from backend.projects.visibility import SUPERVISED
from backend.supervision import deadline_rules, reference
from backend.supervision.deadline_rules import DueDays
from backend.supervision.draft_views import DraftFinding
from backend.supervision.rules import Level, Severity

_SERIOUS_FROM: Final = Level.ORANGE
"""[P] From this level on what a warning found counts as serious; the regulator may say otherwise."""
_TITLE_MAX: Final = 120
_FINDING_MAX: Final = 500


class DueChoice(msgspec.Struct, frozen=True):
    """On which days an order may be due whose gravest finding is of this severity."""

    severity: Severity
    days: DueDays


class OrderProposal(msgspec.Struct, frozen=True, kw_only=True):
    """An order to be, in the words of the warning; `due_at` is the last day that its finding allows.

    `order_id`: the unfinished order made from the warning already; `draft_id`: a draft of it that waits for a click.
    """

    project_id: UUID
    project_name: str
    title: str
    findings: list[DraftFinding]
    due_at: datetime
    due: list[DueChoice]
    order_id: UUID | None
    draft_id: UUID | None


async def of_warning(scope: Scope, warning_id: UUID) -> OrderProposal:
    """The proposal for a warning of a project that the regulator supervises."""
    row = await db.fetch_one(
        f"""
        SELECT warning.project_id, project.name AS project_name, warning_kind.name_zh, warning.level,
               warning.summary_zh, warning.facts, $1::uuid AS reader_id,
               (SELECT id FROM rectification_order WHERE warning_id = warning.id
                AND state NOT IN ('closed', 'withdrawn')) AS order_id,
               (SELECT id FROM order_draft WHERE warning_id = warning.id AND state = 'waiting'
                ORDER BY drafted_at LIMIT 1) AS draft_id
        FROM warning JOIN project ON project.id = warning.project_id
        JOIN warning_kind ON warning_kind.code = warning.code
        WHERE warning.id = $3 AND {SUPERVISED}
        """,
        *scope.args,
        warning_id,
    )
    if row is None:
        raise NOT_FOUND.at()
    severity = Severity.SERIOUS if Level(row["level"]).rank >= _SERIOUS_FROM.rank else Severity.GENERAL
    latest = _days(severity).latest
    return OrderProposal(
        project_id=row["project_id"],
        project_name=row["project_name"],
        title=f"{row['name_zh']}限期整改"[:_TITLE_MAX],
        findings=[DraftFinding(_finding(row["summary_zh"], row["facts"]), severity)],
        due_at=datetime.combine(latest, time(23, 59, 59), clock.SHANGHAI),
        due=due_choices(),
        order_id=row["order_id"],
        draft_id=row["draft_id"],
    )


def due_choices() -> list[DueChoice]:
    """Of each severity, as of today."""
    return [DueChoice(each, _days(each)) for each in Severity]


def _days(severity: Severity) -> DueDays:
    return deadline_rules.due_days(deadline_rules.due_bounds(reference.DUE_BOUNDS, {severity}), clock.now())


def _finding(summary: str, facts: list[dict[str, str]]) -> str:
    """What was found, and the figures that the summary does not say already."""
    told = [f"{fact['name_zh']} {fact['value']}" for fact in facts if fact["value"] not in summary]
    return "；".join([summary, *told])[:_FINDING_MAX]
