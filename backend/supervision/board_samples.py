"""The board of warnings as the API page shows it."""

from typing import Final
from uuid import UUID

from backend.core.i18n import Text
from backend.supervision.deadline_rules import DueDays
from backend.supervision.draft_views import DraftFinding
from backend.supervision.follow_ups import Follower
from backend.supervision.proposals import DueChoice, OrderProposal
from backend.supervision.rules import Level, Severity, WarningState
from backend.supervision.samples import ORDER_ITEM, WARNING_ITEM
from backend.supervision.warning_counts import (
    FollowerCount,
    KindCount,
    LevelCount,
    RegionCount,
    SectorCount,
    StateCount,
    WarningCounts,
)

_ID: Final = UUID("01900000-0000-7000-8000-000000000000")

FOLLOWER: Final = Follower(
    account_id=_ID, name="陈监督", unit_zh="深圳市住房和建设局", unit_en="Shenzhen Housing Bureau"
)
COUNTS: Final = WarningCounts(
    total=3,
    levels=[LevelCount(Level.YELLOW, 2), LevelCount(Level.RED, 1)],
    states=[StateCount(WarningState.OPEN, 2), StateCount(WarningState.ACKNOWLEDGED, 1)],
    kinds=[KindCount("ENV-EXC", Text("扬尘或噪声超标", "Dust or noise above the limit"), 3)],
    cities=[RegionCount("440300", Text("深圳市", "Shenzhen"), 3)],
    districts=[RegionCount("440305", Text("南山区", "Nanshan"), 3)],
    sectors=[SectorCount("housing", 3)],
    followers=[FollowerCount(None, None, 2), FollowerCount(_ID, "陈监督", 1)],
)
PROPOSAL: Final = OrderProposal(
    project_id=_ID,
    project_name=WARNING_ITEM.project_name,
    title="扬尘或噪声超标限期整改",
    findings=[DraftFinding(WARNING_ITEM.summary.zh, Severity.GENERAL)],
    due_at=ORDER_ITEM.due_at,
    due=[DueChoice(Severity.GENERAL, DueDays(WARNING_ITEM.raised_at.date(), ORDER_ITEM.due_at.date()))],
    order_id=None,
    draft_id=None,
)
