"""One map from the kind of an event to its topic and its sentence in the time line; it follows `docs/EVENTS.md`.

Whoever reads a project's time line may see the project, so people are named, as in their own messages.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import msgspec

from backend.core.clock import SHANGHAI
from backend.core.i18n import Language, Text
from backend.projects.people.people_rules import POST_NAMES


class Topic(StrEnum):
    """What a line is about."""

    PEOPLE = "people"
    FACTS = "facts"
    PROGRESS = "progress"
    OBLIGATIONS = "obligations"
    WARNINGS = "warnings"
    ORDERS = "orders"
    DANGEROUS_WORKS = "dangerous_works"
    MESSAGES = "messages"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """How a kind is told. `page` is where its link leads; `is_internal`: for regulators only."""

    topic: Topic
    page: str
    said: Text
    is_internal: bool = False


LEVELS: Final[Mapping[str, Text]] = {
    "red": Text("红色", "red"),
    "orange": Text("橙色", "orange"),
    "yellow": Text("黄色", "yellow"),
    "blue": Text("蓝色", "blue"),
}
STATES: Final[Mapping[str, Mapping[str, Text]]] = {
    "post.decided": {
        "active": Text("已同意", "approved"),
        "refused": Text("未同意", "not approved"),
        "withdrawn": Text("已撤回", "withdrawn"),
        "ended": Text("已结束", "ended"),
    },
    "handover.decided": {"signed": Text("已签收", "signed"), "refused": Text("退回", "refused")},
    "fact.checked": {"verified": Text("核实", "verified"), "returned": Text("退回", "returned")},
    "month.reviewed": {"passed": Text("通过", "passed"), "returned": Text("退回", "returned")},
}
GRADES: Final[Mapping[str, Text]] = {
    "none": Text("不属危大工程", "not dangerous"),
    "dangerous": Text("危大工程", "dangerous"),
    "oversized": Text("超危大工程", "oversized dangerous"),
}
BECAUSE: Final[Mapping[str, Text]] = {
    "unanswered": Text("无人接手", "nobody has taken it"),
    "worse": Text("情况加重", "it became worse"),
}

_PEOPLE: Final = {
    "post.applied": Text("{person}申请担任{post_kind}", "{person} applied for the post of {post_kind}"),
    "post.decided": Text("{person}的{post_kind}申请：{state}", "{person}'s application for {post_kind}: {state}"),
    "post.ended": Text("{person}不再担任{post_kind}", "{person} is no longer {post_kind}"),
}
_HANDOVERS: Final = {
    "handover.offered": Text(
        "{person}交接{post_kind}的{matters}项未结事项", "{person} hands over {matters} open matters of {post_kind}"
    ),
    "handover.decided": Text(
        "{person}对{post_kind}的交接：{state}", "{person} and the handover of {post_kind}: {state}"
    ),
}
_FACTS: Final = {
    "project.changed": Text("{fact}变更：{before} → {after}。{reason}", "{fact} changed: {before} → {after}. {reason}"),
    "fact.checked": Text("监督机构核查{fact}：{state}。{reason}", "{fact} checked by the regulator: {state}. {reason}"),
    "party.changed": Text("{role}变更：{left} → {came}。{reason}", "{role} changed: {left} → {came}. {reason}"),
    "supervision.assigned": Text("监督机构变更为{unit}。{reason}", "Supervision assigned to {unit}. {reason}"),
}
_PROGRESS: Final = {
    "progress.filed": Text("提交 {period} 形象进度", "The progress of {period} was filed"),
    "progress.reviewed": Text("总监复核 {period} 形象进度", "The chief reviewed the progress of {period}"),
    "progress.returned": Text("退回 {period} 形象进度：{reason}", "The progress of {period} was returned: {reason}"),
    "progress.confirmed": Text("监督机构确认 {period} 形象进度", "The progress of {period} was confirmed"),
}
_REVIEWS: Final = {
    "month.reviewed": Text("{period} 月度核查：{state}。{reason}", "The review of {period}: {state}. {reason}"),
}
_OBLIGATIONS: Final = {
    "obligation.reminder": Text("提醒：{name} {period} 应于 {due} 前完成", "Reminder: {name} {period} is due {due}"),
    "project.paused": Text("停工至 {until}：{reason}", "Paused until {until}: {reason}"),
    "project.resumed": Text("复工。{reason}", "Resumed. {reason}"),
}
_WARNINGS: Final = {
    "warning.raised": Text("{level}预警：{name}。{summary}", "A {level} warning: {name}. {summary}"),
    "warning.escalated": Text("预警升级为{level}（{because}）：{name}", "Escalated to {level} ({because}): {name}"),
    "warning.acknowledged": Text("{post}接手预警“{name}”：{plan}", "{post} has taken the warning “{name}”: {plan}"),
    "warning.handed_over": Text(
        "{post}将预警“{name}”转交{post_kind} {person}：{note}",
        "{post} handed the warning “{name}” to the {post_kind} {person}: {note}",
    ),
    "warning.urged": Text("催办预警“{name}”：{note}", "The warning “{name}” was urged: {note}"),
    "warning.closed": Text("预警解除：{name}。{reason}", "Warning closed: {name}. {reason}"),
}
_ORDERS: Final = {
    "order.issued": Text("下发整改通知“{title}”，期限 {due}", "Order issued: “{title}”, due {due}"),
    "order.reminder": Text("整改“{title}”即将到期：{due}", "Order soon due: “{title}”, {due}"),
    "order.replied": Text("第 {round} 轮整改已回复：{title}", "Order replied, round {round}: {title}"),
    "order.reviewed": Text("总监审核整改回复：{title}", "The chief reviewed the reply: {title}"),
    "order.returned": Text("整改退回：{title}。{reason}", "Order returned: {title}. {reason}"),
    "order.overdue": Text("整改逾期 {overdue_days} 天：{title}", "Order overdue by {overdue_days} days: {title}"),
    "order.urged": Text("催办整改“{title}”：{note}", "The order “{title}” was urged: {note}"),
    "order.closed": Text("整改闭环：{title}", "Order closed: {title}"),
    "order.withdrawn": Text("整改通知撤回：{title}。{reason}", "Order withdrawn: {title}. {reason}"),
    "order.extension_asked": Text(
        "{post}申请将整改“{title}”延至 {until}：{reason}", "{post} asked for more time until {until}: {title}. {reason}"
    ),
    "order.extension_granted": Text("整改“{title}”延期至 {due}", "More time granted: {title}, now due {due}"),
    "order.extension_refused": Text("整改延期未同意：{title}。{reason}", "More time refused: {title}. {reason}"),
}
_INTERNAL: Final = {
    "order.drafted": (Topic.ORDERS, "drafts", Text("拟稿待下发：{title}", "An order was drafted: {title}")),
    "key.ending": (Topic.MESSAGES, "partners", Text("{name}的密钥即将到期", "A key of {name} is about to end")),
    "warning.assigned": (
        Topic.WARNINGS,
        "warnings",
        Text("{person}跟进预警“{name}”", "{person} follows up the warning “{name}”"),
    ),
    "warning.released": (
        Topic.WARNINGS,
        "warnings",
        Text("{person}不再跟进预警“{name}”", "{person} no longer follows up the warning “{name}”"),
    ),
    "delivery.dead": (Topic.MESSAGES, "outbox", Text("消息未送达{to}：{title}", "Not delivered to {to}: {title}")),
    "group.disabled": (Topic.MESSAGES, "groups", Text("群机器人停用：{name}", "A group's robot is out: {name}")),
    "app.faulty": (Topic.MESSAGES, "outbox", Text("企业微信应用不可用", "The WeCom app is out")),
}

LINES: Final[Mapping[str, Line]] = {
    kind: Line(topic=topic, page=page, said=said)
    for topic, page, texts in (
        (Topic.PEOPLE, "posts", _PEOPLE),
        (Topic.PEOPLE, "handovers", _HANDOVERS),
        (Topic.FACTS, "projects", _FACTS),
        (Topic.PROGRESS, "progress", _PROGRESS),
        (Topic.PROGRESS, "reviews", _REVIEWS),
        (Topic.OBLIGATIONS, "obligations", _OBLIGATIONS),
        (Topic.WARNINGS, "warnings", _WARNINGS),
        (Topic.ORDERS, "orders", _ORDERS),
        (
            Topic.DANGEROUS_WORKS,
            "dangerous-works",
            {"dangerous_work.listed": Text("列入清单：{name}（{grade}）", "Listed: {name} ({grade})")},
        ),
    )
    for kind, said in texts.items()
} | {kind: Line(topic=topic, page=page, said=said, is_internal=True) for kind, (topic, page, said) in _INTERNAL.items()}

INTERNAL: Final = frozenset(kind for kind, line in LINES.items() if line.is_internal)
"""What only regulators read: drafts that nobody has signed, who follows what up, and the platform's own troubles."""


def kinds_of(topics: set[Topic]) -> list[str]:
    """The kinds of these topics."""
    return [kind for kind, line in LINES.items() if line.topic in topics]


def say(kind: str, level: str | None, data: Mapping[str, Any]) -> Text:
    """The sentence in both languages; what is missing leaves a gap, what nobody knows says its kind."""
    line = LINES.get(kind)
    if line is None:
        return Text(kind, kind)
    return Text(*(_fill(line.said.get(each), kind, level, data, each) for each in (Language.ZH, Language.EN)))


def _fill(said: str, kind: str, level: str | None, data: Mapping[str, Any], language: Language) -> str:
    suffix = "_en" if language is Language.EN else "_zh"
    values = _Values({name: str(value) for name, value in data.items() if isinstance(value, str | int | float)})
    values |= {name.removesuffix(suffix): value for name, value in values.items() if name.endswith(suffix)}
    values |= {
        "level": _named(LEVELS, level, language),
        "state": _named(STATES.get(kind, {}), data.get("state"), language),
        "grade": _named(GRADES, data.get("grade"), language),
        "because": _named(BECAUSE, data.get("because"), language),
        "post_kind": _named(POST_NAMES, data.get("post_kind"), language),
        "person": str(data.get("person_name") or ""),
        "post": " ".join(filter(None, (_named(POST_NAMES, data.get("by_post"), language), data.get("by_name")))),
        "due": _day(data.get("due_at")),
        "until": _day(data.get("until")),
        "period": "" if data.get("period") == "once" else str(data.get("period") or ""),
        "left": data.get("left") or "—",
        "came": data.get("came") or "—",
    }
    return said.format_map(values).strip(" 。.：:")


def _named(texts: Mapping[Any, Text], key: Any, language: Language) -> str:
    found = texts.get(key) if isinstance(key, str) else None
    return found.get(language) if found else str(key or "")


def _day(value: Any) -> str:
    """A moment as people here write it, 11-21 14:30; a date stays as it is."""
    try:
        when = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return str(value or "")
    return when.astimezone(SHANGHAI).strftime("%m-%d %H:%M") if when.tzinfo else str(value)


class _Values(dict[str, Any]):
    def __missing__(self, _: str) -> str:
        return ""

    def __or__(self, other: Mapping[str, Any]) -> "_Values":  # type: ignore[override]  # Stays one that forgives gaps.
        return _Values({**self, **other})
