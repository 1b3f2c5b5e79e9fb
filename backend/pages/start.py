"""`/`: where one begins. Where the sandbox plays WeChat and WeCom that is a page with all windows, else the console."""

from importlib.resources import files
from typing import Any, Final

from litestar import MediaType, Response, get
from litestar.response import Redirect

from backend.core.settings import settings
from backend.pages import built

_PAGE: Final = (files(__package__) / "start.html").read_text("utf-8")
HEADERS: Final = built.page_headers()


@get("/", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
def page() -> Response[Any]:
    """The page, with the sandbox's address."""
    sandbox = settings().sandbox_base
    if sandbox is None:
        return Redirect("/console/")
    return Response(_PAGE.replace("{sandbox}", sandbox), media_type=MediaType.HTML, headers=HEADERS)
