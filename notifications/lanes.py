"""Taking messages out of their lanes: one statement that keeps every promise of a lane at once.

A lane is one destination. At most one message of it is on its way; its rate clock is a GCRA in the database, so it
holds over restarts and over any number of dispatchers: one message each `window / messages` seconds, while red and
orange may be `burst` messages ahead of the clock. Whatever the mixture, a window of that length then sees at most
`messages + burst` of them, of the ordinary at most `messages` (14 and 18 a minute for a robot that takes 20).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from backend.core import db, ids
from backend.core.settings import settings
from backend.identity.accounts import wecom_issuer
from notifications.routing import URGENT_MAX

CHANNEL: Final = "sandtable_delivery"
"""The NOTIFY channel of new deliveries: a hint."""

_CLAIM: Final = """
WITH RECURSIVE waiting (name) AS (  -- Every lane with something in it, by hops over the index.
    (SELECT lane FROM delivery WHERE state IN ('ready', 'sending') ORDER BY lane LIMIT 1)
    UNION ALL
    SELECT (SELECT next.lane FROM delivery AS next
            WHERE next.state IN ('ready', 'sending') AND next.lane > waiting.name ORDER BY next.lane LIMIT 1)
    FROM waiting WHERE waiting.name IS NOT NULL
), best AS (
    SELECT lane.name, first.id, first.city_code, first.event_at, first.state AS was, first.attempts AS had,
           first.subject_id, first.until, budget.window_seconds / budget.messages * interval '1 second' AS pace
    FROM waiting
    JOIN lane ON lane.name = waiting.name
    JOIN lane_budget AS budget ON budget.kind = lane.kind
    LEFT JOIN lane AS parent ON parent.name = lane.parent
    CROSS JOIN LATERAL (
        SELECT id, city_code, event_at, priority, state, attempts, subject_id, until FROM delivery
        WHERE delivery.lane = lane.name AND not_before <= statement_timestamp()
          AND (state = 'ready' OR (state = 'sending' AND lease_until <= statement_timestamp()))
        ORDER BY priority, id LIMIT 1
    ) AS first
    WHERE lane.lease_until <= statement_timestamp()
      AND lane.paused_until <= statement_timestamp()
      AND coalesce(parent.paused_until, '-infinity') <= statement_timestamp()
      AND lane.tat <= statement_timestamp() + CASE WHEN first.priority <= $5 THEN budget.burst ELSE 0 END
                      * budget.window_seconds / budget.messages * interval '1 second'
    ORDER BY first.priority, first.id
    LIMIT $1
    FOR UPDATE OF lane SKIP LOCKED
), taken AS (
    UPDATE delivery SET
        state = CASE WHEN settled.is_so THEN 'skipped' ELSE 'sending' END,
        attempts = delivery.attempts + CASE WHEN settled.is_so THEN 0 ELSE 1 END,
        unanswered = delivery.unanswered + CASE WHEN delivery.state = 'sending' THEN 1 ELSE 0 END,
        lease_until = statement_timestamp() + $2 * interval '1 second', lease_token = $3
    FROM best, LATERAL (
        SELECT best.until IS NOT NULL AND (
            EXISTS (SELECT 1 FROM warning WHERE warning.id = best.subject_id AND (
                warning.state = 'closed' OR best.until = 'acknowledged' AND warning.state = 'acknowledged'))
            OR EXISTS (SELECT 1 FROM rectification_order AS one
                       WHERE one.id = best.subject_id AND one.state IN ('closed', 'withdrawn'))) AS is_so
    ) AS settled
    WHERE delivery.id = best.id AND delivery.city_code = best.city_code AND delivery.event_at = best.event_at
      AND (delivery.state = 'ready' OR (delivery.state = 'sending' AND delivery.lease_until <= statement_timestamp()))
    RETURNING delivery.*, best.pace, best.was, best.had
), moved AS (
    UPDATE lane SET tat = greatest(lane.tat, statement_timestamp()) + taken.pace,
                    lease_until = taken.lease_until, lease_token = $3
    FROM taken WHERE lane.name = taken.lane AND taken.state = 'sending'
), lost AS (
    INSERT INTO delivery_attempt (delivery_id, event_at, attempt, outcome)
    SELECT id, event_at, had, 'unanswered' FROM taken WHERE was = 'sending'
    ON CONFLICT DO NOTHING
)
SELECT taken.id, taken.city_code, taken.event_at, taken.event_kind, taken.channel, taken.lane, taken.state,
       taken.recipient, taken.account_id, taken.group_id, taken.project_id, taken.subject_id, taken.target_id,
       taken.attempts, taken.unanswered, taken.body, taken.short_code, taken.request_id, taken.created_at,
       chat_group.key_sealed, chat_group.state = 'active' AS is_group_active, link.subject AS userid
FROM taken
LEFT JOIN chat_group ON chat_group.id = taken.group_id
LEFT JOIN identity_link AS link ON link.account_id = taken.account_id AND link.issuer = $4
ORDER BY taken.priority, taken.id
"""


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """A message that is ours until its lease ends, with the address it has now."""

    id: UUID
    city_code: str
    event_at: datetime
    event_kind: str
    channel: str
    lane: str
    state: str
    recipient: str
    account_id: UUID | None
    group_id: UUID | None
    project_id: UUID | None
    subject_id: UUID
    target_id: UUID | None
    attempts: int
    unanswered: int
    body: dict[str, Any]
    short_code: str
    request_id: str
    created_at: datetime
    key_sealed: bytes | None
    is_group_active: bool | None
    userid: str | None
    lease_token: UUID

    @property
    def key(self) -> tuple[str, UUID, datetime]:
        """The row's primary key."""
        return self.city_code, self.id, self.event_at


def app_lane() -> str:
    """The lane of the app itself: when it pauses, all people's lanes do."""
    return f"app:{settings().wecom_agentid}"


def send_seconds() -> float:
    """The longest that one attempt may take: a token and a call, each with one repetition at worst."""
    return 2 * settings().provider_timeout_seconds


def lease_seconds() -> float:
    """How long a claim holds: the attempt and its recording."""
    return send_seconds() + 3


async def claim(limit: int) -> list[Claimed]:
    """The best message of each free lane, at most `limit` of them; those of settled matters come back `skipped`."""
    token = ids.new_id()
    rows = await db.fetch(_CLAIM, limit, lease_seconds(), token, wecom_issuer(), URGENT_MAX)
    return [Claimed(**row, lease_token=token) for row in rows]


async def ensure(names: Iterable[str]) -> None:
    """Make the lanes that do not exist yet; in one order, so that two expansions never wait for each other."""
    wanted = sorted({name for name in names if name})
    rows = [(name, name.partition(":")[0], _parent_of(name)) for name in [app_lane(), *wanted]]
    await db.execute_many("INSERT INTO lane (name, kind, parent) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", rows)


def _parent_of(name: str) -> str | None:
    return app_lane() if name.startswith(("person:", "card:")) else None
