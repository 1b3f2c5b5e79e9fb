"""One month of one project on one page, read off the log, so that it says the same whenever it is asked again.

It stands as of the month's end, or as of now while the month lasts. What happened later is not in it: states come
from events and steps before that moment, never from today's rows.
"""

import datetime as dt
import hashlib
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.overview import month_matters
from backend.overview.month_matters import OrderLine, WarningLine
from backend.overview.month_rules import OUTCOME_NAMES, REPORT_STATES, Logged, Outcome, fact_state, met_by, outcome
from backend.overview.problems import MONTH_IN_FUTURE
from backend.overview.timeline import span
from backend.projects.duties import past
from backend.projects.duties.obligation_rules import KINDS
from backend.projects.facts import change_texts, changes
from backend.projects.facts.change_texts import ChangeLine
from backend.projects.facts.fact_rules import FACT_NAMES, FACT_STATE_NAMES, Fact, FactState
from backend.projects.rules import STATE_NAMES, PostKind, State
from backend.projects.visibility import VISIBLE


class FactLine(msgspec.Struct, frozen=True, kw_only=True):
    """A fact and what had been said of it; `state` is null where it had not been reported."""

    fact: Fact
    name: Text
    state: FactState | None
    state_name: Text | None
    since: dt.datetime | None


class ReportLine(msgspec.Struct, frozen=True, kw_only=True):
    """A month's report with its steps so far; `photos` of its last round."""

    id: UUID
    period: str
    state: State
    state_name: Text
    rounds: int
    photos: int
    filed_at: dt.datetime
    last_at: dt.datetime


class DueLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something that fell due in the month."""

    kind: str
    name: Text
    period: str
    due_at: dt.datetime
    met_at: dt.datetime | None
    outcome: Outcome
    outcome_name: Text


class PersonLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who came to a post or left it."""

    at: dt.datetime
    post_kind: PostKind
    person_name: str
    came: bool


class StandsOn(msgspec.Struct, frozen=True, kw_only=True):
    """What the page was read from: with the same digest it is the same page."""

    events: int
    last_event_id: UUID | None
    last_event_at: dt.datetime | None
    digest: str


class MonthPage(msgspec.Struct, frozen=True, kw_only=True):
    """The month."""

    project_id: UUID
    project_name: str
    period: str
    from_at: dt.datetime
    until_at: dt.datetime
    as_of: dt.datetime
    facts: list[FactLine]
    reports: list[ReportLine]
    dues: list[DueLine]
    warnings: list[WarningLine]
    orders: list[OrderLine]
    changes: list[ChangeLine]
    people: list[PersonLine]
    stands_on: StandsOn


async def page(scope: Scope, project_id: UUID, period: str) -> MonthPage:
    """The month's page of a project that the person sees."""
    from_at, until_at = span(period, "period")
    as_of = min(until_at, clock.now())
    if as_of <= from_at:
        raise MONTH_IN_FUTURE.at("period")
    name = await db.fetch_value(
        f"SELECT name FROM project WHERE project.id = $3 AND {VISIBLE}", *scope.args, project_id
    )
    if name is None:
        raise NOT_FOUND.at("project_id")
    reports = await _reports(project_id, as_of)
    events = await _events(project_id, from_at, as_of)
    whole = MonthPage(
        project_id=project_id,
        project_name=events[-1]["data"].get("project_name", name) if events else name,
        period=period,
        from_at=from_at,
        until_at=until_at,
        as_of=as_of,
        facts=await _facts(project_id, as_of),
        reports=_report_lines(reports, period, from_at),
        dues=await _dues(project_id, (from_at, until_at), as_of, reports),
        warnings=await month_matters.warnings(scope, project_id, from_at, as_of),
        orders=await month_matters.orders(project_id, from_at, as_of),
        changes=[change_texts.line(each) for each in await changes.between(project_id, from_at, as_of)],
        people=[_person(row) for row in events if _is_arrival(row) or row["kind"] == "post.ended"],
        stands_on=_stands_on(events),
    )
    digest = hashlib.sha256(
        msgspec.json.encode(msgspec.structs.replace(whole, as_of=until_at), order="deterministic")
    ).hexdigest()
    return msgspec.structs.replace(whole, stands_on=msgspec.structs.replace(whole.stands_on, digest=digest))


async def _events(project_id: UUID, from_at: dt.datetime, as_of: dt.datetime) -> list[asyncpg.Record]:
    """The month's events, the oldest first."""
    return await db.fetch(
        """
        SELECT id, kind, occurred_at, data FROM event
        WHERE project_id = $1 AND occurred_at >= $2 AND occurred_at < $3 ORDER BY occurred_at, id
        """,
        project_id, from_at, as_of,
    )  # fmt: skip


def _stands_on(events: list[asyncpg.Record]) -> StandsOn:
    last = events[-1] if events else None
    return StandsOn(
        events=len(events),
        last_event_id=last["id"] if last else None,
        last_event_at=last["occurred_at"] if last else None,
        digest="",
    )


def _is_arrival(row: asyncpg.Record) -> bool:
    return bool(row["kind"] == "post.decided" and row["data"].get("state") == "active")


def _person(row: asyncpg.Record) -> PersonLine:
    return PersonLine(
        at=row["occurred_at"],
        post_kind=PostKind(row["data"]["post_kind"]),
        person_name=row["data"].get("person_name", ""),
        came=row["kind"] == "post.decided",
    )


# Facts

_FROM_THE_FIRST: Final = """
SELECT fact FROM fact_check WHERE project_id = $1 AND NOT EXISTS (
    SELECT FROM project_change AS change
    WHERE change.project_id = $1 AND change.fact = fact_check.fact AND change.before = 'null')
"""
"""What is reported without ever having been nothing: it was there at the registration."""


async def _facts(project_id: UUID, as_of: dt.datetime) -> list[FactLine]:
    rows = await db.fetch(
        """
        SELECT kind, occurred_at, data FROM event
        WHERE subject_id = $1 AND occurred_at < $2 AND kind IN ('project.changed', 'fact.checked')
        ORDER BY occurred_at, id
        """,
        project_id, as_of,
    )  # fmt: skip
    first = {row["fact"] for row in await db.fetch(_FROM_THE_FIRST, project_id)}
    log = [Logged(*row) for row in rows]
    lines = []
    for fact in Fact:
        state, since = fact_state(fact, log, is_from_the_first=fact in first)
        said = FACT_STATE_NAMES[state] if state else None
        lines.append(FactLine(fact=fact, name=FACT_NAMES[fact], state=state, state_name=said, since=since))
    return lines


# Reports and what fell due


_Reports = dict[str, tuple[UUID, list[Logged], list[int]]]
"""Period → the report's id, its events so far, and the photos of each round."""


async def _reports(project_id: UUID, as_of: dt.datetime) -> _Reports:
    rows = await db.fetch(
        """
        SELECT report.id, report.period, event.kind, event.occurred_at, event.data,
               ARRAY(SELECT count(photo.photo_id)::int FROM generate_series(1, report.round) AS number
                     LEFT JOIN progress_photo AS photo ON photo.report_id = report.id AND photo.round = number
                     GROUP BY number ORDER BY number) AS photos
        FROM progress_report AS report JOIN event ON event.subject_id = report.id AND event.occurred_at < $2
        WHERE report.project_id = $1 ORDER BY event.occurred_at, event.id
        """,
        project_id, as_of,
    )  # fmt: skip
    found: _Reports = {}
    for row in rows:
        if row["kind"] in REPORT_STATES:
            found.setdefault(row["period"], (row["id"], [], row["photos"]))[1].append(
                Logged(row["kind"], row["occurred_at"], row["data"])
            )
    return found


def _report_lines(reports: _Reports, period: str, from_at: dt.datetime) -> list[ReportLine]:
    """The month's own, and those of other months that took a step in it."""
    lines = []
    for told, (report_id, log, photos) in sorted(reports.items()):
        if told != period and log[-1].at < from_at:
            continue
        filed = [each.at for each in log if each.kind == "progress.filed"]
        state = REPORT_STATES[log[-1].kind]
        lines.append(
            ReportLine(
                id=report_id, period=told, state=state, state_name=STATE_NAMES[state], rounds=len(filed),
                photos=photos[len(filed) - 1] if 0 < len(filed) <= len(photos) else 0,
                filed_at=filed[0] if filed else log[0].at, last_at=log[-1].at,
            )
        )  # fmt: skip
    return lines


async def _dues(
    project_id: UUID, month: tuple[dt.datetime, dt.datetime], as_of: dt.datetime, reports: _Reports
) -> list[DueLine]:
    rows = await db.fetch(
        """
        SELECT was.kind, was.period, was.due_at, was.met_at, EXISTS (
            SELECT FROM obligation_pause AS pause WHERE pause.project_id = $1
            AND (pause.kind IS NULL OR pause.kind = was.kind) AND pause.from_at <= least(was.due_at, $4)
            AND coalesce(pause.ended_at, pause.until_at) > least(was.due_at, $4)) AS is_paused
        FROM (
            SELECT kind, period, CASE WHEN kept THEN said.due_at ELSE obligation.due_at END AS due_at,
                   CASE WHEN kept THEN said.since ELSE obligation.since END AS since,
                   CASE WHEN kept THEN said.met_at ELSE obligation.met_at END AS met_at,
                   CASE WHEN kept THEN said.void_at WHEN state = 'void' THEN changed_at END AS void_at
            FROM obligation LEFT JOIN LATERAL (
                SELECT true AS kept, (data ->> 'due_at')::timestamptz AS due_at,
                       (data ->> 'since')::timestamptz AS since, (data ->> 'met_at')::timestamptz AS met_at,
                       (data ->> 'void_at')::timestamptz AS void_at
                FROM event WHERE subject_id = obligation.id AND event.kind = $5 AND occurred_at >= $4
                ORDER BY occurred_at, id LIMIT 1
            ) AS said ON true
            WHERE project_id = $1
        ) AS was
        WHERE due_at >= $2 AND due_at < $3 AND since <= $4 AND (void_at IS NULL OR void_at > due_at)
        ORDER BY due_at, kind, period
        """,
        project_id, *month, as_of, past.FORGOTTEN,
    )  # fmt: skip
    return [_due(row, as_of, reports) for row in rows]


def _due(row: asyncpg.Record, as_of: dt.datetime, reports: _Reports) -> DueLine:
    met_at = row["met_at"]
    if row["kind"] == "progress" and row["period"] in reports:
        met_at = met_by(reports[row["period"]][1])
    came = outcome(row["due_at"], met_at, as_of, is_paused=row["is_paused"])
    kind = KINDS.get(row["kind"])
    return DueLine(
        kind=row["kind"],
        name=kind.name if kind else Text(row["kind"], row["kind"]),
        period=row["period"],
        due_at=row["due_at"],
        met_at=met_at if came in (Outcome.MET, Outcome.LATE) else None,
        outcome=came,
        outcome_name=OUTCOME_NAMES[came],
    )
