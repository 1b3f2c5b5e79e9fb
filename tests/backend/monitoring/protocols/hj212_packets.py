"""Packets for tests: a dust monitor's report, whole and in parts."""

from datetime import UTC, datetime

from backend.monitoring.protocols.hj212 import Assembler, Frame, Garbage, Packet, Profile, decode, encode

MN = "010000A8900016F000169DC0"
SAMPLED_AT = datetime(2018, 5, 6, 16, 5, 58, tzinfo=UTC)
DUST = (
    "DataTime=20180507000558;a34001-Rtd=92,a34001-Flag=N;a34002-Rtd=42,a34002-Flag=N;a34004-Rtd=33,a34004-Flag=N;"
    "a01001-Rtd=12.6,a01001-Flag=N;a01002-Rtd=32,a01002-Flag=N;a01006-Rtd=101.02,a01006-Flag=N;"
    "a01007-Rtd=2.1,a01007-Flag=N;a01008-Rtd=120,a01008-Flag=N;LA-Rtd=50.1,LA-Flag=N"
)


def header(*, qn: str = "20180507000558123", cn: str = "2011", mn: str = MN, flag: str = "5") -> str:
    return f"QN={qn};ST=39;CN={cn};PW=123456;MN={mn};Flag={flag};"


def dust_packet(*, qn: str = "20180507000558123", mn: str = MN, cp: str = DUST) -> bytes:
    """Framed, with its tail; wants an answer."""
    return encode(f"{header(qn=qn, mn=mn)}CP=&&{cp}&&")


def framed(data: bytes, *, crc: str) -> bytes:
    """Data under a checksum that may be wrong."""
    return b"##%04d%b%b\r\n" % (len(data), data, crc.encode())


def frames_in(found: list[Frame | Garbage]) -> list[Frame]:
    return [item for item in found if isinstance(item, Frame)]


def garbage_in(found: list[Frame | Garbage]) -> list[Garbage]:
    return [item for item in found if isinstance(item, Garbage)]


def packet_of(segment: str | bytes, profile: Profile | None = None) -> Packet:
    """A data segment, framed, received and decoded."""
    data = segment.encode() if isinstance(segment, str) else segment
    raw = encode(data.decode("latin-1")) if data.isascii() else _framed_bytes(data)
    (frame,) = frames_in(Assembler().feed(raw))
    return decode(frame, profile or Profile())


def _framed_bytes(data: bytes) -> bytes:
    from backend.monitoring.protocols.hj212.checksum import annex_a  # noqa: PLC0415  Only undecodable bytes need it.

    return framed(data, crc=f"{annex_a(data):04X}")
