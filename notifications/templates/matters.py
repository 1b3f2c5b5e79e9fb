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
        title=Text("催办：{name}", "Urged: {name}"),
        summary=Text("{note} {summary}", "{note} {summary}"),
        status=Text("监管催办", "A regulator urges"),
        page="warnings",
    ),
    "warning.acknowledged": Template(
        title=Text("预警已接手：{name}", "Taken: {name}"),
        summary=Text("{summary}", "{summary}"),
        status=Text(
            "{post}已接手：{plan}，承诺 {promised} 前完成{offline}",
            "{post} has taken it: {plan}, by {promised}{offline}",
        ),
        page="warnings",
    ),
    "warning.handed_over": Template(
        title=Text("预警已转交：{name}", "Handed over: {name}"),
        summary=Text("{note} {summary}", "{note} {summary}"),
        status=Text("{post}已转交{post_kind} {person}", "{post} has handed it to the {post_kind} {person}"),
        page="warnings",
    ),
    "warning.assigned": Template(
        title=Text("请跟进预警：{name}", "Yours to follow up: {name}"),
        summary=Text("{summary}", "{summary}"),
        status=Text("{by_name}交由您跟进", "Given to you by {by_name}"),
        page="warnings",
    ),
    "warning.released": Template(
        title=Text("预警不再由您跟进：{name}", "No longer yours to follow up: {name}"),
        summary=Text("{summary}", "{summary}"),
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
        summary=Text("总监已审核，待监督复查", "The chief has passed the reply; a re-inspection is due"),
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
    "order.urged": Template(
        title=Text("催办整改：{title}", "Urged: {title}"),
        summary=Text("{note} {findings}", "{note} {findings}"),
        status=Text("监管催办，期限 {due}", "A regulator urges; due {due}"),
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
    "order.extension_asked": Template(
        title=Text("整改申请延期：{title}", "More time asked for: {title}"),
        summary=Text("{reason}", "{reason}"),
        status=Text("{post}申请由 {due} 延至 {until}", "{post} asks to move {due} to {until}"),
        page="orders",
    ),
    "order.extension_granted": Template(
        title=Text("整改延期已同意：{title}", "More time granted: {title}"),
        summary=Text("{reason}", "{reason}"),
        status=Text("整改期限改为 {due}", "Now due {due}"),
        page="orders",
    ),
    "order.extension_refused": Template(
        title=Text("整改延期未同意：{title}", "More time refused: {title}"),
        summary=Text("{reason}", "{reason}"),
        status=Text("整改期限仍为 {due}", "Still due {due}"),
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
