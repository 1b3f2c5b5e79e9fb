"""`/_sandbox/*`: what a test or the page may ask of the sandbox itself. It has no counterpart at Tencent."""

from typing import Any

import msgspec
from litestar import delete, get, post, put
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Response

from bot.sandbox.callbacks import Delivery
from bot.sandbox.config import Member, Robot, Settings
from bot.sandbox.faults import Fault
from bot.sandbox.feed import Entry
from bot.sandbox.tokens import Family
from bot.sandbox.tools import Asked, tools


class Revoke(msgspec.Struct, forbid_unknown_fields=True):
    """Which family of tokens dies; all of them when absent."""

    family: Family | None = None


class Shift(msgspec.Struct, forbid_unknown_fields=True):
    """How far the sandbox's clock is ahead of the real one."""

    shift_seconds: float


class AppFace(msgspec.Struct):
    """What the page says about the app and the edition that is played."""

    zh: str
    en: str
    mini_page_base: str
    profile: str
    robot_limit: int


class News(msgspec.Struct):
    """What the page draws. People and groups come along when their version is not the one the page has."""

    generation: int  # Another one means: forget what you have, the sandbox was restarted or cleared.
    seq: int
    version: int
    entries: list[Entry]
    people: list[Member] | None = None
    robots: list[Robot] | None = None
    app: AppFace | None = None


@get("/messages")
async def messages(request: Asked, after: FromQuery[int] = 0, rejected: FromQuery[bool] = False) -> list[Entry]:  # noqa: FBT002 -- a query flag.
    """Messages new or changed since the change number `after`."""
    return tools(request).world.feed.changes_after(after, with_rejected=rejected)


@delete("/messages", status_code=204)
async def clear_messages(request: Asked) -> None:
    """Empty the screens; the receiver's log stays."""
    tools(request).world.feed.clear()


@get("/stream")
async def stream(request: Asked, after: FromQuery[int] = 0, version: FromQuery[int] = 0) -> News:
    """The page's poll, every half second."""
    world = tools(request).world
    directory, config = world.directory, world.config
    news = News(
        world.feed.generation,
        world.feed.seq,
        directory.version,
        world.feed.changes_after(after, with_rejected=True)[-500:],
    )
    if version != directory.version:
        news.people = list(directory.members.values())
        news.robots = list(directory.robots.values())
        news.app = AppFace(
            config.app_name_zh,
            config.app_name_en,
            config.mini_page_base,
            world.settings.profile,
            world.settings.robot_limit,
        )
    return news


@get("/media/{media_id:str}")
async def media(request: Asked, media_id: FromPath[str]) -> Response[bytes]:
    """A kept file, for the page."""
    found = tools(request).world.media.get(media_id)
    if found is None:
        raise NotFoundException("no such file")
    kind = "image/png" if found.content.startswith(b"\x89PNG") else "image/jpeg"
    return Response(found.content, media_type=kind if found.kind == "image" else "application/octet-stream")


@get("/people")
async def people(request: Asked) -> list[Member]:
    """Everybody."""
    return list(tools(request).world.directory.members.values())


@put("/people")
async def put_people(request: Asked, data: JSONBody[list[Member]]) -> list[Member]:
    """These people and nobody else."""
    tools(request).world.directory.put_members(data, replace=True)
    return data


@post("/people", status_code=200)
async def add_people(request: Asked, data: JSONBody[list[Member]]) -> list[Member]:
    """These people as well, or anew."""
    tools(request).world.directory.put_members(data, replace=False)
    return data


@get("/robots")
async def robots(request: Asked) -> list[Robot]:
    """Every group that has a robot."""
    return list(tools(request).world.directory.robots.values())


@put("/robots")
async def put_robots(request: Asked, data: JSONBody[list[Robot]]) -> list[Robot]:
    """These groups and no others."""
    tools(request).world.directory.put_robots(data, replace=True)
    return data


@post("/robots", status_code=200)
async def add_robots(request: Asked, data: JSONBody[list[Robot]]) -> list[Robot]:
    """These groups as well, or anew."""
    tools(request).world.directory.put_robots(data, replace=False)
    return data


@get("/settings")
async def settings(request: Asked) -> Settings:
    """What may be changed while running."""
    return tools(request).world.settings


@post("/settings", status_code=200)
async def change_settings(request: Asked, data: JSONBody[dict[str, Any]]) -> Settings:
    """Change some settings; an unknown name or a wrong type is 400 and changes nothing."""
    world = tools(request).world
    unknown = data.keys() - set(Settings.__struct_fields__)
    if unknown:
        raise ClientException(f"unknown settings: {', '.join(sorted(unknown))}")
    try:
        world.settings = msgspec.convert({**msgspec.to_builtins(world.settings), **data}, Settings)
    except msgspec.ValidationError as error:
        raise ClientException(str(error)) from error
    return world.settings


@post("/clock", status_code=200)
async def shift_clock(request: Asked, data: JSONBody[Shift]) -> dict[str, float]:
    """Move the clock of tokens, codes, windows and media; the receiver's log keeps real time."""
    world = tools(request).world
    world.clock_shift_seconds = data.shift_seconds
    return {"now": world.now()}


@post("/tokens/revoke", status_code=200)
async def revoke_tokens(request: Asked, data: JSONBody[Revoke]) -> dict[str, int]:
    """End tokens early, as the platform may."""
    return {"revoked": tools(request).world.tokens.revoke(data.family)}


@get("/faults")
async def list_faults(request: Asked) -> list[Fault]:
    """Faults that wait."""
    return tools(request).faults.waiting


@post("/faults", status_code=200)
async def add_fault(request: Asked, data: JSONBody[Fault]) -> Fault:
    """Let the next requests go wrong."""
    return tools(request).faults.add(data)


@delete("/faults", status_code=204)
async def clear_faults(request: Asked) -> None:
    """Let everything go right again."""
    tools(request).faults.waiting.clear()


@get("/callbacks")
async def list_callbacks(request: Asked, after: FromQuery[int] = 0) -> list[Delivery]:
    """Deliveries with an id above `after`."""
    return [delivery for delivery in tools(request).courier.deliveries.values() if delivery.id > after]


HANDLERS = [
    messages, clear_messages, stream, media, people, put_people, add_people, robots, put_robots, add_robots, settings,
    change_settings, shift_clock, revoke_tokens, list_faults, add_fault, clear_faults, list_callbacks,
]  # fmt: skip
