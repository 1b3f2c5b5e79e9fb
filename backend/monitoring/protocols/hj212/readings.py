"""The numbers in a packet, under standard names and in the product's units."""

from datetime import datetime
from math import isfinite
from typing import Final

import msgspec

from backend.monitoring.protocols.hj212.profile import STANDARD, Profile
from backend.monitoring.protocols.hj212.segment import Packet

KINDS: Final = frozenset(
    ("Rtd", "Min", "Avg", "Max", "Cou", "ZsRtd", "ZsMin", "ZsAvg", "ZsMax", "Data", "DayData", "NightData", "RS", "RT")
)
"""Suffixes that carry a number (table 4). Marks, serial numbers, sample times and texts stay in `Packet.factors`."""

NORMAL: Final = "N"


class Value(msgspec.Struct, frozen=True, gc=False):
    """One number. `value` is None where the device sent nothing or no number: missing, never zero."""

    factor: str
    kind: str
    value: float | None
    text: str
    mark: str
    is_mark_assumed: bool
    data_time: datetime | None

    @property
    def may_decide(self) -> bool:
        """Whether a limit may be judged by it: a number, and marked normal (table 8)."""
        return self.value is not None and self.mark == NORMAL


def readings(packet: Packet, profile: Profile = STANDARD) -> list[Value]:
    """The packet's numbers, in its order.

    The mark of a value is its factor's `-Flag`; without one, the bare `Flag=` letter that some loggers put into the
    data for the whole record; without either, N with `is_mark_assumed`, because 2005 loggers and many later ones send
    no marks, and ignoring their values would leave those sites unwatched.
    """
    record_mark = _letter(packet.cp.get("Flag"))
    values: list[Value] = []
    for code, group in packet.factors.items():
        mark = _letter(group.get("Flag")) or record_mark
        factor = profile.factors.get(code, code)
        scale = profile.scales.get(code)
        for suffix, text in group.items():
            kind = suffix if suffix in KINDS else suffix.rpartition("-")[2]  # `LA-Rtd-Rtd` has been met.
            if kind in KINDS:
                number = _number(text, scale)
                values.append(Value(factor, kind, number, text, mark or NORMAL, not mark, packet.data_time))
    if profile.factors:
        values.extend(_plain(packet, profile, record_mark))
    return values


def _plain(packet: Packet, profile: Profile, mark: str) -> list[Value]:
    """Keys without a suffix (`s10003=23.2`), which are numbers only where the profile says so."""
    return [
        Value(factor, "Rtd", _number(text, profile.scales.get(code)), text, mark or NORMAL, not mark, packet.data_time)
        for code, factor in profile.factors.items()
        if (text := packet.cp.get(code)) is not None
    ]


def _letter(text: str | None) -> str:
    """The mark in a `Flag` value; "" when there is none."""
    return text.strip().upper() if text and not text.isdigit() else ""


def _number(text: str, scale: float | None) -> float | None:
    if "_" in text or not text.isascii():  # Python reads 1_0 as ten; a device that sends it is broken.
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    if scale is not None:
        number = round(number * scale, 6)
    return number if isfinite(number) else None
