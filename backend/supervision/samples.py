"""One warning and one order as the API page shows them."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from backend.core.i18n import Text
from backend.core.paging import Page
from backend.supervision.extension_rules import ExtensionState
from backend.supervision.extension_views import Extension
from backend.supervision.history import Step
from backend.supervision.order_views import FindingDetail, May, OrderDetail, OrderItem, Replied, ShownPhoto
from backend.supervision.rules import Fact, Level, OrderState, Severity, WarningState
from backend.supervision.warning_views import FollowUp, Taken, WarningDetail, WarningItem

_ID: Final = UUID("01900000-0000-7000-8000-000000000000")
_RAISED: Final = datetime(2026, 3, 5, 6, 30, tzinfo=UTC)
_TAKEN: Final = datetime(2026, 3, 5, 6, 42, tzinfo=UTC)
_DUE: Final = datetime(2026, 3, 8, 10, 0, tzinfo=UTC)
EXTENDED_TO: Final = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)

WARNING_ITEM: Final = WarningItem(
    id=_ID,
    short_code="8F3K7Q",
    code="ENV-EXC",
    name=Text("扬尘或噪声超标", "Dust or noise above the limit"),
    level=Level.YELLOW,
    state=WarningState.ACKNOWLEDGED,
    summary=Text("1#扬尘噪声：PM10 187 µg/m³，限值 150 µg/m³", "1#: PM10 187 µg/m³, limit 150 µg/m³"),
    project_id=_ID,
    project_name="珠江花园一期",
    region_code="440305",
    sector="housing",
    occurrences=3,
    raised_at=_RAISED,
    last_at=_TAKEN,
    last_act_at=_TAKEN,
    follow_up=FollowUp(account_id=_ID, name="陈监督", since=_TAKEN),
    names_no_post=False,
    taken=Taken(by_name="张工", by_post="project_manager", at=_TAKEN, plan="开启喷淋并停止土方作业", promised_at=_DUE),
)
WARNING_PAGE: Final = Page([WARNING_ITEM], None)
WARNING_DETAIL: Final = WarningDetail(
    item=WARNING_ITEM,
    facts=[Fact(Text("实测", "Measured"), "187 µg/m³"), Fact(Text("限值", "Limit"), "150 µg/m³")],
    basis=Text("平台建议值", "The platform's proposal"),
    posts_told=["project_manager"],
    next_step_at=None,
    order_id=None,
    recurrence_of=None,
    closed=None,
    may_acknowledge=False,
    may_hand_over=True,
    may_urge=False,
    history=[
        Step(at=_RAISED, action="raise", by_name=None, from_state=None, to_state="open", level="yellow", note=None),
        Step(
            at=_TAKEN,
            action="acknowledge",
            by_name="张工",
            from_state="open",
            to_state="acknowledged",
            level="yellow",
            note="开启喷淋并停止土方作业",
        ),
    ],
)

ORDER_ITEM: Final = OrderItem(
    id=_ID,
    short_code="K7Q8F3",
    title="扬尘超标限期整改",
    state=OrderState.REPLIED,
    round=1,
    project_id=_ID,
    project_name="珠江花园一期",
    warning_id=_ID,
    issued_at=_RAISED,
    due_at=_DUE,
    is_overdue=False,
    is_extension_asked=False,
)
ORDER_PAGE: Final = Page([ORDER_ITEM], None)
_PHOTO: Final = ShownPhoto(
    photo_id=_ID,
    address=f"/media/{_ID}/served?ends=1772700000&signature=…",
    thumbnail=f"/media/{_ID}/thumbnail?ends=1772700000&signature=…",
)
ORDER_DETAIL: Final = OrderDetail(
    item=ORDER_ITEM,
    issued_by_name="陈监督",
    attempt=1,
    findings=[
        FindingDetail(
            id=_ID,
            position=1,
            text="东侧裸土未覆盖",
            severity=Severity.GENERAL,
            replies=[
                Replied(round=1, attempt=1, text="已全部覆盖", before=_PHOTO, after=_PHOTO, by_name="张工", at=_TAKEN)
            ],
        )
    ],
    next_rung=None,
    may=[May.REVIEW],
    return_due=None,
    extension=Extension(
        state=ExtensionState.GRANTED,
        due_before=_DUE,
        until=EXTENDED_TO,
        reason="连续暴雨，边坡无法作业",
        asked_by_name="张工",
        asked_at=_TAKEN,
        granted_until=EXTENDED_TO,
        decided_by_name="陈监督",
        decided_at=_TAKEN,
        decided_note=None,
    ),
    extension_latest=None,
    may_ask_extension=False,
    may_decide_extension=False,
    closed_by_name=None,
    closed_at=None,
    close_note=None,
    history=[
        Step(at=_RAISED, action="issue", by_name="陈监督", from_state=None, to_state="issued", level=None, note=None)
    ],
)
