"""Posts: who is what on a project, from the application to the end.

Approval is per project, by its chief supervision engineer or the general contractor's project manager; either
suffices, nobody decides on the own application. `bootstrap` makes the first two, `deciding` and `ending` move them on.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db, ids
from backend.core.errors import NOT_FOUND
from backend.core.paging import Page, decode_cursor, encode_cursor
from backend.identity import organisations
from backend.identity.scope import AccountKind, Scope
from backend.projects.people import bootstrap, concurrency, post_row
from backend.projects.people.bootstrap import appoint, name_on_permit
from backend.projects.people.deciding import (
    BY_APPROVER,
    BY_STATION,
    approve,
    approve_by_station,
    refuse,
    refuse_by_station,
)
from backend.projects.people.ending import end, end_by_handover, end_by_unit, end_of_party, leave, withdraw
from backend.projects.people.people_rules import PostAction, PostState, Proof, post_state_after
from backend.projects.problems import ENTERPRISE_ONLY, NOT_A_PARTY, POST_EXISTS
from backend.projects.rules import EMPLOYERS, PostKind, parse_permit

__all__ = [
    "Applied",
    "Employer",
    "Found",
    "Held",
    "Holder",
    "Post",
    "apply",
    "appoint",
    "approve",
    "approve_by_station",
    "end",
    "end_by_handover",
    "end_by_unit",
    "end_of_party",
    "find_project",
    "held_by",
    "holders",
    "leave",
    "list_mine",
    "list_to_decide",
    "list_to_decide_by_station",
    "name_on_permit",
    "refuse",
    "refuse_by_station",
    "told_units",
    "withdraw",
]


class Holder(NamedTuple):
    """A person on a post."""

    account_id: UUID
    kind: PostKind
    name: str


class Employer(msgspec.Struct, frozen=True, kw_only=True):
    """A party whose people hold posts on the project; the code is on every organisation's public record."""

    role: str
    uscc: str
    name: str


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What an applicant learns of a project: what the permit on the site's fence says, and for whom one may apply."""

    project_id: UUID
    name: str
    city_code: str
    parties: list[str]
    employers: list[Employer]


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """An application or a post."""

    id: UUID
    project_id: UUID
    project_name: str
    kind: PostKind
    person_name: str
    organisation_name: str
    state: str
    proof: Proof
    applied_at: datetime
    reason: str | None


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A post that the person holds now."""

    id: UUID
    project_id: UUID
    project_name: str
    kind: PostKind
    since: datetime


class Applied(NamedTuple):
    """An application, or the post at once."""

    post_id: UUID
    state: PostState


async def holders(project_id: UUID, kinds: Collection[str] | None = None) -> list[Holder]:
    """Who holds these posts now (all posts by default), in the order in which they came."""
    rows = await db.fetch(
        """
        SELECT post.account_id, post.kind, account.name FROM post JOIN account ON account.id = post.account_id
        WHERE post.project_id = $1 AND post.state = 'active' AND account.state = 'active'
          AND ($2::text[] IS NULL OR post.kind = ANY($2))
        ORDER BY post.applied_at, post.id
        """,
        project_id,
        None if kinds is None else list(kinds),
    )
    return [Holder(row["account_id"], PostKind(row["kind"]), row["name"]) for row in rows]


async def told_units(project_id: UUID) -> list[UUID]:
    """The supervising unit and those above it, the nearest first: whose groups and inboxes a matter may reach."""
    lineage: list[UUID] | None = await db.fetch_value(
        "SELECT unit.lineage FROM project JOIN unit ON unit.id = project.supervising_unit_id WHERE project.id = $1",
        project_id,
    )
    return list(reversed(lineage or []))


async def find_project(scope: Scope, permit_number: str) -> Found:
    """The project of a permit, for a person who wants to apply for a post on it."""
    number = parse_permit(permit_number, clock.now().astimezone(clock.SHANGHAI).date()).number
    row = await db.fetch_one(
        """
        SELECT project.id, project.name, project.city_code,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('role', party.role, 'uscc', organisation.uscc,
                                                             'name', organisation.name) ORDER BY party.id), '[]')
                FROM party JOIN organisation ON organisation.id = party.organisation_id
                WHERE party.project_id = project.id AND party.until_on IS NULL) AS parties
        FROM permit JOIN project ON project.id = permit.project_id WHERE permit.number = $1 AND $2::uuid IS NOT NULL
        """,
        number,
        scope.account_id,
    )
    if row is None:
        raise NOT_FOUND.at("number")
    parties = msgspec.convert(row["parties"], list[Employer])
    return Found(
        project_id=row["id"],
        name=row["name"],
        city_code=row["city_code"],
        parties=[party.name for party in parties],
        employers=[party for party in parties if party.role in EMPLOYERS.values()],
    )


async def apply(scope: Scope, project_id: UUID, kind: PostKind, uscc: str) -> Applied:
    """The application; the organisation must be the project's party that employs this post.

    Who is named for the post on the permit holds it at once (`POST_CONCURRENT` if they hold it elsewhere).
    """
    if scope.kind is not AccountKind.ENTERPRISE:
        raise ENTERPRISE_ONLY.at()
    async with db.transaction():
        organisation_id = await organisations.find(uscc)
        if not await db.fetch_value("SELECT true FROM project WHERE id = $1", project_id):
            raise NOT_FOUND.at("project_id")
        if not await _is_party(project_id, organisation_id, EMPLOYERS[kind]):
            raise NOT_A_PARTY.at("uscc")
        is_named = await bootstrap.is_named(project_id, kind, scope.account_id)
        row = await _insert(scope, project_id, kind, organisation_id, is_named=is_named)
        if is_named:
            await concurrency.check(scope.account_id, kind, but=row["post_id"], field="kind")
            await post_row.record("post.decided", row, actor_id=scope.account_id, reason="", state=row["state"])
            await post_row.write_audit(scope, "post.grant", row, proof=Proof.PERMIT)
        else:
            posts = await post_row.approvers_of(project_id, but=scope.account_id)
            await post_row.record("post.applied", row, actor_id=scope.account_id, reason="", posts=posts)
            await post_row.write_audit(scope, "post.apply", row)
        return Applied(row["post_id"], PostState(row["state"]))


async def _insert(
    scope: Scope, project_id: UUID, kind: PostKind, organisation_id: UUID, *, is_named: bool
) -> asyncpg.Record:
    action = PostAction.GRANT if is_named else PostAction.APPLY
    row = await db.fetch_one(
        f"""
        WITH post AS (
            INSERT INTO post (id, project_id, account_id, kind, organisation_id, state, decided_at, proof)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (project_id, account_id, kind) WHERE state IN ('applied', 'active') DO NOTHING
            RETURNING *
        )
        SELECT {post_row.COLUMNS}, post.state FROM post JOIN project ON project.id = post.project_id
        JOIN account AS person ON person.id = post.account_id
        """,
        ids.new_id(), project_id, scope.account_id, kind, organisation_id, post_state_after(action),
        clock.now() if is_named else None, Proof.PERMIT if is_named else Proof.APPROVER,
    )  # fmt: skip
    if row is None:
        raise POST_EXISTS.at("kind")
    return row


async def _is_party(project_id: UUID, organisation_id: UUID, role: str) -> bool:
    # Held until the application stands: whoever ends the party then finds it and refuses it.
    found = await db.fetch_value(
        "SELECT 1 FROM party WHERE project_id = $1 AND organisation_id = $2 AND role = $3 AND until_on IS NULL "
        "FOR SHARE",
        project_id, organisation_id, role,
    )  # fmt: skip
    return found is not None


async def list_mine(scope: Scope) -> list[Post]:
    """The person's own applications and posts, the newest first."""
    return await _list("post.account_id = $1 AND $2::uuid IS NULL", *scope.args)


async def held_by(scope: Scope) -> list[Held]:
    """The posts that the person holds, the newest first."""
    rows = await db.fetch(
        """
        SELECT post.id, post.project_id, project.name AS project_name, post.kind,
               coalesce(post.decided_at, post.applied_at) AS since
        FROM post JOIN project ON project.id = post.project_id
        WHERE post.account_id = $1 AND post.state = 'active' ORDER BY since DESC, post.id DESC LIMIT 200
        """,
        scope.account_id,
    )
    return [msgspec.convert(dict(row), Held) for row in rows]


async def list_to_decide(scope: Scope) -> list[Post]:
    """Applications that wait for this person's decision, the oldest first."""
    waiting = await _list(f"post.state = 'applied' AND {BY_APPROVER}", *scope.args)
    return waiting[::-1]


_POSTS = """
SELECT post.id, post.project_id, project.name AS project_name, post.kind, account.name AS person_name,
       organisation.name AS organisation_name, post.state, post.proof, post.applied_at, post.reason
FROM post JOIN project ON project.id = post.project_id JOIN account ON account.id = post.account_id
JOIN organisation ON organisation.id = post.organisation_id
"""


async def list_to_decide_by_station(scope: Scope, *, cursor: str | None = None, limit: int = 50) -> Page[Post]:
    """Applications that wait for the supervising unit, since their project has no approver; the oldest first."""
    (after,) = decode_cursor(cursor, tuple[UUID]) if cursor else (None,)
    rows = await db.fetch(
        f"""{_POSTS} WHERE post.state = 'applied' AND {BY_STATION} AND ($3::uuid IS NULL OR post.id > $3)
        ORDER BY post.id LIMIT $4""",
        *scope.args, after, limit + 1,
    )  # fmt: skip
    items = [msgspec.convert(dict(row), Post) for row in rows[:limit]]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > limit else None)


async def _list(condition: str, account_id: UUID, unit_id: UUID | None) -> list[Post]:
    rows = await db.fetch(f"{_POSTS} WHERE {condition} ORDER BY post.id DESC LIMIT 200", account_id, unit_id)
    return [msgspec.convert(dict(row), Post) for row in rows]
