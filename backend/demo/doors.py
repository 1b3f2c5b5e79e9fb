"""People and a device at the public doors: a phone, a desk, a dust monitor, and the sandbox that plays WeChat."""

import asyncio
import hashlib
import itertools
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

import httpx

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Refused(Exception):
    """The door answered with a problem: its status, stable code, and the field if one was wrong."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('code')}: {problem.get('title')}")
        self.status = status
        self.code = str(problem.get("code"))
        self.field = problem.get("field")
        self.problem = problem


class Sandbox:
    """What people do with their phones outside our product: log in to WeChat, press a card's button, read a group."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=f"{url}/_sandbox", timeout=10)

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()

    async def people(self, members: list[dict[str, Any]]) -> None:
        """These people exist, besides those who did."""
        (await self._http.post("/people", json=members)).raise_for_status()

    async def groups(self, robots: list[dict[str, Any]]) -> None:
        """These groups have a robot, besides those that did."""
        (await self._http.post("/robots", json=robots)).raise_for_status()

    async def code(self, kind: str, **who: str) -> str:
        """A login code as WeChat (`code`, `phone`) or WeCom (`qycode`, `oauth`) would hand to the client."""
        answer = await self._http.post("/login-code", json={"kind": kind, **who})
        return str(answer.raise_for_status().json()["code"])

    async def press(self, userid: str, message: dict[str, Any], key: str) -> None:
        """Press a button of the person's copy of a card."""
        body = {"userid": userid, "key": key, "msgid": message["msgid"], "wait": True}
        (await self._http.post("/press", json=body)).raise_for_status()

    async def messages(self, *, to: str) -> list[dict[str, Any]]:
        """What a group (by its robot's key) or a person (by userid) sees, oldest first."""
        entries: list[dict[str, Any]] = (await self._http.get("/messages")).raise_for_status().json()
        return [entry for entry in entries if to == entry["to"] or to in entry["recipients"]]


class Caller:
    """A person's HTTP client: an idempotency key for each act, the same one on a retry; API processes in turn."""

    def __init__(self, urls: Sequence[str], prefix: str) -> None:
        self._clients = [httpx.AsyncClient(base_url=f"{url}{prefix}", timeout=30) for url in urls]
        self._turn = itertools.cycle(self._clients)
        self._headers = {"Accept-Language": "zh-CN"}
        self.token = ""
        self.last_key = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for client in self._clients:
            await client.aclose()

    def carry(self, token: str) -> None:
        """Carry this session from now on."""
        self.token = token
        self._headers["Authorization"] = f"Bearer {token}"

    async def get(self, path: str, **query: Any) -> Any:
        """A read."""
        return _content(await next(self._turn).get(path, params=query, headers=self._headers))

    async def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        """An act."""
        return await self._act("POST", path, body, key)

    async def put(self, path: str, body: Any) -> Any:
        """A fact set anew."""
        return await self._act("PUT", path, body, None)

    async def _act(self, method: str, path: str, body: Any, key: str | None) -> Any:
        self.last_key = key or secrets.token_hex(16)
        # The same value names the request in every log line that it causes, down to the sent message.
        headers = {**self._headers, "Idempotency-Key": self.last_key, "X-Request-Id": self.last_key}
        return _content(await next(self._turn).request(method, path, json=body, headers=headers))

    async def send_photo(self, project_id: str, picture: bytes, *, slot: str, purpose: str) -> str:
        """The id of a photo that has arrived whole."""
        answer = await next(self._turn).post(
            "/photos",
            data={
                "project_id": project_id,
                "purpose": purpose,
                "slot": slot,
                "sha256": hashlib.sha256(picture).hexdigest(),
            },
            files={"file": (f"{slot}.jpg", picture, "image/jpeg")},
            headers=self._headers,
        )
        return str(_content(answer)["id"])


def _content(answer: httpx.Response) -> Any:
    if answer.is_success:
        return answer.json() if answer.content else None
    is_problem = answer.headers.get("content-type", "").startswith("application/problem+json")
    raise Refused(answer.status_code, answer.json() if is_problem else {"code": "no_problem", "title": answer.text})


class Phone(Caller):
    """Somebody with the mini-program: signed in with WeChat, and known to WeCom."""

    def __init__(self, urls: Sequence[str], sandbox: Sandbox, member: dict[str, Any]) -> None:
        super().__init__(urls, "/api/miniapp/v1")
        self._sandbox = sandbox
        self.name: str = member["name_zh"]
        self.userid: str = member["userid"]
        self._openid: str = member["openid"]

    async def sign_in(self) -> Self:
        """Open the mini-program; at the first time the verified phone number proposes the account."""
        answer = await self.post("/sign-in", {"provider": "wechat", "code": await self._code("code")})
        if answer.get("link_ticket"):
            first = {"ticket": answer["link_ticket"], "phone_code": await self._code("phone"), "name": self.name}
            answer = await self.post("/sign-in/link", first)
        self.carry(answer["token"])
        return self

    async def link_wecom(self) -> None:
        """Open the mini-program inside WeCom once, so that cards find their way into the person's own chat."""
        code = await self._sandbox.code("qycode", userid=self.userid)
        await self.post("/me/links", {"provider": "wecom", "code": code})

    async def _code(self, kind: str) -> str:
        return await self._sandbox.code(kind, openid=self._openid)


class Desk(Caller):
    """A regulator at the console, signed in with WeCom."""

    def __init__(self, urls: Sequence[str], sandbox: Sandbox, member: dict[str, Any]) -> None:
        super().__init__(urls, "/api/console/v1")
        self._sandbox = sandbox
        self.name: str = member["name_zh"]
        self.userid: str = member["userid"]

    async def sign_in(self) -> Self:
        """Scan with WeCom."""
        code = await self._sandbox.code("oauth", userid=self.userid)
        self.carry((await self.post("/sign-in", {"code": code}))["token"])
        return self


class DustMonitor:
    """A dust and noise logger: HJ 212-2017 over one TCP connection. It computes its own checksum (Annex A)."""

    def __init__(self, mn: str, password: str) -> None:
        self.mn = mn
        self._password = password
        self._count = itertools.count()
        self._writer: asyncio.StreamWriter | None = None

    async def dial(self, host: str, port: int) -> Self:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection(host, port)
        return self

    async def hang_up(self) -> None:
        """Close the connection, if there is one."""
        if self._writer is not None:
            self._writer.close()
            await self._writer.wait_closed()
            self._writer = None

    def packet(self, at: datetime, *, pm10: float, noise: float) -> bytes:
        """A real-time report (2011) that asks for an answer."""
        moment = at.astimezone(SHANGHAI).strftime("%Y%m%d%H%M%S")
        data = (
            f"QN={moment}{next(self._count) % 1000:03d};ST=39;CN=2011;PW={self._password};MN={self.mn};Flag=5;"
            f"CP=&&DataTime={moment};a34001-Rtd={pm10 * 1.6:.0f},a34001-Flag=N;a34002-Rtd={pm10:g},a34002-Flag=N;"
            f"a34004-Rtd={pm10 * 0.5:.0f},a34004-Flag=N;a01001-Rtd=26.1,a01001-Flag=N;a01002-Rtd=61,a01002-Flag=N;"
            f"a01007-Rtd=2.1,a01007-Flag=N;a01008-Rtd=120,a01008-Flag=N;LA-Rtd={noise:g},LA-Flag=N&&"
        ).encode()
        return b"##%04d%b%04X\r\n" % (len(data), data, _checksum(data))

    async def report(self, at: datetime, *, pm10: float, noise: float = 58.2) -> bytes:
        """Send a report and wait for the platform's answer."""
        self.send(self.packet(at, pm10=pm10, noise=noise))
        async with asyncio.timeout(10):
            return await self.hear()

    def send(self, packet: bytes) -> None:
        """Write a packet and wait for nothing."""
        assert self._writer is not None
        self._writer.write(packet)

    async def hear(self) -> bytes:
        """The next answer; empty when the platform has hung up."""
        return await self._reader.readline()


def _checksum(data: bytes) -> int:
    register = 0xFFFF
    for byte in data:
        register = (register >> 8) ^ byte
        for _ in range(8):
            register = register >> 1 ^ (0xA001 if register & 1 else 0)
    return register
