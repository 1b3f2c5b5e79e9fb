"""Changing a card that a member has: who has taken the matter, what became of it.

A code allows one change and lives 24 to 72 hours (WeCom doc 94945). Where none is left the member gets a line instead.
"""

from typing import Final

import msgspec

from bot.channels import layout
from bot.channels.outcomes import outcome_of
from bot.wechat.app import AppClient
from notifications.channel import Outcome, OutcomeKind, Parcel

CODE_SPENT: Final = 60140
UNFITTING: Final = frozenset({CODE_SPENT, *range(42014, 42021)})
"""The card cannot be changed any more (WeCom doc 94945)."""


class CardUpdate:
    """`address` is the member's userid, `task_id` the card's."""

    def __init__(self, client: AppClient) -> None:
        self._client = client

    async def send(self, parcel: Parcel) -> Outcome:
        """Change the card, or follow up with a line."""
        code = parcel.response_code
        if code is None:
            return await self._follow_up(parcel)
        card = layout.settled(parcel.message, task_id=parcel.task_id)
        outcome = outcome_of(await self._client.update_card(code, card, users=[parcel.address]))
        if outcome.kind is OutcomeKind.PERMANENT and outcome.code in UNFITTING:
            if outcome.code == CODE_SPENT and parcel.unanswered:
                # An earlier attempt of this very change has used it.
                return msgspec.structs.replace(outcome, kind=OutcomeKind.DUPLICATE, spent_code=code)
            return await self._follow_up(parcel)
        return msgspec.structs.replace(outcome, spent_code=code)

    async def _follow_up(self, parcel: Parcel) -> Outcome:
        return outcome_of(await self._client.send_text([parcel.address], layout.text(parcel.message)))
