"""Devices of the regulator's area, and senders that nobody registered."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, get
from litestar.params import FromQuery, QueryParameter

from backend.both_doors.devices import KNOWN
from backend.core.examples import answer
from backend.core.i18n import Text
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.monitoring import device_list
from backend.monitoring.device_list import DeviceItem, DevicePage, Filters, UnknownDevice
from backend.monitoring.devices import Hearing

_AT: Final = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
_ITEM: Final = DeviceItem(
    id=KNOWN.id,
    mn=KNOWN.mn,
    kind=KNOWN.kind,
    name=KNOWN.name,
    project_id=UUID("01990000-0000-7000-8000-000000000001"),
    project_name="滨江花园项目",
    region=Text("天河区", "Tianhe District"),
    hearing=Hearing.TRANSMITTING,
    last_seen_at=_AT,
    registered_at=_AT,
    values=KNOWN.values,
)
_UNKNOWN: Final = UnknownDevice(
    mn="010000A8900016F000169DC9", network="113.88.12.0/24", packets=1440, first_seen_at=_AT, last_seen_at=_AT
)


@get(
    "/devices",
    operation_id="console_list_area_devices",
    summary="Devices of the area",
    description="Those never heard first, then the longest silent; `silent` is for 24 hours and more. The numbers are "
    "of the same filters without `hearing`.",
    responses=answer(DevicePage, DevicePage(items=[_ITEM], never=2, silent=5, transmitting=214, next=None)),
)
async def list_devices(
    request: Request[Any, Any, Any],
    *,
    hearing: FromQuery[Hearing | None] = None,
    kind: Annotated[str | None, QueryParameter(max_length=40)] = None,
    region_code: Annotated[str | None, QueryParameter(pattern="^44[0-9]{4}$")] = None,
    q: Annotated[str | None, QueryParameter(min_length=1, max_length=60)] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> DevicePage:
    """A page."""
    filters = Filters(hearing=hearing, kind=kind, region_code=region_code, q=q)
    return await device_list.page(person(request), filters, cursor=cursor, limit=limit)


@get(
    "/unknown-devices",
    operation_id="console_list_unknown_devices",
    summary="Senders that nobody registered",
    description="The last heard first; for administrators. The site registers its device and the sender is unknown no "
    "more.",
    responses=answer(Page[UnknownDevice], Page([_UNKNOWN], None)),
)
async def list_unknown(
    request: Request[Any, Any, Any],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[UnknownDevice]:
    """A page."""
    return await device_list.unknown(person(request), cursor=cursor, limit=limit)


ROUTES = [list_devices, list_unknown]
