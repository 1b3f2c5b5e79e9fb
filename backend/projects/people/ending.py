"""The ends of a post. The row is what every permission reads, so a membership is over with the commit.

Open matters stay with the post: whoever holds it, or the post that it falls to (`succession`), answers for them.
"""

from typing import Final
from uuid import UUID

import asyncpg

from backend.core import clock, db
from backend.core.errors import FORBIDDEN, NOT_FOUND, Refusal
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.projects.people import post_row
from backend.projects.people.people_problems import OWN_POST, POST_NOT_HELD
from backend.projects.people.people_rules import PostAction
from backend.projects.problems import POST_NOT_IN_STATE
from backend.projects.rules import APPROVERS, EMPLOYERS
from backend.projects.visibility import SUPERVISING, VISIBLE, holding

_BY_APPROVER: Final = f"post.account_id <> $1 AND $2::uuid IS NULL AND {holding(*APPROVERS)}"
_BY_UNIT: Final = f"$1::uuid IS NOT NULL AND {SUPERVISING}"


async def withdraw(scope: Scope, post_id: UUID) -> None:
    """Take the own application back."""
    async with db.transaction():
        await post_row.write_audit(scope, "post.withdraw", await _move_own(scope, post_id, PostAction.WITHDRAW))


async def leave(scope: Scope, post_id: UUID) -> asyncpg.Record:
    """Give the own post up: its matters stay with the post, the person no longer sees the project by it."""
    async with db.transaction():
        row = await _move_own(scope, post_id, PostAction.LEAVE)
        await post_row.record_ended(row, actor_id=scope.account_id, reason="")
        await post_row.write_audit(scope, "post.leave", row)
        return row


async def _move_own(scope: Scope, post_id: UUID, action: PostAction) -> asyncpg.Record:
    moved = await post_row.move(
        action, "post.id = $1 AND post.account_id = $2", post_id, scope.account_id,
        actor_id=scope.account_id, at=clock.now(),
    )  # fmt: skip
    if not moved:
        is_own = await db.fetch_value("SELECT 1 FROM post WHERE id = $1 AND account_id = $2", post_id, scope.account_id)
        raise POST_NOT_IN_STATE.at() if is_own else NOT_FOUND.at("post_id")
    return moved[0]


async def end(scope: Scope, post_id: UUID, reason: str) -> None:
    """End somebody else's post on the project; by its chief or project manager."""
    await _end(scope, post_id, reason, _BY_APPROVER)


async def end_by_unit(scope: Scope, post_id: UUID, reason: str) -> None:
    """The same by the supervising unit."""
    await _end(scope, post_id, reason, _BY_UNIT)


async def _end(scope: Scope, post_id: UUID, reason: str, permission: str) -> None:
    async with db.transaction():
        moved = await post_row.move(
            PostAction.END, f"post.id = $3 AND {permission}", *scope.args, post_id,
            actor_id=scope.account_id, at=clock.now(), reason=reason,
        )  # fmt: skip
        if not moved:
            raise await _why_not_ended(scope, post_id, permission)
        await post_row.record_ended(moved[0], actor_id=scope.account_id, reason=reason)
        await post_row.write_audit(scope, "post.end", moved[0], reason=reason)


async def _why_not_ended(scope: Scope, post_id: UUID, permission: str) -> Refusal:
    row = await db.fetch_one(
        f"""
        SELECT post.account_id, {permission} AS is_permitted FROM post JOIN project ON project.id = post.project_id
        WHERE post.id = $3 AND (post.account_id = $1 OR {VISIBLE})
        """,
        *scope.args,
        post_id,
    )
    if row is None:
        return NOT_FOUND.at("post_id")
    if row["account_id"] == scope.account_id:
        return OWN_POST.at()
    return POST_NOT_HELD.at() if row["is_permitted"] else FORBIDDEN.at()


async def end_by_handover(post_id: UUID, *, actor_id: UUID, reason: Text) -> None:
    """End the post of who hands it over; the handover's use case has checked who may."""
    both = f"{reason.zh} / {reason.en}"
    moved = await post_row.move(
        PostAction.HAND_OVER, "post.id = $1", post_id, actor_id=actor_id, at=clock.now(), reason=both
    )
    for row in moved:
        await post_row.record_ended(row, actor_id=actor_id, reason=both, reason_zh=reason.zh, reason_en=reason.en)


async def end_of_party(project_id: UUID, organisation_id: UUID, role: str, reason: str, actor_id: UUID) -> int:
    """An organisation has left the project: its people's posts of that role end, their applications are refused.

    Part of the transaction in which the party ends, which also writes the audit entry; the number of posts ended.
    """
    kinds = [kind.value for kind, employer in EMPLOYERS.items() if employer == role]
    condition = "post.project_id = $1 AND post.organisation_id = $2 AND post.kind = ANY($3)"
    whose, now = (project_id, organisation_id, kinds), clock.now()
    refused = await post_row.move(PostAction.REFUSE, condition, *whose, actor_id=actor_id, at=now, reason=reason)
    for row in refused:
        await post_row.record("post.decided", row, actor_id=actor_id, reason=reason, state="refused")
    ended = await post_row.move(PostAction.END, condition, *whose, actor_id=actor_id, at=now, reason=reason)
    for row in ended:
        await post_row.record_ended(row, actor_id=actor_id, reason=reason)
    return len(ended)
