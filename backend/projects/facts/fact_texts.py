"""What the value of a fact says in both languages, and how two values differ, line by line."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

import msgspec

from backend.core import geo
from backend.core.i18n import Text
from backend.projects.facts.fact_rules import CATEGORY_NAMES, FACT_NAMES, STATUS_NAMES, Fact


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
    old, new = _by_name(before), _by_name(after)
    return [
        _line(Text(key[1], key[1]), _grade(old.get(key)), _grade(new.get(key)))
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key)
    ]


def _by_name(works: Collection[Mapping[str, Any]]) -> dict[tuple[str, str, int], Mapping[str, Any]]:
    """Kind, name and which of several so called → the work."""
    found: dict[tuple[str, str, int], Mapping[str, Any]] = {}
    for work in works:
        times = sum(key[:2] == (work["kind"], work["name"]) for key in found)
        found[work["kind"], work["name"], times] = work
    return found


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
