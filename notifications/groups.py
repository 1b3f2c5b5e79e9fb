"""Chat groups: which robot posts where. An administrator of the unit concerned connects them from the console.

Whoever can silence a group or point it at another robot decides who hears of a warning: never a scanned session.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, crypto, db, events, i18n, ids, logs, paging
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.core.paging import Page
from backend.identity import sessions
from backend.identity.problems import NOT_ADMINISTRATOR
from backend.identity.scope import Scope
from backend.projects.visibility import SUPERVISED
from notifications import outbox, texts
from notifications.channel import ChannelName
from notifications.outbox import Cause
from notifications.problems import GROUP_CONNECTED_ALREADY, GROUP_NOT_SUPERVISED, GROUP_OUT, GROUP_PLACE
from notifications.routing import ORDINARY, Audience, Draft

KEY_PURPOSE: Final = "chat_group.key"

_MINE: Final = f"""
(chat_group.project_id IN (SELECT project.id FROM project WHERE {SUPERVISED})
 OR chat_group.unit_id IN (SELECT unit.id FROM unit WHERE unit.lineage @> ARRAY[$2::uuid]))
AND $1::uuid IS NOT NULL
"""

_COLUMNS: Final = """
chat_group.*, (SELECT project.name FROM project WHERE project.id = chat_group.project_id) AS project_name,
(SELECT unit.name_zh FROM unit WHERE unit.id = chat_group.unit_id) AS unit_name_zh,
(SELECT unit.name_en FROM unit WHERE unit.id = chat_group.unit_id) AS unit_name_en
"""
TEST: Final = Text(
    "测试消息：本群已接入工程沙盘，预警和整改通知将发到这里",
    "Test: this group is connected to Sandtable; warnings and orders will arrive here",
)


class ChatGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A connected group; the robot's key is never shown again. `serves`: the project's name or the unit's."""

    id: UUID
    name: str
    audience: Audience
    project_id: UUID | None
    unit_id: UUID | None
    serves: Text
    state: str
    disabled_reason: str | None
    connected_at: datetime


def lane_of(key: str) -> str:
    """The lane of a robot: a keyed hash, since the key is the whole credential."""
    return f"robot:{crypto.blind_index(key, purpose=KEY_PURPOSE).hex()[:24]}"


async def connect(
    scope: Scope, *, name: str, key: str, project_id: UUID | None = None, unit_id: UUID | None = None
) -> ChatGroup:
    """Let a robot tell a project's or a unit's group; exactly one of the two is named."""
    sessions.require_full(scope)
    if (project_id is None) == (unit_id is None):
        raise GROUP_PLACE.at("project_id")
    async with db.transaction() as connection:
        city_code = await _city_of_place(scope, project_id, unit_id)
        if city_code is None:
            raise GROUP_NOT_SUPERVISED.at("project_id" if project_id else "unit_id")
        _require_administrator(scope)
        audience = Audience.ENTERPRISE if project_id else Audience.REGULATOR
        try:
            async with connection.transaction():
                row = await db.fetch_one(
                    f"""
                    INSERT INTO chat_group (id, kind, name, key_sealed, lane, audience, project_id, unit_id,
                                            connected_by)
                    VALUES ($1, 'robot', $2, $3, $4, $5, $6, $7, $8)
                    RETURNING {_COLUMNS}
                    """,
                    ids.new_id(), name, crypto.seal(key, purpose=KEY_PURPOSE), lane_of(key), audience, project_id,
                    unit_id, scope.account_id,
                )  # fmt: skip
        except asyncpg.UniqueViolationError as error:
            raise GROUP_CONNECTED_ALREADY.at("key") from error
        assert row is not None
        await audit.write(
            scope.account_id, "group.connect", subject_id=row["id"], project_id=project_id, city_code=city_code
        )
        return _read(row)


def _require_administrator(scope: Scope) -> None:
    """After the place was found: what is outside the subtree is not there for anybody."""
    if not scope.is_unit_administrator:
        raise NOT_ADMINISTRATOR.at()


async def _city_of_place(scope: Scope, project_id: UUID | None, unit_id: UUID | None) -> str | None:
    row = await db.fetch_one(
        f"""
        SELECT project.city_code FROM project WHERE project.id = $3 AND $1::uuid IS NOT NULL AND {SUPERVISED}
        UNION ALL
        SELECT region.city_code FROM unit JOIN region ON region.code = unit.region_code
        WHERE unit.id = $4 AND unit.lineage @> ARRAY[$2::uuid]
        """,
        *scope.args,
        project_id,
        unit_id,
    )
    return None if row is None else str(row["city_code"])


async def listed(scope: Scope, *, cursor: str | None = None, limit: int = 50) -> Page[ChatGroup]:
    """The groups of one's unit's subtree and of the projects that it supervises, newest first."""
    before = paging.decode_cursor(cursor, tuple[UUID]) if cursor else (None,)
    rows = await db.fetch(
        f"""
        SELECT {_COLUMNS} FROM chat_group WHERE {_MINE} AND ($3::uuid IS NULL OR chat_group.id < $3)
        ORDER BY chat_group.id DESC LIMIT $4
        """,
        *scope.args,
        before[0],
        limit + 1,
    )
    items = [_read(row) for row in rows[:limit]]
    return Page(items, paging.encode_cursor(items[-1].id) if len(rows) > limit else None)


async def disable(scope: Scope, group_id: UUID, *, reason: str) -> ChatGroup:
    """Say nothing more in this group."""
    return await _set_state(scope, group_id, state="disabled", reason=reason, act="group.disable")


async def enable(scope: Scope, group_id: UUID) -> ChatGroup:
    """Speak in this group again, from the next event on; what died meanwhile can be repeated from the outbox."""
    return await _set_state(scope, group_id, state="active", reason=None, act="group.enable")


async def _set_state(scope: Scope, group_id: UUID, *, state: str, reason: str | None, act: str) -> ChatGroup:
    sessions.require_full(scope)
    async with db.transaction():
        row = await db.fetch_one(
            f"UPDATE chat_group SET state = $4, disabled_reason = $5 WHERE chat_group.id = $3 AND {_MINE} "
            f"RETURNING {_COLUMNS}",
            *scope.args,
            group_id,
            state,
            reason,
        )
        if row is None:
            raise NOT_FOUND.at("group_id")
        _require_administrator(scope)
        await audit.write(scope.account_id, act, subject_id=group_id, project_id=row["project_id"])
        return _read(row)


async def test(scope: Scope, group_id: UUID) -> None:
    """One line into the group, over the way that its warnings take; the outbox says so where it does not arrive."""
    sessions.require_full(scope)
    async with db.transaction():
        row = await db.fetch_one(
            f"SELECT * FROM chat_group WHERE chat_group.id = $3 AND {_MINE}", *scope.args, group_id
        )
        if row is None:
            raise NOT_FOUND.at("group_id")
        _require_administrator(scope)
        if row["state"] != "active":
            raise GROUP_OUT.at("group_id")
        city_code = await _city_of_place(scope, row["project_id"], row["unit_id"])
        assert city_code is not None
        cause = Cause(
            id=ids.new_id(), kind="group.test", at=clock.now(), city_code=city_code, subject_id=group_id,
            project_id=row["project_id"], request_id=logs.request_id.get(),
        )  # fmt: skip
        message = texts.line(TEST.get(), language=i18n.language.get(), short_code=ids.short_code())
        draft = Draft(
            channel=ChannelName.ROBOT, recipient=row["lane"], lane=row["lane"], group_id=group_id, message=message,
            priority=ORDINARY,
        )  # fmt: skip
        await outbox.write([(cause, draft)])
        await audit.write(
            scope.account_id, "group.test", subject_id=group_id, project_id=row["project_id"], city_code=city_code
        )


async def disable_faulty(group_id: UUID, *, reason: str) -> None:
    """The provider says that the robot is gone: every place that it served is out, and each place's unit is told."""
    rows = await db.fetch(
        """
        UPDATE chat_group SET state = 'disabled', disabled_reason = $2
        WHERE state = 'active' AND lane = (SELECT lane FROM chat_group WHERE id = $1)
        RETURNING id, name, project_id, unit_id, coalesce(
            (SELECT project.city_code FROM project WHERE project.id = chat_group.project_id),
            (SELECT region.city_code FROM unit JOIN region ON region.code = unit.region_code
             WHERE unit.id = chat_group.unit_id)) AS city_code
        """,
        group_id,
        reason[:200],
    )
    for row in rows:
        await events.record(
            "group.disabled", subject_id=row["id"], city_code=row["city_code"], project_id=row["project_id"],
            data={"name": row["name"], "reason": reason[:200], "unit_id": row["unit_id"]},
        )  # fmt: skip


def _read(row: asyncpg.Record) -> ChatGroup:
    name = row["project_name"]
    serves = Text(name, name) if name else Text(row["unit_name_zh"], row["unit_name_en"])
    return msgspec.convert(
        {name: row[name] for name in ChatGroup.__struct_fields__ if name != "serves"} | {"serves": serves}, ChatGroup
    )
