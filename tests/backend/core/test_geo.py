"""Positions against the published centres of the 21 cities (domain section 3.7)."""

import pytest

from backend.core.geo import Datum, Point, city_of, distance_metres, is_in_city, to_wgs84, wgs84_to_gcj02

CENTRES = [
    ("440100", 113.280637, 23.125178, 113.27530, 23.12785),
    ("440300", 114.085947, 22.547000, 114.08082, 22.54969),
    ("440500", 116.708463, 23.371020, 116.70395, 23.37364),
    ("440800", 110.364977, 21.274898, 110.36048, 21.27728),
    ("441400", 116.117582, 24.299112, 116.11274, 24.30174),
    ("445300", 112.044439, 22.929801, 112.03913, 22.93246),
]


@pytest.mark.parametrize(("code", "lng", "lat", "wgs_lng", "wgs_lat"), CENTRES)
def test_a_gcj02_centre_becomes_its_wgs84_place_within_two_metres(
    code: str, lng: float, lat: float, wgs_lng: float, wgs_lat: float
) -> None:
    converted = to_wgs84(Point(lng, lat), Datum.GCJ02)
    assert distance_metres(converted, Point(wgs_lng, wgs_lat)) < 2
    assert city_of(converted) == code


@pytest.mark.parametrize(("lng", "lat"), [(centre[1], centre[2]) for centre in CENTRES])
def test_conversion_there_and_back_moves_nothing(lng: float, lat: float) -> None:
    there = to_wgs84(Point(lng, lat), Datum.GCJ02)
    assert distance_metres(wgs84_to_gcj02(there), Point(lng, lat)) < 0.01


def test_the_shift_in_guangdong_is_wider_than_a_site() -> None:
    raw = Point(113.280637, 23.125178)
    assert 540 < distance_metres(raw, to_wgs84(raw, Datum.GCJ02)) < 640


def test_bd09_is_converted_through_gcj02() -> None:
    # Baidu's own shift is about 0.0065° east and 0.006° north of GCJ-02.
    baidu = Point(113.280637 + 0.0065, 23.125178 + 0.006)
    assert distance_metres(to_wgs84(baidu, Datum.BD09), Point(113.27530, 23.12785)) < 100


def test_swapped_degrees_lie_in_no_city() -> None:
    assert city_of(Point(23.12785, 113.27530)) is None


def test_a_point_of_shenzhen_is_not_in_guangzhou() -> None:
    assert not is_in_city(Point(114.08082, 22.54969), "440100")
