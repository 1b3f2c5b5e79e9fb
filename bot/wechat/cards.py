"""Cards as typed values, and the cutting that keeps a text inside a provider's limits.

A group's robot takes `TextNotice` only (WeCom doc 91770): no buttons, no callbacks. An app sends `TextNotice` and
`ButtonInteraction` (WeCom doc 90236) and may replace the latter later (WeCom doc 94945). Field names are the
protocol's. Sizes of lists and ids are checked on making, since the provider refuses the whole message for them; texts
may be of any length, `fitted` cuts them to what a phone shows.
"""

import re
import unicodedata
from typing import Final, Literal, TypeVar

import msgspec

ELLIPSIS: Final = "…"
_TASK_ID: Final = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
_ZERO_WIDTH_JOINER: Final = "\u200d"
_LONGEST_CLUSTER: Final = 16


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of a card: fields that say nothing are left out."""


class Source(_Part, frozen=True, kw_only=True):
    """Who speaks: one line above the title."""

    desc: str
    icon_url: str = ""
    desc_color: Literal[0, 1, 2, 3] = 0  # grey, black, red, green


class Title(_Part, frozen=True, kw_only=True):
    """The title and the line under it."""

    title: str
    desc: str = ""


class Quote(_Part, frozen=True, kw_only=True):
    """A quoted passage that may open a page."""

    quote_text: str
    title: str = ""
    type: Literal[0, 1] = 0  # nothing, url
    url: str = ""


class Line(_Part, frozen=True, kw_only=True):
    """A name and its value; `type` 3 with `userid` shows a member."""

    keyname: str
    value: str = ""
    type: Literal[0, 1, 3] = 0  # text, url, member
    url: str = ""
    userid: str = ""


class Jump(_Part, frozen=True, kw_only=True):
    """A line at the foot that opens a page; without a `type` the platform would take it for plain text."""

    title: str
    type: Literal[0, 1, 2]  # nothing, url, mini-program
    url: str = ""
    appid: str = ""
    pagepath: str = ""


class CardAction(_Part, frozen=True, kw_only=True):
    """What a tap on the card opens; see `open_url` and `open_page`."""

    type: Literal[1, 2]  # url, mini-program
    url: str = ""
    appid: str = ""
    pagepath: str = ""


class Button(_Part, frozen=True, kw_only=True):
    """A button: `type` 0 calls back with `key` (1–1024 bytes), 1 opens `url`."""

    text: str
    key: str = ""
    style: Literal[1, 2, 3, 4] = 1
    type: Literal[0, 1] = 0
    url: str = ""

    def __post_init__(self) -> None:
        _require(bool(self.key or self.url), "a button needs a key or a url")
        _require(len(self.key.encode()) <= 1024, "a button's key has at most 1024 bytes")


class Option(_Part, frozen=True, kw_only=True):
    """One choice of a menu; `id` has 1–128 bytes."""

    id: str
    text: str

    def __post_init__(self) -> None:
        _require(1 <= len(self.id.encode()) <= 128, "an option's id has 1 to 128 bytes")


class Menu(_Part, frozen=True, kw_only=True):
    """A menu of 1–10 choices beside the buttons."""

    question_key: str
    option_list: tuple[Option, ...]
    title: str = ""
    selected_id: str = ""

    def __post_init__(self) -> None:
        _require(1 <= len(self.option_list) <= 10, "a menu has 1 to 10 options")


class TextNotice(_Part, frozen=True, kw_only=True, tag_field="card_type", tag="text_notice"):
    """A notice; a tap opens `card_action`. `task_id` is for apps only."""

    card_action: CardAction
    main_title: Title | None = None
    source: Source | None = None
    emphasis_content: Title | None = None
    quote_area: Quote | None = None
    sub_title_text: str = ""
    horizontal_content_list: tuple[Line, ...] = ()
    jump_list: tuple[Jump, ...] = ()
    task_id: str = ""

    def __post_init__(self) -> None:
        has_text = bool(self.sub_title_text) or (self.main_title is not None and bool(self.main_title.title))
        _require(has_text, "a notice needs a title or a sub title")
        _require(not self.task_id or _TASK_ID.fullmatch(self.task_id) is not None, "the task id has a wrong shape")
        _check_lists(self.horizontal_content_list, self.jump_list)


class ButtonInteraction(_Part, frozen=True, kw_only=True, tag_field="card_type", tag="button_interaction"):
    """A card with 1–6 buttons. `task_id`: 1–128 of `[0-9A-Za-z_-@]`, used once per app.

    `replace_text` is for updates only: it greys all buttons out under one caption.
    """

    task_id: str
    main_title: Title
    button_list: tuple[Button, ...]
    source: Source | None = None
    quote_area: Quote | None = None
    sub_title_text: str = ""
    horizontal_content_list: tuple[Line, ...] = ()
    card_action: CardAction | None = None
    button_selection: Menu | None = None
    replace_text: str = ""

    def __post_init__(self) -> None:
        _require(_TASK_ID.fullmatch(self.task_id) is not None, "the task id has a wrong shape")
        _require(1 <= len(self.button_list) <= 6, "a card has 1 to 6 buttons")
        _check_lists(self.horizontal_content_list, ())


Card = TextNotice | ButtonInteraction
C = TypeVar("C", bound=Card)


def open_url(url: str) -> CardAction:
    """A tap opens a web page; the address has a scheme and at most 2048 bytes."""
    _require(url.startswith(("https://", "http://")) and len(url.encode()) <= 2048, "the address is not usable")
    return CardAction(type=1, url=url)


def open_page(appid: str, pagepath: str) -> CardAction:
    """A tap opens a page of a mini-program; `pagepath` may carry a query."""
    _require(bool(appid) and bool(pagepath), "a mini-program page needs its appid and path")
    return CardAction(type=2, appid=appid, pagepath=pagepath)


class Display(msgspec.Struct, frozen=True, kw_only=True):
    """How much of each text a phone shows, in Chinese characters; narrow ones count half."""

    title: int
    desc: int
    emphasis_title: int
    emphasis_desc: int
    sub_title: int
    jump: int
    source: int = 13
    keyname: int = 5
    value: int = 26
    button: int = 10
    option: int = 16


ROBOT_DISPLAY: Final = Display(title=26, desc=30, emphasis_title=10, emphasis_desc=15, sub_title=112, jump=13)
APP_DISPLAY: Final = Display(title=36, desc=44, emphasis_title=14, emphasis_desc=22, sub_title=160, jump=18)


def fitted(card: C, display: Display) -> C:
    """The card with every text cut to what is shown: the provider's own cut falls in the middle of a word."""
    changes: dict[str, object] = {
        "sub_title_text": cut_display(card.sub_title_text, display.sub_title),
        "source": card.source
        and msgspec.structs.replace(card.source, desc=cut_display(card.source.desc, display.source)),
        "main_title": card.main_title and _fitted_title(card.main_title, display.title, display.desc),
        "horizontal_content_list": tuple(_fitted_line(line, display) for line in card.horizontal_content_list),
    }
    if isinstance(card, TextNotice):
        big = card.emphasis_content
        changes["emphasis_content"] = big and _fitted_title(big, display.emphasis_title, display.emphasis_desc)
        changes["jump_list"] = tuple(
            msgspec.structs.replace(jump, title=cut_display(jump.title, display.jump)) for jump in card.jump_list
        )
    else:
        changes["button_list"] = tuple(
            msgspec.structs.replace(button, text=cut_display(button.text, display.button))
            for button in card.button_list
        )
        changes["button_selection"] = card.button_selection and _fitted_menu(card.button_selection, display)
    return msgspec.structs.replace(card, **changes)


def _fitted_title(title: Title, width: int, desc_width: int) -> Title:
    return Title(title=cut_display(title.title, width), desc=cut_display(title.desc, desc_width))


def _fitted_line(line: Line, display: Display) -> Line:
    return msgspec.structs.replace(
        line, keyname=cut_display(line.keyname, display.keyname), value=cut_display(line.value, display.value)
    )


def _fitted_menu(menu: Menu, display: Display) -> Menu:
    options = tuple(
        msgspec.structs.replace(option, text=cut_display(option.text, display.option)) for option in menu.option_list
    )
    return msgspec.structs.replace(menu, option_list=options)


def cut_bytes(text: str, limit_bytes: int, *, ellipsis: str = ELLIPSIS) -> str:
    """`text` if its UTF-8 form has at most `limit_bytes`, else its beginning and `ellipsis` within the limit.

    No character is cut, nor parted from the marks and joiners that belong to it. Lone surrogates become `?`.
    """
    raw = text.encode("utf-8", "replace")
    if len(raw) <= limit_bytes:
        return raw.decode()
    tail = ellipsis if len(ellipsis.encode()) <= limit_bytes else ""
    kept = raw[: max(0, limit_bytes - len(tail.encode()))].decode("utf-8", "ignore")
    return kept[: _boundary(raw.decode(), len(kept))] + tail


def cut_display(text: str, limit: int, *, ellipsis: str = ELLIPSIS) -> str:
    """`text` if it is at most `limit` Chinese characters wide, else its beginning and `ellipsis` within that width.

    Wide and full-width characters count one, others a half, marks nothing.
    """
    if sum(map(_half_widths, text)) <= 2 * limit:
        return text
    room = 2 * limit - sum(map(_half_widths, ellipsis))
    end = 0
    for end, char in enumerate(text):  # noqa: B007  The index at which the room ends is what is looked for.
        room -= _half_widths(char)
        if room < 0:
            break
    return text[: _boundary(text, end)] + ellipsis


def _half_widths(char: str) -> int:
    if _is_extender(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def _is_extender(char: str) -> bool:
    return char == _ZERO_WIDTH_JOINER or unicodedata.category(char) in {"Mn", "Me"}


def _boundary(text: str, end: int) -> int:
    """The last place at or before `end` where a cut parts nothing that is drawn as one; looks back 16 at most."""
    for place in range(end, max(0, end - _LONGEST_CLUSTER), -1):
        is_joined = place < len(text) and (_is_extender(text[place]) or text[place - 1] == _ZERO_WIDTH_JOINER)
        if not is_joined:
            return place
    return 0 if end <= _LONGEST_CLUSTER else end


def _check_lists(lines: tuple[Line, ...], jumps: tuple[Jump, ...]) -> None:
    _require(len(lines) <= 6, "a card has at most 6 lines")
    _require(len(jumps) <= 3, "a card has at most 3 jumps")


def _require(is_met: bool, message: str) -> None:  # noqa: FBT001  An assertion with a text, not a mode.
    if not is_met:
        raise ValueError(message)
