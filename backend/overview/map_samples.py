"""Examples of the map for the API page."""

import datetime as dt
from typing import Final
from uuid import UUID

from backend.core.i18n import Text
from backend.overview.map_counts import MapCount, MapCounts, MapMonth, MapRegion, MapTrend
from backend.overview.map_list import MapCard, MapItem, MapPage, MapWarning
from backend.overview.map_outline import CityOutline, MapOutline
from backend.overview.map_points import MapCorner, MapLook, MapPoints
from backend.overview.map_stages import MapStage
from backend.projects import samples
from backend.projects.dangerous.dangerous_kinds import Grade
from backend.projects.facts.fact_rules import Status
from backend.supervision.rules import Level, WarningState

_COUNT: Final = MapCount(projects=412, blue=9, yellow=14, orange=5, red=2, silent=31, dangerous=120, oversized=38)
COUNTS: Final = MapCounts(
    version=1807,
    period="2026-11",
    total=_COUNT,
    regions=[MapRegion(code="440300", name=Text("深圳市", "Shenzhen"), count=_COUNT)],
)
TREND: Final = MapTrend(
    [
        MapMonth(period="2026-10", projects=405, silent=28, warnings=77),
        MapMonth(period="2026-11", projects=412, silent=31, warnings=64),
    ]
)
POINTS: Final = MapPoints(
    version=1807,
    is_whole=True,
    needs_region=False,
    looks=[
        MapLook(
            sector="housing", category="building", status=Status.UNDER_CONSTRUCTION, stage="B-FOUNDATION",
            level=Level.YELLOW, is_silent=False, dangerous=Grade.OVERSIZED,
        )
    ],
    numbers=[12, 1],
    look=[0, 0],
    regions=[MapCorner("440305", 1_138_700, 224_800)],
    placed=[12, 1],
    region=[0, 0],
    east=[0, 642],
    north=[311, 0],
    gone=[],
)  # fmt: skip
_ITEM: Final = MapItem(
    number=12,
    id=samples.PROJECT_ID,
    name=samples.PROJECT.name,
    region_code="440305",
    region=Text("南山区", "Nanshan District"),
    sector="housing",
    category="building",
    status=Status.UNDER_CONSTRUCTION,
    stage=Text("地基与基础", "Foundation"),
    level=Level.YELLOW,
    is_silent=False,
    dangerous=Grade.OVERSIZED,
    longitude=113.93,
    latitude=22.53,
)
PAGE: Final = MapPage([_ITEM], None, 1)
CARD: Final = MapCard(
    project=_ITEM,
    supervising_unit=Text("深圳市住房和城乡建设局", "Shenzhen Housing and Urban-Rural Development Bureau"),
    warnings=[
        MapWarning(
            id=UUID("01990000-0000-7000-8000-000000000021"),
            name=Text("扬尘超标", "Dust above the limit"),
            level=Level.YELLOW,
            state=WarningState.OPEN,
            raised_at=dt.datetime(2026, 11, 21, 2, 30, tzinfo=dt.UTC),
        )
    ],
    all_warnings=1,
    orders=1,
    overdue=0,
)
OUTLINE: Final = MapOutline([CityOutline("440300", [[1_137_500, 224_500, 120, 35, -40, 210]])])
STAGES: Final = [MapStage("B-FOUNDATION", "building", Text("地基与基础", "Foundation"))]
