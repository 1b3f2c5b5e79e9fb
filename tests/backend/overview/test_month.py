"""The month page says what was so at the month's end, however much happens afterwards."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import msgspec
import pytest

from backend.core import clock, db, ids
from backend.core.errors import Refusal
from backend.overview import month
from backend.overview.month import MonthPage
from backend.overview.month_rules import Logged, Outcome, fact_state, met_by, outcome
from backend.projects.base import permits
from backend.projects.duties import obligations, pauses
from backend.projects.facts import fact_rules, facts
from backend.projects.facts.fact_rules import Fact, FactState
from backend.projects.monthly import progress
from backend.projects.monthly.progress import NewPhoto, NewReport
from backend.projects.people import posts
from backend.projects.rules import PostKind, State
from backend.supervision import extensions, orders, warnings
from backend.supervision.orders import NewFinding
from backend.supervision.rules import Level, OrderState, Severity, WarningState
from tests.backend import site as sites
from tests.backend.site import Site
from tests.backend.supervision.world import raise_dust, raise_late_review

AT = datetime(2026, 3, 10, tzinfo=UTC)


def test_what_is_due_has_one_outcome() -> None:
    def of(met_after: int | None, asked_after: int, *, is_paused: bool = False) -> Outcome:
        met_at = None if met_after is None else AT + timedelta(days=met_after)
        return outcome(AT, met_at, AT + timedelta(days=asked_after), is_paused=is_paused)

    assert of(-1, 5) is Outcome.MET
    assert of(0, 5) is Outcome.MET
    assert of(1, 5) is Outcome.LATE
    assert of(6, 5) is Outcome.SILENT
    assert of(None, 5) is Outcome.SILENT
    assert of(None, -1) is Outcome.OPEN
    assert of(None, 5, is_paused=True) is Outcome.PAUSED
    assert of(1, 5, is_paused=True) is Outcome.LATE


def test_a_returned_report_has_not_met_its_due() -> None:
    filed, returned = Logged("progress.filed", AT, {}), Logged("progress.returned", AT + timedelta(days=1), {})
    again = Logged("progress.filed", AT + timedelta(days=2), {})
    assert met_by([filed]) == AT
    assert met_by([filed, returned]) is None
    assert met_by([filed, returned, again]) == AT + timedelta(days=2)


def test_a_fact_stands_as_its_last_word_says() -> None:
    changed = Logged("project.changed", AT, {"fact": "status"})
    verified = Logged("fact.checked", AT + timedelta(days=1), {"fact": "status", "state": "verified"})
    other = Logged("fact.checked", AT + timedelta(days=2), {"fact": "category", "state": "returned"})
    again = Logged("project.changed", AT + timedelta(days=3), {"fact": "status"})

    def state(*log: Logged, is_from_the_first: bool = False) -> FactState | None:
        return fact_state(Fact.STATUS, log, is_from_the_first=is_from_the_first)[0]

    assert state() is None
    assert state(is_from_the_first=True) is FactState.UNVERIFIED
    assert state(changed) is FactState.UNVERIFIED
    assert state(changed, verified, other) is FactState.VERIFIED
    assert state(changed, verified, other, again) is FactState.CHANGED


@pytest.fixture
async def client(redis_url: str, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with sites.opened() as opened:
        yield opened
    clock.rehearse(None)


def on(month_: int, day: int, hour: int = 10) -> None:
    """Go on from that hour in Beijing."""
    clock.rehearse(datetime(2026, month_, day, hour, tzinfo=clock.SHANGHAI))


class Story(msgspec.Struct):
    """March of a project; `open_warning` and `order` outlive it."""

    site: Site
    open_warning: UUID
    order: UUID


@pytest.fixture
async def story(client: httpx.AsyncClient) -> Story:
    on(3, 2)
    site = await sites.build()
    on(3, 5)
    taken = await raise_dust(site.project_id, fingerprint="ENV-EXC:1:pm10")
    on(3, 5, 12)
    await warnings.acknowledge(site.manager, taken, plan="开启喷淋", promised_at=clock.now() + timedelta(hours=2))
    on(3, 6)
    await warnings.close(site.regulator, taken, reason="现场核实")
    on(3, 10)
    await permits.bind(site.manager, site.project_id, "440305202403150101")
    on(3, 12)
    order = await orders.issue(
        site.regulator, project_id=site.project_id, title="临边防护", due_at=clock.now() + timedelta(days=7),
        findings=[NewFinding("缺少栏杆", Severity.GENERAL)],
    )  # fmt: skip
    on(3, 15)
    await sites.hold(site.project_id, site.applicant, PostKind.SAFETY_OFFICER, site.chief)
    on(3, 20)
    left_open = await raise_dust(site.project_id, fingerprint="ENV-EXC:2:pm10")
    return Story(site, left_open, order)


async def ask(story: Story, period: str) -> MonthPage:
    return await month.page(story.site.regulator, story.site.project_id, period)


async def file_march(site: Site) -> UUID:
    photos = await sites.photos(site.manager, site.project_id, 3)
    filed = await progress.file(
        site.manager, site.project_id,
        NewReport(
            period="2026-03", stage="B-FOUNDATION", floors_done=0, floors_total=0, percent=10, note="",
            photos=[NewPhoto(photo_id=each, slot=f"s{at}") for at, each in enumerate(photos)],
        ),
    )  # fmt: skip
    return filed.id


async def test_a_month_on_one_page(story: Story) -> None:
    on(4, 1, 0)
    page = await ask(story, "2026-03")
    assert page.as_of == page.until_at == datetime(2026, 3, 31, 16, tzinfo=UTC)
    closed, alive = page.warnings
    assert closed.state is WarningState.CLOSED
    assert closed.closed_at is not None
    assert closed.seconds_to_acknowledge == pytest.approx(7200, abs=60)
    assert (alive.id, alive.state, alive.first_level, alive.acknowledged_at) == (
        story.open_warning, WarningState.OPEN, Level(alive.level), None,
    )  # fmt: skip
    (order,) = page.orders
    assert (order.id, order.state, order.first_replied_at, order.returns) == (story.order, OrderState.ISSUED, None, 0)
    assert order.due_at is not None
    assert order.due_at - order.issued_at == pytest.approx(timedelta(days=7), abs=timedelta(minutes=1))
    assert {(each.post_kind, each.person_name) for each in page.people if each.came} >= {
        (PostKind.SAFETY_OFFICER, "何志强")
    }
    dues = {each.kind: each.outcome for each in page.dues}
    assert dues["permit"] is Outcome.LATE
    assert dues["map_point"] is Outcome.SILENT
    assert "progress" not in dues  # March's report is due in April.
    assert page.reports == []
    assert page.stands_on.events > 5
    assert len(page.stands_on.digest) == 64


async def test_a_month_shows_the_due_date_that_more_time_gave_until_then(story: Story) -> None:
    on(3, 15)
    due_at = await db.fetch_value("SELECT due_at FROM rectification_order WHERE id = $1", story.order)
    await extensions.ask(story.site.manager, story.order, until=due_at + timedelta(days=5), reason="连续暴雨")
    on(3, 16)
    await extensions.grant(story.site.regulator, story.order, until=due_at + timedelta(days=4))
    on(4, 1, 0)
    (order,) = (await ask(story, "2026-03")).orders
    assert order.due_at == due_at + timedelta(days=4)


async def test_a_month_that_is_over_says_the_same_for_ever(story: Story) -> None:
    site = story.site
    on(4, 1, 0)
    asked = await ask(story, "2026-03")
    await warnings.acknowledge(
        site.manager, story.open_warning, plan="开启喷淋", promised_at=clock.now() + timedelta(hours=2)
    )
    await warnings.close(site.regulator, story.open_warning, reason="现场核实")
    await orders.withdraw(site.regulator, story.order, reason="改由专项整治")
    version = fact_rules.version("under_construction")
    await facts.return_(site.regulator, site.project_id, Fact.STATUS, version, "与现场不符")
    report = await file_march(site)
    await progress.review(site.chief, report)
    await progress.confirm(site.regulator, report, 1)
    (officer,) = await posts.holders(site.project_id, [PostKind.SAFETY_OFFICER])
    await db.execute("UPDATE project SET name = '改名以后' WHERE id = $1", site.project_id)
    on(5, 20)
    await db.execute("UPDATE obligation SET met_at = $1, state = 'met', next_step = NULL, next_at = NULL "
                     "WHERE kind = 'map_point'", clock.now())  # fmt: skip
    again = await ask(story, "2026-03")
    assert again == asked
    assert officer.account_id == site.applicant.account_id


async def reopen(site: Site) -> None:
    await obligations.reopen(site.project_id, "permit", clock.now())


async def end(site: Site) -> None:
    await obligations.void(site.project_id, clock.now(), "竣工")


async def end_and_begin_again(site: Site) -> None:
    await end(site)
    await obligations.open_for_project(site.project_id, clock.now())


async def stop_for_a_week(site: Site) -> None:
    until_at = clock.now() + timedelta(days=7)
    by = site.regulator.account_id
    await pauses.pause(site.project_id, clock.now(), reason="停工", until_at=until_at, actor_id=by)
    clock.rehearse(until_at)
    await pauses.resume(site.project_id, clock.now(), reason="复工", actor_id=by)


@pytest.mark.parametrize("change", [reopen, end, end_and_begin_again, stop_for_a_week])
async def test_what_is_owed_anew_or_no_more_changes_no_month_that_is_over(
    story: Story, change: Callable[[Site], Awaitable[None]]
) -> None:
    on(4, 1, 0)
    asked = await ask(story, "2026-03")
    outcomes = {each.kind: each.outcome for each in asked.dues}
    assert (outcomes["permit"], outcomes["map_point"]) == (Outcome.LATE, Outcome.SILENT)
    on(4, 5)
    async with db.transaction():
        await change(story.site)
    assert await ask(story, "2026-03") == asked


async def test_the_next_month_tells_what_came_of_it(story: Story) -> None:
    site = story.site
    on(4, 2)
    report = await file_march(site)
    on(4, 3)
    await progress.review(site.chief, report)
    on(4, 4)
    await progress.return_by_regulator(site.regulator, report, 1, "楼层不符")
    on(5, 1, 0)
    page = await ask(story, "2026-04")
    (line,) = page.reports
    assert (line.period, line.state, line.rounds, line.photos) == ("2026-03", State.RETURNED, 1, 3)
    assert [each.outcome for each in page.dues if each.kind == "progress"] == [Outcome.SILENT]
    assert [each.id for each in page.warnings] == [story.open_warning]
    assert [each.id for each in page.orders] == [story.order]


async def test_the_present_month_stands_as_of_now(story: Story) -> None:
    on(3, 5, 11)
    page = await ask(story, "2026-03")
    assert page.as_of < page.until_at
    assert [(each.state, each.acknowledged_at) for each in page.warnings] == [(WarningState.OPEN, None)]
    assert page.orders == []
    with pytest.raises(Refusal) as refused:
        await ask(story, "2026-04")
    assert refused.value.problem.code == "month_in_future"


async def test_a_warning_that_names_no_post_is_on_the_regulators_page_only(story: Story) -> None:
    on(3, 25)
    late = await raise_late_review(story.site.project_id)
    on(4, 1, 0)
    theirs = await month.page(story.site.manager, story.site.project_id, "2026-03")
    assert late in [each.id for each in (await ask(story, "2026-03")).warnings]
    assert [each.code for each in theirs.warnings] == ["ENV-EXC", "ENV-EXC"]


async def test_the_page_is_the_regulators_and_of_their_area(story: Story, client: httpx.AsyncClient) -> None:
    on(4, 1, 0)
    path = f"{sites.CONSOLE}/projects/{story.site.project_id}/months"
    mine, foreign = await sites.headers(story.site.regulator), await sites.headers(story.site.outsider)
    answer = await client.get(f"{path}/2026-03", headers=mine)
    assert answer.json()["stands_on"]["digest"] == (await ask(story, "2026-03")).stands_on.digest
    assert str(story.site.other_project_id) not in answer.text
    assert sites.refusal(await client.get(f"{path}/2026-03", headers=foreign))[:2] == (404, "not_found")
    assert sites.refusal(await client.get(f"{path}/2026-3", headers=mine))[:2] == (422, "month_malformed")
    assert sites.refusal(await client.get(f"{path}/2026-05", headers=mine))[:2] == (422, "month_in_future")
    nowhere = await client.get(f"{sites.CONSOLE}/projects/{ids.new_id()}/months/2026-03", headers=mine)
    assert sites.refusal(nowhere)[:2] == (404, "not_found")
