"""The sandbox as an ASGI app: `create_app(config)`."""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from litestar import Litestar, Router, get
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from bot.sandbox import acts, control, routes, signin
from bot.sandbox.callbacks import Courier
from bot.sandbox.config import Config
from bot.sandbox.faults import FaultLayer, Faults
from bot.sandbox.tools import Tools
from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
MAX_BODY_BYTES = 32 * 1024 * 1024
PAGE_HEADERS = {
    "cache-control": "no-cache",
    # Nothing on the page may reach a foreign host, whatever a message carries.
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:",
}


def create_app(
    config: Config | None = None,
    *,
    callback_transport: httpx.AsyncBaseTransport | None = None,
    clock: Callable[[], float] = time.time,
) -> Litestar:
    """A sandbox of its own. `callback_transport` lets callbacks reach an app in the same process."""
    world = World(config or Config(), clock)
    kit = Tools(world, Courier(world, callback_transport), Faults())

    @asynccontextmanager
    async def living(_: Litestar) -> AsyncGenerator[None]:
        async with kit.courier.running():
            yield
        world.log.close()

    app = Litestar(
        [
            *routes.handlers(world),
            Router("/_sandbox", route_handlers=[*control.HANDLERS, *acts.HANDLERS]),
            *signin.HANDLERS,
            *_page(),
        ],
        lifespan=[living],
        state=State({"tools": kit}, deep_copy=False),
        openapi_config=None,
        request_max_body_size=MAX_BODY_BYTES,
    )
    # Outside the framework's exception handler: a dropped connection must not become a 500.
    app.asgi_handler = FaultLayer(app.asgi_handler, world, kit.faults)
    return app


MEDIA_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}


def _page() -> list[HTTPRouteHandler]:
    files = sorted(file for file in PAGE.iterdir() if file.suffix in MEDIA_TYPES)
    return [
        _asset("/" if file.suffix == ".html" else f"/{file.name}", file, MEDIA_TYPES[file.suffix]) for file in files
    ]


def _asset(path: str, file: Path, media_type: str) -> HTTPRouteHandler:
    content = file.read_bytes()

    @get(path, include_in_schema=False, sync_to_thread=False)
    def asset() -> Response[bytes]:
        return Response(content, media_type=media_type, headers=PAGE_HEADERS)

    return asset
