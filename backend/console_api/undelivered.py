"""Why a message has not arrived, in words: the same in the outbox and where a matter tells whom it reached."""

from typing import Final

from backend.core import clock
from backend.core.i18n import Text
from bot.wechat import errors
from bot.wechat.errors import Surface
from notifications.channel import ChannelName

_SURFACES: Final = {ChannelName.ROBOT: Surface.ROBOT, ChannelName.CARD_UPDATE: Surface.CARD_UPDATE}


def why(channel: ChannelName, code: int | None, error: str | None) -> Text | None:
    """By the provider's code, else what the attempt said; null where nothing has failed."""
    if code:
        known = errors.refusal(_SURFACES.get(channel, Surface.APP), code, "", now=clock.now())
        return Text(known.zh, known.en)
    return Text(error, error) if error else None
