"""Numbers by which other systems know a project, taken apart: what can be wrong with one is said with what to do."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

import msgspec

from backend.projects.base.external_id_problems import (
    EXTERNAL_KIND_MALFORMED,
    EXTERNAL_SOURCE_FIXED,
    EXTERNAL_SOURCE_MISSING,
    EXTERNAL_VALUE_MALFORMED,
    MOHURD_NO_IMPOSSIBLE_DATE,
    MOHURD_NO_MALFORMED,
    MOHURD_NO_OTHER_PROVINCE,
    PROJECT_CODE_IMPOSSIBLE_TIME,
    PROJECT_CODE_MALFORMED,
    PROJECT_CODE_OTHER_PROVINCE,
)


class ExternalKind(StrEnum):
    """The kinds that are checked; any other word is a kind that is kept as it is given."""

    PROJECT_CODE = "project_code"
    MOHURD_PROJECT_NO = "mohurd_project_no"
    SUPERVISION_NO = "supervision_no"


SOURCES: Final[Mapping[str, str]] = {
    ExternalKind.PROJECT_CODE: "investment_platform",
    ExternalKind.MOHURD_PROJECT_NO: "mohurd",
}
"""Kinds whose numbers one system gives for the whole country: nobody says the source, so nobody says it differently."""


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """A number in its one spelling. `scheme` is set for project codes, of which there are two."""

    source: str
    kind: str
    value: str
    scheme: str | None = None


_KIND: Final = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)
_SOURCE: Final = re.compile(r"[a-z0-9][a-z0-9_.\-]{1,49}", re.ASCII)
_PROJECT_CODE: Final = re.compile(r"(\d{4})-(\d{6})-(\d{2})-(\d{2})-(\d{6})", re.ASCII)
_MOHURD: Final = re.compile(r"(\d{6})(\d{6})(01|02|99)(\d{2})", re.ASCII)
_AREAS: Final = ("44", "0000")
"""Guangdong, or the centre, which approves what crosses provinces."""


def parse(kind: str, value: str, source: str | None, today: dt.date) -> Parsed:
    """The number checked by its kind. Full-width digits and hyphens become plain ones."""
    if not _KIND.fullmatch(kind):
        raise EXTERNAL_KIND_MALFORMED.at("kind")
    plain = unicodedata.normalize("NFKC", value).strip()
    plain, scheme = _PARSING.get(kind, _parse_free)(plain, today)
    return Parsed(source=_source(kind, source), kind=kind, value=plain, scheme=scheme)


def _source(kind: str, source: str | None) -> str:
    fixed = SOURCES.get(kind)
    if fixed and source not in {None, fixed}:
        raise EXTERNAL_SOURCE_FIXED.at("source", source=fixed)
    if fixed:
        return fixed
    if source is None or not _SOURCE.fullmatch(source):
        raise EXTERNAL_SOURCE_MISSING.at("source")
    return source


def _parse_project_code(text: str, today: dt.date) -> tuple[str, str]:
    """GB/T 40058-2021: 24 characters, time, area, department, type, five random and a check digit.

    Its check digit's rule is not public, so the last digit is taken as it stands. Older codes begin with a year.
    """
    found = _PROJECT_CODE.fullmatch(re.sub(r"[‐-―−]", "-", text))
    if found is None:
        raise PROJECT_CODE_MALFORMED.at("value")
    time, area = found.group(1), found.group(2)
    if not area.startswith(_AREAS):
        raise PROJECT_CODE_OTHER_PROVINCE.at("value", area=area)
    if time[:2] >= "20" and "01" <= time[2:] <= "12":
        if (2000 + int(time[:2]), int(time[2:])) > (today.year, today.month):
            raise PROJECT_CODE_IMPOSSIBLE_TIME.at("value", time=time)
        return found.group(0), "gbt_40058_2021"
    if "2015" <= time <= "2020":
        return found.group(0), "before_2020_12"
    raise PROJECT_CODE_IMPOSSIBLE_TIME.at("value", time=time)


def _parse_mohurd_no(text: str, today: dt.date) -> tuple[str, None]:
    """The market platform's project number: area 6, date 6 (YYMMDD), class 2 (01, 02, 99), serial 2."""
    found = _MOHURD.fullmatch(re.sub(r"[\s\-]", "", text))
    if found is None:
        raise MOHURD_NO_MALFORMED.at("value")
    area, date = found.group(1), found.group(2)
    if not area.startswith("44"):
        raise MOHURD_NO_OTHER_PROVINCE.at("value", area=area)
    day = _day(date)
    if day is None or day > today:
        raise MOHURD_NO_IMPOSSIBLE_DATE.at("value", date=date)
    return found.group(0), None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def _parse_free(text: str, _: dt.date) -> tuple[str, None]:
    if not 2 <= len(text) <= 60 or not text.isprintable() or re.search(r"\s", text):
        raise EXTERNAL_VALUE_MALFORMED.at("value")
    return text, None


_PARSING: Final[Mapping[str, Callable[[str, dt.date], tuple[str, str | None]]]] = {
    ExternalKind.PROJECT_CODE: _parse_project_code,
    ExternalKind.MOHURD_PROJECT_NO: _parse_mohurd_no,
}
