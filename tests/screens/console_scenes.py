"""Each page of the console as somebody opens it for its picture."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final
from uuid import UUID

import httpx
import msgspec
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from backend.core import db, ids
from backend.core.i18n import Text
from backend.supervision import raising
from backend.supervision.rules import Level
from tests.browser.phone.matters import within
from tests.screens.console_city import City

Act = Callable[[Page, City], None]


class Scene(msgspec.Struct, frozen=True):
    """A page as somebody opens it, and what is touched there before the picture is taken."""

    path: str
    """Below /console/, or absolute."""
    who: str | None = "desk"
    act: Act | None = None
    is_whole: bool = False


def _press(*keys: str) -> Act:
    def act(page: Page, _: City) -> None:
        page.locator("h1").first.wait_for()
        page.wait_for_timeout(800)
        for key in keys:
            page.keyboard.press(key)

    return act


def _click(what: str) -> Act:
    return lambda page, _: page.locator(what).first.click()


def _raised(page: Page, stands: City) -> None:
    """A warning comes while one looks."""
    page.locator(".state.is-live").first.wait_for()
    raised = Text("PM10 分钟均值 212 μg/m³，限值 150 μg/m³", "PM10 one-minute mean 212 μg/m³, limit 150 μg/m³")

    async def enter() -> None:
        async with db.transaction():
            await raising.raise_warning(
                "TEL-ALARM", project_id=UUID(stands.ids["burning"]), fingerprint=f"picture {ids.new_id()}",
                summary=raised, level=Level.RED,
            )  # fmt: skip

    within(stands.urls["province"], enter)
    page.locator(".pulse").first.wait_for(state="attached")


def _scanned(page: Page, stands: City) -> None:
    """The phone has read the code: the number to match stands there."""
    page.locator(".code svg").wait_for()
    with Image.open(BytesIO(page.screenshot())) as image:
        found = zxingcpp.read_barcode(image.convert("L"))
    assert found is not None
    headers = {"authorization": f"Bearer {stands.tokens['phone']}", "idempotency-key": ids.new_id().hex}
    body: Any = {"code": found.text}
    httpx.post(f"{stands.address('desk')}/api/miniapp/v1/qr-scans", json=body, headers=headers).raise_for_status()
    page.locator("#stage[data-state=scanned]").wait_for()


SCENES: Final[dict[str, Scene]] = {
    "start": Scene("/", None),
    "sign_in": Scene("/sign-in", None),
    "sign_in_number": Scene("/sign-in", None, _scanned),
    "map": Scene("map", "province"),
    "map_list": Scene("map?list=silent&of=440100", "province"),
    "map_filtered": Scene("map?level=orange&by=warned", "province"),
    "map_past": Scene("map?period={past}", "province"),
    "map_projects": Scene("map?layer=projects", "province"),
    "map_city": Scene("map/440600", "city"),
    "map_card": Scene("map/440600?list=warned&of=440600", "city", _click("aside li button")),
    "map_pulse": Scene("map/440100", "guangzhou", _raised),
    "wall": Scene("wall", "province"),
    "wall_city": Scene("wall/440600", "city"),
    "projects": Scene("projects", "city"),
    "project": Scene("projects/{project}", is_whole=True),
    "project_facts": Scene("projects/{project}/facts", is_whole=True),
    "project_timeline": Scene("projects/{project}/timeline"),
    "project_photos": Scene("projects/{project}/photos"),
    "project_compare": Scene("projects/{project}/photos?slot=front", is_whole=True),
    "project_month": Scene("projects/{project}/months/{month}", is_whole=True),
    "project_readings": Scene("projects/{project}/readings", is_whole=True),
    "project_warnings": Scene("projects/{project}/warnings"),
    "project_orders": Scene("projects/{project}/orders"),
    "project_obligations": Scene("projects/{project}/obligations"),
    "project_dangerous": Scene("projects/{project}/dangerous"),
    "project_people": Scene("projects/{project}/people", is_whole=True),
    "project_months": Scene("projects/{project}/months"),
    "queues": Scene("queues"),
    "queue_progress": Scene("queues/progress/{report}"),
    "queue_reviews": Scene("queues/reviews"),
    "queue_facts": Scene("queues/facts"),
    "queue_drafts": Scene("queues/drafts"),
    "queue_extensions": Scene("queues/extensions"),
    "queue_reinspections": Scene("queues/reinspections"),
    "queue_overdue": Scene("queues/overdue"),
    "queue_accounts": Scene("queues/accounts", "bureau"),
    "queue_return": Scene("queues/progress/{report}", act=_press("r")),
    "queue_overdue_urge": Scene("queues/overdue", act=_click("main table button")),
    "warnings": Scene("warnings", "city"),
    "warnings_list": Scene("warnings?view=list", "city"),
    "warning": Scene("warnings/{warning}", is_whole=True),
    "orders": Scene("orders", "city"),
    "order": Scene("orders/{order}", is_whole=True),
    "order_new": Scene("orders/new?project={project}", is_whole=True),
    "admin_units": Scene("admin/units", "city"),
    "admin_people": Scene("admin/people", "city"),
    "admin_enterprises": Scene("admin/enterprises", "city"),
    "admin_staff": Scene("admin/enterprises/people", "city"),
    "admin_posts": Scene("admin/posts", "city"),
    "admin_concurrent": Scene("admin/posts/concurrent", "city"),
    "admin_vacant": Scene("admin/posts/vacant", "city"),
    "admin_handovers": Scene("admin/handovers", "city"),
    "admin_adoption": Scene("admin/adoption", "bureaus"),
    "admin_devices": Scene("admin/devices", "city"),
    "admin_groups": Scene("admin/groups", "city"),
    "admin_outbox": Scene("admin/outbox", "city"),
    "admin_jobs": Scene("admin/jobs", "bureaus"),
    "admin_partners": Scene("admin/partners", "bureaus"),
    "admin_audit": Scene("admin/audit", "city"),
    "admin_sign_ins": Scene("admin/sign-ins", "city"),
    "admin_reference": Scene("admin/reference", "city"),
    "admin_calendar": Scene("admin/reference/calendar", "bureaus"),
    "not_found": Scene("nowhere"),
}
"""By the picture's name."""
