"""Permit numbers, map points, months and floors: values in, values out."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.errors import Refusal
from backend.core.geo import Datum, Point, distance_metres, wgs84_to_gcj02
from backend.projects import rules

TODAY = date(2026, 11, 21)


def refused(error: pytest.ExceptionInfo[Refusal]) -> tuple[str, str | None]:
    return error.value.problem.code, error.value.field


def test_a_permit_number_is_taken_apart() -> None:
    assert rules.parse_permit("440305202403150101", TODAY) == rules.Permit(
        number="440305202403150101",
        raw_number="440305202403150101",
        region_code="440305",
        issued_on=date(2024, 3, 15),
        serial="01",
        class_code="01",
        is_class_usual=True,
    )


def test_blanks_hyphens_and_a_copys_letter_are_tolerated_and_kept() -> None:
    permit = rules.parse_permit(" 440305-20240315-01-01s ", TODAY)
    assert (permit.number, permit.raw_number) == ("440305202403150101", "440305-20240315-01-01S")


@pytest.mark.parametrize(
    ("code", "is_usual"), [("01", True), ("02", True), ("03", False), ("19", False), ("99", False)]
)
def test_classes_other_than_building_and_municipal_are_remarked(code: str, is_usual: bool) -> None:
    assert rules.parse_permit(f"4403052024031501{code}", TODAY).is_class_usual is is_usual


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "permit_malformed"),
        ("44030520240315010", "permit_malformed"),
        ("4403052024031501010", "permit_malformed"),
        ("440305202403150100", "permit_malformed"),
        ("440305202403150120", "permit_malformed"),
        ("440305182403150101", "permit_malformed"),
        ("４40305202403150101", "permit_malformed"),
        ("110105202403150101", "permit_other_province"),
        ("440305202402300101", "permit_impossible_date"),
        ("440305202413010101", "permit_impossible_date"),
        ("440305202611220101", "permit_impossible_date"),
    ],
)
def test_a_wrong_permit_number_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        rules.parse_permit(text, TODAY)
    assert refused(caught) == (code, "number")


def test_a_permit_of_today_is_accepted() -> None:
    assert rules.parse_permit("440305202611210101", TODAY).issued_on == TODAY


NANSHAN = Point(113.94512, 22.54304)


def placed(given: Point, datum: Datum = Datum.WGS84, boundary: str = "440300") -> Point:
    return rules.place(given, datum, boundary=boundary, city_zh="深圳市", city_en="Shenzhen")


def test_a_wechat_point_is_converted_once() -> None:
    shown = wgs84_to_gcj02(NANSHAN)
    assert distance_metres(shown, NANSHAN) > 500
    assert distance_metres(placed(shown, Datum.GCJ02), NANSHAN) < 0.2
    assert placed(NANSHAN) == NANSHAN


def test_a_point_of_another_city_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        placed(Point(113.27530, 23.12785))
    assert refused(caught) == ("point_outside_city", "longitude")


@pytest.mark.parametrize("point", [NANSHAN, Point(113.27530, 23.12785)])
def test_swapped_longitude_and_latitude_are_named(point: Point) -> None:
    with pytest.raises(Refusal) as caught:
        placed(Point(point.latitude, point.longitude))
    assert refused(caught) == ("point_swapped", "longitude")
    assert caught.value.params == {"longitude": point.longitude, "latitude": point.latitude}


def test_a_point_of_hengqin_lies_inside_zhuhais_boundary() -> None:
    assert placed(Point(113.542, 22.131), boundary="440400") == Point(113.542, 22.131)


def test_a_month_is_counted_in_beijing() -> None:
    assert rules.period_of(datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC)) == "2026-10"
    assert rules.period_of(datetime(2026, 10, 31, 16, 0, tzinfo=UTC)) == "2026-11"


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS)
def test_a_month_starts_in_itself_and_follows_the_one_before(moment: datetime) -> None:
    period = rules.period_of(moment)
    start, end = rules.month_starts_at(period), rules.month_starts_at(rules.next_period(period))
    assert start <= moment < end
    assert rules.period_of(start) == period
    assert rules.period_of(start - timedelta(microseconds=1)) < period


@given(MOMENTS)
def test_this_month_and_the_last_may_be_filed_and_no_other(moment: datetime) -> None:
    current = rules.period_of(moment)
    before = rules.period_of(rules.month_starts_at(current) - timedelta(days=1))
    older = rules.period_of(rules.month_starts_at(before) - timedelta(days=1))
    rules.check_period(current, moment)
    rules.check_period(before, moment)
    with pytest.raises(Refusal) as closed:
        rules.check_period(older, moment)
    with pytest.raises(Refusal) as future:
        rules.check_period(rules.next_period(current), moment)
    assert (refused(closed), refused(future)) == (("period_closed", "period"), ("period_in_future", "period"))


@pytest.mark.parametrize("period", ["", "2026-13", "2026-00", "2026/11", "26-11", "２026-11"])
def test_a_month_that_is_none_is_refused(period: str) -> None:
    with pytest.raises(Refusal) as caught:
        rules.check_period(period, datetime(2026, 11, 21, tzinfo=UTC))
    assert refused(caught) == ("period_malformed", "period")


@pytest.mark.parametrize(("done", "total", "has_floors"), [(0, 0, False), (0, 18, True), (18, 18, True)])
def test_floors_that_fit_pass(done: int, total: int, has_floors: bool) -> None:
    rules.check_floors(done, total, has_floors=has_floors)


@pytest.mark.parametrize(("done", "total", "has_floors"), [(19, 18, True), (1, 18, False), (0, 1, False)])
def test_floors_that_do_not_fit_are_refused(done: int, total: int, has_floors: bool) -> None:
    with pytest.raises(Refusal) as caught:
        rules.check_floors(done, total, has_floors=has_floors)
    assert refused(caught) == ("floors_do_not_fit", "floors_done")


@pytest.mark.parametrize("count", [3, 9])
def test_three_to_nine_photos_pass(count: int) -> None:
    rules.check_photos([str(number) for number in range(count)])


@pytest.mark.parametrize(
    ("photos", "code"), [(["a", "b"], "photo_count"), (list("abcdefghij"), "photo_count"), (list("aab"), "photo_twice")]
)
def test_two_ten_or_repeated_photos_are_refused(photos: list[str], code: str) -> None:
    with pytest.raises(Refusal) as caught:
        rules.check_photos(photos)
    assert refused(caught) == (code, "photos")


def test_every_text_of_a_state_exists_in_both_languages() -> None:
    texts: Any = rules.STATE_NAMES
    assert set(texts) == set(rules.State)
    assert all(text.zh and text.en for text in texts.values())
