"""The phone scans a code: the first person to do so decides about it, a second one ends it.

A scan is not a consent: nothing opens before the person has given the number that the screen shows (`qr_decisions`).
What happens to a scanned code is a row and an audit entry, refusals that point at an attack included; those are written
before the refusal is told, so none of the phone's acts runs inside `once`.
"""

import math
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from backend.core import audit, db, place, rate
from backend.core.rate import Rate
from backend.core.settings import settings
from backend.identity import sessions, user_agent
from backend.identity.problems import WRONG_DOOR
from backend.identity.qr import qr_store, qr_wake
from backend.identity.qr.qr_problems import CODE_OVER, CODE_USED, SCANS_TOO_OFTEN
from backend.identity.qr.qr_rules import (
    AFTER,
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
