"""What the page of a project shows over months: its reports with their photos, and what its devices measured."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get
from litestar.params import FromPath, QueryParameter

from backend.core.examples import answer
from backend.core.i18n import Text
from backend.identity.authentication import person
from backend.monitoring import series
from backend.monitoring.series import Band, Marked, Raised, Series
from backend.projects import samples
from backend.projects.monthly import reports
from backend.projects.monthly.reports import Report
from backend.supervision.rules import Level

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 21, hour, minute, tzinfo=UTC)


_SERIES = Series(
    device_id=UUID(int=1),
    device_name="1#扬尘噪声",
    factor="a34002",
    metric=Text("可吸入颗粒物 PM10", "PM10"),
    unit="µg/m³",
    from_at=_at(0),
    until_at=_at(4),
    bucket_seconds=3600,
    buckets=[(1795219200, 61, 87.5, 187), (1795222800, 58, 70.25, 96)],
    gaps=[(_at(2), _at(3))],
    marks=[Marked(from_at=_at(3), until_at=_at(4), mark="C", name=Text("校准", "calibration"))],
    bands=[
        Band(
            from_at=_at(0),
            until_at=_at(4),
            limit=150,
            level=Level.YELLOW,
            standard="平台规则 / Platform rule",
            clause=Text(
                "PM10 预警默认值（可按城市调整）", "Default of PM10 for an early warning; a city may change it"
            ),
        )
    ],
    warnings=[Raised(id=UUID(int=2), level=Level.YELLOW, raised_at=_at(0, 30))],
)


@get(
    "/projects/{project_id:uuid}/progress",
    operation_id="console_project_progress",
    summary="Reports of a project",
    description="Of the last two years with the photos of their present rounds, the newest month first.",
    responses=answer(list[Report], [samples.REPORT]),
)
async def project_progress(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> list[Report]:
    """Reports."""
    return await reports.of_project(person(request), project_id)


@get(
    "/projects/{project_id:uuid}/devices/{device_id:uuid}/readings",
    operation_id="console_device_readings",
    summary="What a device measured of one quantity",
    description="Of 31 days at most, in 500 buckets at most: the lowest, the mean and the highest value that the "
    "instrument called normal; the limits in force, hour by hour; the times without any report; the times that the "
    "instrument remarked on; and the warnings that came of it. `factor` is one of those that the device lists.",
    responses=answer(Series, _SERIES),
)
async def device_readings(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    device_id: FromPath[UUID],
    *,
    factor: Annotated[str, QueryParameter(min_length=1, max_length=20)],
    from_at: Annotated[Moment, QueryParameter()],
    until_at: Annotated[Moment, QueryParameter()],
) -> Series:
    """The series."""
    return await series.read(person(request), project_id, device_id, factor=factor, from_at=from_at, until_at=until_at)


ROUTES = [project_progress, device_readings]
