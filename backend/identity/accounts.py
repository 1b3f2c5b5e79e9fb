"""Accounts: regulators are entered by their unit's administrator, enterprise people by a verified phone number."""

from typing import NamedTuple
from uuid import UUID

import msgspec

from backend.core import audit, clock, db, ids
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Language
from backend.core.settings import settings
from backend.identity import phones, sessions
from backend.identity.problems import IDENTITY_TAKEN, NOT_ADMINISTRATOR, PHONE_TAKEN
from backend.identity.rules import (
    APPLICATION_STATES,
    ApplicationAction,
    ApplicationState,
    states_before,
)
from backend.identity.scope import AccountKind, Scope
from backend.identity.units import Level, administered_unit


class Identity(msgspec.Struct, frozen=True):
    """A way in: who vouches, since when. The subject itself is nobody's business."""

    issuer: str
    linked_at: str


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """What a person sees of the own account; the unit is a regulator's.

    `is_limited`: this session was born of a scanned code. It scans none and asks to sign in anew for account security.
    """

    account_id: UUID
    kind: AccountKind
    name: str
    phone: str | None
    language: str
    unit_id: UUID | None
    unit_name_zh: str | None
    unit_name_en: str | None
    unit_level: Level | None
    unit_sector: str | None
    unit_region_code: str | None
    unit_region_zh: str | None
    unit_region_en: str | None
    is_unit_administrator: bool
    is_limited: bool
    identities: list[Identity]


class Person(NamedTuple):
    """An enterprise account, found or made."""

    account_id: UUID
    is_new: bool


def wecom_issuer() -> str:
    """Who vouches for a WeCom userid."""
    return f"wecom:{settings().wecom_corpid}"


def wecom_subject(userid: str) -> str:
    """A WeCom userid as it is kept: WeCom knows no difference of case, and people type what they like."""
    return userid.strip().lower()


def wechat_issuer() -> str:
    """Who vouches for a mini-program's openid."""
    return f"wechat:{settings().wechat_appid}"


async def me(scope: Scope) -> Me:
    """The own account; the phone number masked."""
    row = await db.fetch_one(
        """
        SELECT account.name, account.phone_sealed, account.language, unit.name_zh, unit.name_en, unit.level,
               unit.sector, unit.region_code, region.name_zh AS region_zh, region.name_en AS region_en
        FROM account LEFT JOIN unit ON unit.id = account.unit_id LEFT JOIN region ON region.code = unit.region_code
        WHERE account.id = $1
        """,
        scope.account_id,
    )
    if row is None:
        raise NOT_FOUND.at()
    links = await db.fetch(
        "SELECT issuer, linked_at FROM identity_link WHERE account_id = $1 ORDER BY linked_at", scope.account_id
    )
    return Me(
        account_id=scope.account_id,
        kind=scope.kind,
        name=row["name"],
        phone=phones.masked(row["phone_sealed"]),
        language=row["language"],
        unit_id=scope.unit_id,
        unit_name_zh=row["name_zh"],
        unit_name_en=row["name_en"],
        unit_level=row["level"] and Level(row["level"]),
        unit_sector=row["sector"],
        unit_region_code=row["region_code"],
        unit_region_zh=row["region_zh"],
        unit_region_en=row["region_en"],
        is_unit_administrator=scope.is_unit_administrator,
        is_limited=scope.is_limited,
        identities=[Identity(link["issuer"], link["linked_at"].isoformat()) for link in links],
    )


async def set_language(scope: Scope, language: Language) -> None:
    """The language in which messages to this person are written from now on."""
    async with db.transaction():
        await db.execute("UPDATE account SET language = $2 WHERE id = $1", scope.account_id, language)
        await audit.write(
            scope.account_id, "account.language", subject_id=scope.account_id, detail={"language": language}
        )


async def ensure_enterprise(phone: str, name: str, field: str = "phone") -> Person:
    """The enterprise account of a phone number, made with this name if there is none; a person keeps the own name.

    Call inside the use case's transaction. `PHONE_TAKEN` if the number is a regulator's.
    """
    number = phones.normalise(phone, field)
    account_id = ids.new_id()
    is_new = await db.execute(
        "INSERT INTO account (id, kind, name, phone_sealed, phone_index, phone_tail_index) "
        "VALUES ($1, 'enterprise', $2, $3, $4, $5) ON CONFLICT (phone_index) DO NOTHING",
        account_id, name, *phones.columns(number),
    )  # fmt: skip
    if is_new:
        return Person(account_id, is_new=True)
    found: UUID | None = await db.fetch_value(
        "SELECT id FROM account WHERE phone_index = $1 AND kind = 'enterprise'", phones.index(number)
    )
    if found is None:
        raise PHONE_TAKEN.at(field)
    return Person(found, is_new=False)


async def add_regulator(
    scope: Scope,
    unit_id: UUID,
    *,
    name: str,
    wecom_userid: str,
    phone: str | None = None,
    is_unit_administrator: bool = False,
) -> UUID:
    """A colleague of `unit_id`, who signs in with WeCom; by an administrator of that unit or of one above it.

    Administrators themselves are appointed by the province (launch notice, annex 3).
    """
    sessions.require_full(scope)
    async with db.transaction():
        await administered_unit(scope, unit_id)
        if is_unit_administrator and await level_of(scope) is not Level.PROVINCE:
            raise NOT_ADMINISTRATOR.at("is_unit_administrator")
        application_id = await _take_application(wecom_userid)
        account_id = await insert_regulator(
            unit_id, name=name, wecom_userid=wecom_userid, phone=phone, is_unit_administrator=is_unit_administrator
        )
        if application_id is not None:
            await _settle_application(scope, application_id, account_id)
        await audit.write(
            scope.account_id, "account.add_regulator", subject_id=account_id,
            detail={"unit_id": unit_id, "is_unit_administrator": is_unit_administrator},
        )  # fmt: skip
        return account_id


async def _take_application(wecom_userid: str) -> UUID | None:
    """The person's open application, locked before the account is made: an approval locks in the same order."""
    found: UUID | None = await db.fetch_value(
        "SELECT id FROM regulator_application WHERE issuer = $1 AND subject = $2 AND state = ANY($3) FOR UPDATE",
        wecom_issuer(), wecom_subject(wecom_userid), states_before(APPLICATION_STATES, ApplicationAction.APPROVE),
    )  # fmt: skip
    return found


async def _settle_application(scope: Scope, application_id: UUID, account_id: UUID) -> None:
    """Whoever is entered by hand waits for no decision any more."""
    await db.execute(
        "UPDATE regulator_application SET state = $3, decided_by = $2, decided_at = $5, account_id = $4 WHERE id = $1",
        application_id, scope.account_id, APPLICATION_STATES[ApplicationState.APPLIED, ApplicationAction.APPROVE],
        account_id, clock.now(),
    )  # fmt: skip


async def level_of(scope: Scope) -> Level:
    """Where the regulator's own unit stands."""
    return Level(await db.fetch_value("SELECT level FROM unit WHERE id = $1", scope.unit_id))


async def insert_regulator(
    unit_id: UUID,
    *,
    name: str,
    wecom_userid: str,
    phone: str | None = None,
    is_unit_administrator: bool = False,
    field: str = "wecom_userid",
) -> UUID:
    """The account of a WeCom member, in the caller's transaction; `IDENTITY_TAKEN` at `field` where there is one."""
    number = phones.normalise(phone) if phone else None
    account_id = ids.new_id()
    is_new = await db.execute(
        """
        INSERT INTO account (id, kind, name, phone_sealed, phone_index, phone_tail_index, unit_id,
                             is_unit_administrator)
        VALUES ($1, 'regulator', $2, $3, $4, $5, $6, $7) ON CONFLICT (phone_index) DO NOTHING
        """,
        account_id, name, *phones.columns(number), unit_id, is_unit_administrator,
    )  # fmt: skip
    if not is_new:
        raise PHONE_TAKEN.at("phone")
    is_linked = await db.execute(
        "INSERT INTO identity_link (issuer, subject, account_id, proof) VALUES ($1, $2, $3, 'administrator') "
        "ON CONFLICT DO NOTHING",
        wecom_issuer(), wecom_subject(wecom_userid), account_id,
    )  # fmt: skip
    if not is_linked:
        raise IDENTITY_TAKEN.at(field)
    return account_id


async def bootstrap_administrator(unit_id: UUID, name: str, wecom_userid: str) -> UUID:
    """The unit's first administrator, for the command line alone; the same one when called again."""
    async with db.transaction():
        found: UUID | None = await db.fetch_value(
            """
            SELECT account.id FROM account JOIN identity_link AS link ON link.account_id = account.id
            WHERE link.issuer = $1 AND link.subject = $2 AND account.unit_id = $3 AND account.is_unit_administrator
            """,
            wecom_issuer(), wecom_subject(wecom_userid), unit_id,
        )  # fmt: skip
        if found is not None:
            return found
        account_id = await insert_regulator(
            unit_id, name=name, wecom_userid=wecom_userid, phone=None, is_unit_administrator=True
        )
        await audit.write(None, "account.bootstrap", subject_id=account_id, detail={"unit_id": unit_id})
        return account_id
