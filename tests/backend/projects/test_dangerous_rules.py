"""Grades of dangerous works against 建办质〔2018〕31号 as domain section 4.1 restates it, number by number."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.core.errors import Refusal
from backend.projects.dangerous.dangerous_kinds import (
    Classification,
    Form,
    Grade,
    Judgement,
    Measure,
)
from backend.projects.dangerous.dangerous_rules import classify
from tests.backend.projects.dangerous_samples import KINDS, measures, said

N, D, S = Grade.NONE, Grade.DANGEROUS, Grade.OVERSIZED
HARMLESS = {
    "FORMWORK-SUPPORT": {"height": 1.0, "span": 1.0, "total_load": 1.0, "line_load": 0.0, "width": 2.0},
    "LIFTING-MACHINE": {"rated_load": 1.0, "total_height": 10.0, "base_elevation": 0.0},
}
"""The other measures of a kind while one of them is tried."""


def graded(code: str, values: dict[str, float] | None = None, *, holds: bool = False) -> Classification:
    kind = KINDS[code]
    whole = HARMLESS.get(code, {}) | (values or {})
    return classify(kind, measures(kind, whole), said(kind, holds=holds))


def refused(act: Callable[[], Any]) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.problem.code, caught.value.field


LIMITS = [
    # kind, measure, at the first limit, at the second; None: that annex names no number.
    ("PIT", "depth", 3.0, 5.0),
    ("FORMWORK-SUPPORT", "height", 5.0, 8.0),
    ("FORMWORK-SUPPORT", "span", 10.0, 18.0),
    ("FORMWORK-SUPPORT", "total_load", 10.0, 15.0),
    ("FORMWORK-SUPPORT", "line_load", 15.0, 20.0),
    ("UNCONVENTIONAL-LIFT", "piece_weight", 10.0, 100.0),
    ("SCAFFOLD-GROUND", "height", 24.0, 50.0),
]
ONE_LIMIT = [
    # kind, measure, the limit of annex 2, what it is below.
    ("STEEL-SUPPORT", "point_load", 7.0, D),
    ("LIFTING-MACHINE", "rated_load", 300.0, D),
    ("LIFTING-MACHINE", "total_height", 200.0, D),
    ("LIFTING-MACHINE", "base_elevation", 200.0, D),
    ("SCAFFOLD-CLIMBING", "lift_height", 150.0, D),
    ("SCAFFOLD-CANTILEVER", "section_height", 20.0, D),
    ("CURTAIN-WALL", "height", 50.0, D),
    ("STEEL-STRUCTURE", "span", 36.0, D),
    ("SPACE-GRID", "span", 60.0, D),
    ("HAND-DUG-PILE", "depth", 16.0, D),
    ("WHOLE-MOVE", "weight", 1000.0, N),
]
NO_NUMBER = {
    "TOOL-FORMWORK": S,
    "LIFT-INSTALLATION": D,
    "SUSPENDED-PLATFORM": D,
    "WORKING-PLATFORM": D,
    "SCAFFOLD-SPECIAL": D,
    "UNDERGROUND": S,
    "UNDERWATER": S,
    "PRECAST": D,
    "NEW-TECHNIQUE": S,
}


def test_the_catalogue_has_the_rows_of_the_notice_and_every_one_is_tried_here() -> None:
    tried = {row[0] for row in LIMITS} | {row[0] for row in ONE_LIMIT} | set(NO_NUMBER) | {"DEMOLITION"}
    assert set(KINDS) == tried
    assert len(KINDS) == 23
    limits = {(kind.code, m.key) for kind in KINDS.values() for m in kind.measures if m.highest is not N}
    assert limits == {(row[0], row[1]) for row in LIMITS} | {(row[0], row[1]) for row in ONE_LIMIT}


@pytest.mark.parametrize(("code", "key", "first", "second"), LIMITS)
def test_a_measure_counts_from_its_limit_on(code: str, key: str, first: float, second: float) -> None:
    tries = [first - 0.01, first, first + 0.01, second - 0.01, second, second + 0.01]
    assert [graded(code, {key: value}).grade for value in tries] == [N, D, D, D, S, S]


@pytest.mark.parametrize(("code", "key", "limit", "below"), ONE_LIMIT)
def test_a_measure_that_only_annex_2_names_counts_from_there_on(
    code: str, key: str, limit: float, below: Grade
) -> None:
    tries = [limit - 0.01, limit, limit + 0.01]
    assert [graded(code, {key: value}).grade for value in tries] == [below, S, S]


def test_the_kinds_without_numbers_are_what_they_are() -> None:
    assert {code: graded(code).grade for code in NO_NUMBER} == NO_NUMBER
    assert {code for code, kind in KINDS.items() if kind.form is Form.FORM} == set(NO_NUMBER)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        # One public table says 15/20 kN/m² and another 20/40 kN/m: under both of them this would be the lower grade.
        ("total_load", 10.0, D),
        ("total_load", 14.9, D),
        ("total_load", 15.0, S),
        ("total_load", 19.9, S),
        ("line_load", 15.0, D),
        ("line_load", 19.9, D),
        ("line_load", 20.0, S),
        ("line_load", 39.9, S),
    ],
)
def test_formwork_loads_are_not_those_of_the_wrong_public_tables(key: str, value: float, expected: Grade) -> None:
    assert graded("FORMWORK-SUPPORT", {key: value}).grade is expected


def test_any_one_measure_decides() -> None:
    one_each = [{"height": 8.0}, {"span": 18.0}, {"total_load": 15.0}, {"line_load": 20.0}]
    assert [graded("FORMWORK-SUPPORT", values).grade for values in one_each] == [S] * 4
    assert graded("FORMWORK-SUPPORT", {"height": 5.0, "line_load": 20.0}).grade is S


# Conditions


@pytest.mark.parametrize(
    ("values", "holds", "expected"),
    [
        ({"height": 4.0, "width": 3.9}, True, D),
        ({"height": 4.0, "width": 3.9}, False, N),
        ({"height": 4.0, "width": 4.0}, True, N),
        ({"height": 4.0, "width": 4.1}, True, N),
        ({"height": 8.0, "width": 1.0}, True, S),
    ],
)
def test_a_slender_support_that_stands_alone_is_dangerous(
    values: dict[str, float], holds: bool, expected: Grade
) -> None:
    assert graded("FORMWORK-SUPPORT", values, holds=holds).grade is expected


def test_whether_it_stands_alone_is_asked_only_of_a_slender_support() -> None:
    kind = KINDS["FORMWORK-SUPPORT"]
    wide, slender = ({"height": 3.0, "width": width} for width in (3.0, 2.9))
    assert classify(kind, measures(kind, HARMLESS[kind.code] | wide), []).grade is N
    asked = refused(lambda: classify(kind, measures(kind, HARMLESS[kind.code] | slender), []))
    assert asked == ("judgement_missing", "judgements.independent")


@pytest.mark.parametrize(
    ("depth", "holds", "expected"), [(2.9, True, D), (2.9, False, N), (3.0, False, D), (5, True, S)]
)
def test_a_shallow_pit_in_complex_surroundings_is_dangerous(depth: float, holds: bool, expected: Grade) -> None:
    assert graded("PIT", {"depth": depth}, holds=holds).grade is expected


def test_a_shallow_pit_needs_somebodys_word_on_its_surroundings() -> None:
    kind = KINDS["PIT"]
    assert refused(lambda: classify(kind, measures(kind, {"depth": 2.9}), [])) == (
        "judgement_missing",
        "judgements.complex_surroundings",
    )
    assert classify(kind, measures(kind, {"depth": 3.0}), []).grade is D


@pytest.mark.parametrize(
    ("holding", "expected"),
    [
        ({"special_structure"}, S),
        ({"heritage"}, S),
        ({"affects_others"}, D),
        ({"affects_others", "heritage"}, S),
        (set(), N),
    ],
)
def test_demolition_is_what_a_person_judges_it_to_be(holding: set[str], expected: Grade) -> None:
    kind = KINDS["DEMOLITION"]
    answers = [Judgement(key=c.key, holds=c.key in holding, reason="现场勘查") for c in kind.conditions]
    assert classify(kind, [], answers).grade is expected


def test_demolition_asks_until_nothing_could_raise_the_grade() -> None:
    kind = KINDS["DEMOLITION"]
    heritage = Judgement(key="heritage", holds=True, reason="位于历史文化街区")
    others = Judgement(key="affects_others", holds=True, reason="临街")
    assert classify(kind, [], [heritage]).grade is S
    assert refused(lambda: classify(kind, [], [others])) == ("judgement_missing", "judgements.special_structure")


# Reasons


def test_a_reason_names_measure_value_limit_and_clause_in_both_languages() -> None:
    found = graded("FORMWORK-SUPPORT", {"height": 8.2, "span": 12.0})
    assert found == Classification(
        S,
        "超过一定规模的危大工程：搭设高度 8.2 m ≥ 8 m（建办质〔2018〕31号附件2第二（二）项）",
        "Oversized dangerous works: Height of the support 8.2 m ≥ 8 m (Jianbanzhi [2018] No. 31, annex 2, item 2(2))",
    )


def test_a_reason_says_why_nothing_was_reached() -> None:
    found = graded("PIT", {"depth": 2.99999})
    assert (found.reason_zh, found.reason_en) == (
        (
            "不属于危大工程：开挖深度 2.99999 m < 3 m（建办质〔2018〕31号附件1第一（一）项）；"
            "判断“地质条件、周围环境和地下管线复杂，或影响毗邻建（构）筑物安全”不成立，"
            "理由：现场勘查（建办质〔2018〕31号附件1第一（二）项）"
        ),
        (
            "No dangerous works: Depth of excavation 2.99999 m < 3 m (Jianbanzhi [2018] No. 31, annex 1, item 1(1)); "
            "judged not to hold: “Geology, surroundings or buried pipelines are complex, or neighbouring structures "
            "are affected”, because: 现场勘查 (Jianbanzhi [2018] No. 31, annex 1, item 1(2))"
        ),
    )


def test_a_reason_names_all_that_reach_the_grade_and_nothing_below_it() -> None:
    found = graded("FORMWORK-SUPPORT", {"height": 9.0, "span": 10.0, "line_load": 25.0})
    assert "搭设高度 9 m ≥ 8 m" in found.reason_zh
    assert "集中线荷载（设计值） 25 kN/m ≥ 20 kN/m" in found.reason_zh
    assert "跨度" not in found.reason_zh


def test_a_kind_that_is_dangerous_at_any_size_says_so() -> None:
    found = graded("CURTAIN-WALL", {"height": 10.0})
    assert found.reason_zh == "危大工程：建筑幕墙安装不论大小均属此列（建办质〔2018〕31号附件1第七（一）项）"
    assert found.reason_en.startswith("Dangerous works: all works of this kind are: Installation of a curtain wall")


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_text_of_a_kind_exists_in_both_languages(code: str) -> None:
    kind = KINDS[code]
    texts = [
        kind.name,
        *kind.clauses.values(),
        *(c.text for c in kind.conditions),
        *(c.clause for c in kind.conditions),
    ]
    texts += [text for metric in kind.measures for text in (metric.name, metric.help)]
    assert [text for text in texts if len(text.zh) < 2 or len(text.en) < 2 or not text.en.isprintable()] == []


# Units


@pytest.mark.parametrize(
    ("code", "key", "value", "unit", "expected"),
    [
        ("UNCONVENTIONAL-LIFT", "piece_weight", 1.0, "t", D),
        ("UNCONVENTIONAL-LIFT", "piece_weight", 0.99, "t", N),
        ("UNCONVENTIONAL-LIFT", "piece_weight", 10, "t", S),
        ("UNCONVENTIONAL-LIFT", "piece_weight", 999.9, "kg", N),
        ("UNCONVENTIONAL-LIFT", "piece_weight", 1000, "kg", D),
        ("STEEL-SUPPORT", "point_load", 0.7, "t", S),
        ("STEEL-SUPPORT", "point_load", 0.69, "t", D),
        ("LIFTING-MACHINE", "rated_load", 30, "t", S),
        ("PIT", "depth", 300, "cm", D),
        ("PIT", "depth", 4999, "mm", D),
        ("PIT", "depth", 5000, "mm", S),
        ("FORMWORK-SUPPORT", "total_load", 15, "kPa", S),
        ("FORMWORK-SUPPORT", "total_load", 1.5, "t/m²", S),
        ("FORMWORK-SUPPORT", "line_load", 1.5, "t/m", D),
        ("FORMWORK-SUPPORT", "line_load", 2000, "kg/m", S),
    ],
)
def test_other_units_are_brought_to_the_limits(code: str, key: str, value: float, unit: str, expected: Grade) -> None:
    kind = KINDS[code]
    others = {name: harmless for name, harmless in HARMLESS.get(code, {}).items() if name != key}
    given_so = [*measures(kind, others), Measure(key=key, value=value, unit=unit)]
    assert classify(kind, given_so, said(kind, holds=False)).grade is expected


# Refusals


@pytest.mark.parametrize(
    ("given_so", "expected"),
    [
        ([Measure(key="depth", value=0, unit="m")], ("measure_impossible", "measures[0].value")),
        ([Measure(key="depth", value=-4, unit="m")], ("measure_impossible", "measures[0].value")),
        ([Measure(key="depth", value=100.1, unit="m")], ("measure_impossible", "measures[0].value")),
        ([Measure(key="depth", value=float("nan"), unit="m")], ("measure_impossible", "measures[0].value")),
        ([Measure(key="depth", value=4, unit="kN")], ("measure_unit", "measures[0].unit")),
        ([Measure(key="height", value=4, unit="m")], ("measure_unknown", "measures[0].key")),
        ([Measure(key="depth", value=4, unit="m")] * 2, ("measure_twice", "measures[1].key")),
        ([], ("measure_missing", "measures.depth")),
    ],
)
def test_a_measure_that_cannot_be_is_refused_by_its_place(given_so: list[Measure], expected: tuple[str, str]) -> None:
    assert refused(lambda: classify(KINDS["PIT"], given_so, [])) == expected


def test_the_bounds_of_a_measure_are_themselves_possible() -> None:
    assert [graded("PIT", {"depth": depth}).grade for depth in (0.1, 100.0)] == [N, S]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["heritage", "heritage"], ("judgement_twice", "judgements[1].key")),
        (["full_moon"], ("judgement_unknown", "judgements[0].key")),
    ],
)
def test_a_judgement_that_was_not_asked_for_is_refused(keys: list[str], expected: tuple[str, str]) -> None:
    answers = [Judgement(key=key, holds=True, reason="现场勘查") for key in keys]
    assert refused(lambda: classify(KINDS["DEMOLITION"], [], answers)) == expected


def test_what_is_missing_is_asked_for_while_it_could_raise_the_grade_and_no_longer() -> None:
    kind = KINDS["FORMWORK-SUPPORT"]
    dangerous = {"height": 6.0, "span": 4.0, "total_load": 4.0}
    assert refused(lambda: classify(kind, measures(kind, dangerous), [])) == ("measure_missing", "measures.line_load")
    assert classify(kind, measures(kind, dangerous | {"line_load": 3.0}), []).grade is D
    assert classify(kind, measures(kind, {"height": 9.0}), []).grade is S
    low = dangerous | {"height": 4.0, "line_load": 3.0}
    assert refused(lambda: classify(kind, measures(kind, low), [])) == ("measure_missing", "measures.width")
