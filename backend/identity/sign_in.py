"""Signing in: (issuer, subject) alone says who it is; a verified phone number only proposes the first link.

No link yet → a signed ticket that names issuer and subject for ten minutes; with it and a verified phone number
`link_first` makes the one link. Every further identity is added by a signed-in person who proves it (`add_link`).
"""

import base64
import binascii
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from backend.core import audit, crypto, db, place
from backend.identity import account_states, accounts, phones, sessions
from backend.identity.problems import (
    ACCOUNT_DISABLED,
    ACCOUNT_DORMANT,
    ACCOUNT_UNKNOWN,
    DORMANT_OTHER_PHONE,
    IDENTITY_TAKEN,
    LINK_NEEDS_SIGN_IN,
    NAME_REQUIRED,
    OTHER_IDENTITY_LINKED,
    TICKET_ENDED,
    WRONG_DOOR,
)
from backend.identity.rules import DORMANCY, AccountAction, AccountState
from backend.identity.scope import AccountKind, Door, Scope
from backend.identity.sessions import Opened

TICKET_SECONDS: Final = 600
_PURPOSE: Final = "identity.link_ticket"


class LinkRequired(NamedTuple):
    """The identity is proved and opens no account yet, or a dormant one: the phone number has to be proved."""

    ticket: str
    is_dormant: bool = False


class _Ticket(msgspec.Struct, frozen=True, array_like=True):
    issuer: str
    subject: str
    ends_at: float


async def sign_in(
    issuer: str, subject: str, *, door: Door, user_agent: str, address: str, replaced: str = ""
) -> Opened | LinkRequired:
    """A session for a proved identity, or on the phone the ticket for its first link.

    The console opens for regulators only, and whom no administrator has entered is refused there. `replaced`: the token
    that the browser loses by it; where it is the person's own, that session ends.
    """
    async with db.transaction():
        account = await db.fetch_one(
            """
            SELECT account.id, account.kind, account.state FROM identity_link AS link
            JOIN account ON account.id = link.account_id WHERE link.issuer = $1 AND link.subject = $2
            """,
            issuer,
            subject,
        )
        if account is None and door is Door.CONSOLE:
            raise ACCOUNT_UNKNOWN.at()
        if account is None:
            return LinkRequired(await _new_ticket(issuer, subject))
        if door is Door.CONSOLE and account["kind"] != AccountKind.REGULATOR:
            raise WRONG_DOOR.at()
        if account["kind"] == AccountKind.ENTERPRISE and account["state"] == AccountState.DORMANT:
            return LinkRequired(await _new_ticket(issuer, subject), is_dormant=True)
        _refuse_unless_active(account["state"])
        opened = await sessions.open_session(
            account["id"], door, user_agent=user_agent, address=address, place=place.of(address).zh
        )
        if replaced:
            await sessions.end_replaced(account["id"], replaced)
        return opened


def _refuse_unless_active(state: str) -> None:
    if state == AccountState.DORMANT:
        raise ACCOUNT_DORMANT.at(days=DORMANCY.days)
    if state != AccountState.ACTIVE:
        raise ACCOUNT_DISABLED.at()


async def _new_ticket(issuer: str, subject: str) -> str:
    ends_at = await _database_seconds() + TICKET_SECONDS
    body = base64.urlsafe_b64encode(msgspec.json.encode(_Ticket(issuer, subject, ends_at))).rstrip(b"=").decode()
    return f"{body}.{crypto.sign(body, purpose=_PURPOSE)}"


async def _read_ticket(text: str) -> _Ticket:
    body, _, signature = text.partition(".")
    if not crypto.is_signed(body, signature, purpose=_PURPOSE):
        raise TICKET_ENDED.at("ticket")
    try:
        ticket = msgspec.json.decode(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)), type=_Ticket)
    except (binascii.Error, msgspec.DecodeError) as error:
        raise TICKET_ENDED.at("ticket") from error
    if ticket.ends_at <= await _database_seconds():
        raise TICKET_ENDED.at("ticket")
    return ticket


async def _database_seconds() -> float:
    return float(await db.fetch_value("SELECT extract(epoch FROM clock_timestamp())"))


async def check_ticket(ticket: str) -> None:
    """Refuse a bad ticket before a phone code, which works once only, is spent on it."""
    await _read_ticket(ticket)


async def link_first(ticket: str, phone: str, name: str | None = None, *, user_agent: str, address: str) -> Opened:
    """A session on the phone for the ticket's identity, linked to the account of a number that the provider verified.

    No account → an enterprise account with `name`. An account that has an identity of this issuer keeps that one. A
    dormant one wakes: its identity and its number were proved together, which is more than either alone.
    """
    async with db.transaction():
        proved = await _read_ticket(ticket)
        number = phones.normalise(phone)
        await _refuse_another_number(proved, number)
        account_id = await _account_of_phone(number, name)
        await _link(account_id, proved.issuer, proved.subject, proof="phone")
        return await sessions.open_session(
            account_id, Door.PHONE, user_agent=user_agent, address=address, place=place.of(address).zh
        )


async def _refuse_another_number(proved: _Ticket, number: str) -> None:
    """A dormant account is woken by the number that it knows, and says so instead of making a second account."""
    is_other = await db.fetch_value(
        """
        SELECT account.phone_index IS DISTINCT FROM $3 FROM identity_link AS link
        JOIN account ON account.id = link.account_id
        WHERE link.issuer = $1 AND link.subject = $2 AND account.state = 'dormant'
        """,
        proved.issuer, proved.subject, phones.index(number),
    )  # fmt: skip
    if is_other:
        raise DORMANT_OTHER_PHONE.at("phone_code")


async def _account_of_phone(phone: str, name: str | None) -> UUID:
    found = await db.fetch_one(
        "SELECT id, kind, state FROM account WHERE phone_index = $1 FOR UPDATE", phones.index(phone)
    )
    if found is None and not name:
        raise NAME_REQUIRED.at("name")
    if found is None:
        person = await accounts.ensure_enterprise(phone, name or "")
        if person.is_new:
            await audit.write(person.account_id, "account.create", subject_id=person.account_id)
        return person.account_id
    if found["kind"] != AccountKind.ENTERPRISE:
        raise LINK_NEEDS_SIGN_IN.at()
    account_id: UUID = found["id"]
    if found["state"] == AccountState.DORMANT:
        await account_states.move_state(account_id, AccountAction.PROVE_PHONE)
        await audit.write(account_id, "account.wake", subject_id=account_id)
        return account_id
    _refuse_unless_active(found["state"])
    return account_id


async def add_link(scope: Scope, issuer: str, subject: str) -> None:
    """A second identity for a signed-in person; the caller has just had the provider prove it."""
    sessions.require_full(scope)
    async with db.transaction():
        await _link(scope.account_id, issuer, subject, proof="session")


async def _link(account_id: UUID, issuer: str, subject: str, *, proof: str) -> None:
    """Make the link, or find that it is there; one identity of an issuer per account, one account per identity."""
    is_new = await db.execute(
        "INSERT INTO identity_link (issuer, subject, account_id, proof) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        issuer, subject, account_id, proof,
    )  # fmt: skip
    if is_new:
        await audit.write(account_id, "identity.link", subject_id=account_id, detail={"issuer": issuer, "proof": proof})
        return
    owner = await db.fetch_value(
        "SELECT account_id FROM identity_link WHERE issuer = $1 AND subject = $2", issuer, subject
    )
    if owner is None:
        raise OTHER_IDENTITY_LINKED.at()
    if owner != account_id:
        raise IDENTITY_TAKEN.at()
