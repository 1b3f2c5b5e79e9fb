"""What an administrator finds on the machine side: devices, stuck messages, a failed job, sign-ins, acts."""

from datetime import timedelta
from uuid import UUID

from backend.core import clock, db, events, ids
from backend.identity import sessions
from backend.identity.scope import Door, Scope
from backend.identity.units import Level
from backend.monitoring import devices
from backend.monitoring.devices import NewDevice
from notifications import groups
from tests.backend import site as sites
from tests.phone_town import Town

HEARD = "010000A8900016F000169DC0"
SILENT = "010000A8900016F000169DC1"
STRANGE = "010000A8900016F000169DC9"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36"


async def province() -> Scope:
    """The administrator of the province."""
    unit = await sites.unit_of("440000", Level.PROVINCE)
    found = await db.fetch_value("SELECT id FROM account WHERE unit_id = $1 AND is_unit_administrator", unit)
    return await sites.scope(found, Door.CONSOLE)


async def three_devices(town: Town) -> None:
    """One transmits, one fell silent, one was never heard; and a fourth nobody registered."""
    for mn, name, hours in (
        (HEARD, "1#扬尘噪声", 0),
        (SILENT, "2#扬尘噪声", 50),
        ("010000A8900016F000169DC2", "3#", None),
    ):
        new = NewDevice(mn=mn, name=name, password="123456")
        made = await devices.register(town.site.manager, town.site.project_id, new)
        if hours is not None:
            await db.execute(
                "UPDATE device SET state = 'transmitting', last_seen_at = $2 WHERE id = $1",
                made.id, clock.now() - timedelta(hours=hours),
            )  # fmt: skip
            await _measure(made.id, clock.now() - timedelta(hours=hours, minutes=1))
    await devices.note_unknown({STRANGE: "113.88.12.7"})


async def _measure(device_id: UUID, at: object) -> None:
    for factor, value in (("a34002", 87), ("LA", 61.5)):
        await db.execute(
            "INSERT INTO reading (city_code, device_id, command, data_time, factor, value, mark, received_at) "
            "VALUES ('440300', $1, '2011', $2, $3, $4, 'N', $2)",
            device_id, at, factor, value,
        )  # fmt: skip


async def group(town: Town) -> UUID:
    """The site's group; nobody listens to its robot."""
    key = str(ids.new_id())
    return (
        await groups.connect(town.site.administrator, name="科学城项目群", key=key, project_id=town.site.project_id)
    ).id


async def dead(town: Town, group_id: UUID, *, count: int) -> None:
    """So many messages that the group's robot refused."""
    lane = await db.fetch_value("SELECT lane FROM chat_group WHERE id = $1", group_id)
    await db.execute("INSERT INTO lane (name, kind, paused_until) VALUES ($1, 'robot', 'infinity')", lane)
    for number in range(count):
        await db.execute(
            """
            INSERT INTO delivery (id, city_code, event_at, event_id, event_kind, recipient, channel, lane, group_id,
                                  project_id, subject_id, priority, state, body, short_code, request_id, attempts,
                                  last_code, last_error, created_at)
            VALUES ($1, '440300', $2, $1, 'warning.raised', $3, 'robot', $3, $4, $5, $5, 2, 'dead',
                    $6, 'X', '', 1, 93000, '群机器人已移除', $2)
            """,
            ids.new_id(), clock.now() - timedelta(minutes=20 + number), lane, group_id, town.site.project_id,
            {"title": f"黄色预警：扬尘或噪声超标（{number + 1}）"},
        )  # fmt: skip


async def failed_job() -> None:
    """The removal of old answers has failed and is held."""
    await db.execute(
        "INSERT INTO pgqueuer_schedules (expression, entrypoint) VALUES ('37 3 * * *', 'forget_answers.schedule') "
        "ON CONFLICT DO NOTHING"
    )
    job_id = await db.fetch_value(
        "INSERT INTO pgqueuer (priority, status, entrypoint) VALUES (0, 'failed', 'forget_answers') RETURNING id"
    )
    await db.execute(
        "INSERT INTO pgqueuer_log (job_id, status, priority, entrypoint, traceback) "
        "VALUES ($1, 'failed', 0, 'forget_answers', $2)",
        job_id, {"exception_type": "TimeoutError", "exception_message": "数据库无应答"},
    )  # fmt: skip


async def colleague_signed_in(town: Town) -> UUID:
    """The city's regulator sits at a desk in the office."""
    async with db.transaction():
        opened = await sessions.open_session(
            town.site.regulator.account_id,
            Door.CONSOLE,
            user_agent=WINDOWS,
            address="113.88.12.7",
            place="广东省 深圳市",
        )
    return opened.session_id


async def held_event(town: Town) -> UUID:
    """A fact of the site that could not be turned into messages."""
    async with db.transaction():
        event_id = await events.record(
            "order.urged", subject_id=ids.new_id(), city_code="440300", project_id=town.site.project_id,
            data={"title": "临边防护缺失", "note": "请尽快整改"},
        )  # fmt: skip
        await db.execute(
            "WITH taken AS (DELETE FROM event_pending WHERE event_id = $1 RETURNING *) "
            "INSERT INTO event_held (event_id, city_code, occurred_at, error) "
            "SELECT event_id, city_code, occurred_at, 'KeyError: ''posts''' FROM taken",
            event_id,
        )
    return event_id
