"""The own account as the phone shows it."""

from typing import Any

import httpx

from backend.core import db
from backend.identity.scope import Door, Scope
from backend.projects.rules import PostKind
from tests.backend.site import PHONE, Site, headers, hold, refusal


async def me(phone: httpx.AsyncClient, person: Scope) -> Any:
    return (await phone.get(f"{PHONE}/me", headers=await headers(person, door=Door.PHONE))).json()


async def choose(phone: httpx.AsyncClient, person: Scope, language: str) -> httpx.Response:
    body = {"language": language}
    return await phone.put(f"{PHONE}/me/language", json=body, headers=await headers(person, door=Door.PHONE))


async def test_a_manager_reads_the_posts_that_they_hold(phone: httpx.AsyncClient, site: Site) -> None:
    found = await me(phone, site.manager)
    (post,) = found["posts"]
    assert (post["project_id"], post["project_name"]) == (str(site.project_id), "南山科学城一期")
    assert (post["kind"], found["unit_id"], found["unit_sector"]) == ("project_manager", None, None)
    since = await db.fetch_value("SELECT decided_at FROM post WHERE id = $1", post["id"])
    assert post["since"] == since.isoformat().replace("+00:00", "Z")


async def test_what_was_only_applied_for_or_has_ended_is_no_post(phone: httpx.AsyncClient, site: Site) -> None:
    post_id = await hold(site.project_id, site.applicant, PostKind.SAFETY_OFFICER, site.chief)
    held = (await me(phone, site.applicant))["posts"]
    await db.execute("UPDATE post SET state = 'ended' WHERE id = $1", post_id)
    ended = (await me(phone, site.applicant))["posts"]
    await db.execute("UPDATE post SET state = 'applied' WHERE id = $1", post_id)
    applied = (await me(phone, site.applicant))["posts"]
    assert ([post["id"] for post in held], ended, applied) == ([str(post_id)], [], [])


async def test_a_regulator_reads_the_unit_its_region_and_its_sector(phone: httpx.AsyncClient, site: Site) -> None:
    found = await me(phone, site.regulator)
    assert (found["unit_id"], found["posts"]) == (str(site.city), [])
    assert {name: found[f"unit_{name}"] for name in ("level", "sector", "region_code", "region_zh", "region_en")} == {
        "level": "city",
        "sector": "housing",
        "region_code": "440300",
        "region_zh": "深圳市",
        "region_en": "Shenzhen",
    }


async def test_the_chosen_language_is_kept_and_said(phone: httpx.AsyncClient, site: Site) -> None:
    answer = await choose(phone, site.manager, "en")
    assert (answer.status_code, answer.json()) == (200, {"language": "en"})
    assert ((await me(phone, site.manager))["language"], (await me(phone, site.chief))["language"]) == ("en", "zh-CN")


async def test_a_language_in_which_nothing_is_written_is_refused(phone: httpx.AsyncClient, site: Site) -> None:
    assert refusal(await choose(phone, site.manager, "fr")) == (400, "invalid_input", "language")
    assert (await me(phone, site.manager))["language"] == "zh-CN"
