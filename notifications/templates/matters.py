"""What we say of warnings and orders."""

from collections.abc import Mapping
from typing import Final

from backend.core.i18n import Text
from notifications.templates.template import Template

MATTERS: Final[Mapping[str, Template]] = {
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
    "order.drafted": Template(
        title=Text("整改通知草稿待签发：{title}", "A drafted order awaits your decision: {title}"),
        summary=Text("{reason}", "{reason}"),
        page="drafts",
    ),
}

STILL_OPEN: Final = Template(
    title=Text("仍无人接手：{name}", "Still nobody has taken it: {name}"),
    summary=Text("{summary}", "{summary}"),
    status=Text("至今无人接手，请尽快处置", "Nobody has taken it yet; please act"),
    page="warnings",
)
"""A `warning.escalated` that told one more post, or spoke again, and left the level as it was."""
