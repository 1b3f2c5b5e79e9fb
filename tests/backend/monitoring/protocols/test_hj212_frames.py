"""No good packet is lost, whatever is around it and however the stream is cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.monitoring.protocols.hj212 import Assembler, Checksum, Frame, Garbage, Level, decode, readings
from backend.monitoring.protocols.hj212.checksum import Running, annex_a, modbus
from tests.backend.monitoring.protocols.hj212_packets import dust_packet, framed, frames_in, garbage_in, header

GOOD = dust_packet()
GOOD_FRAME = Frame(GOOD[6:-6], GOOD[-6:-2].decode(), Checksum.ANNEX_A, GOOD[:-2])
BROKEN = [
    pytest.param(framed(GOOD[6:-6], crc="0000"), id="wrong checksum"),
    pytest.param(b"##0050" + GOOD[6:], id="length too short"),
    pytest.param(b"##0900" + GOOD[6:], id="length too long"),
    pytest.param(b"##0000" + GOOD[6:], id="length zero"),
    pytest.param(b"##9999" + GOOD[6:], id="length at its highest"),
    pytest.param(b"##04x6" + GOOD[6:], id="length not a number"),
    pytest.param(b"##+376" + GOOD[6:], id="length signed"),
    pytest.param(GOOD[:200], id="cut short"),
    pytest.param(GOOD[200:], id="without its beginning"),
    pytest.param(b"#", id="half a head"),
    pytest.param(b"##", id="a head"),
    pytest.param(b"##03", id="half a length"),
    pytest.param(b"####", id="two heads"),
    pytest.param(b"\xff\xfe\x00##\r\n\xd6\xd0", id="binary"),
    pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", id="HTTP"),
]
TAILS = [pytest.param(b"\r\n", id="CRLF"), pytest.param(b"\n", id="LF"), pytest.param(b"", id="none")]


def annex_a_as_printed(data: bytes) -> int:
    """The algorithm of Annex A, step by step."""
    register = 0xFFFF
    for byte in data:
        register = (register >> 8) ^ byte
        for _ in range(8):
            register = (register >> 1) ^ (0xA001 if register & 1 else 0)
    return register


def cut(stream: bytes, at: list[int]) -> list[bytes]:
    edges = sorted({0, len(stream), *(place % (len(stream) + 1) for place in at)})
    return [stream[start:end] for start, end in pairwise(edges)]


def fed(assembler: Assembler, chunks: list[bytes]) -> list[Frame | Garbage]:
    return [item for chunk in chunks for item in assembler.feed(chunk)] + assembler.close()


hostile = st.lists(
    st.one_of(
        st.sampled_from(
            [b"##", b"#", b"##0050", b"##0376", b"##0400", b"##0900", b"##4096", b"##9999", b"&&", b"\r\n"]
        ),
        st.integers(0, 4096).map(lambda length: b"##%04d" % length),
        st.integers(0, len(GOOD)).map(lambda end: GOOD[:end]),
        st.integers(0, len(GOOD)).map(lambda start: GOOD[start:]),
        st.binary(max_size=40),
    ),
    max_size=6,
).map(b"".join)


@given(st.binary(max_size=20_000))
def test_the_checksum_is_that_of_annex_a(data: bytes) -> None:
    assert annex_a(data) == annex_a_as_printed(data)


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 63, 64, 65, 127, 128, 1024, 4096, 16_384, 16_385])
def test_the_checksum_is_right_at_the_edges_of_its_folds(size: int) -> None:
    data = bytes(range(256)) * 65

    assert annex_a(data[:size]) == annex_a_as_printed(data[:size])


@given(st.binary(min_size=1, max_size=300), st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_the_checksum_of_a_stretch_of_a_stream_is_that_of_its_bytes(data: bytes, drop: int, a: int, b: int) -> None:
    running, buffer = Running(), bytearray(data)
    running.of(buffer, 0, len(buffer) // 2)
    running.drop(min(drop, len(buffer)))
    del buffer[:drop]
    start, end = sorted((min(a, len(buffer)), min(b, len(buffer))))

    assert running.of(buffer, start, end) == annex_a(bytes(buffer[start:end]))


def test_the_printed_vectors_verify() -> None:
    printed = b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&"

    assert annex_a(printed) == 0x1C80
    assert modbus(b"123456789") == 0x4B37
    assert annex_a(b"123456789") == annex_a_as_printed(b"123456789") != 0x4B37
    assert Checksum.MODBUS_LOW_FIRST.of(b"123456789") == 0x374B


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("broken", BROKEN)
def test_a_good_packet_behind_a_broken_one_comes_with_its_own_last_byte(broken: bytes, tail: bytes) -> None:
    assert frames_in(Assembler().feed(broken + tail + GOOD[:-2])) == [GOOD_FRAME]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_packet_is_no_frame(broken: bytes) -> None:
    assert frames_in(fed(Assembler(), [broken])) == []


@pytest.mark.parametrize("tail", TAILS)
def test_a_thousand_packets_in_one_write_are_a_thousand_frames(tail: bytes) -> None:
    assembler = Assembler()

    assert assembler.feed((GOOD[:-2] + tail) * 1000) == [GOOD_FRAME] * 1000
    assert assembler.buffered_bytes == 0


@pytest.mark.parametrize("place", range(1, 12))
def test_a_packet_cut_in_its_head_is_put_together(place: int) -> None:
    assert fed(Assembler(), [GOOD + GOOD[:place], GOOD[place:]]) == [GOOD_FRAME] * 2


@given(
    st.lists(st.one_of(st.just(GOOD), st.just(GOOD[:-2]), hostile), max_size=6).map(b"".join),
    st.lists(st.integers(0, 10_000), max_size=30),
)
def test_how_a_stream_is_cut_changes_no_frame(stream: bytes, at: list[int]) -> None:
    assert frames_in(fed(Assembler(), cut(stream, at))) == frames_in(fed(Assembler(), [stream]))


@given(st.lists(hostile, min_size=2, max_size=6), st.lists(st.integers(0, 10_000), max_size=10))
def test_garbage_between_packets_loses_none(garbage: list[bytes], at: list[int]) -> None:
    packets = [dust_packet(qn=f"{number:017d}") for number in range(len(garbage))]
    stream = b"".join(part for pair in zip(garbage, packets, strict=True) for part in pair)
    received = {frame.raw for frame in frames_in(fed(Assembler(), cut(stream, at)))}

    assert received >= {packet[:-2] for packet in packets}


@given(st.lists(st.one_of(st.just(GOOD), hostile), max_size=8), st.lists(st.integers(0, 10_000), max_size=10))
def test_every_byte_is_in_a_frame_or_in_garbage_or_blank(parts: list[bytes], at: list[int]) -> None:
    stream = b"".join(parts)
    found = fed(Assembler(), cut(stream, at))
    rest = b"".join(item.data for item in garbage_in(found))

    assert len(stream.translate(None, b"\r\n \t\0")) <= len(rest) + sum(len(frame.raw) for frame in frames_in(found))
    assert len(rest) <= len(stream)


def test_a_packet_inside_the_text_of_another_costs_neither() -> None:
    inner = dust_packet(qn="1" * 17)[:-2]
    outer = dust_packet(cp=f"DataTime=20180507000558;i11001-Info=//{inner.decode()}//")
    found = frames_in(Assembler().feed(outer))

    assert [frame.raw for frame in found] == [inner, outer[:-2]]
    assert "head_in_data" in decode(found[1]).issues


def test_a_head_in_the_text_of_a_packet_is_no_garbage() -> None:
    packet = dust_packet(cp="DataTime=20180507000558;i11001-Info=//##0900//")
    found = fed(Assembler(), [packet, GOOD])

    assert [frame.raw for frame in frames_in(found)] == [packet[:-2], GOOD[:-2]]
    assert garbage_in(found) == []


def test_a_wrong_length_does_not_hold_up_the_next_packet_until_it_is_filled() -> None:
    assembler = Assembler()

    assert assembler.feed(b"##4096" + GOOD[6:]) == []
    assert frames_in(assembler.feed(GOOD)) == [GOOD_FRAME]


@pytest.mark.parametrize("length", [1024, 1025, 4096])
def test_a_long_packet_is_taken_up_to_the_limit(length: int) -> None:
    head = header() + "CP=&&"
    packet = dust_packet(cp="x" * (length - len(head) - 2))

    assert [len(frame.data) for frame in frames_in(Assembler().feed(packet))] == [length]


def test_one_byte_past_the_limit_is_garbage_at_once() -> None:
    packet = dust_packet(cp="x" * (4097 - len(header()) - 7))
    (garbage,) = Assembler().feed(packet)

    assert isinstance(garbage, Garbage)
    assert (garbage.fault, garbage.declared) == ("length_over_limit", 4097)


@pytest.mark.parametrize("pattern", [b"##4096", b"##0998", b"#", b"##", b"##a", b"##0998QN=", b"##0000", b"a"])
def test_hostile_input_costs_no_more_than_two_looks_a_byte_and_little_memory(pattern: bytes) -> None:
    assembler = Assembler()
    stream = pattern * (200_000 // len(pattern))
    found = assembler.feed(stream)

    assert frames_in(found) == []
    assert assembler.summed_bytes <= 2 * len(stream)
    assert assembler.buffered_bytes <= 4096 + 10


@pytest.mark.parametrize("size", [1, 10, 100, 1000])
def test_hostile_input_costs_no_more_when_it_trickles(size: int) -> None:
    assembler = Assembler()
    stream = b"##0998" * 2_000
    found = fed(assembler, cut(stream, list(range(0, len(stream), size))))

    assert frames_in(found) == []
    assert assembler.summed_bytes <= 2 * len(stream)


@given(st.lists(st.one_of(st.just(GOOD), hostile), max_size=20).map(b"".join))
def test_any_input_costs_no_more_than_two_looks_a_byte_and_little_memory(stream: bytes) -> None:
    assembler = Assembler()
    assembler.feed(stream)

    assert assembler.summed_bytes <= 2 * len(stream)
    assert assembler.buffered_bytes <= 4096 + 10


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_mutated_packet_never_raises_and_never_takes_its_neighbours_along(changes: list[tuple[int, int]]) -> None:
    mutated = bytearray(GOOD)
    mutated[:] = bytes({**dict(enumerate(GOOD)), **dict(changes)}.values())
    frames = frames_in(fed(Assembler(), [GOOD + bytes(mutated) + GOOD]))

    assert sum(frame == GOOD_FRAME for frame in frames) >= 2
    assert [readings(decode(frame)) for frame in frames]


@pytest.mark.parametrize("length", [364, 99, 9])
def test_a_short_length_is_taken_at_the_tolerant_level_only(length: int) -> None:
    data = GOOD[6:-6][:length]
    packet = b"##%d%b%04X\r\n" % (length, data, annex_a(data))

    assert [frame.data for frame in frames_in(Assembler(level=Level.TOLERANT).feed(packet))] == [data]
    assert frames_in(Assembler().feed(packet)) == []


def test_the_packet_in_the_description_is_right() -> None:
    described = (
        b"##0138QN=20180507000558123;ST=39;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;"
        b"CP=&&DataTime=20180507000558;a34004-Rtd=33,a34004-Flag=N&&F281\r\n"
    )

    assert len(Assembler().feed(described)) == 1
