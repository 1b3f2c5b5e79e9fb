"""Positions: datums of Chinese maps, distances, and in which city a point lies.

Storage is WGS-84; WeChat hands out GCJ-02, some vendors BD-09. In Guangdong the shift is 540–640 m, more than a
site is wide, so a position is converted exactly once, where it enters.
"""

import math
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec

from backend.core.settings import settings

EARTH_METRES = 6_371_008.8
_GCJ_AXIS = 6_378_245.0
_GCJ_ECCENTRICITY = 0.00669342162296594323
_BD_TURN = math.pi * 3000.0 / 180.0


class Datum(StrEnum):
    """In which system a pair of degrees was measured."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


class Point(msgspec.Struct, frozen=True):
    """Degrees, WGS-84 unless said otherwise."""

    longitude: float
    latitude: float


def to_wgs84(point: Point, datum: Datum) -> Point:
    """The same place in WGS-84, within a decimetre."""
    if datum is Datum.WGS84:
        return point
    return _gcj02_to_wgs84(_bd09_to_gcj02(point) if datum is Datum.BD09 else point)


def wgs84_to_gcj02(point: Point) -> Point:
    """What a WeChat or AutoNavi map must be given."""
    x, y = point.longitude - 105.0, point.latitude - 35.0
    radians = point.latitude / 180.0 * math.pi
    bend = 1 - _GCJ_ECCENTRICITY * math.sin(radians) ** 2
    north = _shift_north(x, y) * 180.0 / ((_GCJ_AXIS * (1 - _GCJ_ECCENTRICITY)) / (bend * math.sqrt(bend)) * math.pi)
    east = _shift_east(x, y) * 180.0 / (_GCJ_AXIS / math.sqrt(bend) * math.cos(radians) * math.pi)
    return Point(point.longitude + east, point.latitude + north)


def _gcj02_to_wgs84(point: Point) -> Point:
    guess = point
    for _ in range(5):  # Converges below a centimetre in three rounds.
        there = wgs84_to_gcj02(guess)
        guess = Point(
            guess.longitude + point.longitude - there.longitude, guess.latitude + point.latitude - there.latitude
        )
    return guess


def _bd09_to_gcj02(point: Point) -> Point:
    x, y = point.longitude - 0.0065, point.latitude - 0.006
    radius = math.hypot(x, y) - 0.00002 * math.sin(y * _BD_TURN)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * _BD_TURN)
    return Point(radius * math.cos(angle), radius * math.sin(angle))


def _waves(value: float, terms: tuple[tuple[float, float], ...]) -> float:
    return sum(weight * math.sin(value * turn * math.pi) for weight, turn in terms) * 2.0 / 3.0


def _shift_north(x: float, y: float) -> float:
    base = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    return (
        base
        + _waves(x, ((20.0, 6.0), (20.0, 2.0)))
        + _waves(y, ((20.0, 1.0), (40.0, 1 / 3)))
        + _waves(y, ((160.0, 1 / 12), (320.0, 1 / 30)))
    )


def _shift_east(x: float, y: float) -> float:
    base = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    return (
        base
        + _waves(x, ((20.0, 6.0), (20.0, 2.0)))
        + _waves(x, ((20.0, 1.0), (40.0, 1 / 3)))
        + _waves(x, ((150.0, 1 / 12), (300.0, 1 / 30)))
    )


def distance_metres(a: Point, b: Point) -> float:
    """Great-circle distance (haversine)."""
    north, east = math.radians(b.latitude - a.latitude), math.radians(b.longitude - a.longitude)
    chord = (
        math.sin(north / 2) ** 2
        + math.cos(math.radians(a.latitude)) * math.cos(math.radians(b.latitude)) * math.sin(east / 2) ** 2
    )
    return 2 * EARTH_METRES * math.asin(math.sqrt(chord))


@cache
def _boundaries() -> dict[str, list[list[list[tuple[float, float]]]]]:
    """City code → polygons → rings of (longitude, latitude)."""
    collection: dict[str, Any] = msgspec.json.decode(settings().map_file.read_bytes())
    found: dict[str, list[list[list[tuple[float, float]]]]] = {}
    for feature in collection["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        found[str(feature["properties"]["code"])] = polygons
    return found


def outline(city_code: str) -> list[list[tuple[float, float]]]:
    """The city's boundary as rings of (longitude, latitude), islands and holes alike; empty for an unknown code."""
    return [ring for polygon in _boundaries().get(city_code, []) for ring in polygon]


def outlines() -> dict[str, list[list[tuple[float, float]]]]:
    """Every city's `outline` by its code."""
    return {code: outline(code) for code in sorted(_boundaries())}


def is_in_city(point: Point, city_code: str) -> bool:
    """Whether the point lies inside the city's boundary (even-odd rule over all rings)."""
    return any(sum(_crossings(point, ring) for ring in polygon) % 2 for polygon in _boundaries().get(city_code, []))


def city_of(point: Point) -> str | None:
    """The code of the city around the point, or None outside Guangdong."""
    return next((code for code in _boundaries() if is_in_city(point, code)), None)


def _crossings(point: Point, ring: list[tuple[float, float]]) -> int:
    count = 0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > point.latitude) != (y2 > point.latitude):
            edge = x1 + (point.latitude - y1) / (y2 - y1) * (x2 - x1)
            count += point.longitude < edge
    return count
