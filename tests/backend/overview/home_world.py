"""A person with as many projects as a test wants, and what may happen to them, row by row."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from backend.core import db, ids
from backend.identity.scope import AccountKind, Door, Scope
from backend.overview import home
from backend.overview.home import Answer
from backend.overview.home_page import Home

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
SOON = NOW + timedelta(days=3)
KINDS = ("progress", "permit", "dangerous_list")
LONG_NAME = "广州市南沙区明珠湾起步区横沥岛尖片区城市地下综合管廊及道路一体化配套市政基础设施建设工程" * 2


class Person(msgspec.Struct):
    """Whose page it is; `colleague` holds the posts that the person does not."""

    scope: Scope
    colleague: UUID
    creator: UUID
    unit_id: UUID
    organisation_id: UUID


async def person() -> Person:
    """Two people of one firm and somebody who enters projects."""
    unit_id = await db.fetch_value(
        "SELECT id FROM unit WHERE region_code = '440100' AND sector = 'housing' AND level = 'city'"
    )
    organisation_id, mine, colleague, creator = (ids.new_id() for _ in range(4))
    await db.execute("INSERT INTO organisation (id, uscc, name) VALUES ($1, $2, '甲')", organisation_id, mine.hex)
    for account_id in (mine, colleague, creator):
        await db.execute("INSERT INTO account (id, kind, name) VALUES ($1, 'enterprise', '林晓明')", account_id)
    scope = Scope(
        account_id=mine, session_id=ids.new_id(), kind=AccountKind.ENTERPRISE, door=Door.PHONE, name="林晓明",
        unit_id=None, is_unit_administrator=False,
    )  # fmt: skip
    return Person(scope, colleague, creator, unit_id, organisation_id)


async def add_project(who: Person, name: str = "工地", *posts: str) -> UUID:
    """A project on which the person holds the posts, by default the manager's."""
    project_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,
                             created_by)
        VALUES ($1, '440100', '440115', 'housing', $2, 'building', 'under_construction', $3, $4)
        """,
        project_id, name, who.unit_id, who.creator,
    )  # fmt: skip
    for kind in posts or ("project_manager",):
        await add_post(who, project_id, kind, who.scope.account_id)
    return project_id


async def add_post(who: Person, project_id: UUID, kind: str, account_id: UUID, state: str = "active") -> None:
    """Unless it is there."""
    await db.execute(
        """
        INSERT INTO post (id, project_id, account_id, kind, organisation_id, state) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO NOTHING
        """,
        ids.new_id(), project_id, account_id, kind, who.organisation_id, state,
    )  # fmt: skip


async def add_due(project_id: UUID, kind: str, period: str, post_kind: str, due_at: datetime) -> None:
    """Unless it is there."""
    await db.execute(
        """
        INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at)
        VALUES ($1, $2, '440100', $3, $4, $5, $6) ON CONFLICT DO NOTHING
        """,
        ids.new_id(), project_id, kind, period, post_kind, due_at,
    )  # fmt: skip


async def add_warning(project_id: UUID, code: str = "HAZ-NOPLAN", level: str = "orange", age_hours: int = 1) -> UUID:
    """An open one."""
    warning_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO warning (id, city_code, project_id, code, fingerprint, short_code, level, state, summary_zh,
                             summary_en, facts, data, raised_at, last_at)
        VALUES ($1, '440100', $2, $3, $4, $4, $5, 'open', '', '', '[]', '{}', $6, $6)
        """,
        warning_id, project_id, code, warning_id.hex, level, NOW - timedelta(hours=age_hours),
    )  # fmt: skip
    return warning_id


async def add_order(
    who: Person, project_id: UUID, due_at: datetime = NOW, state: str = "issued", title: str = "临边防护整改"
) -> UUID:
    """A live one, issued by whoever enters projects."""
    order_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO rectification_order (id, city_code, project_id, short_code, title, state, issued_by, issued_at,
                                         due_at)
        VALUES ($1, '440100', $2, $3, $4, $5, $6, $7, $8)
        """,
        order_id, project_id, order_id.hex, title, state, who.creator, due_at - timedelta(days=7), due_at,
    )  # fmt: skip
    return order_id


async def add_draft(project_id: UUID) -> UUID:
    """An order that the platform drafts since the month's progress is late."""
    draft_id = ids.new_id()
    await add_due(project_id, "progress", "2026-08", "project_manager", NOW - timedelta(days=3))
    await db.execute(
        """
        INSERT INTO order_draft (id, city_code, project_id, obligation_id, title, findings, due_days, state, drafted_at)
        SELECT $1, '440100', $2, id, '限期整改', '[]', 7, 'waiting', $3 FROM obligation WHERE project_id = $2
        """,
        draft_id, project_id, NOW,
    )  # fmt: skip
    return draft_id


async def ask(who: Person, now: datetime = NOW, *, since: str | None = None) -> tuple[Home, int]:
    """The answer and its bytes."""
    said: Answer | None = await home.home(who.scope, now, since=since)
    assert said is not None
    return msgspec.json.decode(said.body, type=Home), len(said.body)


def merge(held: dict[str, Any] | None, said: Home) -> dict[str, Any]:
    """What a phone does with an answer."""
    if said.is_full or held is None:
        held = {"projects": {}}
    projects = {**held["projects"], **{each.id: each for each in said.projects}}
    if not isinstance(said.project_ids, msgspec.UnsetType):
        projects = {key: projects[key] for key in said.project_ids if key in projects}
    parts = {
        "projects": projects,
        "dues": held.get("dues") if isinstance(said.dues, msgspec.UnsetType) else said.dues,
        "warnings": held.get("warnings") if isinstance(said.warnings, msgspec.UnsetType) else said.warnings,
        "orders": held.get("orders") if isinstance(said.orders, msgspec.UnsetType) else said.orders,
    }
    return {**parts, "more": said.more, "waiting": said.waiting}


async def pause(who: Person, project: UUID) -> None:
    """What the project owes is paused until soon."""
    pause_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO obligation_pause (id, project_id, reason, from_at, until_at, paused_by)
        VALUES ($1, $2, '停工', $3, $4, $5)
        """,
        pause_id, project, NOW, SOON, who.creator,
    )  # fmt: skip
    await db.execute(
        "UPDATE obligation SET state = 'paused', pause_id = $2, next_step = NULL, next_at = NULL "
        "WHERE project_id = $1 AND state = 'open'",
        project, pause_id,
    )  # fmt: skip


async def acknowledge(who: Person, warning: UUID) -> None:
    """The person takes the warning."""
    await db.execute(
        """
        UPDATE warning SET state = 'acknowledged', acknowledged_by = $2, acknowledged_post = 'project_manager',
            acknowledged_at = $3, plan = '处理', promised_at = $3 WHERE id = $1
        """,
        warning, who.scope.account_id, NOW,
    )  # fmt: skip
