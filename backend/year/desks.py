"""A station through the year: reports confirmed, facts verified, months reviewed, drafts decided, orders closed."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from backend.core import clock, db
from backend.identity.scope import Scope
from backend.projects.facts import fact_views, facts
from backend.projects.facts.fact_rules import FactState
from backend.projects.monthly import progress, reports, reviews
from backend.projects.monthly.reviews import Item, Items, NewReview
from backend.supervision import draft_views, drafts, order_views, orders
from backend.supervision.draft_rules import DraftState
from backend.supervision.drafts import Issue
from backend.supervision.order_views import OrderFilters
from backend.supervision.orders import NewFinding
from backend.supervision.rules import OrderState, Severity

_FINDINGS = (
    "裸土未覆盖，雾炮未开启",
    "外脚手架连墙件缺失",
    "临边防护栏杆缺失",
    "二级配电箱未接地",
    "主要材料进场台账不完整",
)


class Station:
    """The supervisors of a district's station."""

    def __init__(self, supervisors: Sequence[Scope], seed: int) -> None:
        self._people = supervisors
        self._dice = random.Random(seed)

    async def work(self, today: date) -> None:
        """A working day at the desks."""
        head = self._people[0]
        await self._confirm(head)
        await self._verify(head)
        await self._decide_drafts(head)
        await self._close_orders(head)
        await self._inspect(today)
        if 2 <= today.day <= 20:
            await self._review_months(head, today)

    def _is_left_for_later(self, share: float) -> bool:
        return self._dice.random() < share

    async def _confirm(self, head: Scope) -> None:
        for report in (await reports.queue(head)).items:
            if self._is_left_for_later(0.5):
                continue
            if self._dice.random() < 0.04:
                await progress.return_by_regulator(head, report.id, report.round, "形象进度与现场巡查不符，请核实层数")
            else:
                await progress.confirm(head, report.id, report.round)

    async def _verify(self, head: Scope) -> None:
        for waiting in (await fact_views.queue(head, limit=20)).items:
            if self._is_left_for_later(0.6):
                continue
            page = await fact_views.page(head, waiting.project_id)
            for fact in page.facts:
                if fact.state in {FactState.UNVERIFIED, FactState.CHANGED} and fact.version is not None:
                    await self._check(head, waiting.project_id, fact)

    async def _check(self, head: Scope, project_id: UUID, fact: fact_views.FactView) -> None:
        if self._dice.random() < 0.05:
            await facts.return_(head, project_id, fact.fact, fact.version, "与现场不符，请更正后重新上报")
        else:
            await facts.verify(head, project_id, fact.fact, fact.version)

    async def _decide_drafts(self, head: Scope) -> None:
        page = await draft_views.list_drafts(head, states=(DraftState.WAITING,), project_id=None, cursor=None, limit=50)
        for draft in page.items:
            if self._is_left_for_later(0.6):
                continue
            if self._dice.random() < 0.2:
                await drafts.dismiss(head, draft.id, "已电话核实，项目承诺本周补报")
            else:
                await drafts.issue(head, draft.id, Issue())

    async def _close_orders(self, head: Scope) -> None:
        page = await order_views.list_orders(head, OrderFilters(states=(OrderState.REVIEWED,)), limit=50)
        for order in page.items:
            if self._dice.random() < 0.12:
                due_at = clock.now() + timedelta(days=3, hours=-1)
                await orders.send_back(head, order.id, reason="复查发现仍有部位未整改", due_at=due_at)
            else:
                await orders.close(head, order.id, note="复查合格，同意销号")

    async def _inspect(self, today: date) -> None:
        """A patrol on some days finds something on one site."""
        if today.weekday() != 2 or self._dice.random() < 0.4:
            return
        inspector = self._dice.choice(self._people)
        sites = await db.fetch(
            "SELECT id FROM project WHERE supervising_unit_id = $1 AND status = 'under_construction' ORDER BY id",
            inspector.unit_id,
        )
        if sites:
            chosen = self._dice.sample(_FINDINGS, k=self._dice.randint(1, 2))
            await orders.issue(
                inspector,
                project_id=self._dice.choice(sites)["id"],
                title=f"{today.month} 月巡查整改",
                findings=[NewFinding(text, Severity.GENERAL) for text in chosen],
                due_at=clock.now() + timedelta(days=5),
            )

    async def _review_months(self, head: Scope, today: date) -> None:
        period = f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
        rows = await db.fetch(
            """
            SELECT obligation.project_id FROM obligation JOIN project ON project.id = obligation.project_id
            WHERE project.supervising_unit_id = $1 AND obligation.kind = 'monthly_review' AND obligation.period = $2
              AND obligation.state = 'open' ORDER BY obligation.project_id
            """,
            head.unit_id,
            period,
        )
        for row in rows:
            if self._is_left_for_later(0.75) or await reviews.is_progress_open(row["project_id"], period):
                continue
            ok = Item(verdict="ok")
            items = Items(progress=ok, status=ok, dangerous_works=ok, updates=ok)
            await reviews.review(head, row["project_id"], NewReview(period=period, items=items, note="本月核查无异常"))
