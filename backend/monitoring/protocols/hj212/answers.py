"""What the platform writes back. Nothing here sets bit A of `Flag`: an answer that asks for an answer never ends."""

from datetime import datetime
from typing import Final

from backend.monitoring.protocols.hj212.checksum import annex_a
from backend.monitoring.protocols.hj212.segment import BEIJING, Packet, Version

UPLOADS: Final = frozenset(
    (
        *("2011", "2021", "2031", "2041", "2051", "2061", "2081", "3019", "3020"),
        *("1001", "2013", "2052", "2062", "2111"),  # 2025, provisional.
    )
)
"""Commands that bring data: answered by 9014 (2017 clause 6.5.2, C.14)."""

NOTIFICATIONS: Final = frozenset(("1013",))
"""Commands that tell the platform something: answered by 9013 (C.4)."""


def encode(segment: str) -> bytes:
    """A packet around a data segment."""
    data = segment.encode()
    return b"##%04d%b%04X\r\n" % (len(data), data, annex_a(data))


def answer(packet: Packet) -> bytes | None:
    """The 9014 or 9013 that the packet asks for; None when it wants none.

    A request that only the platform may send (empty data, or `BeginTime`) is not an upload, whoever sent it.
    """
    if not packet.wants_answer:
        return None
    if packet.cn in NOTIFICATIONS:
        return _answer(packet, "9013")
    if packet.cn in UPLOADS and packet.cp and "BeginTime" not in packet.cp:
        return _answer(packet, "9014")
    return None


def set_time(packet: Packet, at: datetime, *, qn: str) -> bytes:
    """The 1012 that sets the clock of the device that sent `packet` to `at`, an aware time.

    `qn` is ours, see `exchange_number`. `PolId` goes back when the device's 1013 named an instrument (C.3, C.4).
    """
    instrument = f"PolId={packet.cp['PolId']};" if "PolId" in packet.cp else ""
    moment = at.astimezone(BEIJING).strftime("%Y%m%d%H%M%S")
    return encode(f"QN={qn};ST={packet.st or ''};CN=1012;{_identity(packet)};CP=&&{instrument}SystemTime={moment}&&")


def exchange_number(at: datetime) -> str:
    """A QN for an exchange that we begin: Beijing time to the millisecond."""
    local = at.astimezone(BEIJING)
    return f"{local:%Y%m%d%H%M%S}{local.microsecond // 1000:03d}"


def _answer(packet: Packet, command: str) -> bytes:
    if packet.version is Version.HJT_212_2005:
        # 2005 carries the number of the exchange inside the data, 9014 the command as well.
        inside = f"QN={packet.qn or ''}" + (f";CN={packet.cn}" if command == "9014" else "")
        return encode(f"ST=91;CN={command};{_identity(packet)};CP=&&{inside}&&")
    number = f"QN={packet.qn};" if packet.qn is not None else ""
    return encode(f"{number}ST=91;CN={command};{_identity(packet)};CP=&&&&")


def _identity(packet: Packet) -> str:
    version = packet.flag & 0xFC if packet.flag is not None else Version.HJ_212_2017 << 2
    return f"PW={packet.pw or ''};MN={packet.mn or ''};Flag={version}"
