"""The monthly review of progress, status, dangerous works and updates, by the supervising unit."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, events, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.identity.scope import Scope
from backend.projects import projects
from backend.projects.duties import obligations
from backend.projects.facts import changes, fact_rules, facts
from backend.projects.facts.fact_problems import REVIEW_PASSED, REVIEW_PROGRESS_OPEN
from backend.projects.facts.fact_rules import Fact, FactAction, FactState
from backend.projects.monthly import review_rules
from backend.projects.monthly.review_rules import REVIEW_STATES, ReviewState
from backend.projects.rules import PostKind
from backend.projects.visibility import SUPERVISED, SUPERVISING

FACT = "monthly_review"
_FACTS = {"status": Fact.STATUS, "dangerous_works": Fact.DANGEROUS_WORKS}
"""Items that are also verified facts: returned in the review, the fact is returned too."""


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`ok`, or `returned` with the reason that the site reads."""

    verdict: Annotated[str, msgspec.Meta(pattern="^(ok|returned)$")]
    reason: Annotated[str, msgspec.Meta(max_length=300)] = ""


class Items(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a review covers."""

    progress: Item
    status: Item
    dangerous_works: Item
    updates: Item

    def returned(self) -> dict[str, str]:
        """Name → reason of what goes back."""
        named = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: item.reason for name, item in named.items() if item.verdict == "returned"}


class NewReview(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The review of a month; a further round of it after a return."""

    period: Annotated[str, msgspec.Meta(min_length=7, max_length=7)]
    items: Items
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A month's review as it stands."""

    id: UUID
    period: str
    state: ReviewState
    round: int
    items: Items
    note: str
    reviewed_by: str
    reviewed_at: datetime


_REVIEW = """
SELECT review.id, review.period, review.state, review.round, review.items, review.note, account.name AS reviewed_by,
       review.reviewed_at
FROM monthly_review AS review JOIN account ON account.id = review.reviewed_by
"""


async def of_project(scope: Scope, project_id: UUID) -> list[Review]:
    """The project's reviews of the last two years, the newest month first; `NOT_FOUND` as for the project."""
    await projects.city_of(scope, project_id)
    rows = await db.fetch(f"{_REVIEW} WHERE review.project_id = $1 ORDER BY review.period DESC LIMIT 24", project_id)
    return [msgspec.convert(dict(row), Review) for row in rows]


async def of_month(project_id: UUID, period: str) -> Review | None:
    """The month's review; for a caller who has checked that the person may see it."""
    row = await db.fetch_one(f"{_REVIEW} WHERE review.project_id = $1 AND review.period = $2", project_id, period)
    return msgspec.convert(dict(row), Review) if row else None


async def review(scope: Scope, project_id: UUID, new: NewReview) -> Review:
    """The review, or its next round; it passes when every item is in order, else the site reads what goes back."""
    now = clock.now()
    review_rules.check_period(new.period, now)
    returned = new.items.returned()
    action = review_rules.action_of(returned)
    async with db.transaction():
        project = await _project(scope, project_id)
        if "progress" not in returned and await is_progress_open(project_id, new.period):
            raise REVIEW_PROGRESS_OPEN.at("items.progress", period=new.period)
        before = await of_month(project_id, new.period)
        after = REVIEW_STATES.get((before.state if before else None, action))
        if after is None:
            raise REVIEW_PASSED.at("period", period=new.period)
        await _write(scope, project_id, new, after, now)
        await _return_facts(scope, project, returned)
        if after is ReviewState.PASSED:
            await obligations.meet(project_id, "monthly_review", now, period=new.period)
        await changes.note(
            project_id, FACT, before=_value(before), after=_value(new, after), reason=new.note,
            actor_id=scope.account_id,
        )  # fmt: skip
        written = await of_month(project_id, new.period)
        assert written is not None
        await _tell(scope, project, written, review_rules.reason_of(returned))
        return written


async def is_progress_open(project_id: UUID, period: str) -> bool:
    """Whether the month's progress is still asked for, or filed and not confirmed."""
    found: bool = await db.fetch_value(
        """
        SELECT EXISTS (SELECT FROM obligation WHERE project_id = $1 AND kind = 'progress' AND period = $2
                                                AND state = 'open')
            OR EXISTS (SELECT FROM progress_report WHERE project_id = $1 AND period = $2 AND state <> 'confirmed')
        """,
        project_id, period,
    )  # fmt: skip
    return found


async def _project(scope: Scope, project_id: UUID) -> asyncpg.Record:
    """The project, held: two reviews of one month at once are two rounds."""
    project = await db.fetch_one(
        f"""
        SELECT id, name, city_code, {SUPERVISING} AS may_review FROM project
        WHERE id = $3 AND {SUPERVISED} AND $1::uuid IS NOT NULL FOR NO KEY UPDATE
        """,
        *scope.args,
        project_id,
    )
    if project is None:
        raise NOT_FOUND.at("project_id")
    if not project["may_review"]:
        raise FORBIDDEN.at()
    return project


async def _write(scope: Scope, project_id: UUID, new: NewReview, state: ReviewState, now: datetime) -> None:
    await db.execute(
        """
        INSERT INTO monthly_review (id, project_id, period, state, items, note, reviewed_by, reviewed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (project_id, period) DO UPDATE SET state = excluded.state, items = excluded.items,
            note = excluded.note, reviewed_by = excluded.reviewed_by, reviewed_at = excluded.reviewed_at,
            round = monthly_review.round + 1
        """,
        ids.new_id(), project_id, new.period, state, msgspec.to_builtins(new.items), new.note, scope.account_id, now,
    )  # fmt: skip


async def _return_facts(scope: Scope, project: asyncpg.Record, returned: dict[str, str]) -> None:
    for name, fact in _FACTS.items():
        if name not in returned:
            continue
        state = await db.fetch_value(
            "SELECT state FROM fact_check WHERE project_id = $1 AND fact = $2", project["id"], fact
        )
        if state and (FactState(state), FactAction.RETURN) in fact_rules.FACT_STATES:
            await facts.move(scope, project, fact, FactAction.RETURN, reason=returned[name])


def _value(review: Review | NewReview | None, state: ReviewState | None = None) -> dict[str, Any] | None:
    if review is None:
        return None
    now = state or (review.state if isinstance(review, Review) else None)
    return {"period": review.period, "state": now, "items": msgspec.to_builtins(review.items)}


async def _tell(scope: Scope, project: asyncpg.Record, written: Review, reason: str) -> None:
    data = {
        "project_name": project["name"],
        "period": written.period,
        "state": written.state,
        "reason": reason,
        "posts": [PostKind.PROJECT_MANAGER, PostKind.CHIEF_ENGINEER],
    }
    await events.record(
        "month.reviewed", subject_id=written.id, city_code=project["city_code"], project_id=project["id"],
        actor_id=scope.account_id, data=data,
    )  # fmt: skip
    await audit.write(
        scope.account_id, "month.review", subject_id=written.id, city_code=project["city_code"],
        project_id=project["id"], detail={"period": written.period, "state": written.state},
    )  # fmt: skip
