"""Pure decisions about dangerous works: which grade, and why (Order 37; 建办质〔2018〕31号, annexes 1 and 2).

Limits are inclusive, any one measure that reaches its limit decides, the higher grade wins. What is not given is asked
for as long as it could still raise the grade, and no longer: 9 m of formwork are oversized whatever they bear.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from backend.core.errors import Refusal
from backend.core.i18n import Text
from backend.projects.dangerous.dangerous_kinds import (
    GRADE_NAMES,
    UNITS,
    Classification,
    Condition,
    Grade,
    Judgement,
    Kind,
    Measure,
    Metric,
)
from backend.projects.dangerous.dangerous_problems import (
    JUDGEMENT_MISSING,
    JUDGEMENT_TWICE,
    JUDGEMENT_UNKNOWN,
    MEASURE_IMPOSSIBLE,
    MEASURE_MISSING,
    MEASURE_TWICE,
    MEASURE_UNIT,
    MEASURE_UNKNOWN,
)


class _Finding(NamedTuple):
    grade: Grade
    text: Text


def classify(kind: Kind, measures: Sequence[Measure], judgements: Sequence[Judgement]) -> Classification:
    """The grade with its reason; a refusal names what is impossible or still missing."""
    values = _values(kind, measures)
    stated = _stated(kind, judgements)
    findings = [*_of_kind(kind), *_of_measures(kind, values), *_of_judgements(kind, values, stated)]
    grade = max((finding.grade for finding in findings), key=lambda found: found.rank, default=Grade.NONE)
    missing = _missing(kind, values, stated, grade)
    if missing is not None:
        raise missing
    deciding = [finding.text for finding in findings if finding.grade is grade]
    return _classification(grade, deciding or _below(kind, values, stated))


def _classification(grade: Grade, texts: Sequence[Text]) -> Classification:
    name = GRADE_NAMES[grade]
    return Classification(
        grade,
        f"{name.zh}：{'；'.join(text.zh for text in texts)}",
        f"{name.en[0].upper()}{name.en[1:]}: {'; '.join(text.en for text in texts)}",
    )


# What is given


def _values(kind: Kind, measures: Sequence[Measure]) -> dict[str, float]:
    """The measures in the units of the limits."""
    known = {metric.key: metric for metric in kind.measures}
    values: dict[str, float] = {}
    for at, given in enumerate(measures):
        metric = known.get(given.key)
        if metric is None:
            raise MEASURE_UNKNOWN.at(f"measures[{at}].key", kind_zh=kind.name.zh, kind_en=kind.name.en, key=given.key)
        if given.key in values:
            raise MEASURE_TWICE.at(f"measures[{at}].key", name_zh=metric.name.zh, name_en=metric.name.en)
        values[given.key] = _value(metric, given, at)
    return values


def _value(metric: Metric, given: Measure, at: int) -> float:
    factor = UNITS[metric.unit].get(given.unit)
    if factor is None:
        raise MEASURE_UNIT.at(
            f"measures[{at}].unit", name_zh=metric.name.zh, name_en=metric.name.en, unit=given.unit,
            units=" / ".join(UNITS[metric.unit]),
        )  # fmt: skip
    value = float(Decimal(str(given.value)) * factor)
    if not metric.least <= value <= metric.most:
        raise MEASURE_IMPOSSIBLE.at(
            f"measures[{at}].value", name_zh=metric.name.zh, name_en=metric.name.en, value=_number(value),
            unit=metric.unit, least=_number(metric.least), most=_number(metric.most),
        )  # fmt: skip
    return value


def _stated(kind: Kind, judgements: Sequence[Judgement]) -> dict[str, Judgement]:
    known = {condition.key: condition for condition in kind.conditions}
    stated: dict[str, Judgement] = {}
    for at, given in enumerate(judgements):
        condition = known.get(given.key)
        if condition is None:
            raise JUDGEMENT_UNKNOWN.at(
                f"judgements[{at}].key", kind_zh=kind.name.zh, kind_en=kind.name.en, key=given.key
            )
        if given.key in stated:
            raise JUDGEMENT_TWICE.at(f"judgements[{at}].key", text_zh=condition.text.zh, text_en=condition.text.en)
        stated[given.key] = given
    return stated


# What it says


def _of_kind(kind: Kind) -> Iterable[_Finding]:
    if kind.grade is not Grade.NONE:
        clause = kind.clauses[kind.grade]
        yield _Finding(
            kind.grade,
            Text(
                f"{kind.name.zh}不论大小均属此列（{clause.zh}）",
                f"all works of this kind are: {kind.name.en} ({clause.en})",
            ),
        )


def _of_measures(kind: Kind, values: Mapping[str, float]) -> Iterable[_Finding]:
    for metric in kind.measures:
        reached = metric.limit(values[metric.key]) if metric.key in values else None
        if reached is not None:
            grade, limit = reached
            yield _Finding(grade, _compared(metric, values[metric.key], "≥", limit, kind.clauses[grade]))


def _of_judgements(kind: Kind, values: Mapping[str, float], stated: Mapping[str, Judgement]) -> Iterable[_Finding]:
    for condition in kind.conditions:
        if condition.key in stated and stated[condition.key].holds and _is_asked(condition, values):
            reason = stated[condition.key].reason
            yield _Finding(
                condition.grade,
                Text(
                    f"判断“{condition.text.zh}”成立，理由：{reason}（{condition.clause.zh}）",
                    f"judged to hold: “{condition.text.en}”, because: {reason} ({condition.clause.en})",
                ),
            )


def _is_asked(condition: Condition, values: Mapping[str, float]) -> bool:
    if condition.higher is None:
        return True
    first, second = condition.higher
    return first in values and second in values and values[first] > values[second]


def _below(kind: Kind, values: Mapping[str, float], stated: Mapping[str, Judgement]) -> list[Text]:
    """Why nothing was reached: every number beside its lowest limit, every judgement that was denied."""
    texts = []
    for metric in kind.measures:
        limit, grade = metric.dangerous, Grade.DANGEROUS
        if limit is None:
            limit, grade = metric.oversized, Grade.OVERSIZED
        if limit is not None and metric.key in values:
            texts.append(_compared(metric, values[metric.key], "<", limit, kind.clauses[grade]))
    for condition in kind.conditions:
        if condition.key in stated and _is_asked(condition, values):
            reason = stated[condition.key].reason
            texts.append(
                Text(
                    f"判断“{condition.text.zh}”不成立，理由：{reason}（{condition.clause.zh}）",
                    f"judged not to hold: “{condition.text.en}”, because: {reason} ({condition.clause.en})",
                )
            )
    return texts


def _compared(metric: Metric, value: float, sign: str, limit: float, clause: Text) -> Text:
    said = f"{_number(value)} {metric.unit} {sign} {_number(limit)} {metric.unit}"
    return Text(f"{metric.name.zh} {said}（{clause.zh}）", f"{metric.name.en} {said} ({clause.en})")


def _number(value: float) -> str:
    """Every digit that matters: 4.99999 is not shown as 5, nor 100 as 1E+2."""
    return format(Decimal(str(value)).normalize(), "f")


# What is still needed


def _missing(kind: Kind, values: Mapping[str, float], stated: Mapping[str, Judgement], grade: Grade) -> Refusal | None:
    for metric in kind.measures:
        if metric.key not in values and metric.highest.rank > grade.rank:
            return _measure_missing(metric)
    for condition in kind.conditions:
        if condition.grade.rank <= grade.rank:
            continue
        for metric in kind.measures:
            if metric.key in (condition.higher or ()) and metric.key not in values:
                return _measure_missing(metric)
        if condition.key not in stated and _is_asked(condition, values):
            text = condition.text
            return JUDGEMENT_MISSING.at(f"judgements.{condition.key}", text_zh=text.zh, text_en=text.en)
    return None


def _measure_missing(metric: Metric) -> Refusal:
    return MEASURE_MISSING.at(
        f"measures.{metric.key}", name_zh=metric.name.zh, name_en=metric.name.en, unit=metric.unit,
        help_zh=metric.help.zh, help_en=metric.help.en,
    )  # fmt: skip


# The list


class WorkState(StrEnum):
    """Where a work of the list stands; its flow from plan to acceptance is another matter."""

    LISTED = "listed"
    REMOVED = "removed"


class WorkAction(StrEnum):
    """What the site does with it."""

    LIST = "list"
    CHANGE = "change"
    REMOVE = "remove"


WORK_STATE_NAMES: Final[Mapping[WorkState, Text]] = {
    WorkState.LISTED: Text("在清单上", "listed"),
    WorkState.REMOVED: Text("已移除", "removed"),
}

WORK_STATES: Final[Mapping[tuple[WorkState | None, WorkAction], WorkState]] = {
    (None, WorkAction.LIST): WorkState.LISTED,
    (WorkState.LISTED, WorkAction.CHANGE): WorkState.LISTED,
    (WorkState.LISTED, WorkAction.REMOVE): WorkState.REMOVED,
}
"""The whole life of an entry; what is not here is refused."""


def work_states_before(action: WorkAction) -> list[str]:
    """The states from which the action is allowed: what its UPDATE carries in its WHERE."""
    return [state.value for state, taken in WORK_STATES if taken is action and state is not None]
