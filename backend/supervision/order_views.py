"""Orders as people read them: pages of a list, and one with its findings, replies and history."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.core.paging import Page, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.projects.visibility import REINSPECTING, SUPERVISED, VISIBLE, holding
from backend.supervision import deadline_rules, extension_rules, extension_views, history, reference
from backend.supervision.deadline_rules import DueDays
from backend.supervision.extension_views import Extension
from backend.supervision.history import Step
from backend.supervision.order_row import CHIEF, CONTRACTOR, DECIDING
from backend.supervision.rules import ORDER_STATES, Level, OrderAction, OrderState, Severity
from media import addresses
from media.storage import Variant

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class OrderItem(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list. `is_extension_asked`: more time was asked for, and a regulator is to decide."""

    id: UUID
    short_code: str
    title: str
    state: OrderState
    round: int
    project_id: UUID
    project_name: str
    warning_id: UUID | None
    issued_at: datetime
    due_at: datetime
    is_overdue: bool
    is_extension_asked: bool


class ShownPhoto(msgspec.Struct, frozen=True, kw_only=True):
    """A photo with addresses that an image element can load for an hour."""

    photo_id: UUID
    address: str
    thumbnail: str


class Replied(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a finding in one round and attempt."""

    round: int
    attempt: int
    text: str
    before: ShownPhoto
    after: ShownPhoto
    by_name: str
    at: datetime


class FindingDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A finding with all its answers, the newest last."""

    id: UUID
    position: int
    text: str
    severity: Severity
    replies: list[Replied]


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    """What happens by itself while nobody replies: at this moment these posts are told, at this level."""

    at: datetime
    level: Level
    posts: list[str]


class May(StrEnum):
    """What the reader may do now."""

    REPLY = "reply"
    REVIEW = "review"
    RETURN = "return"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class OrderDetail(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of one order.

    `attempt` counts from 1 in each round. `return_due`: the days that a return may set, for who may return. `extension`
    is the present round's; `extension_latest` is the latest that may be asked for, for who may ask. `next_rung` of the
    overdue ladder is there while the order waits for a reply, unless the last has been reached.
    """

    item: OrderItem
    issued_by_name: str
    attempt: int
    findings: list[FindingDetail]
    next_rung: Rung | None
    may: list[May]
    return_due: DueDays | None
    extension: Extension | None
    extension_latest: datetime | None
    may_ask_extension: bool
    may_decide_extension: bool
    closed_by_name: str | None
    closed_at: datetime | None
    close_note: str | None
    history: list[Step]


class OrderFilters(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; empty means all. `is_mine`: what waits for this regulator's decision."""

    states: tuple[OrderState, ...] = ()
    project_id: UUID | None = None
    region_code: str | None = None
    is_overdue: bool | None = None
    is_extension_asked: bool | None = None
    is_mine: bool = False


_COLUMNS = """
rectification_order.id, rectification_order.short_code, rectification_order.title, rectification_order.state,
rectification_order.round, rectification_order.project_id, project.name AS project_name,
rectification_order.warning_id, rectification_order.issued_at, rectification_order.due_at"""

_IS_EXTENSION_ASKED = """EXISTS (SELECT FROM order_extension AS extension
                                 WHERE extension.order_id = rectification_order.id AND extension.state = 'asked')"""
_IS_MINE = f"(rectification_order.state = 'reviewed' AND {REINSPECTING} OR {_IS_EXTENSION_ASKED} AND {DECIDING})"
_IS_OVERDUE = "(rectification_order.state = 'issued' AND rectification_order.due_at <= $3)"


async def list_orders(
    scope: Scope, filters: OrderFilters, *, cursor: str | None = None, limit: int = 20
) -> Page[OrderItem]:
    """The orders of the projects that the person sees, newest first."""
    after = decode_cursor(cursor, tuple[Moment, UUID]) if cursor else (None, None)
    rows = await db.fetch(
        f"""
        SELECT {_COLUMNS}, {_IS_OVERDUE} AS is_overdue, {_IS_EXTENSION_ASKED} AS is_extension_asked
        FROM rectification_order JOIN project ON project.id = rectification_order.project_id
        WHERE {VISIBLE}
          AND ($4::text[] = '{{}}' OR rectification_order.state = ANY($4))
          AND ($5::uuid IS NULL OR rectification_order.project_id = $5)
          AND ($6::text IS NULL OR $6 IN (project.region_code, project.city_code))
          AND ($7::boolean IS NULL OR $7 = {_IS_OVERDUE})
          AND ($8::boolean IS NULL OR $8 = {_IS_EXTENSION_ASKED})
          AND {_IS_MINE if filters.is_mine else "true"}
          AND ($9::timestamptz IS NULL OR (rectification_order.issued_at, rectification_order.id) < ($9, $10::uuid))
        ORDER BY rectification_order.issued_at DESC, rectification_order.id DESC LIMIT $11
        """,
        *scope.args, clock.now(), filters.states, filters.project_id, filters.region_code, filters.is_overdue,
        filters.is_extension_asked, *after, limit + 1,
    )  # fmt: skip
    items = [_item(row) for row in rows[:limit]]
    following = encode_cursor(items[-1].issued_at, items[-1].id) if len(rows) > limit else None
    return Page(items, following)


async def order_detail(scope: Scope, order_id: UUID) -> OrderDetail:
    """One order of a project that the person sees."""
    now = clock.now()
    row = await db.fetch_one(
        f"""
        SELECT {_COLUMNS}, {_IS_OVERDUE} AS is_overdue, {_IS_EXTENSION_ASKED} AS is_extension_asked,
               rectification_order.attempt, rectification_order.overdue_step, rectification_order.closed_at,
               rectification_order.close_note,
               issuer.name AS issued_by_name, closer.name AS closed_by_name,
               {holding(*CONTRACTOR)} AS is_contractor, {holding(*CHIEF)} AS is_chief, {SUPERVISED} AS is_supervisor,
               {REINSPECTING} AS is_reinspector, {DECIDING} AS is_decider,
               rectification_order.issued_by = $1 AS is_issuer
        FROM rectification_order JOIN project ON project.id = rectification_order.project_id
             JOIN account AS issuer ON issuer.id = rectification_order.issued_by
             LEFT JOIN account AS closer ON closer.id = rectification_order.closed_by
        WHERE rectification_order.id = $4 AND {VISIBLE}
        """,
        *scope.args, now, order_id,
    )  # fmt: skip
    if row is None:
        raise NOT_FOUND.at()
    findings = await _findings(order_id)
    severities = {finding.severity for finding in findings}
    may = _may(row)
    extension = await extension_views.of_round(order_id, row["round"])
    may_ask = May.REPLY in may and extension is None and row["due_at"] > now
    return OrderDetail(
        item=_item(row),
        issued_by_name=row["issued_by_name"],
        attempt=row["attempt"],
        findings=findings,
        next_rung=_next_rung(row),
        may=may,
        return_due=_return_due(severities, now) if May.RETURN in may else None,
        extension=extension,
        extension_latest=_latest(severities, row["due_at"], now) if may_ask else None,
        may_ask_extension=may_ask,
        may_decide_extension=row["is_decider"] and row["is_extension_asked"],
        closed_by_name=row["closed_by_name"],
        closed_at=row["closed_at"],
        close_note=row["close_note"],
        history=await history.read(order_id),
    )


def _return_due(severities: set[Severity], now: datetime) -> DueDays:
    return deadline_rules.due_days(deadline_rules.due_bounds(reference.DUE_BOUNDS, severities), now)


def _latest(severities: set[Severity], due_at: datetime, now: datetime) -> datetime:
    return extension_rules.latest(reference.EXTENSIONS, severities, due_at, now)


def _next_rung(row: asyncpg.Record) -> Rung | None:
    ladder, step = reference.OVERDUE_LADDER, row["overdue_step"]
    at = deadline_rules.overdue_at(ladder, row["due_at"], step)
    if at is None or row["state"] != OrderState.ISSUED:
        return None
    return Rung(at=at, level=ladder[step].level, posts=list(ladder[step].posts))


def _may(row: asyncpg.Record) -> list[May]:
    state = OrderState(row["state"])
    offered = (
        (May.REPLY, OrderAction.REPLY, row["is_contractor"]),
        (May.REVIEW, OrderAction.PASS, row["is_chief"]),
        (May.RETURN, OrderAction.RETURN, row["is_reinspector"]),
        (May.CLOSE, OrderAction.CLOSE, row["is_reinspector"]),
        (May.WITHDRAW, OrderAction.WITHDRAW, row["is_supervisor"] and row["is_issuer"]),
    )
    return [may for may, action, is_allowed in offered if is_allowed and (state, action) in ORDER_STATES]


async def _findings(order_id: UUID) -> list[FindingDetail]:
    findings = await db.fetch(
        "SELECT id, position, text, severity FROM finding WHERE order_id = $1 ORDER BY position", order_id
    )
    replies = await db.fetch(
        """
        SELECT finding_reply.finding_id, finding_reply.round, finding_reply.attempt, finding_reply.text,
               finding_reply.before_photo_id, finding_reply.after_photo_id, account.name AS by_name,
               finding_reply.replied_at AS at
        FROM finding_reply JOIN finding ON finding.id = finding_reply.finding_id
             JOIN account ON account.id = finding_reply.replied_by
        WHERE finding.order_id = $1 ORDER BY finding_reply.round, finding_reply.attempt
        """,
        order_id,
    )
    return [_finding(row, replies) for row in findings]


def _finding(row: asyncpg.Record, replies: Sequence[asyncpg.Record]) -> FindingDetail:
    return FindingDetail(
        id=row["id"],
        position=row["position"],
        text=row["text"],
        severity=Severity(row["severity"]),
        replies=[
            Replied(
                round=reply["round"],
                attempt=reply["attempt"],
                text=reply["text"],
                before=_photo(reply["before_photo_id"]),
                after=_photo(reply["after_photo_id"]),
                by_name=reply["by_name"],
                at=reply["at"],
            )
            for reply in replies
            if reply["finding_id"] == row["id"]
        ],
    )


def _photo(photo_id: UUID) -> ShownPhoto:
    now = clock.now()
    return ShownPhoto(
        photo_id=photo_id,
        address=addresses.address(photo_id, Variant.SERVED, now=now),
        thumbnail=addresses.address(photo_id, Variant.THUMBNAIL, now=now),
    )


def _item(row: asyncpg.Record) -> OrderItem:
    return OrderItem(
        id=row["id"],
        short_code=row["short_code"],
        title=row["title"],
        state=OrderState(row["state"]),
        round=row["round"],
        project_id=row["project_id"],
        project_name=row["project_name"],
        warning_id=row["warning_id"],
        issued_at=row["issued_at"],
        due_at=row["due_at"],
        is_overdue=row["is_overdue"],
        is_extension_asked=row["is_extension_asked"],
    )
