"""Requests of the routes in `rights/administration.csv`; see `policy_requests`."""

from backend.core import db, ids
from backend.identity import sessions
from backend.identity.scope import Door
from tests.contracts import policy_matters as matters
from tests.contracts import policy_site as on_site
from tests.contracts import policy_world as worlds
from tests.contracts.policy_case import Builder, Call, Case

C = "/api/console/v1"


async def _device(case: Case) -> Call:
    """A monitor of the scope's project."""
    call = await on_site.listed_devices(case)
    device_id = await db.fetch_value("SELECT id FROM device WHERE project_id = $1 LIMIT 1", call.ids["project_id"])
    return Call(queries=("limit=100",), trace=str(device_id))


async def _colleagues_sign_in(case: Case) -> Call:
    """A colleague of the scope's unit is signed in."""
    account = await on_site.account(case)
    async with db.transaction():
        opened = await sessions.open_session(account.ids["account_id"], Door.CONSOLE, user_agent="", address="")
    return Call(ids={"session_id": opened.session_id}, queries=("limit=100",), trace=str(opened.session_id))


async def _stuck_group(case: Case) -> Call:
    """A group with a message that did not get through."""
    group_id = (await matters.group()(case)).ids["group_id"]
    delivery_id = await worlds.delivery(case.place.project_id)
    await db.execute("UPDATE delivery SET group_id = $2 WHERE id = $1", delivery_id, group_id)
    return Call(trace=str(group_id))


async def _one_dead(case: Case) -> Call:
    """One message has not got through, and no other."""
    await db.execute("DELETE FROM delivery")
    await worlds.delivery(case.place.project_id)
    return Call(json={"expected": 1})


async def _failed_job(_: Case) -> Call:
    """A job whose last run is held."""
    await db.execute(
        "INSERT INTO pgqueuer_schedules (expression, entrypoint) VALUES ('17 3 * * *', 'partitions.schedule') "
        "ON CONFLICT DO NOTHING"
    )
    await db.execute("DELETE FROM pgqueuer WHERE entrypoint = 'partitions'")
    await db.execute("INSERT INTO pgqueuer (priority, status, entrypoint) VALUES (0, 'failed', 'partitions')")
    return Call(ids={"name": "partitions"})


async def _act(case: Case) -> Call:
    """Something was done on the scope's project."""
    entry_id = ids.new_id()
    await db.execute(
        "INSERT INTO audit_entry (id, city_code, at, actor_id, act, subject_id, project_id, detail, request_id) "
        "VALUES ($1, '440100', clock_timestamp(), $2, 'project.place', $3, $3, '{}', $4)",
        entry_id, case.place.manager.account_id, case.place.project_id, entry_id.hex,
    )  # fmt: skip
    return Call(queries=("limit=100",), trace=entry_id.hex)


async def _held(_: Case) -> Call:
    """An event that became no messages."""
    event_id = ids.new_id()
    await db.execute(
        "INSERT INTO event_held (event_id, city_code, occurred_at, error) VALUES ($1, '', now(), 'KeyError')",
        event_id,
    )
    return Call(ids={"kind": "events"}, json={"ids": [str(event_id)]})


REQUESTS: dict[str, Builder] = {
    f"GET {C}/devices": _device,
    f"GET {C}/unknown-devices": on_site.nothing,
    f"GET {C}/outbox/destinations": _stuck_group,
    f"POST {C}/outbox/repeat": _one_dead,
    f"POST {C}/groups/{{group_id}}/test": matters.group(),
    f"GET {C}/jobs": on_site.nothing,
    f"POST {C}/jobs/{{name}}/repeat": _failed_job,
    f"GET {C}/held/{{kind}}": _held,
    f"POST {C}/held/{{kind}}/repeat": _held,
    f"GET {C}/sign-ins": _colleagues_sign_in,
    f"DELETE {C}/sign-ins/{{session_id}}": _colleagues_sign_in,
    f"GET {C}/audit": _act,
    f"GET {C}/audit.csv": _act,
    f"GET {C}/audit/acts": on_site.nothing,
    f"GET {C}/reference": on_site.nothing,
}
