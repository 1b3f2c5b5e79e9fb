"""The kinds of dangerous works as reference data: the file goes into the database, the database is what applies.

A region's own rule is a row like the national ones, with the region's code as jurisdiction.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

import msgspec

from backend.core import db
from backend.core.i18n import Text
from backend.projects.dangerous.dangerous_kinds import Condition, Form, Grade, Kind, Metric

Item = tuple[str, str]
"""An item of an annex, as it is written in Chinese and in English: `二（二）`, `2(2)`."""

ANNEXES: Final[Mapping[Grade, str]] = {Grade.DANGEROUS: "1", Grade.OVERSIZED: "2"}


class _Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    text: Text
    grade: Grade
    item: Item
    higher: tuple[str, str] | None = None


class _Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: str
    category: Text
    name: Text
    form: Form
    grade: Grade = Grade.NONE
    items: Mapping[Grade, Item]
    measures: tuple[Metric, ...] = ()
    conditions: tuple[_Condition, ...] = ()
    jurisdiction: str = "CN"
    replaces: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class _Catalogue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    valid_from: dt.date
    document: Text
    kinds: tuple[_Kind, ...]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `dangerous_work_kind`, in the order of the file."""

    kind: Kind
    category: Text
    position: int
    jurisdiction: str
    replaces: str | None
    basis: str
    valid_from: dt.date
    valid_to: dt.date | None


def catalogue() -> list[Entry]:
    """What `load` writes."""
    text = (files(__package__) / "dangerous_works.toml").read_text(encoding="utf-8")
    known = msgspec.convert(tomllib.loads(text), _Catalogue)
    return [_entry(known, kind, position) for position, kind in enumerate(known.kinds, start=1)]


def _entry(known: _Catalogue, kind: _Kind, position: int) -> Entry:
    return Entry(
        kind=Kind(
            code=kind.code,
            name=kind.name,
            form=kind.form,
            grade=kind.grade,
            measures=kind.measures,
            conditions=tuple(_condition(known, condition) for condition in kind.conditions),
            clauses={grade: _clause(known, grade, item) for grade, item in kind.items.items()},
        ),
        category=kind.category,
        position=position,
        jurisdiction=kind.jurisdiction,
        replaces=kind.replaces,
        basis=known.document.zh,
        valid_from=kind.valid_from or known.valid_from,
        valid_to=kind.valid_to,
    )


def _condition(known: _Catalogue, condition: _Condition) -> Condition:
    return Condition(
        key=condition.key,
        text=condition.text,
        grade=condition.grade,
        clause=_clause(known, condition.grade, condition.item),
        higher=condition.higher,
    )


def _clause(known: _Catalogue, grade: Grade, item: Item) -> Text:
    annex, (zh, en) = ANNEXES[grade], item
    return Text(f"{known.document.zh}附件{annex}第{zh}项", f"{known.document.en}, annex {annex}, item {en}")


async def load() -> None:
    """Bring the kinds to what the file says; rows that an administrator added stay."""
    async with db.transaction():
        await db.execute_many(
            """
            INSERT INTO dangerous_work_kind (code, category_zh, category_en, name_zh, name_en, form, grade, measures,
                conditions, clauses, position, jurisdiction, replaces, basis, valid_from, valid_to)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            ON CONFLICT (code) DO UPDATE SET category_zh = excluded.category_zh, category_en = excluded.category_en,
                name_zh = excluded.name_zh, name_en = excluded.name_en, form = excluded.form, grade = excluded.grade,
                measures = excluded.measures, conditions = excluded.conditions, clauses = excluded.clauses,
                position = excluded.position, jurisdiction = excluded.jurisdiction, replaces = excluded.replaces,
                basis = excluded.basis, valid_from = excluded.valid_from, valid_to = excluded.valid_to
            """,
            [_row(entry) for entry in catalogue()],
        )


def _row(entry: Entry) -> tuple[object, ...]:
    kind = entry.kind
    built = msgspec.to_builtins(kind)
    return (
        kind.code, entry.category.zh, entry.category.en, kind.name.zh, kind.name.en, kind.form, kind.grade,
        built["measures"], built["conditions"], built["clauses"], entry.position, entry.jurisdiction, entry.replaces,
        entry.basis, entry.valid_from, entry.valid_to,
    )  # fmt: skip
