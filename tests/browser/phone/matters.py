"""What happens in the product while nobody's phone does it: warnings, orders, what is overdue."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from backend.core import clock, db
from backend.core.i18n import Text
from backend.monitoring import devices, limits
from backend.monitoring.devices import NewDevice
from backend.projects.monthly import reviews
from backend.projects.monthly.review_rules import ITEMS
from backend.projects.monthly.reviews import Item, Items, NewReview
from backend.supervision import orders, raising
from backend.supervision.orders import NewFinding
from backend.supervision.rules import Fact, Level, Severity
from tests.backend import site as sites

T = TypeVar("T")


def within(url: str, act: Callable[[], Awaitable[T]]) -> T:
    """Its outcome; in a thread of its own, since Playwright's has an event loop already."""

    async def whole() -> T:
        await db.start(url, size=1)
        try:
            return await act()
        finally:
            await db.stop()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, whole()).result()


async def warn(project_id: UUID, code: str, level: Level) -> UUID:
    """A warning of this level."""
    async with db.transaction():
        return await raising.raise_warning(
            code,
            project_id=project_id,
            fingerprint=f"test:{code}",
            summary=Text("1#扬尘噪声：PM10 187 µg/m³，限值 150 µg/m³", "1#: PM10 187 µg/m³, limit 150 µg/m³"),
            level=level,
        )


async def raise_dust(site: sites.Site) -> UUID:
    """A device that measured six hours with a silence of two, and the warning that its last values raise."""
    device = await devices.register(
        site.manager, site.project_id, NewDevice(mn="31011500000001", name="1#扬尘噪声", password="123456")
    )
    now = clock.now()
    measured = [at for at in range(36) if not 14 <= at < 26]
    async with db.transaction():
        await db.execute_many(
            "INSERT INTO reading (city_code, device_id, command, data_time, factor, value, mark, received_at) "
            "VALUES ('440300', $1, '2051', $2, 'a34002', $3, 'N', $2)",
            [(device.id, now - timedelta(minutes=10 * at), 187 if at < 3 else 90 + at) for at in measured],
        )
    return await _raise_at_limit(site, device.id)


async def _raise_at_limit(site: sites.Site, device_id: UUID, quantity: str = "a34002") -> UUID:
    rule = await db.fetch_one(
        "SELECT id, standard, clause, clause_en FROM limit_rule WHERE unit = 'µg/m³' "
        "ORDER BY factor <> $1, limit_value <> 150 LIMIT 1",
        quantity,
    )
    assert rule is not None
    basis = limits.named_basis(rule["standard"], rule["clause"], rule["clause_en"])
    async with db.transaction():
        return await raising.raise_warning(
            "ENV-EXC",
            project_id=site.project_id,
            fingerprint=f"{device_id}:{quantity}",
            summary=Text("1#扬尘噪声：PM10 187 µg/m³，限值 150 µg/m³", "1#: PM10 187 µg/m³, limit 150 µg/m³"),
            facts=[Fact(Text("实测", "Measured"), "187 µg/m³"), Fact(Text("限值", "Limit"), "150 µg/m³")],
            data={
                "device_id": str(device_id),
                "rule_id": str(rule["id"]),
                "factor": quantity,
                "limit": 150,
                "basis_zh": basis.zh,
                "basis_en": basis.en,
            },
        )


async def raise_many(site: sites.Site) -> list[UUID]:
    """Warnings for more than one page."""
    return [await _raise_at_limit(site, site.project_id, str(number)) for number in range(25)]


async def order(site: sites.Site, title: str, *, days: int = 5) -> UUID:
    """An order of the regulator's, due in so many days."""
    finding = NewFinding(text="东侧裸土未覆盖", severity=Severity.GENERAL)
    return await orders.issue(
        site.regulator,
        project_id=site.project_id,
        title=title,
        findings=[finding],
        due_at=clock.now() + timedelta(days=days),
    )


async def review_month(site: sites.Site, **returned: str) -> None:
    """The supervising unit reviews last month; these items go back with their reasons."""
    items = {
        name: Item(verdict="returned", reason=returned[name]) if name in returned else Item(verdict="ok")
        for name in ITEMS
    }
    month = clock.now().astimezone(clock.SHANGHAI).replace(day=1) - timedelta(days=1)
    await reviews.review(site.regulator, site.project_id, NewReview(period=f"{month:%Y-%m}", items=Items(**items)))


async def late(project_id: UUID, kind: str, *, days: int) -> None:
    """What is due of this kind has been due for so many days."""
    async with db.transaction():
        await db.execute(
            "UPDATE obligation SET due_at = $3 WHERE project_id = $1 AND kind = $2",
            project_id, kind, clock.now() - timedelta(days=days),
        )  # fmt: skip


async def burning(site: sites.Site) -> dict[str, UUID]:
    """One of each: what burns, what is overdue, what is to be watched, what is due."""
    red = await warn(site.project_id, "ENV-EXC", Level.RED)
    yellow = await warn(site.project_id, "DEV-OFF", Level.YELLOW)
    reply = await order(site, "扬尘治理限期整改")
    await late(site.project_id, "permit", days=2)
    return {"red": red, "yellow": yellow, "order": reply}
