"""The kinds of dangerous works, and their measures as the tests give them."""

from backend.projects.dangerous import dangerous_reference
from backend.projects.dangerous.dangerous_kinds import (
    Judgement,
    Kind,
    Measure,
)

KINDS = {entry.kind.code: entry.kind for entry in dangerous_reference.catalogue()}


def measures(kind: Kind, values: dict[str, float]) -> list[Measure]:
    units = {metric.key: metric.unit for metric in kind.measures}
    return [Measure(key=key, value=value, unit=units[key]) for key, value in values.items()]


def said(kind: Kind, *, holds: bool) -> list[Judgement]:
    return [Judgement(key=condition.key, holds=holds, reason="现场勘查") for condition in kind.conditions]
