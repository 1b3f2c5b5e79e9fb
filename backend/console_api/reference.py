"""What the rules stand on."""

import datetime as dt
from typing import Final

from litestar import get

from backend.core.examples import answer
from backend.core.i18n import Text
from backend.overview import reference_book
from backend.overview.reference_row import ReferenceFact, ReferenceRow, ReferenceSection

_SECTION: Final = ReferenceSection(
    code="limits",
    name=Text("监测限值", "Limits of monitoring"),
    rows=[
        ReferenceRow(
            code="LA",
            name=Text("A 声级", "A-weighted sound level"),
            group=Text("扬尘或噪声超标", "Dust or noise above the limit"),
            facts=[ReferenceFact(Text("限值（含）", "Limit, inclusive"), Text("70 dB", "70 dB"))],
            basis=Text("GB 12523-2025：昼间场界 70 dB(A)", "GB 12523-2025: 70 dB(A) at the boundary by day"),
            valid_from=dt.date(2026, 1, 1),
        )
    ],
)


@get(
    "/reference",
    operation_id="console_read_reference",
    summary="Reference data",
    description="Limits, kinds of warnings and their escalation, deadlines, obligations, kinds of dangerous works, "
    "stages, views, posts, terms and regions: each row with its clause and its dates of force. Read only.",
    responses=answer(list[ReferenceSection], [_SECTION]),
)
async def read_reference() -> list[ReferenceSection]:
    """Sections."""
    return await reference_book.sections()


ROUTES = [read_reference]
