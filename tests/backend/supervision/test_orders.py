"""An order is issued within its bounds, and the contractor answers it with evidence of its own."""

from uuid import uuid4

import msgspec
import pytest

from backend.core import db, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND, Problem
from backend.supervision import orders, warnings
from backend.supervision.orders import NewFinding
from backend.supervision.problems import (
    DUE_OUT_OF_BOUNDS,
    FINDINGS_UNANSWERED,
    ORDER_EXISTS,
    PHOTO_PURPOSE,
    SAME_PHOTO,
    WARNING_CLOSED,
)
from backend.supervision.rules import Severity
from media.problems import PHOTO_NOT_ATTACHABLE
from tests.backend.refusals import refused
from tests.backend.supervision import world as worlds
from tests.backend.supervision.order_rows import OPEN_TIMERS, state_of
from tests.backend.supervision.world import World, due_in, last_event, raise_dust, row, timer_kinds

ONE_FINDING = [NewFinding("裸土未覆盖", Severity.GENERAL)]


# --- issued ---


async def test_issuing_tells_the_site_and_sets_reminders_and_the_ladder(world: World) -> None:
    order_id = await worlds.issue(world)
    order = await row("rectification_order", order_id)
    assert (order["state"], order["round"], order["city_code"]) == ("issued", 1, "440100")
    event = await last_event(order_id)
    assert (event["kind"], event["project_id"]) == ("order.issued", world.project_id)
    assert event["data"]["findings"] == ["问题 1", "问题 2"]
    assert event["data"]["short_code"] == order["short_code"]
    assert (event["data"]["title"], event["data"]["round"]) == ("扬尘超标限期整改", 1)
    assert await timer_kinds(order_id) == OPEN_TIMERS
    assert await db.fetch_value("SELECT act FROM audit_entry WHERE subject_id = $1", order_id) == "order.issue"


async def test_a_warning_has_one_unfinished_order(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    first = await worlds.issue(world, warning_id=warning_id)
    refusal = await refused(ORDER_EXISTS, worlds.issue(world, warning_id=warning_id))
    assert refusal.params["short_code"] == (await row("rectification_order", first))["short_code"]
    await orders.withdraw(world.regulator, first, reason="要重新填写")
    assert await worlds.issue(world, warning_id=warning_id) != first


async def test_no_order_is_made_from_a_closed_warning(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await warnings.close(world.regulator, warning_id, reason="现场核查已处置")
    await refused(WARNING_CLOSED, worlds.issue(world, warning_id=warning_id))


async def test_a_warning_of_another_project_does_not_fit(world: World) -> None:
    warning_id = await raise_dust(world.other_project_id)
    assert (await refused(NOT_FOUND, worlds.issue(world, warning_id=warning_id))).field == "warning_id"


@pytest.mark.parametrize("who", ["manager", "chief", "stranger", "outsider"])
async def test_only_a_regulator_of_the_project_issues(world: World, who: str) -> None:
    attempt = orders.issue(
        getattr(world, who), project_id=world.project_id, title="整改", findings=ONE_FINDING, due_at=due_in(5)
    )
    assert (await refused(NOT_FOUND, attempt)).field == "project_id"
    assert await db.fetch_value("SELECT count(*) FROM rectification_order") == 0


@pytest.mark.parametrize(("severity", "days"), [("general", 2), ("general", 8), ("serious", 0), ("serious", 4)])
async def test_a_due_date_outside_its_bounds_is_refused(world: World, severity: str, days: int) -> None:
    attempt = orders.issue(
        world.regulator, project_id=world.project_id, title="整改",
        findings=[NewFinding("裸土未覆盖", Severity(severity))], due_at=due_in(days),
    )  # fmt: skip
    assert (await refused(DUE_OUT_OF_BOUNDS, attempt)).field == "due_at"


async def test_an_order_on_an_unknown_project_is_refused(world: World) -> None:
    attempt = orders.issue(world.regulator, project_id=uuid4(), title="整改", findings=ONE_FINDING, due_at=due_in(5))
    await refused(NOT_FOUND, attempt)


async def test_a_taken_short_code_costs_only_another_draw(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = (await row("rectification_order", await worlds.issue(world)))["short_code"]
    drawn = iter([taken, "NEWCDE"])
    monkeypatch.setattr(ids, "short_code", lambda: next(drawn))
    assert (await row("rectification_order", await worlds.issue(world)))["short_code"] == "NEWCDE"


# --- replied ---


async def test_a_reply_to_every_finding_goes_to_the_chief_and_stops_the_clock(world: World) -> None:
    order_id = await worlds.issue(world)
    answers = await worlds.answers(world, order_id)
    await orders.reply(world.manager, order_id, answers)
    assert await state_of(order_id) == "replied"
    assert await timer_kinds(order_id) == []
    event = await last_event(order_id)
    assert (event["kind"], event["data"]["posts"]) == ("order.replied", ["chief_engineer"])
    stored = await db.fetch(
        "SELECT finding_reply.id, before_photo_id FROM finding_reply JOIN finding ON finding.id = finding_id "
        "ORDER BY position"
    )
    assert [reply["before_photo_id"] for reply in stored] == [answer.before_photo_id for answer in answers]
    assert (await row("photo", answers[0].after_photo_id))["attached_to"] == stored[0]["id"]


async def test_the_safety_officer_may_reply_too(world: World) -> None:
    order_id = await worlds.issue(world)
    await orders.reply(world.safety, order_id, await worlds.answers(world, order_id, by=world.safety))
    assert await state_of(order_id) == "replied"


@pytest.mark.parametrize(
    ("who", "problem"),
    [
        ("chief", FORBIDDEN),
        ("developer", FORBIDDEN),
        ("regulator", FORBIDDEN),
        ("stranger", NOT_FOUND),
        ("outsider", NOT_FOUND),
    ],
)
async def test_only_the_contractors_posts_reply(world: World, who: str, problem: Problem) -> None:
    order_id = await worlds.issue(world)
    await refused(problem, orders.reply(getattr(world, who), order_id, await worlds.answers(world, order_id)))
    assert await state_of(order_id) == "issued"


async def test_an_unanswered_finding_is_refused(world: World) -> None:
    order_id = await worlds.issue(world)
    answers = await worlds.answers(world, order_id)
    refusal = await refused(FINDINGS_UNANSWERED, orders.reply(world.manager, order_id, answers[:1]))
    assert refusal.params == {"expected": 2, "answered": 1}


async def test_a_finding_answered_twice_or_of_another_order_is_refused(world: World) -> None:
    order_id = await worlds.issue(world)
    first, second = await worlds.answers(world, order_id)
    twice = [first, msgspec.structs.replace(second, finding_id=first.finding_id)]
    foreign = [first, msgspec.structs.replace(second, finding_id=uuid4())]
    await refused(FINDINGS_UNANSWERED, orders.reply(world.manager, order_id, [first, second, second]))
    await refused(FINDINGS_UNANSWERED, orders.reply(world.manager, order_id, twice))
    await refused(FINDINGS_UNANSWERED, orders.reply(world.manager, order_id, foreign))


async def test_one_photo_cannot_serve_twice(world: World) -> None:
    order_id = await worlds.issue(world, findings=1)
    (answer,) = await worlds.answers(world, order_id)
    same = msgspec.structs.replace(answer, after_photo_id=answer.before_photo_id)
    await refused(SAME_PHOTO, orders.reply(world.manager, order_id, [same]))


async def test_before_and_after_cannot_be_swapped(world: World) -> None:
    order_id = await worlds.issue(world, findings=1)
    (answer,) = await worlds.answers(world, order_id)
    swapped = msgspec.structs.replace(
        answer, before_photo_id=answer.after_photo_id, after_photo_id=answer.before_photo_id
    )
    await refused(PHOTO_PURPOSE, orders.reply(world.manager, order_id, [swapped]))


@pytest.mark.parametrize(
    ("owner", "project"), [("stranger", "project_id"), ("safety", "project_id"), ("manager", "other_project_id")]
)
async def test_somebody_elses_photo_or_one_of_another_project_is_refused(
    world: World, owner: str, project: str
) -> None:
    order_id = await worlds.issue(world, findings=1)
    (answer,) = await worlds.answers(world, order_id)
    foreign = await worlds.photo(getattr(world, owner), getattr(world, project), "order_after")
    attempt = [msgspec.structs.replace(answer, after_photo_id=foreign)]
    await refused(PHOTO_NOT_ATTACHABLE, orders.reply(world.manager, order_id, attempt))
    assert await db.fetch_value("SELECT count(*) FROM finding_reply") == 0
    assert await db.fetch_value("SELECT count(*) FROM photo WHERE attached_to IS NOT NULL") == 0


async def test_a_photo_that_never_arrived_is_refused(world: World) -> None:
    order_id = await worlds.issue(world, findings=1)
    (answer,) = await worlds.answers(world, order_id)
    attempt = [msgspec.structs.replace(answer, after_photo_id=uuid4())]
    await refused(PHOTO_NOT_ATTACHABLE, orders.reply(world.manager, order_id, attempt))


async def test_a_photo_of_an_earlier_reply_is_refused(world: World) -> None:
    first, second = await worlds.issue(world, findings=1), await worlds.issue(world, findings=1)
    (used,) = await worlds.answers(world, first)
    await orders.reply(world.manager, first, [used])
    (answer,) = await worlds.answers(world, second)
    again = msgspec.structs.replace(answer, after_photo_id=used.after_photo_id)
    await refused(PHOTO_NOT_ATTACHABLE, orders.reply(world.manager, second, [again]))
