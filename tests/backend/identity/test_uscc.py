"""Codes of the standard and codes that validators elsewhere get wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.errors import Refusal
from backend.identity import uscc

PUBLIC = [
    "91350100M000100Y43",
    "914403001922038216",
    "9144030071526726XG",
    "91440101MA5CJQ4N59",
    "9135052155323005XL",
    "91440300192317458F",
    "91440400192548256N",
]
SYNTHETIC = [
    "91440300YY000001XU",
    "91440100YY0000028H",
    "91440600YY00000366",
    "91440400YY0000044N",
    "91441900YY0000052P",
    "11440000YY0000079W",
    "12440100YY0000087R",
]


@pytest.mark.parametrize("code", [*PUBLIC, *SYNTHETIC])
def test_a_valid_code_passes_with_its_inner_check(code: str) -> None:
    assert uscc.parse(code) == uscc.Uscc(code, is_organisation_code_sound=True)


def test_blanks_and_small_letters_are_tolerated() -> None:
    assert uscc.parse(" 9144 0300 yy00 0001 xu ").code == "91440300YY000001XU"


def test_the_standards_own_invalid_example_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        uscc.parse("91350100M000100Y4Z")
    assert (caught.value.problem.code, caught.value.field) == ("uscc_malformed", "uscc")


def test_a_wrong_check_digit_is_refused_at_its_field() -> None:
    with pytest.raises(Refusal) as caught:
        uscc.parse("91350100M000100Y44", "parties[0].uscc")
    assert (caught.value.problem.code, caught.value.field) == ("uscc_check_digit", "parties[0].uscc")


@pytest.mark.parametrize(
    "text", ["", "9135010", "91350100M000100Y433", "91350100I000100Y43", "９1350100M000100Y43", "91350100M000100Y4é"]
)
def test_other_characters_and_lengths_are_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        uscc.parse(text)
    assert caught.value.problem.code == "uscc_malformed"


def test_a_sum_divisible_by_31_checks_with_zero() -> None:
    assert uscc.check_character("0" * 17) == "0"


def test_an_unsound_inner_check_is_remarked_and_passes() -> None:
    body = "91350100M000100Y3"
    assert uscc.parse(body + uscc.check_character(body)).is_organisation_code_sound is False


@given(st.text(uscc.ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(uscc.ALPHABET))
def test_any_single_wrong_character_is_seen(body: str, place: int, other: str) -> None:
    code = body + uscc.check_character(body)
    changed = code[:place] + other + code[place + 1 :]
    is_valid = changed[17] == uscc.check_character(changed[:17])
    assert is_valid == (changed == code)
