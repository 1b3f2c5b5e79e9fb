"""The person's answer on the phone: yes with the number that the screen shows, or no.

Redis moves first where the number counts, since it holds it; the row's step is what a session can be born of.
"""

from uuid import UUID

import msgspec

from backend.core import audit, db
from backend.core.errors import NOT_FOUND, Unavailable
from backend.identity import sessions
from backend.identity.qr import qr_store, qr_wake
from backend.identity.qr.qr_problems import BLOCKED, DECIDED, WRONG_NUMBER
from backend.identity.qr.qr_rules import AFTER, DECIDE_SECONDS, MISSES, QrAction, QrState, before, is_near
from backend.identity.qr.qr_store import Found, Ticket
from backend.identity.scope import Scope


class Decided(msgspec.Struct, frozen=True):
    """How the matter stands after the act."""

    state: QrState


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
    await qr_wake.ring(ticket_id)
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
    await tell(ticket_id, QrAction.REFUSE)
    return Decided(QrState.REFUSED)


async def _decide(person: Scope, ticket_id: UUID, action: QrAction) -> bool:
    """Take the row's step; True also where this person has taken it before."""
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


async def tell(ticket_id: UUID, action: QrAction) -> None:
    """The same step in Redis, so that the screen shows it; the row has taken it, and alone opens sessions."""
    try:
        await qr_store.move(ticket_id, action)
    except Unavailable:
        return
    await qr_wake.ring(ticket_id)
