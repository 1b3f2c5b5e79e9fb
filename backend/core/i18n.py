"""Two languages, Chinese first."""

from contextvars import ContextVar
from enum import StrEnum

import msgspec


class Language(StrEnum):
    """The reader's language."""

    ZH = "zh-CN"
    EN = "en"


language: ContextVar[Language] = ContextVar("language", default=Language.ZH)


class Text(msgspec.Struct, frozen=True):
    """A text that exists in both languages or does not exist."""

    zh: str
    en: str

    def get(self, wanted: Language | None = None) -> str:
        """The text in the wanted language, by default the reader's."""
        return self.en if (wanted or language.get()) is Language.EN else self.zh


def negotiate(accept_language: str | None) -> Language:
    """English only where it is asked for before Chinese."""
    header = (accept_language or "").lower()
    english, chinese = header.find("en"), header.find("zh")
    return Language.EN if english >= 0 and (chinese < 0 or english < chinese) else Language.ZH
