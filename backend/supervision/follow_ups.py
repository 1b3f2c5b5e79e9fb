"""Which regulator follows a warning up: sees to it that the site acts. The warning itself stays the site's to answer.

A follow-up is a person's, and counts only while that person supervises the project: whoever leaves the unit or is
disabled follows nothing up any more, without a row being moved.
"""

from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.core.paging import MAX_PAGE
from backend.identity.scope import Scope
from backend.projects.visibility import SUPERVISED
from backend.supervision import warning_row
from backend.supervision.problems import CANNOT_FOLLOW_UP, FOLLOW_UP_CHANGED

FOLLOWS: Final = """follower.state = 'active' AND follower.unit_id = ANY(
    (SELECT unit.lineage FROM unit WHERE unit.id = project.supervising_unit_id)::uuid[])"""
"""Whether the account `follower` supervises the query's `project`."""


class Follower(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may follow the warning up."""

    account_id: UUID
    name: str
    unit_zh: str
    unit_en: str


async def list_candidates(scope: Scope, warning_id: UUID) -> list[Follower]:
    """Of the supervising unit and of the asker's own: who may follow the warning up; the asker first."""
    rows = await db.fetch(
        f"""
        SELECT follower.id AS account_id, follower.name, its.name_zh AS unit_zh, its.name_en AS unit_en
        FROM warning JOIN project ON project.id = warning.project_id
        JOIN account AS follower ON follower.unit_id IN (project.supervising_unit_id, $2) AND {FOLLOWS}
        JOIN unit AS its ON its.id = follower.unit_id
        WHERE warning.id = $3 AND {SUPERVISED}
        ORDER BY follower.id <> $1, follower.unit_id <> $2, follower.name, follower.id LIMIT {MAX_PAGE}
        """,
        *scope.args,
        warning_id,
    )
    if not rows:  # Whoever supervises the project stands in their own list.
        raise NOT_FOUND.at()
    return [Follower(**row) for row in rows]


async def assign(scope: Scope, warning_id: UUID, *, account_id: UUID | None, instead_of: UUID | None) -> None:
    """From now on that person follows the warning up, or nobody.

    `instead_of` is who did so far, as the caller saw it, so that two who reach for it at once do not overrule each
    other unseen: `FOLLOW_UP_CHANGED`. Undoing is the same call with the two exchanged.
    """
    async with db.transaction():
        row = await warning_row.lock_supervised(scope, warning_id)
        await warning_row.refuse_closed(row)
        present = await _person(row["project_id"], row["followed_by"])
        if (present and present["id"]) != instead_of:
            raise _changed(present)
        heir = await _person(row["project_id"], account_id)
        if heir is None and account_id is not None:
            raise CANNOT_FOLLOW_UP.at("account_id")
        await db.execute(
            "UPDATE warning SET followed_by = $2, followed_at = $3 WHERE id = $1",
            warning_id, account_id, clock.now() if account_id else None,
        )  # fmt: skip
        await _record(scope, row, present, heir)
        await warning_row.write_audit(
            row, scope.account_id, "warning.assign", account_id=account_id, instead_of=instead_of
        )


async def _person(project_id: UUID, account_id: UUID | None) -> asyncpg.Record | None:
    return await db.fetch_one(
        f"SELECT follower.id, follower.name FROM account AS follower, project "
        f"WHERE follower.id = $1 AND project.id = $2 AND {FOLLOWS}",
        account_id,
        project_id,
    )


async def _record(
    scope: Scope, row: asyncpg.Record, present: asyncpg.Record | None, heir: asyncpg.Record | None
) -> None:
    """Told in person: who has it now, or had it until now, unless they did it themselves."""
    person = heir or present
    told = {} if person is None or person["id"] == scope.account_id else {"account_id": str(person["id"])}
    await warning_row.record(
        "warning.assigned" if heir else "warning.released", row, actor_id=scope.account_id, by_name=scope.name,
        person_name=person["name"] if person else "", **told, posts=[],
    )  # fmt: skip


def _changed(present: asyncpg.Record | None) -> Exception:
    if present is None:
        return FOLLOW_UP_CHANGED.at("instead_of", now_zh="无人跟进", now_en="nobody follows it up")
    name = present["name"]
    return FOLLOW_UP_CHANGED.at("instead_of", now_zh=f"由{name}跟进", now_en=f"{name} follows it up")
