from typing import Any

import pytest

from bot.sandbox.answers import Refusal
from bot.sandbox.cards import check_app_card, check_robot_card, menu_keys, pressable_keys
from tests.bot.sandbox.playground import BUTTONS, NOTICE

URL = "https://x.test"
ROW = {"keyname": "测点", "value": "CX-01"}
JUMP = {"type": 1, "title": "曲线", "url": URL}
NEWS = NOTICE | {"card_type": "news_notice", "card_image": {"url": URL}}
OPTION = {"id": "1", "text": "现场核查"}
QUESTION = {"question_key": "q", "title": "处置", "option_list": [OPTION]}
SUBMIT = {"text": "提交", "key": "submit"}
VOTE = {"card_type": "vote_interaction", "task_id": "v-1", "checkbox": QUESTION, "submit_button": SUBMIT}
MULTIPLE = {"card_type": "multiple_interaction", "task_id": "m-1", "select_list": [QUESTION], "submit_button": SUBMIT}


def menu(*keys: str) -> dict[str, Any]:
    return {"task_id": "t-1", "action_menu": {"desc": "更多", "action_list": [{"text": "x", "key": k} for k in keys]}}


def options(count: int) -> dict[str, Any]:
    return QUESTION | {"option_list": [OPTION] * count}


def code_of(card: dict[str, Any], *, has_callback: bool = True, is_update: bool = False) -> int:
    try:
        check_app_card(card, has_callback=has_callback, is_update=is_update)
    except Refusal as refusal:
        return refusal.errcode
    return 0


@pytest.mark.parametrize(
    "card",
    [
        NOTICE,
        {**NOTICE, "main_title": {}, "sub_title_text": "x"},
        NOTICE | {"horizontal_content_list": [ROW] * 6, "jump_list": [JUMP] * 3},
        NOTICE | {"horizontal_content_list": [ROW | {"type": 3, "userid": "u"}, ROW | {"type": 2, "media_id": "m"}]},
        NOTICE | {"card_action": {"type": 2, "appid": "wx1", "pagepath": "pages/w"}},
        NOTICE | menu("a", "b", "c"),
        NEWS,
        NEWS | {"card_image": {"url": URL, "aspect_ratio": 2.25}, "vertical_content_list": [{"title": "x"}] * 4},
        BUTTONS,
        BUTTONS | {"button_list": [{"text": "x", "key": str(n)} for n in range(6)]},
        BUTTONS | {"button_list": [{"text": "x", "type": 1, "url": URL}], "button_selection": options(10)},
        BUTTONS | {"button_list": [{"text": "x", "key": "k" * 1024}], "task_id": "t" * 128},
        VOTE | {"checkbox": options(20)},
        MULTIPLE | {"select_list": [options(10)] * 3},
    ],
)
def test_a_card_at_its_limits_is_accepted(card: dict[str, Any]) -> None:
    assert code_of(card) == 0


@pytest.mark.parametrize(
    ("card", "errcode"),
    [
        (NOTICE | {"card_type": "unknown"}, 42031),
        (NOTICE | {"main_title": {"desc": "only"}}, 42033),
        ({key: value for key, value in NOTICE.items() if key != "card_action"}, 42045),
        (NOTICE | {"card_action": {"type": 3}}, 42045),
        (NOTICE | {"card_action": {"type": 1}}, 42028),
        (NOTICE | {"card_action": {"type": 2}}, 42030),
        (NOTICE | {"horizontal_content_list": [ROW] * 7}, 42035),
        (NOTICE | {"horizontal_content_list": [{"value": "x"}]}, 42027),
        (NOTICE | {"horizontal_content_list": [ROW | {"type": 1}]}, 42028),
        (NOTICE | {"horizontal_content_list": [ROW | {"type": 2}]}, 42029),
        (NOTICE | {"horizontal_content_list": [ROW | {"type": 3}]}, 42050),
        (NOTICE | {"jump_list": [JUMP] * 4}, 42042),
        (NOTICE | {"jump_list": [JUMP | {"title": ""}]}, 42033),
        (NOTICE | {"jump_list": [JUMP | {"type": 2}]}, 42030),
        (NOTICE | {"quote_area": {"type": 1}}, 42028),
        (NOTICE | {"horizontal_content_list": "rows"}, 40058),
        (NOTICE | menu("a", "a"), 42051),
        (NOTICE | menu("a", "b", "c", "d"), 40058),
        (NOTICE | {"action_menu": menu("a")["action_menu"]}, 42014),
        (NEWS | {"card_image": {}}, 42044),
        (NEWS | {"card_image": {"url": URL, "aspect_ratio": 2.26}}, 40058),
        (NEWS | {"vertical_content_list": [{"title": "x"}] * 5}, 42036),
        (BUTTONS | {"task_id": ""}, 42014),
        (BUTTONS | {"task_id": "t" * 129}, 42014),
        (BUTTONS | {"task_id": "任务"}, 42014),
        (BUTTONS | {"button_list": []}, 42034),
        (BUTTONS | {"button_list": [{"text": "x", "key": str(n)} for n in range(7)]}, 42034),
        (BUTTONS | {"button_list": [{"key": "k"}]}, 42038),
        (BUTTONS | {"button_list": [{"text": "x"}]}, 42039),
        (BUTTONS | {"button_list": [{"text": "x", "key": "k" * 1025}]}, 42039),
        (BUTTONS | {"button_list": [{"text": "x", "type": 1}]}, 42028),
        (BUTTONS | {"button_selection": options(11)}, 42037),
        (BUTTONS | {"button_selection": QUESTION | {"question_key": ""}}, 42043),
        (VOTE | {"checkbox": options(0)}, 42037),
        (VOTE | {"checkbox": options(21)}, 42037),
        (VOTE | {"checkbox": QUESTION | {"option_list": [{"id": "i" * 129, "text": "x"}]}}, 42040),
        (VOTE | {"checkbox": QUESTION | {"option_list": [{"id": "1"}]}}, 42041),
        (VOTE | {"submit_button": {"text": "x"}}, 42046),
        (VOTE | {"submit_button": {"key": "x"}}, 42049),
        (MULTIPLE | {"select_list": [QUESTION] * 4}, 42047),
        (MULTIPLE | {"select_list": []}, 42047),
    ],
)
def test_a_card_past_its_limits_is_refused_with_its_own_code(card: dict[str, Any], errcode: int) -> None:
    assert code_of(card) == errcode


@pytest.mark.parametrize("card", [BUTTONS, VOTE, MULTIPLE, NOTICE | menu("a")])
def test_a_card_that_calls_back_needs_an_address_to_call(card: dict[str, Any]) -> None:
    assert code_of(card, has_callback=False) == 43012


def test_a_plain_notice_needs_no_callback_address() -> None:
    assert code_of(NOTICE, has_callback=False) == 0


def test_an_update_needs_no_task_id() -> None:
    assert code_of({key: value for key, value in BUTTONS.items() if key != "task_id"}, is_update=True) == 0


def test_a_robot_has_no_buttons_and_no_menu() -> None:
    with pytest.raises(Refusal, match="42031"):
        check_robot_card({"template_card": BUTTONS})
    with pytest.raises(Refusal, match="42031"):
        check_robot_card({"template_card": NOTICE | menu("a")})


def test_the_keys_that_call_back_are_those_of_buttons_forms_and_menus() -> None:
    card = (
        BUTTONS | menu("later") | {"button_list": [{"text": "x", "key": "ack"}, {"text": "y", "type": 1, "url": URL}]}
    )
    assert pressable_keys(card) == {"ack", "later"}
    assert menu_keys(card) == {"later"}
    assert pressable_keys(VOTE) == {"submit"}
