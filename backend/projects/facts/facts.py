"""The five reported facts of a project: what they are now, and what the regulator says of each.

`changed` is the one door for whoever changes a fact: it keeps the history, moves the check and tells the regulators.
"""

from typing import Any, Final
from uuid import UUID

import asyncpg

from backend.core import audit, clock, db, events
from backend.core.errors import FORBIDDEN, NOT_FOUND, Refusal
from backend.identity.scope import Scope
from backend.projects.facts import changes, fact_rules, fact_texts
from backend.projects.facts.fact_problems import FACT_CHANGED_MEANWHILE, FACT_NOT_IN_STATE, FACT_NOT_REPORTED
from backend.projects.facts.fact_rules import FACT_NAMES, FACT_STATE_NAMES, Fact, FactAction, FactState
from backend.projects.rules import PostKind
from backend.projects.visibility import REINSPECTING, SUPERVISED, SUPERVISING

_CHECKING: Final = {fact: SUPERVISING if fact is Fact.DEVICES else REINSPECTING for fact in Fact}
"""Base information, map point and dangerous works: station and district; devices: the station (domain section 2.3)."""


def named(name: str) -> Fact:
    """The fact of that name; `NOT_FOUND` for any other word."""
    try:
        return Fact(name)
    except ValueError as error:
        raise NOT_FOUND.at("fact") from error


async def current(project_id: UUID) -> dict[Fact, Any]:
    """What each fact is now; None for what was not reported. Values are plain JSON, as checks keep them."""
    row = await db.fetch_one(
        """
        SELECT category, status, longitude, latitude, given_longitude, given_latitude, given_datum,
               EXISTS (SELECT FROM fact_check WHERE project_id = project.id AND fact = 'dangerous_works') AS has_list,
               (SELECT coalesce(jsonb_agg(jsonb_build_object(
                           'kind', kind_code, 'name', name, 'location', location, 'grade', grade,
                           'reason_zh', reason_zh, 'reason_en', reason_en) ORDER BY kind_code, name, id), '[]')
                FROM dangerous_work WHERE project_id = project.id AND state = 'listed') AS works,
               (SELECT after FROM project_change WHERE project_id = project.id AND fact = 'devices'
                ORDER BY changed_at DESC, id DESC LIMIT 1) AS devices
        FROM project WHERE id = $1
        """,
        project_id,
    )
    if row is None:
        raise NOT_FOUND.at("project_id")
    return {
        Fact.CATEGORY: row["category"],
        Fact.STATUS: row["status"],
        Fact.MAP_POINT: point_value(row),
        Fact.DANGEROUS_WORKS: row["works"] if row["works"] or row["has_list"] else None,
        Fact.DEVICES: row["devices"],
    }


def point_value(project: asyncpg.Record) -> dict[str, Any] | None:
    """The map point as a fact: WGS-84 and the point as it was given."""
    if project["longitude"] is None:
        return None
    return {key: project[key] for key in ("longitude", "latitude", "given_longitude", "given_latitude", "given_datum")}


async def lock(project_id: UUID) -> None:
    """Hold the project, so that two changes of one fact at once do not overlook each other; in a transaction."""
    await db.execute("SELECT FROM project WHERE id = $1 FOR NO KEY UPDATE", project_id)


async def changed(project_id: UUID, fact: Fact, *, before: Any, after: Any, reason: str, actor_id: UUID | None) -> None:
    """A fact is no longer what it was: kept, the check moved, the regulators told; in the transaction of the change.

    The same value again is no change. `actor_id` None is the platform itself.
    """
    if before == after:
        return
    now = await changes.note(project_id, fact, before=before, after=after, reason=reason, actor_id=actor_id)
    await db.execute(
        """
        INSERT INTO fact_check (project_id, fact, state, since) VALUES ($1, $2, $3, $4)
        ON CONFLICT (project_id, fact) DO UPDATE SET state = $5, since = excluded.since
        WHERE fact_check.state = ANY($6)
        """,
        project_id, fact, fact_rules.FACT_STATES[None, FactAction.CHANGE], now, FactState.CHANGED,
        [state for state in fact_rules.fact_states(FactAction.CHANGE, FactState.CHANGED)
         if state != FactState.CHANGED],
    )  # fmt: skip
    said_before, said_after, name = fact_texts.say(fact, before), fact_texts.say(fact, after), FACT_NAMES[fact]
    await _record(
        "project.changed", project_id, actor_id, posts=[], fact=fact, fact_zh=name.zh, fact_en=name.en,
        before_zh=said_before.zh, before_en=said_before.en, after_zh=said_after.zh, after_en=said_after.en,
        reason=reason,
    )  # fmt: skip


async def record_devices(project_id: UUID, *, registered: int, transmitting: int, actor_id: UUID | None = None) -> None:
    """How many devices of the project are registered and how many transmit; `lock` before counting them."""
    before = (await current(project_id))[Fact.DEVICES]
    after = {"registered": registered, "transmitting": transmitting}
    await changed(project_id, Fact.DEVICES, before=before, after=after, reason="", actor_id=actor_id)


async def report(project_id: UUID, *facts: Fact) -> None:
    """A new project reports these facts; nothing was before."""
    await db.execute_many(
        "INSERT INTO fact_check (project_id, fact, state, since) VALUES ($1, $2, $3, $4)",
        [(project_id, fact, fact_rules.FACT_STATES[None, FactAction.CHANGE], clock.now()) for fact in facts],
    )


async def verify(scope: Scope, project_id: UUID, fact: Fact, version: str) -> FactState:
    """The regulator has found the fact to be so; `version` names the value that was looked at."""
    async with db.transaction():
        project = await _project_to_check(scope, project_id, fact)
        state = await move(scope, project, fact, FactAction.VERIFY, version=version)
        await _audit(scope, "fact.verify", project, fact)
        return state


async def return_(scope: Scope, project_id: UUID, fact: Fact, version: str, reason: str) -> FactState:
    """The regulator has found what `version` names not to be so; the site reads why."""
    async with db.transaction():
        project = await _project_to_check(scope, project_id, fact)
        state = await move(scope, project, fact, FactAction.RETURN, reason=reason, version=version)
        await _audit(scope, "fact.return", project, fact)
        return state


async def _project_to_check(scope: Scope, project_id: UUID, fact: Fact) -> asyncpg.Record:
    project = await db.fetch_one(
        f"""
        SELECT id, name, city_code, {_CHECKING[fact]} AS may_check FROM project
        WHERE id = $3 AND {SUPERVISED} AND $1::uuid IS NOT NULL
        """,
        *scope.args,
        project_id,
    )
    if project is None:
        raise NOT_FOUND.at("project_id")
    if not project["may_check"]:
        raise FORBIDDEN.at()
    return project


async def move(
    scope: Scope, project: asyncpg.Record, fact: Fact, action: FactAction, *, reason: str | None = None,
    version: str | None = None,
) -> FactState:  # fmt: skip
    """Verify or return, with the value that was looked at kept; for whoever has checked the permission."""
    # The check is locked before the value is read: a change that is under way is seen, or moves the check after this.
    check = await db.fetch_one(
        """
        SELECT state, checked_at, (SELECT name FROM account WHERE id = checked_by) AS by_name FROM fact_check
        WHERE project_id = $1 AND fact = $2 FOR UPDATE
        """,
        project["id"], fact,
    )  # fmt: skip
    after = fact_rules.FACT_STATES.get((FactState(check["state"]), action)) if check else None
    if after is None:
        raise _why_not_moved(fact, check)
    value = (await current(project["id"]))[fact]
    if version is not None and version != fact_rules.version(value):
        name, said = FACT_NAMES[fact], fact_texts.say(fact, value)
        raise FACT_CHANGED_MEANWHILE.at("version", fact_zh=name.zh, fact_en=name.en, value_zh=said.zh, value_en=said.en)
    await db.execute(
        """
        UPDATE fact_check SET state = $3, value = $4, reason = $5, checked_by = $6,
                              checked_at = $7, since = $7
        WHERE project_id = $1 AND fact = $2
        """,
        project["id"], fact, after, value, reason, scope.account_id, clock.now(),
    )  # fmt: skip
    name = FACT_NAMES[fact]
    await _record(
        "fact.checked", project["id"], scope.account_id, posts=[PostKind.PROJECT_MANAGER], fact=fact,
        fact_zh=name.zh, fact_en=name.en, state=after, reason=reason or "",
    )  # fmt: skip
    return after


def _why_not_moved(fact: Fact, check: asyncpg.Record | None) -> Refusal:
    name = FACT_NAMES[fact]
    if check is None:
        return FACT_NOT_REPORTED.at("fact", fact_zh=name.zh, fact_en=name.en)
    said, at = FACT_STATE_NAMES[FactState(check["state"])], check["checked_at"].astimezone(clock.SHANGHAI)
    return FACT_NOT_IN_STATE.at(
        "fact", fact_zh=name.zh, fact_en=name.en, state_zh=said.zh, state_en=said.en, by_name=check["by_name"],
        at=f"{at:%Y-%m-%d %H:%M}",
    )  # fmt: skip


async def _record(kind: str, project_id: UUID, actor_id: UUID | None, **data: Any) -> None:
    project = await db.fetch_one("SELECT name, city_code FROM project WHERE id = $1", project_id)
    assert project is not None
    await events.record(
        kind, subject_id=project_id, city_code=project["city_code"], project_id=project_id, actor_id=actor_id,
        data={"project_name": project["name"], **data},
    )  # fmt: skip


async def _audit(scope: Scope, act: str, project: asyncpg.Record, fact: Fact) -> None:
    await audit.write(
        scope.account_id, act, subject_id=project["id"], city_code=project["city_code"], project_id=project["id"],
        detail={"fact": fact},
    )  # fmt: skip
