"""Requests of the routes in `rights/duty.csv`; see `policy_requests`."""

from uuid import UUID

from backend.core import clock, db, ids
from backend.supervision import matters
from backend.supervision.handover_rules import seal
from tests.contracts import policy_world as worlds
from tests.contracts.policy_case import Builder, Call, Case

CONSOLE, PHONE = "/api/console/v1", "/api/miniapp/v1"


async def _empty_project(case: Case) -> UUID:
    """A project of the scope's unit on which nobody is anything."""
    project_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,
                             created_by)
        SELECT $1, city_code, region_code, sector, '无人工地', category, status, supervising_unit_id, created_by
        FROM project WHERE id = $2
        """,
        project_id, case.place.project_id,
    )  # fmt: skip
    await db.execute(
        "INSERT INTO party (id, project_id, organisation_id, role, from_on) SELECT gen_random_uuid(), $1,"
        " organisation_id, role, from_on FROM party WHERE project_id = $2",
        project_id, case.place.project_id,
    )  # fmt: skip
    return project_id


async def _post(project_id: UUID, account_id: UUID, kind: str, state: str = "active") -> UUID:
    post_id: UUID = await db.fetch_value(
        "INSERT INTO post (id, project_id, account_id, kind, organisation_id, state, decided_at) SELECT $1, $2, $3, $4,"
        " organisation_id, $5, now() FROM party WHERE project_id = $2 LIMIT 1 RETURNING id",
        ids.new_id(), project_id, account_id, kind, state,
    )  # fmt: skip
    return post_id


def orphaned(**body: str) -> Builder:
    """An application on a project without an approver."""

    async def build(case: Case) -> Call:
        post_id = await worlds.post(await _empty_project(case), await worlds.other_person(), "applied")
        return Call(ids={"post_id": post_id}, json=body or None, queries=("limit=100",), trace=str(post_id))

    return build


def held(**body: str) -> Builder:
    """A post that somebody holds."""

    async def build(case: Case) -> Call:
        holder = case.sender.account_id if case.is_self else await worlds.other_person()
        post_id = await worlds.post(case.place.project_id, holder, "active")
        return Call(ids={"post_id": post_id}, json=body or None)

    return build


async def busy(case: Case) -> Call:
    """Somebody who manages two projects of the scope's unit."""
    person = await worlds.other_person("分身经理")
    for project_id in (case.place.project_id, await _empty_project(case)):
        await _post(project_id, person, "project_manager")
    return Call(trace=str(person))


async def to_hand_over(case: Case) -> Call:
    """The own post, or that of somebody who is gone, and a colleague of the same kind."""
    project_id = case.place.project_id
    giver = case.sender.account_id if case.is_self else await worlds.other_person("离岗者")
    post_id = await worlds.post(project_id, giver, "active")
    kind = await db.fetch_value("SELECT kind FROM post WHERE id = $1", post_id)
    successor = await _post(project_id, await worlds.other_person("接任者"), kind)
    if not case.is_self:
        await db.execute("UPDATE post SET state = 'ended' WHERE id = $1", post_id)
    return Call(ids={"post_id": post_id}, json={"to_post_id": str(successor)})


async def preparing(case: Case) -> Call:
    """The same, to be looked at."""
    return Call(ids=(await to_hand_over(case)).ids)


def handover(body: str = "", *, is_giver: bool = False) -> Builder:
    """An offered handover between two people; `self`: the person is asked to sign, or has offered it."""

    async def build(case: Case) -> Call:
        project_id, mine = case.place.project_id, case.sender.account_id
        giver = mine if case.is_self and is_giver else await worlds.other_person("离岗者")
        successor = mine if case.is_self and not is_giver else await worlds.other_person("接任者")
        kind = await db.fetch_value(
            "SELECT kind FROM post WHERE id = $1", await worlds.post(project_id, successor, "active")
        )
        await db.execute("UPDATE post SET state = 'withdrawn' WHERE account_id = $1 AND kind = $2", giver, kind)
        await _post(project_id, giver, kind)
        handover_id = await _offered(project_id, kind, giver, successor)
        now = await matters.of_post(project_id, kind, but=handover_id)
        bodies = {"": None, "seen": {"seen": seal(now)}, "reason": {"reason": "清单不全"}}
        return Call(ids={"handover_id": handover_id}, json=bodies[body], trace=str(handover_id))

    return build


async def _offered(project_id: UUID, kind: str, giver: UUID, successor: UUID) -> UUID:
    handover_id = ids.new_id()
    await db.execute(
        "INSERT INTO handover (id, city_code, project_id, post_kind, from_account_id, to_account_id, state, matters,"
        " note, offered_at) VALUES ($1, '440100', $2, $3, $4, $5, 'offered', '[]', '', $6)",
        handover_id, project_id, kind, giver, successor, clock.now(),
    )  # fmt: skip
    return handover_id


REQUESTS: dict[str, Builder] = {
    f"GET {CONSOLE}/posts/to-decide": orphaned(),
    f"POST {CONSOLE}/posts/{{post_id}}/approve": orphaned(),
    f"POST {CONSOLE}/posts/{{post_id}}/refuse": orphaned(reason="请由公司委派"),
    f"POST {CONSOLE}/posts/{{post_id}}/end": held(reason="人员变更"),
    f"GET {CONSOLE}/concurrent-posts": busy,
    f"GET {CONSOLE}/posts/{{post_id}}/handover": preparing,
    f"POST {CONSOLE}/posts/{{post_id}}/handover": to_hand_over,
    f"GET {CONSOLE}/handovers": handover(),
    f"GET {CONSOLE}/handovers/{{handover_id}}": handover(),
    f"POST {CONSOLE}/handovers/{{handover_id}}/withdraw": handover(),
    f"POST {PHONE}/posts/{{post_id}}/end": held(reason="已调离"),
    f"GET {PHONE}/posts/{{post_id}}/handover": preparing,
    f"POST {PHONE}/posts/{{post_id}}/handover": to_hand_over,
    f"GET {PHONE}/handovers": handover(),
    f"GET {PHONE}/handovers/{{handover_id}}": handover(),
    f"POST {PHONE}/handovers/{{handover_id}}/sign": handover("seen"),
    f"POST {PHONE}/handovers/{{handover_id}}/refuse": handover("reason"),
    f"POST {PHONE}/handovers/{{handover_id}}/withdraw": handover(is_giver=True),
}
