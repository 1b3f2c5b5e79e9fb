"""Pure decisions of identity: the states of accounts, applications, partners and keys, and their terms."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Any, Final, TypeVar

import msgspec


class DormancyTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[dormancy]` of `rules.toml`."""

    days: int


class KeyTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[partner_key]` of `rules.toml`."""

    life_days: int
    overlap_days: int
    remind_days: list[int]
    requests_per_minute: int


class _Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    dormancy: DormancyTerms
    partner_key: KeyTerms


_TERMS: Final = msgspec.convert(tomllib.loads((files(__package__) / "rules.toml").read_text(encoding="utf-8")), _Terms)
DORMANCY: Final = _TERMS.dormancy
PARTNER_KEY: Final = _TERMS.partner_key

State = TypeVar("State", bound=StrEnum)


def states_before(table: Mapping[tuple[Any, Any], StrEnum], action: StrEnum) -> list[str]:
    """The states from which the action is allowed: what its UPDATE carries in its WHERE."""
    return [str(state) for state, taken in table if taken is action and state is not None]


# Accounts


class AccountState(StrEnum):
    """Whether an account opens anything: a disabled one by somebody's decision, a dormant one by nobody's visit."""

    ACTIVE = "active"
    DISABLED = "disabled"
    DORMANT = "dormant"


class AccountAction(StrEnum):
    """What moves an account."""

    OPEN = "open"
    DISABLE = "disable"
    ENABLE = "enable"
    FALL_DORMANT = "fall_dormant"
    PROVE_PHONE = "prove_phone"


ACCOUNT_STATES: Final[Mapping[tuple[AccountState | None, AccountAction], AccountState]] = {
    (None, AccountAction.OPEN): AccountState.ACTIVE,
    (AccountState.ACTIVE, AccountAction.DISABLE): AccountState.DISABLED,
    (AccountState.DORMANT, AccountAction.DISABLE): AccountState.DISABLED,
    (AccountState.DISABLED, AccountAction.ENABLE): AccountState.ACTIVE,
    (AccountState.DORMANT, AccountAction.ENABLE): AccountState.ACTIVE,
    (AccountState.ACTIVE, AccountAction.FALL_DORMANT): AccountState.DORMANT,
    (AccountState.DORMANT, AccountAction.PROVE_PHONE): AccountState.ACTIVE,
}
"""The whole life of an account; what is not here is refused. Only enterprise staff prove a phone number."""


# Applications of regulators


class ApplicationState(StrEnum):
    """How far a colleague who asks to be added has come."""

    APPLIED = "applied"
    APPROVED = "approved"
    REFUSED = "refused"


class ApplicationAction(StrEnum):
    """What moves an application."""

    APPLY = "apply"
    APPROVE = "approve"
    REFUSE = "refuse"


APPLICATION_STATES: Final[Mapping[tuple[ApplicationState | None, ApplicationAction], ApplicationState]] = {
    (None, ApplicationAction.APPLY): ApplicationState.APPLIED,
    (ApplicationState.APPLIED, ApplicationAction.APPROVE): ApplicationState.APPROVED,
    (ApplicationState.APPLIED, ApplicationAction.REFUSE): ApplicationState.REFUSED,
}
"""The whole life of an application; whoever was refused files a new one."""


# Partners and their keys


class PartnerKind(StrEnum):
    """What an organisation is to the platform; each has its own part of the partners' interface."""

    TESTING_AGENCY = "testing_agency"
    DEVICE_VENDOR = "device_vendor"


class PartnerState(StrEnum):
    """Whether a partner's keys open anything."""

    ACTIVE = "active"
    DISABLED = "disabled"


class PartnerAction(StrEnum):
    """What moves a partner."""

    REGISTER = "register"
    DISABLE = "disable"
    ENABLE = "enable"


PARTNER_STATES: Final[Mapping[tuple[PartnerState | None, PartnerAction], PartnerState]] = {
    (None, PartnerAction.REGISTER): PartnerState.ACTIVE,
    (PartnerState.ACTIVE, PartnerAction.DISABLE): PartnerState.DISABLED,
    (PartnerState.DISABLED, PartnerAction.ENABLE): PartnerState.ACTIVE,
}
"""The whole life of a partner. Keys have no state of their own: `key_state` derives it."""


class KeyState(StrEnum):
    """What a key is at a moment."""

    ACTIVE = "active"
    ENDING = "ending"
    ENDED = "ended"
    REVOKED = "revoked"

    @property
    def opens(self) -> bool:
        """Whether a partner is known by it."""
        return self in {KeyState.ACTIVE, KeyState.ENDING}


def key_state(*, ends_at: dt.datetime, revoked_at: dt.datetime | None, is_replaced: bool, now: dt.datetime) -> KeyState:
    """A key ends at the moment written on it; it is ending for the first reminder's time before, or once replaced."""
    if revoked_at is not None:
        return KeyState.REVOKED
    if now >= ends_at:
        return KeyState.ENDED
    if is_replaced or now >= ends_at - dt.timedelta(days=max(PARTNER_KEY.remind_days)):
        return KeyState.ENDING
    return KeyState.ACTIVE


def reminders_of_key(ends_at: dt.datetime, now: dt.datetime) -> list[tuple[int, dt.datetime]]:
    """When to say that a key ends, as (days before, moment); what lies in the past is left out."""
    moments = [(days, ends_at - dt.timedelta(days=days)) for days in PARTNER_KEY.remind_days]
    return [(days, at) for days, at in moments if at > now]
