"""Colleagues: entered and disabled by unit administrators."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE
from backend.identity import account_states, accounts, colleagues, rules, samples
from backend.identity.authentication import person
from backend.identity.colleagues import RegulatorFilter, RegulatorPage
from backend.supervision.rules import Sentence


class NewRegulator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A colleague, who signs in with this WeCom userid."""

    unit_id: UUID
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    wecom_userid: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    phone: Annotated[str, msgspec.Meta(min_length=8, max_length=20)] | None = None
    is_unit_administrator: bool = False


class AccountId(msgspec.Struct, frozen=True):
    """The account's id."""

    id: UUID


class AccountDisabling(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why; other administrators read it in the list."""

    reason: Sentence


class AccountState(msgspec.Struct, frozen=True):
    """What the account is now."""

    state: str


@get(
    "/accounts",
    operation_id="console_list_accounts",
    summary="Colleagues of the own unit and those below it",
    description="Oldest first; phone numbers masked. `region`: a city's or a district's code; `name`: a part of it.",
    responses=answer(RegulatorPage, samples.REGULATOR_PAGE),
)
async def list_accounts(
    request: Request[Any, Any, Any],
    *,
    unit_id: FromQuery[UUID | None] = None,
    region: Annotated[str | None, QueryParameter(max_length=6)] = None,
    states: FromQuery[list[rules.AccountState] | None] = None,
    is_administrator: FromQuery[bool | None] = None,
    name: Annotated[str | None, QueryParameter(max_length=50)] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> RegulatorPage:
    """A page."""
    asked = RegulatorFilter(unit_id=unit_id, region=region, states=states, is_administrator=is_administrator, name=name)
    return await colleagues.listed(person(request), asked, cursor=cursor, limit=limit)


@post(
    "/accounts",
    operation_id="console_add_account",
    summary="Enter a colleague",
    description="By an administrator of the unit or of one above it; administrators are appointed by the province.",
    responses=answer(AccountId, AccountId(samples.ACCOUNT_ID), status=201),
)
@once
async def add_account(
    request: Request[Any, Any, Any],
    data: Annotated[NewRegulator, body(NewRegulator(unit_id=samples.UNIT_ID, name="黄莉", wecom_userid="huang.li"))],
) -> AccountId:
    """The account's id."""
    added = await accounts.add_regulator(
        person(request),
        data.unit_id,
        name=data.name,
        wecom_userid=data.wecom_userid,
        phone=data.phone,
        is_unit_administrator=data.is_unit_administrator,
    )
    return AccountId(added)


@post(
    "/accounts/{account_id:uuid}/disable",
    operation_id="console_disable_account",
    summary="Disable a colleague's account",
    description="By an administrator of the unit or of one above it; every session ends at once.",
    status_code=200,
    responses=answer(AccountState, AccountState("disabled")),
)
@once
async def disable_account(
    request: Request[Any, Any, Any],
    account_id: FromPath[UUID],
    data: Annotated[AccountDisabling, body(AccountDisabling(reason="已调离本单位"))],
) -> AccountState:
    """The new state."""
    await account_states.disable(person(request), account_id, data.reason)
    return AccountState("disabled")


@post(
    "/accounts/{account_id:uuid}/enable",
    operation_id="console_enable_account",
    summary="Enable a disabled or dormant colleague again",
    description="By an administrator of the unit or of one above it. The person signs in anew.",
    status_code=200,
    responses=answer(AccountState, AccountState("active")),
)
@once
async def enable_account(request: Request[Any, Any, Any], account_id: FromPath[UUID]) -> AccountState:
    """The new state."""
    await account_states.enable(person(request), account_id)
    return AccountState("active")


class AdministratorDuty(msgspec.Struct, frozen=True):
    """Whether the colleague is an administrator of the own unit now."""

    is_unit_administrator: bool


@post(
    "/accounts/{account_id:uuid}/appoint",
    operation_id="console_appoint_administrator",
    summary="Make a colleague the unit's administrator",
    description="By the province; the duty comes on top of what the unit's people may.",
    status_code=200,
    responses=answer(AdministratorDuty, AdministratorDuty(is_unit_administrator=True)),
)
@once
async def appoint(request: Request[Any, Any, Any], account_id: FromPath[UUID]) -> AdministratorDuty:
    """The duty."""
    await account_states.appoint_administrator(person(request), account_id)
    return AdministratorDuty(is_unit_administrator=True)


@post(
    "/accounts/{account_id:uuid}/withdraw",
    operation_id="console_withdraw_administrator",
    summary="Take the administrator's duty back",
    description="By the province; it counts from the colleague's next request on.",
    status_code=200,
    responses=answer(AdministratorDuty, AdministratorDuty(is_unit_administrator=False)),
)
@once
async def withdraw(request: Request[Any, Any, Any], account_id: FromPath[UUID]) -> AdministratorDuty:
    """The duty."""
    await account_states.withdraw_administrator(person(request), account_id)
    return AdministratorDuty(is_unit_administrator=False)


ROUTES = [list_accounts, add_account, disable_account, enable_account, appoint, withdraw]
