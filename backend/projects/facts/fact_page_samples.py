"""Examples for the API page: the page of facts, the regulator's queue, and a month's sheet and review."""

import datetime as dt
from typing import Final
from uuid import UUID

from backend.core.paging import Page
from backend.projects.base.base_information import NewCategory, NewStatus
from backend.projects.facts.fact_rules import Fact, FactState
from backend.projects.facts.fact_samples import AT, CHANGE, DIFFERENCE, NAME, PROJECT_ID, VERSION
from backend.projects.facts.fact_views import BaseFact, FactsPage, FactView, WaitingFact, WaitingProject
from backend.projects.monthly.review_rules import ReviewState
from backend.projects.monthly.review_sheets import MonthProgress, Sheet
from backend.projects.monthly.reviews import Item, Items, NewReview, Review
from backend.projects.rules import State

_REVIEW: Final = UUID("01990000-0000-7000-8000-000000000024")
_REPORT: Final = UUID("01990000-0000-7000-8000-000000000003")

NEW_CATEGORY: Final = NewCategory(category="municipal", reason="登记时选错类别")
NEW_STATUS: Final = NewStatus(action="pause", reason="春节停工", until_on=dt.date(2027, 3, 1))
FACTS_PAGE: Final = FactsPage(
    project_id=PROJECT_ID,
    project_name=NAME,
    is_existing=True,
    confirmed_at=None,
    base=[
        BaseFact(
            code="category",
            name_zh="项目类别",
            name_en="Category",
            value_zh="房屋建筑",
            value_en="building",
            by="黄莉",
            by_kind="regulator",
            at=AT,
        )
    ],
    facts=[
        FactView(
            fact=Fact.STATUS,
            name_zh="项目状态",
            name_en="Status",
            value="under_construction",
            value_zh="在建",
            value_en="under construction",
            version=VERSION,
            state=FactState.CHANGED,
            state_zh="核实后有变更",
            state_en="changed since it was looked at",
            checked_zh="未开工",
            checked_en="not started",
            checked_by="黄莉",
            checked_at=AT,
            reason=None,
            since=AT,
            differences=[DIFFERENCE],
            changes=[CHANGE],
        )
    ],
)
QUEUE: Final = Page(
    [
        WaitingProject(
            project_id=PROJECT_ID,
            project_name=NAME,
            waiting_since=AT,
            facts=[WaitingFact(Fact.STATUS, FactState.CHANGED)],
        )
    ],
    None,
)
_OK: Final = Item(verdict="ok")
_ITEMS: Final = Items(
    progress=_OK,
    status=_OK,
    dangerous_works=Item(verdict="returned", reason="深基坑未列入清单"),
    updates=_OK,
)
NEW_REVIEW: Final = NewReview(period="2026-10", items=_ITEMS, note="现场已核对")
REVIEW: Final = Review(
    id=_REVIEW,
    period="2026-10",
    state=ReviewState.RETURNED,
    round=1,
    items=_ITEMS,
    note="现场已核对",
    reviewed_by="黄莉",
    reviewed_at=AT,
)
SHEET: Final = Sheet(
    project_id=PROJECT_ID,
    project_name=NAME,
    period="2026-10",
    status="under_construction",
    status_zh="在建",
    status_en="under construction",
    progress=MonthProgress(
        id=_REPORT,
        state=State.CONFIRMED,
        stage_zh="主体结构（框架）",
        stage_en="Main structure (frame)",
        percent=25,
        filed_at=AT,
    ),
    is_progress_open=False,
    has_dangerous_works=True,
    dangerous_works_zh="无",
    dangerous_works_en="none",
    changes=[CHANGE],
    obligations=[],
    review=REVIEW,
)
