"""The phone's first page: a person's projects, what is due, what is open, what waits; whole, or what has changed.

A cursor is a digest of what the phone holds, a few bytes for each part of the page. Whatever the phone asks, the page
is read as it stands now and compared with the digest, so that a change is told whatever its cause: a row, another
person's departure, a line that moved up where lines are few, or the mere passing of a due date. A row's time of change
would miss the last three, and a commit in flight at the moment of asking as well.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib.resources import files
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
from msgspec import UNSET, UnsetType

from backend.core import db, i18n
from backend.identity.scope import Scope
from backend.overview import home_cursor
from backend.overview.home_cursor import Held, digest
from backend.projects.rules import PostKind

MOST_PROJECTS: Final = 12
MOST_LINES: Final = 6
"""Of dues and of warnings, for who has one project; with every second project one less, down to three or two."""

NAME_CHARACTERS: Final = 20
"""Longer names lose their middle: what tells two sections of one project apart stands at the end."""

MOST_BYTES: Final = 4096
MOST_DELTA_BYTES: Final = 2048
_ENVELOPE_BYTES: Final = 400
"""What an answer holds besides its lists."""

SQL: Final = (files(__package__) / "home.sql").read_text(encoding="utf-8")


class HomeProject(msgspec.Struct, frozen=True, kw_only=True):
    """A project with the person's posts and what its base information still lacks; the name may be shortened."""

    id: UUID
    name: str
    status: str
    posts: list[PostKind]
    has_permit: bool
    has_point: bool


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """What the person answers for now: of a post held, or of a vacant one that has fallen to it."""

    project_id: UUID
    kind: str
    period: str
    due_at: datetime
    is_overdue: bool
    is_paused: bool


class HomeWarning(msgspec.Struct, frozen=True, kw_only=True):
    """A warning that nobody has acknowledged yet; `name` in the reader's language."""

    id: UUID
    project_id: UUID
    code: str
    name: str
    level: str
    raised_at: datetime


class More(msgspec.Struct, frozen=True, kw_only=True):
    """How many there are beyond those listed; each has a list of its own."""

    projects: int
    dues: int
    warnings: int


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much waits for the person's decision."""

    applications: int
    reports_to_review: int
    handovers_to_sign: int


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """The page, or what has changed of it.

    A full page replaces what the phone holds. Otherwise: `projects` are new or changed, by their id; `project_ids`
    is there when projects came or went, and lists those that stay; `dues` and `warnings` are there when they have
    changed, and then whole; `has_more` asks to come back at once with the new cursor.
    """

    cursor: str
    is_full: bool
    has_more: bool
    more: More
    waiting: Counts
    projects: list[HomeProject]
    project_ids: list[UUID] | UnsetType = UNSET
    dues: list[Due] | UnsetType = UNSET
    warnings: list[HomeWarning] | UnsetType = UNSET


class Answer(msgspec.Struct, frozen=True):
    """The encoded `Home` and its cursor, which is also its tag."""

    body: bytes
    cursor: str


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    """The page as it stands, in encoded parts that are compared, and sent as they are."""

    projects: dict[UUID, bytes]
    dues: bytes
    warnings: bytes
    more: bytes
    waiting: bytes
    held: Held


_PROJECTS: Final = msgspec.json.Decoder(list[HomeProject])
_DUES: Final = msgspec.json.Decoder(list[Due])
_WARNINGS: Final = msgspec.json.Decoder(list[HomeWarning])
_encode: Final = msgspec.json.Encoder().encode


async def home(scope: Scope, now: datetime, *, since: str | None = None, tag: str | None = None) -> Answer | None:
    """The page as it is now, or what has changed since a cursor; None where the tag says that nothing has.

    One statement. A cursor that is not one of ours for this person gives the full page.
    """
    row = await db.fetch_one(
        SQL, scope.account_id, now, i18n.language.get() is i18n.Language.EN, MOST_PROJECTS, MOST_LINES, NAME_CHARACTERS
    )
    assert row is not None
    page = _page(row)
    cursor = home_cursor.write(page.held, scope.account_id)
    if tag == cursor:
        return None
    held = home_cursor.read(since, scope.account_id) if since else None
    return _full(page, cursor) if held is None else _delta(page, held, scope.account_id)


def _page(row: asyncpg.Record) -> _Page:
    projects = _PROJECTS.decode(row["projects"] or "[]")
    dues, warnings = _DUES.decode(row["dues"] or "[]"), _WARNINGS.decode(row["warnings"] or "[]")
    more = More(
        projects=row["all_projects"] - len(projects),
        dues=row["all_dues"] - len(dues),
        warnings=row["all_warnings"] - len(warnings),
    )
    waiting = Counts(
        applications=row["applications"],
        reports_to_review=row["reports_to_review"],
        handovers_to_sign=row["handovers_to_sign"],
    )
    encoded = {project.id: _encode(project) for project in projects}
    parts = (_encode(dues), _encode(warnings), _encode(more), _encode(waiting))
    held = Held(
        members=digest(b"".join(sorted(each.bytes for each in encoded))),
        dues=digest(parts[0]),
        warnings=digest(parts[1]),
        counts=digest(parts[2] + parts[3]),
        projects=frozenset(map(digest, encoded.values())),
    )
    return _Page(projects=encoded, dues=parts[0], warnings=parts[1], more=parts[2], waiting=parts[3], held=held)


def _full(page: _Page, cursor: str) -> Answer:
    """Everything."""
    parts = {"projects": _list(page.projects.values()), "dues": page.dues, "warnings": page.warnings}
    return Answer(_body(page, cursor, parts, is_full=True), cursor)


def _delta(page: _Page, held: Held, account_id: UUID) -> Answer:
    """What the phone does not hold, as much of it as fits; its new cursor says what it holds then.

    A part that is too large for any answer is sent alone: better a long answer than a phone that asks for ever.
    """
    room = MOST_DELTA_BYTES - _ENVELOPE_BYTES
    parts: dict[str, bytes] = {}
    told = held
    if held.members != page.held.members:
        parts["project_ids"] = _encode(list(page.projects))
        told = msgspec.structs.replace(told, members=page.held.members)
        room -= len(parts["project_ids"])
    for name in ("warnings", "dues"):
        part = getattr(page, name)
        if getattr(held, name) != getattr(page.held, name) and (len(part) <= room or not parts):
            parts[name] = part
            told = msgspec.structs.replace(told, **{name: getattr(page.held, name)})
            room -= len(part)
    sent: list[bytes] = []
    for project in page.projects.values():
        if digest(project) not in held.projects and (len(project) < room or not (parts or sent)):
            sent.append(project)
            room -= len(project) + 1
    known = held.projects & page.held.projects | set(map(digest, sent))
    told = msgspec.structs.replace(told, counts=page.held.counts, projects=known)
    cursor = home_cursor.write(told, account_id)
    parts["projects"] = _list(sent)
    return Answer(_body(page, cursor, parts, has_more=told != page.held), cursor)


def _list(encoded: Iterable[bytes]) -> bytes:
    return b"[" + b",".join(encoded) + b"]"


def _body(
    page: _Page, cursor: str, parts: Mapping[str, bytes], *, is_full: bool = False, has_more: bool = False
) -> bytes:
    """A `Home`, put together from what is encoded already."""
    return _encode(
        {
            "cursor": cursor,
            "is_full": is_full,
            "has_more": has_more,
            "more": msgspec.Raw(page.more),
            "waiting": msgspec.Raw(page.waiting),
            **{name: msgspec.Raw(part) for name, part in parts.items()},
        }
    )
