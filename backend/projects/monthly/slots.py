"""The views that a month's report photographs: dated reference data in `slots.toml`."""

import datetime as dt
import tomllib
from importlib.resources import files
from typing import Final

import msgspec

from backend.core.i18n import Text


class View(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One view of a category's sites, in the order of the file; no stages: asked for at every stage."""

    category: str
    code: str
    zh: str
    en: str
    is_required: bool
    stages: list[str] = []
    valid_from: dt.date
    valid_to: dt.date | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    slots: list[View]


VIEWS: Final = msgspec.convert(
    tomllib.loads((files(__package__) / "slots.toml").read_text(encoding="utf-8")), _File
).slots


_NAMES: Final = {(view.category, view.code): Text(view.zh, view.en) for view in VIEWS}
_ELSEWHERE: Final = {view.code: Text(view.zh, view.en) for view in VIEWS}


def name_of(category: str, code: str) -> Text:
    """What the view is called, also by another category where the project's was corrected; its code if unknown."""
    return _NAMES.get((category, code)) or _ELSEWHERE.get(code, Text(code, code))


def views(category: str, day: dt.date) -> list[View]:
    """Those that are asked for on this day in Beijing."""
    return [
        view
        for view in VIEWS
        if view.category == category and view.valid_from <= day and (view.valid_to is None or day <= view.valid_to)
    ]
