"""The site and its people for every test of the console in a browser; what waits on several queues of the desk."""

from uuid import UUID

import pytest

from backend.identity.scope import Scope
from tests.browser.console import desk_world, sand
from tests.browser.phone.matters import within
from tests.months import LAST, THIS
from tests.phone_town import Town, database_url, town

__all__ = ["Town", "database_url", "town"]


@pytest.fixture
def reports(town: Town) -> list[str]:
    """Last month's and this month's, passed by the chief, with photos."""
    return [desk_world.report(town, LAST, 25, floors=6), desk_world.report(town, THIS, 40, floors=9)]


@pytest.fixture
def replied(town: Town, database_url: str) -> str:
    """An order to be re-inspected."""
    return desk_world.replied(town, database_url)


@pytest.fixture
def drafts(town: Town, database_url: str) -> list[UUID]:
    """An order drafted by the platform for each project."""
    of = [town.site.project_id, town.site.other_project_id]
    return [within(database_url, lambda at=at: desk_world.draft(at)) for at in of]  # type: ignore[misc]


@pytest.fixture
def reader(town: Town, database_url: str) -> Scope:
    """Of the province, in which the small province stands; the map has folded it in."""

    async def act() -> Scope:
        await sand.spread(sand.EACH)
        await sand.folded()
        return await sand.province()

    return within(database_url, act)
