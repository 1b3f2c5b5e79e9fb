"""Signing in by a scanned code, the phone's side: scan, see who asks, confirm with the number, refuse, report.

A scan is not a consent: nothing opens before the person has given the number that the screen shows. What happens to a
scanned code is a row and an audit entry, refusals that point at an attack included; those are written before the
refusal is told, so none of these acts runs inside `once`.
"""

import math
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, db, place, rate
from backend.core.errors import NOT_FOUND, Unavailable
from backend.core.rate import Rate
from backend.core.settings import settings
from backend.identity import sessions, user_agent
from backend.identity.problems import WRONG_DOOR
from backend.identity.qr import qr_store, qr_wake
from backend.identity.qr.qr_problems import BLOCKED, CODE_OVER, CODE_USED, DECIDED, SCANS_TOO_OFTEN, WRONG_NUMBER
from backend.identity.qr.qr_rules import (
    AFTER,
    COLLECT_SECONDS,
    DECIDE_SECONDS,
    MISSES,
    QrAction,
    QrState,
    Spot,
    before,
    is_in_one_city,
    is_near,
    may_use,
    must_type,
    read_code,
)
from backend.identity.qr.qr_sign_in import no_such_code
from backend.identity.qr.qr_store import Found, Ticket
from backend.identity.scope import Door, Scope

RECENT: Final = 20
RECENT_DAYS: Final = 30


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """What the person decides about: which door, where and with what it was asked for, and when.

    The number is one of `offered`; where that is empty it is typed. `is_elsewhere`: screen and phone are not known to
    be in one place.
    """

    id: UUID
    door: Door
    state: QrState
    asked_at: datetime
    place_zh: str
    place_en: str
    browser_zh: str
    browser_en: str
    is_elsewhere: bool
    offered: list[int]
    tries_left: int
    seconds_left: int


class PastScan(msgspec.Struct, frozen=True, kw_only=True):
    """A code that the person scanned, and whether a session that it opened is alive."""

    id: UUID
    door: Door
    state: QrState
    place_zh: str
    place_en: str
    browser_zh: str
    browser_en: str
    scanned_at: datetime
    decided_at: datetime | None
    reported_at: datetime | None
    is_signed_in: bool


class Decided(msgspec.Struct, frozen=True):
    """How the matter stands after the act."""

    state: QrState


class Reported(msgspec.Struct, frozen=True):
    """How many sessions the report has ended."""

    ended_sessions: int


async def scan(person: Scope, text: str, *, address: str) -> Scan:
    """The person's claim upon a code: the first to scan it decides, everybody else ends it."""
    sessions.require_full(person)
    await _limit(person)
    code = read_code(text)
    if code is None:
        raise await no_such_code(address, CODE_OVER)
    answer = await qr_store.scan(
        code.ticket_id,
        code.shown,
        account_id=person.account_id,
        session_id=person.session_id,
        phone=Spot(address, place.of(address).zh),
        doors=[door for door in Door if may_use(person.kind, door)],
    )
    if answer.ticket is None:
        return await _forgotten(person, code.ticket_id, address)
    if answer.found is Found.OVER:
        raise await no_such_code(address, CODE_OVER)
    if answer.found is Found.WRONG_DOOR:
        raise WRONG_DOOR.at("code")
    if answer.found is Found.OTHER:
        await _used_twice(person, code.ticket_id)
        raise CODE_USED.at("code")
    is_reopened = answer.found is Found.AGAIN
    if is_reopened and (
        answer.ticket.state is not QrState.SCANNED or answer.ticket.scanned_session != person.session_id
    ):
        raise CODE_USED.at("code")
    await _record(person, code.ticket_id, answer.ticket)
    await qr_wake.ring(code.ticket_id)
    return _scan(person, code.ticket_id, answer.ticket)


async def _limit(person: Scope) -> None:
    seconds = await rate.take("qr_scans", str(person.account_id), Rate(settings().qr_scans_per_minute, 60))
    if seconds:
        raise SCANS_TOO_OFTEN.at(retry_after_seconds=math.ceil(seconds))


async def _record(person: Scope, ticket_id: UUID, ticket: Ticket) -> None:
    """The row; there already where the answer to the first scan was lost on its way to the phone."""
    async with db.transaction():
        is_new = await db.execute(
            """
            INSERT INTO qr_ticket (id, door, state, asked_at, asked_address, asked_place, asked_agent, scanned_by,
                                   scanned_session_id, scanned_address)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING
            """,
            ticket_id, ticket.door, AFTER[QrAction.SCAN], datetime.fromtimestamp(ticket.asked_at / 1000, UTC),
            ticket.asked_address, ticket.asked_place, ticket.asked_agent, person.account_id, person.session_id,
            ticket.scanned_address,
        )  # fmt: skip
        if is_new:
            detail = {"door": ticket.door, "is_near": is_near(ticket.screen, ticket.phone)}
            await audit.write(person.account_id, "qr.scan", subject_id=ticket_id, detail=detail)


def _scan(person: Scope, ticket_id: UUID, ticket: Ticket) -> Scan:
    is_typed = must_type(person.kind, ticket.screen, ticket.phone, misses=ticket.misses)
    where, browser = place.text(ticket.asked_place), user_agent.device(ticket.asked_agent)
    return Scan(
        id=ticket_id,
        door=ticket.door,
        state=ticket.state,
        asked_at=datetime.fromtimestamp(ticket.asked_at / 1000, UTC),
        place_zh=where.zh,
        place_en=where.en,
        browser_zh=browser.zh,
        browser_en=browser.en,
        is_elsewhere=not (is_near(ticket.screen, ticket.phone) or is_in_one_city(ticket.screen, ticket.phone)),
        offered=[] if is_typed else [int(each) for each in ticket.offered.split(",")],
        tries_left=MISSES - ticket.misses,
        seconds_left=ticket.seconds_left,
    )


async def _forgotten(person: Scope, ticket_id: UUID, address: str) -> Scan:
    """Redis does not know the ticket; where a row does, the code was used and this scan is one too many."""
    owner = await db.fetch_value("SELECT scanned_by FROM qr_ticket WHERE id = $1", ticket_id)
    if owner is None:
        raise await no_such_code(address, CODE_OVER)
    if owner != person.account_id:
        await _used_twice(person, ticket_id)
    raise CODE_USED.at("code")


async def _used_twice(person: Scope, ticket_id: UUID) -> None:
    """A second person has scanned the code: it ends with every session born of it, and both sides are told."""
    async with db.transaction():
        await db.execute(
            "UPDATE qr_ticket SET state = $2, decided_at = coalesce(decided_at, clock_timestamp()) "
            "WHERE id = $1 AND state = ANY($3)",
            ticket_id, AFTER[QrAction.REUSE], before(QrAction.REUSE),
        )  # fmt: skip
        ended = await sessions.end_of_ticket(ticket_id, "qr_reused")
        await audit.write(person.account_id, "qr.reused", subject_id=ticket_id, detail={"ended_sessions": ended})
    await qr_wake.ring(ticket_id)


async def confirm(person: Scope, ticket_id: UUID, number: int) -> Decided:
    """Yes, with the number from the screen; the browser has a minute to fetch its session."""
    sessions.require_full(person)
    answer = await qr_store.confirm(
        ticket_id, account_id=person.account_id, session_id=person.session_id, number=number
    )
    if answer.found is Found.OTHER:
        await _somebody_elses(person, ticket_id)
    if answer.found is Found.GONE:
        await _gone(person, ticket_id)
    if answer.found in {Found.MISSED, Found.BLOCKED} and answer.ticket is not None:
        await _missed(person, ticket_id, answer.ticket, is_blocked=answer.found is Found.BLOCKED)
    is_decided = answer.found in {Found.DONE, Found.AGAIN} and await _decide(person, ticket_id, QrAction.CONFIRM)
    if not is_decided:
        raise DECIDED.at()
    return Decided(QrState.CONFIRMED)


async def _somebody_elses(person: Scope, ticket_id: UUID) -> None:
    """Told like a ticket that does not exist, and kept: whoever sends another's id has it from somewhere."""
    async with db.transaction():
        await audit.write(person.account_id, "qr.not_the_scanner", subject_id=ticket_id)
    raise NOT_FOUND.at()


async def _gone(person: Scope, ticket_id: UUID) -> None:
    """Redis has lost it: over for its scanner, not there for anybody else."""
    owner = await db.fetch_value("SELECT scanned_by FROM qr_ticket WHERE id = $1", ticket_id)
    raise DECIDED.at() if owner == person.account_id else NOT_FOUND.at()


async def _missed(person: Scope, ticket_id: UUID, ticket: Ticket, *, is_blocked: bool) -> None:
    async with db.transaction():
        if is_blocked:
            await _step(person, ticket_id, QrAction.BLOCK)
        await audit.write(
            person.account_id, "qr.blocked" if is_blocked else "qr.missed", subject_id=ticket_id,
            detail={"misses": ticket.misses, "is_near": is_near(ticket.screen, ticket.phone)},
        )  # fmt: skip
    if is_blocked:
        await qr_wake.ring(ticket_id)
        raise BLOCKED.at("number")
    raise WRONG_NUMBER.at("number", left=MISSES - ticket.misses)


async def refuse(person: Scope, ticket_id: UUID) -> Decided:
    """No: the code is over, on the screen too."""
    if not await _decide(person, ticket_id, QrAction.REFUSE):
        raise DECIDED.at()
    await _move(ticket_id, QrAction.REFUSE)
    return Decided(QrState.REFUSED)


async def _decide(person: Scope, ticket_id: UUID, action: QrAction) -> bool:
    """Take the row's step and tell the browser; True also where this person has taken it before."""
    async with db.transaction():
        if await _step(person, ticket_id, action):
            await audit.write(person.account_id, f"qr.{action}", subject_id=ticket_id)
        else:
            state = await db.fetch_value(
                "SELECT state FROM qr_ticket WHERE id = $1 AND scanned_by = $2", ticket_id, person.account_id
            )
            if state is None:
                raise NOT_FOUND.at()
            is_repeat = state == AFTER[action] or (action is QrAction.CONFIRM and state == QrState.SIGNED_IN)
            if not is_repeat:
                return False
    await qr_wake.ring(ticket_id)
    return True


async def _step(person: Scope, ticket_id: UUID, action: QrAction) -> int:
    """One step of the declared table on the row; a scan older than its two minutes takes none."""
    return await db.execute(
        """
        UPDATE qr_ticket SET state = $3, decided_at = clock_timestamp()
        WHERE id = $1 AND scanned_by = $2 AND state = ANY($4)
          AND scanned_at > clock_timestamp() - $5 * interval '1 second'
        """,
        ticket_id, person.account_id, AFTER[action], before(action), DECIDE_SECONDS,
    )  # fmt: skip


async def report(person: Scope, ticket_id: UUID) -> Reported:
    """The person says that it was not them: code and sessions born of it end now, whatever has become of Redis."""
    async with db.transaction():
        row = await db.fetch_one(
            """
            UPDATE qr_ticket SET state = $3, reported_at = coalesce(reported_at, clock_timestamp()),
                                 decided_at = coalesce(decided_at, clock_timestamp())
            WHERE id = $1 AND scanned_by = $2 AND (state = ANY($4) OR state = $3) RETURNING state
            """,
            ticket_id, person.account_id, AFTER[QrAction.REPORT], before(QrAction.REPORT),
        )  # fmt: skip
        if row is None:
            raise NOT_FOUND.at()
        ended = await sessions.end_of_ticket(ticket_id, "qr_reported")
        await audit.write(person.account_id, "qr.report", subject_id=ticket_id, detail={"ended_sessions": ended})
    await _move(ticket_id, QrAction.REPORT)
    await qr_wake.ring(ticket_id)
    return Reported(ended)


async def _move(ticket_id: UUID, action: QrAction) -> None:
    """The same step in Redis, so that the screen tells; the row has taken it, and alone opens sessions."""
    try:
        await qr_store.move(ticket_id, action)
    except Unavailable:
        return
    await qr_wake.ring(ticket_id)


async def recent(person: Scope) -> list[PastScan]:
    """The person's own scans of the last thirty days, the newest first: what may be reported."""
    rows = await db.fetch(
        """
        SELECT id, door, state, asked_place, asked_agent, scanned_at, decided_at, reported_at,
               state = ANY($3) AND coalesce(decided_at, scanned_at) < clock_timestamp() - CASE state
                   WHEN 'scanned' THEN $4::int ELSE $5::int END * interval '1 second' AS is_over,
               EXISTS (SELECT FROM session WHERE qr_ticket_id = qr_ticket.id AND revoked_at IS NULL
                       AND idle_ends_at > clock_timestamp() AND ends_at > clock_timestamp()) AS is_signed_in
        FROM qr_ticket WHERE scanned_by = $1 AND scanned_at > clock_timestamp() - $2 * interval '1 day'
        ORDER BY scanned_at DESC LIMIT $6
        """,
        person.account_id, RECENT_DAYS, before(QrAction.EXPIRE), DECIDE_SECONDS, COLLECT_SECONDS,
        RECENT,
    )  # fmt: skip
    return [_past(row) for row in rows]


def _past(row: asyncpg.Record) -> PastScan:
    where, browser = place.text(row["asked_place"]), user_agent.device(row["asked_agent"])
    return PastScan(
        id=row["id"],
        door=Door(row["door"]),
        # Nobody writes that time has passed: the row is not needed for it, and its step would be refused.
        state=AFTER[QrAction.EXPIRE] if row["is_over"] else QrState(row["state"]),
        place_zh=where.zh,
        place_en=where.en,
        browser_zh=browser.zh,
        browser_en=browser.en,
        scanned_at=row["scanned_at"],
        decided_at=row["decided_at"],
        reported_at=row["reported_at"],
        is_signed_in=row["is_signed_in"],
    )
