"""Pure decisions of projects: permit numbers, map points, months, the progress report's states."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Final

import msgspec

from backend.core import geo
from backend.core.clock import SHANGHAI
from backend.core.i18n import Text
from backend.projects.problems import (
    FLOORS_DO_NOT_FIT,
    PERIOD_CLOSED,
    PERIOD_IN_FUTURE,
    PERIOD_MALFORMED,
    PERMIT_IMPOSSIBLE_DATE,
    PERMIT_MALFORMED,
    PERMIT_OTHER_PROVINCE,
    PHOTO_COUNT,
    PHOTO_TWICE,
    POINT_OUTSIDE_CITY,
    POINT_SWAPPED,
)


class ProgressTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[progress]` of `rules.toml`."""

    least_photos: int
    most_photos: int
    note_characters: int


PROGRESS: Final = msgspec.convert(
    tomllib.loads((files(__package__) / "rules.toml").read_text(encoding="utf-8"))["progress"], ProgressTerms
)


# Construction permits


class Permit(msgspec.Struct, frozen=True, kw_only=True):
    """A construction permit's number, taken apart. `is_class_usual`: building (01) or municipal (02)."""

    number: str
    raw_number: str
    region_code: str
    issued_on: dt.date
    serial: str
    class_code: str
    is_class_usual: bool


_PERMIT: Final = re.compile(r"([0-9]{6})((?:19|20)[0-9]{6})([0-9]{2})(0[1-9]|1[0-9]|99)", re.ASCII)
_PROVINCE: Final = "44"


def parse_permit(text: str, today: dt.date) -> Permit:
    """The number `AAAAAA YYYYMMDD NN TT`: area, date, serial of the day, class. It has no check digit.

    Letters after it mark copies in some places: the number as it was typed is kept beside the 18 digits.
    """
    raw = text.strip().upper()
    digits = re.sub(r"[\s\-]", "", raw)
    found = _PERMIT.fullmatch(digits.rstrip("SJZA"))
    if found is None:
        raise PERMIT_MALFORMED.at("number")
    region_code, date, serial, class_code = found.groups()
    if not region_code.startswith(_PROVINCE):
        raise PERMIT_OTHER_PROVINCE.at("number", area=region_code)
    issued_on = _date(date)
    if issued_on is None or issued_on > today:
        raise PERMIT_IMPOSSIBLE_DATE.at("number", date=date)
    return Permit(
        number=found.group(0),
        raw_number=raw,
        region_code=region_code,
        issued_on=issued_on,
        serial=serial,
        class_code=class_code,
        is_class_usual=class_code in {"01", "02"},
    )


def _date(text: str) -> dt.date | None:
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


# Map points


def place(given: geo.Point, datum: geo.Datum, *, boundary: str, city_zh: str, city_en: str) -> geo.Point:
    """The point in WGS-84, if it lies in the project's city; `boundary` is the code of the city's outline.

    Longitude and latitude given the wrong way round are recognised and named: it is the commonest mistake.
    """
    point = geo.to_wgs84(given, datum)
    if geo.is_in_city(point, boundary):
        return point
    swapped = geo.Point(given.latitude, given.longitude)
    if geo.city_of(geo.to_wgs84(swapped, datum)) is not None:
        raise POINT_SWAPPED.at("longitude", longitude=swapped.longitude, latitude=swapped.latitude)
    raise POINT_OUTSIDE_CITY.at("longitude", city_zh=city_zh, city_en=city_en)


# Months


def period_of(moment: dt.datetime) -> str:
    """The month, as people here count it: `2026-11`."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m")


def _first_day(period: str) -> dt.date:
    return dt.date(int(period[:4]), int(period[5:]), 1)


def next_period(period: str) -> str:
    """The month after."""
    return (_first_day(period) + dt.timedelta(days=31)).strftime("%Y-%m")


def month_starts_at(period: str) -> dt.datetime:
    """Midnight of its first day in Beijing, in UTC."""
    return dt.datetime.combine(_first_day(period), dt.time(), SHANGHAI).astimezone(dt.UTC)


def open_periods(now: dt.datetime) -> list[str]:
    """The months that `check_period` lets through: the last one and this one."""
    this = period_of(now)
    return [period_of(month_starts_at(this) - dt.timedelta(days=1)), this]


_PERIOD: Final = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)


def check_period(period: str, now: dt.datetime) -> None:
    """Refuse a month other than this one and the last."""
    if not _PERIOD.fullmatch(period):
        raise PERIOD_MALFORMED.at("period")
    current = period_of(now)
    if period > current:
        raise PERIOD_IN_FUTURE.at("period")
    if period != current and next_period(period) != current:
        raise PERIOD_CLOSED.at("period")


# Progress reports


class State(StrEnum):
    """Where a month's report stands."""

    FILED = "filed"
    REVIEWED = "reviewed"
    RETURNED = "returned"
    CONFIRMED = "confirmed"

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens to it."""
        return self is State.CONFIRMED


class Action(StrEnum):
    """What is done with it: by the site, its chief supervision engineer, the regulator."""

    FILE = "file"
    REVIEW = "review"
    CHIEF_RETURN = "chief_return"
    CONFIRM = "confirm"
    REGULATOR_RETURN = "regulator_return"


STATE_NAMES: Final[Mapping[State, Text]] = {
    State.FILED: Text("待总监审核", "waiting for the chief supervision engineer"),
    State.REVIEWED: Text("待监督机构确认", "waiting for the supervising unit"),
    State.RETURNED: Text("已退回", "returned to the site"),
    State.CONFIRMED: Text("已确认", "confirmed"),
}

TRANSITIONS: Final[Mapping[tuple[State | None, Action], State]] = {
    (None, Action.FILE): State.FILED,
    (State.RETURNED, Action.FILE): State.FILED,
    (State.FILED, Action.REVIEW): State.REVIEWED,
    (State.FILED, Action.CHIEF_RETURN): State.RETURNED,
    (State.REVIEWED, Action.CONFIRM): State.CONFIRMED,
    (State.REVIEWED, Action.REGULATOR_RETURN): State.RETURNED,
}
"""The whole life of a report; what is not here is refused."""


def next_state(state: State | None, action: Action) -> State | None:
    """Where the action leads, or None where it is not allowed."""
    return TRANSITIONS.get((state, action))


def states_before(action: Action) -> list[str]:
    """The states from which the action is allowed: what its UPDATE carries in its WHERE."""
    return [state.value for state, taken in TRANSITIONS if taken is action and state is not None]


def check_floors(done: int, total: int, *, has_floors: bool) -> None:
    """Refuse more floors done than there are, and floors at a stage that has none."""
    if done > total or (not has_floors and (done or total)):
        raise FLOORS_DO_NOT_FIT.at("floors_done")


def check_photos(photo_ids: list[str]) -> None:
    """Refuse too few, too many, and the same one twice."""
    if not PROGRESS.least_photos <= len(photo_ids) <= PROGRESS.most_photos:
        raise PHOTO_COUNT.at("photos", least=PROGRESS.least_photos, most=PROGRESS.most_photos, given=len(photo_ids))
    if len(set(photo_ids)) < len(photo_ids):
        raise PHOTO_TWICE.at("photos")


# Posts


class PostKind(StrEnum):
    """What a person is on a project."""

    PROJECT_MANAGER = "project_manager"
    CHIEF_ENGINEER = "chief_engineer"
    SAFETY_OFFICER = "safety_officer"
    MATERIALS_CLERK = "materials_clerk"
    DEVELOPER_LEAD = "developer_lead"


EMPLOYERS: Final[Mapping[PostKind, str]] = {
    PostKind.PROJECT_MANAGER: "contractor",
    PostKind.CHIEF_ENGINEER: "supervision",
    PostKind.SAFETY_OFFICER: "contractor",
    PostKind.MATERIALS_CLERK: "contractor",
    PostKind.DEVELOPER_LEAD: "developer",
}
"""Which party of the project employs the holder."""

APPROVERS: Final = (PostKind.CHIEF_ENGINEER, PostKind.PROJECT_MANAGER)
"""Either suffices, never for an application of the own (launch notice, annex 2)."""
