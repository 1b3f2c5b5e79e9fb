"""Requests of the routes in `rights/qr.csv`; see `policy_requests`."""

from typing import Any
from uuid import UUID

from backend.identity.qr import qr_scans, qr_sign_in
from backend.identity.qr.qr_rules import new_ticket_id
from backend.identity.qr.qr_sign_in import Browser
from backend.identity.scope import Door, Scope
from tests.backend.identity import qr_devices
from tests.contracts import policy_site as on_site
from tests.contracts.policy_case import Builder, Call, Case

M, C = "/api/miniapp/v1", "/api/console/v1"


async def _asked(case: Case) -> tuple[UUID, str]:
    """A ticket of the phone's pages and its code; each asked for from another address."""
    number = case.world.count()
    browser = Browser(cookie="", user_agent="policy", address=f"113.108.{number // 250}.{number % 250 + 1}")
    asked = await qr_sign_in.ask(Door.PHONE, browser)
    ticket_id = asked.waiting.ticket_id
    return ticket_id, await qr_devices.code_of(ticket_id)


async def code(case: Case) -> Call:
    """A code that a screen shows at the moment."""
    return Call(json={"code": (await _asked(case))[1]})


async def new_code(_: Case) -> Call:
    """A code for whoever asks; all ask from one address."""
    await qr_devices.forget_limits()
    return Call()


async def some_ticket(_: Case) -> Call:
    """A ticket that no cookie of the caller's belongs to."""
    await qr_devices.forget_limits()
    return Call(ids={"ticket_id": new_ticket_id()})


async def some_code(_: Case) -> Call:
    """The address in a picture."""
    return Call(ids={"code": "x" * 44})


async def address(_: Case) -> Call:
    """WeCom's page for a state of the caller's own."""
    return Call(queries=(f"state={'0' * 32}",))


async def _scanned(case: Case) -> tuple[UUID, int]:
    """A scan of the person's own, in the session that asks, or somebody else's."""
    await qr_devices.forget_limits()
    scanner = case.place.regulator
    if case.is_self and case.person is not None:
        role = next(role for role, person in case.world.people.items() if person == case.person)
        scanner = await _session(case, role)
    ticket_id, text = await _asked(case)
    await qr_scans.scan(scanner, text, address="127.0.0.1")
    return ticket_id, int(await qr_devices.field(ticket_id, "number"))


async def _session(case: Case, role: str) -> Scope:
    """The very session with which the table's caller comes."""
    headers = await case.world.headers(role, Door.PHONE)
    return await qr_devices.scope_of(headers)


def act(*, with_number: bool = False) -> Builder:
    """An answer to a scan."""

    async def build(case: Case) -> Call:
        ticket_id, number = await _scanned(case)
        body: dict[str, Any] | None = {"number": number} if with_number else None
        return Call(ids={"ticket_id": ticket_id}, json=body, trace=str(ticket_id))

    return build


async def past(case: Case) -> Call:
    """A scan in the list."""
    ticket_id, _ = await _scanned(case)
    return Call(trace=str(ticket_id))


REQUESTS: dict[str, Builder] = {
    "GET /sign-in": on_site.nothing,
    "GET /m/sign-in": on_site.nothing,
    "GET /qr": on_site.nothing,
    "GET /qr/{code}": some_code,
    "GET /pages/sign_in.js": on_site.nothing,
    "GET /pages/qr.js": on_site.nothing,
    "GET /pages/frame.js": on_site.nothing,
    "GET /pages/texts.js": on_site.nothing,
    "GET /pages/pages.css": on_site.nothing,
    f"POST {C}/qr-sign-in": new_code,
    f"GET {C}/qr-sign-in/{{ticket_id}}": some_ticket,
    f"POST {M}/qr-sign-in": new_code,
    f"GET {M}/qr-sign-in/{{ticket_id}}": some_ticket,
    f"GET {M}/sign-in/wecom-page": address,
    f"POST {M}/sign-in/wecom-page": on_site.empty,
    f"POST {M}/qr-scans": code,
    f"GET {M}/qr-scans": past,
    f"POST {M}/qr-scans/{{ticket_id}}/confirm": act(with_number=True),
    f"POST {M}/qr-scans/{{ticket_id}}/refuse": act(),
    f"POST {M}/qr-scans/{{ticket_id}}/report": act(),
}
