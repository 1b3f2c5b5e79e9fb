"""The first two, the station's decisions, ends of posts, one unfinished project at a time: against the database."""

import asyncio
import contextvars
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from backend.core import clock, db
from backend.core.errors import FORBIDDEN, NOT_FOUND, Problem, Refusal
from backend.identity.scope import Scope
from backend.projects.base import parties
from backend.projects.base.parties import EndedParty
from backend.projects.people import concurrency, ending, posts
from backend.projects.people.people_problems import APPROVER_DECIDES, OWN_POST, POST_CONCURRENT, POST_NOT_HELD
from backend.projects.problems import NOT_A_PARTY, OWN_APPLICATION, POST_NOT_IN_STATE
from backend.projects.rules import PostKind
from tests.backend import duty
from tests.backend.duty import USCC, Ground, account, acts, events_of, hold, state_of
from tests.backend.site import CONTRACTOR, DEVELOPER, SUPERVISION

MANAGER, CHIEF, OFFICER = PostKind.PROJECT_MANAGER, PostKind.CHIEF_ENGINEER, PostKind.SAFETY_OFFICER
PHONE = "13900001111"


@pytest.fixture
async def ground(database: ModuleType) -> Ground:
    return await duty.ground()


async def refused(problem: Problem, attempt: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        await attempt
    assert caught.value.problem.code == problem.code
    return caught.value


async def named(ground: Ground, name: str = "林晓明", phone: str = PHONE) -> UUID:
    """A project whose permit names a manager."""
    project_id = await duty.project(ground)
    async with db.transaction():
        await posts.name_on_permit(project_id, MANAGER, name=name, phone=phone)
    return project_id


# --- the permit's names ---


async def test_who_is_named_on_the_permit_holds_the_post_at_once(ground: Ground) -> None:
    project_id, person = await named(ground), await account("林 晓明", phone=PHONE)
    applied = await posts.apply(person, project_id, MANAGER, CONTRACTOR)
    assert applied.state == "active"
    row = await db.fetch_one("SELECT proof, decided_by FROM post WHERE id = $1", applied.post_id)
    assert row is not None
    assert (row["proof"], row["decided_by"]) == ("permit", None)
    assert [event["state"] for event in await events_of("post.decided")] == ["active"]
    assert await acts(applied.post_id) == ["post.grant"]


@pytest.mark.parametrize(
    ("name", "phone", "kind", "uscc"),
    [
        ("林晓", PHONE, MANAGER, CONTRACTOR),
        ("林晓明", "13900002222", MANAGER, CONTRACTOR),
        ("林晓明", None, MANAGER, CONTRACTOR),
        ("林晓明", PHONE, CHIEF, SUPERVISION),
        ("林晓明", PHONE, OFFICER, CONTRACTOR),
    ],
)
async def test_another_name_number_or_post_is_an_application(
    ground: Ground, name: str, phone: str | None, kind: PostKind, uscc: str
) -> None:
    project_id = await named(ground)
    applied = await posts.apply(await account(name, phone=phone), project_id, kind, uscc)
    assert applied.state == "applied"
    assert [event["posts"] for event in await events_of("post.applied")] == [["supervising_unit"]]


@pytest.mark.parametrize("before", ["ended", "refused"])
async def test_the_permit_opens_the_door_once(ground: Ground, before: str) -> None:
    project_id, person = await named(ground), await account("林晓明", phone=PHONE)
    await hold(ground, project_id, person, MANAGER, before)
    assert (await posts.apply(person, project_id, MANAGER, CONTRACTOR)).state == "applied"


async def test_the_permit_of_another_project_grants_nothing(ground: Ground) -> None:
    await named(ground)
    person = await account("林晓明", phone=PHONE)
    other = await duty.project(ground)
    assert (await posts.apply(person, other, MANAGER, CONTRACTOR)).state == "applied"


async def test_a_number_that_bears_another_name_leaves_the_post_vacant(ground: Ground) -> None:
    await account("别的名字", phone=PHONE)
    project_id = await duty.project(ground)
    async with db.transaction():
        appointed = await posts.appoint(
            ground.regulator, project_id, MANAGER, name="林晓明", phone=PHONE,
            organisation_id=ground.organisations[CONTRACTOR],
        )  # fmt: skip
    assert appointed is None
    assert await posts.holders(project_id) == []


# --- the station decides where nobody else can ---


async def applied(ground: Ground, project_id: UUID, kind: PostKind = OFFICER, person: Scope | None = None) -> UUID:
    person = person or await account("申请人")
    return (await posts.apply(person, project_id, kind, USCC[kind])).post_id


async def test_without_an_approver_the_station_decides(ground: Ground) -> None:
    post_id = await applied(ground, await duty.project(ground))
    second = await applied(ground, await duty.project(ground))
    first = await posts.list_to_decide_by_station(ground.regulator, limit=1)
    rest = await posts.list_to_decide_by_station(ground.regulator, cursor=first.next, limit=1)
    assert ([post.id for post in first.items + rest.items], rest.next) == ([post_id, second], None)
    await posts.approve_by_station(ground.regulator, post_id)
    assert await db.fetch_value("SELECT proof FROM post WHERE id = $1 AND state = 'active'", post_id) == "station"
    assert await acts(post_id) == ["post.apply", "post.approve"]


async def test_the_station_refuses_with_a_reason(ground: Ground) -> None:
    post_id = await applied(ground, await duty.project(ground))
    await posts.refuse_by_station(ground.regulator, post_id, "请由公司委派")
    assert await state_of(post_id) == "refused"
    assert [event["reason"] for event in await events_of("post.decided")] == ["请由公司委派"]


@pytest.mark.parametrize(("kind", "name_zh"), [(CHIEF, "总监理工程师"), (MANAGER, "项目经理")])
async def test_with_an_approver_the_station_is_told_who_decides(ground: Ground, kind: PostKind, name_zh: str) -> None:
    project_id = await duty.project(ground)
    await hold(ground, project_id, await account("审批人"), kind)
    post_id = await applied(ground, project_id)
    refusal = await refused(APPROVER_DECIDES, posts.approve_by_station(ground.regulator, post_id))
    assert refusal.params["posts_zh"] == name_zh
    await refused(APPROVER_DECIDES, posts.refuse_by_station(ground.regulator, post_id, "不行"))
    assert (await posts.list_to_decide_by_station(ground.regulator)).items == []


@pytest.mark.parametrize("state", ["disabled", "dormant"])
async def test_an_approver_whose_account_is_shut_is_none(ground: Ground, state: str) -> None:
    project_id, chief = await duty.project(ground), await account("总监")
    await hold(ground, project_id, chief, CHIEF)
    await db.execute("UPDATE account SET state = $2 WHERE id = $1", chief.account_id, state)
    post_id = await applied(ground, project_id)
    await posts.approve_by_station(ground.regulator, post_id)
    assert await state_of(post_id) == "active"


async def test_the_only_approver_applies_for_a_second_post_and_the_station_decides(ground: Ground) -> None:
    project_id, manager = await duty.project(ground), await account("经理")
    await hold(ground, project_id, manager, MANAGER)
    post_id = await applied(ground, project_id, OFFICER, manager)
    assert [event["posts"] for event in await events_of("post.applied")] == [["supervising_unit"]]
    await refused(OWN_APPLICATION, posts.approve(manager, post_id))
    await posts.approve_by_station(ground.regulator, post_id)
    assert await state_of(post_id) == "active"


async def test_another_units_regulator_does_not_find_the_application(ground: Ground) -> None:
    post_id = await applied(ground, await duty.project(ground))
    elsewhere = await duty.ground("440300")
    await refused(NOT_FOUND, posts.approve_by_station(elsewhere.regulator, post_id))
    assert (await posts.list_to_decide_by_station(elsewhere.regulator)).items == []


async def test_the_province_sees_and_does_not_decide(ground: Ground) -> None:
    post_id = await applied(ground, await duty.project(ground))
    province = await db.fetch_value("SELECT id FROM unit WHERE level = 'province' AND sector = 'housing'")
    await refused(FORBIDDEN, posts.approve_by_station(await account("省", unit_id=province), post_id))


async def test_a_decided_application_is_decided_at_the_station_too(ground: Ground) -> None:
    post_id = await applied(ground, await duty.project(ground))
    await posts.refuse_by_station(ground.regulator, post_id, "重复申请")
    await refused(POST_NOT_IN_STATE, posts.approve_by_station(ground.regulator, post_id))


# --- ending ---


async def test_an_approver_ends_a_post_at_once(ground: Ground) -> None:
    project_id, chief, officer = await duty.project(ground), await account("总监"), await account("何志强")
    await hold(ground, project_id, chief, CHIEF)
    post_id = await hold(ground, project_id, officer, OFFICER)
    await posts.end(chief, post_id, "已调离")
    assert await state_of(post_id) == "ended"
    assert [holder.kind for holder in await posts.holders(project_id)] == [CHIEF]
    (event,) = await events_of("post.ended")
    assert (event["person_name"], event["reason"], event["posts"]) == ("何志强", "已调离", ["chief_engineer"])
    assert event["account_id"] == str(officer.account_id)
    assert await acts(post_id) == ["post.end"]


async def test_the_supervising_unit_ends_a_post(ground: Ground) -> None:
    project_id = await duty.project(ground)
    post_id = await hold(ground, project_id, await account("总监"), CHIEF)
    await posts.end_by_unit(ground.regulator, post_id, "证书吊销")
    assert await state_of(post_id) == "ended"
    assert [event["posts"] for event in await events_of("post.ended")] == [["supervising_unit"]]


async def test_nobody_ends_the_own_post_by_decree(ground: Ground) -> None:
    project_id, chief = await duty.project(ground), await account("总监")
    post_id = await hold(ground, project_id, chief, CHIEF)
    await refused(OWN_POST, posts.end(chief, post_id, "不干了"))
    assert await state_of(post_id) == "active"


async def test_only_approvers_of_the_project_end_posts(ground: Ground) -> None:
    project_id, officer, stranger = await duty.project(ground), await account("安全员"), await account("外项目总监")
    post_id = await hold(ground, project_id, await account("材料员"), PostKind.MATERIALS_CLERK)
    await hold(ground, project_id, officer, OFFICER)
    await hold(ground, await duty.project(ground), stranger, CHIEF)
    await refused(FORBIDDEN, posts.end(officer, post_id, "越权"))
    await refused(NOT_FOUND, posts.end(stranger, post_id, "越权"))
    await refused(NOT_FOUND, posts.end_by_unit((await duty.ground("440300")).regulator, post_id, "越权"))
    assert await state_of(post_id) == "active"


@pytest.mark.parametrize("state", ["ended", "refused", "withdrawn", "applied"])
async def test_what_is_not_held_does_not_end(ground: Ground, state: str) -> None:
    project_id, chief = await duty.project(ground), await account("总监")
    await hold(ground, project_id, chief, CHIEF)
    post_id = await hold(ground, project_id, await account("何志强"), OFFICER, state)
    await refused(POST_NOT_HELD, posts.end(chief, post_id, "已调离"))
    assert await state_of(post_id) == state


async def test_an_organisation_that_leaves_takes_its_people_along(ground: Ground) -> None:
    project_id, chief = await duty.project(ground), await account("总监")
    chief_post = await hold(ground, project_id, chief, CHIEF)
    manager_post = await hold(ground, project_id, await account("经理"), MANAGER)
    application = await hold(ground, project_id, await account("申请人"), OFFICER, "applied")
    async with db.transaction():
        ended = await posts.end_of_party(
            project_id, ground.organisations[CONTRACTOR], "contractor", "合同终止", ground.regulator.account_id
        )
    assert ended == 1
    assert [await state_of(each) for each in (chief_post, manager_post, application)] == ["active", "ended", "refused"]
    assert [event["post_kind"] for event in await events_of("post.ended")] == ["project_manager"]
    assert [event["post_kind"] for event in await events_of("post.decided")] == ["safety_officer"]


async def test_who_applies_while_the_organisation_leaves_applies_in_vain(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id, person = await duty.project(ground), await account("申请人")
    outcomes: list[str] = []

    async def apply() -> None:
        attempt = posts.apply(person, project_id, PostKind.DEVELOPER_LEAD, DEVELOPER)
        outcomes.append((await refused(NOT_A_PARTY, attempt)).problem.code)

    async def end_of_party(*whose: Any) -> int:
        """The posts have been looked for and the party's end is not committed yet when the application comes."""
        ended = await posts.end_of_party(*whose)
        applying = group.create_task(apply(), context=contextvars.Context())
        async with asyncio.timeout(30):
            while not (applying.done() or await db.fetch_value(_IS_WAITED_FOR)):  # noqa: ASYNC110  It is in the database.
                await asyncio.sleep(0.02)
        return ended

    monkeypatch.setattr(ending, "end_of_party", end_of_party)
    party_id = await db.fetch_value("SELECT id FROM party WHERE project_id = $1 AND role = 'developer'", project_id)
    today = clock.now().astimezone(clock.SHANGHAI).date()
    await db.execute("UPDATE party SET from_on = $2 WHERE id = $1", party_id, today)
    async with asyncio.TaskGroup() as group:
        await parties.end(ground.regulator, project_id, party_id, EndedParty(until_on=today, reason="转让"))
    assert outcomes == ["organisation_not_a_party"]
    assert await db.fetch_value("SELECT count(*) FROM post WHERE project_id = $1", project_id) == 0


_IS_WAITED_FOR = (
    "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
)


# --- one unfinished project at a time ---


async def on_two(ground: Ground, status: str = "under_construction") -> tuple[Scope, Scope, UUID]:
    """A manager of a Shenzhen project in this status who applies in Guangzhou; the chief there, the application."""
    person, chief = await account("林晓明"), await account("总监")
    elsewhere = await duty.ground("440300")
    await hold(elsewhere, await duty.project(elsewhere, name="秘密工程", status=status), person, MANAGER)
    project_id = await duty.project(ground)
    await hold(ground, project_id, chief, CHIEF)
    return person, chief, await applied(ground, project_id, MANAGER, person)


@pytest.mark.parametrize("status", ["not_started", "under_construction", "paused"])
async def test_a_second_unfinished_project_is_refused_by_naming_the_city_alone(ground: Ground, status: str) -> None:
    _, chief, post_id = await on_two(ground, status)
    refusal = await refused(POST_CONCURRENT, posts.approve(chief, post_id))
    assert await state_of(post_id) == "applied"
    assert refusal.params == {
        "city_zh": "深圳市", "city_en": "Shenzhen", "post_zh": "项目经理", "post_en": "project manager", "most": 1
    }  # fmt: skip


async def test_a_finished_project_frees_its_people(ground: Ground) -> None:
    _, chief, post_id = await on_two(ground, "finished")
    await posts.approve(chief, post_id)
    assert await state_of(post_id) == "active"


async def test_who_may_not_approve_does_not_learn_where_the_applicant_works(ground: Ground) -> None:
    _, _, post_id = await on_two(ground)
    await refused(NOT_FOUND, posts.approve(await account("路人"), post_id))
    await refused(APPROVER_DECIDES, posts.approve_by_station(ground.regulator, post_id))


async def test_another_post_on_a_second_project_is_no_matter(ground: Ground) -> None:
    person, chief, _ = await on_two(ground)
    project_id = await duty.project(ground)
    await hold(ground, project_id, chief, CHIEF)
    await posts.approve(chief, await applied(ground, project_id, OFFICER, person))
    assert len(await posts.list_mine(person)) == 3


async def test_the_permit_appoints_nobody_who_works_elsewhere(ground: Ground) -> None:
    elsewhere, person = await duty.project(ground), await account("林晓明", phone=PHONE)
    await hold(ground, elsewhere, person, MANAGER)
    project_id = await named(ground)
    await refused(POST_CONCURRENT, posts.apply(person, project_id, MANAGER, CONTRACTOR))
    assert await posts.holders(project_id) == []


async def test_registration_appoints_nobody_who_works_elsewhere(ground: Ground) -> None:
    person = await account("林晓明", phone=PHONE)
    await hold(ground, await duty.project(ground), person, MANAGER)

    async def appoint() -> None:
        async with db.transaction():
            await posts.appoint(
                ground.regulator, await duty.project(ground), MANAGER, name="林晓明", phone=PHONE,
                organisation_id=ground.organisations[CONTRACTOR], field="project_manager.phone",
            )  # fmt: skip

    assert (await refused(POST_CONCURRENT, appoint())).field == "project_manager.phone"


async def test_of_two_approvals_at_once_exactly_one_wins(ground: Ground) -> None:
    outcomes = [await _race(ground) for _ in range(10)]
    assert outcomes == [["approved", "post_concurrent"]] * 10


async def _race(ground: Ground) -> list[str]:
    person = await account("抢手经理")
    attempts = []
    for name in ("甲", "乙"):
        project_id, chief = await duty.project(ground, name=name), await account(f"{name}总监")
        await hold(ground, project_id, chief, CHIEF)
        attempts.append((chief, await applied(ground, project_id, MANAGER, person)))

    async def attempt(chief: Scope, post_id: UUID) -> str:
        try:
            await posts.approve(chief, post_id)
        except Refusal as refusal:
            return refusal.problem.code
        return "approved"

    return sorted(await asyncio.gather(*(attempt(*each) for each in attempts)))


async def test_regulators_read_who_is_on_two_projects(ground: Ground) -> None:
    person, elsewhere = await account("林晓明"), await duty.ground("440300")
    await hold(ground, await duty.project(ground, name="自己的"), person, MANAGER)
    await hold(elsewhere, await duty.project(elsewhere, name="秘密工程", status="paused"), person, MANAGER)
    await hold(elsewhere, await duty.project(elsewhere, status="finished"), person, MANAGER)
    single = await account("一处")
    await hold(ground, await duty.project(ground), single, MANAGER)

    (found,) = await concurrency.list_concurrent(ground.regulator)
    assert (found.person_name, found.kind, found.most) == ("林晓明", MANAGER, 1)
    assert [(held.name, held.city_code) for held in found.projects] == [("自己的", "440100"), (None, "440300")]
    assert found.projects[1].project_id is None


async def test_two_projects_of_another_city_are_not_this_ones_matter(ground: Ground) -> None:
    person, elsewhere = await account("林晓明"), await duty.ground("440300")
    await hold(elsewhere, await duty.project(elsewhere), person, CHIEF)
    await hold(elsewhere, await duty.project(elsewhere), person, CHIEF)
    assert await concurrency.list_concurrent(ground.regulator) == []
    assert len(await concurrency.list_concurrent(elsewhere.regulator)) == 1
