"""The boundaries that the map is drawn from, small enough to be sent: whole steps of 1e-4 degrees, about ten metres."""

from functools import cache
from hashlib import sha256
from typing import Final

import msgspec

from backend.core import geo

STEPS_PER_DEGREE: Final = 10_000


class CityOutline(msgspec.Struct, frozen=True):
    """A city's boundary as rings, islands and holes alike (even-odd rule).

    A ring is `[east, north, east, north, …]` in 1e-4 degrees (WGS-84): its first point, then the step to each next one.
    """

    code: str
    rings: list[list[int]]


class MapOutline(msgspec.Struct, frozen=True):
    """All cities."""

    cities: list[CityOutline]


class Outlined(msgspec.Struct, frozen=True):
    """The encoded `MapOutline`, and the digest of it."""

    body: bytes
    tag: str


@cache
def encoded() -> Outlined:
    """Made once from the map file."""
    body = msgspec.json.encode(
        MapOutline([CityOutline(code, [_steps(ring) for ring in rings]) for code, rings in geo.outlines().items()])
    )
    return Outlined(body, sha256(body).hexdigest()[:20])


def _steps(ring: list[tuple[float, float]]) -> list[int]:
    steps: list[int] = []
    east = north = 0
    for longitude, latitude in ring:
        x, y = round(longitude * STEPS_PER_DEGREE), round(latitude * STEPS_PER_DEGREE)
        if steps and (x, y) == (east, north):
            continue
        steps += (x - east, y - north)
        east, north = x, y
    return steps
