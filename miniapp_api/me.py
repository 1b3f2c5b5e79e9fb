"""The own account."""

from typing import Any

from litestar import Request, get

from backend.core.examples import answer
from backend.identity import accounts, samples
from backend.identity.accounts import Me
from backend.identity.authentication import person


@get(
    "/me",
    operation_id="miniapp_me",
    summary="The own account",
    description="Name, masked phone number and linked identities.",
    responses=answer(Me, samples.ME),
)
async def me(request: Request[Any, Any, Any]) -> Me:
    """The account."""
    return await accounts.me(person(request))


ROUTES = [me]
