"""A message as cards of WeCom: which field of the message stands where."""

from typing import Final

from backend.core.i18n import Text
from backend.supervision.reference import ANSWERS
from bot.wechat.cards import Button, ButtonInteraction, CardAction, Line, Source, TextNotice, Title, open_url
from notifications import texts
from notifications.channel import Message

DETAILS: Final = Text("查看详情", "Open")
BUTTON_ANSWERS: Final = ("now", "2h")
"""Which of the ready answers stand on the card; the phone page has them all."""


def text(message: Message) -> str:
    """The message in a member's own chat without a card; that chat makes links of tags, ours and anybody's."""
    return texts.plain(message).replace("<", "＜")


def notice(message: Message, *, mark: str = "", task_id: str = "") -> TextNotice:
    """The card whose tap opens the phone page; a repeat says so in its first words."""
    return TextNotice(
        card_action=open_url(message.link),
        main_title=Title(title=message.title, desc=message.place),
        source=_source(message),
        sub_title_text=mark + _said(message),
        horizontal_content_list=_lines(message),
        task_id=task_id,
    )


def buttons(message: Message, *, task_id: str) -> ButtonInteraction:
    """The card that can be answered."""
    answers = [
        Button(text=ANSWERS[key].plan.get(message.language), key=f"ack:{key}", style=1 if position == 0 else 2)
        for position, key in enumerate(BUTTON_ANSWERS)
    ]
    details = Button(text=DETAILS.get(message.language), type=1, url=message.link, style=4)
    return _interactive(message, task_id=task_id, button_list=(*answers, details))


def settled(message: Message, *, task_id: str) -> ButtonInteraction:
    """The same card after somebody has answered: who and what, and nothing left to press but the details."""
    details = Button(text=DETAILS.get(message.language), type=1, url=message.link, style=4)
    return _interactive(message, task_id=task_id, button_list=(details,))


def _interactive(message: Message, *, task_id: str, button_list: tuple[Button, ...]) -> ButtonInteraction:
    action: CardAction = open_url(message.link)
    return ButtonInteraction(
        task_id=task_id,
        main_title=Title(title=message.title, desc=message.place),
        button_list=button_list,
        source=_source(message),
        sub_title_text=_said(message),
        horizontal_content_list=_lines(message),
        card_action=action,
    )


def _said(message: Message) -> str:
    """What became of the matter first, a due date for instance: a phone cuts the end."""
    return " ".join(part for part in (message.status, message.summary) if part)


def _source(message: Message) -> Source:
    """Who speaks, in red where it is urgent."""
    return Source(desc=message.source, desc_color=2 if message.level in {"red", "orange"} else 0)


def _lines(message: Message) -> tuple[Line, ...]:
    return tuple(Line(keyname=fact.name, value=fact.value) for fact in message.facts)
