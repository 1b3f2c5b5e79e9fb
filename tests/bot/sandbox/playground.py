"""A sandbox in this process, with short ways to its doors."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from litestar import Litestar

from bot.sandbox.app import create_app
from bot.sandbox.config import MEMBERS, ROBOTS, Config
from tests.clients import client_of

KEY = ROBOTS[0].key
OTHER_KEY = ROBOTS[1].key
LIN, CHEN, HUANG = MEMBERS[0], MEMBERS[1], MEMBERS[2]
CALLBACK = "http://product.test/callbacks/wecom"
NOTICE: dict[str, Any] = {
    "card_type": "text_notice",
    "main_title": {"title": "红色预警"},
    "card_action": {"type": 1, "url": "https://sandtable.test/w/1"},
}
BUTTONS: dict[str, Any] = {
    "card_type": "button_interaction",
    "task_id": "w-1",
    "main_title": {"title": "红色预警"},
    "button_list": [{"text": "确认", "key": "ack"}],
}


class Playground:
    """What tests ask of one sandbox."""

    def __init__(self, app: Litestar, http: httpx.AsyncClient, config: Config) -> None:
        self.server = app
        self.http = http
        self.config = config

    async def post(self, path: str, body: Any = None, **query: Any) -> Any:
        response = await self.http.post(path, params=query, json=body)
        assert response.status_code == 200
        return response.json()

    async def get(self, path: str, **query: Any) -> Any:
        response = await self.http.get(path, params=query)
        assert response.status_code == 200
        return response.json()

    async def order(self, path: str, body: Any) -> Any:
        return await self.post(f"/_sandbox/{path}", body)

    async def shift(self, seconds: float) -> None:
        await self.order("clock", {"shift_seconds": seconds})

    async def robot(self, msgtype: str, body: Any, key: str = KEY) -> Any:
        return await self.post("/cgi-bin/webhook/send", {"msgtype": msgtype, msgtype: body}, key=key)

    async def wecom_token(self) -> str:
        query = {"corpid": self.config.corpid, "corpsecret": self.config.agent_secret}
        return str((await self.get("/cgi-bin/gettoken", **query))["access_token"])

    async def mini_token(self) -> str:
        body = {"grant_type": "client_credential", "appid": self.config.appid, "secret": self.config.mini_secret}
        return str((await self.post("/cgi-bin/stable_token", body))["access_token"])

    async def wecom(self, path: str, body: Any) -> Any:
        return await self.post(f"/cgi-bin/{path}", body, access_token=await self.wecom_token())

    async def mini(self, path: str, body: Any) -> Any:
        return await self.post(path, body, access_token=await self.mini_token())

    async def app(self, msgtype: str, body: Any, *, touser: str = LIN.userid, **more: Any) -> Any:
        message = {"touser": touser, "agentid": self.config.agentid, "msgtype": msgtype, msgtype: body}
        return await self.wecom("message/send", message | more)

    async def shown(self, after: int = 0, *, rejected: bool = False) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = await self.get("/_sandbox/messages", after=after, rejected=rejected)
        return entries


@asynccontextmanager
async def playground(
    config: Config | None = None, transport: httpx.AsyncBaseTransport | None = None
) -> AsyncIterator[Playground]:
    chosen = config or Config(callback_url=CALLBACK)
    app = create_app(chosen, callback_transport=transport)
    async with app.lifespan(), client_of(app) as http:
        yield Playground(app, http, chosen)
