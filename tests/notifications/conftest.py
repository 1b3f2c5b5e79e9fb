"""The world of the tests, and the sandbox as the peer of the real clients."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import httpx
import msgspec
import pytest
from litestar import Litestar

from backend.core.http import EXCEPTION_HANDLERS, ContextMiddleware
from backend.identity.authentication import AuthenticationMiddleware
from bot import callbacks
from bot.channels.app_message import AppMessage
from bot.channels.card import CardUpdate
from bot.channels.group_robot import GroupRobot
from bot.sandbox.app import create_app
from bot.sandbox.config import MEMBERS, Config, Robot
from bot.wechat.app import AppClient
from bot.wechat.http import ProviderHttp
from bot.wechat.robot import RobotClient
from notifications import expand, lanes
from notifications.channel import ChannelName
from notifications.dispatch import Channels, deliver
from tests.notifications import world as worlds
from tests.notifications.world import World


class Peer(msgspec.Struct, frozen=True):
    """The sandbox: channels that lead to it, its control door, our callback door, its log of what it received."""

    channels: Channels
    control: httpx.AsyncClient
    callbacks: httpx.AsyncClient
    log_path: Path

    def received(self, channel: str | None = None) -> list[dict[str, Any]]:
        """The accepted messages in the order of their arrival."""
        lines = [msgspec.json.decode(line) for line in self.log_path.read_bytes().splitlines()]
        return [line for line in lines if line.get("errcode") == 0 and channel in (None, line["channel"])]

    async def press(self, userid: str, key: str, *, task_id: str, copies: int = 1) -> dict[str, Any]:
        """Press a card's button and wait until the callback is delivered."""
        answer = await self.control.post(
            "/_sandbox/press", json={"userid": userid, "key": key, "task_id": task_id, "copies": copies, "wait": True}
        )
        answer.raise_for_status()
        return cast("dict[str, Any]", answer.json())

    async def fault(self, **fault: Any) -> None:
        """Let the next request go wrong."""
        (await self.control.post("/_sandbox/faults", json=fault)).raise_for_status()


@pytest.fixture
async def world(database: ModuleType) -> World:
    return await worlds.build()


@pytest.fixture
async def peer(world: World, tmp_path: Path) -> AsyncIterator[Peer]:
    config = Config(
        callback_url="http://test/callbacks/wecom",
        members=MEMBERS,
        robots=(
            Robot(key=world.enterprise_key, group_zh="项目群"),
            Robot(key=world.regulator_key, group_zh="监管群"),
        ),
        log_path=tmp_path / "received.jsonl",
        callback_timeout_seconds=60,
    )
    ours = Litestar(
        callbacks.ROUTES,
        middleware=[ContextMiddleware(), AuthenticationMiddleware()],
        exception_handlers=EXCEPTION_HANDLERS,
    )
    door = httpx.ASGITransport(cast("Any", ours))
    app = create_app(config, callback_transport=door)
    transport = httpx.ASGITransport(cast("Any", app))
    http = ProviderHttp("http://sandbox", timeout_seconds=60, transport=transport)
    client = AppClient(
        http, environment="test", corpid=config.corpid, agentid=config.agentid, secret=config.agent_secret, redis=None
    )
    message = AppMessage(client)
    channels: Channels = {
        ChannelName.ROBOT: GroupRobot(RobotClient(http)),
        ChannelName.APP_CARD: message,
        ChannelName.APP_TEXT: message,
        ChannelName.CARD_UPDATE: CardUpdate(client),
    }
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://sandbox") as control,
        httpx.AsyncClient(transport=door, base_url="http://test") as ours_client,
    ):
        yield Peer(channels, control, ours_client, tmp_path / "received.jsonl")
    await http.aclose()


async def drain(peer: Peer) -> int:
    """Expand and send until nothing can be sent now; how many were claimed."""
    count = 0
    while await expand.step():
        pass
    while claimed := await lanes.claim(64):
        for one in claimed:
            if one.state == "sending":
                await deliver(one, peer.channels)
        count += len(claimed)
    return count
