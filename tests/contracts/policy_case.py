"""Who asks what of whom: the input and the output of every builder of `policy_requests`."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from backend.identity.scope import Scope
from tests.contracts.policy_world import Place, World


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks (nobody for anonymous), and the project of the scope; `is_self`: the object is the person's own."""

    world: World
    place: Place
    person: Scope | None
    scope: str

    @property
    def is_self(self) -> bool:
        """The object of this scope belongs to the person who asks."""
        return self.scope == "self" and self.person is not None

    @property
    def sender(self) -> Scope:
        """Who has sent the photos of the request."""
        return self.person or self.place.manager


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A request, sent with `json` and each of `others`, and with each of `queries`: all are answered alike.

    `trace` is what must or must not stand in the answer of a list.
    """

    ids: dict[str, Any] = {}
    json: dict[str, Any] | None = None
    others: tuple[dict[str, Any], ...] = ()
    form: dict[str, str] | None = None
    headers: dict[str, str] = {}
    content: bytes | None = None
    queries: tuple[str, ...] = ("",)
    trace: str = ""


Builder = Callable[[Case], Awaitable[Call]]
