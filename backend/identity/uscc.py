"""Unified social credit codes of organisations (GB 32100-2015).

18 characters of an alphabet without I, O, S, V and Z: authority (1), class (1), area (6), organisation code (9, with a
check character of its own by GB 11714-1997), check character.
"""

from typing import Final

import msgspec

from backend.core.errors import Problem

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS: Final = tuple(3**place % 31 for place in range(17))
_ORGANISATION_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)

MALFORMED = Problem(
    code="uscc_malformed",
    status=422,
    zh="统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）",
    en="A unified social credit code has 18 digits or capital letters without I, O, S, V and Z",
    next_zh="请对照营业执照重新输入",
    next_en="Compare it with the business licence and enter it again",
)
WRONG_CHECK_DIGIT = Problem(
    code="uscc_check_digit",
    status=422,
    zh="统一社会信用代码校验位不正确",
    en="The check digit of the unified social credit code is wrong",
    next_zh="请对照营业执照重新输入",
    next_en="Compare it with the business licence and enter it again",
)


class Uscc(msgspec.Struct, frozen=True):
    """A code whose check digit holds; an unsound inner code is worth a look and no reason to refuse."""

    code: str
    is_organisation_code_sound: bool


def parse(text: str, field: str = "uscc") -> Uscc:
    """The code without blanks and in capitals; refuses wrong characters and a wrong check digit at `field`."""
    code = "".join(text.split()).upper()
    if len(code) != 18 or any(character not in ALPHABET for character in code):
        raise MALFORMED.at(field)
    if code[17] != check_character(code[:17]):
        raise WRONG_CHECK_DIGIT.at(field)
    return Uscc(code, code[16] == organisation_check_character(code[8:16]))


def check_character(first_17: str) -> str:
    """GB 32100-2015 annex A. The outer remainder matters: a sum divisible by 31 gives `0`."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(first_17, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check_character(first_8: str) -> str:
    """GB 11714-1997: 10 is written `X`, 11 is written `0`."""
    total = sum(
        _ORGANISATION_ALPHABET.index(character) * weight
        for character, weight in zip(first_8, _ORGANISATION_WEIGHTS, strict=True)
    )
    value = 11 - total % 11
    return {10: "X", 11: "0"}.get(value, str(value))
