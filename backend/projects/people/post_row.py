"""A post's row as the use cases pass it on: moved from state to state, told to others, written to the audit."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from backend.core import audit, db, events
from backend.identity.scope import Scope
from backend.projects.people.people_rules import PostAction, post_state_after, post_states_before
from backend.projects.rules import APPROVERS

COLUMNS: Final = """post.id AS post_id, post.kind, post.account_id, post.proof, person.name AS person_name, project.id,
                    project.name, project.city_code"""
"""What `move` returns: the post, its person and its project."""


async def move(
    action: PostAction, condition: str, *args: Any, actor_id: UUID, at: datetime, reason: str | None = None
) -> list[asyncpg.Record]:
    """The posts that the action took from a state where `POST_STATES` allows it to the state where it leads.

    `condition` says which and who may; it names `post`, `project` and the holder `person`, its parameters are `args`.
    """
    first = len(args) + 1
    return await db.fetch(
        f"""
        UPDATE post SET state = ${first}, decided_by = ${first + 1}, decided_at = ${first + 2},
               reason = ${first + 3}
        FROM project, account AS person
        WHERE post.state = ANY(${first + 4}) AND project.id = post.project_id AND person.id = post.account_id
          AND {condition}
        RETURNING {COLUMNS}
        """,
        *args, post_state_after(action), actor_id, at, reason, post_states_before(action),
    )  # fmt: skip


async def approvers_of(project_id: UUID, *, but: UUID | None = None) -> list[str]:
    """The approving posts that somebody other than `but` holds now; `supervising_unit` where there is none."""
    rows = await db.fetch(
        """
        SELECT DISTINCT post.kind FROM post JOIN account ON account.id = post.account_id AND account.state = 'active'
        WHERE post.project_id = $1 AND post.state = 'active' AND post.kind = ANY($2)
          AND post.account_id IS DISTINCT FROM $3
        """,
        project_id, list(APPROVERS), but,
    )  # fmt: skip
    held = {row["kind"] for row in rows}
    return [kind for kind in APPROVERS if kind in held] or ["supervising_unit"]


async def record_ended(row: asyncpg.Record, *, actor_id: UUID, reason: str, **more: str) -> None:
    """`post.ended`, for the approvers who are left and for who held it."""
    posts = await approvers_of(row["id"])
    await record("post.ended", row, actor_id=actor_id, reason=reason, posts=posts, **more)


async def record(kind: str, row: asyncpg.Record, *, actor_id: UUID, reason: str, **more: str | Collection[str]) -> None:
    """The event of a post with what the message will say."""
    data = {
        "project_name": row["name"],
        "post_kind": row["kind"],
        "person_name": row["person_name"],
        "account_id": row["account_id"],
        "reason": reason,
        **more,
    }
    await events.record(
        kind, subject_id=row["post_id"], city_code=row["city_code"], project_id=row["id"], actor_id=actor_id, data=data
    )


async def write_audit(scope: Scope, act: str, row: asyncpg.Record, **detail: Any) -> None:
    """The act of a person upon a post."""
    await audit.write(
        scope.account_id, act, subject_id=row["post_id"], city_code=row["city_code"], project_id=row["id"],
        detail={"kind": row["kind"], **detail},
    )  # fmt: skip
