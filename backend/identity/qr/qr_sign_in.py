"""Signing in by a scanned code, the browser's side: ask for a code, wait, fetch the session.

The browser holds a secret of its own in a cookie that no script reads; the code in the picture without it fetches
nothing. What a person has answered on the phone is a row; the one session is born of that row's one step to
`signed_in`, so that neither two replicas nor a replayed request make a second one.
"""

import asyncio
import hashlib
import math
import re
import secrets
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from backend.core import audit, crypto, db, place, qr, rate
from backend.core.errors import Problem, Refusal, Unavailable
from backend.core.rate import Rate
from backend.core.settings import settings
from backend.identity import sessions
from backend.identity.problems import ACCOUNT_DISABLED, WRONG_DOOR
from backend.identity.qr import qr_store, qr_wake
from backend.identity.qr.qr_problems import CODES_TOO_OFTEN, GUESSING, SLOW_DOWN, TICKET_OVER
from backend.identity.qr.qr_rules import (
    AFTER,
    COLLECT_SECONDS,
    ROTATE_SECONDS,
    Code,
    QrAction,
    QrState,
    Spot,
    before,
    may_use,
    new_numbers,
    new_shown,
    new_ticket_id,
    write_code,
)
from backend.identity.qr.qr_store import Found, Ticket
from backend.identity.scope import AccountKind, Door
from backend.identity.sessions import Opened

WAIT_SECONDS: Final = 20.0
"""A request is answered after this long at the latest; proxies give up at 30."""

LOOK_SECONDS: Final = 1.0
"""The promise behind the bell: a waiting request looks again this often."""

_COOKIE: Final = re.compile(r"([\w-]{22})\.([\w-]{43})", re.ASCII)


class Browser(NamedTuple):
    """Who asks: the cookie as it came, and what the request tells."""

    cookie: str
    user_agent: str
    address: str

    @property
    def spot(self) -> Spot:
        """Where it is."""
        return Spot(self.address, place.of(self.address).zh)


class Waiting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the browser shows.

    `version` is what it sends back as `known`. While `waiting`: `svg` is the picture and `next_code_seconds` when the
    next one comes. While `scanned`: `number` is what the person finds on the phone. `seconds_left` counts down the
    state. `signed_in` comes together with the session's cookie, once. `link` is what the picture says, told in
    development only: whoever copies a link can send it, and a sent code is what the whole matter is about.
    """

    ticket_id: UUID
    state: QrState
    version: int
    seconds_left: int
    svg: str | None = None
    next_code_seconds: int | None = None
    number: int | None = None
    link: str | None = None


class Asked(NamedTuple):
    """A new ticket and the cookie's new value."""

    waiting: Waiting
    cookie: str


class Waited(NamedTuple):
    """The state and, where it has just become one, the session."""

    waiting: Waiting
    opened: Opened | None


async def ask(door: Door, browser: Browser) -> Asked:
    """A new code for this browser. Its secret is new each time; only the mark that limits are counted by stays."""
    conf = settings()
    known = _COOKIE.fullmatch(browser.cookie)
    mark = known.group(1) if known else secrets.token_urlsafe(16)
    await _limit("qr_codes_browser", mark, conf.qr_codes_per_browser, CODES_TOO_OFTEN)
    await _limit("qr_codes", place.network(browser.address), conf.qr_codes_per_minute, CODES_TOO_OFTEN)
    ticket_id, secret = new_ticket_id(), crypto.new_token()
    made = await qr_store.ask(
        ticket_id,
        door,
        secret=_hash(secret, browser),
        code=new_shown(),
        numbers=new_numbers(),
        screen=browser.spot,
        user_agent=browser.user_agent,
    )
    assert made.ticket is not None
    return Asked(_shown(ticket_id, made.ticket), f"{mark}.{secret}")


async def wait(door: Door, ticket_id: UUID, known: int, browser: Browser) -> Waited:
    """The ticket as soon as it differs from what the browser knows, after 20 seconds or when the process closes.

    Only the newest request of a browser fetches the session: an older one may have nobody left at its other end.
    """
    poller = secrets.token_urlsafe(8)
    give_up_at = asyncio.get_running_loop().time() + WAIT_SECONDS
    # Listening begins before each look: a ring that comes while its answer is under way would cost a whole second.
    with qr_wake.bell(ticket_id) as bell:
        ticket = await _look(door, ticket_id, browser, poller=poller, known=max(0, known))
        while True:
            if ticket.state is QrState.CONFIRMED and ticket.poller == poller:
                opened = await _sign_in(ticket_id, door, browser)
                if opened is not None:
                    ticket = await _tell(ticket_id) or ticket
                    return Waited(_shown(ticket_id, ticket, is_fetched=True), opened)
            left = give_up_at - asyncio.get_running_loop().time()
            # Confirmed and not fetched yet is no news: the row follows in a moment, and with it the session.
            is_news = ticket.version != known and ticket.state is not QrState.CONFIRMED
            is_over = left <= 0 or qr_wake.is_closing() or ticket.poller != poller or not ticket.state.is_pending
            if is_news or is_over:
                return Waited(_shown(ticket_id, ticket), None)
            await _rest(bell, min(LOOK_SECONDS, left))
            bell.clear()
            ticket = await _look(door, ticket_id, browser)


async def _tell(ticket_id: UUID) -> Ticket | None:
    """The row's last step in Redis too, whose loss must not cost the session: it is told in this answer alone."""
    try:
        return (await qr_store.move(ticket_id, QrAction.SIGN_IN)).ticket
    except Unavailable:
        return None


async def _rest(bell: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await bell.wait()
    except TimeoutError:
        pass


async def _look(door: Door, ticket_id: UUID, browser: Browser, *, poller: str = "", known: int = -1) -> Ticket:
    found = _COOKIE.fullmatch(browser.cookie)
    secret = _hash(found.group(2), browser) if found else ""
    answer = await qr_store.look(ticket_id, secret=secret, fresh_code=new_shown(), poller=poller, known=known)
    if answer.found is Found.TOO_SOON:
        raise SLOW_DOWN.at(retry_after_seconds=qr_store.POLL_SECONDS)
    if answer.ticket is None or answer.ticket.door is not door:
        raise await no_such_code(browser.address, TICKET_OVER)
    return answer.ticket


def _hash(secret: str, browser: Browser) -> str:
    """The secret belongs to the browser that was given it: under another name it is worth nothing."""
    return hashlib.sha256(f"{secret}\n{browser.user_agent}".encode()).hexdigest()


def _shown(ticket_id: UUID, ticket: Ticket, *, is_fetched: bool = False) -> Waiting:
    state = QrState.SIGNED_IN if is_fetched else ticket.state
    url = f"{settings().public_url}/qr/{write_code(Code(ticket_id, ticket.code))}"
    is_waiting = state is QrState.WAITING
    return Waiting(
        ticket_id=ticket_id,
        state=state,
        version=ticket.version,
        seconds_left=ticket.seconds_left,
        svg=qr.svg(url) if is_waiting else None,
        next_code_seconds=_next_code_seconds(ticket) if is_waiting else None,
        number=ticket.number if state is QrState.SCANNED else None,
        link=url if is_waiting and settings().environment == "development" else None,
    )


def _next_code_seconds(ticket: Ticket) -> int:
    return max(0, ROTATE_SECONDS - (ticket.now - ticket.since) // 1000)


async def _sign_in(ticket_id: UUID, door: Door, browser: Browser) -> Opened | None:
    """The one session of a confirmed ticket; None where the row does not say so (yet, or any more).

    A refusal of the account at the last moment leaves the row as it was: it ends by its own time.
    """
    async with db.transaction():
        row = await db.fetch_one(
            """
            UPDATE qr_ticket SET state = $3 FROM account
            WHERE qr_ticket.id = $1 AND qr_ticket.door = $2 AND qr_ticket.state = ANY($4)
              AND decided_at > clock_timestamp() - $5 * interval '1 second' AND account.id = qr_ticket.scanned_by
            RETURNING scanned_by, account.kind, account.state
            """,
            ticket_id, door, AFTER[QrAction.SIGN_IN], before(QrAction.SIGN_IN), COLLECT_SECONDS,
        )  # fmt: skip
        if row is None:
            return None
        if row["state"] != "active":
            raise ACCOUNT_DISABLED.at()
        if not may_use(AccountKind(row["kind"]), door):
            raise WRONG_DOOR.at()
        opened = await sessions.open_session(
            row["scanned_by"],
            door,
            user_agent=browser.user_agent,
            address=browser.address,
            place=browser.spot.place,
            qr_ticket_id=ticket_id,
        )
        await shorten(opened.session_id, minutes=settings().qr_session_hours * 60)
        return opened


async def shorten(session_id: UUID, *, minutes: int) -> None:
    """Let a session end earlier than others of its door."""
    await db.execute(
        """
        UPDATE session SET ends_at = least(ends_at, clock_timestamp() + $2 * interval '1 minute'),
                           idle_ends_at = least(idle_ends_at, clock_timestamp() + $2 * interval '1 minute')
        WHERE id = $1
        """,
        session_id, minutes,
    )  # fmt: skip


async def no_such_code(address: str, problem: Problem) -> Refusal:
    """The refusal of a code or ticket that does not exist, counted by address: past the limit another one.

    The first one past it is a security event of the platform's own.
    """
    network = place.network(address)
    seconds = await rate.take("qr_guesses", network, Rate(settings().qr_guesses_per_minute, 60))
    if not seconds:
        return problem.at()
    if await rate.take("qr_guesses_told", network, Rate(1, 60)) == 0:
        async with db.transaction():
            # The same network is the same subject, which the audit does not name.
            subject = UUID(bytes=crypto.blind_index(network, purpose="qr.address")[:16])
            await audit.write(None, "qr.guessing", subject_id=subject, detail={"place": place.of(address).zh})
    return GUESSING.at(retry_after_seconds=math.ceil(seconds))


async def _limit(what: str, who: str, per_minute: int, problem: Problem) -> None:
    seconds = await rate.take(what, who, Rate(per_minute, 60))
    if seconds:
        raise problem.at(retry_after_seconds=math.ceil(seconds))
