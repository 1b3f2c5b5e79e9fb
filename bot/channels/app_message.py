"""Into a member's own chat: a card to answer, a notice, or a line.

A repeat carries the very same content: WeCom drops it itself (duplicate check), and refuses a card's task id the
second time. So no repeat is seen twice, and none is marked.
"""

from typing import Final

from bot.channels import layout
from bot.channels.outcomes import UNSHOWABLE, outcome_of
from bot.wechat.app import AppClient
from bot.wechat.errors import Kind
from bot.wechat.errors import Outcome as Answer
from notifications.channel import ChannelName, Form, Outcome, Parcel

NO_CALLBACK: Final = 43012
"""The app has no callback address, so it may not send buttons: the notice still opens the phone page."""


class AppMessage:
    """`address` is the member's userid."""

    def __init__(self, client: AppClient) -> None:
        self._client = client

    async def send(self, parcel: Parcel) -> Outcome:
        """Send once."""
        if parcel.channel is ChannelName.APP_TEXT or parcel.message.form is Form.LINE:
            return outcome_of(await self._send_text(parcel))
        answer = await self._send_card(parcel)
        if answer.kind is Kind.PERMANENT and answer.code in UNSHOWABLE:
            answer = await self._send_text(parcel)
        return outcome_of(answer)

    async def _send_card(self, parcel: Parcel) -> Answer:
        is_repeat = parcel.unanswered > 0
        if parcel.message.form is Form.BUTTONS:
            card = layout.buttons(parcel.message, task_id=parcel.task_id)
            answer = await self._client.send_card([parcel.address], card, is_repeat=is_repeat)
            if answer.code != NO_CALLBACK:
                return answer
        notice = layout.notice(parcel.message, task_id=parcel.task_id)
        return await self._client.send_card([parcel.address], notice, is_repeat=is_repeat)

    async def _send_text(self, parcel: Parcel) -> Answer:
        return await self._client.send_text([parcel.address], layout.text(parcel.message))
