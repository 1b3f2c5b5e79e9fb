"""The calendar: what a project owes, when it is due, and what pauses, returns and devices do to it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from backend.core import clock, db, timers
from backend.core.errors import FORBIDDEN, NOT_FOUND, Problem, Refusal
from backend.monitoring import connecting
from backend.projects.duties import obligations, pauses
from backend.projects.duties.obligation_problems import PAUSE_BOUNDS, PAUSE_ENDED, PAUSE_EXISTS
from backend.projects.duties.pauses import NewPause
from backend.supervision import silence
from backend.supervision.timers import TIMER_HANDLERS
from tests.backend import duty
from tests.backend.duty import Ground

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Shenzhen."""

DAY = timedelta(days=1)


@pytest.fixture
async def ground(database: object, monkeypatch: pytest.MonkeyPatch) -> Ground:
    """A supervising unit; the domain's clock stands."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return await duty.ground()


async def owing(ground: Ground, status: str = "under_construction", **columns: object) -> UUID:
    project_id = await duty.project(ground, status=status)
    for name, value in columns.items():
        await db.execute(f"UPDATE project SET {name} = $2 WHERE id = $1", project_id, value)
    async with db.transaction():
        await obligations.open_for_project(project_id, NOW)
    return project_id


async def kinds(project_id: UUID, state: str = "open") -> set[str]:
    rows = await db.fetch("SELECT kind FROM obligation WHERE project_id = $1 AND state = $2", project_id, state)
    return {row["kind"] for row in rows}


async def one(project_id: UUID, kind: str) -> dict[str, object]:
    row = await db.fetch_one("SELECT * FROM obligation WHERE project_id = $1 AND kind = $2", project_id, kind)
    assert row is not None
    return dict(row)


async def pause(project_id: UUID, ground: Ground, days: int, kind: str | None = None) -> UUID:
    async with db.transaction():
        return await pauses.pause(
            project_id,
            NOW,
            reason="停工",
            until_at=NOW + days * DAY,
            actor_id=ground.regulator.account_id,
            kind=kind,
        )


async def refusal(attempt: object) -> tuple[Problem, str | None]:
    with pytest.raises(Refusal) as raised:
        await attempt  # type: ignore[misc]  # Any coroutine of the service's.
    return raised.value.problem, raised.value.field


# What is owed


async def test_a_new_project_owes_what_the_notice_asks_of_it(ground: Ground) -> None:
    started = {"permit", "map_point", "dangerous_list", "devices", "progress", "monthly_review"}
    assert await kinds(await owing(ground)) == started
    assert await kinds(await owing(ground, "not_started")) == {"permit", "map_point", "dangerous_list"}
    assert await kinds(await owing(ground, is_existing=True)) == started | {"base_info"}
    assert await kinds(await owing(ground, "paused")) == set()
    assert await kinds(await owing(ground, "finished")) == set()


async def test_what_is_there_already_is_not_asked_for(ground: Ground) -> None:
    assert "map_point" not in await kinds(await owing(ground, longitude=114.0, latitude=22.5))
    confirmed = await owing(ground, is_existing=True, confirmed_at=NOW)
    assert "base_info" not in await kinds(confirmed)
    declared = await duty.project(ground)
    await db.execute(
        "INSERT INTO fact_check (project_id, fact, state, since) VALUES ($1, 'dangerous_works', 'changed', now())",
        declared,
    )
    finished = await duty.project(ground, status="finished")
    await db.execute(
        "INSERT INTO fact_check (project_id, fact, state, since) VALUES ($1, 'dangerous_works', 'changed', now())",
        finished,
    )
    await obligations.open_all(NOW)
    assert "dangerous_list" not in await kinds(declared)
    assert await kinds(finished) == set()


async def test_opening_again_opens_nothing_twice_and_keeps_what_is_met(ground: Ground) -> None:
    project_id = await owing(ground)
    async with db.transaction():
        await obligations.meet(project_id, "permit", NOW)
        assert await obligations.open_for_project(project_id, NOW) == 0
    assert await obligations.open_all(NOW) == 0
    assert await kinds(project_id, "met") == {"permit"}


async def test_what_was_void_is_owed_again_when_the_project_changes_and_not_by_the_hourly_look(ground: Ground) -> None:
    project_id = await owing(ground)
    async with db.transaction():
        assert await obligations.void(project_id, NOW, "竣工") == 6
    assert await obligations.open_all(NOW) == 0
    assert await kinds(project_id) == set()
    async with db.transaction():
        assert await obligations.open_for_project(project_id, NOW) == 6
    assert len(await kinds(project_id)) == 6


@pytest.mark.parametrize(("state", "still_owed"), [("returned", {"monthly_review"}), ("passed", set())])
async def test_only_a_review_that_passed_is_not_asked_for_again(
    ground: Ground, state: str, still_owed: set[str]
) -> None:
    project_id = await owing(ground)
    await db.execute(
        "INSERT INTO monthly_review (id, project_id, period, state, items, note, reviewed_by, reviewed_at) "
        "VALUES (gen_random_uuid(), $1, '2026-03', $2, '{}', '', $3, now())",
        project_id, state, ground.regulator.account_id,
    )  # fmt: skip
    async with db.transaction():
        await obligations.void(project_id, NOW, "竣工")
        await obligations.open_for_project(project_id, NOW)
    assert await kinds(project_id) & {"monthly_review"} == still_owed


async def test_voiding_some_kinds_leaves_the_others(ground: Ground) -> None:
    project_id = await owing(ground)
    async with db.transaction():
        assert await obligations.void(project_id, NOW, "不适用", kinds=["devices"]) == 1
    assert (await one(project_id, "devices"))["closed_reason"] == "不适用"
    assert len(await kinds(project_id)) == 5


async def test_a_device_that_transmits_before_the_works_start_is_enough(ground: Ground) -> None:
    project_id = await owing(ground)
    await db.execute(
        "INSERT INTO device (id, mn, project_id, city_code, kind, name, password_index, state, registered_by) "
        "VALUES (gen_random_uuid(), 'MN1', $1, '440100', 'dust_noise', '1#', '', 'transmitting', $2)",
        project_id, ground.regulator.account_id,
    )  # fmt: skip
    assert await connecting.meet_all(NOW) == 1
    assert await connecting.meet_all(NOW) == 0
    assert await kinds(project_id, "met") == {"devices"}


async def test_a_device_that_begins_to_transmit_closes_its_warning_by_itself(ground: Ground) -> None:
    project_id = await owing(ground)
    await db.execute("UPDATE obligation SET next_step = NULL, next_at = NULL WHERE kind <> 'devices'")
    late = NOW + 8 * DAY
    while await silence.sweep(late):
        pass
    async with db.transaction():
        await connecting.transmits([project_id], late)
    await timers.fire_due(late, {obligations.SETTLED: TIMER_HANDLERS[obligations.SETTLED]})
    warning = await db.fetch_one("SELECT code, state, close_reason_zh FROM warning")
    assert tuple(warning or ()) == ("DEV-NONE", "closed", "监测设备已接入并传输数据")


# Pauses


async def test_nothing_is_asked_while_a_pause_lives_and_everything_later_by_its_days(ground: Ground) -> None:
    project_id = await owing(ground)
    before = (await one(project_id, "permit"))["due_at"]
    assert isinstance(before, datetime)
    await pause(project_id, ground, 10)
    assert len(await kinds(project_id, "paused")) == 6
    assert await silence.sweep(NOW + 9 * DAY) == 0
    assert await pauses.end_due(NOW + 10 * DAY - timedelta(seconds=1)) == 0
    assert await pauses.end_due(NOW + 10 * DAY) == 1
    assert await pauses.end_due(NOW + 10 * DAY) == 0
    after = await one(project_id, "permit")
    assert (after["state"], after["due_at"], after["next_step"]) == ("open", before + 10 * DAY, "remind")
    told = await db.fetch("SELECT kind FROM event WHERE kind LIKE 'project.%' ORDER BY id")
    assert [row["kind"] for row in told] == ["project.paused", "project.resumed"]


async def test_a_pause_found_over_after_an_outage_has_ended_when_it_said(ground: Ground) -> None:
    project_id = await owing(ground)
    before = (await one(project_id, "permit"))["due_at"]
    assert isinstance(before, datetime)
    await pause(project_id, ground, 10)
    await pauses.end_due(NOW + 40 * DAY)
    assert (await one(project_id, "permit"))["due_at"] == before + 10 * DAY


async def stopped(ground: Ground, days: int, kind: str | None = None) -> UUID:
    """A project that said that its works stand, and its pause."""
    project_id = await owing(ground)
    await db.execute("UPDATE project SET status = 'paused' WHERE id = $1", project_id)
    await pause(project_id, ground, days, kind)
    return project_id


async def standing(project_id: UUID) -> tuple[object, ...]:
    """The project's status, and what its history says of it."""
    row = await db.fetch_one(
        "SELECT status, change.before, change.after, change.changed_by, change.reason FROM project "
        "LEFT JOIN project_change AS change ON change.project_id = project.id AND change.fact = 'status' "
        "WHERE project.id = $1",
        project_id,
    )
    return tuple(row or ())


async def test_with_its_announced_end_a_stopped_project_is_under_construction_and_owes_its_month(
    ground: Ground,
) -> None:
    project_id = await stopped(ground, 40)
    april = NOW + 40 * DAY
    assert await obligations.open_all(april) == 0
    assert await pauses.end_due(april) == 1
    assert await standing(project_id) == (
        "under_construction", "paused", "under_construction", None, pauses.ENDED_AS_PLANNED
    )  # fmt: skip
    owed = await db.fetch("SELECT period FROM obligation WHERE kind = 'progress' AND state = 'open' ORDER BY period")
    assert [row["period"] for row in owed] == ["2026-03", "2026-04"]
    told = await db.fetch("SELECT kind, data ->> 'reason' AS reason FROM event WHERE kind LIKE 'project.%' ORDER BY id")
    assert [row["kind"] for row in told] == ["project.paused", "project.changed", "project.resumed"]
    assert "重新报停工" in told[-1]["reason"]
    assert await pauses.end_due(april) == 0


async def test_whoever_ends_the_pause_of_a_stopped_project_ends_the_stop(ground: Ground) -> None:
    project_id = await stopped(ground, 40)
    pause_id = await db.fetch_value("SELECT id FROM obligation_pause")
    await pauses.end(ground.regulator, pause_id, "现场已复工")
    actor = ground.regulator.account_id
    assert await standing(project_id) == ("under_construction", "paused", "under_construction", actor, "现场已复工")


async def test_the_end_of_one_kinds_pause_leaves_a_stopped_project_stopped(ground: Ground) -> None:
    project_id = await stopped(ground, 10, kind="devices")
    assert await pauses.end_due(NOW + 10 * DAY) == 1
    assert (await standing(project_id))[0] == "paused"


async def test_a_project_that_was_finished_is_not_begun_again_by_a_pause_that_ends(ground: Ground) -> None:
    project_id = await stopped(ground, 10)
    await db.execute("UPDATE project SET status = 'finished' WHERE id = $1", project_id)
    assert await pauses.end_due(NOW + 10 * DAY) == 1
    assert (await standing(project_id))[0] == "finished"


async def test_a_pause_of_one_kind_leaves_the_others(ground: Ground) -> None:
    project_id = await owing(ground)
    await pause(project_id, ground, 10, kind="devices")
    assert await kinds(project_id, "paused") == {"devices"}


async def test_the_month_that_opens_during_a_pause_is_paused_and_moves_from_its_opening_only(ground: Ground) -> None:
    project_id = await owing(ground)
    await pause(project_id, ground, 35)
    april = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
    assert await obligations.open_all(april) == 2
    assert await silence.sweep(NOW + 34 * DAY) == 0
    await pauses.end_due(NOW + 35 * DAY)
    row = await db.fetch_one("SELECT due_at FROM obligation WHERE kind = 'progress' AND period = '2026-04'")
    assert row is not None
    # Five days and a part of one are paused of April: from its first midnight to the 6th, ten in the morning.
    assert row["due_at"] == datetime(2026, 5, 5, 15, 59, 59, tzinfo=UTC) + 6 * DAY


async def test_what_is_done_during_a_pause_is_done(ground: Ground) -> None:
    project_id = await owing(ground)
    await pause(project_id, ground, 10)
    async with db.transaction():
        await obligations.meet(project_id, "permit", NOW)
    await pauses.end_due(NOW + 10 * DAY)
    assert await kinds(project_id, "met") == {"permit"}


async def test_what_is_returned_during_a_pause_waits_for_its_end(ground: Ground) -> None:
    project_id = await owing(ground)
    async with db.transaction():
        await obligations.meet(project_id, "permit", NOW)
    await pause(project_id, ground, 10)
    async with db.transaction():
        await obligations.reopen(project_id, "permit", NOW)
    assert (await one(project_id, "permit"))["state"] == "paused"


async def test_an_open_row_that_a_live_pause_covers_is_not_swept_and_is_taken_in(ground: Ground) -> None:
    project_id = await owing(ground)
    await pause(project_id, ground, 300)
    await db.execute(
        "UPDATE obligation SET state = 'open', pause_id = NULL, next_step = 'warn', next_at = due_at "
        "WHERE kind = 'permit'"
    )
    assert await silence.sweep(NOW + 99 * DAY) == 0
    await obligations.open_all(NOW)
    assert (await one(project_id, "permit"))["state"] == "paused"


@pytest.mark.parametrize("until", [NOW, NOW - DAY, NOW + 366 * DAY + timedelta(seconds=1)])
async def test_a_pause_that_has_no_end_ahead_within_a_year_is_refused(ground: Ground, until: datetime) -> None:
    project_id = await owing(ground)
    attempt = pauses.begin(ground.regulator, project_id, NewPause(reason="停工", until_at=until))
    assert await refusal(attempt) == (PAUSE_BOUNDS, "until_at")


async def test_a_pause_of_a_year_is_taken(ground: Ground) -> None:
    new = NewPause(reason="停工", until_at=NOW + 366 * DAY)
    assert await pauses.begin(ground.regulator, await owing(ground), new)


async def test_pauses_are_refused_where_one_covers_it_and_once_they_are_over(ground: Ground) -> None:
    project_id = await owing(ground)
    whole, part = (
        NewPause(reason="停工", until_at=NOW + DAY),
        NewPause(reason="停工", until_at=NOW + DAY, kind="permit"),
    )
    pause_id = await pauses.begin(ground.regulator, project_id, part)
    assert await refusal(pauses.begin(ground.regulator, project_id, part)) == (PAUSE_EXISTS, None)
    assert await refusal(pauses.begin(ground.regulator, project_id, whole)) == (PAUSE_EXISTS, None)
    await pauses.end(ground.regulator, pause_id, "提前复工")
    assert await refusal(pauses.end(ground.regulator, pause_id, "提前复工")) == (PAUSE_ENDED, None)
    assert await pauses.begin(ground.regulator, project_id, whole)
    unknown = NewPause(reason="停工", until_at=NOW + DAY, kind="no_such_duty")
    assert await refusal(pauses.begin(ground.regulator, project_id, unknown)) == (NOT_FOUND, "kind")


async def test_only_the_supervising_unit_pauses(ground: Ground) -> None:
    project_id = await owing(ground)
    new = NewPause(reason="停工", until_at=NOW + DAY)
    elsewhere = (await duty.ground("440300")).regulator
    assert await refusal(pauses.begin(elsewhere, project_id, new)) == (NOT_FOUND, "project_id")
    manager = await duty.account("经理")
    await duty.hold(ground, project_id, manager, "project_manager")
    assert await refusal(pauses.begin(manager, project_id, new)) == (FORBIDDEN, None)
    pause_id = await pauses.begin(ground.regulator, project_id, new)
    assert await refusal(pauses.end(elsewhere, pause_id, "不是我的")) == (NOT_FOUND, "pause_id")
    assert await refusal(pauses.end(manager, pause_id, "想开工")) == (FORBIDDEN, None)


async def test_the_projects_own_pause_takes_in_what_was_paused_alone(ground: Ground) -> None:
    project_id = await owing(ground)
    await pause(project_id, ground, 5, kind="permit")
    await pause(project_id, ground, 20)
    assert await db.fetch_value("SELECT count(*) FROM obligation_pause WHERE ended_at IS NULL") == 1
    assert len(await kinds(project_id, "paused")) == 6
    async with db.transaction():
        resumed = await pauses.resume(project_id, NOW + DAY, reason="复工", actor_id=ground.regulator.account_id)
    assert resumed == 1
    assert await kinds(project_id, "paused") == set()
