"""The life of a drafted order: it waits for a regulator's one click, or its reason goes away."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from backend.core.i18n import Text


class DraftState(StrEnum):
    """Waiting for a regulator; made into an order; put aside by a regulator; its reason is gone."""

    WAITING = "waiting"
    ISSUED = "issued"
    DISMISSED = "dismissed"
    MOOT = "moot"

    @property
    def is_final(self) -> bool:
        """Whether nothing can follow."""
        return self is not DraftState.WAITING


class DraftAction(StrEnum):
    """What can happen to it: by the sweep, by a regulator, by the deed that was asked for."""

    DRAFT = "draft"
    ISSUE = "issue"
    DISMISS = "dismiss"
    SETTLE = "settle"


DRAFT_STATES: Final[Mapping[tuple[DraftState | None, DraftAction], DraftState]] = {
    (None, DraftAction.DRAFT): DraftState.WAITING,
    (DraftState.WAITING, DraftAction.ISSUE): DraftState.ISSUED,
    (DraftState.WAITING, DraftAction.DISMISS): DraftState.DISMISSED,
    (DraftState.WAITING, DraftAction.SETTLE): DraftState.MOOT,
}
"""The whole life of a draft; what is not here is refused."""

STATE_NAMES: Final[Mapping[DraftState, Text]] = {
    DraftState.WAITING: Text("待签发", "waiting"),
    DraftState.ISSUED: Text("已签发", "issued"),
    DraftState.DISMISSED: Text("已不予签发", "dismissed"),
    DraftState.MOOT: Text("事由已消除", "moot: its reason is gone"),
}


def states_before(action: DraftAction) -> list[str]:
    """The states from which the action is allowed: what its UPDATE carries in its WHERE."""
    return [state.value for state, taken in DRAFT_STATES if taken is action and state is not None]
