"""Where the words that were searched for stand: the text cut in three, so that no reader counts characters."""

import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, Self

import msgspec

# As `search_normal` drops them.
_DROPPED: Final = frozenset(" \t\n\r\u200b\ufeff!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~、。《》〈〉「」『』【】〔〕·—–“”‘’")
MOST: Final = 4


class Field(StrEnum):
    """What the words were found in."""

    NAME = "name"
    PERMIT = "permit"
    EXTERNAL_ID = "external_id"
    ORGANISATION = "organisation"
    USCC = "uscc"


class Highlight(msgspec.Struct, frozen=True, kw_only=True):
    """`before` + `match` + `after` is the text as it is kept."""

    field: Field
    before: str
    match: str
    after: str


class Texts(msgspec.Struct, frozen=True, kw_only=True):
    """What a project may be found by."""

    name: str
    permits: list[str]
    external_ids: list[str]
    organisations: list[str]
    codes: list[str]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row with these columns."""
        return cls(**{name: row[name] for name in cls.__struct_fields__})

    def fields(self) -> Iterable[tuple[Field, str]]:
        """Each text with what it is."""
        yield Field.NAME, self.name
        for field, texts in (
            (Field.PERMIT, self.permits),
            (Field.EXTERNAL_ID, self.external_ids),
            (Field.ORGANISATION, self.organisations),
            (Field.USCC, self.codes),
        ):
            for text in texts:
                yield field, text


def of(normal: str, texts: Texts) -> list[Highlight]:
    """The first few texts in which the words stand."""
    found = [cut(field, text, normal) for field, text in texts.fields()]
    return [each for each in dict.fromkeys(found) if each is not None][:MOST]


def cut(field: Field, text: str, normal: str) -> Highlight | None:
    """The text cut round the words, or None where they do not stand in it."""
    folded, places = _fold(text)
    start = folded.find(normal)
    if start < 0:
        return None
    first, last = places[start], places[start + len(normal) - 1] + 1
    return Highlight(field=field, before=text[:first], match=text[first:last], after=text[last:])


def _fold(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters the place of the one that it came from."""
    pairs = [
        (folded, place)
        for place, character in enumerate(text)
        for folded in _upper(unicodedata.normalize("NFKC", character))
        if folded not in _DROPPED
    ]
    return "".join(folded for folded, _ in pairs), [place for _, place in pairs]


def _upper(text: str) -> str:
    return "".join(each.upper() if each.isascii() else each for each in text)
