"""One row of the reference book, and what its parts are made of."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import msgspec

from backend.core.i18n import Text


class ReferenceFact(msgspec.Struct, frozen=True):
    """One value of a row."""

    name: Text
    value: Text


class ReferenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of reference data. `group`: what it belongs to; `basis`: the document and clause, null where none is
    kept with it.
    """

    code: str
    name: Text
    group: Text | None = None
    facts: list[ReferenceFact] = []
    basis: Text | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class ReferenceSection(msgspec.Struct, frozen=True):
    """Rows of one kind."""

    code: str
    name: Text
    rows: list[ReferenceRow]


TERMS: Final = Text("平台建议值，部署时可调整", "The platform's proposal; a deployment may change it")
YES: Final = Text("是", "yes")
NO: Final = Text("否", "no")


def fact(zh: str, en: str, value: Text | str | float) -> ReferenceFact:
    """A value by its name."""
    return ReferenceFact(Text(zh, en), value if isinstance(value, Text) else Text(f"{value}", f"{value}"))


def days(count: int) -> Text:
    """So many calendar days."""
    return Text(f"{count} 天", f"{count} days")


def joined(texts: Sequence[Text]) -> Text:
    """One after the other."""
    return Text("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))
