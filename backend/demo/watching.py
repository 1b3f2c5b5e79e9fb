"""Waiting, with a bound, for what a story's acts must cause: seen where people would see it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec

from backend.demo.doors import Caller, Sandbox

WAIT_SECONDS = 30.0
LOOK_SECONDS = 0.1

Condition = Callable[[], Awaitable[Any]]
"""Something true, or nothing yet."""


class StoryBroken(Exception):
    """What should have been seen was not."""


async def until(what: str, condition: Condition, *, within_seconds: float = WAIT_SECONDS) -> Any:
    """What the condition found; `StoryBroken` names what never came."""
    give_up_at = time.monotonic() + within_seconds
    while True:
        if found := await condition():
            return found
        if time.monotonic() > give_up_at:
            raise StoryBroken(what)
        await asyncio.sleep(LOOK_SECONDS)


def told(sandbox: Sandbox, to: str, *words: str, times: int = 1) -> Condition:
    """So many messages to a group or a person hold all the words."""

    async def look() -> list[dict[str, Any]]:
        found = [message for message in await sandbox.messages(to=to) if holds(message, *words)]
        return found if len(found) >= times else []

    return look


def holds(message: dict[str, Any], *words: str) -> bool:
    """Whether the message's content holds all the words."""
    text = msgspec.json.encode(message["body"]).decode()
    return all(word in text for word in words)


def card(sandbox: Sandbox, userid: str, *words: str) -> Condition:
    """The newest card with buttons that a person got with these words."""

    async def look() -> dict[str, Any] | None:
        found = [
            message
            for message in await sandbox.messages(to=userid)
            if message["task_id"] and holds(message, "button_list", *words)
        ]
        return found[-1] if found else None

    return look


def card_shows(sandbox: Sandbox, userid: str, msgid: str, *words: str) -> Condition:
    """The person's copy of a card was updated in place and says these words."""

    async def look() -> bool:
        for message in await sandbox.messages(to=userid):
            view = message["views"].get(userid)
            if message["msgid"] == msgid and view and (view["card"] or view["replaced_text"]):
                return all(word in msgspec.json.encode(view).decode() for word in words)
        return False

    return look


LIVE = ("open", "acknowledged")


def warning(caller: Caller, project_id: str, *, states: Sequence[str] = LIVE, **wanted: Any) -> Condition:
    """The newest warning of a project in one of these states and with these values."""

    async def look() -> dict[str, Any] | None:
        page = await caller.get("/warnings", project_id=project_id, states=list(states))
        return next((each for each in page["items"] if wanted.items() <= each.items()), None)

    return look


def no_warning(caller: Caller, project_id: str, **wanted: Any) -> Condition:
    """No live warning of a project has these values."""

    async def look() -> bool:
        return not await warning(caller, project_id, **wanted)()

    return look
