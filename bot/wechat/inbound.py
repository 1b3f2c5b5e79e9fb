"""What a callback says: the envelope's ciphertext, and the decrypted event as a value.

Whatever bytes arrive, the only error is `MalformedCallback`, within 50 ms. XML with a document type, entities,
attributes, another encoding than UTF-8 or deep nesting is refused before anything is built from it: the platform sends
none of these.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from xml.parsers import expat

import msgspec
import xmltodict

from bot.wechat.crypto import BODY_MAX_BYTES, MalformedCallback

Fields = Mapping[str, Any]

_MAX_DEPTH: Final = 8
_MAX_ELEMENTS: Final = 2000
_LISTS: Final = ("SelectedItem", "OptionId", "OpitonId", "List")
_EPOCH_SECONDS: Final = re.compile(r"[0-9]{1,10}")
_CARD_EVENTS: Final = {"template_card_event", "template_card_menu_event"}


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen under one question of a card."""

    question_key: str
    option_ids: tuple[str, ...]


class CardPressed(msgspec.Struct, frozen=True, kw_only=True):
    """A button or menu of a card was pressed (`template_card_event`, `template_card_menu_event`).

    `response_code` allows one update of this card; keep the newest per task and user. Events have no id: recognise a
    repetition by `fingerprint` of the plaintext, since a person can press twice in one second.
    """

    corp_id: str
    user_id: str
    agent_id: str
    created_at: datetime
    event: str
    event_key: str
    task_id: str
    card_type: str
    response_code: str
    selections: tuple[Selection, ...] = ()


class TextReceived(msgspec.Struct, frozen=True, kw_only=True):
    """A person wrote to the app; `message_id` is the same in a repetition."""

    corp_id: str
    user_id: str
    agent_id: str
    created_at: datetime
    message_id: str
    content: str


class OtherEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Anything else: answer 200 and go on. `event` is empty for messages; `fields` is what was parsed, as it came."""

    message_type: str
    event: str
    user_id: str
    fields: dict[str, Any]


def fingerprint(plaintext: bytes) -> str:
    """What two deliveries of one callback have in common (SHA-256, hex): the platform repeats the same plaintext."""
    return hashlib.sha256(plaintext).hexdigest()


def encrypted_of(body: bytes) -> str:
    """The ciphertext in a callback's body of at most 64 KiB, XML or JSON (`Encrypt`, or `encrypt` for AI bots)."""
    fields = _fields(body)
    encrypted = fields.get("Encrypt", fields.get("encrypt"))
    if not isinstance(encrypted, str) or not encrypted:
        raise MalformedCallback("no ciphertext")
    return encrypted


def parse_event(plaintext: bytes) -> CardPressed | TextReceived | OtherEvent:
    """The decrypted event or message, XML or JSON (WeCom doc 90240)."""
    fields = _fields(plaintext)
    message_type, event = _text(fields, "MsgType"), _text(fields, "Event")
    if message_type == "event" and event in _CARD_EVENTS:
        return _card_pressed(fields, event)
    if message_type == "text":
        return TextReceived(
            corp_id=_needed(fields, "ToUserName"),
            user_id=_needed(fields, "FromUserName"),
            agent_id=_text(fields, "AgentID"),
            created_at=_created_at(fields),
            message_id=_needed(fields, "MsgId"),
            content=_text(fields, "Content"),
        )
    return OtherEvent(
        message_type=message_type, event=event, user_id=_text(fields, "FromUserName"), fields=dict(fields)
    )


def _card_pressed(fields: Fields, event: str) -> CardPressed:
    return CardPressed(
        corp_id=_needed(fields, "ToUserName"),
        user_id=_needed(fields, "FromUserName"),
        agent_id=_text(fields, "AgentID"),
        created_at=_created_at(fields),
        event=event,
        event_key=_text(fields, "EventKey"),
        task_id=_text(fields, "TaskId"),
        card_type=_text(fields, "CardType"),
        response_code=_text(fields, "ResponseCode"),
        selections=tuple(_selections(fields)),
    )


def _selections(fields: Fields) -> Iterable[Selection]:
    for item in _items(_mapping(fields.get("SelectedItems")), "SelectedItem"):
        chosen = _mapping(item)
        # Older editions of the platform spell it OpitonIds.
        options = [
            *_items(_mapping(chosen.get("OptionIds")), "OptionId"),
            *_items(_mapping(chosen.get("OpitonIds")), "OpitonId"),
        ]
        if not all(isinstance(option, str) for option in options):
            raise MalformedCallback("an option's id is no text")
        yield Selection(question_key=_text(chosen, "QuestionKey"), option_ids=tuple(options))


def _items(fields: Fields, name: str) -> list[Any]:
    found = fields.get(name)
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def _mapping(found: object) -> Fields:
    """An element with children; an absent or empty one has none."""
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise MalformedCallback("an element has the wrong shape")
    return found


def _text(fields: Fields, name: str) -> str:
    """A field as text, empty where it is absent; JSON may carry a number."""
    found = fields.get(name)
    if found is None:
        return ""
    if isinstance(found, bool) or not isinstance(found, str | int):
        raise MalformedCallback(f"{name} is no text")
    return str(found)


def _needed(fields: Fields, name: str) -> str:
    text = _text(fields, name)
    if not text:
        raise MalformedCallback(f"{name} is missing")
    return text


def _created_at(fields: Fields) -> datetime:
    text = _needed(fields, "CreateTime")
    if not _EPOCH_SECONDS.fullmatch(text):
        raise MalformedCallback("CreateTime is no number of seconds")
    return datetime.fromtimestamp(int(text), UTC)


def _fields(body: bytes) -> dict[str, Any]:
    if len(body) > BODY_MAX_BYTES:
        raise MalformedCallback("the body is too large")
    if body.lstrip()[:1] == b"{":
        return _json_fields(body)
    _guard(body)
    try:
        document = xmltodict.parse(body, encoding="utf-8", xml_attribs=False, force_list=_LISTS)
        root = document["xml"]
    except (expat.ExpatError, ValueError, KeyError, AttributeError, TypeError, IndexError, RecursionError):
        raise MalformedCallback("not the platform's XML") from None
    if not isinstance(root, dict):
        raise MalformedCallback("an empty document")
    return root


def _json_fields(body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise MalformedCallback("not JSON") from None


class _Guard:
    """Reads a document without building it, and stops at the first thing that the platform never sends."""

    def __init__(self) -> None:
        self._depth = 0
        self._elements = 0

    def start(self, _name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if attributes or self._depth > _MAX_DEPTH or self._elements > _MAX_ELEMENTS:
            raise MalformedCallback("attributes, or too many or too deep elements")

    def end(self, _name: str) -> None:
        self._depth -= 1

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in {"utf-8", "utf8"}:
            raise MalformedCallback("another encoding than UTF-8")

    def refuse(self, *_: object) -> None:
        raise MalformedCallback("a document type, an entity or a processing instruction")


def _guard(body: bytes) -> None:
    guard = _Guard()
    # The encoding given here overrules the document's own, so that its bytes mean what we check.
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.XmlDeclHandler = guard.declaration
    parser.StartDoctypeDeclHandler = guard.refuse
    parser.EntityDeclHandler = guard.refuse
    parser.ProcessingInstructionHandler = guard.refuse
    try:
        parser.Parse(body, True)  # noqa: FBT003  The C function's own signature.
    except (expat.ExpatError, ValueError):
        raise MalformedCallback("not XML") from None
