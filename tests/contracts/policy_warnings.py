"""Requests of the routes in `rights/warnings.csv` and `rights/warnings_room.csv`; see `policy_requests`."""

from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.core import db
from backend.overview.live import HUB
from tests.backend.supervision.phones import Phone
from tests.backend.supervision.world import raise_dust, take
from tests.contracts import policy_matters as matters
from tests.contracts import policy_site as on_site
from tests.contracts import policy_world as worlds
from tests.contracts.policy_case import Builder, Call, Case

PHONE, CONSOLE = "/api/miniapp/v1", "/api/console/v1"


async def _raised(case: Case) -> UUID:
    return await raise_dust(case.place.project_id, fingerprint=f"ENV-EXC:{case.world.count()}")


async def new_key(case: Case) -> Call:
    """A key that nobody has."""
    return Call(
        json={"public_key": Phone(case.sender, Ed25519PrivateKey.generate(), case.world.root.account_id).public_key}
    )


async def said_offline(case: Case) -> Call:
    """The person's own statement about a fresh warning."""
    phone = Phone(case.sender, Ed25519PrivateKey.generate(), case.sender.account_id)
    phone.key_id = (await phone.register()).id
    return Call(json={"statement": phone.says(await _raised(case))})


async def to_hand_over(case: Case) -> Call:
    """A warning that somebody has taken, `self`: the person, for one of the two who are always there."""
    warning_id = await _raised(case)
    if case.is_self:
        await take(case.sender, warning_id)
    else:
        await db.execute(
            "UPDATE warning SET state = 'acknowledged', acknowledged_by = $2, acknowledged_post = 'safety_officer',"
            " acknowledged_at = now(), plan = '洒水', promised_at = now() WHERE id = $1",
            warning_id, await worlds.other_person(),
        )  # fmt: skip
    chief, manager = case.place.chief.account_id, case.place.manager.account_id
    heir = manager if case.sender.account_id == chief else chief
    return Call(ids={"warning_id": warning_id}, json={"account_id": str(heir), "note": "请接手"}, trace=str(warning_id))


async def counted(case: Case) -> Call:
    """The project's only open warning."""
    await db.execute("UPDATE warning SET state = 'closed', closed_at = now() WHERE state <> 'closed'")
    await _raised(case)
    return Call(queries=("", f"project_id={case.place.project_id}"), trace='"total":1')


async def to_save(_: Case) -> Call:
    """Filters under a name."""
    return Call(json={"name": "急办", "query": {"level": "red"}})


async def to_drop(_: Case) -> Call:
    """A name."""
    return Call(queries=("name=x",))


async def to_follow_up(case: Case) -> Call:
    """A fresh warning, and somebody of the unit that supervises its project."""
    body = {"account_id": str(case.place.regulator.account_id), "instead_of": None}
    return Call(ids={"warning_id": await _raised(case)}, json=body)


async def a_stream(_: Case) -> Call:
    """One that ends at once, as of a process that is told to stop."""
    HUB.let_go()
    return Call()


REQUESTS: dict[str, Builder] = {
    f"POST {PHONE}/device-keys": new_key,
    f"POST {PHONE}/offline-acts": said_offline,
    f"GET {PHONE}/warnings/{{warning_id}}/readings": matters.warning(),
    f"GET {PHONE}/warnings/{{warning_id}}/colleagues": matters.warning(),
    f"POST {PHONE}/warnings/{{warning_id}}/hand-over": to_hand_over,
    f"POST {PHONE}/warnings/{{warning_id}}/urge": matters.warning(lambda: {"note": "请尽快处理"}),
    f"GET {CONSOLE}/live": a_stream,
    f"GET {CONSOLE}/warnings/counts": counted,
    f"GET {CONSOLE}/warnings/filters": on_site.nothing,
    f"PUT {CONSOLE}/warnings/filters": to_save,
    f"DELETE {CONSOLE}/warnings/filters": to_drop,
    f"GET {CONSOLE}/warnings/{{warning_id}}/told": matters.warning(),
    f"GET {CONSOLE}/warnings/{{warning_id}}/follow-up": matters.warning(),
    f"POST {CONSOLE}/warnings/{{warning_id}}/follow-up": to_follow_up,
    f"GET {CONSOLE}/warnings/{{warning_id}}/order-proposal": matters.warning(),
    f"GET {CONSOLE}/warnings/{{warning_id}}/readings": matters.warning(),
    f"GET {CONSOLE}/orders/due-days": on_site.nothing,
}
