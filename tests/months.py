"""This month and those before, as the product counts them and as pages say them: a test holds in every month."""

from datetime import timedelta
from typing import Final

from backend.core import clock
from backend.projects.rules import period_of

_NOW: Final = clock.now()
THIS: Final = period_of(_NOW)
LAST: Final = period_of(_NOW.astimezone(clock.SHANGHAI).replace(day=1) - timedelta(days=1))
EARLIER: Final = period_of(_NOW.astimezone(clock.SHANGHAI).replace(day=1) - timedelta(days=40))
"""The one before the last."""


def _said(period: str) -> str:
    year, month = period.split("-")
    return f"{year}年{int(month)}月"


THIS_SAID: Final = _said(THIS)
LAST_SAID: Final = _said(LAST)
