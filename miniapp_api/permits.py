"""Binding a construction permit."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, post
from litestar.params import FromPath

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.projects import samples
from backend.projects.base import permits
from backend.projects.base.permits import Bound


class PermitNumber(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """18 digits; blanks, hyphens and a copy's letter are tolerated."""

    number: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


@post(
    "/projects/{project_id:uuid}/permits",
    operation_id="miniapp_bind_permit",
    summary="Bind a construction permit",
    description="By the project manager or the developer's lead. A number of another province, with an impossible "
    "date, or bound already is refused; an unusual class or another city is only remarked.",
    responses=answer(Bound, samples.BOUND, status=201),
)
@once
async def bind_permit(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    data: Annotated[PermitNumber, body(PermitNumber(number=samples.PERMIT_NUMBER))],
) -> Bound:
    """The permit."""
    return await permits.bind(person(request), project_id, data.number)


ROUTES = [bind_permit]
