"""The catalogue and the policy are whole, and loading them twice changes nothing."""

from collections import Counter
from types import ModuleType

from backend.core import db
from backend.supervision import reference
from backend.supervision.rules import Level

CATALOGUE = reference.catalogue()
POST_KINDS = {"project_manager", "chief_engineer", "safety_officer", "materials_clerk", "developer_lead"}

CODES = {
    "PRG-OVD", "INF-MISS", "INF-STALE", "HAZ-NOPLAN", "HAZ-NOEXPERT", "HAZ-OPUNFILED", "DEV-NONE", "DEV-OFF", "DEV-BAD",
    "TEL-WARN", "TEL-ALARM", "TEL-REP", "ENV-EXC", "TST-FAIL", "TST-LATE", "MAT-USE", "CRT-EXP", "PER-ABS", "PER-FAKE",
    "RCT-OVD", "SUP-STALE", "ASM-LATE", "DOCK-LAG", "WX",
}  # fmt: skip


def test_every_code_of_the_catalogue_is_there_once() -> None:
    assert Counter(kind.code for kind in CATALOGUE.kinds) == Counter(CODES)


def test_no_kind_starts_above_its_top() -> None:
    assert [kind.code for kind in CATALOGUE.kinds if kind.first_level.rank > kind.top_level.rank] == []


def test_only_posts_that_exist_are_told() -> None:
    assert {post for kind in CATALOGUE.kinds for post in kind.posts} <= POST_KINDS
    assert {post for rung in reference.OVERDUE_LADDER for post in rung.posts} <= POST_KINDS


def test_kinds_that_concern_no_post_of_a_project_are_the_regulators_own() -> None:
    assert {kind.code for kind in CATALOGUE.kinds if not kind.posts} == {"SUP-STALE", "DOCK-LAG"}


def test_every_level_has_steps_without_gaps_and_ends_in_a_repeat_of_a_day_or_more() -> None:
    steps = {level: [row for row in CATALOGUE.escalation if row.level is level] for level in Level}
    assert {level: [row.step for row in rows] for level, rows in steps.items()} == {level: [0, 1, 2] for level in Level}
    assert {rows[-1].wait_seconds >= 86_400 and not rows[-1].raises_level for rows in steps.values()} == {True}


async def test_loading_twice_changes_nothing(database: ModuleType) -> None:
    await reference.load()
    before = await db.fetch("SELECT * FROM warning_kind ORDER BY code")
    await reference.load()
    assert await db.fetch("SELECT * FROM warning_kind ORDER BY code") == before
    assert len(before) == len(CODES)
    assert await reference.escalation_policy() == sorted(
        CATALOGUE.escalation, key=lambda row: (row.level.value, row.step)
    )
