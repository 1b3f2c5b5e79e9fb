"""The group robot's webhook: `/cgi-bin/webhook/send` and `/cgi-bin/webhook/upload_media`."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox import limits
from bot.sandbox.answers import Call, Refusal
from bot.sandbox.cards import check_robot_card
from bot.sandbox.config import Profile, Robot, RobotState
from bot.sandbox.limits import Body
from bot.sandbox.world import World

FILE_BYTES = 20 * 1024 * 1024
VOICE_BYTES = 2 * 1024 * 1024
LEGACY_LIMIT = 100


def _text(_: World, __: Robot, body: Body) -> None:
    limits.robot_text(body)


def _markdown(_: World, __: Robot, body: Body) -> None:
    limits.content(body, str(body["msgtype"]), limits.ROBOT_MARKDOWN_BYTES)


def _image(_: World, __: Robot, body: Body) -> None:
    limits.robot_image(body)


def _news(_: World, __: Robot, body: Body) -> None:
    limits.news(body)


def _card(_: World, __: Robot, body: Body) -> None:
    check_robot_card(body)


def _file(world: World, robot: Robot, body: Body) -> None:
    kind = str(body["msgtype"])
    media = world.find_media(limits.section(body, kind).get("media_id"), robot.key)
    if media.kind != kind:
        raise Refusal(40007)


CHECKS: Mapping[str, Callable[[World, Robot, Body], None]] = {
    "text": _text,
    "markdown": _markdown,
    "markdown_v2": _markdown,
    "image": _image,
    "news": _news,
    "file": _file,
    "voice": _file,
    "template_card": _card,
}


def find(world: World, key: str) -> Robot:
    """The robot of this key; 93000 when unknown or removed, 93004 when disabled."""
    robot = world.directory.robots.get(key)
    if robot is None or robot.state is RobotState.REMOVED:
        raise Refusal(93000)
    if robot.state is RobotState.DISABLED:
        raise Refusal(93004)
    return robot


def send(world: World, call: Call) -> dict[str, Any]:
    """Take a message for a group. Only accepted messages count against the minute."""
    robot = find(world, call.query.get("key", ""))
    body = call.json()
    msgtype = body.get("msgtype")
    check = CHECKS.get(msgtype) if isinstance(msgtype, str) else None
    if check is None or msgtype in world.settings.profile.refused_types:
        raise Refusal(40008)
    check(world, robot, body)
    _admit(world, robot)
    world.feed.add("robot", robot.key, msgtype=msgtype, msgid=world.new_msgid(), body=_kept(world, robot, body))
    return {}


def _admit(world: World, robot: Robot) -> None:
    settings = world.settings
    limit = LEGACY_LIMIT if settings.profile is Profile.LEGACY_ROBOT else settings.robot_limit
    if not world.robot_window.admits(robot.key, world.now(), limit=limit, seconds=settings.robot_window_seconds):
        raise Refusal(45009)


def _kept(world: World, robot: Robot, body: dict[str, Any]) -> dict[str, Any]:
    """A picture goes to the media store, not into the log: two megabytes a line would drown it."""
    if body["msgtype"] != "image":
        return body
    media_id = world.store_media("image", "image", base64.b64decode(body["image"]["base64"]), robot.key)
    return {"msgtype": "image", "image": {"md5": body["image"]["md5"], "media_id": media_id}}


def upload_media(world: World, call: Call) -> dict[str, Any]:
    """Keep a file for this robot only."""
    robot = find(world, call.query.get("key", ""))
    kind = call.query.get("type", "")
    if kind not in ("file", "voice"):
        raise Refusal(40004)
    if call.upload is None:
        raise Refusal(41005)
    if not 5 < len(call.upload.content) <= (FILE_BYTES if kind == "file" else VOICE_BYTES):
        raise Refusal(40006)
    media_id = world.store_media(kind, call.upload.filename, call.upload.content, robot.key)
    return {"type": kind, "media_id": media_id, "created_at": str(int(world.now()))}
