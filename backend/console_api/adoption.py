"""Who uses the platform against who should."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromQuery

from backend.core.examples import answer
from backend.identity.authentication import person
from backend.overview import adoption, adoption_table, samples
from backend.overview.adoption import Adoption, By

_DESCRIPTION = (
    "Of the own subtree, a row a city for the province and a row a unit for the others, unless `by` says otherwise; "
    "`period` is a month (`2026-11`), the last that is over unless said; what is not due yet is not counted."
)


@get(
    "/adoption",
    operation_id="console_adoption",
    summary="Who has signed in, been approved, filed and answered, against who should have",
    description=_DESCRIPTION,
    responses=answer(Adoption, samples.ADOPTION),
)
async def read_adoption(
    request: Request[Any, Any, Any],
    period: FromQuery[str | None] = None,
    by: FromQuery[By | None] = None,
) -> Adoption:
    """The report."""
    return await adoption.report(person(request), period=period or adoption.closed_month(), by=by)


@get(
    "/adoption.csv",
    operation_id="console_adoption_table",
    summary="The adoption report as a table",
    description=f"{_DESCRIPTION} In the reader's language; no cell begins like a formula.",
    media_type="text/csv",
)
async def read_adoption_table(
    request: Request[Any, Any, Any],
    period: FromQuery[str | None] = None,
    by: FromQuery[By | None] = None,
) -> Response[str]:
    """The report as CSV."""
    report = await adoption.report(person(request), period=period or adoption.closed_month(), by=by)
    name = f"adoption-{report.period}.csv"
    return Response(adoption_table.table(report), headers={"Content-Disposition": f'attachment; filename="{name}"'})


ROUTES = [read_adoption, read_adoption_table]
