"""The kinds of dangerous works that apply at a place and on a day."""

import datetime as dt

import asyncpg
import msgspec

from backend.core import clock, db
from backend.projects.dangerous import dangerous_rules
from backend.projects.dangerous.dangerous_kinds import (
    UNITS,
    Classification,
    Condition,
    Form,
    Grade,
    Judgement,
    Kind,
    Measure,
    Metric,
)
from backend.projects.dangerous.dangerous_problems import KIND_UNKNOWN

PROVINCE = "440000"


class MeasureView(msgspec.Struct, frozen=True, kw_only=True):
    """A measure to ask for: the limits are in `unit`, what is given may be in any of `units`."""

    key: str
    name_zh: str
    name_en: str
    help_zh: str
    help_en: str
    unit: str
    units: list[str]
    dangerous: float | None
    oversized: float | None
    least: float
    most: float


class ConditionView(msgspec.Struct, frozen=True, kw_only=True):
    """A question to answer yes or no with a reason; with `higher`, only where the first measure exceeds the second."""

    key: str
    text_zh: str
    text_en: str
    grade: Grade
    clause_zh: str
    clause_en: str
    higher: tuple[str, str] | None


class KindView(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of dangerous works; `grade` is what each of them is whatever its measures."""

    code: str
    category_zh: str
    category_en: str
    name_zh: str
    name_en: str
    form: Form
    grade: Grade
    measures: list[MeasureView]
    conditions: list[ConditionView]
    jurisdiction: str
    basis: str


def _applies(row: str) -> str:
    """In force on the day $2 in the region $1, in its city, in the province or everywhere."""
    places = f"'CN', '{PROVINCE}', $1::text, (SELECT city_code FROM region WHERE code = $1::text)"
    return f"""({row}.valid_from <= $2 AND ({row}.valid_to IS NULL OR {row}.valid_to >= $2)
                AND {row}.jurisdiction IN ({places}))"""


_APPLYING = f"""
SELECT kind.* FROM dangerous_work_kind AS kind WHERE {_applies("kind")}
    AND NOT EXISTS (SELECT FROM dangerous_work_kind AS local WHERE local.replaces = kind.code AND {_applies("local")})
"""


async def kinds(region_code: str) -> list[KindView]:
    """What may be listed in the region today, in the order of the notice, a region's own kinds last."""
    rows = await db.fetch(
        f"{_APPLYING} ORDER BY kind.jurisdiction <> 'CN', kind.position, kind.code", region_code, _today()
    )
    return [_view(row) for row in rows]


async def find(code: str, region_code: str) -> Kind:
    """One kind as it applies in the region today; `KIND_UNKNOWN` otherwise."""
    row = await db.fetch_one(f"{_APPLYING} AND kind.code = $3", region_code, _today(), code)
    if row is None:
        raise KIND_UNKNOWN.at("kind")
    return _kind(row)


async def classify(code: str, region_code: str, measures: list[Measure], judgements: list[Judgement]) -> Classification:
    """What a work would be; nothing is kept."""
    return dangerous_rules.classify(await find(code, region_code), measures, judgements)


def _today() -> dt.date:
    return clock.now().astimezone(clock.SHANGHAI).date()


def _kind(row: asyncpg.Record) -> Kind:
    names = {"zh": row["name_zh"], "en": row["name_en"]}
    return msgspec.convert(dict(row) | {"name": names}, Kind)


def _view(row: asyncpg.Record) -> KindView:
    kind = _kind(row)
    return KindView(
        code=kind.code,
        category_zh=row["category_zh"],
        category_en=row["category_en"],
        name_zh=kind.name.zh,
        name_en=kind.name.en,
        form=kind.form,
        grade=kind.grade,
        measures=[_measure_view(metric) for metric in kind.measures],
        conditions=[_condition_view(condition) for condition in kind.conditions],
        jurisdiction=row["jurisdiction"],
        basis=row["basis"],
    )


def _measure_view(metric: Metric) -> MeasureView:
    return MeasureView(
        key=metric.key,
        name_zh=metric.name.zh,
        name_en=metric.name.en,
        help_zh=metric.help.zh,
        help_en=metric.help.en,
        unit=metric.unit,
        units=list(UNITS[metric.unit]),
        dangerous=metric.dangerous,
        oversized=metric.oversized,
        least=metric.least,
        most=metric.most,
    )


def _condition_view(condition: Condition) -> ConditionView:
    return ConditionView(
        key=condition.key,
        text_zh=condition.text.zh,
        text_en=condition.text.en,
        grade=condition.grade,
        clause_zh=condition.clause.zh,
        clause_en=condition.clause.en,
        higher=condition.higher,
    )
