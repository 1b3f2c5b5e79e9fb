"""A measured figure and the bar it is held against."""

import msgspec


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table; `note` says how it was measured."""

    what: str
    measured: str
    bar: str
    is_reached: bool
    note: str = ""


def percentile(values: list[float], share: float) -> float:
    """The smallest value that `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
