"""Who did what to which thing when, and from where: the log of acts, for administrators.

An administrator reads what was done on the projects that the unit's subtree supervises and what the subtree's people
did; the province's reads everything. A search lies within a span of time, so that it ends.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core import place as places
from backend.core.i18n import Text
from backend.core.paging import MAX_PAGE, Page, decode_cursor, encode_cursor
from backend.identity import accounts, sessions
from backend.identity import user_agent as agents
from backend.identity.problems import NOT_ADMINISTRATOR
from backend.identity.scope import Door, Scope
from backend.identity.units import Level
from backend.overview import audit_words
from backend.overview.problems import SPAN_TOO_LONG
from backend.projects.visibility import SUPERVISED

USUAL: Final = dt.timedelta(days=31)
LONGEST: Final = dt.timedelta(days=366)
MOST_IN_TABLE: Final = 10_000
"""Rows of the table that is downloaded."""

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class AuditPart(msgspec.Struct, frozen=True):
    """One part of an act's detail."""

    name: Text
    value: Text


class AuditPlace(msgspec.Struct, frozen=True, kw_only=True):
    """The sign-in by which somebody acted; `network` is its address without the last part."""

    door: Door
    device: Text
    city: Text
    network: str


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One act. `actor_name` is null for the platform itself; `place` where the sign-in is known."""

    id: UUID
    at: dt.datetime
    actor_id: UUID | None
    actor_name: str | None
    actor_of: Text | None
    act: str
    said: Text
    subject_id: UUID
    subject: Text | None
    project_id: UUID | None
    project_name: str | None
    parts: list[AuditPart]
    place: AuditPlace | None
    request_id: str


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for. `actor`: a part of the name. `acts` and `without`: names, or beginnings that end with a dot;
    without `from_at` the last 31 days.
    """

    actor_id: UUID | None = None
    actor: str | None = None
    project_id: UUID | None = None
    subject_id: UUID | None = None
    acts: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    from_at: dt.datetime | None = None
    until_at: dt.datetime | None = None


_KEYS: Final = "entry.city_code, entry.id, entry.at"

_ENTRIES: Final = """
SELECT entry.id, entry.at, entry.actor_id, actor.name AS actor_name,
       coalesce(unit.name_zh, organisation.name) AS actor_of_zh,
       coalesce(unit.name_en, organisation.name) AS actor_of_en,
       entry.act, entry.subject_id, entry.project_id, project.name AS project_name, entry.detail, entry.request_id,
       session.door, session.user_agent, session.address, session.place
FROM found JOIN audit_entry AS entry USING (city_code, id, at)
LEFT JOIN account AS actor ON actor.id = entry.actor_id
LEFT JOIN unit ON unit.id = actor.unit_id LEFT JOIN organisation ON organisation.id = actor.organisation_id
LEFT JOIN project ON project.id = entry.project_id
LEFT JOIN session ON session.id = coalesce((entry.detail ->> 'session_id')::uuid,
                                           CASE WHEN entry.act = 'session.open' THEN entry.subject_id END)
ORDER BY entry.at DESC, entry.id DESC
"""

_NAMES: Final = """
SELECT id, name AS zh, name AS en FROM account WHERE id = ANY($1)
UNION ALL SELECT id, name_zh, name_en FROM unit WHERE id = ANY($1)
UNION ALL SELECT partner.id, organisation.name, organisation.name
          FROM partner JOIN organisation ON organisation.id = partner.organisation_id WHERE partner.id = ANY($1)
UNION ALL SELECT id, name, name FROM project WHERE id = ANY($1)
UNION ALL SELECT id, title, title FROM rectification_order WHERE id = ANY($1)
UNION ALL SELECT warning.id, kind.name_zh || ' ' || warning.short_code, kind.name_en || ' ' || warning.short_code
          FROM warning JOIN warning_kind AS kind ON kind.code = warning.code WHERE warning.id = ANY($1)
UNION ALL SELECT id, name, name FROM device WHERE id = ANY($1)
"""


async def page(scope: Scope, filters: Filters, *, cursor: str | None = None, limit: int = 50) -> Page[AuditEntry]:
    """The newest first."""
    size = min(limit, MAX_PAGE)
    before = decode_cursor(cursor, tuple[dt.datetime, UUID]) if cursor else None
    found = await entries(scope, filters, before=before, limit=size + 1)
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], encode_cursor(last.at, last.id) if last else None)


async def entries(
    scope: Scope, filters: Filters, *, before: tuple[dt.datetime, UUID] | None = None, limit: int
) -> list[AuditEntry]:
    """At most `limit` acts, the newest first."""
    if not scope.is_unit_administrator:
        raise NOT_ADMINISTRATOR.at()
    asked = _Asked(scope, filters, await _people(filters.actor), before, limit)
    if await accounts.level_of(scope) is Level.PROVINCE:
        found = asked.by_time("$1::uuid IS NOT NULL AND $2::uuid IS NOT NULL")
    else:
        found = asked.by_time(_MINE) if await db.fetch_value(_IS_WIDE, *scope.args) else asked.of_each()
    rows = await db.fetch(f"WITH found AS ({found}) {_ENTRIES}", *asked.args)
    names = await _names_of(rows)
    return [_read(row, names) for row in rows]


_OF_SUBTREE: Final = "SELECT unit.id FROM unit WHERE unit.lineage @> ARRAY[$2::uuid]"
_PROJECTS: Final = f"SELECT project.id FROM project WHERE $1::uuid IS NOT NULL AND {SUPERVISED}"
_MINE: Final = (
    f"(entry.project_id IN ({_PROJECTS})"
    f" OR entry.actor_id IN (SELECT account.id FROM account WHERE account.unit_id IN ({_OF_SUBTREE})))"
)
_FEW: Final = 200
"""Projects of a subtree up to which each is asked for its own newest acts; with more, a walk back in time meets them
soon enough.
"""
_IS_WIDE: Final = f"SELECT count(*) > {_FEW} FROM ({_PROJECTS} LIMIT {_FEW + 1}) AS counted"


class _Asked:
    """A search as SQL: only what is asked for stands in it, so that the indexes serve."""

    def __init__(
        self,
        scope: Scope,
        filters: Filters,
        people: list[UUID] | None,
        before: tuple[dt.datetime, UUID] | None,
        limit: int,
    ) -> None:
        self.args: list[Any] = [*scope.args]
        from_at, until_at = span(filters)
        conditions = [f"entry.at >= {self._arg(from_at)}", f"entry.at < {self._arg(until_at)}"]
        conditions += [
            f"entry.{column} = {self._arg(wanted)}"
            for column in ("actor_id", "project_id", "subject_id")
            if (wanted := getattr(filters, column)) is not None
        ]
        if people is not None:
            conditions.append(f"entry.actor_id = ANY({self._arg(people)}::uuid[])")
        if filters.acts:
            conditions.append(f"({' OR '.join(self._act(name) for name in filters.acts)})")
        conditions += [f"NOT {self._act(name)}" for name in filters.without]
        if before:
            conditions.append(f"(entry.at, entry.id) < ({self._arg(before[0])}, {self._arg(before[1])})")
        self.conditions = " AND ".join(conditions)
        self.order = f"ORDER BY entry.at DESC, entry.id DESC LIMIT {self._arg(limit)}"

    def _arg(self, value: Any) -> str:
        self.args.append(value)
        return f"${len(self.args)}"

    def _act(self, name: str) -> str:
        return f"starts_with(entry.act, {self._arg(name)})" if name.endswith(".") else f"entry.act = {self._arg(name)}"

    def by_time(self, scope: str) -> str:
        """Back through time, of what the scope lets through."""
        return f"SELECT {_KEYS} FROM audit_entry AS entry WHERE {scope} AND {self.conditions} {self.order}"

    def of_each(self) -> str:
        """The newest of each supervised project and of each of the subtree's people, of these the newest."""
        return f"""
            SELECT entry.city_code, entry.id, entry.at FROM (
                SELECT entry.* FROM ({_PROJECTS}) AS project
                CROSS JOIN LATERAL ({self.by_time("entry.project_id = project.id")}) AS entry
                UNION
                SELECT entry.* FROM account CROSS JOIN LATERAL ({self.by_time("entry.actor_id = account.id")}) AS entry
                WHERE account.unit_id IN ({_OF_SUBTREE})
            ) AS entry {self.order}
        """


async def _people(name: str | None) -> list[UUID] | None:
    """Whoever has the words in their name; None where no name is asked for."""
    if name is None:
        return None
    return [row["id"] for row in await db.fetch("SELECT id FROM account WHERE strpos(name, $1) > 0", name)]


def span(filters: Filters) -> tuple[dt.datetime, dt.datetime]:
    """From when to when is searched; `SPAN_TOO_LONG` for more than a year."""
    until_at = filters.until_at or clock.now() + dt.timedelta(minutes=1)
    from_at = filters.from_at or until_at - USUAL
    if until_at - from_at > LONGEST:
        raise SPAN_TOO_LONG.at("from_at", days=LONGEST.days)
    return from_at, until_at


async def _names_of(rows: Iterable[asyncpg.Record]) -> dict[str, Text]:
    """The names of what the rows are about and mention."""
    mentioned = {text for row in rows for text in row["detail"].values() if _is_id(text)}
    wanted = mentioned | {str(row["subject_id"]) for row in rows}
    return {
        str(row["id"]): Text(row["zh"], row["en"]) for row in await db.fetch(_NAMES, [UUID(text) for text in wanted])
    }


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def _read(row: asyncpg.Record, names: dict[str, Text]) -> AuditEntry:
    of = Text(row["actor_of_zh"], row["actor_of_en"]) if row["actor_of_zh"] else None
    return AuditEntry(
        id=row["id"],
        at=row["at"],
        actor_id=row["actor_id"],
        actor_name=row["actor_name"],
        actor_of=of,
        act=row["act"],
        said=audit_words.act(row["act"]),
        subject_id=row["subject_id"],
        subject=names.get(str(row["subject_id"])),
        project_id=row["project_id"],
        project_name=row["project_name"],
        parts=[
            AuditPart(audit_words.part(name), names.get(str(value)) or audit_words.value(value))
            for name, value in row["detail"].items()
            if name != "session_id" and value is not None
        ],
        place=_place(row) if row["door"] else None,
        request_id=row["request_id"],
    )


def _place(row: asyncpg.Record) -> AuditPlace:
    return AuditPlace(
        door=Door(row["door"]),
        device=agents.device(row["user_agent"]),
        city=places.text(row["place"]),
        network=sessions.network_of(row["address"]),
    )
