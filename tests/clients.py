"""HTTP clients of an application in this process."""

from typing import Any, cast

import httpx
from litestar import Litestar


def client_of(app: Litestar, **options: Any) -> httpx.AsyncClient:
    """A client in the test's own event loop (Litestar's test client would run the app in another one)."""
    # Litestar types its ASGI callable more narrowly than httpx asks for.
    return httpx.AsyncClient(transport=httpx.ASGITransport(cast("Any", app)), base_url="http://test", **options)
