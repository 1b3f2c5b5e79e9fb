"""A client's outcome as a delivery's: the kinds have the same names, so the mapping is by name."""

from typing import Final

from bot.wechat.errors import Outcome as Answer
from notifications.channel import Outcome, OutcomeKind

GONE: Final = range(93000, 93009)
"""The robot was removed or disabled, or is not in the group (WeCom doc 90313)."""

UNSHOWABLE: Final = frozenset({40008, *range(42027, 42052)})
"""This edition of the platform knows no such card, or a field of it is refused: say it as text."""


def outcome_of(answer: Answer) -> Outcome:
    """What became of a message to one recipient: taken, but not for the one it was for, is not taken."""
    kind = OutcomeKind(answer.kind.value)
    if answer.kind.is_delivered and answer.invalid_users:
        kind = OutcomeKind.RECIPIENT
    return Outcome(
        kind=kind,
        code=answer.code,
        message=answer.zh or answer.message,
        provider_id=answer.provider_id,
        response_code=answer.response_code,
        wait_seconds=answer.wait_seconds,
        is_destination_gone=kind is OutcomeKind.CONFIGURATION and answer.code in GONE,
    )
