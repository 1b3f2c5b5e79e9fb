"""The list of dangerous works as a phone speaks of it."""

from typing import Any

import httpx

from backend.core import db
from backend.identity.scope import Door, Scope
from tests.backend.site import PHONE, Site, headers

PIT = {
    "kind": "PIT",
    "name": "地下室基坑",
    "location": "1#楼地下室",
    "measures": [{"key": "depth", "value": 4.2, "unit": "m"}],
    "planned_from": "2026-12-01",
    "planned_until": "2027-01-31",
}
DEEP = PIT | {"measures": [{"key": "depth", "value": 5, "unit": "m"}]}
REASON_ZH = "危大工程：开挖深度 4.2 m ≥ 3 m（建办质〔2018〕31号附件1第一（一）项）"
REASON_EN = "Dangerous works: Depth of excavation 4.2 m ≥ 3 m (Jianbanzhi [2018] No. 31, annex 1, item 1(1))"


async def list_work(
    phone: httpx.AsyncClient, site: Site, person: Scope | None = None, **changes: Any
) -> httpx.Response:
    path = f"{PHONE}/projects/{site.project_id}/dangerous-works"
    return await phone.post(path, json=PIT | changes, headers=await headers(person or site.manager, door=Door.PHONE))


async def listed(phone: httpx.AsyncClient, site: Site, **changes: Any) -> str:
    answer = await list_work(phone, site, **changes)
    assert answer.status_code == 201, answer.text
    work_id: str = answer.json()["id"]
    return work_id


async def change(phone: httpx.AsyncClient, person: Scope, work_id: str, **changes: Any) -> httpx.Response:
    body = PIT | {"reason": "设计变更"} | changes
    return await phone.put(f"{PHONE}/dangerous-works/{work_id}", json=body, headers=await headers(person))


async def remove(phone: httpx.AsyncClient, person: Scope, work_id: str) -> httpx.Response:
    path = f"{PHONE}/dangerous-works/{work_id}/remove"
    return await phone.post(path, json={"reason": "设计取消"}, headers=await headers(person))


async def shown(phone: httpx.AsyncClient, site: Site, person: Scope | None = None) -> dict[str, Any]:
    path = f"{PHONE}/projects/{site.project_id}/dangerous-works"
    answer = await phone.get(path, headers=await headers(person or site.manager, door=Door.PHONE))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def obligation(site: Site) -> str:
    found = await db.fetch_value(
        "SELECT state FROM obligation WHERE project_id = $1 AND kind = 'dangerous_list'", site.project_id
    )
    return str(found)
