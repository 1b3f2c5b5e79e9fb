"""One warning from hand to hand: who may take it, and giving it to one of them."""

from typing import Final
from uuid import UUID

import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.identity.scope import Scope
from backend.supervision import history, warning_row
from backend.supervision.matters import CONCERNED
from backend.supervision.problems import COLLEAGUE_CANNOT_TAKE, WARNING_NOT_TAKEN_BY_YOU
from backend.supervision.rules import WARNING_STATES, WarningAction, WarningState
from backend.supervision.warning_row import TABLES


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may take the warning, and the post by which."""

    account_id: UUID
    name: str
    post: str


_COLLEAGUES: Final = f"""
SELECT account_id, name, post FROM (
    SELECT DISTINCT ON (account.id) account.id AS account_id, account.name, holder.kind AS post,
           array_position(warning_kind.posts, holder.kind) AS place
    FROM {TABLES}
    JOIN post AS holder ON holder.project_id = project.id AND holder.state = 'active' AND holder.kind IN {CONCERNED}
    JOIN account ON account.id = holder.account_id AND account.state = 'active'
    WHERE warning.id = $1 AND account.id <> $2 AND ($3::uuid IS NULL OR account.id = $3)
    ORDER BY account.id, place NULLS LAST, holder.kind
) AS colleague ORDER BY place NULLS LAST, name, account_id"""


async def list_colleagues(scope: Scope, warning_id: UUID) -> list[Colleague]:
    """Who else may take a warning that the person may read, in the order of the posts that it concerns."""
    if not await warning_row.is_visible(scope.args, warning_id):
        raise NOT_FOUND.at()
    return [Colleague(**row) for row in await db.fetch(_COLLEAGUES, warning_id, scope.account_id, None)]


async def hand_over(scope: Scope, warning_id: UUID, *, account_id: UUID, note: str) -> None:
    """Who has the warning gives it to a colleague who may take it; what was promised, and by when, stays."""
    async with db.transaction():
        row = await warning_row.lock_readable(scope, warning_id)
        await warning_row.refuse_closed(row)
        state = WARNING_STATES.get((WarningState(row["state"]), WarningAction.HAND_OVER))
        if state is None or row["acknowledged_by"] != scope.account_id:
            raise WARNING_NOT_TAKEN_BY_YOU.at()
        heir = await db.fetch_one(_COLLEAGUES, warning_id, scope.account_id, account_id)
        if heir is None:
            raise COLLEAGUE_CANNOT_TAKE.at("account_id")
        await db.execute(
            "UPDATE warning SET state = $2, acknowledged_by = $3, acknowledged_post = $4 WHERE id = $1 AND state = $5",
            warning_id, state, account_id, heir["post"], row["state"],
        )  # fmt: skip
        await history.write(
            warning_id, WarningAction.HAND_OVER, clock.now(), actor_id=scope.account_id, from_state=row["state"],
            to_state=state, level=row["level"], note=f"→ {heir['name']}: {note}",
        )  # fmt: skip
        await warning_row.record(
            "warning.handed_over", row, actor_id=scope.account_id, by_name=scope.name,
            by_post=row["acknowledged_post"], person_name=heir["name"], post_kind=heir["post"],
            account_id=str(account_id), note=note, plan=row["plan"], promised_at=row["promised_at"],
        )  # fmt: skip
        await warning_row.write_audit(row, scope.account_id, "warning.hand_over", account_id=str(account_id), note=note)
