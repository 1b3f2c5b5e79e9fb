"""The phone client at `/m/`. The camera and the place belong to its page alone."""

from functools import cache
from typing import Any, Final

from litestar import MediaType, Request, Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from backend.core.errors import NOT_FOUND
from backend.core.settings import settings
from backend.pages import built

HEADERS: Final = built.page_headers(scripts="'self' 'wasm-unsafe-eval'", camera="(self)", geolocation="(self)")


@cache
def _files() -> dict[str, built.File]:
    return built.files(settings().phone_root, HEADERS)


@get("/m", opt={"public": True, "is_compressed": True}, include_in_schema=False, sync_to_thread=False)
def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """The client's page; its parts lie below `/m/`, so that is where it must be."""
    if not request.scope["raw_path"].endswith(b"/"):
        query = request.scope["query_string"].decode("latin-1")
        return Redirect("/m/" + (f"?{query}" if query else ""))
    found = _files().get("index.html")
    if found is None:
        return Response(built.NOT_BUILT, media_type=MediaType.HTML, headers=HEADERS)
    return built.served(request, found)


@get("/m/{path:path}", opt={"public": True, "is_compressed": True}, include_in_schema=False, sync_to_thread=False)
def part(request: Request[Any, Any, Any], path: FromPath[str]) -> Response[bytes]:
    """A script, a style, a picture."""
    found = _files().get(path.removeprefix("/"))
    if found is None:
        raise NOT_FOUND.at()
    return built.served(request, found)


ROUTES: Final = [page, part]
