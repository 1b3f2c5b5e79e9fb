"""A site through the year: its people come, report, list, connect, answer warnings and orders, and hand over."""

import random
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db, geo
from backend.demo.doors import DustMonitor
from backend.identity import accounts
from backend.identity.scope import Scope
from backend.monitoring import devices
from backend.monitoring.devices import NewDevice
from backend.projects import registration
from backend.projects.base import base_information, map_points, permits
from backend.projects.base.base_information import NewStatus
from backend.projects.base.works import NewWork
from backend.projects.dangerous import dangerous_works
from backend.projects.dangerous.dangerous_kinds import Measure
from backend.projects.monthly import progress
from backend.projects.monthly.progress import NewPhoto, NewReport
from backend.projects.people import deciding, posts
from backend.projects.registration import NewParty, NewPerson, NewProject
from backend.projects.rules import PostKind
from backend.supervision import handover, handover_views, order_views, orders, warnings
from backend.supervision.handover import NewHandover
from backend.supervision.replies import Reply
from backend.supervision.rules import OrderState
from backend.year.authority import Authority, scope_of
from backend.year.lives import Life, Temper
from backend.year.pictures import SIDES, Gallery

FILED_ON: Final = {Temper.PUNCTUAL: (22, 28), Temper.LATE: (4, 9), Temper.SILENT: (24, 28)}
"""Days of the month between which a site files: of its own month, or of the next one for who is late."""


class Waiting(msgspec.Struct, frozen=True):
    """What waits for the sites' people on a morning, by project: each person would read it on the own phone."""

    warnings: dict[UUID, list[asyncpg.Record]]
    orders: dict[UUID, list[asyncpg.Record]]
    returned: dict[UUID, list[asyncpg.Record]]
    filed: dict[UUID, list[asyncpg.Record]]


async def waiting() -> Waiting:
    """As of now."""
    return Waiting(
        await _by_project(
            "SELECT project_id, id, code FROM warning WHERE state = 'open' AND code <> 'SUP-STALE' ORDER BY id"
        ),
        await _by_project(
            "SELECT project_id, id, state FROM rectification_order WHERE state IN ('issued', 'replied') ORDER BY id"
        ),
        await _by_project("SELECT project_id, period FROM progress_report WHERE state = 'returned' ORDER BY id"),
        await _by_project("SELECT project_id, id FROM progress_report WHERE state = 'filed' ORDER BY id"),
    )


async def _by_project(sql: str) -> dict[UUID, list[asyncpg.Record]]:
    found: dict[UUID, list[asyncpg.Record]] = {}
    for row in await db.fetch(sql):
        found.setdefault(row["project_id"], []).append(row)
    return found


class Site:
    """One project with its people; `day` counts from the first day of the year."""

    def __init__(self, life: Life, authority: Authority, gallery: Gallery, first: date) -> None:
        self.life = life
        self.dice = random.Random(life.number)
        self._authority, self._gallery, self._first = authority, gallery, first
        self.project_id: UUID | None = None
        self.monitor: DustMonitor | None = None
        self._people: dict[PostKind, Scope] = {}
        self._file_day = self.dice.randint(*FILED_ON[life.temper])

    @property
    def station(self) -> Scope:
        """The supervisor who looks after the site."""
        people = self._authority.supervisors[self.life.district.code]
        return people[self.life.number % len(people)]

    async def live(self, day: int, waiting: "Waiting") -> None:
        """What the site's people do on a day, with what waits for them in the morning."""
        life = self.life
        if day == life.registered_day:
            await self._come(day)
        if self.project_id is None:
            return
        since = day - life.registered_day
        if since == 1 + life.number % 3 + (9 if life.temper is Temper.LATE else 0):
            await self._base_information()
        if since == 5 + life.number % 6 and life.temper is not Temper.SILENT:
            await self._dangerous_works(day)
        if since == 6 + life.number % 9 and life.has_monitor:
            await self._connect()
        if day == life.started_day and not life.is_existing:
            await self._say("start", "取得施工许可并完成开工条件核查")
        if day == life.finished_day:
            await self._say("finish", "工程完工，准备竣工验收")
        if life.successor and since == 150:
            await self._hand_over()
        if not life.is_silent(day):
            await self._answer_warnings(waiting)
            await self._answer_orders(day, waiting)
            await self._report(day, waiting)
            await self._review(waiting)

    async def _come(self, day: int) -> None:
        life = self.life
        new = NewProject(
            name=life.name,
            category="building" if life.is_building else "municipal",
            region_code=life.district.code,
            supervising_unit_id=self._authority.stations[life.district.code],
            status="under_construction" if life.is_existing else "not_started",
            is_existing=life.is_existing,
            started_on=self._first + timedelta(days=life.started_day) if life.is_existing else None,
            parties=[NewParty(role=role, uscc=firm.uscc, name=firm.name) for role, firm in life.parties.items()],
            project_manager=NewPerson(name=life.manager.name, phone=life.manager.phone),
            chief_engineer=NewPerson(name=life.chief.name, phone=life.chief.phone),
            works=[NewWork(name="1#楼", structure="框架剪力墙", floors_above=life.floors)] if life.is_building else [],
        )
        self.project_id = (await registration.register(self.station, new)).id
        for holder in await posts.holders(self.project_id):
            self._people[holder.kind] = await scope_of(holder.account_id)
        for kind, person, role in (
            (PostKind.SAFETY_OFFICER, life.officer, "contractor"),
            (PostKind.MATERIALS_CLERK, life.clerk, "contractor"),
            (PostKind.DEVELOPER_LEAD, life.developer_lead, "developer"),
        ):
            if day % 7 or kind is PostKind.SAFETY_OFFICER:  # Not every site has everybody.
                self._people[kind] = await self._hire(kind, person.name, person.phone, role)

    async def _hire(self, kind: PostKind, name: str, phone: str, role: str) -> Scope:
        async with db.transaction():
            account_id = (await accounts.ensure_enterprise(phone, name)).account_id
        person = await scope_of(account_id)
        assert self.project_id is not None
        applied = await posts.apply(person, self.project_id, kind, self.life.parties[role].uscc)
        approver = self._people[self.dice.choice((PostKind.PROJECT_MANAGER, PostKind.CHIEF_ENGINEER))]
        await deciding.approve(approver, applied.post_id)
        return person

    async def _base_information(self) -> None:
        life, manager = self.life, self._people[PostKind.PROJECT_MANAGER]
        assert self.project_id is not None
        issued = self._first + timedelta(days=min(life.started_day, life.registered_day) - 10)
        number = f"{life.district.code}{issued:%Y%m%d}{life.number % 99 + 1:02d}{'01' if life.is_building else '02'}"
        await permits.bind(manager, self.project_id, number)
        given = geo.wgs84_to_gcj02(life.point)
        await map_points.set_point(manager, self.project_id, given, geo.Datum.GCJ02)
        if life.is_existing:
            await base_information.confirm(manager, self.project_id)

    async def _dangerous_works(self, day: int) -> None:
        manager = self._people[PostKind.PROJECT_MANAGER]
        assert self.project_id is not None
        depth = round(self.dice.uniform(3.1, 11), 1)
        plans = [("PIT", "基坑开挖与支护", "主楼基坑", [Measure(key="depth", value=depth, unit="m")])]
        if self.life.is_building:
            height = float(self.dice.randint(18, 60))
            plans.append(("SCAFFOLD-GROUND", "外脚手架", "1#楼外立面", [Measure(key="height", value=height, unit="m")]))
        for kind, name, location, measures in plans:
            planned_from = self._first + timedelta(days=day + 10)
            await dangerous_works.list_work(
                manager,
                self.project_id,
                dangerous_works.NewWork(
                    kind=kind, name=name, location=location, measures=measures, planned_from=planned_from,
                    planned_until=planned_from + timedelta(days=90),
                ),
            )  # fmt: skip

    async def _connect(self) -> None:
        officer = self._people[PostKind.SAFETY_OFFICER]
        assert self.project_id is not None
        mn, password = f"YEAR{self.life.number:012d}", f"year-{self.life.number:04d}"
        await devices.register(officer, self.project_id, NewDevice(mn=mn, name="1#扬尘噪声", password=password))
        self.monitor = DustMonitor(mn, password)

    async def _say(self, action: str, reason: str) -> None:
        assert self.project_id is not None
        manager = self._people[PostKind.PROJECT_MANAGER]
        await base_information.change_status(manager, self.project_id, NewStatus(action=action, reason=reason))

    async def _hand_over(self) -> None:
        """The safety officer leaves; a colleague signs for what is open."""
        life, giver = self.life, self._people[PostKind.SAFETY_OFFICER]
        assert life.successor is not None
        taker = await self._hire(PostKind.SAFETY_OFFICER, life.successor.name, life.successor.phone, "contractor")
        mine = [post for post in await posts.list_mine(giver) if post.kind is PostKind.SAFETY_OFFICER]
        theirs = [post for post in await posts.list_mine(taker) if post.kind is PostKind.SAFETY_OFFICER]
        handover_id = await handover.offer(giver, mine[0].id, NewHandover(to_post_id=theirs[0].id, note="调往其他项目"))
        seen = (await handover_views.read(taker, handover_id)).seen
        assert seen is not None
        await handover.sign(taker, handover_id, seen)
        self._people[PostKind.SAFETY_OFFICER] = taker

    async def _report(self, day: int, waiting: "Waiting") -> None:
        """The month's progress on the site's own day of the month; what came back is filed again."""
        today = self._first + timedelta(days=day)
        if day < self.life.started_day or day >= self.life.finished_day:
            return
        for report in waiting.returned.get(self._id, ()):
            if self.dice.random() < 0.4:
                await self._file(report["period"], day)
        if today.day == self._file_day:
            month = today.replace(day=1) - timedelta(days=1) if self.life.temper is Temper.LATE else today
            if month >= self._first + timedelta(days=max(self.life.registered_day, self.life.started_day)):
                await self._file(f"{month:%Y-%m}", day)

    @property
    def _id(self) -> UUID:
        assert self.project_id is not None
        return self.project_id

    async def _file(self, period: str, day: int) -> None:
        life, manager = self.life, self._people[PostKind.PROJECT_MANAGER]
        floors = life.floors_done(day)
        stage = life.stage(day)
        has_floors = stage in {"B-STRUCTURE-FRAME", "B-DECORATION-MEP", "B-DECORATION-FINISH"}
        new = NewReport(
            period=period,
            stage=stage,
            floors_done=floors if has_floors else 0,
            floors_total=life.floors if has_floors else 0,
            percent=life.percent(day),
            note=f"完成至 {floors} 层" if has_floors and floors else "按计划推进",
            photos=[
                NewPhoto(photo_id=await self._gallery.building(manager, self._id, floors, side), slot=side)
                for side in SIDES
            ],
        )
        await progress.file(manager, self._id, new)

    async def _review(self, waiting: "Waiting") -> None:
        chief = self._people[PostKind.CHIEF_ENGINEER]
        for report in waiting.filed.get(self._id, ()):
            if self.dice.random() < 0.5:
                continue  # Tomorrow.
            if self.dice.random() < 0.06:
                await progress.return_by_chief(chief, report["id"], "侧立面照片看不清楼层，请补拍")
            else:
                await progress.review(chief, report["id"])

    async def _answer_warnings(self, waiting: "Waiting") -> None:
        officer, manager = self._people[PostKind.SAFETY_OFFICER], self._people[PostKind.PROJECT_MANAGER]
        for warning in waiting.warnings.get(self._id, ()):
            is_dust = warning["code"].startswith("ENV")
            if self.dice.random() < 0.8:
                await warnings.acknowledge(
                    officer if is_dust else manager,
                    warning["id"],
                    plan="已开启雾炮并覆盖裸土" if is_dust else "立即补齐资料",
                    promised_at=clock.now() + timedelta(hours=4),
                )

    async def _answer_orders(self, day: int, waiting: "Waiting") -> None:
        officer, chief = self._people[PostKind.SAFETY_OFFICER], self._people[PostKind.CHIEF_ENGINEER]
        for order in waiting.orders.get(self._id, ()):
            if order["state"] == OrderState.REPLIED:
                await orders.review(chief, order["id"], is_passed=True, note="现场已复核")
            elif self.dice.random() < 0.35:
                await orders.reply(officer, order["id"], await self._replies(officer, order["id"], day))

    async def _replies(self, officer: Scope, order_id: UUID, day: int) -> list[Reply]:
        detail = await order_views.order_detail(officer, order_id)
        return [
            Reply(
                finding_id=finding.id,
                text=f"已整改：第 {day} 日完成并复查",
                before_photo_id=await self._gallery.soil(officer, self._id, is_covered=False),
                after_photo_id=await self._gallery.soil(officer, self._id, is_covered=True),
            )
            for finding in detail.findings
        ]

    def reading(self, at: datetime) -> bytes | None:
        """The monitor's report, dusty on some days; None where there is none or it is down."""
        if self.monitor is None or self.dice.random() < 0.01:
            return None
        is_dusty = self.dice.random() < 0.006
        pm10 = self.dice.uniform(240, 420) if is_dusty else max(self.dice.gauss(62, 22), 8)
        return self.monitor.packet(at, pm10=round(pm10), noise=round(self.dice.gauss(61, 3), 1))
