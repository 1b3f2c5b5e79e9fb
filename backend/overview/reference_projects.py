"""Of the reference book: obligations, dangerous works, stages, views, posts, terms, regions."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from backend.core import db
from backend.core.i18n import Text
from backend.identity.rules import DORMANCY, PARTNER_KEY
from backend.overview.lines import GRADES
from backend.overview.reference_row import NO, TERMS, YES, ReferenceFact, ReferenceRow, days, fact, joined
from backend.projects.duties import obligation_rules
from backend.projects.duties.obligation_rules import Due
from backend.projects.duties.obligation_rules import Kind as Duty
from backend.projects.facts.fact_rules import FACTS
from backend.projects.monthly import slots
from backend.projects.people.people_rules import CONCURRENCY, POST_NAMES, REQUIRED_POSTS
from backend.projects.rules import PROGRESS, PostKind

_CATEGORIES: Final = {"building": Text("房屋建筑", "Building"), "municipal": Text("市政基础设施", "Municipal")}
_LEVELS: Final = {
    "province": Text("省", "Province"),
    "city": Text("市", "City"),
    "district": Text("县（区）", "District"),
}


def duties() -> list[ReferenceRow]:
    """What is due, from whom, by when."""
    return [_duty(kind) for kind in obligation_rules.KINDS.values()]


def _duty(kind: Duty) -> ReferenceRow:
    facts = [
        fact("责任方", "Who answers", POST_NAMES[kind.answers]),
        fact("频次", "How often", Text("每月", "each month") if kind.is_monthly else Text("一次", "once")),
        fact("期限", "Due", _due(kind.due)),
        fact("提前提醒", "Reminders before", joined([days(number) for number in kind.remind_days])),
        fact("退回后补正", "Again after a return", days(kind.again_days)),
        fact("逾期预警", "Warning", kind.warning),
    ]
    if kind.draft is not None:
        facts.append(fact("逾期后起草整改单", "Order drafted after", days(kind.draft.after_days)))
    return ReferenceRow(code=kind.code, name=kind.name, facts=facts, basis=kind.basis)


def _due(due: Due) -> Text:
    if due.days is not None:
        return Text(f"产生后 {due.days} 天内", f"within {due.days} days")
    if due.workday is not None:
        return Text(f"次月第 {due.workday} 个工作日", f"working day {due.workday} of the next month")
    return Text(f"次月 {due.day} 日", f"day {due.day} of the next month")


async def dangerous() -> list[ReferenceRow]:
    """Annexes 1 and 2, and what regions have added."""
    return [_work(row) for row in await db.fetch("SELECT * FROM dangerous_work_kind ORDER BY position, code")]


def _work(row: Mapping[str, Any]) -> ReferenceRow:
    facts = [
        ReferenceFact(msgspec.convert(each["name"], Text), _grades(each, each["unit"]))
        for each in row["measures"]
        if each.get("dangerous") is not None or each.get("oversized") is not None
    ]
    if row["grade"] != "none":
        facts.insert(0, fact("一律属于", "Always", GRADES[row["grade"]]))
    facts += [ReferenceFact(GRADES[each["grade"]], msgspec.convert(each["text"], Text)) for each in row["conditions"]]
    if row["jurisdiction"] != "CN":
        facts.append(fact("适用地区", "Where", row["jurisdiction"]))
    return ReferenceRow(
        code=row["code"],
        name=Text(row["name_zh"], row["name_en"]),
        group=Text(row["category_zh"], row["category_en"]),
        facts=facts,
        basis=Text(*("；".join(each[key] for each in row["clauses"].values()) for key in ("zh", "en"))),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


def _grades(measure: Mapping[str, Any], unit: str) -> Text:
    said = [
        Text(f"≥ {measure[grade]:g} {unit} {GRADES[grade].zh}", f"≥ {measure[grade]:g} {unit} {GRADES[grade].en}")
        for grade in ("dangerous", "oversized")
        if measure.get(grade) is not None
    ]
    return joined(said)


async def stages() -> list[ReferenceRow]:
    """Stages of both categories in their order."""
    return [
        ReferenceRow(
            code=row["code"],
            name=Text(row["name_zh"], row["name_en"]),
            group=_CATEGORIES[row["category"]],
            facts=[fact("填报层数", "Counts floors", YES if row["has_floors"] else NO)],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
        )
        for row in await db.fetch("SELECT * FROM progress_stage ORDER BY category, position")
    ]


def views() -> list[ReferenceRow]:
    """What the month's photographs show."""
    every = Text("全部阶段", "every stage")
    return [
        ReferenceRow(
            code=f"{view.category}-{view.code}",
            name=Text(view.zh, view.en),
            group=_CATEGORIES[view.category],
            facts=[
                fact("必拍", "Required", YES if view.is_required else NO),
                fact("阶段", "Stages", "、".join(view.stages) if view.stages else every),
            ],
            basis=TERMS,
            valid_from=view.valid_from,
            valid_to=view.valid_to,
        )
        for view in slots.VIEWS
    ]


def posts() -> list[ReferenceRow]:
    """Who must be on a project, and on how many at once."""
    return [
        ReferenceRow(
            code=kind,
            name=POST_NAMES[kind],
            facts=[
                fact("每个项目必设", "Required on each project", YES if kind in REQUIRED_POSTS else NO),
                fact("同时任职项目上限", "Projects at once", most if (most := CONCURRENCY.most(kind)) else _NO_BOUND),
            ],
            basis=TERMS,
        )
        for kind in PostKind
    ]


_NO_BOUND: Final = Text("不限", "no bound")


def terms() -> list[ReferenceRow]:
    """Numbers that a deployment may change."""
    terms = {
        "progress.photos": (
            Text("每月进度照片", "Photos of a month"),
            Text(
                f"{PROGRESS.least_photos}–{PROGRESS.most_photos} 张",
                f"{PROGRESS.least_photos} to {PROGRESS.most_photos}",
            ),
        ),
        "facts.jump": (
            Text("坐标移动须重新核实", "A map point that moved"),
            Text(f"> {FACTS.jump_m} 米", f"> {FACTS.jump_m} m"),
        ),
        "facts.fence": (
            Text("电子围栏半径", "Radius of a fence"),
            Text(f"{FACTS.least_fence_m}–{FACTS.most_fence_m} 米", f"{FACTS.least_fence_m} to {FACTS.most_fence_m} m"),
        ),
        "facts.review": (
            Text("可补做月度核查", "A month may still be reviewed"),
            Text(f"{FACTS.review_months} 个月内", f"within {FACTS.review_months} months"),
        ),
        "dormancy.days": (Text("未登录转入休眠", "An unused account falls dormant"), days(DORMANCY.days)),
        "partner_key.life": (Text("接口密钥有效期", "Life of a key"), days(PARTNER_KEY.life_days)),
        "partner_key.overlap": (
            Text("更换后旧密钥可用", "A replaced key still works"),
            days(PARTNER_KEY.overlap_days),
        ),
        "partner_key.rate": (
            Text("单个密钥请求上限", "Requests of one key"),
            Text(f"每分钟 {PARTNER_KEY.requests_per_minute} 次", f"{PARTNER_KEY.requests_per_minute} a minute"),
        ),
    }
    return [
        ReferenceRow(code=code, name=name, facts=[fact("数值", "Value", value)], basis=TERMS)
        for code, (name, value) in terms.items()
    ]


async def regions() -> list[ReferenceRow]:
    """The province, its cities and their districts."""
    rows = await db.fetch(
        """
        SELECT region.*, parent.name_zh AS parent_zh, parent.name_en AS parent_en
        FROM region LEFT JOIN region AS parent ON parent.code = region.parent_code ORDER BY region.code
        """
    )
    return [
        ReferenceRow(
            code=row["code"],
            name=Text(row["name_zh"], row["name_en"]),
            group=Text(row["parent_zh"], row["parent_en"]) if row["parent_zh"] else None,
            facts=[fact("层级", "Level", _LEVELS[row["level"]])],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
        )
        for row in rows
    ]
