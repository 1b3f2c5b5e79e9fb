"""The four hexadecimal digits at the end of an HJ 212 packet.

HJ 212-2017 Annex A looks like CRC-16/MODBUS and is not: it throws the register's low byte away before each byte::

    reg = 0xFFFF
    for byte in data:
        reg = (reg >> 8) ^ byte
        eight times: reg = (reg >> 1) ^ (0xA001 if reg & 1 else 0)

Two consequences, both used below. What the next byte meets is only the register's high byte, so the whole state is one
byte `s` with `s' = HIGH[s] ^ byte`; only 256 checksums exist, and plausibility checks must carry part of the load.
And `HIGH` is linear over XOR and is the identity after eight applications, so a byte's share in the result depends on
its distance from the end modulo eight: the data may be folded as 64-bit words, and the checksum of any stretch of a
stream follows from two running states.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

EMPTY: Final = 0xFFFF
"""The checksum of no bytes at all."""


class Checksum(StrEnum):
    """What a device computes. Only `ANNEX_A` conforms; the others are taken from devices whose profile says so."""

    ANNEX_A = "annex_a"
    MODBUS_HIGH_FIRST = "modbus_high_first"
    MODBUS_LOW_FIRST = "modbus_low_first"

    def of(self, data: bytes) -> int:
        """The checksum as the number that the four digits spell."""
        return _FUNCTIONS[self](data)


def _eight_shifts(register: int) -> int:
    for _ in range(8):
        register = (register >> 1) ^ (0xA001 if register & 1 else 0)
    return register


_REGISTER: Final = tuple(_eight_shifts(state) for state in range(256))
_HIGH: Final = bytes(register >> 8 for register in _REGISTER)
_FIRST: Final = _HIGH.index(0xFF)
"""The state that stands for a register of 0xFFFF before the first byte."""


def _powers() -> tuple[bytes, ...]:
    tables = [bytes(range(256))]
    for _ in range(7):
        tables.append(tables[-1].translate(_HIGH))
    return tuple(tables)


_POWER: Final = _powers()
"""`_POWER[n][s]` is HIGH applied n times to s."""

_FOLDS: Final = tuple((bits, (1 << bits) - 1) for bits in (65536 >> n for n in range(11)))
"""Widths to fold at, 8 KiB down to the eight bytes of one word."""


def annex_a(data: bytes) -> int:
    """HJ 212-2017 Annex A over `data`, at the speed of long-integer arithmetic."""
    if not data:
        return EMPTY
    word = int.from_bytes(data, "big")
    while word > _FOLDS[0][1]:
        word = (word >> _FOLDS[0][0]) ^ (word & _FOLDS[0][1])
    for bits, mask in _FOLDS:
        if word > mask:
            word = (word >> bits) ^ (word & mask)
    state = _POWER[len(data) % 8][_FIRST]
    for table in _POWER:
        state ^= table[word & 0xFF]
        word >>= 8
    return _REGISTER[state]


def modbus(data: bytes) -> int:
    """CRC-16/MODBUS, which many loggers compute by mistake. High byte first."""
    register = 0xFFFF
    for byte in data:
        register = (register >> 8) ^ _REGISTER[(register ^ byte) & 0xFF]
    return register


def _modbus_swapped(data: bytes) -> int:
    register = modbus(data)
    return (register & 0xFF) << 8 | register >> 8


_FUNCTIONS: Final[dict[Checksum, Callable[[bytes], int]]] = {
    Checksum.ANNEX_A: annex_a,
    Checksum.MODBUS_HIGH_FIRST: modbus,
    Checksum.MODBUS_LOW_FIRST: _modbus_swapped,
}


class Running:
    """Annex A checksums of any stretch of a growing buffer, each byte visited once.

    This keeps hostile input linear: thousands of overlapping packet heads cost one look-up each.
    """

    def __init__(self) -> None:
        self._states = bytearray(1)  # Entry i is the state before byte i of the buffer, counted from a start of zero.

    def of(self, buffer: bytearray, start: int, end: int) -> int:
        """The checksum of `buffer[start:end]`."""
        if start == end:
            return EMPTY
        self._extend(buffer, end)
        states = self._states
        return _REGISTER[_POWER[(end - start) % 8][states[start] ^ _FIRST] ^ states[end]]

    def drop(self, count: int) -> None:
        """Follow the buffer after its first `count` bytes are deleted."""
        if count < len(self._states):
            del self._states[:count]
        else:
            self._states = bytearray(1)

    @property
    def length(self) -> int:
        """How many bytes of the buffer were visited."""
        return len(self._states) - 1

    def _extend(self, buffer: bytearray, end: int) -> None:
        states = self._states
        state = states[-1]
        for byte in buffer[len(states) - 1 : end]:
            state = _HIGH[state] ^ byte
            states.append(state)
