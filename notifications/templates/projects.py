"""What we say of a project: its progress, its facts, what is due from it."""

from collections.abc import Mapping
from typing import Final

from backend.core.i18n import Text
from notifications.templates.template import Template

PROJECTS: Final[Mapping[str, Template]] = {
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
        title=Text("即将到期：{obligation}", "Soon due: {obligation}"),
        summary=Text("请于 {due} 前办理，逾期将预警", "Due by {due}; afterwards a warning follows"),
        page="obligations",
    ),
    "project.changed": Template(
        title=Text("项目信息已变更：{fact}", "A fact of the project changed: {fact}"),
        summary=Text("{before} → {after}。{reason}", "{before} → {after}. {reason}"),
        page="projects",
    ),
    "fact.checked": Template(
        title=Text("{fact}：{decision}", "{fact}: {decision}"),
        summary=Text("监督机构核验：{decision}。{reason}", "The supervising unit says: {decision}. {reason}"),
        page="projects",
    ),
    "month.reviewed": Template(
        title=Text("{period} 月度核查{decision}", "Monthly review of {period}: {decision}"),
        summary=Text("{decision}。{reason}", "{decision}. {reason}"),
        page="reviews",
    ),
    "project.paused": Template(
        title=Text("项目已停工", "The project is paused"),
        summary=Text("{reason}，预计 {until} 复工，期间待办顺延", "{reason}. Until {until}; what is due waits as long"),
        page="projects",
    ),
    "project.resumed": Template(
        title=Text("项目已复工", "The project goes on"),
        summary=Text("{reason}，待办恢复计时", "{reason}. What is due counts again"),
        page="projects",
    ),
    "party.changed": Template(
        title=Text("参建单位已变更：{role}", "A party changed: {role}"),
        summary=Text("{parties}。{reason}", "{parties}. {reason}"),
        page="projects",
    ),
    "supervision.assigned": Template(
        title=Text("项目转由{unit}监督", "The project is now supervised by {unit}"),
        summary=Text("{reason}", "{reason}"),
        page="projects",
    ),
    "dangerous_work.listed": Template(
        title=Text("{grade}待审核：{name}", "{grade} listed: {name}"),
        summary=Text("{reason}", "{reason}"),
        page="dangerous-works",
    ),
}
