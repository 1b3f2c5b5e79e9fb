"""The phone's first page: what burns, what is due and what waits, of a site's people or of a regulator's area.

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
from backend.overview.home_page import Counts, Due, HomeOrder, HomeProject, HomeWarning, More

MOST_PROJECTS: Final = 12
FEW_PROJECTS: Final = 8
MOST_LINES: Final = 6
"""Of dues, of warnings and of orders, for who has one project; with every second project one less, down to three or
two. Where long names still make the page too long, projects that no line names go first, down to `FEW_PROJECTS`, then
lines and the projects that only they named."""

NAME_CHARACTERS: Final = 20
"""Longer names lose their middle: what tells two sections of one project apart stands at the end."""

MOST_BYTES: Final = 4096
MOST_DELTA_BYTES: Final = 2048
_ENVELOPE_BYTES: Final = 500
"""What a delta holds besides its lists: counts, and the cursor."""

_FRAME_BYTES: Final = 320
"""What a full page holds besides its lists and counts: names of its parts, and the cursor."""

SQL: Final = (files(__package__) / "home.sql").read_text(encoding="utf-8")
REGULATORS_SQL: Final = (files(__package__) / "home_regulator.sql").read_text(encoding="utf-8")


class Answer(msgspec.Struct, frozen=True):
    """The encoded `Home` and its cursor, which is also its tag."""

    body: bytes
    cursor: str


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    """The page as it stands, in encoded parts that are compared, and sent as they are."""

    projects: dict[UUID, bytes]
    dues: bytes
    warnings: bytes
    orders: bytes
    more: bytes
    waiting: bytes
    held: Held


_PROJECTS: Final = msgspec.json.Decoder(list[HomeProject])
_DUES: Final = msgspec.json.Decoder(list[Due])
_WARNINGS: Final = msgspec.json.Decoder(list[HomeWarning])
_ORDERS: Final = msgspec.json.Decoder(list[HomeOrder])
_encode: Final = msgspec.json.Encoder().encode


async def home(scope: Scope, now: datetime, *, since: str | None = None, tag: str | None = None) -> Answer | None:
    """The page as it is now, or what has changed since a cursor; None where the tag says that nothing has.

    One statement. A cursor that is not one of ours for this person gives the full page.
    """
    asked = (now, i18n.language.get() is i18n.Language.EN, MOST_PROJECTS, MOST_LINES, NAME_CHARACTERS)
    row = await (
        db.fetch_one(SQL, scope.account_id, *asked)
        if scope.unit_id is None
        else db.fetch_one(REGULATORS_SQL, scope.unit_id, *asked, scope.is_unit_administrator, scope.account_id)
    )
    assert row is not None
    page = _page(row)
    cursor = home_cursor.write(page.held, scope.account_id)
    if tag == cursor:
        return None
    held = home_cursor.read(since, scope.account_id) if since else None
    return _full(page, cursor) if held is None else _delta(page, held, scope.account_id)


class _Read(msgspec.Struct, frozen=True, kw_only=True):
    """What was read, decoded; `total` counts each list's rows, the listed ones too."""

    projects: list[HomeProject]
    dues: list[Due]
    warnings: list[HomeWarning]
    orders: list[HomeOrder]
    total: More
    waiting: Counts


def _page(row: asyncpg.Record) -> _Page:
    """As much of what was read as fits."""
    read = _read(row)
    most, lines = min(len(read.projects), MOST_PROJECTS), MOST_LINES
    page = _encoded(read if most == len(read.projects) else _cut(read, most, lines))
    while _size(page) > MOST_BYTES and lines > 1:
        most, lines = (most - 1, lines) if most > FEW_PROJECTS else (most, lines - 1)
        page = _encoded(_cut(read, most, lines))
    return page


def _read(row: asyncpg.Record) -> _Read:
    projects = _PROJECTS.decode(row["projects"] or "[]")
    return _Read(
        projects=projects,
        dues=_DUES.decode(row["dues"] or "[]"),
        warnings=_WARNINGS.decode(row["warnings"] or "[]"),
        orders=_ORDERS.decode(row["orders"] or "[]"),
        total=More(
            projects=row["all_projects"],
            dues=row["all_dues"],
            warnings=row["all_warnings"],
            orders=row["all_orders"],
        ),
        waiting=msgspec.convert(dict(row), Counts),
    )


def _cut(read: _Read, most: int, lines: int) -> _Read:
    """Fewer lines of each list, and at most so many projects, or as many as the lines name."""
    dues, warnings, orders = read.dues[:lines], read.warnings[:lines], read.orders[:lines]
    listed: list[Due | HomeWarning | HomeOrder] = [*dues, *warnings, *orders]
    named = {line.project_id for line in listed}
    ranked = sorted(read.projects, key=lambda each: (each.id not in named, each.status == "finished", -_overdue(each)))
    kept = {each.id for each in ranked[: max(most, len(named))]}
    return msgspec.structs.replace(
        read,
        projects=[each for each in read.projects if each.id in kept],
        dues=dues,
        warnings=warnings,
        orders=orders,
    )


def _overdue(project: HomeProject) -> int:
    return 0 if isinstance(project.overdue, UnsetType) else project.overdue


def _encoded(read: _Read) -> _Page:
    # A regulator's projects are counted where something is overdue, the others all.
    counted = [each for each in read.projects if each.overdue is UNSET or each.overdue]
    more = More(
        projects=read.total.projects - len(counted),
        dues=read.total.dues - len(read.dues),
        warnings=read.total.warnings - len(read.warnings),
        orders=read.total.orders - len(read.orders),
    )
    projects = {project.id: _encode(project) for project in read.projects}
    dues, warnings, orders, counts, waiting = map(_encode, (read.dues, read.warnings, read.orders, more, read.waiting))
    held = Held(
        members=digest(b"".join(sorted(each.bytes for each in projects))),
        dues=digest(dues),
        warnings=digest(warnings),
        orders=digest(orders),
        counts=digest(counts + waiting),
        projects=frozenset(map(digest, projects.values())),
    )
    return _Page(
        projects=projects, dues=dues, warnings=warnings, orders=orders, more=counts, waiting=waiting, held=held
    )


def _size(page: _Page) -> int:
    """The bytes of the full page, its cursor as long as it may become."""
    lists = (*page.projects.values(), page.dues, page.warnings, page.orders, page.more, page.waiting)
    return sum(map(len, lists)) + len(page.projects) + _FRAME_BYTES


def _full(page: _Page, cursor: str) -> Answer:
    """Everything."""
    parts = {
        "projects": _list(page.projects.values()),
        "dues": page.dues,
        "warnings": page.warnings,
        "orders": page.orders,
    }
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
    for name in ("warnings", "orders", "dues"):
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
