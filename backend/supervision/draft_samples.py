"""A drafted order as the API page shows it."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from backend.core.paging import Page
from backend.projects.duties.obligation_rules import KINDS, said
from backend.supervision.draft_rules import DraftState
from backend.supervision.draft_views import DraftDetail, DraftFinding, DraftItem
from backend.supervision.rules import Severity

_PROGRESS: Final = KINDS["progress"]
assert _PROGRESS.draft is not None
_DRAFT: Final = _PROGRESS.draft
_FINDING: Final = said(_DRAFT.findings[0].text, "2026-01")
_ID: Final = UUID("01900000-0000-7000-8000-000000000000")

DRAFT_ITEM: Final = DraftItem(
    id=_ID,
    project_id=_ID,
    project_name="南山科学城一期",
    kind="progress",
    period="2026-01",
    reason=said(_PROGRESS.overdue, "2026-01"),
    title=_DRAFT.title.zh,
    title_en=_DRAFT.title.en,
    due_days=7,
    state=DraftState.WAITING,
    drafted_at=datetime(2026, 2, 20, 16, 0, tzinfo=UTC),
    warning_id=_ID,
)
DRAFT_PAGE: Final = Page([DRAFT_ITEM], None)
DRAFT_DETAIL: Final = DraftDetail(
    item=DRAFT_ITEM,
    findings=[DraftFinding(_FINDING.zh, Severity.GENERAL)],
    findings_en=[_FINDING.en],
    basis=KINDS["progress"].basis,
    due_at=datetime(2026, 2, 5, 15, 59, 59, tzinfo=UTC),
    warning_short_code="8F3K7Q",
    decided_by_name=None,
    decided_at=None,
    decided_reason=None,
    order_id=None,
)
