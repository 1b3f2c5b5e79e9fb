"""Handing a post over: a list of its open matters, offered by who leaves and signed by who comes.

Signing moves no matter: they belong to the post. It ends the giver's post, and both names stand under the list. Who
is gone already (the post ended, the account shut) signs nothing any more: an approver of the project or the
supervising unit offers the list in their place.
"""

from typing import Annotated, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, events, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND, Refusal
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.projects.people import posts
from backend.projects.people.people_problems import POST_NOT_HELD
from backend.projects.people.succession import UNIT, live_owner
from backend.projects.rules import APPROVERS, PostKind
from backend.projects.visibility import SUPERVISED, SUPERVISING, VISIBLE, holding
from backend.supervision import matters
from backend.supervision.handover_problems import (
    HANDOVER_BY_HOLDER,
    HANDOVER_CHANGED,
    HANDOVER_NEEDS_POST,
    HANDOVER_NOT_A_COLLEAGUE,
    HANDOVER_OFFERED,
    HANDOVER_STATE,
)
from backend.supervision.handover_rules import (
    STATE_NAMES,
    HandoverAction,
    HandoverState,
    Matter,
    changes,
    next_state,
    seal,
    states_before,
)

_APPROVING: Final = f"$2::uuid IS NULL AND {holding(*APPROVERS)}"
_IS_GONE: Final = "(post.state = 'ended' OR post.state = 'active' AND person.state <> 'active')"
_MAY_OFFER: Final = f"""($2::uuid IS NULL AND post.account_id = $1 AND post.state = 'active'
    OR {_IS_GONE} AND (post.account_id <> $1 AND {_APPROVING} OR {SUPERVISING}))"""

HANDED_OVER: Final = Text("岗位交接", "Handed over")
TABLES: Final = """handover JOIN project ON project.id = handover.project_id
    JOIN account AS giver ON giver.id = handover.from_account_id
    JOIN account AS successor ON successor.id = handover.to_account_id"""
COLUMNS: Final = """handover.*, project.name AS project_name, giver.name AS from_name, successor.name AS to_name"""
SEES: Final = f"(handover.from_account_id = $1 OR handover.to_account_id = $1 OR {_APPROVING} OR {SUPERVISED})"
"""Who finds it: both people, the approvers of the project, the supervising unit and those above it."""

MAY_WITHDRAW: Final = f"(handover.from_account_id = $1 OR {_APPROVING} OR {SUPERVISING})"
"""The giver, and those who may have offered it in the giver's place."""


class Successor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to whom the post may be offered; who has only applied signs once approved."""

    post_id: UUID
    name: str
    state: str


class Preparation(msgspec.Struct, frozen=True, kw_only=True):
    """What a handover of the post would hold today, and who could sign it."""

    post_kind: PostKind
    matters: list[Matter]
    successors: list[Successor]


class NewHandover(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom, by the id of their post or application; what they should know beside the list."""

    to_post_id: UUID
    note: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """After leaving without a handover: how many matters of the post are open, and the post that answers for them."""

    state: str
    open_matters: int
    falls_to: str


async def leave(scope: Scope, post_id: UUID) -> Left:
    """Give the own post up at once; nothing is orphaned, the answer says what stays and who answers for it now."""
    row = await posts.leave(scope, post_id)
    left = [matter for matter in await matters.list_open(row["id"]) if matter.post == row["kind"]]
    return Left(state="ended", open_matters=len(left), falls_to=await live_owner(row["id"], row["kind"]) or UNIT)


async def prepare(scope: Scope, post_id: UUID) -> Preparation:
    """The list and the possible successors, for whoever may offer the post."""
    post = await _post_to_offer(scope, post_id)
    rows = await db.fetch(
        """
        SELECT post.id AS post_id, account.name, post.state FROM post JOIN account ON account.id = post.account_id
        WHERE post.project_id = $1 AND post.kind = $2 AND post.account_id <> $3 AND post.state IN ('applied', 'active')
          AND account.state = 'active'
        ORDER BY post.applied_at, post.id
        """,
        post["project_id"], post["kind"], post["account_id"],
    )  # fmt: skip
    return Preparation(
        post_kind=PostKind(post["kind"]),
        matters=await matters.of_post(post["project_id"], post["kind"]),
        successors=[Successor(**row) for row in rows],
    )


async def _post_to_offer(scope: Scope, post_id: UUID) -> asyncpg.Record:
    row = await db.fetch_one(
        f"""
        SELECT post.project_id, post.kind, post.account_id, post.state, person.name AS person_name,
               project.name AS project_name, project.city_code, {_MAY_OFFER} AS may_offer,
               {_APPROVING} OR {SUPERVISING} AS may_offer_for_others
        FROM post JOIN project ON project.id = post.project_id JOIN account AS person ON person.id = post.account_id
        WHERE post.id = $3 AND (post.account_id = $1 OR {VISIBLE})
        """,
        *scope.args,
        post_id,
    )
    if row is None:
        raise NOT_FOUND.at("post_id")
    if not row["may_offer"]:
        raise _why_not_offered(scope, row)
    return row


def _why_not_offered(scope: Scope, row: asyncpg.Record) -> Refusal:
    if row["account_id"] == scope.account_id:
        return POST_NOT_HELD.at()
    if not row["may_offer_for_others"]:
        return FORBIDDEN.at()
    return HANDOVER_BY_HOLDER.at() if row["state"] == "active" else POST_NOT_HELD.at()


async def offer(scope: Scope, post_id: UUID, new: NewHandover) -> UUID:
    """Offer the post with its open matters as they stand now; the list is fixed with the offer."""
    async with db.transaction():
        post = await _post_to_offer(scope, post_id)
        to_account_id: UUID | None = await db.fetch_value(
            """
            SELECT account.id FROM post JOIN account ON account.id = post.account_id AND account.state = 'active'
            WHERE post.id = $1 AND post.project_id = $2 AND post.kind = $3 AND account.id <> $4
              AND post.state IN ('applied', 'active')
            """,
            new.to_post_id, post["project_id"], post["kind"], post["account_id"],
        )  # fmt: skip
        if to_account_id is None:
            raise HANDOVER_NOT_A_COLLEAGUE.at("to_post_id")
        listed = await matters.of_post(post["project_id"], post["kind"])
        handover_id = await _insert(post, to_account_id, listed, new.note)
        await _record(
            "handover.offered", scope, handover_id, post, person_name=post["person_name"], account_id=to_account_id,
            matters=len(listed),
        )  # fmt: skip
        await _write_audit(scope, HandoverAction.OFFER, handover_id, post, matters=len(listed), to=to_account_id)
        return handover_id


async def _insert(post: asyncpg.Record, to_account_id: UUID, listed: list[Matter], note: str) -> UUID:
    handover_id = ids.new_id()
    is_new = await db.execute(
        """
        INSERT INTO handover (id, city_code, project_id, post_kind, from_account_id, to_account_id, state, matters,
                              note, offered_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (project_id, post_kind, from_account_id) WHERE state = 'offered' DO NOTHING
        """,
        handover_id, post["city_code"], post["project_id"], post["kind"], post["account_id"], to_account_id,
        next_state(None, HandoverAction.OFFER), msgspec.to_builtins(listed), note, clock.now(),
    )  # fmt: skip
    if not is_new:
        raise HANDOVER_OFFERED.at()
    return handover_id


async def sign(scope: Scope, handover_id: UUID, seen: str) -> None:
    """The successor takes the post over with today's list, which `seen` says was read; the giver's post ends."""
    async with db.transaction():
        row = await _lock(scope, handover_id, HandoverAction.SIGN, "handover.to_account_id = $1")
        if not await _holds(row["project_id"], row["kind"], scope.account_id):
            raise HANDOVER_NEEDS_POST.at()
        now = await matters.of_post(row["project_id"], row["kind"], but=handover_id)
        if seal(now) != seen:
            raise HANDOVER_CHANGED.at("seen", count=len(now))
        await _decide(scope, row, HandoverAction.SIGN, account_id=row["from_account_id"], person_name=row["to_name"])
        ended = await _end_givers_post(scope, row)
        became = changes(msgspec.convert(row["matters"], list[Matter]), now)
        await _write_audit(
            scope, HandoverAction.SIGN, handover_id, row, matters=len(now), come=[each.id for each in became.come],
            gone=became.gone, ended_post=ended, from_account=row["from_account_id"],
        )  # fmt: skip


async def _holds(project_id: UUID, kind: str, account_id: UUID) -> bool:
    return bool(
        await db.fetch_value(
            "SELECT true FROM post WHERE project_id = $1 AND kind = $2 AND account_id = $3 AND state = 'active'",
            project_id, kind, account_id,
        )
    )  # fmt: skip


async def _end_givers_post(scope: Scope, row: asyncpg.Record) -> UUID | None:
    """None where the giver had gone before."""
    post_id: UUID | None = await db.fetch_value(
        "SELECT id FROM post WHERE project_id = $1 AND kind = $2 AND account_id = $3 AND state = 'active'",
        row["project_id"], row["kind"], row["from_account_id"],
    )  # fmt: skip
    if post_id is not None:
        await posts.end_by_handover(post_id, actor_id=scope.account_id, reason=HANDED_OVER)
    return post_id


async def refuse(scope: Scope, handover_id: UUID, reason: str) -> None:
    """The successor does not take it; the giver reads why and keeps the post."""
    async with db.transaction():
        row = await _lock(scope, handover_id, HandoverAction.REFUSE, "handover.to_account_id = $1")
        await _decide(
            scope, row, HandoverAction.REFUSE, account_id=row["from_account_id"], person_name=row["to_name"],
            reason=reason,
        )  # fmt: skip
        await _write_audit(scope, HandoverAction.REFUSE, handover_id, row, reason=reason)


async def withdraw(scope: Scope, handover_id: UUID) -> None:
    """The offer is taken back: by the giver, an approver of the project or the supervising unit."""
    async with db.transaction():
        row = await _lock(scope, handover_id, HandoverAction.WITHDRAW, MAY_WITHDRAW)
        await _decide(
            scope, row, HandoverAction.WITHDRAW, account_id=row["to_account_id"], person_name=row["from_name"]
        )
        await _write_audit(scope, HandoverAction.WITHDRAW, handover_id, row)


async def _lock(scope: Scope, handover_id: UUID, action: HandoverAction, permission: str) -> asyncpg.Record:
    """The handover, locked, if the person may do this with it now; a refusal that says why not."""
    row = await db.fetch_one(
        f"""
        SELECT {COLUMNS}, handover.post_kind AS kind, {permission} AS is_permitted FROM {TABLES}
        WHERE handover.id = $3 AND {SEES} FOR UPDATE OF handover
        """,
        *scope.args,
        handover_id,
    )
    if row is None:
        raise NOT_FOUND.at("handover_id")
    if not row["is_permitted"]:
        raise FORBIDDEN.at()
    if row["state"] not in states_before(action):
        name = STATE_NAMES[HandoverState(row["state"])]
        raise HANDOVER_STATE.at(state_zh=name.zh, state_en=name.en)
    return row


async def _decide(
    scope: Scope, row: asyncpg.Record, action: HandoverAction, *, account_id: UUID, person_name: str, reason: str = ""
) -> None:
    before = states_before(action)
    state = next_state(HandoverState(row["state"]), action)
    await db.execute(
        "UPDATE handover SET state = $2, decided_at = $3, reason = $4 WHERE id = $1 AND state = ANY($5)",
        row["id"], state, clock.now(), reason or None, before,
    )  # fmt: skip
    await _record(
        "handover.decided", scope, row["id"], row, person_name=person_name, account_id=account_id, state=state,
        reason=reason,
    )  # fmt: skip


async def _record(kind: str, scope: Scope, handover_id: UUID, row: asyncpg.Record, **more: object) -> None:
    await events.record(
        kind, subject_id=handover_id, city_code=row["city_code"], project_id=row["project_id"],
        actor_id=scope.account_id, data={"project_name": row["project_name"], "post_kind": row["kind"], **more},
    )  # fmt: skip


async def _write_audit(
    scope: Scope, action: HandoverAction, handover_id: UUID, row: asyncpg.Record, **detail: object
) -> None:
    await audit.write(
        scope.account_id, f"handover.{action}", subject_id=handover_id, city_code=row["city_code"],
        project_id=row["project_id"], detail={"kind": row["kind"], **detail},
    )  # fmt: skip
