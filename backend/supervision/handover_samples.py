"""A handover as the API page shows it."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from backend.core.i18n import Text
from backend.projects.rules import PostKind
from backend.supervision.handover import Left, NewHandover, Preparation, Successor
from backend.supervision.handover_rules import Changes, HandoverState, Matter, MatterKind, seal
from backend.supervision.handover_views import HandoverDetail, HandoverItem

_ID: Final = UUID("01990000-0000-7000-8000-000000000000")
_OTHER: Final = UUID("01990000-0000-7000-8000-000000000010")
_MATTER: Final = Matter(
    kind=MatterKind.ORDER,
    id=_OTHER,
    post="project_manager",
    owner="safety_officer",
    owner_id=_ID,
    text=Text("7K2M9Q 扬尘整改 待回复", "7K2M9Q 扬尘整改 to reply to"),
    due_at=datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
)
_CAME: Final = Matter(
    kind=MatterKind.WARNING,
    id=_ID,
    post="safety_officer",
    owner="safety_officer",
    owner_id=_ID,
    text=Text("8F3K7Q 扬尘或噪声超标", "8F3K7Q Dust or noise above the limit"),
    due_at=None,
)

LEFT: Final = Left(state="ended", open_matters=1, falls_to="project_manager")
PREPARATION: Final = Preparation(
    post_kind=PostKind.SAFETY_OFFICER,
    matters=[_MATTER],
    successors=[Successor(post_id=_OTHER, name="何志强", state="applied")],
)
NEW_HANDOVER: Final = NewHandover(to_post_id=_OTHER, note="喷淋泵的钥匙在门卫处")
HANDOVER_ID: Final = _ID
HANDOVER_ITEM: Final = HandoverItem(
    id=_ID,
    project_id=_ID,
    project_name="南山科学城一期",
    post_kind=PostKind.SAFETY_OFFICER,
    from_name="赵安",
    to_name="何志强",
    state=HandoverState.OFFERED,
    matters=1,
    note="喷淋泵的钥匙在门卫处",
    offered_at=datetime(2026, 11, 21, 2, 30, tzinfo=UTC),
    decided_at=None,
    reason=None,
)
HANDOVER_DETAIL: Final = HandoverDetail(
    item=HANDOVER_ITEM,
    offered=[_MATTER],
    now=[_MATTER, _CAME],
    changes=Changes(come=[_CAME], gone=[]),
    seen=seal([_MATTER, _CAME]),
    may_sign=True,
    may_withdraw=False,
)
