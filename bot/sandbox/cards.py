"""Template cards: what a robot may send, what the app may send, and the code of each refusal.

Display lengths are recommendations (overlong text is cut on the screen); list sizes and keys are enforced.
42034 for an overlong `button_list` is this sandbox's reading: the public tables name no code for it.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.sandbox.answers import Refusal
from bot.sandbox.limits import Body, objects, section, text, wrong

ROBOT_TYPES = frozenset({"text_notice", "news_notice"})
INTERACTIVE_TYPES = frozenset({"button_interaction", "vote_interaction", "multiple_interaction"})
APP_TYPES = ROBOT_TYPES | INTERACTIVE_TYPES
KEY_BYTES = 1024
TASK_ID = re.compile(r"[0-9A-Za-z_\-@]{1,128}")


def part(card: Body, key: str) -> Body:
    """An object inside a card; absent is empty."""
    return section(card, key) if card.get(key) is not None else {}


def is_interactive(card: Body) -> bool:
    """Whether a person can press something that calls back."""
    return card.get("card_type") in INTERACTIVE_TYPES or bool(card.get("action_menu"))


def check_robot_card(body: Body) -> None:
    """`template_card` of a robot."""
    card = section(body, "template_card")
    if card.get("card_type") not in ROBOT_TYPES or card.get("action_menu"):
        raise Refusal(42031, "invalid template_card card_type")
    _check(card)


def check_app_card(card: Body, *, has_callback: bool, is_update: bool = False) -> None:
    """`template_card` of the app; whether its task_id is free is the caller's question."""
    if card.get("card_type") not in APP_TYPES:
        raise Refusal(42031, "invalid template_card card_type")
    if is_interactive(card) and not has_callback:
        raise Refusal(43012)
    task_id = text(card, "template_card.task_id")
    if (task_id or (is_interactive(card) and not is_update)) and not TASK_ID.fullmatch(task_id):
        raise Refusal(42014)
    _check(card)


def _check(card: Body) -> None:
    _check_common(card)
    CHECKS[card["card_type"]](card)


def _check_common(card: Body) -> None:
    part(card, "source")
    part(card, "emphasis_content")
    _link(part(card, "quote_area"))
    rows = objects(card, "template_card.horizontal_content_list")
    if len(rows) > 6:
        raise Refusal(42035, "invalid horizontal_content_list size")
    for row in rows:
        _row(row)
    jumps = objects(card, "template_card.jump_list")
    if len(jumps) > 3:
        raise Refusal(42042, "invalid jump_list size")
    for jump in jumps:
        if not text(jump, "template_card.jump_list.title"):
            raise Refusal(42033, "missing jump_list title")
        _link(jump)
    _menu(card)


def _link(holder: Body) -> None:
    """`type` 1 needs a url, 2 an appid."""
    kind = holder.get("type", 0)
    if kind == 1 and not text(holder, "template_card.url"):
        raise Refusal(42028, "missing url")
    if kind == 2 and not text(holder, "template_card.appid"):
        raise Refusal(42030, "missing appid")
    if kind not in (0, 1, 2):
        raise wrong("template_card.type")


def _row(row: Body) -> None:
    if not text(row, "template_card.horizontal_content_list.keyname"):
        raise Refusal(42027, "missing keyname")
    kind = row.get("type", 0)
    if kind == 2 and not text(row, "template_card.media_id"):
        raise Refusal(42029, "missing media_id")
    if kind == 3 and not text(row, "template_card.userid"):
        raise Refusal(42050, "missing userid")
    if kind not in (2, 3):
        _link({**row, "type": kind})


def _menu(card: Body) -> None:
    if not card.get("action_menu"):
        return
    actions = objects(part(card, "action_menu"), "template_card.action_menu.action_list")
    if not 1 <= len(actions) <= 3:
        raise wrong("template_card.action_menu.action_list", "should have 1 to 3 items")
    for action in actions:
        _pressable(action, text_code=42038, key_code=42039)
    if len({action["key"] for action in actions}) < len(actions):
        raise Refusal(42051, "duplicate action_menu key")


def _action(card: Body) -> None:
    """`card_action` is required on the two notice types."""
    action = part(card, "card_action")
    if action.get("type") not in (1, 2):
        raise Refusal(42045, "invalid card_action")
    _link(action)


def _titled(card: Body) -> None:
    if not text(part(card, "main_title"), "template_card.main_title.title"):
        raise Refusal(42033, "missing title")


def _text_notice(card: Body) -> None:
    if not text(card, "template_card.sub_title_text"):
        _titled(card)
    _action(card)


def _news_notice(card: Body) -> None:
    _titled(card)
    image = part(card, "card_image")
    if not text(image, "template_card.card_image.url"):
        raise Refusal(42044, "missing image url")
    ratio = image.get("aspect_ratio", 1.3)
    if not isinstance(ratio, int | float) or not 1.3 <= ratio <= 2.25:
        raise wrong("template_card.card_image.aspect_ratio")
    rows = objects(card, "template_card.vertical_content_list")
    if len(rows) > 4:
        raise Refusal(42036, "invalid vertical_content_list size")
    for row in rows:
        if not text(row, "template_card.vertical_content_list.title"):
            raise Refusal(42033, "missing title")
    _link(part(card, "image_text_area"))
    _action(card)


def _pressable(item: Body, *, text_code: int, key_code: int) -> None:
    if not text(item, "template_card.text"):
        raise Refusal(text_code, "missing text")
    key = text(item, "template_card.key")
    if not key or len(key.encode()) > KEY_BYTES:
        raise Refusal(key_code, "invalid key")


def _button_interaction(card: Body) -> None:
    buttons = objects(card, "template_card.button_list")
    if not 1 <= len(buttons) <= 6:
        raise Refusal(42034, "invalid button_list size")
    for button in buttons:
        _button(button)
    if card.get("button_selection"):
        _question(part(card, "button_selection"), max_options=10)


def _button(button: Body) -> None:
    if not text(button, "template_card.button_list.text"):
        raise Refusal(42038, "missing button text")
    if button.get("type", 0) == 1:
        _link(button)
        return
    _pressable(button, text_code=42038, key_code=42039)


def _question(question: Body, *, max_options: int) -> None:
    if not text(question, "template_card.question_key"):
        raise Refusal(42043, "missing question_key")
    options = objects(question, "template_card.option_list")
    if not 1 <= len(options) <= max_options:
        raise Refusal(42037, "invalid option_list size")
    for option in options:
        if not 1 <= len(text(option, "template_card.option_list.id").encode()) <= 128:
            raise Refusal(42040, "invalid option id")
        if not text(option, "template_card.option_list.text"):
            raise Refusal(42041, "missing option text")


def _vote_interaction(card: Body) -> None:
    _question(part(card, "checkbox"), max_options=20)
    _pressable(part(card, "submit_button"), text_code=42049, key_code=42046)


def _multiple_interaction(card: Body) -> None:
    questions = objects(card, "template_card.select_list")
    if not 1 <= len(questions) <= 3:
        raise Refusal(42047, "invalid select_list size")
    for question in questions:
        _question(question, max_options=10)
    _pressable(part(card, "submit_button"), text_code=42049, key_code=42046)


CHECKS: Mapping[str, Any] = {
    "text_notice": _text_notice,
    "news_notice": _news_notice,
    "button_interaction": _button_interaction,
    "vote_interaction": _vote_interaction,
    "multiple_interaction": _multiple_interaction,
}


def pressable_keys(card: Body) -> frozenset[str]:
    """The keys that call back when pressed."""
    buttons = [button for button in objects(card, "button_list") if button.get("type", 0) == 0]
    items = [*buttons, part(card, "submit_button")]
    return frozenset(str(item["key"]) for item in items if item.get("key")) | menu_keys(card)


def menu_keys(card: Body) -> frozenset[str]:
    """The keys of the menu in the card's corner; they call back with `template_card_menu_event`."""
    return frozenset(str(item["key"]) for item in objects(part(card, "action_menu"), "action_list"))
