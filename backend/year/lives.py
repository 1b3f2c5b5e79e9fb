"""What kind of sites there are: when they came, how they build, how their people keep their duties."""

import datetime as dt
from enum import StrEnum
from typing import Final

import msgspec

from backend.core.geo import Point
from backend.year.cast import DISTRICTS, Casting, District, Firm, Person

DAYS_OF_A_YEAR: Final = 365


class Temper(StrEnum):
    """How a site reports: in time, a few days late, or for some months not at all."""

    PUNCTUAL = "punctual"
    LATE = "late"
    SILENT = "silent"


class Life(msgspec.Struct, frozen=True, kw_only=True):
    """A site and its people; days count from the first day of the year."""

    number: int
    name: str
    is_building: bool
    district: District
    point: Point
    registered_day: int
    is_existing: bool
    started_day: int
    build_days: int
    floors: int
    temper: Temper
    silent_from_day: int
    has_monitor: bool
    parties: dict[str, Firm]
    manager: Person
    chief: Person
    officer: Person
    clerk: Person
    developer_lead: Person
    successor: Person | None

    @property
    def finished_day(self) -> int:
        """When the last stage is reached."""
        return self.started_day + self.build_days

    def percent(self, day: int) -> int:
        """How much stands on a day: slow at first and at the end."""
        share = min(max((day - self.started_day) / self.build_days, 0.0), 1.0)
        return round(100 * share * share * (3 - 2 * share))

    def stage(self, day: int) -> str:
        """The stage of visual progress that goes with it."""
        percent = self.percent(day)
        steps = _BUILDING if self.is_building else _MUNICIPAL
        return next(code for most, code in steps if percent <= most)

    def floors_done(self, day: int) -> int:
        """Floors whose structure stands."""
        return min(round(self.floors * max(self.percent(day) - 12, 0) / 48), self.floors)

    def is_silent(self, day: int) -> bool:
        """Whether nothing is filed for what is due on that day: three months of the year."""
        return self.temper is Temper.SILENT and self.silent_from_day <= day < self.silent_from_day + 95


_BUILDING: Final = (
    (12, "B-FOUNDATION"),
    (60, "B-STRUCTURE-FRAME"),
    (76, "B-DECORATION-MEP"),
    (92, "B-DECORATION-FINISH"),
    (99, "B-CLOSE-OUT"),
    (100, "B-FINISHED"),
)
_MUNICIPAL: Final = (
    (30, "M-ROADBED"),
    (55, "M-DRAINAGE"),
    (80, "M-PAVEMENT"),
    (95, "M-GREENING-LIGHTING"),
    (99, "M-MARKING"),
    (100, "M-FINISHED"),
)


def lives(number: int, seed: int = 1) -> list[Life]:
    """So many sites, the same ones for the same seed."""
    cast = Casting(seed)
    return [_life(cast, at) for at in range(number)]


def _life(cast: Casting, number: int) -> Life:
    dice = cast.dice
    is_building, is_existing = dice.random() < 0.75, dice.random() < 0.55
    registered_day = dice.randrange(0, 25) if is_existing else dice.randrange(5, 300)
    district = dice.choices(DISTRICTS, weights=(3, 5, 5, 2, 1))[0]
    return Life(
        number=number,
        name=cast.site(is_building=is_building),
        is_building=is_building,
        district=district,
        point=cast.near(district),
        registered_day=registered_day,
        is_existing=is_existing,
        started_day=-dice.randrange(30, 300) if is_existing else registered_day + dice.randrange(5, 25),
        build_days=dice.randrange(420, 900) if is_building else dice.randrange(260, 500),
        floors=dice.randrange(6, 34) if is_building else 0,
        temper=dice.choices(tuple(Temper), weights=(72, 18, 10))[0],
        silent_from_day=dice.randrange(60, 230),
        has_monitor=dice.random() < 0.8,
        parties={role: cast.firm(role) for role in ("contractor", "supervision", "developer", "design", "survey")},
        manager=cast.person(),
        chief=cast.person(),
        officer=cast.person(),
        clerk=cast.person(),
        developer_lead=cast.person(),
        successor=cast.person() if dice.random() < 0.1 else None,
    )


def day_of(first: dt.date, day: int) -> dt.date:
    """The date of a day of the year."""
    return first + dt.timedelta(days=day)
