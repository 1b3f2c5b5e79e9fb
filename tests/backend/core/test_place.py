"""The city of an address, out of a tiny file of the same format as the operator's."""

import struct
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest

from backend.core import place
from backend.core.i18n import Text
from backend.core.settings import settings

HEADER, VECTOR = 256, 256 * 256 * 8
SHENZHEN, GUANGZHOU, ABROAD = "中国|广东省|深圳市|电信|CN", "中国|0|广东省|广州市|电信", "United States|0|0|Example|US"
RANGES = {
    ("120.24.0.0", "120.24.127.255"): SHENZHEN,
    ("120.24.128.0", "120.24.255.255"): GUANGZHOU,
    ("8.8.0.0", "8.8.255.255"): ABROAD,
}


def xdb(ranges: dict[tuple[str, str], str], *, version: int = 3) -> bytes:
    """An ip2region file: header, an index by the first two bytes, texts, segments (addresses little-endian)."""
    texts, segments, at = b"", b"", HEADER + VECTOR
    where = {}
    for region in dict.fromkeys(ranges.values()):
        where[region] = at + len(texts)
        texts += region.encode()
    vector = bytearray(VECTOR)
    base = at + len(texts)
    for (first, last), region in ranges.items():
        start, end = ip_address(first).packed, ip_address(last).packed
        slot = (start[0] * 256 + start[1]) * 8
        here = base + len(segments)
        known = struct.unpack_from("<I", vector, slot)[0] or here
        struct.pack_into("<II", vector, slot, known, here)
        segments += start[::-1] + end[::-1] + struct.pack("<HI", len(region.encode()), where[region])
    header = struct.pack("<HHIIIHH", version, 1, 0, base, base + len(segments) - 14, 4, 4).ljust(HEADER, b"\0")
    return header + bytes(vector) + texts + segments


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[bytes], None]]:
    """Name such a file in the settings."""

    def write(content: bytes) -> None:
        path = tmp_path / "places.xdb"
        path.write_bytes(content)
        monkeypatch.setenv("SANDTABLE_PLACE_FILE", str(path))
        _forget()

    yield write
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    settings.cache_clear()
    place._searcher.cache_clear()


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.9", "172.16.0.1", "::ffff:10.0.0.1", "fe80::1"]
)
def test_this_machine_and_private_networks_are_local(address: str) -> None:
    assert place.of(address) == place.LOCAL
    assert place.is_private(address)


@pytest.mark.parametrize("address", ["", "testclient", "/run/socket", "1.2.3", "120.24.0.1", "2408:8000::1"])
def test_without_a_file_everything_else_is_unknown(address: str) -> None:
    assert place.of(address) == Text("未知", "unknown")
    assert not place.is_private(address)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("120.24.0.1", Text("广东省 深圳市", "Shenzhen, Guangdong")),
        ("120.24.127.255", Text("广东省 深圳市", "Shenzhen, Guangdong")),
        ("120.24.128.0", Text("广东省 广州市", "Guangzhou, Guangdong")),
        ("::ffff:120.24.0.1", Text("广东省 深圳市", "Shenzhen, Guangdong")),
        ("8.8.8.8", Text("United States", "United States")),
        ("9.9.9.9", place.UNKNOWN),
        ("2408:8000::1", place.UNKNOWN),
        ("127.0.0.1", place.LOCAL),
    ],
)
def test_with_a_file_an_address_has_a_city(use: Callable[[bytes], None], address: str, found: Text) -> None:
    use(xdb(RANGES))
    assert place.of(address) == found


@pytest.mark.parametrize("content", [b"", b"not a place file", xdb(RANGES, version=9), bytes(HEADER + VECTOR + 1)])
def test_a_file_that_is_none_costs_the_city_only(use: Callable[[bytes], None], content: bytes) -> None:
    use(content)
    assert place.of("120.24.0.1") == place.UNKNOWN


def test_a_missing_file_costs_the_city_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_PLACE_FILE", "/nowhere/places.xdb")
        _forget()
        assert place.of("120.24.0.1") == place.UNKNOWN
    _forget()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("2408:8456:1:2::1", "2408:8456:1:2::/64"),
        ("2408:8456:1:2:ffff:ffff:ffff:ffff", "2408:8456:1:2::/64"),
        ("2408:8456:1:3::1", "2408:8456:1:3::/64"),
        ("120.24.0.1", "120.24.0.1"),
        ("::ffff:120.24.0.1", "120.24.0.1"),
        ("", ""),
    ],
)
def test_an_address_counts_as_its_network(address: str, network: str) -> None:
    assert place.network(address) == network


@pytest.mark.parametrize(
    "where", [place.LOCAL, place.UNKNOWN, Text("广东省 深圳市", "Shenzhen, Guangdong"), Text("北京市", "Beijing")]
)
def test_what_a_row_keeps_reads_in_both_languages(where: Text) -> None:
    assert place.text(where.zh) == where


def test_an_empty_place_reads_as_unknown() -> None:
    assert place.text("") == place.UNKNOWN
