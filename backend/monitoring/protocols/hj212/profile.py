"""What one device does differently from the standard. Data, kept with the device; the default is a conforming one."""

from typing import Literal

import msgspec

from backend.monitoring.protocols.hj212.checksum import Checksum


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """`factors` maps the device's own codes to the standard's (`{"a50001": "LA", "107": "a34002"}`).

    `scales` is by the device's own code: what a number is multiplied by to reach the unit of `factors.FACTORS`
    (`{"a34001": 1000.0}` for TSP sent in mg/m³). Units differ between devices, and even inside one packet.
    """

    checksum: Checksum = Checksum.ANNEX_A
    encoding: Literal["utf-8", "gb18030"] | None = None
    """None: UTF-8 as the standard says (6.3), GBK where the bytes are not UTF-8."""
    factors: dict[str, str] = {}
    scales: dict[str, float] = {}


STANDARD = Profile()
"""A device that follows HJ 212-2017."""
