"""Pure decisions about a project's facts: how its status moves and how each fact is verified.

Enterprises report five facts and the regulator verifies them one by one (launch notice, part 3, section 2, item 1).
"""

import hashlib
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Any, Final

import msgspec

from backend.core.i18n import Text


class FactTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[facts]` of `rules.toml`."""

    jump_m: int
    least_fence_m: int
    most_fence_m: int
    review_months: int


FACTS: Final = msgspec.convert(
    tomllib.loads((files("backend.projects") / "rules.toml").read_text(encoding="utf-8"))["facts"], FactTerms
)


# The project's status


class Status(StrEnum):
    """Where the works stand."""

    NOT_STARTED = "not_started"
    UNDER_CONSTRUCTION = "under_construction"
    PAUSED = "paused"
    FINISHED = "finished"


class StatusAction(StrEnum):
    """What happens to the works; all but the two registrations are the project manager's to say."""

    REGISTER = "register"
    REGISTER_STARTED = "register_started"
    START = "start"
    PAUSE = "pause"
    EXTEND = "extend"
    RESUME = "resume"
    FINISH = "finish"
    REOPEN = "reopen"


STATUS_NAMES: Final[Mapping[str, Text]] = {
    Status.NOT_STARTED: Text("未开工", "not started"),
    Status.UNDER_CONSTRUCTION: Text("在建", "under construction"),
    Status.PAUSED: Text("停工", "paused"),
    Status.FINISHED: Text("竣工", "finished"),
}
CATEGORY_NAMES: Final[Mapping[str, Text]] = {
    "building": Text("房屋建筑", "building"),
    "municipal": Text("市政基础设施", "municipal infrastructure"),
}

PROJECT_STATES: Final[Mapping[tuple[Status | None, StatusAction], Status]] = {
    (None, StatusAction.REGISTER): Status.NOT_STARTED,
    (None, StatusAction.REGISTER_STARTED): Status.UNDER_CONSTRUCTION,
    (Status.NOT_STARTED, StatusAction.START): Status.UNDER_CONSTRUCTION,
    (Status.UNDER_CONSTRUCTION, StatusAction.PAUSE): Status.PAUSED,
    (Status.PAUSED, StatusAction.EXTEND): Status.PAUSED,
    (Status.PAUSED, StatusAction.RESUME): Status.UNDER_CONSTRUCTION,
    (Status.UNDER_CONSTRUCTION, StatusAction.FINISH): Status.FINISHED,
    (Status.PAUSED, StatusAction.FINISH): Status.FINISHED,
    (Status.FINISHED, StatusAction.REOPEN): Status.UNDER_CONSTRUCTION,
}
"""The whole life of a project; what is not here is refused. `REOPEN` undoes a finish that was said by mistake,
`EXTEND` gives a pause a new end."""

WITH_END: Final = (StatusAction.PAUSE, StatusAction.EXTEND)
"""Nothing is paused without saying until when."""


def statuses_before(action: StatusAction) -> list[str]:
    """The statuses from which the action is allowed: what its UPDATE carries in its WHERE."""
    return [status.value for status, taken in PROJECT_STATES if taken is action and status is not None]


def status_after(action: StatusAction) -> Status:
    """Where the action leads; every action leads to one status."""
    return next(after for (_, taken), after in PROJECT_STATES.items() if taken is action)


# The verification of a fact


class Fact(StrEnum):
    """What enterprises report and the regulator verifies."""

    CATEGORY = "category"
    STATUS = "status"
    MAP_POINT = "map_point"
    DANGEROUS_WORKS = "dangerous_works"
    DEVICES = "devices"


class FactState(StrEnum):
    """What the regulator says of it."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    RETURNED = "returned"
    CHANGED = "changed"


class FactAction(StrEnum):
    """What is done: the site changes it, the regulator verifies or returns it."""

    CHANGE = "change"
    VERIFY = "verify"
    RETURN = "return"


FACT_NAMES: Final[Mapping[str, Text]] = {
    Fact.CATEGORY: Text("项目类别", "Category"),
    Fact.STATUS: Text("项目状态", "Status"),
    Fact.MAP_POINT: Text("地图定位", "Map point"),
    Fact.DANGEROUS_WORKS: Text("危大工程清单", "Dangerous-work list"),
    Fact.DEVICES: Text("监测设备接入", "Device connection"),
}
FACT_STATE_NAMES: Final[Mapping[FactState, Text]] = {
    FactState.UNVERIFIED: Text("待核实", "to be verified"),
    FactState.VERIFIED: Text("已核实", "verified"),
    FactState.RETURNED: Text("已退回", "returned to the site"),
    FactState.CHANGED: Text("核实后有变更", "changed since it was looked at"),
}

FACT_STATES: Final[Mapping[tuple[FactState | None, FactAction], FactState]] = {
    (None, FactAction.CHANGE): FactState.UNVERIFIED,
    (FactState.UNVERIFIED, FactAction.CHANGE): FactState.UNVERIFIED,
    (FactState.UNVERIFIED, FactAction.VERIFY): FactState.VERIFIED,
    (FactState.UNVERIFIED, FactAction.RETURN): FactState.RETURNED,
    (FactState.VERIFIED, FactAction.CHANGE): FactState.CHANGED,
    (FactState.VERIFIED, FactAction.RETURN): FactState.RETURNED,
    (FactState.RETURNED, FactAction.CHANGE): FactState.CHANGED,
    (FactState.RETURNED, FactAction.VERIFY): FactState.VERIFIED,
    (FactState.CHANGED, FactAction.CHANGE): FactState.CHANGED,
    (FactState.CHANGED, FactAction.VERIFY): FactState.VERIFIED,
    (FactState.CHANGED, FactAction.RETURN): FactState.RETURNED,
}
"""The whole life of a check; nothing is final, since every fact may change. A returned fact may be verified as it
stands: the site may have answered with a paper that changes nothing here."""

WAITING: Final = (FactState.UNVERIFIED, FactState.CHANGED)
"""What stands in the regulator's queue."""


def fact_states(action: FactAction, after: FactState) -> list[str]:
    """The states which the action turns into `after`: what its UPDATE carries in its WHERE."""
    return [
        state.value
        for (state, taken), reached in FACT_STATES.items()
        if taken is action and reached is after and state is not None
    ]


def version(value: Any) -> str:
    """What names a value: the regulator verifies what was looked at and nothing that came in between."""
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()[:16]
