"""The enterprise people of a regulator's area, with their posts there."""

import datetime as dt
from typing import Final
from uuid import UUID

import msgspec

from backend.core import db
from backend.core.paging import MAX_PAGE, decode_cursor, encode_cursor
from backend.identity import phones
from backend.identity.rules import AccountState
from backend.identity.scope import Scope
from backend.projects.people.people_rules import PostState
from backend.projects.rules import PostKind
from backend.projects.visibility import SUPERVISED


class PersonPost(msgspec.Struct, frozen=True, kw_only=True):
    """A post that the person holds or has applied for, since when."""

    project_id: UUID
    project_name: str
    kind: PostKind
    organisation_name: str
    state: PostState
    since: dt.datetime


class AreaPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with a post or an application in the area; the phone number masked."""

    id: UUID
    name: str
    phone: str | None
    state: AccountState
    last_seen_at: dt.datetime
    posts: list[PersonPost]


class AreaPersonPage(msgspec.Struct, frozen=True):
    """Some of the people; `total` is how many there are."""

    items: list[AreaPerson]
    next: str | None
    total: int


class PersonFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which people; None is all. `name` is a part of the name, `phone_tail` the number's last four digits."""

    name: str | None = None
    phone_tail: str | None = None
    project_id: UUID | None = None
    organisation_id: UUID | None = None


_HERE: Final = f"""post JOIN project ON project.id = post.project_id
    WHERE $1::uuid IS NOT NULL AND {SUPERVISED} AND post.state IN ('applied', 'active')"""
_ASKED: Final = f"""
    account.id IN (SELECT post.account_id FROM {_HERE}
        AND ($3::uuid IS NULL OR project.id = $3) AND ($4::uuid IS NULL OR post.organisation_id = $4))
    AND ($5::text IS NULL OR strpos(lower(account.name), lower($5)) > 0)
    AND ($6::bytea IS NULL OR account.phone_tail_index = $6)
"""


async def listed(scope: Scope, asked: PersonFilter, *, cursor: str | None = None, limit: int = 50) -> AreaPersonPage:
    """People with a post or an application on a project of the own subtree, the newest account first."""
    tail = None if asked.phone_tail is None else phones.tail_index(asked.phone_tail)
    args = (*scope.args, asked.project_id, asked.organisation_id, asked.name, tail)
    before = decode_cursor(cursor, tuple[UUID])[0] if cursor else None
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        f"""
        SELECT account.id, account.name, account.phone_sealed, account.state, account.last_seen_at FROM account
        WHERE {_ASKED} AND ($7::uuid IS NULL OR account.id < $7) ORDER BY account.id DESC LIMIT $8
        """,
        *args, before, size + 1,
    )  # fmt: skip
    held = await _posts_of(scope, [row["id"] for row in rows[:size]])
    people = [
        msgspec.convert({**row, "phone": phones.masked(row["phone_sealed"]), "posts": held[row["id"]]}, AreaPerson)
        for row in rows[:size]
    ]
    total = await db.fetch_value(f"SELECT count(*) FROM account WHERE {_ASKED}", *args)
    return AreaPersonPage(people, encode_cursor(people[-1].id) if len(rows) > size else None, total)


async def _posts_of(scope: Scope, account_ids: list[UUID]) -> dict[UUID, list[PersonPost]]:
    rows = await db.fetch(
        f"""
        SELECT post.account_id, post.project_id, project.name AS project_name, post.kind, post.state,
               organisation.name AS organisation_name, coalesce(post.decided_at, post.applied_at) AS since
        FROM post JOIN project ON project.id = post.project_id
        JOIN organisation ON organisation.id = post.organisation_id
        WHERE $1::uuid IS NOT NULL AND {SUPERVISED} AND post.state IN ('applied', 'active')
          AND post.account_id = ANY($3)
        ORDER BY since DESC, post.id
        """,
        *scope.args, account_ids,
    )  # fmt: skip
    posts: dict[UUID, list[PersonPost]] = {account_id: [] for account_id in account_ids}
    for row in rows:
        posts[row["account_id"]].append(msgspec.convert(dict(row), PersonPost))
    return posts
