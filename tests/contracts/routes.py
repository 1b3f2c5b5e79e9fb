"""The application's routes, as the guards read them."""

from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


class Route(msgspec.Struct, frozen=True):
    """One method of one path."""

    method: str
    path: str
    handler: HTTPRouteHandler

    @property
    def name(self) -> str:
        """As the tables write it."""
        return f"{self.method} {self.path}"

    @property
    def is_public(self) -> bool:
        """Open without a session."""
        return bool(self.handler.opt.get("public"))

    @property
    def is_once(self) -> bool:
        """Whether a repeated request is answered from the store."""
        return hasattr(self.handler.fn, "is_once")


def routes_of(app: Litestar) -> list[Route]:
    """Every method and path but the automatic OPTIONS and the description of the API."""
    return sorted(
        (
            Route(method, route.path_format, handler)
            for route in app.routes
            if isinstance(route, HTTPRoute)
            for method, (handler, _) in _handlers(route).items()
            if method != "OPTIONS" and not route.path_format.startswith("/schema/")
        ),
        key=lambda route: (route.path, route.method),
    )


def _handlers(route: HTTPRoute) -> dict[Any, Any]:
    return dict(route.route_handler_map)
