"""Requests of the routes in `rights/dangerous.csv`; see `policy_requests`."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from backend.core import db
from backend.projects.dangerous import dangerous_works
from backend.projects.dangerous.dangerous_works import NewWork
from tests.contracts.policy_case import Builder, Call, Case

M, C = "/api/miniapp/v1", "/api/console/v1"
MONDAY = dt.date(2031, 1, 6)
REASON = {"reason": "设计变更"}


async def nothing(_: Case) -> Call:
    """Reference data."""
    return Call()


# The calendar


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


# Dangerous works


async def trial(_: Case) -> Call:
    """A work that is only graded."""
    return Call(json={"kind": "PRECAST"})


async def project(case: Case) -> Call:
    """A project with a listed work."""
    work_id = await _listed(case)
    return Call(ids={"project_id": case.place.project_id}, trace=str(work_id))


async def new_work(case: Case) -> Call:
    """A work that is not listed yet."""
    return Call(ids={"project_id": case.place.project_id}, json=_precast(case))


async def none(case: Case) -> Call:
    """A project of which nothing was said."""
    return Call(ids={"project_id": case.place.project_id}, json=REASON)


def work(body: Callable[[Case], dict[str, Any]] | None = None) -> Builder:
    async def build(case: Case) -> Call:
        work_id = await _listed(case)
        return Call(
            ids={"work_id": work_id},
            json=body(case) if body else None,
            queries=("limit=100", "limit=100&grade=dangerous"),
            trace=str(work_id),
        )

    return build


def _precast(case: Case) -> dict[str, Any]:
    return {"kind": "PRECAST", "name": f"叠合板吊装{case.world.count()}", "location": "1#楼"}


async def _listed(case: Case) -> UUID:
    new = NewWork(**_precast(case))
    return (await dangerous_works.list_work(case.place.manager, case.place.project_id, new)).id


REQUESTS: dict[str, Builder] = {
    f"GET {C}/calendar": year,
    f"PUT {C}/calendar/{{day}}": day,
    f"DELETE {C}/calendar/{{day}}": changed_day,
    f"GET {M}/dangerous-work-kinds": nothing,
    f"POST {M}/dangerous-works/classify": trial,
    f"GET {M}/projects/{{project_id}}/dangerous-works": project,
    f"POST {M}/projects/{{project_id}}/dangerous-works": new_work,
    f"POST {M}/projects/{{project_id}}/dangerous-works/none": none,
    f"GET {M}/dangerous-works/{{work_id}}": work(),
    f"PUT {M}/dangerous-works/{{work_id}}": work(lambda case: _precast(case) | REASON),
    f"POST {M}/dangerous-works/{{work_id}}/remove": work(lambda _: REASON),
    f"GET {C}/dangerous-works": work(),
    f"GET {C}/dangerous-works/{{work_id}}": work(),
    f"GET {C}/projects/{{project_id}}/dangerous-works": project,
}
