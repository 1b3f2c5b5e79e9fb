"""The first page as the API page shows it."""

import datetime as dt
from typing import Final
from uuid import UUID

from backend.overview.home_page import Counts, Due, Home, HomeOrder, HomeProject, HomeWarning, More, OrderStep
from backend.projects.rules import PostKind

_PROJECT: Final = UUID("01990000-0000-7000-8000-000000000001")

HOME: Final = Home(
    cursor="Aai9b1Ka0Yf3Ckc7s9bMG0qEAL5S7x3v.4mJ7kq1S0aXh2b9TQpY2Hw",
    is_full=True,
    has_more=False,
    more=More(projects=0, dues=0, warnings=0, orders=0),
    waiting=Counts(applications=0, reports_to_review=0, handovers_to_sign=0),
    projects=[
        HomeProject(
            id=_PROJECT,
            name="南山科学城一期",
            status="under_construction",
            posts=[PostKind.PROJECT_MANAGER],
            has_permit=True,
            has_point=False,
        )
    ],
    dues=[
        Due(
            project_id=_PROJECT,
            kind="progress",
            period="2026-11",
            due_at=dt.datetime(2026, 12, 5, 15, 59, 59, tzinfo=dt.UTC),
            is_overdue=False,
            is_paused=False,
        )
    ],
    warnings=[
        HomeWarning(
            id=UUID("01990000-0000-7000-8000-000000000011"),
            project_id=_PROJECT,
            code="ENV-EXC",
            name="扬尘或噪声超标",
            level="yellow",
            raised_at=dt.datetime(2026, 11, 21, 2, 30, tzinfo=dt.UTC),
        )
    ],
    orders=[
        HomeOrder(
            id=UUID("01990000-0000-7000-8000-000000000021"),
            project_id=_PROJECT,
            step=OrderStep.REPLY,
            title="临边防护整改",
            due_at=dt.datetime(2026, 11, 28, 15, 59, 59, tzinfo=dt.UTC),
            is_overdue=False,
        )
    ],
)
