"""The declared tables and what is derived of a key."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.identity.rules import (
    ACCOUNT_STATES,
    APPLICATION_STATES,
    PARTNER_KEY,
    PARTNER_STATES,
    AccountAction,
    AccountState,
    ApplicationAction,
    ApplicationState,
    KeyState,
    PartnerAction,
    PartnerState,
    key_state,
    reminders_of_key,
    states_before,
)

NOW = datetime(2026, 11, 21, tzinfo=UTC)
DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("ends_in", "is_revoked", "is_replaced", "expected"),
    [
        (30 * DAY + MOMENT, False, False, KeyState.ACTIVE),
        (30 * DAY, False, False, KeyState.ENDING),
        (MOMENT, False, False, KeyState.ENDING),
        (timedelta(), False, False, KeyState.ENDED),
        (-DAY, False, True, KeyState.ENDED),
        (7 * DAY, False, True, KeyState.ENDING),
        (300 * DAY, False, True, KeyState.ENDING),
        (300 * DAY, True, False, KeyState.REVOKED),
        (-DAY, True, True, KeyState.REVOKED),
    ],
)
def test_a_keys_state_is_derived(ends_in: timedelta, is_revoked: bool, is_replaced: bool, expected: KeyState) -> None:
    revoked_at = NOW - DAY if is_revoked else None
    state = key_state(ends_at=NOW + ends_in, revoked_at=revoked_at, is_replaced=is_replaced, now=NOW)
    assert state is expected


def test_only_active_and_ending_keys_open_anything() -> None:
    assert [state for state in KeyState if state.opens] == [KeyState.ACTIVE, KeyState.ENDING]


@pytest.mark.parametrize(("life", "days"), [(365, [30, 7]), (31, [30, 7]), (30, [7]), (8, [7]), (7, []), (1, [])])
def test_a_key_is_spoken_of_before_its_end_and_never_about_the_past(life: int, days: list[int]) -> None:
    ends_at = NOW + life * DAY
    assert reminders_of_key(ends_at, NOW) == [(day, ends_at - day * DAY) for day in days]


def test_the_terms_are_those_of_the_file() -> None:
    assert (PARTNER_KEY.life_days, PARTNER_KEY.overlap_days, PARTNER_KEY.remind_days) == (365, 7, [30, 7])


def test_every_state_of_the_tables_is_reached() -> None:
    assert set(ACCOUNT_STATES.values()) == set(AccountState)
    assert set(APPLICATION_STATES.values()) == set(ApplicationState)
    assert set(PARTNER_STATES.values()) == set(PartnerState)


def test_every_action_starts_from_the_states_of_the_table() -> None:
    assert {action: states_before(ACCOUNT_STATES, action) for action in AccountAction} == {
        AccountAction.OPEN: [],
        AccountAction.DISABLE: ["active", "dormant"],
        AccountAction.ENABLE: ["disabled", "dormant"],
        AccountAction.FALL_DORMANT: ["active"],
        AccountAction.PROVE_PHONE: ["dormant"],
    }
    assert {action: states_before(APPLICATION_STATES, action) for action in ApplicationAction} == {
        ApplicationAction.APPLY: [],
        ApplicationAction.APPROVE: ["applied"],
        ApplicationAction.REFUSE: ["applied"],
    }
    assert {action: states_before(PARTNER_STATES, action) for action in PartnerAction} == {
        PartnerAction.REGISTER: [],
        PartnerAction.DISABLE: ["active"],
        PartnerAction.ENABLE: ["disabled"],
    }
