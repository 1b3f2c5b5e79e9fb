"""What an open page is told of a hint: how the matter stands now, and which sessions may know.

The sessions are part of each statement's condition, with their people's units of this moment: one that has ended, or
whose person lost the unit, is told nothing more, whatever a process has open.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import db
from backend.core.events import Hint
from backend.core.i18n import Text
from backend.identity.sessions import READERS
from backend.projects.rules import State as ReportState
from backend.supervision.rules import Level, OrderState, WarningState


class MapNews(msgspec.Struct, frozen=True):
    """The map has this version now."""

    version: int


class WarningNews(msgspec.Struct, frozen=True, kw_only=True):
    """`what` happened (`raised`, `escalated`, `acknowledged`, `closed` …) and how the warning stands now.

    `name`, the regions and the sector are the project's, `kind` the warning's; the point is null where it has none.
    """

    id: UUID
    what: str
    project_id: UUID
    project_number: int | None
    name: str
    city_code: str
    region_code: str
    sector: str
    code: str
    kind: Text
    level: Level
    state: WarningState
    longitude: float | None
    latitude: float | None
    at: datetime


class OrderNews(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to an order, and how it stands now."""

    id: UUID
    what: str
    state: OrderState
    project_id: UUID


class ProgressNews(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to a month's report, and how it stands now."""

    id: UUID
    what: str
    state: ReportState
    project_id: UUID


class Nothing(msgspec.Struct, frozen=True):
    """The event says it all: counts of what waits may have changed; nothing will come for now."""


class LiveNews(msgspec.Struct, frozen=True, kw_only=True):
    """What the stream says: one event a field, named so, its data of the field's type."""

    map: MapNews
    warning: WarningNews
    order: OrderNews
    progress: ProgressNews
    queue: Nothing
    degraded: Nothing


class Told(msgspec.Struct, frozen=True):
    """One event of the stream, and the sessions that may hear it."""

    event: str
    news: msgspec.Struct
    sessions: list[UUID]


_TOLD: Final = (
    """ARRAY(SELECT unnest(reader.sessions) FROM reader WHERE reader.unit_id = ANY(unit.lineage)) AS sessions"""
)
_ASKED: Final = f"WITH reader AS MATERIALIZED ({READERS})"
_OF_PROJECT: Final = """JOIN project ON project.id = matter.project_id
JOIN unit ON unit.id = project.supervising_unit_id"""

_WARNINGS: Final = f"""{_ASKED}
SELECT matter.id, matter.project_id, map_project.number AS project_number, project.name, matter.code,
       project.city_code, project.region_code, project.sector, warning_kind.name_zh, warning_kind.name_en,
       matter.level, matter.state, project.longitude, project.latitude, matter.changed_at AS at, {_TOLD}
FROM warning AS matter {_OF_PROJECT} JOIN warning_kind ON warning_kind.code = matter.code
LEFT JOIN map_project ON map_project.project_id = project.id
WHERE matter.id = ANY($2)"""
_ORDERS: Final = f"""{_ASKED}
SELECT matter.id, matter.state, matter.project_id, {_TOLD}
FROM rectification_order AS matter {_OF_PROJECT} WHERE matter.id = ANY($2)"""
_REPORTS: Final = f"""{_ASKED}
SELECT matter.id, matter.state, matter.project_id, {_TOLD}
FROM progress_report AS matter {_OF_PROJECT} WHERE matter.id = ANY($2)"""
_WAITING: Final = f"""{_ASKED}, touched AS MATERIALIZED (
    SELECT unit.lineage FROM unit WHERE unit.id IN (
        SELECT project.supervising_unit_id FROM project WHERE project.id = ANY($2)
        UNION ALL SELECT application.unit_id FROM regulator_application AS application WHERE application.id = ANY($3)))
SELECT unnest(reader.sessions) AS session_id FROM reader
WHERE EXISTS (SELECT FROM touched WHERE reader.unit_id = ANY(touched.lineage))"""


async def read(hints: Sequence[Hint], sessions: Collection[UUID]) -> list[Told]:
    """What the hints are about that has an event of its own, in their order; nothing of what nobody may hear."""
    found: dict[str, dict[UUID, asyncpg.Record]] = {}
    for noun, sql in (("warning", _WARNINGS), ("order", _ORDERS), ("progress", _REPORTS)):
        asked = {hint.subject_id for hint in hints if _noun(hint) == noun}
        rows = await db.fetch(sql, list(sessions), list(asked)) if asked else []
        found[noun] = {row["id"]: row for row in rows if row["sessions"]}
    told = ((hint, found.get(_noun(hint), {}).get(hint.subject_id)) for hint in hints)
    return [_told(hint, row) for hint, row in told if row is not None]


async def read_waiting(hints: Sequence[Hint], sessions: Collection[UUID]) -> list[UUID]:
    """The sessions for which counts of what waits may have changed."""
    projects = list({hint.project_id for hint in hints if hint.project_id is not None})
    applications = [hint.subject_id for hint in hints if hint.project_id is None]
    return [row["session_id"] for row in await db.fetch(_WAITING, list(sessions), projects, applications)]


def _noun(hint: Hint) -> str:
    return hint.kind.partition(".")[0]


def _told(hint: Hint, row: asyncpg.Record) -> Told:
    noun, _, what = hint.kind.partition(".")
    return Told(noun, _NEWS[noun](what, row), row["sessions"])


def _warning(what: str, row: asyncpg.Record) -> WarningNews:
    return WarningNews(
        id=row["id"],
        what=what,
        project_id=row["project_id"],
        project_number=row["project_number"],
        name=row["name"],
        city_code=row["city_code"],
        region_code=row["region_code"],
        sector=row["sector"],
        code=row["code"],
        kind=Text(row["name_zh"], row["name_en"]),
        level=Level(row["level"]),
        state=WarningState(row["state"]),
        longitude=row["longitude"],
        latitude=row["latitude"],
        at=row["at"],
    )


def _order(what: str, row: asyncpg.Record) -> OrderNews:
    return OrderNews(id=row["id"], what=what, state=OrderState(row["state"]), project_id=row["project_id"])


def _report(what: str, row: asyncpg.Record) -> ProgressNews:
    return ProgressNews(id=row["id"], what=what, state=ReportState(row["state"]), project_id=row["project_id"])


_NEWS: Final = {"warning": _warning, "order": _order, "progress": _report}
