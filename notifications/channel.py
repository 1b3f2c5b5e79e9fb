"""What a channel is to us: it takes a parcel and says what became of it. `bot.channels` implements it.

The outcome's kinds are those of RELIABILITY section 4; a delivery's state machine (`dispatch`) reads nothing else.
"""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

import msgspec

from backend.core.i18n import Language


class ChannelName(StrEnum):
    """Over what a message goes. `inbox` is the record in the app: written, not sent."""

    ROBOT = "robot"
    APP_CARD = "app_card"
    APP_TEXT = "app_text"
    CARD_UPDATE = "card_update"
    INBOX = "inbox"


class Form(StrEnum):
    """What a message looks like where the channel can show it."""

    NOTICE = "notice"  # A card whose tap opens the phone page.
    BUTTONS = "buttons"  # A card that can be answered and changes with its matter.
    LINE = "line"  # One line of text.


class Fact(msgspec.Struct, frozen=True):
    """A name and a value, as the reader's language has them."""

    name: str
    value: str


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is said, in the reader's language. At most 6 facts; `status` is what became of the matter."""

    form: Form
    title: str
    level: str | None = None
    source: str = ""
    place: str = ""
    summary: str = ""
    facts: tuple[Fact, ...] = ()
    status: str = ""
    short_code: str = ""
    link: str = ""
    language: Language = Language.ZH


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt of one delivery.

    `address` is the robot's key or the member's userid. `attempt` counts from 1; `unanswered` are earlier attempts that
    may have arrived. `task_id` is the same for every attempt. `response_code` lets a card be changed once.
    """

    delivery_id: UUID
    channel: ChannelName
    address: str
    message: Message
    attempt: int
    unanswered: int
    task_id: str
    response_code: str | None = None

    @property
    def mark(self) -> str:
        """What tells people that they may have seen this one: （重发 2，编号 8F3K7Q）; empty on a first attempt."""
        if not self.unanswered:
            return ""
        count, code = self.unanswered + 1, self.message.short_code
        if self.message.language is Language.EN:
            return f"(repeat {count}, no. {code}) "
        return f"（重发 {count}，编号 {code}）"


class OutcomeKind(StrEnum):
    """What became of an attempt."""

    ACCEPTED = "accepted"  # The provider took it.
    DUPLICATE = "duplicate"  # An earlier attempt of ours did arrive.
    RETRY = "retry"  # Certainly not sent: again after a while.
    AMBIGUOUS = "ambiguous"  # Perhaps sent: again, marked.
    THROTTLED = "throttled"  # Not sent: the whole lane waits, this one first.
    PERMANENT = "permanent"  # Not sent, and never will be in this form.
    RECIPIENT = "recipient"  # This person cannot be reached here; the inbox has it.
    CONFIGURATION = "configuration"  # Nothing works here until a person acts.
    MOOT = "moot"  # Nothing is left to do.


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an attempt; `message` is for our operators and holds no secret.

    `response_code` lets the sent card be changed, `spent_code` is the one that this attempt used up.
    `is_destination_gone` narrows `configuration` to this one destination.
    """

    kind: OutcomeKind
    code: int | None = None
    message: str = ""
    provider_id: str | None = None
    response_code: str | None = None
    spent_code: str | None = None
    wait_seconds: float = 0.0
    is_destination_gone: bool = False


class Channel(Protocol):
    """One way out. Never raises for what a provider answers."""

    async def send(self, parcel: Parcel) -> Outcome:
        """Send once."""
        ...
