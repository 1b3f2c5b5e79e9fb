"""Something on every queue of a regulator's desk, entered as sites and the platform would."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from backend.core import clock, db, ids
from backend.core.i18n import Text
from backend.demo import pictures
from backend.identity import applications
from backend.identity.scope import Scope
from backend.projects.facts import fact_rules, facts
from backend.projects.facts.fact_rules import Fact
from backend.projects.monthly import progress
from backend.projects.monthly.progress import NewPhoto, NewReport
from backend.supervision import drafts, extensions, raising, silence
from backend.supervision.drafts import Unheard
from backend.supervision.rules import Level
from tests.backend import site as sites
from tests.browser.phone import busy_site, matters
from tests.months import EARLIER, LAST, THIS
from tests.phone_town import Hands, Town
from tests.waiting import wait_until

API = "/api/miniapp/v1"
VIEWS = ("overall", "front", "side")


def report(town: Town, period: str, percent: int, *, floors: int) -> str:
    """A report of the site with a photo of each view, passed by its chief; its id."""
    photos = [{"photo_id": _sent(town, floors, slot), "slot": slot} for slot in VIEWS]
    said = {"period": period, "stage": "B-STRUCTURE-FRAME", "floors_done": floors, "floors_total": 18, "note": ""}
    path = f"{API}/projects/{town.project_id}/progress"
    filed: str = _post(town, town.officer, path, said | {"percent": percent, "photos": photos})["id"]
    _post(town, town.chief, f"{API}/progress/{filed}/review")
    return filed


def _sent(town: Town, floors: int, slot: str) -> str:
    answer = httpx.post(
        f"{town.stack.api_url}{API}/photos",
        headers={"authorization": f"Bearer {town.officer.token}"},
        data={"project_id": town.project_id, "purpose": "progress", "slot": slot},
        files={"file": ("photo.jpg", pictures.building(floors, side=slot), "image/jpeg")},
        timeout=60,
    )
    photo_id: str = answer.raise_for_status().json()["id"]
    return photo_id


def _post(town: Town, who: Hands, path: str, body: Any = None) -> Any:
    headers = {"authorization": f"Bearer {who.token}", "idempotency-key": ids.new_id().hex}
    answer = httpx.post(town.stack.api_url + path, headers=headers, json=body, timeout=60)
    return answer.raise_for_status().json() if answer.content else None


async def other_report(town: Town) -> UUID:
    """One of the other project for November, whose photos never came."""
    manager, project_id = town.site.stranger, town.site.other_project_id
    photo_ids = await sites.photos(manager, project_id, 3)
    photos = [NewPhoto(photo_id=each, slot=slot) for each, slot in zip(photo_ids, VIEWS, strict=True)]
    new = NewReport(period=THIS, stage="B-FOUNDATION", percent=8, note="桩基施工完成", photos=photos)
    filed = await progress.file(manager, project_id, new)
    await progress.review(await _chief_of(project_id), filed.id)
    return filed.id


async def _chief_of(project_id: UUID) -> Scope:
    account_id: UUID = await db.fetch_value(
        "SELECT account_id FROM post WHERE project_id = $1 AND kind = 'chief_engineer' AND state = 'active'", project_id
    )
    return await sites.scope(account_id)


async def state_of(table: str, row_id: str | UUID) -> str:
    """The row's state as it is in the database."""
    found: str = await db.fetch_value(f"SELECT state FROM {table} WHERE id = $1", UUID(str(row_id)))
    return found


def until(database_url: str, table: str, row_id: object, state: str) -> None:
    """The row is in this state within a minute."""
    wait_until(lambda: matters.within(database_url, lambda: state_of(table, str(row_id))) == state, within_seconds=60)


def value(database_url: str, query: str, *args: object) -> Any:
    """The first column of the first row, as it is now."""
    return matters.within(database_url, lambda: db.fetch_value(query, *args))


async def late(project_id: UUID, *, days: int = 20) -> UUID:
    """This month's progress is so many days late, and a warning says so; the obligation's id."""
    await matters.late(project_id, "progress", days=days)
    obligation_id: UUID = await db.fetch_value(
        "SELECT id FROM obligation WHERE project_id = $1 AND kind = 'progress' AND period = $2", project_id, THIS
    )
    await _warned(project_id, obligation_id, THIS)
    return obligation_id


async def _warned(project_id: UUID, obligation_id: UUID, period: str) -> None:
    async with db.transaction():
        await raising.raise_warning(
            "PRG-OVD", project_id=project_id, fingerprint=silence.fingerprint("progress", obligation_id),
            summary=Text(f"{period} 月度形象进度逾期未报", f"Progress of {period} is late"), level=Level.YELLOW,
        )  # fmt: skip


async def draft(project_id: UUID) -> UUID:
    """The order that the platform drafts since the progress of a month that nobody filed is late."""
    obligation_id, now = ids.new_id(), clock.now()
    city_code = await db.fetch_value(
        """
        INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at)
        SELECT $1, id, city_code, 'progress', $3, 'project_manager', $4 FROM project WHERE id = $2 RETURNING city_code
        """,
        obligation_id, project_id, EARLIER, now - timedelta(days=20),
    )  # fmt: skip
    await _warned(project_id, obligation_id, EARLIER)
    unheard = Unheard(
        obligation_id=obligation_id, project_id=project_id, project_name="", city_code=city_code, kind="progress",
        period=EARLIER, fingerprint=silence.fingerprint("progress", obligation_id),
    )  # fmt: skip
    async with db.transaction():
        await drafts.draft_many([unheard], now)
    found: UUID = await db.fetch_value("SELECT id FROM order_draft WHERE obligation_id = $1", obligation_id)
    return found


async def extension(town: Town) -> UUID:
    """An order on which the contractor asks for two days more; due at a day's end, as the forms make it."""
    asked = await matters.order(town.site, "围挡破损限期修复")
    due_at = (clock.now() + timedelta(days=5)).astimezone(clock.SHANGHAI).replace(hour=23, minute=59, second=59)
    await db.execute("UPDATE rectification_order SET due_at = $2 WHERE id = $1", asked, due_at)
    await extensions.ask(town.site.manager, asked, until=due_at + timedelta(days=2), reason="连续暴雨，无法作业")
    return asked


def replied(town: Town, database_url: str) -> str:
    """An order answered with photos and passed by the chief: to be re-inspected."""
    order_id = str(matters.within(database_url, lambda: matters.order(town.site, "扬尘治理限期整改")))
    finding = town.call(town.manager, "GET", f"{API}/orders/{order_id}")["findings"][0]
    reply = {"finding_id": finding["id"], "text": "裸土已全部覆盖"} | busy_site.pair(town)
    _post(town, town.manager, f"{API}/orders/{order_id}/reply", {"replies": [reply]})
    _post(town, town.chief, f"{API}/orders/{order_id}/pass", {"note": "已到现场核实"})
    return order_id


async def overdue_order(town: Town) -> UUID:
    """An order whose day has passed without a reply."""
    order_id = await matters.order(town.site, "临边防护限期整改")
    due_at = clock.now() - timedelta(days=3)
    await db.execute("UPDATE rectification_order SET due_at = $2 WHERE id = $1", order_id, due_at)
    return order_id


async def month_to_review(project_id: UUID) -> None:
    """Last month is for the unit to review."""
    await db.execute(
        """
        INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at)
        VALUES ($1, $2, '440300', 'monthly_review', $3, 'supervising_unit', $4)
        """,
        ids.new_id(), project_id, LAST, clock.now() + timedelta(days=2),
    )  # fmt: skip


async def newcomer(town: Town) -> UUID:
    """Somebody whom WeCom vouches for asks to join the bureau."""
    return (await applications.apply("wecom:test", "zhou.min", unit_id=town.site.city, name="周敏")).id


async def changed_category(town: Town) -> None:
    """The category was verified and is another now."""
    site = town.site
    before = (await facts.current(site.project_id))[Fact.CATEGORY]
    await facts.verify(site.regulator, site.project_id, Fact.CATEGORY, fact_rules.version(before))
    async with db.transaction():
        await db.execute("UPDATE project SET category = 'municipal' WHERE id = $1", site.project_id)
        await facts.changed(
            site.project_id, Fact.CATEGORY, before=before, after="municipal", reason="立项类别更正",
            actor_id=site.manager.account_id,
        )  # fmt: skip
