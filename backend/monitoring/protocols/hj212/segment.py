"""A frame's data as a `Packet`: header, keys, factors, and what departs from the standard.

    QN=20180507000558123;ST=39;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20180507000558;
    a34004-Rtd=33,a34004-Flag=N;LA-Rtd=50.1,LA-Flag=N&&

Decoding never refuses: the checksum has already said that this is what the device sent. Faults are named in `issues`.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum
from functools import lru_cache
from typing import Final

import msgspec

from backend.monitoring.protocols.hj212.frames import Frame
from backend.monitoring.protocols.hj212.profile import STANDARD, Profile

BEIJING: Final = timezone(timedelta(hours=8))
"""The standard names no zone; loggers keep Beijing time, which has had no summer time since 1991."""

_HEADER_NAMES: Final = ("QN", "ST", "CN", "PW", "MN", "Flag", "PNUM", "PNO")
_CANONICAL: Final = {name.upper(): name for name in _HEADER_NAMES}
_HEADER_PAIR: Final = re.compile(rf"({'|'.join(_HEADER_NAMES)})=(.*?)(?=[;,]|(?:{'|'.join(_HEADER_NAMES)})=|$)")
_PAIR_WITH_TEXT: Final = re.compile(r"([^=;,]+)=(//.*?//(?=[;,]|$)|[^;,]*)")
_HEX_MN: Final = re.compile(r"[0-9A-F]{24}")


class Version(IntEnum):
    """Which edition a packet follows: bits 2 to 7 of `Flag` (table 3). 2025 is provisional: its text was not read."""

    HJT_212_2005 = 0
    HJ_212_2017 = 1
    HJ_212_2025 = 2


_VERSIONS: Final = {int(version): version for version in Version}


class Packet(msgspec.Struct, frozen=True, kw_only=True):
    """One packet as its device sent it. A missing header field is None; texts are unchanged."""

    header: dict[str, str]
    cp: dict[str, str]
    """Every key of the data, `DataTime` and `a34004-Rtd` alike; of a repeated key the last value."""
    factors: dict[str, dict[str, str]]
    """`{"a34004": {"Rtd": "33", "Flag": "N"}}`"""
    data_time: datetime | None
    """Aware, UTC. The moment of sampling; for day, minute and hour data the start of the period (table 4)."""
    flag: int | None
    issues: tuple[str, ...]
    frame: Frame

    @property
    def qn(self) -> str | None:
        """The exchange's number; a resend repeats it."""
        return self.header.get("QN")

    @property
    def st(self) -> str | None:
        """System code, table 5: 39 is construction-site dust."""
        return self.header.get("ST")

    @property
    def cn(self) -> str | None:
        """Command code, table 9: 2011 real time, 2051 minute, 2061 hour, 2031 day."""
        return self.header.get("CN")

    @property
    def pw(self) -> str | None:
        """The device's password, in clear."""
        return self.header.get("PW")

    @property
    def mn(self) -> str | None:
        """The device's identity."""
        return self.header.get("MN")

    @property
    def pnum(self) -> int | None:
        """How many packets the report was split into."""
        return _number(self.header.get("PNUM"))

    @property
    def pno(self) -> int | None:
        """Which of them this is, from 1."""
        return _number(self.header.get("PNO"))

    @property
    def version(self) -> Version | None:
        """None when `Flag` is missing or names an edition we do not know."""
        return None if self.flag is None else _VERSIONS.get(self.flag >> 2)

    @property
    def is_split(self) -> bool:
        """Bit D: the packet is numbered PNO of PNUM."""
        return self.flag is not None and bool(self.flag & 2)

    @property
    def wants_answer(self) -> bool:
        """Bit A: the device resends until it is answered."""
        return self.flag is not None and bool(self.flag & 1)


def decode(frame: Frame, profile: Profile = STANDARD) -> Packet:
    """The packet in a frame. Never raises."""
    issues: set[str] = set()
    text = _text(frame.data, profile, issues)
    head, has_data, rest = text.partition("CP=")
    if not has_data:
        issues.add("cp_missing")
    header = _header(head, issues)
    flag = _number(header.get("Flag"))
    cp, factors = _data(rest, issues) if has_data else ({}, {})
    data_time = _data_time(cp, issues)
    _check_frame(frame, issues)
    _check_header(header, flag, issues)
    return Packet(
        header=header,
        cp=cp,
        factors=factors,
        data_time=data_time,
        flag=flag if flag is not None and flag <= 255 else None,
        issues=tuple(sorted(issues)),
        frame=frame,
    )


@lru_cache(maxsize=4096)
def beijing_time(text: str) -> datetime | None:
    """`YYYYMMDDhhmmss`, more digits ignored, as an aware UTC time; None when it is not a time."""
    if len(text) < 14 or not (text.isascii() and text.isdigit()):
        return None
    try:
        date = int(text[:4]), int(text[4:6]), int(text[6:8])
        hour, minute, second = int(text[8:10]), int(text[10:12]), int(text[12:14])
        return datetime(*date, hour, minute, second, tzinfo=BEIJING).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _text(data: bytes, profile: Profile, issues: set[str]) -> str:
    if profile.encoding is not None:
        return data.decode(profile.encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        issues.add("text_undecodable")
        return data.decode("utf-8", "replace")
    issues.add("text_gbk")
    return text


def _header(head: str, issues: set[str]) -> dict[str, str]:
    header: dict[str, str] = {}
    for item in head.split(";"):
        name, _, value = item.partition("=")
        if name in _HEADER_NAMES and "=" not in value:
            header[name] = value
        elif item.strip():
            return _irregular_header(head, issues)
    return header


def _irregular_header(head: str, issues: set[str]) -> dict[str, str]:
    """Names in another case, `,` for `;`, separators left out, unknown names."""
    header: dict[str, str] = {}
    for item in head.replace(",", ";").split(";"):
        name, _, value = item.strip().partition("=")
        known = _CANONICAL.get(name.strip().upper())
        if known is not None and "=" not in value:
            header[known] = value
            if known != name:
                issues.add("header_name_case")
        elif item.strip():
            issues.add("header_irregular")
            for match in _HEADER_PAIR.finditer(item):
                header.setdefault(match[1], match[2])
    if "," in head:
        issues.add("header_separator")
    return header


def _data(rest: str, issues: set[str]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    cp: dict[str, str] = {}
    factors: dict[str, dict[str, str]] = {}
    for key, value in _pairs(_body(rest, issues), issues):
        cp[key] = value
        code, dash, kind = key.partition("-")
        if dash:
            group = factors.get(code)
            if group is None:
                factors[code] = {kind: value}
            else:
                group[kind] = value
    return cp, factors


def _body(rest: str, issues: set[str]) -> str:
    """What stands between the first `&&` and the last."""
    if rest.startswith("&&"):
        rest = rest[2:]
    else:
        issues.add("cp_start_missing")
    body, end, after = rest.rpartition("&&")
    if not end:
        issues.add("cp_end_missing")
        return after
    if after.strip():
        issues.add("cp_text_after_end")
    if "&&" in body and "//" not in body:
        issues.add("cp_nested")
        return body.replace("&&", ";")
    return body


def _pairs(body: str, issues: set[str]) -> Iterator[tuple[str, str]]:
    if "//" in body:  # On-site information is free text between double slashes: separators inside it are text.
        for match in _PAIR_WITH_TEXT.finditer(body):
            yield match[1].strip(), match[2]
        return
    for item in body.replace(",", ";").split(";"):
        key, equals, value = item.partition("=")
        if equals:
            yield key.strip(), value
        elif item.strip():
            issues.add("cp_item_unreadable")


def _data_time(cp: dict[str, str], issues: set[str]) -> datetime | None:
    text = cp.get("DataTime")
    if text is None:
        return None
    if len(text) != 14 or not text.isdigit():
        issues.add("datatime_not_14_digits")
    moment = beijing_time(text)
    if moment is None:
        issues.add("datatime_unreadable")
    return moment


def _check_frame(frame: Frame, issues: set[str]) -> None:
    if frame.crc != frame.crc.upper():
        issues.add("crc_lowercase")
    if len(frame.data) > 1024:
        issues.add("length_over_1024")
    if b"##" in frame.data:
        issues.add("head_in_data")


def _check_header(header: dict[str, str], flag: int | None, issues: set[str]) -> None:
    qn, mn = header.get("QN"), header.get("MN")
    if qn is None:
        issues.add("qn_missing")
    elif len(qn) != 17 or not qn.isdigit():
        issues.add("qn_not_17_digits")
    if mn is None:
        issues.add("mn_missing")
    elif not _HEX_MN.fullmatch(mn):
        issues.add("mn_not_24_hex")
    _check_length(header, "ST", 2, "st_not_2_chars", issues)
    _check_length(header, "CN", 4, "cn_not_4_digits", issues)
    _check_length(header, "PW", 6, "pw_not_6_chars", issues)
    if "Flag" not in header:
        issues.add("flag_missing")
    elif flag is None or flag > 255:
        issues.add("flag_not_a_byte")
    _check_numbering(header, flag or 0, issues)


def _check_length(header: dict[str, str], name: str, length: int, issue: str, issues: set[str]) -> None:
    value = header.get(name)
    if value is None:
        issues.add(f"{name.lower()}_missing")
    elif len(value) != length:
        issues.add(issue)


def _check_numbering(header: dict[str, str], flag: int, issues: set[str]) -> None:
    if flag & 2 and "PNUM" not in header:
        issues.add("flag_D_set_but_no_PNUM")
    if not flag & 2 and "PNUM" in header:
        issues.add("PNUM_but_flag_D_not_set")


def _number(text: str | None) -> int | None:
    """A short decimal number, else None."""
    if text is None or len(text) > 9 or not (text.isascii() and text.isdigit()):
        return None
    return int(text)
