"""A drafted order as the API page shows it."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from backend.core.i18n import Text
from backend.core.paging import Page
from backend.projects.duties.obligation_rules import KINDS
from backend.supervision.draft_rules import DraftState
from backend.supervision.draft_views import DraftDetail, DraftFinding, DraftItem
from backend.supervision.rules import Severity

_ID: Final = UUID("01900000-0000-7000-8000-000000000000")

DRAFT_ITEM: Final = DraftItem(
    id=_ID,
    project_id=_ID,
    project_name="南山科学城一期",
    kind="progress",
    period="2026-01",
    reason=Text("2026-01 月形象进度逾期未报", "The visual progress of 2026-01 was not filed in time"),
    title="形象进度长期未报限期整改",
    due_days=7,
    state=DraftState.WAITING,
    drafted_at=datetime(2026, 2, 20, 16, 0, tzinfo=UTC),
    warning_id=_ID,
)
DRAFT_PAGE: Final = Page([DRAFT_ITEM], None)
DRAFT_DETAIL: Final = DraftDetail(
    item=DRAFT_ITEM,
    findings=[DraftFinding("2026-01 月形象进度逾期 15 日以上未报，应补报并按月更新", Severity.GENERAL)],
    basis=KINDS["progress"].basis,
    due_at=datetime(2026, 2, 5, 15, 59, 59, tzinfo=UTC),
    warning_short_code="8F3K7Q",
    decided_by_name=None,
    decided_at=None,
    decided_reason=None,
    order_id=None,
)
