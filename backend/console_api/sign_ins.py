"""Sign-ins of the unit's people, for administrators."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, delete, get
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer
from backend.core.i18n import Text
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity import samples, sign_ins
from backend.identity.authentication import person
from backend.identity.scope import Door
from backend.identity.sign_ins import Filters, SignIn

_AT: Final = datetime(2026, 11, 21, 1, tzinfo=UTC)
_SIGN_IN: Final = SignIn(
    id=samples.OWN_SESSION.id,
    account_id=samples.ACCOUNT_ID,
    name="黄莉",
    unit=Text("深圳市住房和城乡建设局", "Shenzhen Housing and Urban-Rural Development Bureau"),
    door=Door.CONSOLE,
    device=Text("Edge · Windows", "Edge · Windows"),
    place=Text("广东省深圳市", "Shenzhen, Guangdong"),
    network="113.88.12.0/24",
    is_from_code=True,
    opened_at=_AT,
    last_seen_at=_AT,
    ended_at=None,
    is_ended_by_administrator=False,
    is_this=False,
)


@get(
    "/sign-ins",
    operation_id="console_list_sign_ins",
    summary="Sign-ins of the unit's people",
    description="Of the own unit and those below it, the newest first, live and ended; for administrators.",
    responses=answer(Page[SignIn], Page([_SIGN_IN], None)),
)
async def list_sign_ins(
    request: Request[Any, Any, Any],
    *,
    account_id: FromQuery[UUID | None] = None,
    unit_id: FromQuery[UUID | None] = None,
    is_live: FromQuery[bool | None] = None,
    q: Annotated[str | None, QueryParameter(min_length=1, max_length=50)] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[SignIn]:
    """A page."""
    filters = Filters(account_id=account_id, unit_id=unit_id, is_live=is_live, q=q)
    return await sign_ins.page(person(request), filters, cursor=cursor, limit=limit)


@delete(
    "/sign-ins/{session_id:uuid}",
    operation_id="console_end_sign_in",
    summary="Sign a colleague out there",
    description="By an administrator of the unit or of one above it, at once; ending an ended one is the same.",
)
@once
async def end_sign_in(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> None:
    """Nothing."""
    await sign_ins.end(person(request), session_id)


ROUTES = [list_sign_ins, end_sign_in]
