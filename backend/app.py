"""The web process: wires the HTTP doors to one Litestar application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

from litestar import Litestar, MediaType, Router, get
from litestar.config.compression import CompressionConfig
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme, Tag
from litestar.plugins.prometheus import PrometheusConfig, PrometheusController

import miniapp_api
from backend import console_api, pages, partner_api
from backend.core import db, health, http, logs, redis
from backend.identity.authentication import AuthenticationMiddleware
from backend.identity.qr import qr_wake
from backend.overview.live import HUB
from bot import callbacks, clients
from media import uploads

API_VERSION = "1.0.0"
MAX_BODY_BYTES = 1024 * 1024
"""JSON bodies; uploads and callbacks set their own."""

OPENAPI = OpenAPIConfig(
    title="Sandtable 工程沙盘",
    version=API_VERSION,
    description="Quality and safety supervision of building and municipal sites. "
    "Every unsafe call takes an `Idempotency-Key`; errors are RFC 9457 problem details with a stable `code`.",
    openapi_router=Router("/schema", route_handlers=[], opt={"public": True}, include_in_schema=False),
    render_plugins=[JsonRenderPlugin()],
    use_handler_docstrings=True,
    tags=[
        Tag(name="miniapp", description="What the phone calls"),
        Tag(name="console", description="What regulators call"),
        Tag(name="partner", description="What agencies, vendors and cities call"),
        Tag(name="callbacks", description="What WeCom calls"),
        Tag(name="health", description="What operators call"),
    ],
    components=Components(
        security_schemes={"session": SecurityScheme(type="http", scheme="bearer", description="From sign-in")}
    ),
    security=[{"session": []}],
)


class Metrics(PrometheusController):
    """Prometheus text; the operator's network only (`deploy/nginx.conf` refuses it outside)."""

    path = "/metrics"
    opt = {"public": True}  # noqa: RUF012  Litestar reads it from the class.
    include_in_schema = False


@get("/docs", opt={"public": True}, media_type=MediaType.HTML, include_in_schema=False, sync_to_thread=False)
def api_page() -> bytes:
    """The page to read the API: one static file, no foreign host."""
    return (files(__package__) / "api_page.html").read_bytes()


@asynccontextmanager
async def lifespan(app: Litestar) -> AsyncIterator[None]:
    """Open what requests need; close it when the last one is answered."""
    logs.configure()
    app.state.is_closing = False
    await db.start()
    try:
        async with uploads.running(), qr_wake.running(), HUB.running():
            yield
    finally:
        app.state.is_closing = True
        await clients.stop()
        await db.stop()
        await redis.stop()


def begin_closing(app: Litestar) -> None:
    """No new traffic, please: `/readyz` says 503 from now on; who waits for a scan or for news is let go at once."""
    app.state.is_closing = True
    qr_wake.let_go()
    HUB.let_go()


def create_app() -> Litestar:
    """The application; every route is closed unless its handler says `public`."""
    prometheus = PrometheusConfig(
        app_name="sandtable", prefix="http", group_path=True, exclude=["^/metrics$", "/live$"]
    )
    return Litestar(
        route_handlers=[
            miniapp_api.router,
            console_api.router,
            *partner_api.ROUTES,
            *callbacks.ROUTES,
            health.livez,
            health.readyz,
            api_page,
            *pages.ROUTES,
            Metrics,
        ],
        middleware=[http.ContextMiddleware(), prometheus.middleware, AuthenticationMiddleware()],
        exception_handlers=http.EXCEPTION_HANDLERS,
        openapi_config=OPENAPI,
        lifespan=[lifespan],
        compression_config=CompressionConfig(backend="gzip", minimum_size=1024, exclude_opt_key="is_compressed"),
        request_max_body_size=MAX_BODY_BYTES,
    )
