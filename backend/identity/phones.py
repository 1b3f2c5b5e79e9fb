"""Phone numbers: one spelling, sealed at rest, masked in every answer."""

import re
from typing import Final

from backend.core import crypto
from backend.core.errors import Problem

_PURPOSE: Final = "account.phone"
_MAINLAND: Final = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})", re.ASCII)
_MACAO_OR_HONG_KONG: Final = re.compile(r"\+?(85[23])([2-9][0-9]{7})", re.ASCII)

MALFORMED = Problem(
    code="phone_malformed",
    status=422,
    zh="手机号格式不正确",
    en="This is not a mobile phone number",
    next_zh="请输入 11 位内地手机号，或以 852、853 开头的港澳手机号",
    next_en="Enter 11 digits, or a number of Hong Kong or Macao with 852 or 853 in front",
)


def normalise(text: str, field: str = "phone") -> str:
    """11 digits for a mainland number, else `+` and the country code; refused at `field` if it is neither."""
    bare = re.sub(r"[\s\-()]", "", text)
    if found := _MAINLAND.fullmatch(bare):
        return found.group(1)
    if found := _MACAO_OR_HONG_KONG.fullmatch(bare):
        return f"+{found.group(1)}{found.group(2)}"
    raise MALFORMED.at(field)


def seal(phone: str) -> bytes:
    """What is stored."""
    return crypto.seal(phone, purpose=_PURPOSE)


def index(phone: str) -> bytes:
    """Under what it is found again."""
    return crypto.blind_index(phone, purpose=_PURPOSE)


def tail_index(tail: str) -> bytes:
    """Under what the people are found whose number ends with these four digits."""
    return crypto.blind_index(tail, purpose=f"{_PURPOSE}.tail")


def columns(phone: str | None) -> tuple[bytes | None, bytes | None, bytes | None]:
    """An account's `phone_sealed`, `phone_index` and `phone_tail_index`."""
    return (seal(phone), index(phone), tail_index(phone[-4:])) if phone else (None, None, None)


def masked(sealed: bytes | None) -> str | None:
    """`138****0000`, or None where there is no number."""
    if sealed is None:
        return None
    phone = crypto.unseal(sealed, purpose=_PURPOSE)
    return f"{phone[:-8]}****{phone[-4:]}"
