"""What is due and a pause, as the API page shows them."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from backend.core.paging import Page
from backend.projects.duties.obligation_rules import KINDS, State
from backend.projects.duties.obligation_views import ObligationItem, Pause

_ID: Final = UUID("01900000-0000-7000-8000-000000000000")

PAUSE: Final = Pause(
    id=_ID,
    project_id=_ID,
    kind=None,
    reason="春节停工",
    from_at=datetime(2026, 2, 10, 1, 0, tzinfo=UTC),
    until_at=datetime(2026, 2, 26, 15, 59, 59, tzinfo=UTC),
    ended_at=None,
    by_name="黄莉",
)
PAUSED: Final = ObligationItem(
    id=_ID,
    project_id=_ID,
    project_name="南山科学城一期",
    kind="progress",
    name=KINDS["progress"].name,
    period="2026-01",
    state=State.PAUSED,
    post_kind="project_manager",
    answers_now="safety_officer",
    since=datetime(2025, 12, 31, 16, 0, tzinfo=UTC),
    due_at=datetime(2026, 2, 5, 15, 59, 59, tzinfo=UTC),
    is_overdue=False,
    is_ours=False,
    pause=PAUSE,
)
OPEN: Final = ObligationItem(
    id=_ID,
    project_id=_ID,
    project_name="南山科学城一期",
    kind="map_point",
    name=KINDS["map_point"].name,
    period="once",
    state=State.OPEN,
    post_kind="project_manager",
    answers_now="project_manager",
    since=datetime(2026, 1, 12, 2, 0, tzinfo=UTC),
    due_at=datetime(2026, 1, 19, 15, 59, 59, tzinfo=UTC),
    is_overdue=True,
    is_ours=False,
    pause=None,
)
QUEUE: Final = Page([OPEN, PAUSED], None)
MINE: Final = Page([OPEN], None)
