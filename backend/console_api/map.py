"""The engineering sand table: numbers by city and district, points, and the projects behind both."""

from typing import Annotated, Any

from litestar import MediaType, Request, Response, get
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency, Provide
from litestar.openapi import ResponseSpec
from litestar.params import FromQuery, PathParameter, QueryParameter

from backend.core.examples import answer
from backend.identity.authentication import person
from backend.overview import map_counts, map_list, map_outline, map_points, map_samples, map_stages
from backend.overview.map_counts import MapCounts, MapTrend
from backend.overview.map_filter import MapFilter
from backend.overview.map_list import MAX_LISTED, MAX_NUMBER, MapCard, MapPage
from backend.overview.map_outline import MapOutline
from backend.overview.map_points import MapPoints
from backend.overview.map_stages import MapStage
from backend.projects.dangerous.dangerous_kinds import Grade
from backend.projects.facts.fact_rules import Status
from backend.supervision.rules import Level

Code = Annotated[str | None, QueryParameter(max_length=40)]
Version = Annotated[int | None, QueryParameter(ge=0, le=2**53)]


def asked_filter(
    *,
    sector: Code = None,
    stage: Code = None,
    level: FromQuery[Level | None] = None,
    silent: FromQuery[bool | None] = None,
    dangerous: FromQuery[Grade | None] = None,
    status: FromQuery[Status | None] = None,
    region: Code = None,
) -> MapFilter:
    """The map's filters, the same for its numbers and for the list behind each."""
    return MapFilter(
        sector=sector, stage=stage, level=level, silent=silent, dangerous=dangerous, status=status, region=region
    )


_FILTERED = {"asked": Provide(asked_filter, sync_to_thread=False)}
_FILTERS_SAID = (
    "`level` means a warning of that level or a higher one that is not closed, `dangerous` works of that grade or a "
    "graver one, `silent` that something the site owes is overdue, `stage` the code of the newest report's stage, "
    "empty for projects without a report, `region` a city or a district."
)
_ASKED_ANEW = "private, no-cache"


@get(
    "/map",
    operation_id="console_map",
    summary="The numbers on the map",
    description="Of the own subtree: of every city, or with `region` of its districts, and of all together. With "
    "`period` (`2026-10`) as they were at that month's end. " + _FILTERS_SAID,
    responses=answer(MapCounts, map_samples.COUNTS),
    dependencies=_FILTERED,
)
async def read_counts(
    request: Request[Any, Any, Any],
    *,
    asked: NamedDependency[MapFilter],
    period: Annotated[str | None, QueryParameter(max_length=7)] = None,
) -> MapCounts:
    """The numbers."""
    return await map_counts.counts(person(request), asked, period=period)


@get(
    "/map/trend",
    operation_id="console_map_trend",
    summary="The numbers over the last months",
    description="Twelve at most, this one as it stands now. " + _FILTERS_SAID,
    responses=answer(MapTrend, map_samples.TREND),
    dependencies=_FILTERED,
)
async def read_trend(request: Request[Any, Any, Any], asked: NamedDependency[MapFilter]) -> MapTrend:
    """The months."""
    return await map_counts.trend(person(request), asked)


@get(
    "/map/points",
    operation_id="console_map_points",
    summary="Every project as a point",
    description="Of the own subtree, or of a region in it: columns of whole numbers, see the fields. With `since`, the "
    "`version` of an earlier answer to the same question, only what has changed; a version that is unknown or too old "
    f"gives the whole, and `is_whole` says so. Above {map_points.MOST_POINTS:,} points `needs_region` asks for a city "
    "or a district; of a city `regions` then says where its districts lie.",
    responses=answer(MapPoints, map_samples.POINTS),
    opt={"is_compressed": True},
)
async def read_points(request: Request[Any, Any, Any], since: Version = None, region: Code = None) -> Response[bytes]:
    """The points."""
    is_zipped = "gzip" in request.headers.get("accept-encoding", "")
    body = await map_points.encoded(person(request), since=since, region=region, is_zipped=is_zipped)
    headers = {"vary": "Accept-Encoding", "cache-control": "private, no-store"}
    return Response(
        body, media_type=MediaType.JSON, headers={**headers, "content-encoding": "gzip"} if is_zipped else headers
    )


@get(
    "/map/projects",
    operation_id="console_map_projects",
    summary="The projects behind a number",
    description="The worst first; `total` is the number that `/map` shows for the same filter. " + _FILTERS_SAID,
    responses=answer(MapPage, map_samples.PAGE),
    dependencies=_FILTERED,
)
async def list_map_projects(
    request: Request[Any, Any, Any],
    *,
    asked: NamedDependency[MapFilter],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_LISTED)] = 50,
) -> MapPage:
    """A page of them."""
    return await map_list.listed(person(request), asked, cursor=cursor, limit=limit)


@get(
    "/map/projects/{number:int}",
    operation_id="console_map_project",
    summary="The project behind a point",
    description="What it is, and what burns there.",
    responses=answer(MapCard, map_samples.CARD),
)
async def read_card(
    request: Request[Any, Any, Any], number: Annotated[int, PathParameter(ge=1, le=MAX_NUMBER)]
) -> MapCard:
    """The project."""
    return await map_list.card(person(request), number)


@get(
    "/map/outline",
    operation_id="console_map_outline",
    summary="The cities' boundaries",
    description="From the map file. The answer is kept and asked for anew each time: `If-None-Match` with the last "
    "`ETag` gives 304, no body. The file that comes with the product carries no map-approval number (审图号).",
    response_headers=[ResponseHeader("ETag", description="The tag, for `If-None-Match`", documentation_only=True)],
    responses={
        **answer(MapOutline, map_samples.OUTLINE),
        304: ResponseSpec(None, description="The map file is the one of that `ETag`; no body."),
    },
)
async def read_outline(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The boundaries."""
    found = map_outline.encoded()
    headers = {"ETag": f'W/"{found.tag}"', "Cache-Control": _ASKED_ANEW}
    if request.headers.get("if-none-match", "").removeprefix("W/").strip('"') == found.tag:
        return Response(b"", status_code=304, headers=headers)
    return Response(found.body, media_type=MediaType.JSON, headers=headers)


@get(
    "/map/stages",
    operation_id="console_map_stages",
    summary="Stages to narrow the map by",
    description="Those that reports may name today, by category, in the order of building.",
    responses=answer(list[MapStage], map_samples.STAGES),
)
async def read_stages() -> list[MapStage]:
    """The dictionary."""
    return await map_stages.stages()


ROUTES = [read_counts, read_trend, read_points, list_map_projects, read_card, read_outline, read_stages]
