"""Requests of the routes in `rights/people.csv`; see `policy_requests`."""

from uuid import UUID

from backend.core import db, ids
from backend.identity import account_states, accounts, partner_keys, partners, sessions
from backend.identity.rules import PartnerKind
from tests.contracts import policy_site as on_site
from tests.contracts import policy_world as worlds
from tests.contracts.policy_case import Builder, Call, Case

M, C, P = "/api/miniapp/v1", "/api/console/v1", "/api/partner/v1"
_BUREAUS = {"own": "city", "wrong_door": "city"}
"""A partner belongs to a bureau: for the station's project to that of its city."""


async def session(case: Case) -> Call:
    """A session of the person's own, or of somebody else."""
    holder = case.sender if case.is_self else case.world.root if case.scope == "self" else None
    account_id = holder.account_id if holder else await worlds.other_person()
    door = holder.door if holder else case.place.manager.door
    async with db.transaction():
        opened = await sessions.open_session(account_id, door, user_agent="", address="")
    return Call(ids={"session_id": opened.session_id}, trace=str(opened.session_id))


def application(**body: str) -> Builder:
    async def build(case: Case) -> Call:
        application_id = ids.new_id()
        await db.execute(
            "INSERT INTO regulator_application (id, unit_id, issuer, subject, name, state) "
            "VALUES ($1, $2, $3, $1::uuid::text, '新人', 'applied')",
            application_id, case.place.unit_id, accounts.wecom_issuer(),
        )  # fmt: skip
        return Call(
            ids={"application_id": application_id}, json=body, queries=("limit=100",), trace=str(application_id)
        )

    return build


async def account_to_disable(case: Case) -> Call:
    """A colleague in the scope's unit, with the reason."""
    return Call(ids=(await on_site.account(case)).ids, json={"reason": "已调离本单位"})


async def disabled_account(case: Case) -> Call:
    """A colleague in the scope's unit who was disabled."""
    call = await on_site.account(case)
    await account_states.disable(case.world.root, call.ids["account_id"], "已调离")
    return call


async def appointed_account(case: Case) -> Call:
    """An administrator of the scope's unit."""
    call = await on_site.account(case)
    await account_states.appoint_administrator(case.world.root, call.ids["account_id"])
    return call


async def _partner(case: Case) -> UUID:
    """A partner of the bureau that answers for the scope's project."""
    place = case.world.places[_BUREAUS.get(case.scope, case.scope)]
    organisation_id, partner_id = ids.new_id(), ids.new_id()
    await db.execute("INSERT INTO organisation (id, uscc, name) VALUES ($1, $1::uuid::text, '厂商')", organisation_id)
    await db.execute(
        "INSERT INTO partner (id, organisation_id, kind, unit_id, state, verified_by) "
        "VALUES ($1, $2, 'device_vendor', $3, 'active', $4)",
        partner_id, organisation_id, place.unit_id, case.world.root.account_id,
    )  # fmt: skip
    return partner_id


def partner(**body: object) -> Builder:
    async def build(case: Case) -> Call:
        partner_id = await _partner(case)
        return Call(ids={"partner_id": partner_id}, json=body or None, queries=("limit=100",), trace=str(partner_id))

    return build


async def disabled_partner(case: Case) -> Call:
    """A partner that was disabled."""
    partner_id = await _partner(case)
    await partners.disable(case.world.root, partner_id, "资质已注销")
    return Call(ids={"partner_id": partner_id})


async def new_partner(case: Case) -> Call:
    """An organisation that is no partner of this kind yet: the first to ask registers it."""
    await db.execute("DELETE FROM partner")
    return Call(json={"uscc": "91440300YY000001XU", "name": "厂商", "kind": PartnerKind.DEVICE_VENDOR})


async def key(case: Case) -> Call:
    """A live key."""
    partner_id = await _partner(case)
    issued = await partner_keys.issue(case.world.root, partner_id, "生产环境")
    return Call(ids={"partner_id": partner_id, "key_id": issued.id})


async def partner_with_key(case: Case) -> Call:
    """A partner whose keys are listed."""
    call = await key(case)
    return Call(ids=call.ids, trace=str(call.ids["key_id"]))


REQUESTS: dict[str, Builder] = {
    f"GET {M}/sessions": session,
    f"DELETE {M}/sessions/{{session_id}}": session,
    f"POST {M}/sessions/end-others": on_site.nothing,
    f"POST {M}/sessions/end-all": on_site.nothing,
    f"GET {C}/sessions": session,
    f"DELETE {C}/sessions/{{session_id}}": session,
    f"POST {C}/sessions/end-others": on_site.nothing,
    f"POST {C}/sessions/end-all": on_site.nothing,
    f"GET {C}/units/public": on_site.nothing,
    f"POST {C}/sign-in/apply": on_site.empty,
    f"GET {C}/applications": application(),
    f"POST {C}/applications/{{application_id}}/approve": application(),
    f"POST {C}/applications/{{application_id}}/refuse": application(reason="不是本单位人员"),
    f"POST {C}/accounts/{{account_id}}/disable": account_to_disable,
    f"POST {C}/accounts/{{account_id}}/enable": disabled_account,
    f"POST {C}/accounts/{{account_id}}/appoint": on_site.account,
    f"POST {C}/accounts/{{account_id}}/withdraw": appointed_account,
    f"GET {C}/partners": partner(),
    f"POST {C}/partners": new_partner,
    f"POST {C}/partners/{{partner_id}}/disable": partner(reason="资质已注销"),
    f"POST {C}/partners/{{partner_id}}/enable": disabled_partner,
    f"GET {C}/partners/{{partner_id}}/keys": partner_with_key,
    f"POST {C}/partners/{{partner_id}}/keys": partner(name="生产环境"),
    f"POST {C}/partners/{{partner_id}}/keys/{{key_id}}/rotate": key,
    f"POST {C}/partners/{{partner_id}}/keys/{{key_id}}/revoke": key,
    f"GET {P}/me": on_site.nothing,
}
