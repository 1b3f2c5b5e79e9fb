"""A short year: a few sites over six weeks, made by the services."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from backend.core import clock, geo
from backend.core.settings import settings
from backend.identity import uscc
from backend.overview import map_check
from backend.year import lives, make
from backend.year.cast import CITY
from tests.backend.overview import map_world

TODAY = datetime(2026, 4, 22, 4, tzinfo=UTC)
"""Six weeks that end late in a month hold a month's end and its review; those of any other day need not."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[None]:
    monkeypatch.setenv("SANDTABLE_MEDIA_ROOT", str(tmp_path))
    settings.cache_clear()
    yield
    clock.rehearse(None)
    monkeypatch.undo()
    settings.cache_clear()


def test_the_same_seed_deals_the_same_sites_and_all_lie_in_their_city() -> None:
    sites = lives.lives(80)
    assert sites == lives.lives(80)
    assert [site.name for site in sites if not geo.is_in_city(site.point, CITY)] == []
    assert len({site.name for site in sites}) == len({site.manager.phone for site in sites}) == 80


def test_every_firm_has_a_sound_code() -> None:
    firms = {firm for site in lives.lives(80) for firm in site.parties.values()}
    assert all(uscc.parse(firm.uscc).is_organisation_code_sound for firm in firms)
    assert len({firm.uscc for firm in firms}) == len(firms)


async def test_a_short_year_is_reported_reviewed_and_lies_in_the_past(database: ModuleType, folder: None) -> None:
    clock.rehearse(TODAY)
    started = clock.now()
    await make.fill(sites=6, days=40, say=lambda _: None)
    assert abs(clock.now() - clock.machine_now()) < timedelta(minutes=5)  # Not in the past any more.
    kinds = await database.fetch_value("SELECT array_agg(DISTINCT kind) FROM event")
    moments = await database.fetch_one("SELECT min(occurred_at) AS first, max(occurred_at) AS last FROM event")
    unsent = await database.fetch_value("SELECT count(*) FROM delivery WHERE state = 'ready'")
    assert {"progress.confirmed", "fact.checked", "month.reviewed", "obligation.reminder"} <= set(kinds)
    assert started - timedelta(days=41) < moments["first"] < moments["last"] < started + timedelta(days=1)
    assert unsent == 0
    truth = await map_world.truth(clock.now())
    assert await map_world.rows() == truth
    assert await map_world.tally() == map_world.cube(truth)
    assert await map_check.reconcile(clock.now()) == map_check.Reconciled(rows=0, cells=0)
    assert await database.fetch_value("SELECT count(DISTINCT period) > 0 FROM map_month")
