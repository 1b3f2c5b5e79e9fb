"""Regulators who ask to be added: whoever WeCom vouches for names a unit, and its administrator decides.

An application opens nothing: until it is approved there is an identity, a name and a unit, and no account.
"""

import datetime as dt
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, events, ids
from backend.core.errors import NOT_FOUND
from backend.core.paging import MAX_PAGE, Page, decode_cursor, encode_cursor
from backend.identity import accounts, sessions
from backend.identity.problems import (
    APPLICATION_DECIDED,
    IDENTITY_TAKEN,
    NOT_ADMINISTRATOR,
    NOT_YOURSELF,
    UNIT_UNKNOWN,
)
from backend.identity.rules import APPLICATION_STATES, ApplicationAction, ApplicationState, states_before
from backend.identity.scope import Scope
from backend.identity.units import administered_unit


class OwnApplication(msgspec.Struct, frozen=True, kw_only=True):
    """What the applicant sees; `reason` says why it was refused."""

    id: UUID
    state: ApplicationState
    name: str
    unit_name_zh: str
    unit_name_en: str
    applied_at: dt.datetime
    reason: str | None


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """What the administrator sees: whom WeCom vouches for, and as whom the person introduces himself."""

    id: UUID
    state: ApplicationState
    name: str
    wecom_userid: str
    unit_id: UUID
    unit_name_zh: str
    unit_name_en: str
    applied_at: dt.datetime
    decided_at: dt.datetime | None
    reason: str | None
    account_id: UUID | None


async def apply(issuer: str, subject: str, *, unit_id: UUID, name: str, is_anew: bool = False) -> OwnApplication:
    """The identity's application: the one there is, or a new one.

    Who asks again sees how it stands; after a refusal the reason, and with `is_anew` a new application is filed. An
    identity that opens an account signs in with it.
    """
    async with db.transaction():
        if await db.fetch_value("SELECT 1 FROM identity_link WHERE issuer = $1 AND subject = $2", issuer, subject):
            raise IDENTITY_TAKEN.at("code")
        last = await _last_of(issuer, subject)
        if last is not None and not (is_anew and last.state is ApplicationState.REFUSED):
            return last
        await _file(issuer, subject, unit_id=unit_id, name=name)
        filed = await _last_of(issuer, subject)
        assert filed is not None
        return filed


async def _last_of(issuer: str, subject: str) -> OwnApplication | None:
    row = await db.fetch_one(
        """
        SELECT application.id, application.state, application.name, unit.name_zh AS unit_name_zh,
               unit.name_en AS unit_name_en, application.applied_at, application.reason
        FROM regulator_application AS application JOIN unit ON unit.id = application.unit_id
        WHERE application.issuer = $1 AND application.subject = $2
        ORDER BY application.applied_at DESC, application.id DESC LIMIT 1
        """,
        issuer, subject,
    )  # fmt: skip
    return None if row is None else msgspec.convert(dict(row), OwnApplication)


async def _file(issuer: str, subject: str, *, unit_id: UUID, name: str) -> None:
    """One application of an identity is open at a time: a second one at the same moment finds the first."""
    application_id = ids.new_id()
    is_known = await db.fetch_value("SELECT 1 FROM unit WHERE id = $1 AND level <> 'station'", unit_id)
    if is_known is None:
        raise UNIT_UNKNOWN.at("unit_id")
    is_new = await db.execute(
        "INSERT INTO regulator_application (id, unit_id, issuer, subject, name, state, applied_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (issuer, subject) WHERE state = 'applied' DO NOTHING",
        application_id, unit_id, issuer, subject, name, APPLICATION_STATES[None, ApplicationAction.APPLY], clock.now(),
    )  # fmt: skip
    if is_new:
        await audit.write(None, "application.file", subject_id=application_id, detail={"unit_id": unit_id})
        await events.hint("application.filed", application_id)


async def list_applications(
    scope: Scope, *, states: list[ApplicationState] | None = None, cursor: str | None = None, limit: int = 50
) -> Page[Application]:
    """The applications to the administrator's unit and those below it, the oldest first."""
    if not scope.is_unit_administrator:
        raise NOT_ADMINISTRATOR.at()
    at, after = decode_cursor(cursor, tuple[dt.datetime, UUID]) if cursor else (None, None)
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        """
        SELECT application.id, application.state, application.name, application.subject AS wecom_userid,
               application.unit_id, unit.name_zh AS unit_name_zh, unit.name_en AS unit_name_en,
               application.applied_at, application.decided_at, application.reason, application.account_id
        FROM regulator_application AS application JOIN unit ON unit.id = application.unit_id
        WHERE unit.lineage @> ARRAY[$1::uuid] AND ($2::text[] IS NULL OR application.state = ANY($2))
          AND ($3::timestamptz IS NULL OR (application.applied_at, application.id) > ($3, $4::uuid))
        ORDER BY application.applied_at, application.id LIMIT $5
        """,
        scope.unit_id, states, at, after, size + 1,
    )  # fmt: skip
    found = [msgspec.convert(dict(row), Application) for row in rows[:size]]
    is_more = len(rows) > size
    return Page(found, encode_cursor(found[-1].applied_at, found[-1].id) if is_more else None)


async def approve(scope: Scope, application_id: UUID, *, unit_id: UUID | None = None) -> UUID:
    """The new colleague's account, linked to the identity that applied.

    `unit_id` places the person in another unit that the administrator answers for, a station for instance.
    """
    async with db.transaction():
        row = await _decide(scope, application_id, ApplicationAction.APPROVE)
        if unit_id is not None:
            await administered_unit(scope, unit_id)
        account_id = await accounts.insert_regulator(
            unit_id or row["unit_id"], name=row["name"], wecom_userid=row["subject"], field="application_id"
        )
        await db.execute("UPDATE regulator_application SET account_id = $2 WHERE id = $1", application_id, account_id)
        await audit.write(
            scope.account_id, "application.approve", subject_id=application_id, detail={"account_id": account_id}
        )
        return account_id


async def refuse(scope: Scope, application_id: UUID, reason: str) -> None:
    """Close the application; the applicant reads the reason."""
    async with db.transaction():
        await _decide(scope, application_id, ApplicationAction.REFUSE, reason)
        await audit.write(scope.account_id, "application.refuse", subject_id=application_id)


async def _decide(
    scope: Scope, application_id: UUID, action: ApplicationAction, reason: str | None = None
) -> asyncpg.Record:
    """The application in its new state: by an administrator of its unit or of one above, and never by the applicant."""
    sessions.require_full(scope)
    unit_id: Any = await db.fetch_value("SELECT unit_id FROM regulator_application WHERE id = $1", application_id)
    if unit_id is None:
        raise NOT_FOUND.at("application_id")
    await administered_unit(scope, unit_id, "application_id")
    row = await db.fetch_one(
        """
        UPDATE regulator_application AS application
        SET state = $3, decided_by = $2, decided_at = $4, reason = $5
        WHERE id = $1 AND state = ANY($6)
        RETURNING unit_id, name, subject, EXISTS (
            SELECT FROM identity_link AS link WHERE link.account_id = $2 AND link.issuer = application.issuer
                AND link.subject = application.subject) AS is_own
        """,
        application_id, scope.account_id, APPLICATION_STATES[ApplicationState.APPLIED, action], clock.now(), reason,
        states_before(APPLICATION_STATES, action),
    )  # fmt: skip
    if row is None:
        raise APPLICATION_DECIDED.at("application_id")
    if row["is_own"]:
        raise NOT_YOURSELF.at("application_id")
    await events.hint("application.decided", application_id)
    return row
