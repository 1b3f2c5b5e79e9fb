"""The app's messages: `/cgi-bin/message/send`, `update_template_card` and `recall`."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from bot.sandbox import limits
from bot.sandbox.answers import Call, Refusal
from bot.sandbox.cards import check_app_card, is_interactive
from bot.sandbox.config import Member
from bot.sandbox.feed import Entry, replace
from bot.sandbox.limits import Body
from bot.sandbox.world import CODES_KEPT, World, keep_last

RECALL_SECONDS = 86_400.0
DUPLICATE_SECONDS = 1800
DUPLICATE_SECONDS_MAX = 14_400
MEDIA_TYPES = ("image", "voice", "video", "file")


class Audience(msgspec.Struct, frozen=True):
    """Whom a message names, sorted into those it can reach and those it cannot."""

    members: tuple[Member, ...]
    invalid_users: tuple[str, ...] = ()
    invalid_parties: tuple[str, ...] = ()
    invalid_tags: tuple[str, ...] = ()
    unlicensed: tuple[str, ...] = ()

    def as_text(self) -> dict[str, str]:
        """The answer's fields: joined by `|`, user ids in lower case, empty ones left out."""
        fields = {
            "invaliduser": self.invalid_users,
            "invalidparty": self.invalid_parties,
            "invalidtag": self.invalid_tags,
            "unlicenseduser": self.unlicensed,
        }
        return {name: "|".join(values) for name, values in fields.items() if values}


def _media(kind: str) -> Callable[[World, Body], None]:
    def check(world: World, body: Body) -> None:
        holder = limits.section(body, kind)
        media = world.find_media(holder.get("media_id"), world.config.corpid)
        if media.kind != kind:
            raise Refusal(40007)
        limits.text(holder, f"{kind}.title", max_bytes=limits.TITLE_BYTES)
        limits.text(holder, f"{kind}.description", max_bytes=limits.DESCRIPTION_BYTES)

    return check


def _card(world: World, body: Body) -> None:
    card = limits.section(body, "template_card")
    check_app_card(card, has_callback=bool(world.settings.callback_url))
    if card.get("task_id") in world.task_ids:
        raise Refusal(42014)


CHECKS: Mapping[str, Callable[[World, Body], object]] = {
    "text": lambda _, body: limits.content(body, "text", 0),
    "markdown": lambda _, body: limits.app_markdown(body),
    "textcard": lambda _, body: limits.textcard(body),
    "news": lambda _, body: limits.news(body),
    "mpnews": lambda _, body: limits.mpnews(body),
    "miniprogram_notice": lambda _, body: limits.miniprogram_notice(body),
    "template_card": _card,
    **{kind: _media(kind) for kind in MEDIA_TYPES},
}


def send(world: World, call: Call) -> dict[str, Any]:
    """Take a message for members. Part of them unknown is errcode 0; all of them unknown is 81013."""
    body = call.json()
    _check_agent(world, body)
    audience = resolve(world, body)
    _check_type(world, body)
    if not audience.members:
        raise Refusal(81013)
    seen = _duplicate_of(world, call, body)
    if seen is not None:
        world.feed.note("app", _to(body), msgtype=body["msgtype"], msgid=seen, is_duplicate=True, body=body)
        return {**audience.as_text(), "msgid": seen}
    entry = _deliver(world, body, audience.members)
    _remember(world, call, body, entry.msgid)
    return {**audience.as_text(), "msgid": entry.msgid, **_code(world, entry, body)}


def _check_agent(world: World, body: Body) -> None:
    if body.get("agentid") != world.config.agentid:
        raise Refusal(40056)


def _check_type(world: World, body: Body) -> None:
    msgtype = body.get("msgtype")
    check = CHECKS.get(msgtype) if isinstance(msgtype, str) else None
    if check is None or msgtype in world.settings.profile.refused_types:
        raise Refusal(40008)
    safe = body.get("safe", 0)
    if safe not in (0, 1, 2) or (safe == 2 and msgtype != "mpnews"):
        raise limits.wrong("safe")
    check(world, body)


def resolve(world: World, body: Body) -> Audience:
    """Who is meant by touser, toparty and totag; 82001 when all are empty, 40032 / 82002 / 82003 when too long."""
    users, parties, tags = (_ids(body, name) for name in ("touser", "toparty", "totag"))
    if not users and not parties and not tags:
        raise Refusal(82001)
    for ids, most, code in (
        (users, limits.USERS, 40032),
        (parties, limits.PARTIES, 82002),
        (tags, limits.PARTIES, 82003),
    ):
        if len(ids) > most:
            raise Refusal(code)
    people = world.directory.members
    if users == ["@all"]:
        return _licensed(people.values())
    known = {user.lower(): people.get(user.lower()) for user in users}
    by_party = {party: [one for one in people.values() if party in map(str, one.parties)] for party in parties}
    by_tag = {tag: [one for one in people.values() if tag in map(str, one.tags)] for tag in tags}
    found = [one for one in known.values() if one] + [one for group in (by_party | by_tag).values() for one in group]
    return _licensed(
        {member.userid: member for member in found}.values(),
        invalid_users=tuple(user for user, member in known.items() if member is None),
        invalid_parties=tuple(party for party, group in by_party.items() if not group),
        invalid_tags=tuple(tag for tag, group in by_tag.items() if not group),
    )


def _licensed(members: Iterable[Member], **invalid: tuple[str, ...]) -> Audience:
    everybody = tuple(members)
    return Audience(
        tuple(member for member in everybody if member.is_licensed),
        unlicensed=tuple(member.userid.lower() for member in everybody if not member.is_licensed),
        **invalid,
    )


def _ids(body: Body, name: str) -> list[str]:
    return [part.strip() for part in limits.text(body, name).split("|") if part.strip()]


def _to(body: Body) -> str:
    return "|".join(str(body[name]) for name in ("touser", "toparty", "totag") if body.get(name))


def _digest(call: Call) -> bytes:
    return hashlib.sha256(call.body).digest()


def _duplicate_of(world: World, call: Call, body: Body) -> str | None:
    if body.get("enable_duplicate_check") != 1:
        return None
    until, msgid = world.seen_bodies.get(_digest(call), (0.0, ""))
    return msgid if until > world.now() else None


def _remember(world: World, call: Call, body: Body, msgid: str) -> None:
    if body.get("enable_duplicate_check") != 1:
        return
    seconds = body.get("duplicate_check_interval", DUPLICATE_SECONDS)
    kept = min(seconds if isinstance(seconds, int) else DUPLICATE_SECONDS, DUPLICATE_SECONDS_MAX)
    world.seen_bodies[_digest(call)] = (world.now() + kept, msgid)
    keep_last(world.seen_bodies, CODES_KEPT)


def _deliver(world: World, body: dict[str, Any], members: tuple[Member, ...]) -> Entry:
    reached = [member.userid for member in members if _admits(world, member.userid)]
    dropped = [member.userid for member in members if member.userid not in reached]
    task_id = str(body.get("template_card", {}).get("task_id", "")) if body["msgtype"] == "template_card" else ""
    if task_id:
        world.task_ids.add(task_id)
    if body["msgtype"] == "text":
        shown = limits.cut(body["text"]["content"], limits.APP_TEXT_BYTES)
        body = {**body, "text": {**body["text"], "content": shown}}
    return world.feed.add(
        "app", _to(body), msgtype=body["msgtype"], msgid=world.new_msgid(), task_id=task_id,
        recipients=reached, dropped=dropped, body=body,
    )  # fmt: skip


def _admits(world: World, userid: str) -> bool:
    """Past 30 a minute or 1000 an hour a member gets nothing and the sender is not told."""
    now, settings = world.now(), world.settings
    return world.minute_window.admits(
        userid, now, limit=settings.member_minute_limit, seconds=60.0
    ) and world.hour_window.admits(userid, now, limit=settings.member_hour_limit, seconds=3600.0)


def _code(world: World, entry: Entry, body: Body) -> dict[str, str]:
    if body["msgtype"] != "template_card" or not is_interactive(body["template_card"]):
        return {}
    return {"response_code": world.new_response_code(entry)}


def update_template_card(world: World, call: Call) -> dict[str, Any]:
    """Change a sent card for some people, once per response_code. `invaliduser` is a list here."""
    body = call.json()
    _check_agent(world, body)
    card, text = _change(world, body)
    wanted = _wanted(world, body)
    entry = world.spend_response_code(body.get("response_code"))
    everybody = {userid.lower(): userid for userid in entry.recipients}
    reached = list(everybody.values()) if wanted is None else [everybody[u] for u in wanted if u in everybody]
    replace(entry, reached, card, text)
    world.feed.touch(entry)
    world.feed.note("update", entry.task_id, msgid=entry.msgid, recipients=reached, body=body)
    return {"invaliduser": [user for user in wanted or () if user not in everybody]}


def _change(world: World, body: Body) -> tuple[dict[str, Any] | None, str]:
    if body.get("button") is not None:
        name = limits.text(limits.section(body, "button"), "button.replace_name")
        if not name:
            raise Refusal(42038, "missing replace_name")
        return None, name
    card = dict(limits.section(body, "template_card"))
    check_app_card(card, has_callback=bool(world.settings.callback_url), is_update=True)
    return card, limits.text(card, "template_card.replace_text")


def _wanted(world: World, body: Body) -> list[str] | None:
    """User ids in lower case; None for everybody who got the card."""
    if body.get("atall") == 1:
        return None
    people = world.directory.members.values()
    users = [user.lower() for user in limits.texts(body, "userids")]
    for name in ("partyids", "tagids"):
        ids = body.get(name) or []
        key = "parties" if name == "partyids" else "tags"
        users += [member.userid.lower() for member in people if set(ids) & set(getattr(member, key))]
    if not users:
        raise Refusal(82001)
    return users


def recall(world: World, call: Call) -> dict[str, Any]:
    """Take a message back within 24 hours."""
    body = call.json()
    entry = world.feed.by_msgid(limits.needed(body, "msgid"))
    if entry is None:
        raise limits.wrong("msgid")
    if world.now() - entry.at_ns / 1e9 > RECALL_SECONDS:
        raise Refusal(42052)
    entry.is_recalled = True
    world.feed.touch(entry)
    world.feed.note("recall", entry.to, msgid=entry.msgid, body=body)
    return {}
