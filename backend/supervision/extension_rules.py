"""The life of a request for more time: asked once a round, granted or refused, or overtaken by the reply."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from backend.core.clock import SHANGHAI
from backend.core.i18n import Text
from backend.supervision.deadline_rules import gravest
from backend.supervision.rules import Severity


class ExtensionState(StrEnum):
    """Waiting for a regulator; granted, perhaps for less; refused; the order went on without it."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    MOOT = "moot"


class ExtensionAction(StrEnum):
    """What can happen to it: by the contractor, by a regulator twice, by a reply or the order's withdrawal."""

    ASK = "ask"
    GRANT = "grant"
    REFUSE = "refuse"
    LAPSE = "lapse"


EXTENSION_STATES: Final[Mapping[tuple[ExtensionState | None, ExtensionAction], ExtensionState]] = {
    (None, ExtensionAction.ASK): ExtensionState.ASKED,
    (ExtensionState.ASKED, ExtensionAction.GRANT): ExtensionState.GRANTED,
    (ExtensionState.ASKED, ExtensionAction.REFUSE): ExtensionState.REFUSED,
    (ExtensionState.ASKED, ExtensionAction.LAPSE): ExtensionState.MOOT,
}
"""The whole life of a request within its round; what is not here is refused."""

STATE_NAMES: Final[Mapping[ExtensionState, Text]] = {
    ExtensionState.ASKED: Text("待监管决定", "waiting for the regulator"),
    ExtensionState.GRANTED: Text("已同意", "granted"),
    ExtensionState.REFUSED: Text("未同意", "refused"),
    ExtensionState.MOOT: Text("未决定即已回复或撤回", "overtaken by the reply or a withdrawal"),
}


class ExtensionBound(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many calendar days (Shanghai) past its due date an order of this severity may be extended; both days hold."""

    severity: Severity
    at_most_days: int
    basis: Text
    valid_from: date
    valid_to: date | None = None


def latest(
    bounds: Sequence[ExtensionBound], severities: Collection[Severity], due_at: datetime, now: datetime
) -> datetime:
    """The end of the last day that may be asked for, by the gravest finding and the row in force today."""
    grave, today = gravest(severities), now.astimezone(SHANGHAI).date()
    bound = next(
        row
        for row in bounds
        if row.severity is grave and row.valid_from <= today and (row.valid_to is None or today <= row.valid_to)
    )
    day = due_at.astimezone(SHANGHAI).date() + timedelta(days=bound.at_most_days)
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)
