"""Decisions about handing a post over: its life, what changed between the offer and the signature."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from backend.core.i18n import Text


class HandoverState(StrEnum):
    """Offered waits for the successor; the others are over."""

    OFFERED = "offered"
    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def is_final(self) -> bool:
        """Whether nothing can follow; the post may be offered anew."""
        return self is not HandoverState.OFFERED


class HandoverAction(StrEnum):
    """What is done: by who leaves, by the successor, by who offered it."""

    OFFER = "offer"
    SIGN = "sign"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


HANDOVER_STATES: Final[Mapping[tuple[HandoverState | None, HandoverAction], HandoverState]] = {
    (None, HandoverAction.OFFER): HandoverState.OFFERED,
    (HandoverState.OFFERED, HandoverAction.SIGN): HandoverState.SIGNED,
    (HandoverState.OFFERED, HandoverAction.REFUSE): HandoverState.REFUSED,
    (HandoverState.OFFERED, HandoverAction.WITHDRAW): HandoverState.WITHDRAWN,
}
"""The whole life of a handover; what is not here is refused."""

STATE_NAMES: Final[Mapping[HandoverState, Text]] = {
    HandoverState.OFFERED: Text("待签收", "waiting for the signature"),
    HandoverState.SIGNED: Text("已签收", "signed"),
    HandoverState.REFUSED: Text("已退回", "refused"),
    HandoverState.WITHDRAWN: Text("已撤回", "withdrawn"),
}


def next_state(state: HandoverState | None, action: HandoverAction) -> HandoverState | None:
    """Where the action leads, or None where it is not allowed."""
    return HANDOVER_STATES.get((state, action))


def states_before(action: HandoverAction) -> list[str]:
    """The states from which the action is allowed: what its UPDATE carries in its WHERE."""
    return [state.value for state, taken in HANDOVER_STATES if taken is action and state is not None]


class MatterKind(StrEnum):
    """What can be open."""

    OBLIGATION = "obligation"
    REPORT = "report"
    APPLICATION = "application"
    WARNING = "warning"
    ORDER = "order"
    HANDOVER = "handover"


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """One open matter: whose post it is, and the post that answers for it now.

    `owner` is `post` while somebody holds it, else the post it falls to, in the end `supervising_unit`; `owner_id` is
    the one person of that post who answers, the earliest of its holders; null for the unit.
    """

    kind: MatterKind
    id: UUID
    post: str
    owner: str
    owner_id: UUID | None
    text: Text
    due_at: datetime | None


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the list since the offer: matters that came, and the ids of those that are settled."""

    come: list[Matter]
    gone: list[UUID]


def changes(offered: Sequence[Matter], now: Sequence[Matter]) -> Changes:
    """The difference of the two lists, by the matters' ids."""
    then, today = {matter.id for matter in offered}, {matter.id for matter in now}
    return Changes(
        come=[matter for matter in now if matter.id not in then],
        gone=[matter.id for matter in offered if matter.id not in today],
    )


def seal(matters: Sequence[Matter]) -> str:
    """What stands for exactly this list, in any order: who signs says by it what they read. 16 hex digits."""
    listed = ",".join(sorted(f"{matter.kind}:{matter.id}" for matter in matters))
    return hashlib.sha256(listed.encode()).hexdigest()[:16]
