"""Grades of dangerous works whatever the numbers."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backend.projects.dangerous.dangerous_kinds import (
    UNITS,
    Grade,
    Judgement,
    Kind,
    Measure,
    Metric,
)
from backend.projects.dangerous.dangerous_rules import classify
from tests.backend.projects.dangerous_samples import KINDS, measures, said

N, D = Grade.NONE, Grade.DANGEROUS
GRADING = [(kind, metric) for kind in KINDS.values() for metric in kind.measures if metric.highest is not N]


@st.composite
def works(draw: st.DrawFn) -> tuple[Kind, dict[str, float], list[Judgement]]:
    """A kind that measures something, with every measure and every judgement given."""
    kind = draw(st.sampled_from([kind for kind in KINDS.values() if kind.measures]))
    values = {m.key: draw(st.floats(m.least, min(m.most, 2 * (m.oversized or m.most)))) for m in kind.measures}
    return kind, values, [Judgement(key=c.key, holds=draw(st.booleans()), reason="现场勘查") for c in kind.conditions]


@given(works(), st.data())
def test_a_larger_measure_never_lowers_the_grade(
    work: tuple[Kind, dict[str, float], list[Judgement]], data: st.DataObject
) -> None:
    kind, values, answers = work
    metric = data.draw(st.sampled_from([m for m in kind.measures if m.highest is not N]))
    larger = data.draw(st.floats(values[metric.key], metric.most))
    before = classify(kind, measures(kind, values), answers)
    after = classify(kind, measures(kind, values | {metric.key: larger}), answers)
    assert after.grade.rank >= before.grade.rank


@given(works())
def test_the_worst_single_measure_gives_at_least_its_own_grade(
    work: tuple[Kind, dict[str, float], list[Judgement]],
) -> None:
    kind, values, answers = work
    whole = classify(kind, measures(kind, values), answers).grade.rank
    alone = [reached[0].rank for m in kind.measures if (reached := m.limit(values[m.key])) is not None]
    assert whole == max([*alone, kind.grade.rank, *_judged(kind, values, answers)])


def _judged(kind: Kind, values: dict[str, float], answers: list[Judgement]) -> list[int]:
    """By hand: the two conditions that measured kinds have."""
    holds = {answer.key for answer in answers if answer.holds}
    slender = kind.code == "FORMWORK-SUPPORT" and values["height"] > values["width"] and "independent" in holds
    return [D.rank] if slender or "complex_surroundings" in holds else [N.rank]


@given(works(), st.data())
def test_the_unit_makes_no_difference(
    work: tuple[Kind, dict[str, float], list[Judgement]], data: st.DataObject
) -> None:
    kind, values, answers = work
    plain = {metric.key: max(round(values[metric.key], 2), metric.least) for metric in kind.measures}
    other = [_in_some_unit(metric, plain[metric.key], data) for metric in kind.measures]
    assert classify(kind, other, answers).grade is classify(kind, measures(kind, plain), answers).grade


def _in_some_unit(metric: Metric, value: float, data: st.DataObject) -> Measure:
    unit = data.draw(st.sampled_from(sorted(UNITS[metric.unit])))
    return Measure(key=metric.key, value=float(Decimal(str(value)) / UNITS[metric.unit][unit]), unit=unit)


@given(st.sampled_from(GRADING), st.sampled_from(["dangerous", "oversized"]))
def test_exactly_at_the_limit_counts(which: tuple[Kind, Metric], grade: str) -> None:
    kind, metric = which
    limit = getattr(metric, grade)
    values = {m.key: m.least for m in kind.measures} | {metric.key: limit or metric.least}
    found = classify(kind, measures(kind, values), said(kind, holds=False))
    assert limit is None or found.grade.rank >= Grade(grade).rank
