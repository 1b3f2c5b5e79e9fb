"""Who is who, and the declared life of a post, without a database."""

import re
from pathlib import Path

import pytest

from backend.projects.people import people_rules, succession
from backend.projects.people.people_rules import (
    CONCURRENCY,
    POST_STATES,
    PostAction,
    PostState,
    is_same_name,
    post_state_after,
    post_states_before,
)
from backend.projects.people.succession import APPROVER, SUCCESSION, owner
from backend.projects.rules import EMPLOYERS, PostKind

CONTRACTORS = {kind.value for kind, role in EMPLOYERS.items() if role == "contractor"}


def test_every_state_is_reached_and_only_the_final_ones_are_final() -> None:
    assert set(POST_STATES.values()) == set(PostState)
    left = {state for state, _ in POST_STATES if state is not None}
    assert {state for state in PostState if state not in left} == {state for state in PostState if state.is_final}


def test_every_action_starts_where_the_table_says() -> None:
    assert {action: (post_states_before(action), post_state_after(action)) for action in PostAction} == {
        PostAction.APPLY: ([], "applied"),
        PostAction.GRANT: ([], "active"),
        PostAction.APPROVE: (["applied"], "active"),
        PostAction.REFUSE: (["applied"], "refused"),
        PostAction.WITHDRAW: (["applied"], "withdrawn"),
        PostAction.LEAVE: (["active"], "ended"),
        PostAction.END: (["active"], "ended"),
        PostAction.HAND_OVER: (["active"], "ended"),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [("林晓明", "林 晓明"), ("古丽·买买提", "古丽•买买提"), ("Ｌｉｎ", "lin"), ("Jean-Luc  Wu", "jean luc wu")],
)
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert is_same_name(one, other)


@pytest.mark.parametrize(("one", "other"), [("林晓明", "林晓"), ("林晓明", "林小明"), ("", "林")])
def test_other_names_are_others(one: str, other: str) -> None:
    assert not is_same_name(one, other)


def test_one_project_at_once_for_manager_and_chief_and_no_limit_for_others() -> None:
    assert {kind: CONCURRENCY.most(kind) for kind in PostKind} == {
        PostKind.PROJECT_MANAGER: 1,
        PostKind.CHIEF_ENGINEER: 1,
        PostKind.SAFETY_OFFICER: None,
        PostKind.MATERIALS_CLERK: None,
        PostKind.DEVELOPER_LEAD: None,
    }


def test_every_post_stands_first_in_its_own_succession() -> None:
    assert {kind: falls_to[0] for kind, falls_to in SUCCESSION.items() if kind != APPROVER} == {
        kind.value: kind for kind in PostKind
    }


def test_what_the_chief_checks_never_falls_to_who_is_checked() -> None:
    independent = {*SUCCESSION[PostKind.CHIEF_ENGINEER], *SUCCESSION[PostKind.DEVELOPER_LEAD]}
    assert {kind.value for kind in independent} & CONTRACTORS == set()


@pytest.mark.parametrize(
    ("kind", "holders", "expected"),
    [
        ("materials_clerk", {"materials_clerk", "project_manager"}, "materials_clerk"),
        ("materials_clerk", {"safety_officer", "project_manager"}, "project_manager"),
        ("project_manager", {"chief_engineer", "developer_lead"}, "developer_lead"),
        ("chief_engineer", {"project_manager", "safety_officer", "materials_clerk"}, None),
        ("chief_engineer", {"developer_lead", "project_manager"}, "developer_lead"),
        (APPROVER, {"project_manager"}, "project_manager"),
        (APPROVER, {"safety_officer"}, None),
        (succession.UNIT, {kind.value for kind in PostKind}, None),
    ],
)
def test_a_vacant_post_falls_to_the_next(kind: str, holders: set[str], expected: str | None) -> None:
    assert owner(kind, holders) == expected


def test_every_post_has_a_name_in_both_languages() -> None:
    assert {*PostKind, succession.UNIT} <= set(people_rules.POST_NAMES)


def test_the_page_says_the_order_of_succession() -> None:
    page = (Path(__file__).parents[3] / "docs" / "DUTY.md").read_text(encoding="utf-8")
    orders = {
        f"| `{kind}` | {' → '.join(f'`{post}`' for post in (*falls_to, succession.UNIT))} |"
        for kind, falls_to in SUCCESSION.items()
    }
    assert set(re.findall(r"^\| `[a-z_]+` \| `.+ → .+$", page, re.MULTILINE)) == orders
