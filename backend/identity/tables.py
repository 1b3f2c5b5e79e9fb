"""Columns of identity: regions, units, organisations, accounts, what opens them, sessions."""

from typing import Any

from piccolo.columns import (
    UUID,
    Array,
    BigInt,
    Boolean,
    Bytea,
    Date,
    DoublePrecision,
    ForeignKey,
    Text,
    Timestamptz,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table


class Region(Table, tablename="region"):
    """An administrative division with its six-digit code."""

    code = Text(primary_key=True, default=None)
    parent_code: ForeignKey[Any] = ForeignKey("self", null=True)
    level = Text(default=None)
    city_code = Text(default=None)
    stats_code: ForeignKey[Any] = ForeignKey("self", null=True)
    name_zh = Text(default=None)
    name_en = Text(default=None)
    longitude = DoublePrecision(null=True, default=None)
    latitude = DoublePrecision(null=True, default=None)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)


class Unit(Table, tablename="unit"):
    """A regulator's organisation: one place in the tree of region × sector."""

    id = UUID(primary_key=True, default=None)
    region_code = ForeignKey(Region, null=False)
    sector = Text(default=None)
    level = Text(default=None)
    parent_id: ForeignKey[Any] = ForeignKey("self", null=True)
    lineage = Array(base_column=UUID(), default=None)
    name_zh = Text(default=None)
    name_en = Text(default=None)
    created_at = Timestamptz(default=TimestamptzNow())


class Organisation(Table, tablename="organisation"):
    """An enterprise by its unified social credit code."""

    id = UUID(primary_key=True, default=None)
    uscc = Text(unique=True, default=None)
    name = Text(default=None)
    created_at = Timestamptz(default=TimestamptzNow())


class Account(Table, tablename="account"):
    """A person."""

    id = UUID(primary_key=True, default=None)
    kind = Text(default=None)
    name = Text(default=None)
    phone_sealed = Bytea(null=True, default=None)
    phone_index = Bytea(null=True, unique=True, default=None)
    organisation_id = ForeignKey(Organisation, null=True)
    unit_id = ForeignKey(Unit, null=True)
    is_unit_administrator = Boolean(default=False)
    state = Text(default="active")
    language = Text(default="zh-CN")
    created_at = Timestamptz(default=TimestamptzNow())
    last_seen_at = Timestamptz(default=TimestamptzNow())
    state_changed_at = Timestamptz(default=TimestamptzNow())
    state_reason = Text(null=True, default=None)
    phone_tail_index = Bytea(null=True, default=None)


class IdentityLink(Table, tablename="identity_link"):
    """(issuer, subject) opens an account. Both columns are the key; Piccolo knows keys of one column only."""

    issuer = Text(primary_key=True, default=None)
    subject = Text(default=None)
    account_id = ForeignKey(Account, null=False)
    proof = Text(default=None)
    linked_at = Timestamptz(default=TimestamptzNow())


class Session(Table, tablename="session"):
    """A sign-in that lasts; the token is stored as a hash."""

    id = UUID(primary_key=True, default=None)
    token_hash = Bytea(unique=True, default=None)
    account_id = ForeignKey(Account, null=False)
    door = Text(default=None)
    user_agent = Text(default=None)
    address = Text(default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    last_seen_at = Timestamptz(default=TimestamptzNow())
    idle_ends_at = Timestamptz(default=None)
    ends_at = Timestamptz(default=None)
    revoked_at = Timestamptz(null=True, default=None)
    place = Text(default="")
    qr_ticket_id = UUID(null=True, default=None)
    revoked_reason = Text(null=True, default=None)


class DeviceKey(Table, tablename="device_key"):
    """The key with which a phone signs what is said while there is no line."""

    id = UUID(primary_key=True, default=None)
    account_id = ForeignKey(Account, null=False)
    session_id = ForeignKey(Session, null=False)
    public_key = Bytea(unique=True, default=None)
    counter = BigInt(default=0)
    registered_at = Timestamptz(default=TimestamptzNow())


class QrTicket(Table, tablename="qr_ticket"):
    """What became of a code that somebody scanned."""

    id = UUID(primary_key=True, default=None)
    door = Text(default=None)
    state = Text(default=None)
    asked_at = Timestamptz(default=None)
    asked_address = Text(default=None)
    asked_place = Text(default=None)
    asked_agent = Text(default=None)
    scanned_by = ForeignKey(Account, null=False)
    scanned_session_id = ForeignKey(Session, null=False)
    scanned_address = Text(default=None)
    scanned_at = Timestamptz(default=TimestamptzNow())
    decided_at = Timestamptz(null=True, default=None)
    reported_at = Timestamptz(null=True, default=None)


class RegulatorApplication(Table, tablename="regulator_application"):
    """A colleague asks to be added; the unit's administrator decides."""

    id = UUID(primary_key=True, default=None)
    unit_id = ForeignKey(Unit, null=False)
    issuer = Text(default=None)
    subject = Text(default=None)
    name = Text(default=None)
    state = Text(default=None)
    applied_at = Timestamptz(default=TimestamptzNow())
    decided_by = ForeignKey(Account, null=True)
    decided_at = Timestamptz(null=True, default=None)
    reason = Text(null=True, default=None)
    account_id = ForeignKey(Account, null=True)


class Partner(Table, tablename="partner"):
    """An organisation that talks to the platform by machine, verified by a bureau."""

    id = UUID(primary_key=True, default=None)
    organisation_id = ForeignKey(Organisation, null=False)
    kind = Text(default=None)
    unit_id = ForeignKey(Unit, null=False)
    state = Text(default=None)
    verified_by = ForeignKey(Account, null=False)
    verified_at = Timestamptz(default=TimestamptzNow())
    disabled_by = ForeignKey(Account, null=True)
    disabled_at = Timestamptz(null=True, default=None)
    reason = Text(null=True, default=None)


class PartnerKey(Table, tablename="partner_key"):
    """A partner's key, stored as a hash."""

    id = UUID(primary_key=True, default=None)
    partner_id = ForeignKey(Partner, null=False)
    name = Text(default=None)
    prefix = Text(default=None)
    key_hash = Bytea(default=None)
    created_by = ForeignKey(Account, null=False)
    created_at = Timestamptz(default=TimestamptzNow())
    ends_at = Timestamptz(default=None)
    last_used_at = Timestamptz(null=True, default=None)
    replaced_by: ForeignKey[Any] = ForeignKey("self", null=True)
    revoked_by = ForeignKey(Account, null=True)
    revoked_at = Timestamptz(null=True, default=None)
