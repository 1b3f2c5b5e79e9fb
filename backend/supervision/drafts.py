"""Orders that the platform drafts when a warning of silence stays unheard; a regulator issues or dismisses them.

A draft is nobody's order: enterprises do not see it, and nothing follows from it but its place in the regulators'
queue. Issuing makes a real order from the draft's live warning. Locks are taken obligation, warning, draft, order:
whoever meets the obligation at the same moment comes before the click, which is then refused, or after it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, events, ids
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.projects.duties import obligation_rules
from backend.projects.duties.obligation_rules import KINDS
from backend.projects.visibility import SUPERVISED
from backend.supervision import orders
from backend.supervision.draft_problems import DRAFT_OVERTAKEN, DRAFT_STATE
from backend.supervision.draft_rules import DRAFT_STATES, STATE_NAMES, DraftAction, DraftState, states_before
from backend.supervision.orders import NewFinding
from backend.supervision.rules import Severity
from backend.supervision.warning_row import local


class Unheard(msgspec.Struct, frozen=True, kw_only=True):
    """A warned obligation that is still open: what a draft is made of."""

    obligation_id: UUID
    project_id: UUID
    project_name: str
    city_code: str
    kind: str
    period: str
    fingerprint: str


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """What the regulator changes of the draft; None leaves it as it is."""

    findings: Sequence[NewFinding] | None = None
    due_days: int | None = None


_STATE: Final = DRAFT_STATES[None, DraftAction.DRAFT]


async def draft_many(unheard: Sequence[Unheard], now: datetime) -> int:
    """One waiting draft for each; none where one waits already or an order from the warning is on its way."""
    if not unheard:
        return 0
    warned = await _warnings([each.fingerprint for each in unheard])
    rows = []
    for each in unheard:
        draft, warning = KINDS[each.kind].draft, warned.get(each.fingerprint)
        if draft is not None and not (warning and warning["has_order"]):
            findings = db.encoded(obligation_rules.drafted_findings(KINDS[each.kind], each.period))
            warning_id = warning["id"] if warning else None
            rows.append((ids.new_id(), each, warning_id, draft.title.zh, findings, draft.due_days))
    if not rows:
        return 0
    written = await db.fetch(
        """
        INSERT INTO order_draft (id, city_code, project_id, obligation_id, warning_id, title, findings, due_days,
                                 state, drafted_at)
        SELECT id, city_code, project_id, obligation_id, warning_id, title, findings, due_days, $9, $10
        FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::jsonb[], $8::integer[])
             AS given (id, city_code, project_id, obligation_id, warning_id, title, findings, due_days)
        ON CONFLICT (obligation_id) WHERE state = 'waiting' DO NOTHING RETURNING id
        """,
        [row[0] for row in rows],
        [row[1].city_code for row in rows],
        [row[1].project_id for row in rows],
        [row[1].obligation_id for row in rows],
        [row[2] for row in rows],
        [row[3] for row in rows],
        [row[4] for row in rows],
        [row[5] for row in rows],
        _STATE,
        now,
    )
    fresh = {row["id"] for row in written}
    await events.record_many([_drafted(row[0], row[1], row[3]) for row in rows if row[0] in fresh])
    return len(fresh)


async def _warnings(fingerprints: Collection[str]) -> Mapping[str, asyncpg.Record]:
    rows = await db.fetch(
        """
        SELECT warning.fingerprint, warning.id, EXISTS (
                   SELECT FROM rectification_order AS live WHERE live.warning_id = warning.id
                   AND live.state NOT IN ('closed', 'withdrawn')) AS has_order
        FROM warning WHERE warning.fingerprint = ANY($1) AND warning.state <> 'closed'
        """,
        list(fingerprints),
    )
    return {row["fingerprint"]: row for row in rows}


def _drafted(draft_id: UUID, each: Unheard, title: str) -> events.Draft:
    reason = obligation_rules.said(KINDS[each.kind].overdue, each.period)
    data = {
        "project_name": each.project_name,
        "title": title,
        "reason_zh": reason.zh,
        "reason_en": reason.en,
        "posts": [],
    }
    return events.Draft(
        kind="order.drafted", subject_id=draft_id, city_code=each.city_code, project_id=each.project_id, data=data
    )


async def settle(obligation_id: UUID, now: datetime, reason: Text) -> int:
    """The obligation is not open any more: its waiting draft, if there is one, is moot."""
    return await db.execute(
        "UPDATE order_draft SET state = $2, decided_at = $3, reason = $4 WHERE obligation_id = $1 AND state = ANY($5)",
        obligation_id, DraftState.MOOT, now, f"{reason.zh} / {reason.en}", states_before(DraftAction.SETTLE),
    )  # fmt: skip


async def issue(scope: Scope, draft_id: UUID, changes: Issue) -> UUID:
    """The order made from the draft. `DRAFT_STATE` for one already decided, `DRAFT_OVERTAKEN` for one met meanwhile."""
    now = clock.now()
    async with db.transaction():
        found = await _of_supervised(scope, draft_id)
        is_open = await db.fetch_value(
            "SELECT state = 'open' FROM obligation WHERE id = $1 FOR NO KEY UPDATE", found["obligation_id"]
        )
        warning_id = await _lock_warning(found)
        draft = await _lock(draft_id, DraftAction.ISSUE)
        if not is_open:
            raise DRAFT_OVERTAKEN.at()
        findings = changes.findings or [NewFinding(one["text"], Severity(one["severity"])) for one in draft["findings"]]
        due_at = _end_of_day(now, changes.due_days or draft["due_days"])
        orders.check_due(due_at, {finding.severity for finding in findings}, field="due_days")
        order_id = await orders.issue_within(
            scope,
            project_id=draft["project_id"],
            title=draft["title"],
            findings=findings,
            due_at=due_at,
            warning_id=warning_id,
        )
        await _decide(scope, draft, DraftAction.ISSUE, now, order_id=order_id)
        return order_id


async def dismiss(scope: Scope, draft_id: UUID, reason: str) -> None:
    """Put the draft aside, with a reason; the warning stays as it is."""
    async with db.transaction():
        await _of_supervised(scope, draft_id)
        draft = await _lock(draft_id, DraftAction.DISMISS)
        await _decide(scope, draft, DraftAction.DISMISS, clock.now(), reason=reason)
        await audit.write(
            scope.account_id, "draft.dismiss", subject_id=draft_id, city_code=draft["city_code"],
            project_id=draft["project_id"], detail={"reason": reason},
        )  # fmt: skip


async def _of_supervised(scope: Scope, draft_id: UUID) -> asyncpg.Record:
    row = await db.fetch_one(
        f"""
        SELECT order_draft.obligation_id, order_draft.warning_id, $1::uuid AS reader_id
        FROM order_draft JOIN project ON project.id = order_draft.project_id
        WHERE order_draft.id = $3 AND {SUPERVISED}
        """,
        *scope.args,
        draft_id,
    )
    if row is None:
        raise NOT_FOUND.at("draft_id")
    return row


async def _lock_warning(found: asyncpg.Record) -> UUID | None:
    """The draft's warning if it still lives; a person may have closed it meanwhile."""
    warning_id: UUID | None = await db.fetch_value(
        "SELECT id FROM warning WHERE id = $1 AND state <> 'closed' FOR UPDATE", found["warning_id"]
    )
    return warning_id


async def _lock(draft_id: UUID, action: DraftAction) -> asyncpg.Record:
    draft = await db.fetch_one("SELECT * FROM order_draft WHERE id = $1 FOR UPDATE", draft_id)
    assert draft is not None
    if (DraftState(draft["state"]), action) not in DRAFT_STATES:
        name = STATE_NAMES[DraftState(draft["state"])]
        who = await db.fetch_value("SELECT name FROM account WHERE id = $1", draft["decided_by"])
        raise DRAFT_STATE.at(
            state_zh=name.zh, state_en=name.en, by_zh=who or "平台", by_en=who or "the platform",
            at=local(draft["decided_at"]),
        )  # fmt: skip
    return draft


async def _decide(scope: Scope, draft: asyncpg.Record, action: DraftAction, now: datetime, **columns: Any) -> None:
    await db.execute(
        "UPDATE order_draft SET state = $2, decided_by = $3, decided_at = $4, order_id = $5, reason = $6 WHERE id = $1",
        draft["id"], DRAFT_STATES[DraftState(draft["state"]), action], scope.account_id, now,
        columns.get("order_id"), columns.get("reason"),
    )  # fmt: skip


def _end_of_day(now: datetime, days: int) -> datetime:
    day = now.astimezone(clock.SHANGHAI).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59, 59), clock.SHANGHAI)
