"""The channels that `notifications` sends through, over the WeCom clients."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis

from backend.core.settings import settings
from bot.channels.app_message import AppMessage
from bot.channels.card import CardUpdate
from bot.channels.group_robot import GroupRobot
from bot.wechat.app import AppClient
from bot.wechat.http import ProviderHttp
from bot.wechat.robot import RobotClient
from notifications.channel import ChannelName
from notifications.dispatch import Channels

__all__ = ["opened"]


@asynccontextmanager
async def opened(redis: "Redis | None") -> AsyncIterator[Channels]:
    """Every channel of this deployment, while the block lasts; without Redis each process has a token of its own."""
    conf = settings()
    http = ProviderHttp(conf.wecom_api_base, timeout_seconds=conf.provider_timeout_seconds)
    app = AppClient(
        http,
        environment=conf.environment,
        corpid=conf.wecom_corpid,
        agentid=conf.wecom_agentid,
        secret=conf.wecom_secret,
        redis=redis,
    )
    message = AppMessage(app)
    try:
        yield {
            ChannelName.ROBOT: GroupRobot(RobotClient(http)),
            ChannelName.APP_CARD: message,
            ChannelName.APP_TEXT: message,
            ChannelName.CARD_UPDATE: CardUpdate(app),
        }
    finally:
        await http.aclose()
