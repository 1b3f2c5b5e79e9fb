"""Four months of sixty projects, day by day: silence causes exactly what an independent model expects."""

from types import ModuleType

from tests.bench import simulation


async def test_nothing_is_missed_nothing_comes_early_nothing_comes_twice(database: ModuleType) -> None:
    outcome = await simulation.run(projects=60, days=120, seed=7)
    assert (outcome.missed, outcome.early_or_wrong, outcome.twice) == ([], [], [])
    assert set(outcome.by_step) == {"remind", "warn", "draft"}
    assert {"pause", "resume early", "return", "meet", "start", "register", "outage"} <= set(outcome.acts)
