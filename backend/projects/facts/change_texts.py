"""What a change of a project says in both languages: the five verified facts and everything else that has a history."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from backend.core.i18n import Text
from backend.projects.base.parties import ROLES
from backend.projects.facts import fact_texts
from backend.projects.facts.changes import Change
from backend.projects.facts.fact_rules import FACT_NAMES, Fact

NAMES: Final[Mapping[str, Text]] = {
    **FACT_NAMES,
    "single_works": Text("单位工程", "Single work"),
    "external_ids": Text("外部编号", "Number elsewhere"),
    "parties": Text("参建单位", "Party"),
    "fence_radius_m": Text("围栏半径", "Fence radius"),
    "pause_end": Text("停工至", "Paused until"),
    "base_information": Text("基础信息确认", "Base information confirmed"),
    "monthly_review": Text("月度核查", "Monthly review"),
}
"""By the `fact` of `project_change`."""


class ChangeLine(msgspec.Struct, frozen=True, kw_only=True):
    """A change in words; `by` is empty where the platform saw it itself."""

    fact: str
    fact_zh: str
    fact_en: str
    before_zh: str
    before_en: str
    after_zh: str
    after_en: str
    reason: str
    by: str
    at: datetime


def say(fact: str, value: Any) -> Text:
    """A value of the history in words."""
    if value is None:
        return fact_texts.NOTHING
    if fact in FACT_NAMES:
        return fact_texts.say(Fact(fact), value)
    return _SAYING[fact](value)


def _same(said: str) -> Text:
    return Text(said, said)


def _party(value: Mapping[str, str]) -> Text:
    role = ROLES[value["role"]]
    return Text(f"{role.zh}：{value['name']}", f"{role.en}: {value['name']}")


def _work(value: Mapping[str, Any]) -> Text:
    above, below = value["floors_above"], value["floors_below"]
    return Text(
        f"{value['name']}（{value['structure']}，地上 {above} 层，地下 {below} 层）",
        f"{value['name']} ({value['structure']}, {above} floors above and {below} below ground)",
    )


def _review(value: Mapping[str, Any]) -> Text:
    is_passed = value["state"] == "passed"
    return Text(
        f"{value['period']} {'通过' if is_passed else '退回'}",
        f"{value['period']} {'passed' if is_passed else 'returned'}",
    )


_SAYING: Final[Mapping[str, Callable[[Any], Text]]] = {
    "single_works": _work,
    "external_ids": lambda value: _same(f"{value['kind']} {value['value']} ({value['source']})"),
    "parties": _party,
    "fence_radius_m": lambda value: Text(f"{value} 米", f"{value} m"),
    "pause_end": _same,
    "base_information": lambda _: Text("已核对", "checked"),
    "monthly_review": _review,
}


def line(change: Change) -> ChangeLine:
    """The change in words."""
    name = NAMES[change.fact]
    before, after = (say(change.fact, value) for value in (change.before, change.after))
    said: dict[str, Any] = {
        "fact_zh": name.zh,
        "fact_en": name.en,
        "before_zh": before.zh,
        "before_en": before.en,
        "after_zh": after.zh,
        "after_en": after.en,
    }
    return ChangeLine(fact=change.fact, reason=change.reason, by=change.by, at=change.at, **said)
