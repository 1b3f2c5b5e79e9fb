"""The benches measure what the product would meet: their province keeps the product's own rules."""

from types import ModuleType

import pytest

from backend.core import clock, geo
from backend.identity import uscc
from backend.projects import rules
from tests.bench import province


@pytest.fixture
async def filled(database: ModuleType) -> ModuleType:
    await province.fill(projects=240, warnings=300, events=200)
    return database


async def test_every_number_and_point_of_the_province_would_pass_the_products_own_checks(filled: ModuleType) -> None:
    codes = [row["uscc"] for row in await filled.fetch("SELECT uscc FROM organisation")]
    assert [uscc.parse(code).code for code in codes] == codes
    numbers = [row["number"] for row in await filled.fetch("SELECT number FROM permit")]
    today = clock.now().date()
    assert [rules.parse_permit(number, today).number for number in numbers] == numbers
    points = await filled.fetch(
        """
        SELECT coalesce(region.stats_code, region.code) AS outline, project.longitude, project.latitude
        FROM project JOIN region ON region.code = project.city_code WHERE project.longitude IS NOT NULL
        """
    )
    assert len(points) > 200
    assert all(geo.is_in_city(geo.Point(row["longitude"], row["latitude"]), row["outline"]) for row in points)


async def test_the_province_holds_as_much_as_it_was_asked_for(filled: ModuleType) -> None:
    counted = await filled.fetch_one(
        "SELECT (SELECT count(*) FROM project), (SELECT count(*) FROM warning), (SELECT count(*) FROM event)"
    )
    assert tuple(counted) == (240, 300, 200)
    posts = await filled.fetch_value(
        "SELECT max(held) FROM (SELECT count(*) AS held FROM post WHERE state = 'active' GROUP BY account_id) AS each"
    )
    assert posts == province.PROJECTS_EACH
    assert await filled.fetch_value("SELECT count(*) FROM event_default") == 0


async def test_ids_tell_when_their_row_was_made(filled: ModuleType) -> None:
    oldest = await filled.fetch("SELECT id FROM project ORDER BY created_at")
    assert [row["id"] for row in oldest] == sorted(row["id"] for row in oldest)
    assert {row["id"].version for row in oldest} == {7}
