"""A site in Shenzhen with its people, entered through the services as its supervising unit would, and the way in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, cast
from uuid import UUID

import httpx
import msgspec
from litestar import Litestar

from backend.app import create_app
from backend.core import db, ids
from backend.core.settings import settings
from backend.identity import accounts, sessions, units
from backend.identity.scope import Door, Scope
from backend.identity.units import Level
from backend.projects import registration
from backend.projects.people import posts
from backend.projects.registration import NewParty, NewPerson, NewProject
from backend.projects.rules import PostKind
from bot import clients
from bot.sandbox.app import create_app as create_sandbox
from bot.sandbox.config import Config
from bot.wechat.app import AppClient
from bot.wechat.http import ProviderHttp
from bot.wechat.mini import MiniClient
from tests.clients import client_of

CONTRACTOR = "91440300YY000001XU"
SUPERVISION = "91440100YY0000028H"
DEVELOPER = "91440600YY00000366"
OTHER = "91440400YY0000044N"
PHONE = "/api/miniapp/v1"
CONSOLE = "/api/console/v1"


class Site(msgspec.Struct):
    """Who is there; `stranger` manages another project, `outsider` regulates another city."""

    project_id: UUID
    other_project_id: UUID
    city: UUID
    administrator: Scope
    regulator: Scope
    outsider: Scope
    manager: Scope
    chief: Scope
    stranger: Scope
    applicant: Scope


def new_project(unit: UUID, **changes: Any) -> NewProject:
    """A project of Nanshan that may be registered."""
    whole = NewProject(
        name="南山科学城一期",
        category="building",
        region_code="440305",
        supervising_unit_id=unit,
        parties=[
            NewParty(role="contractor", uscc=CONTRACTOR, name="深圳演示建设集团有限公司"),
            NewParty(role="supervision", uscc=SUPERVISION, name="广州演示监理有限公司"),
            NewParty(role="developer", uscc=DEVELOPER, name="佛山演示置业有限公司"),
        ],
        project_manager=NewPerson(name="林晓明", phone="13800000001"),
        chief_engineer=NewPerson(name="陈国栋", phone="13800000002"),
    )
    return msgspec.structs.replace(whole, **changes)


async def build() -> Site:
    """All of it."""
    city, elsewhere, province = (
        await unit_of("440300"),
        await unit_of("440100"),
        await unit_of("440000", Level.PROVINCE),
    )
    root = await scope(await accounts.bootstrap_administrator(province, "省管理员", "admin.province"), Door.CONSOLE)
    administrator = await _regulator(root, city, "市管理员", "admin.city", is_unit_administrator=True)
    regulator = await _regulator(root, city, "黄莉", "huang.li")
    outsider = await _regulator(root, elsewhere, "外市", "outsider")
    project_id = (await registration.register(regulator, new_project(city))).id
    other = await registration.register(
        regulator,
        new_project(
            city,
            name="别人的工地",
            project_manager=NewPerson(name="路人", phone="13800000008"),
            chief_engineer=NewPerson(name="路总监", phone="13800000009"),
        ),
    )
    manager, chief = await posts.holders(project_id)
    (stranger,) = await posts.holders(other.id, [PostKind.PROJECT_MANAGER])
    return Site(
        project_id=project_id,
        other_project_id=other.id,
        city=city,
        administrator=administrator,
        regulator=regulator,
        outsider=outsider,
        manager=await scope(manager.account_id),
        chief=await scope(chief.account_id),
        stranger=await scope(stranger.account_id),
        applicant=await scope(await enterprise("何志强", "13800000004")),
    )


async def unit_of(region_code: str, level: Level = Level.CITY) -> UUID:
    """The housing department of a region."""
    found = await units.find(region_code, "housing", level)
    assert found is not None
    return found


async def _regulator(root: Scope, unit: UUID, name: str, userid: str, **more: Any) -> Scope:
    return await scope(await accounts.add_regulator(root, unit, name=name, wecom_userid=userid, **more), Door.CONSOLE)


async def enterprise(name: str, phone: str) -> UUID:
    """An account of enterprise staff."""
    async with db.transaction():
        return (await accounts.ensure_enterprise(phone, name)).account_id


async def _open(account_id: UUID, door: Door) -> str:
    async with db.transaction():
        return (await sessions.open_session(account_id, door, user_agent="test", address="127.0.0.1")).token


async def scope(account_id: UUID, door: Door = Door.PHONE) -> Scope:
    """A signed-in person."""
    return await sessions.scope_of(await _open(account_id, door))


async def headers(person: Scope, *, door: Door | None = None, key: str | None = None) -> dict[str, str]:
    """What a signed-in person sends, with an idempotency key of its own."""
    token = await _open(person.account_id, door or person.door)
    return {"authorization": f"Bearer {token}", "idempotency-key": key or ids.new_id().hex}


async def hold(project_id: UUID, person: Scope, kind: PostKind, chief: Scope, uscc: str = CONTRACTOR) -> UUID:
    """The person on the post, approved by the chief."""
    applied = await posts.apply(person, project_id, kind, uscc)
    await posts.approve(chief, applied.post_id)
    return applied.post_id


async def photos(person: Scope, project_id: UUID, count: int) -> list[UUID]:
    """Rows of photos that this person has uploaded for the project; no files."""
    made = [ids.new_id() for _ in range(count)]
    async with db.transaction():
        await db.execute_many(
            """
            INSERT INTO photo (id, uploaded_by, project_id, purpose, slot, sha256, size_bytes, media_type, width,
                               height, pixel_sha256, exif, original_path, served_path, thumbnail_path)
            VALUES ($1, $2, $3, 'progress', 'front', $4, 1, 'image/jpeg', 1, 1, '', '{}', '', '', '')
            """,
            [(photo, person.account_id, project_id, photo.hex * 2) for photo in made],
        )
    return made


@cache
def application() -> Litestar:
    """One for all tests of a process: its routes take half a second to make."""
    return create_app()


@asynccontextmanager
async def opened() -> AsyncIterator[httpx.AsyncClient]:
    """A client of the whole web application, its WeChat and WeCom being the sandbox in this process."""
    app, conf = application(), settings()
    # In this process too: a client of the network reads the machine's certificates for a twentieth of a second.
    sandbox = create_sandbox(Config(), callback_transport=httpx.ASGITransport(cast("Any", app)))
    async with app.lifespan(), sandbox.lifespan():
        transport = httpx.ASGITransport(cast("Any", sandbox))
        http = ProviderHttp("http://sandbox.test", timeout_seconds=60, transport=transport)
        clients._opened = clients._Opened(
            (http,),
            MiniClient(http, environment="test", appid=conf.wechat_appid, secret=conf.wechat_secret, redis=None),
            AppClient(
                http,
                environment="test",
                corpid=conf.wecom_corpid,
                agentid=conf.wecom_agentid,
                secret=conf.wecom_secret,
                redis=None,
            ),
        )
        async with client_of(app) as client:
            yield client


def refusal(response: httpx.Response) -> tuple[int, str, str | None]:
    """Status, code and field of a problem; every one also says what to do next."""
    body = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert body["next"]
    return response.status_code, body["code"], body.get("field")
