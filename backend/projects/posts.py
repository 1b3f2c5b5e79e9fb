"""Posts: who is what on a project, from the application to the end.

Approval is per project, by its chief supervision engineer or the general contractor's project manager; either
suffices, nobody decides on the own application.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, events, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.identity import organisations
from backend.identity.scope import AccountKind, Scope
from backend.projects.problems import (
    ENTERPRISE_ONLY,
    NOT_A_PARTY,
    OWN_APPLICATION,
    POST_EXISTS,
    POST_NOT_IN_STATE,
)
from backend.projects.rules import APPROVERS, EMPLOYERS, PostKind, parse_permit
from backend.projects.visibility import VISIBLE, holding

_APPROVING = holding(*APPROVERS)


class Holder(NamedTuple):
    """A person on a post."""

    account_id: UUID
    kind: PostKind
    name: str


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What an applicant learns of a project: what the permit on the site's fence says."""

    project_id: UUID
    name: str
    city_code: str
    parties: list[str]


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """An application or a post."""

    id: UUID
    project_id: UUID
    project_name: str
    kind: PostKind
    person_name: str
    organisation_name: str
    state: str
    applied_at: datetime
    reason: str | None


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
               array(SELECT organisation.name FROM party JOIN organisation ON organisation.id = party.organisation_id
                     WHERE party.project_id = project.id AND party.until_on IS NULL ORDER BY party.id) AS parties
        FROM permit JOIN project ON project.id = permit.project_id WHERE permit.number = $1 AND $2::uuid IS NOT NULL
        """,
        number,
        scope.account_id,
    )
    if row is None:
        raise NOT_FOUND.at("number")
    return Found(project_id=row["id"], name=row["name"], city_code=row["city_code"], parties=row["parties"])


async def apply(scope: Scope, project_id: UUID, kind: PostKind, uscc: str) -> UUID:
    """The application; the organisation must be the project's party that employs this post."""
    if scope.kind is not AccountKind.ENTERPRISE:
        raise ENTERPRISE_ONLY.at()
    async with db.transaction():
        organisation_id = await organisations.find(uscc)
        project = await db.fetch_one("SELECT id, name, city_code FROM project WHERE id = $1", project_id)
        if project is None:
            raise NOT_FOUND.at("project_id")
        post_id = ids.new_id()
        if not await _is_party(project_id, organisation_id, EMPLOYERS[kind]):
            raise NOT_A_PARTY.at("uscc")
        is_new = await db.execute(
            """
            INSERT INTO post (id, project_id, account_id, kind, organisation_id, state)
            VALUES ($1, $2, $3, $4, $5, 'applied')
            ON CONFLICT (project_id, account_id, kind) WHERE state IN ('applied', 'active') DO NOTHING
            """,
            post_id, project_id, scope.account_id, kind, organisation_id,
        )  # fmt: skip
        if not is_new:
            raise POST_EXISTS.at("kind")
        data = {
            "project_name": project["name"],
            "post_kind": kind,
            "person_name": scope.name,
            "posts": list(APPROVERS),
        }
        await events.record(
            "post.applied", subject_id=post_id, city_code=project["city_code"], project_id=project_id,
            actor_id=scope.account_id, data=data,
        )  # fmt: skip
        await _write_audit(scope, "post.apply", post_id, project, kind=kind)
        return post_id


async def _is_party(project_id: UUID, organisation_id: UUID, role: str) -> bool:
    found = await db.fetch_value(
        "SELECT 1 FROM party WHERE project_id = $1 AND organisation_id = $2 AND role = $3 AND until_on IS NULL",
        project_id, organisation_id, role,
    )  # fmt: skip
    return found is not None


async def approve(scope: Scope, post_id: UUID) -> None:
    """Make an application a post."""
    await _decide(scope, post_id, state="active", act="post.approve", reason=None)


async def refuse(scope: Scope, post_id: UUID, reason: str) -> None:
    """End an application, with the reason that the applicant reads."""
    await _decide(scope, post_id, state="refused", act="post.refuse", reason=reason)


async def _decide(scope: Scope, post_id: UUID, *, state: str, act: str, reason: str | None) -> None:
    async with db.transaction():
        row = await db.fetch_one(
            f"""
            UPDATE post SET state = $4, decided_by = $1, decided_at = $5, reason = $6
            FROM project, account AS applicant
            WHERE post.id = $3 AND post.state = 'applied' AND post.account_id <> $1
              AND project.id = post.project_id AND applicant.id = post.account_id AND $2::uuid IS NULL AND {_APPROVING}
            RETURNING project.id, project.name, project.city_code, post.kind, post.account_id,
                      applicant.name AS person_name
            """,
            *scope.args, post_id, state, clock.now(), reason,
        )  # fmt: skip
        if row is None:
            await _say_why_not_decided(scope, post_id)
            raise POST_NOT_IN_STATE.at()
        data = {
            "project_name": row["name"],
            "post_kind": row["kind"],
            "person_name": row["person_name"],
            "state": state,
            "reason": reason or "",
            "account_id": row["account_id"],
        }
        await events.record(
            "post.decided", subject_id=post_id, city_code=row["city_code"], project_id=row["id"],
            actor_id=scope.account_id, data=data,
        )  # fmt: skip
        await _write_audit(scope, act, post_id, row, kind=row["kind"])


async def _say_why_not_decided(scope: Scope, post_id: UUID) -> None:
    row = await db.fetch_one(
        f"""
        SELECT post.account_id, post.state, {_APPROVING} AS is_approver
        FROM post JOIN project ON project.id = post.project_id
        WHERE post.id = $3 AND (post.account_id = $1 OR {VISIBLE})
        """,
        *scope.args,
        post_id,
    )
    if row is None:
        raise NOT_FOUND.at("post_id")
    if row["account_id"] == scope.account_id:
        raise OWN_APPLICATION.at()
    if not row["is_approver"]:
        raise FORBIDDEN.at()


async def withdraw(scope: Scope, post_id: UUID) -> None:
    """Take the own application back."""
    await _end_own(scope, post_id, before="applied", after="withdrawn", act="post.withdraw")


async def leave(scope: Scope, post_id: UUID) -> None:
    """Give the own post up: its matters stay with the post, the person no longer sees the project by it."""
    await _end_own(scope, post_id, before="active", after="ended", act="post.leave")


async def _end_own(scope: Scope, post_id: UUID, *, before: str, after: str, act: str) -> None:
    async with db.transaction():
        row = await db.fetch_one(
            """
            UPDATE post SET state = $4, decided_by = $1, decided_at = $5 FROM project
            WHERE post.id = $2 AND post.account_id = $1 AND post.state = $3 AND project.id = post.project_id
            RETURNING project.id, project.name, project.city_code, post.kind
            """,
            scope.account_id, post_id, before, after, clock.now(),
        )  # fmt: skip
        if row is None:
            is_own = await db.fetch_value(
                "SELECT 1 FROM post WHERE id = $1 AND account_id = $2", post_id, scope.account_id
            )
            raise POST_NOT_IN_STATE.at() if is_own else NOT_FOUND.at("post_id")
        await _write_audit(scope, act, post_id, row, kind=row["kind"])


async def list_mine(scope: Scope) -> list[Post]:
    """The person's own applications and posts, the newest first."""
    return await _list("post.account_id = $1 AND $2::uuid IS NULL", *scope.args)


async def list_to_decide(scope: Scope) -> list[Post]:
    """Applications that wait for this person's decision, the oldest first."""
    waiting = await _list(
        f"post.state = 'applied' AND post.account_id <> $1 AND $2::uuid IS NULL AND {_APPROVING}", *scope.args
    )
    return waiting[::-1]


async def _list(condition: str, account_id: UUID, unit_id: UUID | None) -> list[Post]:
    rows = await db.fetch(
        f"""
        SELECT post.id, post.project_id, project.name AS project_name, post.kind, account.name AS person_name,
               organisation.name AS organisation_name, post.state, post.applied_at, post.reason
        FROM post JOIN project ON project.id = post.project_id JOIN account ON account.id = post.account_id
        JOIN organisation ON organisation.id = post.organisation_id
        WHERE {condition} ORDER BY post.id DESC LIMIT 200
        """,
        account_id,
        unit_id,
    )
    return [msgspec.convert(dict(row), Post) for row in rows]


async def _write_audit(scope: Scope, act: str, post_id: UUID, project: asyncpg.Record, *, kind: str) -> None:
    await audit.write(
        scope.account_id, act, subject_id=post_id, city_code=project["city_code"], project_id=project["id"],
        detail={"kind": kind},
    )  # fmt: skip
