"""A project with its people and groups, as rows; what the tests of notifications start from."""

from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock, crypto, db, events, ids
from backend.identity.accounts import wecom_issuer
from backend.identity.scope import AccountKind, Door, Scope
from notifications import groups, outbox
from notifications.channel import ChannelName, Form, Message
from notifications.outbox import Cause
from notifications.routing import ORDINARY, PRIORITIES, Draft

CITY = "440100"
PROJECT_NAME = "滨江花园"
FACTS = [{"name_zh": "PM10", "name_en": "PM10", "value": "180 µg/m³"}]


class World(msgspec.Struct, frozen=True):
    """Ids of what there is. `manager`, `chief` and `safety` are in WeCom, `clerk` is not."""

    unit: UUID
    project: UUID
    regulator: UUID
    manager: UUID
    chief: UUID
    safety: UUID
    clerk: UUID
    enterprise_key: str
    regulator_key: str
    enterprise_group: UUID
    regulator_group: UUID


async def build() -> World:
    """One unit, one project, five people, two groups."""
    unit = await db.fetch_value("SELECT id FROM unit WHERE region_code = $1 ORDER BY id LIMIT 1", CITY)
    organisation = ids.new_id()
    await db.execute(
        "INSERT INTO organisation (id, uscc, name) VALUES ($1, $2, '广厦建设')", organisation, organisation.hex[:18]
    )
    regulator = await account("监管员", userid="huang.li", unit_id=unit, is_administrator=True)
    project = ids.new_id()
    await db.execute(
        "INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,"
        " created_by) VALUES ($1, $2, $2, 'housing', $3, 'building', 'under_construction', $4, $5)",
        project, CITY, PROJECT_NAME, unit, regulator,
    )  # fmt: skip
    manager = await account("林晓明", userid="lin.xiaoming")
    chief = await account("陈国栋", userid="chen.guodong")
    safety = await account("何志强", userid="he.zhiqiang")
    clerk = await account("老王", userid=None)
    for holder, kind in (
        (manager, "project_manager"),
        (chief, "chief_engineer"),
        (safety, "safety_officer"),
        (clerk, "materials_clerk"),
    ):
        await hold(holder, project, organisation, kind)
    enterprise_key, regulator_key = "robot-of-the-site", "robot-of-the-unit"
    return World(
        unit=unit,
        project=project,
        regulator=regulator,
        manager=manager,
        chief=chief,
        safety=safety,
        clerk=clerk,
        enterprise_key=enterprise_key,
        regulator_key=regulator_key,
        enterprise_group=await group(enterprise_key, regulator, project_id=project),
        regulator_group=await group(regulator_key, regulator, unit_id=unit),
    )


async def account(
    name: str, *, userid: str | None, unit_id: UUID | None = None, is_administrator: bool = False
) -> UUID:
    """A person, linked to WeCom or not."""
    account_id = ids.new_id()
    kind = "regulator" if unit_id else "enterprise"
    await db.execute(
        "INSERT INTO account (id, kind, name, unit_id, is_unit_administrator) VALUES ($1, $2, $3, $4, $5)",
        account_id, kind, name, unit_id, is_administrator,
    )  # fmt: skip
    if userid is not None:
        await db.execute(
            "INSERT INTO identity_link (issuer, subject, account_id, proof) VALUES ($1, $2, $3, 'test')",
            wecom_issuer(), userid, account_id,
        )  # fmt: skip
    return account_id


async def hold(account_id: UUID, project_id: UUID, organisation_id: UUID, kind: str) -> None:
    """An active post."""
    await db.execute(
        "INSERT INTO post (id, project_id, account_id, kind, organisation_id, state)"
        " VALUES ($1, $2, $3, $4, $5, 'active')",
        ids.new_id(), project_id, account_id, kind, organisation_id,
    )  # fmt: skip


async def group(key: str, connected_by: UUID, *, project_id: UUID | None = None, unit_id: UUID | None = None) -> UUID:
    """An active group."""
    group_id = ids.new_id()
    await db.execute(
        "INSERT INTO chat_group (id, kind, name, key_sealed, lane, audience, project_id, unit_id, connected_by)"
        " VALUES ($1, 'robot', '群', $2, $3, $4, $5, $6, $7)",
        group_id, crypto.seal(key, purpose=groups.KEY_PURPOSE), groups.lane_of(key),
        "enterprise" if project_id else "regulator", project_id, unit_id, connected_by,
    )  # fmt: skip
    return group_id


async def warning(world: World, *, level: str = "yellow", short_code: str = "8F3K7Q") -> UUID:
    """An open warning, without its event."""
    warning_id, code = ids.new_id(), await db.fetch_value("SELECT code FROM warning_kind ORDER BY code LIMIT 1")
    await db.execute(
        "INSERT INTO warning (id, city_code, project_id, code, fingerprint, short_code, level, state, summary_zh,"
        " summary_en, facts, data, raised_at, last_at)"
        " VALUES ($1, $2, $3, $4, $5, $5, $6, 'open', '扬尘超标', 'Too much dust', $7, '{}', now(), now())",
        warning_id, CITY, world.project, code, short_code, level, FACTS,
    )  # fmt: skip
    return warning_id


async def set_state(warning_id: UUID, state: str, *, by: UUID) -> None:
    """As if somebody had acknowledged or closed it."""
    if state == "acknowledged":
        assignments = (
            "acknowledged_by = $3, acknowledged_post = 'project_manager', acknowledged_at = now(), "
            "plan = '立即处置', promised_at = now() + interval '1 hour'"
        )
    else:
        assignments = (
            "closed_by = $3, closed_at = now(), close_reason_zh = '数值恢复', close_reason_en = 'Back to normal'"
        )
    await db.execute(f"UPDATE warning SET state = $2, {assignments} WHERE id = $1", warning_id, state, by)


async def happen(kind: str, world: World, subject_id: UUID, *, level: str | None = "yellow", **data: Any) -> UUID:
    """The event of a warning, recorded."""
    said = {
        "project_name": PROJECT_NAME,
        "short_code": "8F3K7Q",
        "name_zh": "扬尘超标",
        "name_en": "Dust above the limit",
        "summary_zh": "PM10 180 µg/m³，限值 150",
        "summary_en": "PM10 180 µg/m³, limit 150",
        "posts": ["project_manager"],
        "facts": FACTS,
        **data,
    }
    async with db.transaction():
        return await events.record(
            kind, subject_id=subject_id, city_code=CITY, project_id=world.project, level=level, data=said
        )


def scope(world: World) -> Scope:
    """The regulator at the desk, who administers the unit."""
    return Scope(
        account_id=world.regulator, session_id=ids.new_id(), kind=AccountKind.REGULATOR, door=Door.CONSOLE,
        name="监管员", unit_id=world.unit, is_unit_administrator=True,
    )  # fmt: skip


async def put(world: World, *, level: str | None = None, lane: str | None = None, title: str = "t") -> None:
    """One message for the enterprise's group, or for another lane."""
    cause = Cause(
        id=ids.new_id(), kind="test.happened", at=clock.now(), city_code=CITY, subject_id=ids.new_id(),
        project_id=world.project, level=level,
    )  # fmt: skip
    name = lane or await db.fetch_value("SELECT lane FROM chat_group WHERE id = $1", world.enterprise_group)
    draft = Draft(
        channel=ChannelName.ROBOT, recipient=name, lane=name, priority=PRIORITIES.get(level or "", ORDINARY),
        message=Message(form=Form.LINE, title=title, short_code="8F3K7Q"), group_id=world.enterprise_group,
    )  # fmt: skip
    async with db.transaction():
        await outbox.write([(cause, draft)])


async def expire_leases() -> None:
    """As if the process that holds them had died long ago."""
    await db.execute("UPDATE delivery SET lease_until = now() - interval '1 second' WHERE state = 'sending'")
    await db.execute("UPDATE lane SET lease_until = now() - interval '1 second', tat = '-infinity'")
