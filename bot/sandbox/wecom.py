"""The rest of `/cgi-bin/*` on WeCom's host: tokens, temporary media, sign-in and groups that the app owns."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from bot.sandbox import limits
from bot.sandbox.answers import Binary, Call, Refusal
from bot.sandbox.app_message import CHECKS
from bot.sandbox.limits import Body
from bot.sandbox.tokens import CodeKind
from bot.sandbox.world import Chat, World

MEDIA_BYTES: Mapping[str, int] = {
    "image": 10 * 1024 * 1024,
    "voice": 2 * 1024 * 1024,
    "video": 10 * 1024 * 1024,
    "file": 20 * 1024 * 1024,
}
CHAT_TYPES = frozenset(CHECKS) - {"template_card", "miniprogram_notice"}
CHATID = re.compile(r"[0-9A-Za-z]{1,32}")
CHAT_MEMBERS = range(2, 2001)
CHAT_NAME_CHARACTERS = 50


def gettoken(world: World, call: Call) -> dict[str, Any]:
    """The app's token, the same one while it is valid."""
    corpid, secret = call.query.get("corpid", ""), call.query.get("corpsecret", "")
    if not corpid:
        raise Refusal(41002, "corpid missing")
    if not secret:
        raise Refusal(41004, "corpsecret missing")
    if corpid != world.config.corpid:
        raise Refusal(40013, "invalid corpid")
    if not secrets.compare_digest(secret.encode(), world.config.agent_secret.encode()):
        raise Refusal(40001, "invalid credential")
    value, seconds = world.tokens.same_while_valid(world.now(), world.settings.token_seconds)
    return {"access_token": value, "expires_in": seconds}


def upload_media(world: World, call: Call) -> dict[str, Any]:
    """Keep a file for three days for every app of the corporation. Its errmsg is empty, as on the real host."""
    kind = call.query.get("type", "")
    if kind not in MEDIA_BYTES:
        raise Refusal(40004)
    if call.upload is None:
        raise Refusal(41005)
    if not 5 < len(call.upload.content) <= MEDIA_BYTES[kind]:
        raise Refusal(40006)
    media_id = world.store_media(kind, call.upload.filename, call.upload.content, world.config.corpid)
    return {"errmsg": "", "type": kind, "media_id": media_id, "created_at": str(int(world.now()))}


def get_media(world: World, call: Call) -> Binary:
    """The file's bytes."""
    media = world.find_media(call.query.get("media_id"), world.config.corpid)
    return Binary(media.content, "application/octet-stream", media.filename)


def callback_ip(_: World, __: Call) -> dict[str, Any]:
    """Where callbacks come from."""
    return {"ip_list": ["127.0.0.1"]}


def jscode2session(world: World, call: Call) -> dict[str, Any]:
    """Who opened the mini-program inside WeCom."""
    userid = _member_of_code(world, call.query.get("js_code", ""), CodeKind.QY)
    session_key = world.session_keys.setdefault(userid, secrets.token_urlsafe(16)[:22] + "==")
    return {"corpid": world.config.corpid, "userid": userid, "session_key": session_key}


def getuserinfo(world: World, call: Call) -> dict[str, Any]:
    """Who signed in on the web; somebody outside the corporation has an openid only."""
    now = world.now()
    if not call.query.get("code"):
        raise Refusal(41008)
    userid = world.codes.redeem(CodeKind.OAUTH, call.query["code"], now)
    member = world.directory.members.get(userid.lower())
    if member is None:
        return {"openid": f"o-outside-{userid}"}
    ticket = world.codes.issue(CodeKind.TICKET, member.userid, now)
    return {"userid": member.userid, "user_ticket": ticket}


def getuserdetail(world: World, call: Call) -> dict[str, Any]:
    """What a user_ticket lets us read."""
    ticket = limits.text(call.json(), "user_ticket")
    try:
        userid = world.codes.redeem(CodeKind.TICKET, ticket, world.now())
    except Refusal as refusal:
        raise Refusal(84014) from refusal
    member = world.directory.members.get(userid.lower())
    if member is None:
        raise Refusal(84014)
    blank = dict.fromkeys(("avatar", "qr_code", "email", "biz_mail", "address"), "")
    return {"userid": member.userid, "gender": "0", "mobile": member.phone, **blank}


def _member_of_code(world: World, code: str, kind: CodeKind) -> str:
    userid = world.codes.redeem(kind, code, world.now())
    member = world.directory.members.get(userid.lower())
    if member is None:
        raise Refusal(40029)
    return member.userid


def create_chat(world: World, call: Call) -> dict[str, Any]:
    """A group of the app's own."""
    body = call.json()
    users = _chat_members(world, limits.texts(body, "userlist"))
    name = limits.text(body, "name", max_characters=CHAT_NAME_CHARACTERS)
    chatid = limits.text(body, "chatid") or secrets.token_hex(16)
    if not CHATID.fullmatch(chatid):
        raise Refusal(86003)
    if chatid in world.chats:
        raise Refusal(86215)
    owner = limits.text(body, "owner") or users[0]
    if owner not in users:
        raise Refusal(86005, "invalid chat owner")
    world.chats[chatid] = Chat(chatid, name, owner, users)
    return {"chatid": chatid}


def _chat_members(world: World, users: list[str]) -> list[str]:
    if len(users) not in CHAT_MEMBERS:
        raise Refusal(86006, "invalid chat member size")
    if any(user.lower() not in world.directory.members for user in users):
        raise Refusal(86007, "invalid chat member")
    return users


def update_chat(world: World, call: Call) -> dict[str, Any]:
    """Rename, hand over, add and remove."""
    body = call.json()
    chat = _chat(world, body.get("chatid"))
    gone = limits.texts(body, "del_user_list")
    users = [user for user in chat.userlist if user not in gone]
    users += [user for user in limits.texts(body, "add_user_list") if user not in users]
    chat.userlist = _chat_members(world, users)
    chat.name = limits.text(body, "name", max_characters=CHAT_NAME_CHARACTERS) or chat.name
    chat.owner = limits.text(body, "owner") or chat.owner
    return {}


def get_chat(world: World, call: Call) -> dict[str, Any]:
    """The group as it is."""
    chat = _chat(world, call.query.get("chatid"))
    info = {"chatid": chat.chatid, "name": chat.name, "owner": chat.owner, "userlist": chat.userlist}
    return {"chat_info": info}


def send_to_chat(world: World, call: Call) -> dict[str, Any]:
    """A message into a group of the app; it has no cards."""
    body = call.json()
    chat = _chat(world, body.get("chatid"))
    msgtype = body.get("msgtype")
    if not isinstance(msgtype, str) or msgtype not in CHAT_TYPES or msgtype in world.settings.profile.refused_types:
        raise Refusal(40008)
    CHECKS[msgtype](world, body)
    world.feed.add(
        "appchat", chat.chatid, msgtype=msgtype, msgid=world.new_msgid(), recipients=list(chat.userlist), body=body
    )
    return {}


def _chat(world: World, chatid: object) -> Chat:
    chat = world.chats.get(chatid) if isinstance(chatid, str) else None
    if chat is None:
        raise Refusal(86003)
    return chat


def subject(body: Body) -> str:
    """Whom a body addresses, for the log of refusals."""
    return str(body.get("touser") or body.get("chatid") or body.get("toparty") or body.get("totag") or "")
