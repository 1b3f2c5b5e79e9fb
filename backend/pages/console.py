"""The console at `/console/`: its page answers for every address that is none of its files'."""

from functools import cache
from typing import Any, Final

from litestar import MediaType, Request, Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from backend.core.errors import NOT_FOUND
from backend.core.settings import settings
from backend.pages import built

HEADERS: Final = built.page_headers()


@cache
def _files() -> dict[str, built.File]:
    return built.files(settings().console_root, HEADERS)


@get("/console", opt={"public": True, "is_compressed": True}, include_in_schema=False, sync_to_thread=False)
def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """The console's page; its parts lie below `/console/`, so that is where it must be."""
    if not request.scope["raw_path"].endswith(b"/"):
        return Redirect("/console/")
    return _page(request)


@get("/console/{path:path}", opt={"public": True, "is_compressed": True}, include_in_schema=False, sync_to_thread=False)
def part(request: Request[Any, Any, Any], path: FromPath[str]) -> Response[Any]:
    """A script, a style; the page itself for an address of its own, as `/console/projects`."""
    name = path.removeprefix("/")
    if found := _files().get(name):
        return built.served(request, found)
    if "." in name.rpartition("/")[2]:
        raise NOT_FOUND.at()
    return _page(request)


def _page(request: Request[Any, Any, Any]) -> Response[Any]:
    found = _files().get("index.html")
    if found is None:
        return Response(built.NOT_BUILT, media_type=MediaType.HTML, headers=HEADERS)
    return built.served(request, found)


ROUTES: Final = [page, part]
