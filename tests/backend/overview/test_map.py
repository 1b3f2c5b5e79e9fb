"""The map as its readers meet it: months, what has changed, what is too much, its doors, and how it is put right."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import asyncpg
import httpx
import msgspec
import pytest

from backend.core import clock, db
from backend.core.errors import Refusal
from backend.core.paging import encode_cursor
from backend.core.settings import settings
from backend.overview import map_check, map_counts, map_fold, map_list, map_points
from backend.overview.map_counts import MapMonth
from backend.overview.map_filter import MapFilter
from backend.overview.map_points import MapCorner, MapPoints
from backend.projects.dangerous.dangerous_kinds import Grade
from backend.projects.rules import month_starts_at
from backend.supervision.rules import Level
from tests.backend import site
from tests.backend.overview import map_world as world
from tests.backend.overview import town
from tests.backend.overview.map_world import NOW, Area

TIANHE, NANSHAN = ("440100", "440106"), ("440300", "440305")
PLACED = {"longitude": 113.36, "latitude": 23.12}
DECEMBER = month_starts_at("2026-12")


@pytest.fixture
async def area(database: object) -> AsyncIterator[Area]:
    yield await world.area()
    await db.execute("TRUNCATE project, account CASCADE")
    await db.execute("DELETE FROM unit WHERE level = 'station'")


async def test_what_is_due_makes_a_site_silent_when_its_time_has_passed_and_nothing_else_has(area: Area) -> None:
    project_id = await world.project(area, area.units[0], TIANHE, **PLACED)
    await world.due(project_id, NOW + timedelta(hours=1))
    await world.due(project_id, NOW - timedelta(hours=1), "supervising_unit")
    reader = town.regulator(area.province)
    await map_fold.fold_all(NOW)
    before = await map_points.points(reader)

    await map_fold.fold_all(NOW + timedelta(hours=2))

    after = await map_points.points(reader, since=before.version)
    assert [look.is_silent for look in before.looks + after.looks] == [False, True]
    assert after.placed == []
    assert (await map_counts.counts(reader, MapFilter(silent=True))).total.silent == 1


async def test_the_cube_of_a_month_is_kept_as_it_ended_and_its_warnings_are_counted_in_it(area: Area) -> None:
    reader = town.regulator(area.province)
    project_id = await world.project(area, area.units[0], TIANHE, **PLACED)
    await world.warning(project_id, "red")
    await world.warning(project_id, "blue")
    await world.due(project_id, DECEMBER - timedelta(minutes=1))
    await map_fold.fold_all(NOW)
    await world.project(area, area.units[2], NANSHAN, **PLACED)
    await world.warning(project_id, "orange", DECEMBER + timedelta(hours=2))

    await map_fold.fold_all(DECEMBER + timedelta(hours=3))

    assert await map_counts.trend(reader, MapFilter()) == map_counts.MapTrend(
        [
            MapMonth(period="2026-11", projects=1, silent=1, warnings=2),
            MapMonth(period="2026-12", projects=2, silent=1, warnings=1),
        ]
    )
    november = await map_counts.counts(reader, MapFilter(), period="2026-11")
    assert (november.version, november.total.projects, november.total.red, november.total.silent) == (None, 1, 1, 1)
    assert (await map_counts.trend(reader, MapFilter(region="440300"))).months[0].projects == 0
    with pytest.raises(Refusal, match="month_not_kept"):
        await map_counts.counts(reader, MapFilter(), period="2026-10")
    with pytest.raises(Refusal, match="month_in_future"):
        await map_counts.counts(reader, MapFilter(), period="2039-10")


async def test_a_worker_that_was_away_over_two_months_keeps_both(area: Area) -> None:
    await world.project(area, area.units[0], TIANHE)
    await map_fold.fold_all(NOW)
    await map_fold.fold_all(month_starts_at("2027-01") + timedelta(hours=1))
    kept = await db.fetch("SELECT DISTINCT period FROM map_month ORDER BY 1")
    assert [row["period"] for row in kept] == ["2026-11", "2026-12"]


async def test_every_city_is_listed_and_a_zone_counts_in_the_city_around_it(area: Area) -> None:
    reader = town.regulator(area.province)
    await world.project(area, area.units[0], ("440003", "440003"))
    await world.project(area, area.units[0], ("441900", "441900"))
    await map_fold.fold_all(NOW)
    cities = {each.code: each.count.projects for each in (await map_counts.counts(reader, MapFilter())).regions}
    zhuhai = await map_counts.counts(reader, MapFilter(region="440400"))
    dongguan = await map_counts.counts(reader, MapFilter(region="441900"))
    tianhe = await map_counts.counts(reader, MapFilter(region="440106"))
    assert len(cities) == 21
    assert {code for code, n in cities.items() if n} == {"440400", "441900"}
    assert [each.code for each in zhuhai.regions if each.count.projects] == ["440003"]
    assert [each.code for each in zhuhai.regions] == ["440003", "440402", "440403", "440404"]
    assert [(each.code, each.count.projects) for each in dongguan.regions] == [("441900", 1)]
    assert [(each.code, each.count.projects) for each in tianhe.regions] == [("440106", 0)]
    with pytest.raises(Refusal, match="not_found"):
        await map_counts.counts(reader, MapFilter(region="110000"))


async def test_a_level_and_a_grade_mean_that_much_or_more(area: Area) -> None:
    reader = town.regulator(area.province)
    for level, grade in (("blue", "none"), ("orange", "dangerous"), ("red", "oversized")):
        project_id = await world.project(area, area.units[0], TIANHE)
        await world.warning(project_id, level)
        await world.work(area, project_id, grade)
    await map_fold.fold_all(NOW)
    yellow = await map_counts.counts(reader, MapFilter(level=Level.YELLOW))
    dangerous = await map_counts.counts(reader, MapFilter(dangerous=Grade.DANGEROUS))
    assert (yellow.total.projects, yellow.total.orange, yellow.total.red) == (2, 1, 1)
    assert (dangerous.total.projects, dangerous.total.oversized) == (2, 1)


async def test_a_reader_learns_that_a_project_went_to_another_unit(area: Area) -> None:
    city, _, elsewhere = area.units
    project_id = await world.project(area, city, TIANHE, **PLACED)
    await map_fold.fold_all(NOW)
    readers = [town.regulator(each) for each in (area.province, city, elsewhere)]
    before = await map_points.points(readers[0])

    await db.execute("UPDATE project SET supervising_unit_id = $2 WHERE id = $1", project_id, elsewhere)
    await map_fold.fold_all(NOW)

    said = [await map_points.points(reader, since=before.version) for reader in readers]
    assert [(each.numbers, each.gone) for each in said] == [([1], []), ([], [1]), ([1], [])]
    assert [each.placed for each in said] == [[1], [], [1]]


@pytest.mark.parametrize("since", [None, 0, 9_999])
async def test_a_version_that_is_unknown_or_too_old_gives_the_whole(area: Area, since: int | None) -> None:
    await world.project(area, area.units[0], TIANHE, **PLACED)
    await map_fold.fold_all(NOW)
    await map_fold.fold_all(DECEMBER + timedelta(hours=1))
    said = await map_points.points(town.regulator(area.province), since=since)
    assert (said.is_whole, said.numbers, said.version) == (True, [1], 1)


async def test_too_many_points_are_asked_for_by_region_and_a_district_is_always_told(
    area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_points, "MOST_POINTS", 1)
    for east in (0, 0.02):
        await world.project(area, area.units[0], TIANHE, longitude=113.36 + east, latitude=23.12)
    await map_fold.fold_all(NOW)
    reader = town.regulator(area.province)
    said = [await map_points.points(reader, region=each) for each in (None, "440100", "440106", "440300")]
    assert [each.needs_region for each in said] == [True, True, False, False]
    assert [each.numbers for each in said] == [[], [], [1, 1], []]
    assert (said[0].regions, said[1].regions) == ([], [MapCorner("440106", 1_133_700, 231_200)])


async def test_two_workers_never_fold_at_once_and_lose_nothing(area: Area) -> None:
    for _ in range(40):
        await world.project(area, area.units[0], TIANHE)

    async def work() -> None:
        while await db.fetch_value("SELECT EXISTS (SELECT FROM map_dirty)"):
            await map_fold.fold(NOW, batch=3)

    await asyncio.gather(work(), work(), work())
    numbers = await db.fetch("SELECT number FROM map_project ORDER BY number")
    assert [row["number"] for row in numbers] == list(range(1, 41))
    assert await world.tally() == world.cube(await world.truth(NOW))


async def test_a_change_that_is_not_committed_yet_holds_nobody_up_and_is_folded_after(area: Area) -> None:
    project_id = await world.project(area, area.units[0], TIANHE)
    await map_fold.fold_all(NOW)
    other = await asyncpg.connect(settings().database_url)
    try:
        open_change = other.transaction()
        await open_change.start()
        await other.execute("UPDATE project SET status = 'paused' WHERE id = $1", project_id)
        await world.warning(await world.project(area, area.units[0], TIANHE), "red")
        await map_fold.fold_all(NOW)
        folded = await db.fetch_value("SELECT count(*) FROM map_project WHERE level = 4 OR status = 'paused'")
        await open_change.commit()
    finally:
        await other.close()
    await map_fold.fold_all(NOW)
    assert folded == 1
    assert await world.rows() == await world.truth(NOW)


async def test_what_was_changed_behind_the_triggers_is_found_and_put_right(area: Area) -> None:
    project_id = await world.project(area, area.units[0], TIANHE)
    await world.warning(project_id, "red")
    await map_fold.fold_all(NOW)
    await db.execute("UPDATE map_project SET level = 1, stage = 'B-FOUNDATION'")
    await db.execute("UPDATE map_tally SET n = n + 1 WHERE stage = '*'")

    found = await map_check.reconcile(NOW)
    await map_fold.fold_all(NOW)

    assert (found.rows, found.cells > 0) == (1, True)
    assert await world.rows() == await world.truth(NOW)
    assert await world.tally() == world.cube(await world.truth(NOW))
    assert await map_check.reconcile(NOW) == map_check.Reconciled(rows=0, cells=0)


async def test_a_list_shows_nothing_of_a_project_that_left_the_unit_before_the_map_knows(area: Area) -> None:
    city, _, elsewhere = area.units
    project_id = await world.project(area, city, TIANHE)
    await map_fold.fold_all(NOW)
    await db.execute("UPDATE project SET supervising_unit_id = $2 WHERE id = $1", project_id, elsewhere)
    assert (await map_list.listed(town.regulator(city), MapFilter())).items == []
    with pytest.raises(Refusal, match="not_found"):
        await map_list.card(town.regulator(city), 1)


async def test_a_card_says_what_burns_the_worst_first(area: Area) -> None:
    project_id = await world.project(area, area.units[0], TIANHE, **PLACED)
    for level in ("blue", "red", "yellow", "orange"):
        await world.warning(project_id, level)
    for days, owes in ((-1, "project_manager"), (-2, "supervising_unit"), (1, "project_manager")):
        await world.due(project_id, clock.now() + timedelta(days=days), owes)
    await map_fold.fold_all(clock.now())
    card = await map_list.card(town.regulator(area.units[0]), 1)
    assert card.project.id == project_id
    assert [warning.level for warning in card.warnings] == [Level.RED, Level.ORANGE, Level.YELLOW]
    assert (card.all_warnings, card.orders, card.overdue) == (4, 0, 2)


# The doors


@pytest.fixture
async def client(redis_url: str, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with site.opened() as opened:
        yield opened


async def _folded() -> tuple[dict[str, str], UUID]:
    people = await site.build()
    await map_fold.fold_all(clock.now())
    return await site.headers(people.regulator), people.project_id


async def test_the_console_asks_for_numbers_their_lists_and_what_is_wrong_with_a_question(
    client: httpx.AsyncClient,
) -> None:
    headers, project_id = await _folded()
    numbers = await client.get(f"{site.CONSOLE}/map", params={"status": "under_construction"}, headers=headers)
    listed = await client.get(f"{site.CONSOLE}/map/projects", params={"status": "under_construction"}, headers=headers)
    trend = await client.get(f"{site.CONSOLE}/map/trend", headers=headers)
    total = listed.json()["total"]
    assert numbers.json()["total"]["projects"] == total == len(listed.json()["items"])
    assert str(project_id) in listed.text
    assert trend.json()["months"][-1]["projects"] == total
    wrong = await client.get(f"{site.CONSOLE}/map", params={"level": "purple"}, headers=headers)
    assert site.refusal(wrong)[:2] == (400, "invalid_input")
    malformed = await client.get(f"{site.CONSOLE}/map", params={"period": "2026-1"}, headers=headers)
    assert site.refusal(malformed) == (422, "month_malformed", "period")
    cursor = await client.get(f"{site.CONSOLE}/map/projects", params={"cursor": "x"}, headers=headers)
    assert site.refusal(cursor) == (400, "bad_cursor", "cursor")
    unknown = await client.get(f"{site.CONSOLE}/map/projects/99999999", headers=headers)
    assert site.refusal(unknown)[:2] == (404, "not_found")


@pytest.mark.parametrize(
    "path",
    [f"projects/{2**31}", f"projects?cursor={encode_cursor(4, False, 2**31)}", "points?since=-1"],  # noqa: FBT003  A value of the cursor.
)
async def test_a_number_that_no_map_has_is_refused(client: httpx.AsyncClient, path: str) -> None:
    headers, _ = await _folded()
    answer = await client.get(f"{site.CONSOLE}/map/{path}", headers=headers)
    assert answer.status_code == 400


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
async def test_points_come_packed_where_the_browser_takes_that(client: httpx.AsyncClient, encoding: str) -> None:
    headers, project_id = await _folded()
    await db.execute("UPDATE project SET longitude = 113.93, latitude = 22.53 WHERE id = $1", project_id)
    await map_fold.fold_all(clock.now())
    answer = await client.get(f"{site.CONSOLE}/map/points", headers={**headers, "accept-encoding": encoding})
    said = msgspec.json.decode(answer.content, type=MapPoints)
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert [(each.code, each.east, each.north) for each in said.regions] == [("440305", 1_139_300, 225_300)]
    assert (said.east, said.north, said.region) == ([0], [0], [0])


async def test_the_boundaries_are_sent_once_and_then_by_their_tag(client: httpx.AsyncClient) -> None:
    headers, _ = await _folded()
    asked = await client.get(f"{site.CONSOLE}/map/outline", headers=headers)
    held = await client.get(f"{site.CONSOLE}/map/outline", headers={**headers, "if-none-match": asked.headers["etag"]})
    assert asked.headers["cache-control"] == "private, no-cache"
    assert (held.status_code, held.content) == (304, b"")
    assert len(asked.json()["cities"]) == 21
    assert all(len(ring) >= 8 for city in asked.json()["cities"] for ring in city["rings"])
