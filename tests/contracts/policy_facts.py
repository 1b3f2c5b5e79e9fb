"""Requests of the routes in `rights/facts.csv`; see `policy_requests`."""

import datetime as dt
from typing import Any
from uuid import UUID

from backend.core import clock, db, ids
from backend.identity import organisations
from backend.projects.facts import fact_rules
from backend.projects.monthly import review_rules
from backend.projects.rules import period_of
from tests.backend import site
from tests.contracts.policy_case import Builder, Call, Case

C, M = "/api/console/v1", "/api/miniapp/v1"
BECAUSE = {"reason": "与现场不符"}
WORK = {"structure": "框架", "floors_above": 3}


def _today() -> dt.date:
    return clock.now().astimezone(clock.SHANGHAI).date()


def _of(case: Case, json: dict[str, Any] | None = None, **more: Any) -> Call:
    return Call(ids={"project_id": case.place.project_id, **more}, json=json)


async def project(case: Case) -> Call:
    """A route of one project without a body."""
    return _of(case)


async def _party(case: Case, role: str) -> UUID:
    """A party that nobody needs."""
    party_id = ids.new_id()
    async with db.transaction():
        organisation_id = await organisations.ensure(site.OTHER, "珠海演示工程有限公司")
    await db.execute(
        "UPDATE party SET until_on = from_on WHERE project_id = $1 AND organisation_id = $2 AND role = $3",
        case.place.project_id, organisation_id, role,
    )  # fmt: skip
    await db.execute(
        "INSERT INTO party (id, project_id, organisation_id, role, from_on) VALUES ($1, $2, $3, $4, $5)",
        party_id, case.place.project_id, organisation_id, role, _today(),
    )  # fmt: skip
    return party_id


async def new_party(case: Case) -> Call:
    """A design firm that was not there."""
    party_id = await _party(case, "design")
    await db.execute("UPDATE party SET until_on = from_on WHERE id = $1", party_id)
    body = {"role": "design", "uscc": site.OTHER, "name": "珠海演示工程有限公司", "from_on": _today().isoformat()}
    return _of(case, body | BECAUSE)


async def party_to_end(case: Case) -> Call:
    """A design firm that leaves."""
    body = {"until_on": _today().isoformat()} | BECAUSE
    return _of(case, body, party_id=await _party(case, "design"))


async def supervision(case: Case) -> Call:
    """Another station below the unit above; set back before every request, so that each asks from the same state."""
    await _supervise(case, case.place.unit_id)
    station: UUID = await db.fetch_value(
        """
        INSERT INTO unit (id, region_code, sector, level, parent_id, lineage, name_zh, name_en)
        SELECT $1, $3, sector, 'station', id, lineage || $1::uuid, '另一站', 'Another station' FROM unit WHERE id = $2
        RETURNING id
        """,
        ids.new_id(), case.place.parent_id, case.place.region_code,
    )  # fmt: skip
    return _of(case, {"unit_id": str(station)} | BECAUSE)


async def _supervise(case: Case, unit_id: UUID) -> None:
    await db.execute("UPDATE project SET supervising_unit_id = $2 WHERE id = $1", case.place.project_id, unit_id)
    await db.execute(
        "UPDATE supervision_assignment SET unit_id = $2 WHERE project_id = $1 AND until_at IS NULL",
        case.place.project_id, unit_id,
    )  # fmt: skip


async def fence(case: Case) -> Call:
    """A wider fence."""
    return _of(case, {"radius_m": 800} | BECAUSE)


async def _number(case: Case) -> tuple[UUID, str]:
    external_id, value = ids.new_id(), f"JD{case.world.count():08}"
    await db.execute(
        "INSERT INTO external_id (id, project_id, source, kind, value, given_by) VALUES ($1, $2, 'policy', "
        "'supervision_no', $3, $4)",
        external_id, case.place.project_id, value, case.place.manager.account_id,
    )  # fmt: skip
    return external_id, value


async def by_external_id(case: Case) -> Call:
    """A project with a supervision number."""
    _, value = await _number(case)
    queries = (f"kind=supervision_no&value={value}", f"kind=supervision_no&value={value}&source=policy")
    return Call(queries=queries, trace=str(case.place.project_id))


async def new_external_id(case: Case) -> Call:
    """A number that stands nowhere."""
    return _of(case, {"kind": "supervision_no", "source": "policy", "value": f"JD{case.world.count():08}"})


async def external_id(case: Case) -> Call:
    """A number that was entered by mistake."""
    number_id, _ = await _number(case)
    return _of(case, BECAUSE, external_id=number_id)


async def _waiting(case: Case) -> str:
    """The project's category waits for the regulator; its version."""
    await db.execute(
        "UPDATE fact_check SET state = 'unverified', since = $2 WHERE project_id = $1 AND fact = 'category'",
        case.place.project_id, dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    return fact_rules.version(await db.fetch_value("SELECT category FROM project WHERE id = $1", case.place.project_id))


async def fact_to_verify(case: Case) -> Call:
    """A category that waits."""
    return _of(case, {"version": await _waiting(case)}, fact="category")


async def fact_to_return(case: Case) -> Call:
    """The same with a reason."""
    return _of(case, BECAUSE | {"version": await _waiting(case)}, fact="category")


async def queue(case: Case) -> Call:
    """A project in the queue."""
    await _waiting(case)
    return Call(queries=("limit=100",), trace=str(case.place.project_id))


def _last_month() -> str:
    return period_of(clock.now().astimezone(clock.SHANGHAI).replace(day=1) - dt.timedelta(days=1))


async def month(case: Case) -> Call:
    """The sheet of the last month."""
    return _of(case, period=_last_month())


async def new_review(case: Case) -> Call:
    """The last month in order; nobody has reviewed it."""
    await db.execute("DELETE FROM monthly_review WHERE project_id = $1", case.place.project_id)
    items: dict[str, Any] = {name: {"verdict": "ok"} for name in review_rules.ITEMS}
    items["progress"] = {"verdict": "returned", "reason": "未上报"}
    return _of(case, {"period": _last_month(), "items": items})


async def confirmation(case: Case) -> Call:
    """Base information that nobody has confirmed."""
    await db.execute("UPDATE project SET confirmed_at = NULL WHERE id = $1", case.place.project_id)
    return _of(case)


async def category(case: Case) -> Call:
    """The other category than the project has."""
    before = await db.fetch_value("SELECT category FROM project WHERE id = $1", case.place.project_id)
    return _of(case, {"category": "municipal" if before == "building" else "building"} | BECAUSE)


async def status(case: Case) -> Call:
    """Works that start."""
    await db.execute("UPDATE project SET status = 'not_started' WHERE id = $1", case.place.project_id)
    return _of(case, {"action": "start"} | BECAUSE)


async def new_work(case: Case) -> Call:
    """A building that is not listed."""
    return _of(case, {"name": f"{case.world.count()}栋"} | WORK)


async def _work(case: Case) -> UUID:
    work_id = ids.new_id()
    await db.execute(
        "INSERT INTO single_work (id, project_id, name, structure, entered_by) VALUES ($1, $2, $3, '框架', $4)",
        work_id, case.place.project_id, f"{case.world.count()}栋", case.place.manager.account_id,
    )  # fmt: skip
    return work_id


async def changed_work(case: Case) -> Call:
    """A building with another name."""
    return _of(case, {"name": f"{case.world.count()}栋"} | WORK | BECAUSE, work_id=await _work(case))


async def work_to_remove(case: Case) -> Call:
    """A building that is not built."""
    return _of(case, BECAUSE, work_id=await _work(case))


REQUESTS: dict[str, Builder] = {
    f"POST {C}/projects/{{project_id}}/parties": new_party,
    f"POST {C}/projects/{{project_id}}/parties/{{party_id}}/end": party_to_end,
    f"POST {C}/projects/{{project_id}}/supervision": supervision,
    f"PUT {C}/projects/{{project_id}}/fence": fence,
    f"GET {C}/project-by-external-id": by_external_id,
    f"POST {C}/projects/{{project_id}}/external-ids": new_external_id,
    f"POST {C}/projects/{{project_id}}/external-ids/{{external_id}}/remove": external_id,
    f"GET {C}/projects/{{project_id}}/facts": project,
    f"POST {C}/projects/{{project_id}}/facts/{{fact}}/verify": fact_to_verify,
    f"POST {C}/projects/{{project_id}}/facts/{{fact}}/return": fact_to_return,
    f"GET {C}/facts/queue": queue,
    f"POST {C}/projects/{{project_id}}/reviews": new_review,
    f"GET {C}/projects/{{project_id}}/reviews": project,
    f"GET {C}/projects/{{project_id}}/reviews/{{period}}": month,
    f"GET {M}/projects/{{project_id}}/facts": project,
    f"GET {M}/projects/{{project_id}}/reviews": project,
    f"POST {M}/projects/{{project_id}}/facts/confirm": confirmation,
    f"POST {M}/projects/{{project_id}}/category": category,
    f"POST {M}/projects/{{project_id}}/status": status,
    f"POST {M}/projects/{{project_id}}/works": new_work,
    f"PUT {M}/projects/{{project_id}}/works/{{work_id}}": changed_work,
    f"POST {M}/projects/{{project_id}}/works/{{work_id}}/remove": work_to_remove,
    f"POST {M}/projects/{{project_id}}/external-ids": new_external_id,
    f"POST {M}/projects/{{project_id}}/external-ids/{{external_id}}/remove": external_id,
}
