"""Into a group through its robot: a notice whose tap opens the phone page, or one line.

A robot has no duplicate check, so a repeat is marked for people to see.
"""

from bot.channels import layout
from bot.channels.outcomes import UNSHOWABLE, outcome_of
from bot.wechat.errors import Kind
from bot.wechat.robot import RobotClient
from notifications import texts
from notifications.channel import Form, Outcome, Parcel


class GroupRobot:
    """`address` is the robot's key."""

    def __init__(self, client: RobotClient) -> None:
        self._client = client

    async def send(self, parcel: Parcel) -> Outcome:
        """Post once; where the edition has no cards, the same as text."""
        if parcel.message.form is Form.LINE:
            return await self._send_text(parcel, texts.one_line(parcel.message))
        answer = await self._client.send_card(parcel.address, layout.notice(parcel.message, mark=parcel.mark))
        if answer.kind is Kind.PERMANENT and answer.code in UNSHOWABLE:
            return await self._send_text(parcel, texts.plain(parcel.message))
        return outcome_of(answer)

    async def _send_text(self, parcel: Parcel, text: str) -> Outcome:
        return outcome_of(await self._client.send_text(parcel.address, parcel.mark + text))
