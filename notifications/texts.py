"""What we say, per event, in zh-CN and in English.

Groups learn roles and the project's name, never a person's; who may read a name gets it in their own chat. Where
people wrote their own name or a mobile number into a sentence, a group reads the post and the number's first digits.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from backend.core.clock import SHANGHAI
from backend.core.events import Event
from backend.core.i18n import Language, Text
from backend.core.settings import settings
from notifications.channel import Fact, Form, Message

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
PRODUCT: Final = Text("工程沙盘", "Sandtable")
_MOBILE: Final = re.compile(r"(?<![0-9])(1[3-9][0-9])(?:[ -]?[0-9]{4}){2}(?![0-9])")


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """Texts of one kind of event; `{name}` places are filled from `_fields`."""

    title: Text
    summary: Text = Text("", "")
    status: Text = Text("", "")
    page: str


TEMPLATES: Final[Mapping[str, Template]] = {
    "post.applied": Template(
        title=Text("岗位申请待审批", "A post was applied for"),
        summary=Text("{person} 申请担任{post_kind}", "{person} applies for: {post_kind}"),
        page="posts",
    ),
    "post.decided": Template(
        title=Text("岗位申请已处理", "Your application was decided"),
        summary=Text("{post_kind}：{decision}。{reason}", "{post_kind}: {decision}. {reason}"),
        page="posts",
    ),
    "progress.filed": Template(
        title=Text("形象进度待复核", "Progress awaits your review"),
        summary=Text("{period} 形象进度已提交", "The progress of {period} was filed"),
        page="progress",
    ),
    "progress.reviewed": Template(
        title=Text("形象进度待确认", "Progress awaits confirmation"),
        summary=Text("{period} 形象进度已经总监复核", "The progress of {period} was reviewed"),
        page="progress",
    ),
    "progress.returned": Template(
        title=Text("形象进度被退回", "Progress was returned"),
        summary=Text("{period}：{reason}", "{period}: {reason}"),
        page="progress",
    ),
    "progress.confirmed": Template(
        title=Text("形象进度已确认", "Progress was confirmed"),
        summary=Text("{period} 形象进度已确认", "The progress of {period} was confirmed"),
        page="progress",
    ),
    "obligation.reminder": Template(
        title=Text("{period} 形象进度尚未提交", "The progress of {period} is still to be filed"),
        summary=Text("请于 {due} 前提交，逾期将预警", "File it by {due}; afterwards a warning follows"),
        page="obligations",
    ),
    "warning.raised": Template(
        title=Text("{level}预警：{name}", "{level} warning: {name}"),
        summary=Text("{summary}", "{summary}"),
        page="warnings",
    ),
    "warning.escalated": Template(
        title=Text("预警升级为{level}：{name}", "Escalated to {level}: {name}"),
        summary=Text("{summary}", "{summary}"),
        status=Text("{because}", "{because}"),
        page="warnings",
    ),
    "warning.urged": Template(
        title=Text("督办：{name}", "Urged: {name}"),
        summary=Text("{note} {summary}", "{note} {summary}"),
        status=Text("监管督办", "A regulator urges"),
        page="warnings",
    ),
    "warning.acknowledged": Template(
        title=Text("预警已接手：{name}", "Taken: {name}"),
        summary=Text("{summary}", "{summary}"),
        status=Text("{post}已接手：{plan}，承诺 {promised} 前完成", "{post} has taken it: {plan}, by {promised}"),
        page="warnings",
    ),
    "warning.closed": Template(
        title=Text("预警已解除：{name}", "Closed: {name}"),
        summary=Text("{summary}", "{summary}"),
        status=Text("已解除：{reason}", "Closed: {reason}"),
        page="warnings",
    ),
    "order.issued": Template(
        title=Text("整改通知：{title}", "Rectification order: {title}"),
        summary=Text("{findings}", "{findings}"),
        status=Text("整改期限 {due}", "Due {due}"),
        page="orders",
    ),
    "order.reminder": Template(
        title=Text("整改即将到期：{title}", "Order soon due: {title}"),
        summary=Text("{findings}", "{findings}"),
        status=Text("整改期限 {due}", "Due {due}"),
        page="orders",
    ),
    "order.replied": Template(
        title=Text("整改已回复：{title}", "Order replied: {title}"),
        status=Text(
            "第 {round} 轮整改已回复，待总监审核", "Round {round} was replied to and awaits the chief's review"
        ),
        page="orders",
    ),
    "order.reviewed": Template(
        title=Text("整改已审核：{title}", "Order reviewed: {title}"),
        summary=Text("总监已审核，待监管验收", "The chief has reviewed it; it awaits your verdict"),
        page="orders",
    ),
    "order.returned": Template(
        title=Text("整改被退回：{title}", "Order returned: {title}"),
        summary=Text("{reason}", "{reason}"),
        status=Text("第 {round} 轮，期限 {due}", "Round {round}, due {due}"),
        page="orders",
    ),
    "order.overdue": Template(
        title=Text("整改逾期 {overdue_days} 天：{title}", "Overdue by {overdue_days} days: {title}"),
        summary=Text("{findings}", "{findings}"),
        status=Text("期限 {due} 已过", "It was due {due}"),
        page="orders",
    ),
    "order.closed": Template(
        title=Text("整改已闭环：{title}", "Order closed: {title}"),
        status=Text("监管验收通过，已闭环", "The regulator has closed it"),
        page="orders",
    ),
    "order.withdrawn": Template(
        title=Text("整改通知已撤回：{title}", "Order withdrawn: {title}"),
        status=Text("已撤回：{reason}", "Withdrawn: {reason}"),
        page="orders",
    ),
    "delivery.dead": Template(
        title=Text("有消息未能送达", "A message could not be delivered"),
        summary=Text("“{title}”未送达 {to}：{reason}", "“{title}” did not reach {to}: {reason}"),
        page="outbox",
    ),
    "group.disabled": Template(
        title=Text("群机器人已停用：{name}", "A group's robot is out: {name}"),
        summary=Text("{reason}。请联系群主后重新接入", "{reason}. Ask the group's owner and connect it again"),
        page="groups",
    ),
    "app.faulty": Template(
        title=Text("企业微信应用不可用", "The WeCom app is out"),
        summary=Text(
            "{reason}。消息已保留，修复后自动补发", "{reason}. Messages are kept and go out once it is mended"
        ),
        page="outbox",
    ),
}
STILL_OPEN: Final = Template(
    title=Text("仍无人接手：{name}", "Still nobody has taken it: {name}"),
    summary=Text("{summary}", "{summary}"),
    status=Text("至今无人接手，请尽快处置", "Nobody has taken it yet; please act"),
    page="warnings",
)
"""A `warning.escalated` that told one more post, or spoke again, and left the level as it was."""

UNKNOWN: Final = Template(title=Text("{kind}", "{kind}"), page="events")


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
    person = "" if is_group else str(data.get("by_name", ""))
    return fields | {
        "kind": event.kind,
        "level": _named(LEVELS, event.level, language),
        "post": " ".join(part for part in (post, person) if part),
        "post_kind": _named(POSTS, data.get("post_kind"), language),
        "person": "" if is_group else str(data.get("person_name", "")),
        "decision": DECISIONS.get(str(data.get("state")), Text("已处理", "decided")).get(language),
        "because": _named(BECAUSE, data.get("because"), language),
        "promised": moment(data.get("promised_at")),
        "due": moment(data.get("due_at")),
        "findings": "；".join(map(str, data.get("findings") or ())),
    }


DECISIONS: Final = {
    "active": Text("已同意", "approved"),
    "refused": Text("未同意", "refused"),
    "withdrawn": Text("已撤回", "withdrawn"),
    "ended": Text("已结束", "ended"),
}


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
