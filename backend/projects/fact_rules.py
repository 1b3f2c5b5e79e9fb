"""Pure decisions about a project's facts: how its status moves, how each fact is verified, and what a change says.

Enterprises report five facts and the regulator verifies them one by one (launch notice, part 3, section 2, item 1).
"""

import hashlib
import tomllib
from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Any, Final

import msgspec

from backend.core import geo
from backend.core.i18n import Text


class FactTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[facts]` of `rules.toml`."""

    jump_m: int
    least_fence_m: int
    most_fence_m: int
    review_months: int


FACTS: Final = msgspec.convert(
    tomllib.loads((files(__package__) / "rules.toml").read_text(encoding="utf-8"))["facts"], FactTerms
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


# What a value says


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One line of what was verified against what is now."""

    label_zh: str
    label_en: str
    before_zh: str
    before_en: str
    after_zh: str
    after_en: str


NOTHING: Final = Text("未填报", "not reported")
_NONE_LISTED: Final = Text("无", "none")
_GRADES: Final[Mapping[str, Text]] = {
    "none": Text("一般", "below the thresholds"),
    "dangerous": Text("危大", "dangerous"),
    "oversized": Text("超规模", "oversized"),
}


def say(fact: str, value: Any) -> Text:
    """The value in words, for messages and pages."""
    if value is None:
        return NOTHING
    return _SAYING[Fact(fact)](value)


def _say_point(value: Mapping[str, Any]) -> Text:
    said = f"{value['longitude']:.5f}, {value['latitude']:.5f}"
    return Text(said, said)


def _say_works(value: Collection[Mapping[str, Any]]) -> Text:
    said = [_say_work(work) for work in value]
    return Text("；".join(one.zh for one in said), "; ".join(one.en for one in said)) if said else _NONE_LISTED


def _say_work(work: Mapping[str, Any]) -> Text:
    grade = _GRADES[work["grade"]]
    return Text(f"{work['name']}（{grade.zh}）", f"{work['name']} ({grade.en})")


def _say_devices(value: Mapping[str, int]) -> Text:
    registered, transmitting = value["registered"], value["transmitting"]
    return Text(
        f"登记 {registered} 台，在传 {transmitting} 台", f"{registered} registered, {transmitting} transmitting"
    )


_SAYING: Final[Mapping[Fact, Callable[[Any], Text]]] = {
    Fact.CATEGORY: CATEGORY_NAMES.__getitem__,
    Fact.STATUS: STATUS_NAMES.__getitem__,
    Fact.MAP_POINT: _say_point,
    Fact.DANGEROUS_WORKS: _say_works,
    Fact.DEVICES: _say_devices,
}


def differences(fact: Fact, before: Any, after: Any) -> list[Difference]:
    """What differs, line by line; empty where it is again as it was."""
    if before == after:
        return []
    if before is None or after is None:
        return [_line(FACT_NAMES[fact], say(fact, before), say(fact, after))]
    if fact is Fact.DANGEROUS_WORKS:
        return _work_lines(before, after)
    if fact is Fact.DEVICES:
        return _device_lines(before, after)
    label = _distance_label(before, after) if fact is Fact.MAP_POINT else FACT_NAMES[fact]
    return [_line(label, say(fact, before), say(fact, after))]


def _line(label: Text, before: Text, after: Text) -> Difference:
    return Difference(
        label_zh=label.zh,
        label_en=label.en,
        before_zh=before.zh,
        before_en=before.en,
        after_zh=after.zh,
        after_en=after.en,
    )


def distance_m(before: Mapping[str, Any], after: Mapping[str, Any]) -> int:
    """How far a point has moved, in whole metres."""
    return round(
        geo.distance_metres(
            geo.Point(before["longitude"], before["latitude"]), geo.Point(after["longitude"], after["latitude"])
        )
    )


def _distance_label(before: Mapping[str, Any], after: Mapping[str, Any]) -> Text:
    moved = distance_m(before, after)
    return Text(f"地图定位（移动 {moved} 米）", f"Map point (moved {moved} m)")


def _work_lines(before: Collection[Mapping[str, Any]], after: Collection[Mapping[str, Any]]) -> list[Difference]:
    old, new = ({(work["kind"], work["name"]): work for work in works} for works in (before, after))
    lines = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was != now:
            label = Text(key[1], key[1])
            lines.append(_line(label, _grade(was), _grade(now)))
    return lines


def _grade(work: Mapping[str, Any] | None) -> Text:
    """Where it is and what made it so: a change of either is a change of the fact."""
    if work is None:
        return Text("未列入", "not on the list")
    return Text(f"{work['location']}：{work['reason_zh']}", f"{work['location']}: {work['reason_en']}")


def _device_lines(before: Mapping[str, int], after: Mapping[str, int]) -> list[Difference]:
    labels = {"registered": Text("登记台数", "Registered"), "transmitting": Text("在传台数", "Transmitting")}
    return [
        _line(label, _number(before[key]), _number(after[key]))
        for key, label in labels.items()
        if before[key] != after[key]
    ]


def _number(count: int) -> Text:
    return Text(str(count), str(count))
