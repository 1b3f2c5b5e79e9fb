"""What people read: only their own projects, in pages that hold still."""

from uuid import UUID

import msgspec
import pytest

from backend.core import db
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.core.paging import BAD_CURSOR, encode_cursor
from backend.identity import units
from backend.identity.scope import Scope
from backend.supervision import order_views, orders, warning_views, warnings
from backend.supervision.order_views import May, OrderFilters
from backend.supervision.rules import Level, OrderState, WarningState
from backend.supervision.warning_views import Filters
from tests.backend.refusals import refused
from tests.backend.supervision import world as worlds
from tests.backend.supervision.world import World, raise_dust, take


async def listed(scope: Scope, filters: Filters | None = None) -> list[UUID]:
    return [item.id for item in (await warning_views.list_warnings(scope, filters or Filters())).items]


async def ordered(scope: Scope, filters: OrderFilters | None = None) -> list[UUID]:
    return [item.id for item in (await order_views.list_orders(scope, filters or OrderFilters())).items]


async def test_a_list_shows_the_warnings_of_ones_own_projects_only(world: World) -> None:
    mine, other = await raise_dust(world.project_id), await raise_dust(world.other_project_id, fingerprint="other")
    assert await listed(world.manager) == [mine]
    assert await listed(world.stranger) == [other]
    assert await listed(world.regulator) == [other, mine]
    assert await listed(world.outsider) == []


async def test_filters_narrow_the_list(world: World) -> None:
    first = await raise_dust(world.project_id, fingerprint="1")
    second = await raise_dust(world.project_id, fingerprint="2", level=Level.ORANGE)
    await take(world.manager, first)
    reader = world.regulator
    assert await listed(reader, Filters(states=(WarningState.OPEN,))) == [second]
    assert await listed(reader, Filters(levels=(Level.YELLOW,))) == [first]
    assert await listed(reader, Filters(codes=("PRG-OVD",))) == []
    assert await listed(reader, Filters(project_id=world.other_project_id)) == []
    assert await listed(reader, Filters(region_code="440100")) == [second, first]
    assert await listed(reader, Filters(region_code="440300")) == []


async def test_pages_follow_each_other_without_a_gap_when_newer_ones_arrive(world: World) -> None:
    raised = [await raise_dust(world.project_id, fingerprint=str(at)) for at in range(5)]
    first = await warning_views.list_warnings(world.manager, Filters(), limit=2)
    await raise_dust(world.project_id, fingerprint="newer")
    second = await warning_views.list_warnings(world.manager, Filters(), cursor=first.next, limit=2)
    third = await warning_views.list_warnings(world.manager, Filters(), cursor=second.next, limit=2)
    found = [item.id for page in (first, second, third) for item in page.items]
    assert found == list(reversed(raised))
    assert third.next is None


@pytest.mark.parametrize(
    "cursor",
    ["nonsense", encode_cursor("2026-03-05T04:00:00", "01900000-0000-7000-8000-000000000000"), encode_cursor(1)],
)
async def test_a_cursor_that_is_not_ours_is_refused(world: World, cursor: str) -> None:
    await refused(BAD_CURSOR, warning_views.list_warnings(world.manager, Filters(), cursor=cursor))
    await refused(BAD_CURSOR, order_views.list_orders(world.manager, OrderFilters(), cursor=cursor))


async def test_a_warning_shows_who_has_it_and_its_whole_history(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    before = await warning_views.warning_detail(world.chief, warning_id)
    assert (before.may_acknowledge, before.item.taken, before.posts_told) == (
        True,
        None,
        ["project_manager", "safety_officer"],
    )
    assert before.next_step_at is not None
    await take(world.manager, warning_id)
    after = await warning_views.warning_detail(world.regulator, warning_id)
    assert after.item.taken is not None
    assert (after.item.taken.by_name, after.item.taken.by_post) == ("张工", "project_manager")
    assert (after.may_acknowledge, after.next_step_at) == (False, None)
    assert [(step.action, step.by_name) for step in after.history] == [("raise", None), ("acknowledge", "张工")]
    await warnings.close(world.regulator, warning_id, reason="现场核查已处置")
    closed = (await warning_views.warning_detail(world.manager, warning_id)).closed
    assert closed is not None
    assert (closed.by_name, closed.reason.zh) == ("陈监督", "现场核查已处置")


async def test_who_is_not_concerned_sees_the_warning_without_the_button(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    assert not (await warning_views.warning_detail(world.developer, warning_id)).may_acknowledge
    assert not (await warning_views.warning_detail(world.regulator, warning_id)).may_acknowledge


@pytest.mark.parametrize("who", ["stranger", "outsider"])
async def test_somebody_elses_warning_and_order_are_not_found(world: World, who: str) -> None:
    warning_id, order_id = await raise_dust(world.project_id), await worlds.issue(world)
    await refused(NOT_FOUND, warning_views.warning_detail(getattr(world, who), warning_id))
    await refused(NOT_FOUND, order_views.order_detail(getattr(world, who), order_id))


async def test_the_order_list_is_scoped_and_filtered(world: World) -> None:
    first, second = await worlds.issue(world), await worlds.reviewed(world)
    assert await ordered(world.manager) == [second, first]
    assert await ordered(world.stranger) == []
    assert await ordered(world.outsider) == []
    assert await ordered(world.regulator, OrderFilters(states=(OrderState.REVIEWED,))) == [second]
    assert await ordered(world.regulator, OrderFilters(project_id=world.other_project_id)) == []
    assert await ordered(world.regulator, OrderFilters(region_code="440300")) == []


async def test_an_order_past_its_due_moment_is_overdue_until_it_is_answered(world: World) -> None:
    late, answered = await worlds.issue(world), await worlds.issue(world)
    await worlds.reply(world, answered)
    await db.execute("UPDATE rectification_order SET due_at = now() - interval '1 hour'")
    assert await ordered(world.manager, OrderFilters(is_overdue=True)) == [late]
    assert await ordered(world.manager, OrderFilters(is_overdue=False)) == [answered]


async def test_pages_of_orders_follow_each_other(world: World) -> None:
    issued = [await worlds.issue(world, findings=1) for _ in range(3)]
    first = await order_views.list_orders(world.manager, OrderFilters(), limit=2)
    second = await order_views.list_orders(world.manager, OrderFilters(), cursor=first.next, limit=2)
    assert [item.id for page in (first, second) for item in page.items] == list(reversed(issued))
    assert second.next is None


async def test_an_order_shows_findings_replies_and_what_the_reader_may_do(world: World) -> None:
    order_id = await worlds.issue(world)
    assert (await order_views.order_detail(world.manager, order_id)).may == [May.REPLY]
    assert (await order_views.order_detail(world.chief, order_id)).may == []
    assert (await order_views.order_detail(world.regulator, order_id)).may == [May.WITHDRAW]
    assert (await order_views.order_detail(world.colleague, order_id)).may == []
    await worlds.reply(world, order_id)
    detail = await order_views.order_detail(world.chief, order_id)
    assert detail.may == [May.REVIEW]
    assert [(finding.position, finding.text) for finding in detail.findings] == [(1, "问题 1"), (2, "问题 2")]
    (replied,) = detail.findings[0].replies
    assert (replied.by_name, replied.text, replied.round) == ("张工", "已整改", 1)
    assert str(replied.before.photo_id) in replied.before.address
    await orders.review(world.chief, order_id, is_passed=True, note="")
    may = (await order_views.order_detail(world.regulator, order_id)).may
    assert may == [May.RETURN, May.CLOSE, May.WITHDRAW]


async def test_a_unit_above_the_supervising_one_sees_an_order_and_is_not_offered_to_close_it(world: World) -> None:
    order_id = await worlds.reviewed(world)
    province = await units.find("440000", "housing", units.Level.PROVINCE)
    above = msgspec.structs.replace(world.colleague, unit_id=province)
    assert (await order_views.order_detail(world.colleague, order_id)).may == [May.RETURN, May.CLOSE]
    assert (await order_views.order_detail(above, order_id)).may == []
    await refused(FORBIDDEN, orders.close(above, order_id, note="复查合格"))
