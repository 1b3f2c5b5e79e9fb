import pytest

from backend.core.errors import Refusal
from backend.identity import phones


@pytest.mark.parametrize("text", ["13800000000", "+86 138-0000-0000", "86 138 0000 0000"])
def test_a_mainland_number_has_one_spelling(text: str) -> None:
    assert phones.normalise(text) == "13800000000"


@pytest.mark.parametrize(("text", "number"), [("+852 6123 4567", "+85261234567"), ("85366123456", "+85366123456")])
def test_hong_kong_and_macao_numbers_keep_their_code(text: str, number: str) -> None:
    assert phones.normalise(text) == number


@pytest.mark.parametrize("text", ["", "1380000000", "138000000000", "12800000000", "+14155550123", "１３８00000000"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        phones.normalise(text, "project_manager.phone")
    assert (caught.value.problem.code, caught.value.field) == ("phone_malformed", "project_manager.phone")


def test_a_number_is_shown_masked_only() -> None:
    assert phones.masked(phones.seal("13812340000")) == "138****0000"
    assert phones.masked(phones.seal("+85261234567")) == "+852****4567"
    assert phones.masked(None) is None


def test_the_same_number_sealed_twice_differs_and_is_found_by_its_index() -> None:
    assert phones.seal("13800000000") != phones.seal("13800000000")
    assert phones.index("13800000000") == phones.index("13800000000")
