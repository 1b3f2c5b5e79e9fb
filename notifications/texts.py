"""What we say, per event, in zh-CN and in English.

Groups learn roles and the project's name, never a person's; who may read a name gets it in their own chat. Where
people wrote their own name or a mobile number into a sentence, a group reads the post and the number's first digits.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from backend.core.clock import SHANGHAI
from backend.core.events import Event
from backend.core.i18n import Language, Text
from backend.core.settings import settings
from backend.projects.people.people_rules import POST_NAMES
from notifications.channel import Fact, Form, Message
from notifications.templates import STILL_OPEN, TEMPLATES, UNKNOWN, Template

FACTS_MAX: Final = 6  # A card's `horizontal_content_list` (WeCom doc 91770).

LEVELS: Final = {
    "red": Text("红色", "Red"),
    "orange": Text("橙色", "Orange"),
    "yellow": Text("黄色", "Yellow"),
    "blue": Text("蓝色", "Blue"),
}
POSTS: Final = {
    "project_manager": Text("项目经理", "The project manager"),
    "chief_engineer": Text("总监理工程师", "The chief supervision engineer"),
    "safety_officer": Text("专职安全员", "The safety officer"),
    "materials_clerk": Text("材料员", "The materials clerk"),
    "developer_lead": Text("建设单位项目负责人", "The developer's lead"),
    "regulator": Text("监管人员", "A regulator"),
}
BECAUSE: Final = {
    "unanswered": Text("无人接手，已升级", "Nobody has taken it"),
    "worse": Text("情况加重，已升级", "It has become worse"),
}
DECISIONS: Final[Mapping[str, Mapping[str, Text]]] = {
    "post.decided": {
        "active": Text("已同意", "approved"),
        "refused": Text("未同意", "refused"),
        "withdrawn": Text("已撤回", "withdrawn"),
        "ended": Text("已结束", "ended"),
    },
    "handover.decided": {
        "signed": Text("已签收", "signed"),
        "refused": Text("被退回", "refused"),
        "withdrawn": Text("已撤回", "withdrawn"),
    },
    "fact.checked": {"verified": Text("核验通过", "verified"), "returned": Text("被退回", "returned")},
    "month.reviewed": {"passed": Text("通过", "passed"), "returned": Text("被退回", "returned")},
}
GRADES: Final = {
    "none": Text("一般工程", "Ordinary work"),
    "dangerous": Text("危大工程", "Dangerous work"),
    "oversized": Text("超危大工程", "Oversized dangerous work"),
}
OFFLINE: Final = Text("（离线 {} 所说，{} 收到）", " (said offline {}, received {})")
PRODUCT: Final = Text("工程沙盘", "Sandtable")
_MOBILE: Final = re.compile(r"(?<![0-9])(1[3-9][0-9])(?:[ -]?[0-9]{4}){2}(?![0-9])")


def compose(event: Event, *, form: Form, language: Language, short_code: str, is_group: bool) -> Message:
    """The message of an event for one reader; missing data leaves a gap in the text, never an exception."""
    template = _template(event)
    values = _Values(_fields(event, language, is_group=is_group))
    level = LEVELS[event.level].get(language) if event.level in LEVELS else ""
    facts = _facts(event, language, short_code)

    def said(text: Text) -> str:
        words = text.get(language).format_map(values).strip()
        return _impersonal(words, event, language) if is_group else words

    return Message(
        form=form,
        title=said(template.title),
        level=event.level,
        source=" · ".join(part for part in (PRODUCT.get(language), level) if part),
        place=str(event.data.get("project_name", "")),
        summary=said(template.summary),
        facts=tuple(Fact(f.name, _impersonal(f.value, event, language)) for f in facts) if is_group else facts,
        status=said(template.status),
        short_code=short_code,
        link=link(template.page, event.subject_id),
        language=language,
    )


def _template(event: Event) -> Template:
    if event.kind == "warning.escalated" and event.data.get("from_level") == event.level:
        return STILL_OPEN
    return TEMPLATES.get(event.kind, UNKNOWN)


def _impersonal(text: str, event: Event, language: Language) -> str:
    """The text for many readers: the post in place of the name of who acted, no mobile number."""
    post = _named(POSTS, event.data.get("by_post") or "regulator", language)
    for name in filter(None, (event.data.get("by_name"), event.data.get("person_name"))):
        text = text.replace(str(name), post)
    return _MOBILE.sub(r"\1****", text)


def line(text: str, *, language: Language, short_code: str) -> Message:
    """One line of its own."""
    return Message(form=Form.LINE, title=text, short_code=short_code, language=language)


def link(page: str, subject_id: UUID) -> str:
    """The phone page of a matter."""
    return f"{settings().public_url}/m/#/{page}/{subject_id}"


def plain(message: Message) -> str:
    """The message as text without a card."""
    return "\n".join([*_parts(message), message.link]).rstrip()


def one_line(message: Message) -> str:
    """The same in one line; a space keeps the address apart, so that phones see where it begins."""
    return " ".join([*" · ".join(_parts(message)).split(), message.link]).rstrip()


def _parts(message: Message) -> list[str]:
    code = f"（{message.short_code}）" if message.short_code and message.link else ""
    parts = [message.title + code, message.place, message.status or message.summary]
    return [part for part in parts if part]


class _Values(dict[str, str]):
    def __missing__(self, _: str) -> str:
        return ""


def _fields(event: Event, language: Language, *, is_group: bool) -> dict[str, str]:
    data, suffix = event.data, "en" if language is Language.EN else "zh"
    localised = {name[: -len(suffix) - 1]: value for name, value in data.items() if name.endswith(f"_{suffix}")}
    fields = {name: str(value) for name, value in (data | localised).items() if isinstance(value, str | int | float)}
    post = _named(POSTS, data.get("by_post"), language)
    decided = DECISIONS.get(event.kind, DECISIONS["post.decided"])
    person = "" if is_group else str(data.get("by_name", ""))
    return fields | {
        "kind": event.kind,
        "level": _named(LEVELS, event.level, language),
        "post": " ".join(part for part in (post, person) if part),
        "post_kind": _named(POST_NAMES, data.get("post_kind"), language),
        "person": "" if is_group else str(data.get("person_name", "")),
        "decision": decided.get(str(data.get("state")), Text("已处理", "decided")).get(language),
        "grade": _named(GRADES, data.get("grade"), language),
        "obligation": " ".join(part for part in (_month(data.get("period")), fields.get("name", "")) if part),
        "parties": " → ".join(str(part) for part in (data.get("left"), data.get("came")) if part),
        "until": moment(data.get("until")),
        "ends": moment(data.get("ends_at")),
        "because": _named(BECAUSE, data.get("because"), language),
        "promised": moment(data.get("promised_at")),
        "offline": _offline(data, language),
        "due": moment(data.get("due_at")),
        "findings": "；".join(map(str, data.get("findings") or ())),
    }


def _offline(data: Mapping[str, Any], language: Language) -> str:
    """Both moments of what was said without a line; nothing for what came as it was said."""
    if "said_at" not in data:
        return ""
    return OFFLINE.get(language).format(moment(data["said_at"]), moment(data.get("received_at")))


def _month(period: Any) -> str:
    """The month of what recurs; nothing for what is asked for once."""
    return "" if period == "once" else str(period or "")


def _named(texts: Mapping[str, Text], key: Any, language: Language) -> str:
    found = texts.get(key) if isinstance(key, str) else None
    return found.get(language) if found else str(key or "")


def moment(value: Any) -> str:
    """A moment as people here write it, 11-21 14:30; whatever else was given comes back as text."""
    try:
        when = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return str(value or "")
    return (when.astimezone(SHANGHAI) if when.tzinfo else when).strftime("%m-%d %H:%M")


def _facts(event: Event, language: Language, short_code: str) -> tuple[Fact, ...]:
    suffix = "en" if language is Language.EN else "zh"
    given = event.data.get("facts")
    facts = [
        Fact(str(fact.get(f"name_{suffix}", "")), str(fact.get("value", "")))
        for fact in (given if isinstance(given, list) else ())
        if isinstance(fact, dict)
    ]
    code = [Fact(Text("编号", "No.").get(language), short_code)] if short_code else []
    return tuple([fact for fact in facts if fact.name][: FACTS_MAX - len(code)] + code)
