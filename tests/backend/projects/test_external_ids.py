"""Numbers of other systems and what differs between two values of a fact: values in, values out."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.errors import Refusal
from backend.projects.base import external_id_rules
from backend.projects.base.external_id_rules import Parsed
from backend.projects.facts import fact_texts
from backend.projects.facts.fact_rules import Fact

TODAY = dt.date(2026, 11, 21)


def parse(kind: str, value: str, source: str | None = None) -> Parsed:
    return external_id_rules.parse(kind, value, source, TODAY)


@pytest.mark.parametrize(
    ("value", "scheme"),
    [
        ("2607-440300-04-01-000001", "gbt_40058_2021"),
        ("2611-440300-04-01-000001", "gbt_40058_2021"),
        ("2012-440300-04-01-000001", "gbt_40058_2021"),
        ("2017-440300-47-03-000001", "before_2020_12"),
        ("2015-000052-47-03-000001", "before_2020_12"),
        ("２６０７－440300–04—01-000001", "gbt_40058_2021"),
    ],
)
def test_a_project_code_follows_one_of_two_schemes(value: str, scheme: str) -> None:
    assert parse("project_code", value).scheme == scheme


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("project_code", "2607-440300-04-01-00001", "project_code_malformed"),
        ("project_code", "260744030004010000001", "project_code_malformed"),
        ("project_code", "2607-110000-04-01-000001", "project_code_other_province"),
        ("project_code", "2612-440300-04-01-000001", "project_code_impossible_time"),
        ("project_code", "2613-440300-04-01-000001", "project_code_impossible_time"),
        ("project_code", "2014-440300-04-01-000001", "project_code_impossible_time"),
        ("project_code", "1907-440300-04-01-000001", "project_code_impossible_time"),
        ("mohurd_project_no", "440305260230010", "mohurd_no_malformed"),
        ("mohurd_project_no", "4403052602300301", "mohurd_no_malformed"),
        ("mohurd_project_no", "1103052602280101", "mohurd_no_other_province"),
        ("mohurd_project_no", "4403052602300101", "mohurd_no_impossible_date"),
        ("mohurd_project_no", "4403052611220101", "mohurd_no_impossible_date"),
    ],
)
def test_a_number_of_the_wrong_form_says_which(kind: str, value: str, code: str) -> None:
    with pytest.raises(Refusal) as error:
        parse(kind, value)
    assert (error.value.problem.code, error.value.field) == (code, "value")


def test_a_market_platform_number_of_today_is_taken() -> None:
    assert parse("mohurd_project_no", " 440305 261121 01 01 ").value == "4403052611210101"


@pytest.mark.parametrize(
    ("kind", "source", "value", "code", "field"),
    [
        ("Supervision", "station", "JD1", "external_kind_malformed", "kind"),
        ("supervision_no", None, "JD1", "external_source_missing", "source"),
        ("supervision_no", "深圳", "JD1", "external_source_missing", "source"),
        ("project_code", "other", "2607-440300-04-01-000001", "external_source_fixed", "source"),
        ("supervision_no", "station", "J", "external_value_malformed", "value"),
        ("supervision_no", "station", "J D", "external_value_malformed", "value"),
    ],
)
def test_kind_source_and_value_are_checked(kind: str, source: str | None, value: str, code: str, field: str) -> None:
    with pytest.raises(Refusal) as error:
        parse(kind, value, source)
    assert (error.value.problem.code, error.value.field) == (code, field)


@given(st.text(max_size=60), st.sampled_from(["project_code", "mohurd_project_no"]))
def test_no_text_breaks_the_parsers(text: str, kind: str) -> None:
    try:
        parsed = parse(kind, text)
    except Refusal:
        return
    assert parse(kind, parsed.value) == parsed


def work(name: str, grade: str, *, kind: str = "PIT") -> dict[str, str]:
    return {"kind": kind, "name": name, "grade": grade, "location": "1#", "reason_zh": grade, "reason_en": grade}


def test_lists_of_dangerous_works_differ_work_by_work() -> None:
    before = [work("基坑", "dangerous"), work("基坑", "dangerous"), work("塔吊", "dangerous", kind="CRANE")]
    after = [work("基坑", "oversized"), work("基坑", "dangerous"), work("模板", "none", kind="FORM")]
    lines = fact_texts.differences(Fact.DANGEROUS_WORKS, before, after)
    assert [(line.label_zh, line.before_en, line.after_en) for line in lines] == [
        ("塔吊", "1#: dangerous", "not on the list"),
        ("模板", "not on the list", "1#: none"),
        ("基坑", "1#: dangerous", "1#: oversized"),
    ]
    assert fact_texts.differences(Fact.DANGEROUS_WORKS, before, before) == []


def test_devices_differ_by_what_is_counted() -> None:
    lines = fact_texts.differences(
        Fact.DEVICES, {"registered": 2, "transmitting": 1}, {"registered": 2, "transmitting": 2}
    )
    assert [(line.label_en, line.before_zh, line.after_zh) for line in lines] == [("Transmitting", "1", "2")]


def test_what_was_not_reported_is_said_so() -> None:
    (line,) = fact_texts.differences(Fact.MAP_POINT, None, {"longitude": 113.95, "latitude": 22.54})
    assert (line.before_zh, line.before_en, line.after_en) == ("未填报", "not reported", "113.95000, 22.54000")
