"""Of the reference book: limits, kinds of warnings, their escalation, deadlines of orders."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from backend.core import db
from backend.core.i18n import Text
from backend.monitoring.limits import named_basis
from backend.monitoring.protocols.hj212 import FACTORS
from backend.overview.lines import LEVELS
from backend.overview.reference_row import NO, TERMS, YES, ReferenceRow, days, fact, joined
from backend.projects.people.people_rules import POST_NAMES
from backend.supervision import reference as supervision

_SEVERITIES: Final = {"general": Text("一般问题", "General finding"), "serious": Text("严重问题", "Serious finding")}
_CLOSES: Final = {
    "by_itself": Text("情况消除后自动解除", "by itself, when its condition is gone"),
    "by_a_person": Text("须由人员解除", "only by a person"),
}
_COMMANDS: Final = {
    "2011": Text("实时", "real time"),
    "2051": Text("分钟", "minute"),
    "2061": Text("小时", "hour"),
    "2031": Text("日", "day"),
}


async def limits() -> list[ReferenceRow]:
    """What a reading is judged by, of every date and region."""
    rows = await db.fetch(
        """
        SELECT limit_rule.*, kind.name_zh, kind.name_en, region.name_zh AS region_zh, region.name_en AS region_en
        FROM limit_rule JOIN warning_kind AS kind ON kind.code = limit_rule.code
        LEFT JOIN region ON region.code = limit_rule.region_code
        ORDER BY limit_rule.factor, limit_rule.valid_from, limit_rule.limit_value, limit_rule.id
        """
    )
    return [_limit(row) for row in rows]


def _limit(row: Mapping[str, Any]) -> ReferenceRow:
    factor = FACTORS.get(row["factor"])
    where = Text(row["region_zh"], row["region_en"]) if row["region_zh"] else Text("全省", "the whole province")
    from_hour, to_hour = row["from_hour"], row["to_hour"]
    is_always = (from_hour, to_hour) == (0, 24)
    return ReferenceRow(
        code=row["factor"],
        name=Text(factor.zh, factor.en) if factor else Text(row["factor"], row["factor"]),
        group=Text(row["name_zh"], row["name_en"]),
        facts=[
            fact("限值（含）", "Limit, inclusive", f"{row['limit_value']:g} {row['unit']}"),
            fact("低于此值恢复", "Clear below", f"{row['clear_below']:g} {row['unit']}"),
            fact("级别", "Level", LEVELS[row["level"]]),
            fact("时段", "Hours", Text("全天", "always") if is_always else f"{from_hour}:00–{to_hour}:00"),
            fact("数据", "Data", joined([_COMMANDS.get(each, Text(each, each)) for each in row["commands"]])),
            fact("连续超限次数", "In a row to raise", row["hold_count"]),
            fact("连续正常次数", "In a row to clear", row["clear_count"]),
            fact("适用地区", "Where", where),
        ],
        basis=named_basis(row["standard"], row["clause"], row["clause_en"]),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


async def warnings() -> list[ReferenceRow]:
    """What can be warned of, and who is told."""
    return [
        ReferenceRow(
            code=row["code"],
            name=Text(row["name_zh"], row["name_en"]),
            facts=[
                fact("起始级别", "First level", LEVELS[row["first_level"]]),
                fact("最高级别", "Top level", LEVELS[row["top_level"]]),
                fact("通知顺序", "Told in this order", _told(row["posts"])),
                fact("首次通知岗位数", "Told at once", row["first_told"]),
                fact("解除方式", "Closes", _CLOSES[row["closes"]]),
            ],
            basis=Text(row["basis_zh"], row["basis_en"]),
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
        )
        for row in await db.fetch("SELECT * FROM warning_kind ORDER BY code")
    ]


def _told(posts: Sequence[str]) -> Text:
    return joined([POST_NAMES[post] for post in posts]) if posts else POST_NAMES["supervising_unit"]


async def escalation() -> list[ReferenceRow]:
    """How long each level waits for somebody."""
    rows = []
    for step in await supervision.escalation_policy():
        level, minutes = LEVELS[step.level], step.wait_seconds // 60
        wait = (
            Text(f"{minutes} 分钟", f"{minutes} min")
            if minutes < 60
            else Text(f"{minutes // 60} 小时", f"{minutes // 60} h")
        )
        rows.append(
            ReferenceRow(
                code=f"{step.level}-{step.step + 1}",
                name=Text(
                    f"{level.zh}预警第 {step.step + 1} 步", f"{level.en.capitalize()} warning, step {step.step + 1}"
                ),
                facts=[
                    fact("无人接手等待", "Waits unanswered", wait),
                    fact("同时提升级别", "Raises the level", YES if step.raises_level else NO),
                ],
                basis=TERMS,
            )
        )
    return rows


def deadlines() -> list[ReferenceRow]:
    """Days that an order gives, reminders before its day, rungs after it."""
    periods = [
        ReferenceRow(
            code=f"due-{bound.severity}",
            name=_SEVERITIES[bound.severity],
            group=Text("整改期限", "Time to reply"),
            facts=[
                fact("最短", "At least", days(bound.at_least_days)),
                fact("最长", "At most", days(bound.at_most_days)),
            ],
            basis=TERMS,
        )
        for bound in supervision.DUE_BOUNDS
    ]
    extensions = [
        ReferenceRow(
            code=f"extension-{bound.severity}",
            name=_SEVERITIES[bound.severity],
            group=Text("延期", "More time"),
            facts=[fact("最多延长", "At most", days(bound.at_most_days))],
            basis=bound.basis,
            valid_from=bound.valid_from,
            valid_to=bound.valid_to,
        )
        for bound in supervision.EXTENSIONS
    ]
    overdue = [
        ReferenceRow(
            code=f"overdue-{step.after_days}",
            name=Text(f"逾期 {step.after_days} 天", f"{step.after_days} days overdue"),
            group=Text("逾期升级", "Overdue"),
            facts=[fact("级别", "Level", LEVELS[step.level]), fact("通知", "Told", _told(step.posts))],
            basis=TERMS,
        )
        for step in supervision.OVERDUE_LADDER
    ]
    before = joined([days(number) for number in supervision.REMIND_DAYS_BEFORE])
    remind = ReferenceRow(
        code="remind", name=Text("到期提醒", "Reminders"), facts=[fact("提前", "Before", before)], basis=TERMS
    )
    return [*periods, *extensions, remind, *overdue]
