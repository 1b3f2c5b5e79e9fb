"""A site with something on every page: matters open, taken, replied to, returned, offered, applied for."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from backend.core import clock, db, geo
from backend.demo import pictures
from backend.projects.base import external_ids, map_points, permits, works
from backend.projects.dangerous import dangerous_works
from backend.projects.dangerous.dangerous_kinds import Measure
from backend.projects.facts import fact_rules, facts
from backend.projects.facts.fact_rules import Fact
from backend.projects.people import posts
from backend.projects.rules import PostKind
from backend.supervision import extensions, handover, warnings
from tests.backend import site as sites
from tests.browser.phone import matters, progress_form
from tests.phone_town import Town

API = "/api/miniapp/v1"


def enter(town: Town, database_url: str) -> dict[str, str]:
    """All of it; what is opened by an id, by name."""
    found = matters.within(database_url, lambda: _enter(town))
    report = progress_form.filed(town, town.officer)
    finding = town.call(town.manager, "GET", f"{API}/orders/{found['replied']}")["findings"][0]
    reply = {"finding_id": finding["id"], "text": "裸土已全部覆盖"} | pair(town)
    town.call(town.manager, "POST", f"{API}/orders/{found['replied']}/reply", {"replies": [reply]})
    return {name: str(each) for name, each in found.items()} | {"report": report, "project": town.project_id}


async def _enter(town: Town) -> dict[str, Any]:
    site, project_id = town.site, town.site.project_id
    dust = await matters.raise_dust(site)
    found = await matters.burning(site)
    await warnings.acknowledge(
        site.manager, found["red"], plan="开启喷淋并停止土方作业", promised_at=clock.now() + timedelta(hours=5)
    )
    replied = await matters.order(site, "围挡破损限期修复")
    await extensions.ask(site.manager, found["order"], until=clock.now() + timedelta(days=7), reason="连续暴雨")
    await permits.bind(site.manager, project_id, "440305202403150101")
    await map_points.set_point(site.manager, project_id, geo.Point(latitude=22.54, longitude=113.95), geo.Datum.GCJ02)
    version = fact_rules.version("building")
    await facts.return_(site.regulator, project_id, Fact.CATEGORY, version, "应为市政基础设施")
    number = external_ids.NewExternalId(kind="project_code", value="2607-440300-04-01-000001")
    await external_ids.add(site.manager, project_id, number)
    await works.list_(site.manager, project_id, works.NewWork(name="1栋", structure="框架剪力墙", floors_above=32))
    pit = dangerous_works.NewWork(
        kind="PIT", name="1栋基坑", location="1栋地下室", measures=[Measure(key="depth", value=6.2, unit="m")]
    )
    listed = await dangerous_works.list_work(site.manager, project_id, pit)
    await matters.review_month(site, dangerous_works="深基坑未列入")
    return found | {"dust": dust, "replied": replied, "dangerous": listed.id} | await _people(site)


async def _people(site: sites.Site) -> dict[str, UUID]:
    """An application that waits, and the officer's post, offered to a colleague."""
    newcomer = await sites.scope(await sites.enterprise("钱新来", "13800000015"))
    await posts.apply(newcomer, site.project_id, PostKind.SAFETY_OFFICER, sites.CONTRACTOR)
    colleague = await sites.scope(await sites.enterprise("赵接任", "13800000014"))
    to = await sites.hold(site.project_id, colleague, PostKind.SAFETY_OFFICER, site.chief)
    mine = await _post(site.applicant.account_id)
    offered = handover.NewHandover(to_post_id=to, note="喷淋泵的钥匙在门卫处")
    return {"handover": await handover.offer(site.applicant, mine, offered), "post": await _post(
        site.manager.account_id), "to": to}  # fmt: skip


async def _post(account_id: UUID) -> UUID:
    found: UUID = await db.fetch_value("SELECT id FROM post WHERE account_id = $1 AND state = 'active'", account_id)
    return found


def pair(town: Town) -> dict[str, str]:
    """A photo before and one after, sent."""
    return {
        "before_photo_id": _sent(town, "order_before", pictures.soil(is_covered=False)),
        "after_photo_id": _sent(town, "order_after", pictures.soil(is_covered=True)),
    }


def _sent(town: Town, purpose: str, picture: bytes) -> str:
    answer = httpx.post(
        f"{town.stack.api_url}{API}/photos",
        headers={"authorization": f"Bearer {town.manager.token}"},
        data={"project_id": town.project_id, "purpose": purpose, "slot": "front"},
        files={"file": ("photo.jpg", picture, "image/jpeg")},
        timeout=60,
    )
    photo_id: str = answer.raise_for_status().json()["id"]
    return photo_id
