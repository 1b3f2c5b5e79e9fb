"""Where an address is, as a city: good enough to show a person and to compare two, never a proof.

The names come from an ip2region file (Apache-2.0) that the operator fetches and names by `place_file` and
`place_file_ipv6`; without one every public address is `UNKNOWN`. The file is read once and looked up in memory.
"""

import ipaddress
from functools import cache
from pathlib import Path
from typing import Final

import structlog
from ip2region import searcher, util

from backend.core.i18n import Text
from backend.core.settings import settings

log = structlog.get_logger()

LOCAL: Final = Text("本机/内网", "local network")
UNKNOWN: Final = Text("未知", "unknown")

_COUNTRY: Final = "中国"
_ENGLISH: Final = {
    "中国": "China", "广东省": "Guangdong", "广州市": "Guangzhou", "韶关市": "Shaoguan", "深圳市": "Shenzhen",
    "珠海市": "Zhuhai", "汕头市": "Shantou", "佛山市": "Foshan", "江门市": "Jiangmen", "湛江市": "Zhanjiang",
    "茂名市": "Maoming", "肇庆市": "Zhaoqing", "惠州市": "Huizhou", "梅州市": "Meizhou", "汕尾市": "Shanwei",
    "河源市": "Heyuan", "阳江市": "Yangjiang", "清远市": "Qingyuan", "东莞市": "Dongguan", "中山市": "Zhongshan",
    "潮州市": "Chaozhou", "揭阳市": "Jieyang", "云浮市": "Yunfu", "北京市": "Beijing", "上海市": "Shanghai",
    "香港特别行政区": "Hong Kong", "香港": "Hong Kong", "澳门特别行政区": "Macao", "澳门": "Macao",
}  # fmt: skip
"""The file speaks Chinese. What is not here keeps its Chinese name in both languages."""

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def of(address: str) -> Text:
    """The city (`广东省深圳市`), `LOCAL` for this machine and private networks, `UNKNOWN` for everything else."""
    parsed = _parse(address)
    if parsed is None:
        return UNKNOWN
    if is_private(address):
        return LOCAL
    finder = _searcher(parsed.version)
    return text(_name(finder.search(parsed.packed))) if finder is not None else UNKNOWN


def is_private(address: str) -> bool:
    """Whether the address is this machine's or of a network that the public one does not route."""
    parsed = _parse(address)
    return parsed is not None and parsed.is_private


def network(address: str) -> str:
    """Whom an address counts as: itself, and in IPv6 its /64, of which one connection has 2**64 to choose from."""
    parsed = _parse(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((parsed.packed, 64), strict=False))
    return address if parsed is None else str(parsed)


def text(stored: str) -> Text:
    """The place in both languages from the Chinese name that a row keeps."""
    if stored in {"", UNKNOWN.zh}:
        return UNKNOWN
    if stored == LOCAL.zh:
        return LOCAL
    if stored.isascii():  # Abroad the file writes the country's English name.
        return Text(stored, stored)
    return Text(stored, ", ".join(_ENGLISH.get(part, part) for part in reversed(stored.split(" "))))


def _parse(address: str) -> _Address | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # A Unix socket or a test client has none.
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return mapped or parsed


def _name(region: str) -> str:
    """`中国|广东省|深圳市|电信|CN` (or the older `中国|0|广东省|深圳市|电信`) as `广东省 深圳市`; abroad the country.

    The last two parts are the carrier and a country code, or the carrier alone.
    """
    parts = [part for part in region.split("|") if part not in {"", "0"}]
    if not parts:
        return ""
    if parts[0] != _COUNTRY:
        return parts[0]
    named = [part for part in parts[1:] if part.endswith(("省", "市", "自治区", "特别行政区", "自治州", "地区", "盟"))]
    return " ".join(dict.fromkeys(named)) or _COUNTRY


@cache
def _searcher(version: int) -> searcher.Searcher | None:
    conf = settings()
    path = conf.place_file if version == 4 else conf.place_file_ipv6
    return None if path is None else load(path, util.IPv4 if version == 4 else util.IPv6)


def load(path: Path, version: util.Version) -> searcher.Searcher | None:
    """The file in memory; None for one that is missing or of another kind: it costs the cities, not the sign-in."""
    try:
        content = path.read_bytes()
    except OSError as error:
        log.warning("place.file_unusable", path=str(path), reason=str(error))
        return None
    if len(content) <= util.HeaderInfoLength + util.VectorIndexLength:
        log.warning("place.file_unusable", path=str(path), reason="too short")
        return None
    header = util.Header(content[: util.HeaderInfoLength])
    is_known = header.version in {util.XdbStructure20, util.XdbStructure30}
    if not is_known or util.version_from_header(header) is not version:
        log.warning("place.file_unusable", path=str(path), reason=f"not an {version.name} file of version 2 or 3")
        return None
    return searcher.new_with_buffer(version, content)
