"""Examples for the API page, of the site that `projects.samples` makes up."""

import datetime as dt
from typing import Final
from uuid import UUID

from backend.core.i18n import Text
from backend.core.paging import Page
from backend.overview.adoption import Adoption, AdoptionRow, By, Counts
from backend.overview.highlights import Field, Highlight
from backend.overview.lines import Topic
from backend.overview.month import DueLine, FactLine, MonthPage, ReportLine, StandsOn
from backend.overview.month_rules import OUTCOME_NAMES, Outcome
from backend.overview.search import Found
from backend.overview.timeline import Target, TimelineItem
from backend.projects import samples
from backend.projects.duties.obligation_rules import KINDS
from backend.projects.facts.fact_rules import FACT_NAMES, FACT_STATE_NAMES, Fact, FactState
from backend.projects.rules import STATE_NAMES, State

FOUND_PAGE: Final = Page(
    [
        Found(
            id=samples.PROJECT_ID,
            name=samples.PROJECT.name,
            city_code="440300",
            region_code="440305",
            sector="housing",
            status="under_construction",
            supervising_unit_zh="深圳市住房和城乡建设局",
            supervising_unit_en="Shenzhen Housing and Urban-Rural Development Bureau",
            highlights=[Highlight(field=Field.NAME, before="南山", match="科学城", after="一期")],
        )
    ],
    None,
)
TIMELINE_PAGE: Final = Page(
    [
        TimelineItem(
            id=UUID("01990000-0000-7000-8000-000000000011"),
            at=dt.datetime(2026, 11, 21, 2, 30, tzinfo=dt.UTC),
            topic=Topic.PROGRESS,
            kind="progress.filed",
            level=None,
            text=Text("提交 2026-11 形象进度", "The progress of 2026-11 was filed"),
            by_name="林晓明",
            target=Target("progress", UUID("01990000-0000-7000-8000-000000000003")),
        )
    ],
    None,
)
_FILED_AT: Final = dt.datetime(2026, 11, 2, 2, 30, tzinfo=dt.UTC)
MONTH: Final = MonthPage(
    project_id=samples.PROJECT_ID,
    project_name=samples.PROJECT.name,
    period="2026-11",
    from_at=dt.datetime(2026, 10, 31, 16, tzinfo=dt.UTC),
    until_at=dt.datetime(2026, 11, 30, 16, tzinfo=dt.UTC),
    as_of=dt.datetime(2026, 11, 30, 16, tzinfo=dt.UTC),
    facts=[
        FactLine(
            fact=Fact.MAP_POINT,
            name=FACT_NAMES[Fact.MAP_POINT],
            state=FactState.VERIFIED,
            state_name=FACT_STATE_NAMES[FactState.VERIFIED],
            since=_FILED_AT,
        )
    ],
    reports=[
        ReportLine(
            id=UUID("01990000-0000-7000-8000-000000000003"),
            period="2026-10",
            state=State.CONFIRMED,
            state_name=STATE_NAMES[State.CONFIRMED],
            rounds=1,
            photos=6,
            filed_at=_FILED_AT,
            last_at=_FILED_AT + dt.timedelta(days=2),
        )
    ],
    dues=[
        DueLine(
            kind="progress",
            name=KINDS["progress"].name,
            period="2026-10",
            due_at=dt.datetime(2026, 11, 5, 15, 59, 59, tzinfo=dt.UTC),
            met_at=_FILED_AT,
            outcome=Outcome.MET,
            outcome_name=OUTCOME_NAMES[Outcome.MET],
        )
    ],
    warnings=[],
    orders=[],
    changes=[],
    people=[],
    stands_on=StandsOn(
        events=14,
        last_event_id=UUID("01990000-0000-7000-8000-000000000011"),
        last_event_at=_FILED_AT,
        digest="9f2c7d0e5b1a4c3f8e6d7a9b0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f6a7b8c9d",
    ),
)
_COUNTS: Final = Counts(
    projects=2310, with_permit=2204, with_map_point=2198, existing=1650, existing_confirmed=1544,
    under_construction=1702, with_device=1380, posts_required=5106, posts_held=4890, posts_signed_in=4711,
    reports_due=1702, reports_in_time=1495, reports_late=120, reports_silent=87, warnings_raised=640,
    warnings_answered=611, warnings_answered_in_time=570, orders_due=214, orders_replied=209,
    orders_replied_in_time=198, regulators=96, regulators_signed_in=93, reviews_due=1702, reviews_done=1650,
)  # fmt: skip
ADOPTION: Final = Adoption(
    period="2026-10",
    by=By.CITY,
    as_of=dt.datetime(2026, 11, 21, 2, 30, tzinfo=dt.UTC),
    total=_COUNTS,
    rows=[AdoptionRow(name=Text("深圳市", "Shenzhen"), counts=_COUNTS, city_code="440300")],
)
