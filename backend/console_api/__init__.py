"""HTTP for regulators: one module a resource, each with its `ROUTES`."""

from litestar import Router

from backend.console_api import accounts, devices, groups, orders, outbox, progress, projects, sign_in, units, warnings
from backend.identity.scope import Door

_MODULES = (sign_in, units, accounts, projects, progress, devices, warnings, orders, groups, outbox)

router = Router(
    "/api/console/v1",
    route_handlers=[route for module in _MODULES for route in module.ROUTES],
    opt={"doors": {Door.CONSOLE}},
    tags=["console"],
)
