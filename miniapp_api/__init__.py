"""HTTP for the phone: one module a screen or resource, each with its `ROUTES`."""

from litestar import Router

from backend.both_doors import timeline
from backend.identity.scope import Door
from miniapp_api import (
    dangerous_works,
    device_keys,
    devices,
    facts,
    handovers,
    home,
    map_point,
    me,
    messages,
    obligations,
    offline_acts,
    orders,
    permits,
    photos,
    posts,
    progress,
    projects,
    qr_scans,
    qr_sign_in,
    search,
    sessions,
    sign_in,
    uploads,
    warnings,
    works,
)

_MODULES = (
    sign_in,
    qr_sign_in,
    qr_scans,
    me,
    sessions,
    device_keys,
    home,
    messages,
    projects,
    search,
    posts,
    handovers,
    permits,
    map_point,
    works,
    facts,
    dangerous_works,
    progress,
    obligations,
    photos,
    uploads,
    devices,
    warnings,
    offline_acts,
    orders,
    timeline,
)

_PHONE = Router(
    "/api/miniapp/v1",
    route_handlers=[route for module in _MODULES for route in module.ROUTES],
    opt={"doors": {Door.PHONE}},
    tags=["miniapp"],
)

router = Router("/", route_handlers=[_PHONE, photos.show_photo])
