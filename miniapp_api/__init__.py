"""HTTP for the phone: one module a screen or resource, each with its `ROUTES`."""

from litestar import Router

from backend.identity.scope import Door
from miniapp_api import (
    devices,
    home,
    map_point,
    me,
    messages,
    orders,
    permits,
    photos,
    posts,
    progress,
    projects,
    sign_in,
    warnings,
)

_MODULES = (
    sign_in,
    me,
    home,
    messages,
    projects,
    posts,
    permits,
    map_point,
    progress,
    photos,
    devices,
    warnings,
    orders,
)

_PHONE = Router(
    "/api/miniapp/v1",
    route_handlers=[route for module in _MODULES for route in module.ROUTES],
    opt={"doors": {Door.PHONE}},
    tags=["miniapp"],
)

router = Router("/", route_handlers=[_PHONE, photos.show_photo])
