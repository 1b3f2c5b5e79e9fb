"""Events become deliveries, once each, in one transaction with the event's removal from its queue.

People and groups are resolved here, at the last moment: a matter belongs to (project, post), and whoever holds the
post now is told. A vacant post falls to the next one (`backend.projects.people.succession`), in the end to the
supervising unit.
"""

from typing import Final
from uuid import UUID

import asyncpg
import structlog
from prometheus_client import Counter

from backend.core import db, events
from backend.core.events import Event
from backend.core.i18n import Language
from backend.identity.accounts import wecom_issuer
from backend.projects.people.succession import UNIT
from notifications import outbox
from notifications.outbox import Cause
from notifications.routing import (
    Audience,
    Crowd,
    Draft,
    Group,
    Person,
    SentCard,
    Told,
    is_of_regulators,
    route,
    rule_of,
)

log = structlog.get_logger()

BATCH: Final = 50
EXPANDED: Final = Counter("events_expanded", "Events turned into deliveries", ["result"])

_BAD_EVENT: Final = (asyncpg.DataError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What an event's own content can cause. Anything else is ours or the server's: the whole batch waits."""

_PEOPLE: Final = """
SELECT account.id, account.language, bool_or(link.subject IS NOT NULL) AS has_app,
       account.kind = 'regulator' AS is_regulator
FROM account LEFT JOIN identity_link AS link ON link.account_id = account.id AND link.issuer = $1
WHERE account.state = 'active' AND account.id IN ({people})
GROUP BY account.id ORDER BY account.id
"""
"""`people` selects ids, each from its own index: joined by OR in one condition they would cost a walk of everybody."""
_ON_PROJECT: Final = """
WITH told AS MATERIALIZED (SELECT live_post($2, asked.kind) AS kind FROM unnest($3::text[]) AS asked (kind))
SELECT post.account_id FROM told JOIN post ON post.project_id = $2 AND post.state = 'active' AND post.kind = told.kind
UNION ALL
SELECT regulator.id FROM project JOIN account AS regulator ON regulator.unit_id = project.supervising_unit_id
WHERE project.id = $2 AND regulator.kind = 'regulator' AND EXISTS (SELECT FROM told WHERE told.kind IS NULL)"""
_OF_UNIT: Final = """
SELECT regulator.id FROM account AS regulator WHERE regulator.kind = 'regulator' AND regulator.unit_id = coalesce(
    $2::uuid, (SELECT project.supervising_unit_id FROM project WHERE project.id = $3))"""
_OF_UNIT_AND_DISTRICT: Final = """
SELECT regulator.id FROM project JOIN unit ON unit.id = project.supervising_unit_id
JOIN unit AS told ON told.id = unit.id OR told.level = 'district' AND unit.lineage @> ARRAY[told.id]
JOIN account AS regulator ON regulator.unit_id = told.id AND regulator.kind = 'regulator'
WHERE project.id = $2"""
_OF_PROVINCE: Final = """
SELECT regulator.id FROM unit JOIN account AS regulator ON regulator.unit_id = unit.id
WHERE unit.level = 'province' AND regulator.is_unit_administrator"""


async def step() -> int:
    """Expand the oldest events; the number taken."""
    async with db.transaction() as connection:
        taken = await events.take_pending(BATCH)
        if not taken:
            return 0
        planned: list[tuple[Cause, Draft]] = []
        for event in taken:
            try:
                async with connection.transaction():  # A savepoint: one bad event never holds up the others.
                    planned += [(Cause.of(event), draft) for draft in await _plan(event)]
            except _BAD_EVENT as error:
                await _hold(event, error)
                EXPANDED.labels("held").inc()
        await outbox.write(planned)
    EXPANDED.labels("done").inc(len(taken))
    return len(taken)


async def _plan(event: Event) -> list[Draft]:
    rule = rule_of(event.kind)
    if rule is None:
        return []
    told = Told(
        people=await _people(event, rule.crowd),
        groups=await _groups(event) if rule.groups else (),
        cards=await _cards(event) if rule.changes_cards else (),
    )
    return route(event, told)


async def _people(event: Event, crowd: Crowd) -> list[Person]:
    match crowd:
        case Crowd.POSTS:
            return await _holders(event.project_id, list(event.data.get("posts") or ()))
        case Crowd.POSTS_OR_UNIT:
            return await _holders(event.project_id, list(event.data.get("posts") or (UNIT,)))
        case Crowd.WARNED:
            return await _warned(event)
        case Crowd.POSTS_AND_PERSON:
            posts = list(event.data.get("posts") or ())
            # The release before wrote `order.reviewed` without a person.
            person = _person(event) if "account_id" in event.data else None
            return await _ask(f"{_ON_PROJECT} UNION ALL SELECT $4::uuid", event.project_id, posts, person)
        case Crowd.APPLICANT:
            return await _ask("SELECT $2::uuid", _person(event))
        case Crowd.REGULATORS:
            return await _ask(_OF_UNIT, None, event.project_id)
        case Crowd.ADMINISTRATORS:
            return await _administrators(event)


def _person(event: Event) -> UUID:
    return UUID(str(event.data["account_id"]))


async def _holders(project_id: UUID | None, posts: list[str]) -> list[Person]:
    return await _ask(_ON_PROJECT, project_id, posts) if posts else []


async def _warned(event: Event) -> list[Person]:
    """The posts told so far; of what regulators alone answer, their unit, and above blue its district as well."""
    if not is_of_regulators(event):
        return await _holders(event.project_id, list(event.data["posts"]))
    if event.level == "blue":
        return await _ask(_OF_UNIT, None, event.project_id)
    return await _ask(_OF_UNIT_AND_DISTRICT, event.project_id)


async def _administrators(event: Event) -> list[Person]:
    """Of the unit that the fault belongs to; a unit without an administrator is told as a whole."""
    unit = event.data.get("unit_id")
    if unit is None and event.project_id is None:
        return await _ask(_OF_PROVINCE)
    args = (UUID(str(unit)) if unit else None, event.project_id)
    return await _ask(f"{_OF_UNIT} AND regulator.is_unit_administrator", *args) or await _ask(_OF_UNIT, *args)


async def _ask(people: str, *args: object) -> list[Person]:
    rows = await db.fetch(_PEOPLE.format(people=people), wecom_issuer(), *args)
    return [Person(row["id"], Language(row["language"]), row["has_app"], row["is_regulator"]) for row in rows]


async def _groups(event: Event) -> list[Group]:
    rows = await db.fetch(
        """
        SELECT id, lane, audience FROM chat_group
        WHERE state = 'active'
          AND (project_id = $1 OR unit_id = (SELECT supervising_unit_id FROM project WHERE project.id = $1))
        ORDER BY id
        """,
        event.project_id,
    )
    return [Group(row["id"], row["lane"], Audience(row["audience"])) for row in rows]


async def _cards(event: Event) -> list[SentCard]:
    """Cards that can be changed: sent, or perhaps just being sent."""
    rows = await db.fetch(
        """
        SELECT delivery.id, delivery.account_id, account.language
        FROM delivery JOIN account ON account.id = delivery.account_id
        WHERE delivery.subject_id = $1 AND delivery.channel = 'app_card' AND delivery.body ->> 'form' = 'buttons'
          AND delivery.state IN ('ready', 'sending', 'accepted')
        ORDER BY delivery.id
        """,
        event.subject_id,
    )
    return [SentCard(row["id"], row["account_id"], Language(row["language"])) for row in rows]


async def _hold(event: Event, error: Exception) -> None:
    log.error("event.held", kind=event.kind, event_id=str(event.id), exc_info=error)
    await db.execute(
        "INSERT INTO event_held (event_id, city_code, occurred_at, error) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING",
        event.id, event.city_code, event.occurred_at, f"{type(error).__name__}: {error}"[:500],
    )  # fmt: skip
