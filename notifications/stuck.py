"""Deliveries that have not arrived: found by where they were to go, and repeated, one or all of a kind."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from backend.core import audit, db, paging
from backend.core.errors import NOT_FOUND
from backend.core.paging import MAX_PAGE, Page
from backend.identity.scope import Scope
from backend.projects.visibility import SUPERVISED
from notifications import lanes
from notifications.channel import ChannelName
from notifications.outbox import GIVE_UP_HOURS
from notifications.problems import NOT_REPEATABLE, OUTBOX_CHANGED

MOST_AT_ONCE: Final = 1000
"""So many are repeated by one act: a lane of a robot takes an hour for them."""

_MINE: Final = f"""
$1::uuid IS NOT NULL AND (
    delivery.project_id IN (SELECT project.id FROM project WHERE {SUPERVISED})
    OR delivery.project_id IS NULL AND (
        delivery.group_id IN (SELECT chat_group.id FROM chat_group JOIN unit ON unit.id = chat_group.unit_id
                              WHERE unit.lineage @> ARRAY[$2::uuid])
        OR delivery.account_id IN (SELECT account.id FROM account JOIN unit ON unit.id = account.unit_id
                                   WHERE unit.lineage @> ARRAY[$2::uuid])))
"""
"""Of the own projects; what belongs to no project, by the group or the colleague whom it was for."""

_STUCK: Final = f"""
{_MINE} AND delivery.state IN ('dead', 'ready', 'sending')
AND (delivery.state = 'dead' OR delivery.created_at < clock_timestamp() - interval '5 minutes')
AND ($3::text IS NULL OR CASE WHEN delivery.state = 'dead' THEN 'dead' ELSE 'waiting' END = $3)
AND ($4::text IS NULL OR delivery.channel = $4) AND ($5::uuid IS NULL OR delivery.group_id = $5)
AND ($6::uuid IS NULL OR delivery.account_id = $6) AND ($7::integer IS NULL OR delivery.last_code = $7)
"""


class Standing(StrEnum):
    """Given up, or on its way for longer than it should be."""

    DEAD = "dead"
    WAITING = "waiting"


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is narrowed to; `last_code` is the provider's."""

    standing: Standing | None = None
    channel: ChannelName | None = None
    group_id: UUID | None = None
    account_id: UUID | None = None
    last_code: int | None = None

    @property
    def args(self) -> tuple[Any, ...]:
        """$3 to $7."""
        return self.standing, self.channel, self.group_id, self.account_id, self.last_code


class Stuck(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery that has not arrived: dead, or on its way for longer than it should; `destination` is a group's or a
    person's name.
    """

    id: UUID
    project_id: UUID | None
    project_name: str | None
    event_kind: str
    channel: ChannelName
    destination: str | None
    state: str
    title: str
    attempts: int
    last_code: int | None
    last_error: str | None
    created_at: datetime
    not_before: datetime
    give_up_at: datetime


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """Where messages are stuck: how many, why the last of them, since when."""

    channel: ChannelName
    group_id: UUID | None
    account_id: UUID | None
    name: str | None
    dead: int
    waiting: int
    last_code: int | None
    last_error: str | None
    oldest_at: datetime


class Destinations(msgspec.Struct, frozen=True, kw_only=True):
    """The first places, and of all places how many they are and what is stuck there."""

    items: list[Destination]
    count: int
    dead: int
    waiting: int


async def page(scope: Scope, filters: Filters, *, cursor: str | None = None, limit: int = 50) -> Page[Stuck]:
    """Dead deliveries, and those older than five minutes, of the regulator's area, the newest first."""
    before = paging.decode_cursor(cursor, tuple[UUID])[0] if cursor else None
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        f"""
        SELECT delivery.id, delivery.project_id, project.name AS project_name, event_kind, channel,
               coalesce(chat_group.name, account.name) AS destination, delivery.state,
               coalesce(body ->> 'title', '') AS title,
               attempts, last_code, last_error, delivery.created_at, not_before, give_up_at
        FROM delivery LEFT JOIN project ON project.id = delivery.project_id
        LEFT JOIN chat_group ON chat_group.id = delivery.group_id LEFT JOIN account ON account.id = delivery.account_id
        WHERE {_STUCK} AND ($8::uuid IS NULL OR delivery.id < $8) ORDER BY delivery.id DESC LIMIT $9
        """,
        *scope.args,
        *filters.args,
        before,
        size + 1,
    )
    items = [msgspec.convert(dict(row), Stuck) for row in rows[:size]]
    return Page(items, paging.encode_cursor(items[-1].id) if len(rows) > size else None)


async def destinations(scope: Scope, filters: Filters, *, limit: int = 100) -> Destinations:
    """Where the deliveries of the page are stuck, the most first."""
    rows = await db.fetch(
        f"""
        SELECT place.*, count(*) OVER () AS all_count,
               sum(dead) OVER () AS all_dead, sum(waiting) OVER () AS all_waiting
        FROM (
            SELECT channel, delivery.group_id, delivery.account_id, coalesce(chat_group.name, account.name) AS name,
                   count(*) FILTER (WHERE delivery.state = 'dead') AS dead,
                   count(*) FILTER (WHERE delivery.state <> 'dead') AS waiting,
                   (array_agg(last_code ORDER BY delivery.id DESC))[1] AS last_code,
                   (array_agg(last_error ORDER BY delivery.id DESC))[1] AS last_error,
                   min(delivery.created_at) AS oldest_at
            FROM delivery LEFT JOIN chat_group ON chat_group.id = delivery.group_id
            LEFT JOIN account ON account.id = delivery.account_id
            WHERE {_STUCK} GROUP BY 1, 2, 3, 4) AS place
        ORDER BY dead + waiting DESC, oldest_at LIMIT $8
        """,
        *scope.args,
        *filters.args,
        limit,
    )
    places = [Destination(**{name: row[name] for name in Destination.__struct_fields__}) for row in rows]
    if not rows:
        return Destinations(items=places, count=0, dead=0, waiting=0)
    count, dead, waiting = (int(rows[0][f"all_{name}"]) for name in ("count", "dead", "waiting"))
    return Destinations(items=places, count=count, dead=dead, waiting=waiting)


_AGAIN: Final = """
UPDATE delivery SET state = 'ready', attempts = 0, not_before = clock_timestamp(),
       give_up_at = clock_timestamp() + $8 * interval '1 hour', last_error = NULL
"""


async def repeat(scope: Scope, delivery_id: UUID) -> None:
    """Put one dead delivery back into its lane, with four more hours; a repeat is marked where it may be a copy."""
    async with db.transaction():
        row = await db.fetch_one(
            f"""
            {_AGAIN} WHERE delivery.id = $9 AND {_STUCK}
            RETURNING delivery.subject_id, delivery.project_id, delivery.city_code
            """,
            *scope.args,
            *Filters(standing=Standing.DEAD).args,
            GIVE_UP_HOURS,
            delivery_id,
        )
        if row is None:
            raise (NOT_REPEATABLE if await _is_visible(scope, delivery_id) else NOT_FOUND).at("delivery_id")
        await audit.write(
            scope.account_id, "delivery.repeat", subject_id=delivery_id, project_id=row["project_id"],
            city_code=row["city_code"],
        )  # fmt: skip
        await db.execute("SELECT pg_notify($1, '')", lanes.CHANNEL)


async def repeat_all(scope: Scope, filters: Filters, *, expected: int) -> int:
    """All dead deliveries of the filters, if they are as many as the person saw; their number.

    `OUTBOX_CHANGED` otherwise, and for more than a thousand: nobody sends again what they have not counted.
    """
    assert scope.unit_id is not None
    dead = msgspec.structs.replace(filters, standing=Standing.DEAD)
    async with db.transaction():
        found = await db.fetch(
            f"SELECT delivery.id FROM delivery WHERE {_STUCK} ORDER BY delivery.id LIMIT $8 FOR UPDATE OF delivery",
            *scope.args,
            *dead.args,
            MOST_AT_ONCE + 1,
        )
        if len(found) != expected or len(found) > MOST_AT_ONCE:
            raise OUTBOX_CHANGED.at("expected", count=len(found), most=MOST_AT_ONCE)
        await db.execute(
            f"{_AGAIN} WHERE delivery.id = ANY($9::uuid[]) AND {_STUCK}",
            *scope.args,
            *dead.args,
            GIVE_UP_HOURS,
            [row["id"] for row in found],
        )
        named = {name: value for name, value in msgspec.to_builtins(dead).items() if value is not None}
        await audit.write(
            scope.account_id, "delivery.repeat_all", subject_id=scope.unit_id, detail=named | {"count": expected}
        )
        await db.execute("SELECT pg_notify($1, '')", lanes.CHANNEL)
    return expected


async def _is_visible(scope: Scope, delivery_id: UUID) -> bool:
    sql = f"SELECT 1 FROM delivery WHERE delivery.id = $3 AND {_MINE}"
    return bool(await db.fetch_value(sql, *scope.args, delivery_id))
