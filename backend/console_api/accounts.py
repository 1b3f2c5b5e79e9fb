"""Colleagues: entered and disabled by unit administrators."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity import accounts, samples
from backend.identity.accounts import Regulator
from backend.identity.authentication import person


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


class AccountState(msgspec.Struct, frozen=True):
    """What the account is now."""

    state: str


@get(
    "/accounts",
    operation_id="console_list_accounts",
    summary="Colleagues of the own unit and those below it",
    description="Oldest first; phone numbers masked.",
    responses=answer(Page[Regulator], samples.REGULATOR_PAGE),
)
async def list_accounts(
    request: Request[Any, Any, Any],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[Regulator]:
    """A page."""
    return await accounts.list_regulators(person(request), cursor=cursor, limit=limit)


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
async def disable_account(request: Request[Any, Any, Any], account_id: FromPath[UUID]) -> AccountState:
    """The new state."""
    await accounts.disable(person(request), account_id)
    return AccountState("disabled")


ROUTES = [list_accounts, add_account, disable_account]
