"""What a kind of dangerous works is, and what people say of one: values without decisions."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final

import msgspec

from backend.core.i18n import Text


class Grade(StrEnum):
    """What a work is; in rising order."""

    NONE = "none"
    DANGEROUS = "dangerous"
    OVERSIZED = "oversized"

    @property
    def rank(self) -> int:
        """Higher is worse."""
        return list(Grade).index(self)


GRADE_NAMES: Final[Mapping[Grade, Text]] = {
    Grade.NONE: Text("不属于危大工程", "no dangerous works"),
    Grade.DANGEROUS: Text("危大工程", "dangerous works"),
    Grade.OVERSIZED: Text("超过一定规模的危大工程", "oversized dangerous works"),
}


class Form(StrEnum):
    """How a kind is graded: by numbers, by what it is, by a person's judgement."""

    MEASURED = "measured"
    FORM = "form"
    CONDITIONAL = "conditional"


UNITS: Final[Mapping[str, Mapping[str, Decimal]]] = {
    "m": {"m": Decimal(1), "cm": Decimal("0.01"), "mm": Decimal("0.001")},
    "kN": {"kN": Decimal(1), "t": Decimal(10), "kg": Decimal("0.01")},
    "kN/m²": {"kN/m²": Decimal(1), "kPa": Decimal(1), "t/m²": Decimal(10), "kg/m²": Decimal("0.01")},
    "kN/m": {"kN/m": Decimal(1), "t/m": Decimal(10), "kg/m": Decimal("0.01")},
}
"""By the unit of the limits: what else may be given, and how much of it one is. A tonne counts as 10 kN, as in the
field's tables (domain section 4.1), not as 9.8. Decimals, so that 0.7 t are 7 kN and not a little less.
"""


class Metric(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number that grades: the limits in `unit`, `least` and `most` beyond which it is a slip of the finger."""

    key: str
    name: Text
    help: Text
    unit: str
    dangerous: float | None = None
    oversized: float | None = None
    least: float
    most: float

    @property
    def highest(self) -> Grade:
        """The worst that it can say."""
        if self.oversized is not None:
            return Grade.OVERSIZED
        return Grade.NONE if self.dangerous is None else Grade.DANGEROUS

    def limit(self, value: float) -> tuple[Grade, float] | None:
        """The highest grade that the value reaches, and its limit."""
        if self.oversized is not None and value >= self.oversized:
            return Grade.OVERSIZED, self.oversized
        if self.dangerous is not None and value >= self.dangerous:
            return Grade.DANGEROUS, self.dangerous
        return None


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question for a person; with `higher`, asked only where the first measure exceeds the second."""

    key: str
    text: Text
    grade: Grade
    clause: Text
    higher: tuple[str, str] | None = None


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of dangerous works; `grade` is what it is whatever its numbers, `clauses` where that is written."""

    code: str
    name: Text
    form: Form
    grade: Grade
    measures: tuple[Metric, ...]
    conditions: tuple[Condition, ...]
    clauses: Mapping[Grade, Text]


class Measure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measure as a person gave it."""

    key: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    value: Annotated[float, msgspec.Meta(ge=-1e9, le=1e9)]
    unit: Annotated[str, msgspec.Meta(min_length=1, max_length=10)]


class Judgement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person's answer to a condition, with the grounds."""

    key: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    holds: bool
    reason: Annotated[str, msgspec.Meta(min_length=2, max_length=300)]


class Classification(msgspec.Struct, frozen=True):
    """The grade, and which number or judgement made it so by which clause."""

    grade: Grade
    reason_zh: str
    reason_en: str
