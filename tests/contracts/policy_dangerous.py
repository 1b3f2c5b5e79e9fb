"""Requests of the routes in `rights/dangerous.csv`; see `policy_requests`."""

import datetime as dt

from backend.core import db
from tests.contracts.policy_case import Builder, Call, Case

C = "/api/console/v1"
MONDAY = dt.date(2031, 1, 6)


def _a_monday(case: Case) -> dt.date:
    return MONDAY + dt.timedelta(weeks=case.world.count())


async def year(_: Case) -> Call:
    """A year's working days."""
    return Call(queries=("year=2026",))


async def day(case: Case) -> Call:
    """A working day that is to be none."""
    change = {"is_workday": False, "note_zh": "台风停工", "note_en": "Typhoon"}
    return Call(ids={"day": _a_monday(case)}, json=change)


async def changed_day(case: Case) -> Call:
    """A day that differs from the announcement."""
    found = _a_monday(case)
    await db.execute("INSERT INTO calendar_day VALUES ($1, false, '台风停工', 'Typhoon')", found)
    return Call(ids={"day": found})


REQUESTS: dict[str, Builder] = {
    f"GET {C}/calendar": year,
    f"PUT {C}/calendar/{{day}}": day,
    f"DELETE {C}/calendar/{{day}}": changed_day,
}
