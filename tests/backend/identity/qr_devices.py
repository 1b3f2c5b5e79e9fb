"""A computer's browser and a phone, each with an address of its own, for tests of the scanned sign-in."""

import asyncio
from typing import Any, cast
from uuid import UUID

import httpx
import msgspec

from backend.core import db, redis
from backend.identity import accounts, sessions
from backend.identity.qr.qr_rules import Code, write_code
from backend.identity.scope import Door, Scope
from backend.identity.units import Level
from tests.backend import site as sites

OFFICE, ELSEWHERE = "113.108.1.1", "120.24.1.1"  # Two public addresses.
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Edg/140.0"
API = {Door.CONSOLE: "/api/console/v1", Door.PHONE: "/api/miniapp/v1"}


def _key(ticket_id: UUID) -> str:
    return f"sandtable:qr:{{{ticket_id.hex}}}"


def client(whole: httpx.AsyncClient, address: str, agent: str) -> httpx.AsyncClient:
    """Another client of the same application: an address and cookies of its own."""
    app = cast("Any", whole._transport).app
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, client=(address, 4711)),
        base_url="http://test",
        headers={"user-agent": agent},
    )


class People(msgspec.Struct, frozen=True, kw_only=True):
    """Two regulators of one city, one of another, and one of an enterprise."""

    administrator: Scope
    regulator: Scope
    outsider: Scope
    manager: Scope


async def people() -> People:
    """Entered by the province; nobody has a project."""
    province, city, elsewhere = (
        await sites.unit_of("440000", Level.PROVINCE), await sites.unit_of("440300"), await sites.unit_of("440100"),
    )  # fmt: skip
    root = await sites.scope(
        await accounts.bootstrap_administrator(province, "省管理员", "admin.province"), Door.CONSOLE
    )
    added = [
        await sites.scope(await accounts.add_regulator(root, unit, name=name, wecom_userid=userid), Door.CONSOLE)
        for unit, name, userid in ((city, "周敏", "zhou.min"), (city, "黄莉", "huang.li"), (elsewhere, "外市", "out"))
    ]
    manager = await sites.scope(await sites.enterprise("林晓明", "13800000001"))
    return People(administrator=added[0], regulator=added[1], outsider=added[2], manager=manager)


class Screen:
    """A browser that signs in; it knows the ticket, the version and the cookie as a page would."""

    def __init__(
        self, whole: httpx.AsyncClient, door: Door = Door.CONSOLE, *, address: str = OFFICE, agent: str = AGENT
    ) -> None:
        self.http = client(whole, address, agent)
        self.door = door
        self.ticket_id = UUID(int=0)
        self.version = 0

    async def ask(self) -> httpx.Response:
        answer = await self.http.post(f"{API[self.door]}/qr-sign-in")
        if answer.is_success:
            self.ticket_id, self.version = UUID(answer.json()["ticket_id"]), answer.json()["version"]
        return answer

    async def wait(self, known: int | None = None, *, ticket_id: UUID | None = None) -> httpx.Response:
        path = f"{API[self.door]}/qr-sign-in/{ticket_id or self.ticket_id}"
        answer = await self.http.get(path, params={"known": self.version if known is None else known})
        if answer.is_success:
            self.version = answer.json()["version"]
        return answer

    async def state(self) -> str:
        """As a page would learn it that knows nothing."""
        await forget_poll(self.ticket_id)
        return str((await self.wait(0)).json()["state"])

    async def number(self) -> int:
        return int(await field(self.ticket_id, "number"))

    async def code(self) -> str:
        """What the picture says."""
        return await code_of(self.ticket_id)

    async def me(self) -> httpx.Response:
        return await self.http.get(f"{API[self.door]}/me")


class Phone:
    """A signed-in person's phone."""

    def __init__(
        self, whole: httpx.AsyncClient, person: Scope, headers: dict[str, str], *, address: str = OFFICE
    ) -> None:
        self.http = client(whole, address, "Mozilla/5.0 (iPhone) MicroMessenger/8.0 wxwork/4.1")
        self.http.headers["authorization"] = headers["authorization"]
        self.person = person

    async def post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return await self.http.post(f"{API[Door.PHONE]}/qr-scans{path}", json=body)

    async def scan(self, code: str) -> httpx.Response:
        return await self.post("", {"code": code})

    async def confirm(self, ticket_id: UUID, number: int) -> httpx.Response:
        return await self.post(f"/{ticket_id}/confirm", {"number": number})

    async def refuse(self, ticket_id: UUID) -> httpx.Response:
        return await self.post(f"/{ticket_id}/refuse")

    async def report(self, ticket_id: UUID) -> httpx.Response:
        return await self.post(f"/{ticket_id}/report")

    async def recent(self) -> Any:
        return (await self.http.get(f"{API[Door.PHONE]}/qr-scans")).json()


async def phone_of(whole: httpx.AsyncClient, person: Scope, *, address: str = OFFICE) -> Phone:
    """With a session of its own on the phone's door."""
    return Phone(whole, person, await sites.headers(person, door=Door.PHONE), address=address)


async def field(ticket_id: UUID, name: str) -> str:
    found = await redis.client().hget(_key(ticket_id), name)
    return found.decode() if isinstance(found, bytes) else ""


async def forget_poll(ticket_id: UUID) -> None:
    """As if the browser had not asked for a while."""
    await redis.client().hdel(_key(ticket_id), "polled_at", "polled_known")


async def polled(ticket_id: UUID, *, after: str) -> str:
    """The mark of the browser's newest request, once another one than that of the mark `after` has been taken in."""
    async with asyncio.timeout(30):
        while (mark := await field(ticket_id, "poller")) == after:  # noqa: ASYNC110  It lies in Redis.
            await asyncio.sleep(0.01)
    return mark


async def age(ticket_id: UUID, seconds: int) -> None:
    """As if everything of the ticket had happened so much earlier."""
    for name in ("until", "since", "previous_until", "polled_at", "asked_at"):
        if await field(ticket_id, name) not in {"", "0"}:
            await redis.client().hincrby(_key(ticket_id), name, -1000 * seconds)
    await db.execute(
        "UPDATE qr_ticket SET scanned_at = scanned_at - $2 * interval '1 second', "
        "decided_at = decided_at - $2 * interval '1 second' WHERE id = $1",
        ticket_id, seconds,
    )  # fmt: skip


async def lose(ticket_id: UUID) -> None:
    """As after FLUSHALL."""
    await redis.client().delete(_key(ticket_id))


async def row(ticket_id: UUID) -> str | None:
    """The state that the record tells; None where nobody has scanned."""
    found: str | None = await db.fetch_value("SELECT state FROM qr_ticket WHERE id = $1", ticket_id)
    return found


async def acts(ticket_id: UUID) -> list[str]:
    """What the audit tells of the ticket, in order."""
    rows = await db.fetch("SELECT act FROM audit_entry WHERE subject_id = $1 ORDER BY at, id", ticket_id)
    return [entry["act"] for entry in rows]


async def live_sessions(ticket_id: UUID) -> int:
    count: int = await db.fetch_value(
        "SELECT count(*) FROM session WHERE qr_ticket_id = $1 AND revoked_at IS NULL", ticket_id
    )
    return count


async def code_of(ticket_id: UUID) -> str:
    """What the ticket's picture says at the moment."""
    return write_code(Code(ticket_id, await field(ticket_id, "code")))


async def scope_of(headers: dict[str, str]) -> Scope:
    """The very session that these headers carry."""
    return await sessions.scope_of(headers["authorization"].removeprefix("Bearer "))


async def forget_limits() -> None:
    """As if nobody had scanned, asked or guessed for a minute."""
    keys = [key async for key in redis.client().scan_iter("sandtable:rate:qr_*")]
    if keys:
        await redis.client().delete(*keys)


async def confirmed(screen: Screen, phone: Phone) -> None:
    """Scanned and answered with the right number."""
    assert (await phone.scan(await screen.code())).status_code == 201
    assert (await phone.confirm(screen.ticket_id, await screen.number())).status_code == 200


async def signed_in(screen: Screen, phone: Phone) -> None:
    await confirmed(screen, phone)
    assert (await screen.wait()).json()["state"] == "signed_in"


def cookie_of(answer: httpx.Response, name: str) -> str:
    """The Set-Cookie line of that name."""
    return next(line for line in answer.headers.get_list("set-cookie") if line.startswith(f"{name}="))
