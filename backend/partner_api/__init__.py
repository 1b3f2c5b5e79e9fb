"""HTTP for testing agencies, device vendors and city systems, known by a key.

A route of this door takes no session, and no other door takes a key: see `backend.identity.authentication`.
"""

from typing import Any

from litestar import Request, Router, get

from backend.core.examples import answer
from backend.identity import people_samples
from backend.identity.authentication import PARTNER_DOOR, partner
from backend.identity.partners import OwnPartner


@get(
    "/me",
    operation_id="partner_me",
    summary="Who this key is",
    description="The organisation, what it is to the platform, the department that verified it, and the key's end.",
    responses=answer(OwnPartner, people_samples.OWN_PARTNER),
)
async def me(request: Request[Any, Any, Any]) -> OwnPartner:
    """The partner."""
    return partner(request).me


router = Router("/api/partner/v1", route_handlers=[me], opt={"doors": {PARTNER_DOOR}}, tags=["partner"])
ROUTES = [router]
