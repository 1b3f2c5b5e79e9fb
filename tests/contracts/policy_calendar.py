"""Requests of the routes in `rights/calendar.csv`; see `policy_requests`."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.core import clock, db, ids
from backend.identity.scope import AccountKind
from backend.projects.duties import obligations, pauses
from backend.supervision import drafts
from backend.supervision.drafts import Unheard
from tests.contracts.policy_case import Builder, Call, Case

M, C = "/api/miniapp/v1", "/api/console/v1"
REASON = {"reason": "春节停工"}
LONG_AGO = 1000
"""The first year of months of which a draft is made: no other obligation is of them."""


async def due(case: Case) -> Call:
    """What the project's manager owes; for regulators the month's review, which the supervising unit owes."""
    is_reviewing = case.sender.kind is AccountKind.REGULATOR
    return Call(
        queries=("limit=100", f"limit=100&project_id={case.place.project_id}"),
        trace=str(await _obligation(case, "monthly_review" if is_reviewing else "progress")),
    )


async def _obligation(case: Case, kind: str) -> UUID:
    found: UUID | None = await db.fetch_value(
        "SELECT id FROM obligation WHERE project_id = $1 AND kind = $2 AND state IN ('open', 'paused') LIMIT 1",
        case.place.project_id,
        kind,
    )
    assert found is not None
    return found


async def pause(case: Case) -> Call:
    """A project that is not paused."""
    await db.execute(
        "UPDATE obligation SET state = 'open', pause_id = NULL WHERE project_id = $1 AND state = 'paused'",
        case.place.project_id,
    )
    await db.execute("DELETE FROM obligation_pause WHERE project_id = $1", case.place.project_id)
    until = clock.now() + timedelta(days=7)
    return Call(ids={"project_id": case.place.project_id}, json=REASON | {"until_at": until.isoformat()})


async def live_pause(case: Case) -> Call:
    """A pause that lasts another week."""
    now = clock.now()
    async with db.transaction():
        pause_id = await pauses.pause(
            case.place.project_id,
            now,
            reason="春节停工",
            until_at=now + timedelta(days=7),
            actor_id=case.place.regulator.account_id,
        )
    return Call(ids={"pause_id": pause_id}, json=REASON)


def draft(body: Callable[[], dict[str, Any]] | None = None) -> Builder:
    async def build(case: Case) -> Call:
        draft_id = await _draft(case)
        return Call(
            ids={"draft_id": draft_id},
            json=body() if body else None,
            queries=("limit=100", f"limit=100&project_id={case.place.project_id}"),
            trace=str(draft_id),
        )

    return build


async def _draft(case: Case) -> UUID:
    """Of an obligation of its own: one draft waits for each."""
    obligation_id, (year, month) = ids.new_id(), divmod(case.world.count(), 12)
    period = f"{LONG_AGO + year}-{month + 1:02}"
    place, now = case.place, clock.now()
    city_code = await db.fetch_value("SELECT city_code FROM project WHERE id = $1", place.project_id)
    await db.execute(
        "INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at) "
        "VALUES ($1, $2, $3, 'progress', $4, 'project_manager', $5)",
        obligation_id, place.project_id, city_code, period, now - timedelta(days=20),
    )  # fmt: skip
    unheard = Unheard(
        obligation_id=obligation_id,
        project_id=place.project_id,
        project_name="工地",
        city_code=city_code,
        kind="progress",
        period=period,
        fingerprint=f"PRG-OVD:{obligation_id}",
    )
    async with db.transaction():
        await drafts.draft_many([unheard], now)
    found: UUID = await db.fetch_value("SELECT id FROM order_draft WHERE obligation_id = $1", obligation_id)
    return found


async def settled(case: Case) -> Call:
    """What is due after the drafts' own obligations are out of the way."""
    await db.execute("DELETE FROM order_draft")
    await db.execute(f"DELETE FROM obligation WHERE period < '{LONG_AGO + 500}'")
    await db.execute(
        "UPDATE obligation SET state = 'open', pause_id = NULL WHERE project_id = $1", case.place.project_id
    )
    async with db.transaction():
        assert await obligations.open_for_project(case.place.project_id, clock.now()) == 0
    return await due(case)


REQUESTS: dict[str, Builder] = {
    f"GET {C}/obligations": settled,
    f"GET {M}/obligations": settled,
    f"POST {C}/projects/{{project_id}}/pauses": pause,
    f"POST {C}/pauses/{{pause_id}}/end": live_pause,
    f"GET {C}/drafts": draft(),
    f"GET {C}/drafts/{{draft_id}}": draft(),
    f"POST {C}/drafts/{{draft_id}}/issue": draft(dict),
    f"POST {C}/drafts/{{draft_id}}/dismiss": draft(lambda: {"reason": "已电话督促"}),
}
