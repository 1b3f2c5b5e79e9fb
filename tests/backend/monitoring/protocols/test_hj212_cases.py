"""Every sample packet decodes to exactly what its line says, at the level that its line says."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.monitoring.protocols.hj212 import (
    Assembler,
    Checksum,
    Frame,
    Garbage,
    Level,
    Packet,
    answer,
    decode,
    readings,
)
from tests.backend.monitoring.protocols.hj212_packets import frames_in, garbage_in

CASES = [json.loads(line) for line in (Path(__file__).parents[3] / "data/hj212_cases.jsonl").read_text().splitlines()]


def cases(*levels: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "case",
        [
            pytest.param(case, id=f"line_{number}_{case['accept']}")
            for number, case in enumerate(CASES, start=1)
            if case["accept"] in levels
        ],
    )


def raw(case: dict[str, Any]) -> bytes:
    return str(case["packet"]).encode(case.get("encoding", "utf-8"))


def assembled(case: dict[str, Any], level: Level = Level.STRICT) -> list[Frame | Garbage]:
    assembler = Assembler(level=level)
    return assembler.feed(raw(case)) + assembler.close()


def described(packet: Packet) -> dict[str, Any]:
    """A packet in the words of the case file, which leaves out what is not there."""
    flag = packet.flag
    bits = None if flag is None else {"version": flag >> 2, "D": int(packet.is_split), "A": int(packet.wants_answer)}
    reply = answer(packet)
    optional = {"factors": packet.factors, "flag_bits": bits, "ack": reply and reply.decode()}
    return {
        "length": len(packet.frame.data),
        "crc": packet.frame.crc.upper(),
        **packet.header,
        "cp": packet.cp,
        **{key: value for key, value in optional.items() if value},
    }


@cases("strict", "tolerant", "reject", "pending", "profile")
def test_the_good_packets_and_only_they_decode_as_the_line_says(case: dict[str, Any]) -> None:
    packets = [decode(frame) for frame in frames_in(assembled(case))]

    assert [described(packet) for packet in packets] == case["expect"]["frames"]
    assert sorted({issue for packet in packets for issue in packet.issues}) == case["issues"]


@cases("strict", "tolerant", "reject", "pending", "profile")
def test_the_tolerant_level_takes_what_the_strict_level_takes(case: dict[str, Any]) -> None:
    assert frames_in(assembled(case, Level.TOLERANT)) == frames_in(assembled(case))


@cases("strict", "tolerant", "reject", "pending", "profile")
def test_a_line_decodes_alike_byte_by_byte(case: dict[str, Any]) -> None:
    assembler = Assembler()
    found = [item for byte in raw(case) for item in assembler.feed(bytes([byte]))]

    assert frames_in(found) == frames_in(assembled(case))


@cases("strict")
def test_a_strict_line_leaves_no_garbage(case: dict[str, Any]) -> None:
    assert garbage_in(assembled(case)) == []


@pytest.mark.parametrize(
    ("number", "crc_received", "crc_calculated"),
    [(7, "32aa", "4380"), (14, "0681", "6C00"), (17, "2800", "D801"), (23, "EA41", "7A80")],
)
def test_a_wrong_checksum_is_reported_with_both_values(number: int, crc_received: str, crc_calculated: str) -> None:
    (garbage,) = garbage_in(assembled(CASES[number - 1]))

    assert garbage.fault == CASES[number - 1]["expect"]["error"]
    assert (garbage.crc_received, garbage.crc_calculated) == (crc_received, crc_calculated)


@pytest.mark.parametrize(
    ("number", "fault", "length", "declared"),
    [(21, "length_over_limit", 47, 9999), (22, "incomplete", 10, 79), (24, "length_mismatch", 151, 131)],
)
def test_a_wrong_length_is_reported_with_what_was_declared(number: int, fault: str, length: int, declared: int) -> None:
    (garbage,) = garbage_in(assembled(CASES[number - 1]))

    assert (garbage.fault, len(garbage.data), garbage.declared) == (fault, length, declared)


def test_an_incomplete_packet_is_waited_for() -> None:
    assembler = Assembler()

    assert assembler.feed(raw(CASES[21])) == []
    assert assembler.buffered_bytes == 10


@cases("profile")
def test_a_profile_line_is_a_frame_for_the_device_with_that_checksum(case: dict[str, Any]) -> None:
    checksum = Checksum(case["expect"]["crc_variant"])
    (frame,) = frames_in(Assembler(checksum_of=lambda _mn: checksum).feed(raw(case)))

    assert (frame.crc, frame.checksum) == (case["expect"]["crc_received"], checksum)


def test_the_parts_of_a_split_report_are_readable_alone_and_share_their_time() -> None:
    first, second = (decode(frame) for frame in frames_in(assembled(CASES[4])))

    assert first.data_time == second.data_time
    assert [*first.factors, *second.factors] == CASES[4]["expect"]["merged"]["factors"]
    assert (first.pnum, first.pno, second.pnum, second.pno) == (2, 1, 2, 2)


def test_empty_values_are_missing_and_not_zero() -> None:
    (frame,) = frames_in(assembled(CASES[26]))
    missing = [value.factor for value in readings(decode(frame)) if value.value is None]

    assert missing == CASES[26]["expect"]["missing_values"]
