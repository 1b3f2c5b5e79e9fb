"""Drafted orders: one waits for each silence, a click makes it real, and the deed that was asked for makes it moot."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from backend.core import clock, db, ids, timers
from backend.core.errors import NOT_FOUND, Problem, Refusal
from backend.projects.duties import obligations, pauses
from backend.supervision import draft_views, drafts, orders, silence
from backend.supervision.draft_problems import DRAFT_OVERTAKEN, DRAFT_STATE
from backend.supervision.draft_rules import DraftState
from backend.supervision.drafts import Issue
from backend.supervision.orders import NewFinding
from backend.supervision.problems import DUE_OUT_OF_BOUNDS
from backend.supervision.rules import Severity
from backend.supervision.timers import TIMER_HANDLERS
from tests.backend.supervision.world import World, event_kinds, last_event, row

DUE = datetime(2026, 3, 5, 15, 59, 59, tzinfo=UTC)
DRAFTED = DUE + timedelta(days=15)
ROUNDS = 10


@pytest.fixture(autouse=True)
async def wide_pool(database_url: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten connections for the races; the domain's clock stands at the day of the draft."""
    await db.stop()
    await db.start(database_url, size=10)
    monkeypatch.setattr(clock, "now", lambda: DRAFTED)


async def owe(world: World, period: str = "2026-02") -> UUID:
    obligation_id = ids.new_id()
    await db.execute(
        "INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at, next_step, next_at) "
        "VALUES ($1, $2, '440100', 'progress', $3, 'project_manager', $4, 'warn', $4)",
        obligation_id, world.project_id, period, DUE,
    )  # fmt: skip
    return obligation_id


async def drafted(world: World, period: str = "2026-02") -> tuple[UUID, UUID]:
    """An obligation that silence has driven to its draft, and the draft."""
    obligation_id = await owe(world, period)
    assert [await silence.sweep(moment) for moment in (DUE, DRAFTED - timedelta(seconds=1), DRAFTED)] == [1, 0, 1]
    found: UUID = await db.fetch_value("SELECT id FROM order_draft WHERE obligation_id = $1", obligation_id)
    return obligation_id, found


async def file(world: World, period: str = "2026-02") -> None:
    async with db.transaction():
        await obligations.meet(world.project_id, "progress", DRAFTED, period=period)


async def settle() -> None:
    await timers.fire_due(DRAFTED, {obligations.SETTLED: TIMER_HANDLERS[obligations.SETTLED]})


async def refusal(attempt: object) -> Problem:
    with pytest.raises(Refusal) as raised:
        await attempt  # type: ignore[misc]  # Any coroutine of the service's.
    return raised.value.problem


async def test_fifteen_days_of_silence_draft_an_order_from_the_warning(world: World) -> None:
    _, draft_id = await drafted(world)
    draft = await row("order_draft", draft_id)
    warning_id = await db.fetch_value("SELECT id FROM warning")
    assert (draft["state"], draft["warning_id"], draft["due_days"]) == ("waiting", warning_id, 7)
    assert draft["findings"] == [
        {"text": "2026年2月形象进度逾期 15 日以上未报，应补报并按月更新", "severity": "general"}
    ]
    event = await last_event(draft_id)
    assert event["kind"] == "order.drafted"
    assert event["data"] == {
        "project_name": "珠江花园一期",
        "title": "形象进度长期未报限期整改",
        "reason_zh": "2026年2月形象进度逾期未报",
        "reason_en": "The visual progress of Feb 2026 was not filed in time",
        "posts": [],
    }
    assert await silence.sweep(DRAFTED + timedelta(days=400)) == 0


async def test_one_click_makes_the_order_that_was_drafted(world: World) -> None:
    _, draft_id = await drafted(world)
    order_id = await drafts.issue(world.regulator, draft_id, Issue())
    order, draft = await row("rectification_order", order_id), await row("order_draft", draft_id)
    assert (order["title"], order["warning_id"]) == (draft["title"], draft["warning_id"])
    assert order["due_at"] == datetime(2026, 3, 27, 15, 59, 59, tzinfo=UTC)
    assert (draft["state"], draft["order_id"], draft["decided_by"]) == ("issued", order_id, world.regulator.account_id)
    assert await event_kinds(order_id) == ["order.issued"]
    findings = await db.fetch("SELECT text, severity FROM finding WHERE order_id = $1", order_id)
    assert [dict(found) for found in findings] == draft["findings"]
    assert await refusal(drafts.issue(world.regulator, draft_id, Issue())) is DRAFT_STATE


async def test_the_regulator_may_change_findings_and_days_within_the_bounds(world: World) -> None:
    _, draft_id = await drafted(world)
    grave = [NewFinding("连续两月未报", Severity.SERIOUS)]
    assert await refusal(drafts.issue(world.regulator, draft_id, Issue(findings=grave))) is DUE_OUT_OF_BOUNDS
    assert (await row("order_draft", draft_id))["state"] == "waiting"
    order_id = await drafts.issue(world.regulator, draft_id, Issue(findings=grave, due_days=3))
    assert await db.fetch_value("SELECT text FROM finding WHERE order_id = $1", order_id) == "连续两月未报"


async def test_a_dismissed_draft_stays_dismissed_and_its_warning_alive(world: World) -> None:
    _, draft_id = await drafted(world)
    await drafts.dismiss(world.regulator, draft_id, "已电话督促")
    shown = await draft_views.draft_detail(world.regulator, draft_id)
    assert shown.item.title_en == "Visual progress long not filed: to be put right"
    assert shown.findings_en == [
        "The visual progress of Feb 2026 is more than 15 days late: to be filed, and then every month"
    ]
    assert (shown.item.state, shown.decided_reason, shown.decided_by_name) == (
        DraftState.DISMISSED, "已电话督促", "陈监督",
    )  # fmt: skip
    assert await db.fetch_value("SELECT state FROM warning") == "open"
    assert await refusal(drafts.dismiss(world.regulator, draft_id, "再次")) is DRAFT_STATE
    assert await refusal(drafts.issue(world.regulator, draft_id, Issue())) is DRAFT_STATE


async def test_what_is_done_meanwhile_makes_the_draft_moot_and_closes_the_warning(world: World) -> None:
    _, draft_id = await drafted(world)
    await file(world)
    assert await refusal(drafts.issue(world.regulator, draft_id, Issue())) is DRAFT_OVERTAKEN
    await settle()
    assert (await row("order_draft", draft_id))["state"] == "moot"
    assert await db.fetch_value("SELECT state FROM warning") == "closed"
    assert await refusal(drafts.issue(world.regulator, draft_id, Issue())) is DRAFT_STATE
    assert await db.fetch_value("SELECT count(*) FROM rectification_order") == 0


async def test_a_pause_makes_the_draft_moot_and_says_until_when(world: World) -> None:
    _, draft_id = await drafted(world)
    until = datetime(2026, 4, 30, tzinfo=UTC)
    async with db.transaction():
        await pauses.pause(
            world.project_id, DRAFTED, reason="停工", until_at=until, actor_id=world.regulator.account_id
        )
    await settle()
    assert (await row("order_draft", draft_id))["state"] == "moot"
    assert await db.fetch_value("SELECT close_reason_zh FROM warning") == "事项暂停至 2026-04-30"


async def test_nothing_is_drafted_where_an_order_from_the_warning_is_on_its_way(world: World) -> None:
    await owe(world)
    await silence.sweep(DUE)
    await orders.issue(
        world.regulator, project_id=world.project_id, title="限期补报", due_at=DRAFTED + timedelta(days=5),
        findings=[NewFinding("未报", Severity.GENERAL)], warning_id=await db.fetch_value("SELECT id FROM warning"),
    )  # fmt: skip
    assert await silence.sweep(DRAFTED) == 1
    assert await db.fetch_value("SELECT count(*) FROM order_draft") == 0


async def test_a_draft_whose_warning_a_person_closed_becomes_an_order_of_its_own(world: World) -> None:
    _, draft_id = await drafted(world)
    await db.execute(
        "UPDATE warning SET state = 'closed', closed_at = $1, close_reason_zh = '误报', close_reason_en = 'error'", DUE
    )
    order_id = await drafts.issue(world.regulator, draft_id, Issue())
    assert (await row("rectification_order", order_id))["warning_id"] is None


async def test_drafts_are_shown_to_the_regulators_of_the_area_alone(world: World) -> None:
    _, draft_id = await drafted(world)
    for reader, count in ((world.regulator, 1), (world.outsider, 0), (world.manager, 0)):
        page = await draft_views.list_drafts(
            reader, states=[DraftState.WAITING], project_id=None, cursor=None, limit=20
        )
        assert len(page.items) == count
    assert await refusal(draft_views.draft_detail(world.manager, draft_id)) is NOT_FOUND
    assert await refusal(drafts.issue(world.outsider, draft_id, Issue())) is NOT_FOUND
    assert await refusal(drafts.dismiss(world.outsider, draft_id, "不是我的")) is NOT_FOUND


async def test_the_queue_of_drafts_is_paged_the_longest_waiting_first(world: World) -> None:
    wanted = [(await drafted(world, period))[1] for period in ("2025-12", "2026-01", "2026-02")]
    first = await draft_views.list_drafts(
        world.regulator, states=[DraftState.WAITING], project_id=None, cursor=None, limit=2
    )
    last = await draft_views.list_drafts(
        world.regulator, states=[DraftState.WAITING], project_id=None, cursor=first.next, limit=2
    )
    assert [item.id for item in [*first.items, *last.items]] == sorted(wanted)
    assert last.next is None


async def test_a_click_against_the_deed_is_before_it_or_after_it(world: World) -> None:
    outcomes = set()
    for number in range(ROUNDS):
        period = f"20{10 + number}-01"
        obligation_id, draft_id = await drafted(world, period)
        issued, filed = await asyncio.gather(
            drafts.issue(world.regulator, draft_id, Issue()), file(world, period), return_exceptions=True
        )
        await settle()
        draft = await row("order_draft", draft_id)
        assert filed is None
        assert (await row("obligation", obligation_id))["state"] == "met"
        is_refused = isinstance(issued, Refusal) and issued.problem is DRAFT_OVERTAKEN
        assert draft["state"] == ("moot" if is_refused else "issued")
        assert (draft["order_id"] is None) == is_refused
        outcomes.add(draft["state"])
    assert outcomes <= {"issued", "moot"}


async def test_two_regulators_who_click_at_once_issue_one_order(world: World) -> None:
    for number in range(ROUNDS):
        _, draft_id = await drafted(world, f"20{10 + number}-01")
        clicks = [drafts.issue(person, draft_id, Issue()) for person in (world.regulator, world.colleague)]
        outcomes = await asyncio.gather(*clicks, return_exceptions=True)
        refused = [each for each in outcomes if isinstance(each, Refusal)]
        assert [each.problem for each in refused] == [DRAFT_STATE]
    assert await db.fetch_value("SELECT count(*) FROM rectification_order") == ROUNDS


async def test_many_workers_sweep_the_same_rows_once(world: World) -> None:
    for number in range(60):
        await owe(world, f"20{10 + number // 12}-{number % 12 + 1:02}")
    swept = await asyncio.gather(*(silence.sweep(DUE, limit=7) for _ in range(8)))
    while count := await silence.sweep(DUE, limit=7):
        swept.append(count)
    assert sum(swept) == 60
    assert await db.fetch_value("SELECT count(*) FROM warning") == 60
    assert await db.fetch_value("SELECT count(*) FROM event WHERE kind = 'warning.raised'") == 60
    assert await db.fetch_value("SELECT max(occurrences) FROM warning") == 1
