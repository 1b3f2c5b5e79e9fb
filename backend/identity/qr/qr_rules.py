"""Pure decisions of signing in by a scanned code: its states, its terms, and when a number must be typed.

The rules are BCP 247 (RFC 10027) as `docs/security/qr-sign-in.md` lays them out.
"""

import base64
import binascii
import secrets
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from backend.core import place
from backend.identity.rules import states_before
from backend.identity.scope import AccountKind, Door

SHOWN_SECONDS: Final = 60
"""A code that nobody scans within this time of being asked for is over."""

ROTATE_SECONDS: Final = 20
"""The screen shows another code for the same ticket this often."""

GRACE_SECONDS: Final = 10
"""So long a code that has just left the screen is still taken: the phone proves who holds it first."""

DECIDE_SECONDS: Final = 120
"""From the scan to the answer on the phone."""

COLLECT_SECONDS: Final = 60
"""From the answer on the phone to the browser's fetching of its session."""

MISSES: Final = 3
"""So many wrong numbers end a ticket."""

LOWEST, HIGHEST = 10, 99
CHOICES: Final = 3


class QrState(StrEnum):
    """How far a code has come. `blocked`: wrong numbers; `reused`: scanned by a second person."""

    WAITING = "waiting"
    SCANNED = "scanned"
    CONFIRMED = "confirmed"
    SIGNED_IN = "signed_in"
    REFUSED = "refused"
    EXPIRED = "expired"
    BLOCKED = "blocked"
    REUSED = "reused"
    REPORTED = "reported"

    @property
    def is_pending(self) -> bool:
        """Whether a browser still waits for it."""
        return self in {QrState.WAITING, QrState.SCANNED, QrState.CONFIRMED}


class QrAction(StrEnum):
    """What moves a code."""

    ASK = "ask"
    SCAN = "scan"
    CONFIRM = "confirm"
    SIGN_IN = "sign_in"
    REFUSE = "refuse"
    EXPIRE = "expire"
    BLOCK = "block"
    REUSE = "reuse"
    REPORT = "report"


_ENDED_UNREPORTED: Final = (QrState.REFUSED, QrState.EXPIRED, QrState.BLOCKED, QrState.REUSED)

QR_STATES: Final[Mapping[tuple[QrState | None, QrAction], QrState]] = {
    (None, QrAction.ASK): QrState.WAITING,
    (QrState.WAITING, QrAction.SCAN): QrState.SCANNED,
    (QrState.SCANNED, QrAction.CONFIRM): QrState.CONFIRMED,
    (QrState.CONFIRMED, QrAction.SIGN_IN): QrState.SIGNED_IN,
    (QrState.SCANNED, QrAction.REFUSE): QrState.REFUSED,
    (QrState.WAITING, QrAction.EXPIRE): QrState.EXPIRED,
    (QrState.SCANNED, QrAction.EXPIRE): QrState.EXPIRED,
    (QrState.CONFIRMED, QrAction.EXPIRE): QrState.EXPIRED,
    (QrState.SCANNED, QrAction.BLOCK): QrState.BLOCKED,
    (QrState.SCANNED, QrAction.REUSE): QrState.REUSED,
    (QrState.CONFIRMED, QrAction.REUSE): QrState.REUSED,
    (QrState.SIGNED_IN, QrAction.REUSE): QrState.REUSED,
    (QrState.EXPIRED, QrAction.REUSE): QrState.REUSED,  # Scanned, never answered, and scanned by somebody else.
    (QrState.SCANNED, QrAction.REPORT): QrState.REPORTED,
    (QrState.CONFIRMED, QrAction.REPORT): QrState.REPORTED,
    (QrState.SIGNED_IN, QrAction.REPORT): QrState.REPORTED,
    **{(state, QrAction.REPORT): QrState.REPORTED for state in _ENDED_UNREPORTED},
}
"""The whole life of a code; what is not here is refused. One session at most is born of it, at `sign_in`."""

AFTER: Final[Mapping[QrAction, QrState]] = {action: state for (_, action), state in QR_STATES.items()}
"""Every action leads to one state, wherever it starts."""


def before(action: QrAction) -> list[str]:
    """The states from which the action is allowed: what the script and the UPDATE compare with."""
    return states_before(QR_STATES, action)


# The code: the ticket's id and what changes on the screen, both random and 128 bits long


class Code(NamedTuple):
    """What a phone reads: of which ticket, and the secret that the screen shows at the moment."""

    ticket_id: UUID
    shown: str


_HALF: Final = 22
"""128 bits in URL-safe base64 without padding."""


def new_ticket_id() -> UUID:
    """128 random bits: unlike a row's id it tells nothing of when."""
    return UUID(bytes=secrets.token_bytes(16))


def new_shown() -> str:
    """128 random bits for the screen."""
    return secrets.token_urlsafe(16)


def write_code(code: Code) -> str:
    """The last part of the address in the picture."""
    return base64.urlsafe_b64encode(code.ticket_id.bytes).rstrip(b"=").decode() + code.shown


def read_code(text: str) -> Code | None:
    """The code in a scanned text: the address itself or its last part; None for any other text."""
    last = text.strip().rpartition("/")[2]
    if len(last) != 2 * _HALF or not last.isascii():
        return None
    try:
        code = Code(UUID(bytes=base64.urlsafe_b64decode(last[:_HALF] + "==")), last[_HALF:])
    except (binascii.Error, ValueError):
        return None
    return code if write_code(code) == last else None


# The number on the screen


class Numbers(NamedTuple):
    """The number that the screen shows, and three in order of which it is one."""

    right: int
    offered: tuple[int, ...]


def new_numbers() -> Numbers:
    """Two digits, never starting with 0: nobody has to ask whether it counts."""
    offered = secrets.SystemRandom().sample(range(LOWEST, HIGHEST + 1), CHOICES)
    return Numbers(offered[0], tuple(sorted(offered)))


class Spot(NamedTuple):
    """Where a device is, as far as its address tells."""

    address: str
    place: str


def is_near(one: Spot, other: Spot) -> bool:
    """Whether both come from one network: the same public one, or both from this machine and private networks."""
    if place.is_private(one.address) or place.is_private(other.address):
        return place.is_private(one.address) and place.is_private(other.address)
    return place.network(one.address) == place.network(other.address) and one.address != ""


def is_in_one_city(one: Spot, other: Spot) -> bool:
    """Whether both are known to be in the same place."""
    return one.place == other.place and place.text(one.place) != place.UNKNOWN


def must_type(kind: AccountKind, screen: Spot, phone: Spot, *, misses: int) -> bool:
    """Whether the number is typed, which nobody does by a careless tap, instead of chosen from three.

    Regulators choose on one network only, enterprise staff also within one city; whoever missed once types.
    """
    if misses:
        return True
    if is_near(screen, phone):
        return False
    return kind is AccountKind.REGULATOR or not is_in_one_city(screen, phone)


def may_use(kind: AccountKind, door: Door) -> bool:
    """The console is the regulators'; the phone's pages are open to both."""
    return door is Door.PHONE or kind is AccountKind.REGULATOR
