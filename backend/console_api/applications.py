"""Colleagues who ask to be added: anybody whom WeCom vouches for applies, a unit's administrator decides."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity import applications, people_samples, samples, units
from backend.identity.applications import Application, OwnApplication
from backend.identity.authentication import limit_look_ups, limit_sign_ins, person
from backend.identity.rules import ApplicationState
from backend.identity.units import PublicUnit
from backend.supervision.rules import Sentence
from bot import sign_in as providers


class NewApplication(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fresh code of WeCom's sign-in page, the unit, the name; `is_anew` after a refusal that was read."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=512)]
    unit_id: UUID
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    is_anew: bool = False


class Approval(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another unit than the one applied to, where the person works at one of its stations."""

    unit_id: UUID | None = None


class ApplicationRefusal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the applicant reads."""

    reason: Sentence


class ApprovedApplication(msgspec.Struct, frozen=True):
    """The new colleague's account."""

    account_id: UUID


class DecidedApplication(msgspec.Struct, frozen=True):
    """What the application is now."""

    state: ApplicationState


@get(
    "/units/public",
    operation_id="console_list_public_units",
    summary="Departments that one may apply to",
    description="Every department by region and sector, with nothing but its name: before there is an account.",
    opt={"public": True},
    guards=[limit_look_ups],
    responses=answer(list[PublicUnit], [people_samples.PUBLIC_UNIT]),
)
async def list_public_units() -> list[PublicUnit]:
    """Departments."""
    return await units.list_public()


@post(
    "/sign-in/apply",
    operation_id="console_apply",
    summary="Ask to be added as a colleague",
    description="WeCom says who asks, with a fresh code of its sign-in page. Who asks again sees how the application "
    "stands; after a refusal, `is_anew` files another one.",
    status_code=202,
    opt={"public": True},
    guards=[limit_sign_ins],
    responses=answer(OwnApplication, people_samples.OWN_APPLICATION, status=202),
)
async def apply(
    data: Annotated[NewApplication, body(NewApplication(code="Zx81…", unit_id=samples.UNIT_ID, name="周敏"))],
) -> OwnApplication:
    """How it stands."""
    proved = await providers.on_web(data.code)
    return await applications.apply(*proved, unit_id=data.unit_id, name=data.name, is_anew=data.is_anew)


@get(
    "/applications",
    operation_id="console_list_applications",
    summary="Colleagues who ask to be added",
    description="To the own unit and those below it, the oldest first; for administrators.",
    responses=answer(Page[Application], people_samples.APPLICATION_PAGE),
)
async def list_applications(
    request: Request[Any, Any, Any],
    *,
    states: FromQuery[list[ApplicationState] | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[Application]:
    """A page."""
    return await applications.list_applications(person(request), states=states, cursor=cursor, limit=limit)


@post(
    "/applications/{application_id:uuid}/approve",
    operation_id="console_approve_application",
    summary="Add the colleague",
    description="By an administrator of the unit or of one above it, never by the applicant. The person signs in with "
    "WeCom from then on.",
    status_code=200,
    responses=answer(ApprovedApplication, ApprovedApplication(samples.ACCOUNT_ID)),
)
@once
async def approve(
    request: Request[Any, Any, Any],
    application_id: FromPath[UUID],
    data: Annotated[Approval, body(Approval(unit_id=samples.UNIT_ID))],
) -> ApprovedApplication:
    """The account's id."""
    return ApprovedApplication(await applications.approve(person(request), application_id, unit_id=data.unit_id))


@post(
    "/applications/{application_id:uuid}/refuse",
    operation_id="console_refuse_application",
    summary="Refuse the application",
    description="With a reason, which the applicant reads.",
    status_code=200,
    responses=answer(DecidedApplication, DecidedApplication(ApplicationState.REFUSED)),
)
@once
async def refuse(
    request: Request[Any, Any, Any],
    application_id: FromPath[UUID],
    data: Annotated[ApplicationRefusal, body(ApplicationRefusal(reason="不是本单位人员"))],
) -> DecidedApplication:
    """The new state."""
    await applications.refuse(person(request), application_id, data.reason)
    return DecidedApplication(ApplicationState.REFUSED)


ROUTES = [list_public_units, apply, list_applications, approve, refuse]
