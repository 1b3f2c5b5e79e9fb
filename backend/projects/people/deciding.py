"""Deciding on applications: the project's chief or project manager; the supervising station where there is neither."""

from typing import Final
from uuid import UUID

from backend.core import clock, db
from backend.core.errors import FORBIDDEN, NOT_FOUND, Refusal
from backend.identity.scope import Scope
from backend.projects.people import concurrency, post_row
from backend.projects.people.people_problems import APPROVER_DECIDES
from backend.projects.people.people_rules import POST_NAMES, PostAction, Proof, post_state_after
from backend.projects.problems import OWN_APPLICATION, POST_NOT_IN_STATE
from backend.projects.rules import APPROVERS
from backend.projects.visibility import SUPERVISING, VISIBLE, holding

_KINDS: Final = ", ".join(f"'{kind}'" for kind in APPROVERS)
NO_APPROVER: Final = f"""NOT EXISTS (
    SELECT FROM post AS approver JOIN account ON account.id = approver.account_id AND account.state = 'active'
    WHERE approver.project_id = post.project_id AND approver.state = 'active' AND approver.kind IN ({_KINDS})
      AND approver.account_id <> post.account_id)"""
"""Nobody on the project can decide: an approver who applies for a second post is no approver of that."""

BY_APPROVER: Final = f"post.account_id <> $1 AND $2::uuid IS NULL AND {holding(*APPROVERS)}"
BY_STATION: Final = f"$1::uuid IS NOT NULL AND {SUPERVISING} AND {NO_APPROVER}"


async def approve(scope: Scope, post_id: UUID) -> None:
    """Make an application a post; by an approver of the project."""
    await _decide(scope, post_id, PostAction.APPROVE, Proof.APPROVER)


async def refuse(scope: Scope, post_id: UUID, reason: str) -> None:
    """End an application, with the reason that the applicant reads; by an approver of the project."""
    await _decide(scope, post_id, PostAction.REFUSE, Proof.APPROVER, reason=reason)


async def approve_by_station(scope: Scope, post_id: UUID) -> None:
    """The same by the supervising unit, for a project without an approver: how the chain gets its first link."""
    await _decide(scope, post_id, PostAction.APPROVE, Proof.STATION)


async def refuse_by_station(scope: Scope, post_id: UUID, reason: str) -> None:
    """The same by the supervising unit, for a project without an approver."""
    await _decide(scope, post_id, PostAction.REFUSE, Proof.STATION, reason=reason)


async def _decide(scope: Scope, post_id: UUID, action: PostAction, proof: Proof, *, reason: str | None = None) -> None:
    permission = BY_APPROVER if proof is Proof.APPROVER else BY_STATION
    async with db.transaction():
        if action is PostAction.APPROVE:
            await _check_concurrency(scope, post_id, permission)
        moved = await post_row.move(
            action, f"post.id = $3 AND {permission}", *scope.args, post_id,
            actor_id=scope.account_id, at=clock.now(), reason=reason,
        )  # fmt: skip
        if not moved:
            raise await _why_not(scope, post_id, proof)
        (row,) = moved
        await db.execute("UPDATE post SET proof = $2 WHERE id = $1", post_id, proof)
        await post_row.record(
            "post.decided", row, actor_id=scope.account_id, reason=reason or "", state=post_state_after(action)
        )
        await post_row.write_audit(scope, f"post.{action}", row, proof=proof)


async def _check_concurrency(scope: Scope, post_id: UUID, permission: str) -> None:
    """Only for who may approve: nobody else learns whether the applicant works elsewhere."""
    row = await db.fetch_one(
        f"""
        SELECT post.account_id, post.kind FROM post JOIN project ON project.id = post.project_id
        WHERE post.id = $3 AND post.state = 'applied' AND {permission}
        """,
        *scope.args,
        post_id,
    )
    if row is not None:
        await concurrency.check(row["account_id"], row["kind"])


async def _why_not(scope: Scope, post_id: UUID, proof: Proof) -> Refusal:
    row = await db.fetch_one(
        f"""
        SELECT post.account_id, post.project_id, {holding(*APPROVERS)} AS is_approver, {SUPERVISING} AS is_supervising,
               {NO_APPROVER} AS has_no_approver
        FROM post JOIN project ON project.id = post.project_id
        WHERE post.id = $3 AND (post.account_id = $1 OR {VISIBLE})
        """,
        *scope.args,
        post_id,
    )
    if row is None:
        return NOT_FOUND.at("post_id")
    if row["account_id"] == scope.account_id:
        return OWN_APPLICATION.at()
    if not (row["is_approver"] if proof is Proof.APPROVER else row["is_supervising"]):
        return FORBIDDEN.at()
    if proof is Proof.STATION and not row["has_no_approver"]:
        names = [POST_NAMES[kind] for kind in await post_row.approvers_of(row["project_id"], but=row["account_id"])]
        return APPROVER_DECIDES.at(
            posts_zh="、".join(name.zh for name in names), posts_en=", ".join(name.en for name in names)
        )
    return POST_NOT_IN_STATE.at()
