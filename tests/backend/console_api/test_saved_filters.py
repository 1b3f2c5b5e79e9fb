"""Saved filters: the person's own, under a name, renamed, replaced, bounded."""

from typing import Any
from urllib.parse import quote

import httpx

from backend.identity.scope import Scope
from tests.backend.site import CONSOLE, Site, headers, refusal

PATH = f"{CONSOLE}/warnings/filters"


async def save(console: httpx.AsyncClient, person: Scope, name: str, **body: Any) -> httpx.Response:
    told = {"name": name, "query": {"level": "red"}} | body
    return await console.put(PATH, json=told, headers=await headers(person))


async def names(console: httpx.AsyncClient, person: Scope) -> dict[str, Any]:
    found = (await console.get(PATH, headers=await headers(person))).json()
    return {each["name"]: each["query"] for each in found}


async def test_filters_are_saved_replaced_renamed_in_their_place_and_deleted(
    console: httpx.AsyncClient, site: Site
) -> None:
    mine = site.regulator
    for name in ("急办", "本区"):
        await save(console, mine, name)
    await save(console, mine, "急办", query={"level": "orange"})
    await save(console, mine, "红色", query={"level": "red"}, instead_of="急办")
    renamed = await names(console, mine)
    await save(console, mine, "本区", query={"silent": "4"}, instead_of="红色")
    merged = await names(console, mine)
    gone = [await console.delete(f"{PATH}?name={quote('本区')}", headers=await headers(mine)) for _ in range(2)]
    assert (list(renamed.items()), merged) == (
        [("红色", {"level": "red"}), ("本区", {"level": "red"})],
        {"本区": {"silent": "4"}},
    )
    assert ([each.status_code for each in gone], await names(console, mine)) == ([204, 204], {})


async def test_nobody_reads_or_deletes_a_colleagues_filters(console: httpx.AsyncClient, site: Site) -> None:
    await save(console, site.regulator, "急办")
    await console.delete(f"{PATH}?name={quote('急办')}", headers=await headers(site.administrator))
    assert await names(console, site.administrator) == {}
    assert list(await names(console, site.regulator)) == ["急办"]


async def test_twenty_are_kept_and_a_name_has_forty_signs(console: httpx.AsyncClient, site: Site) -> None:
    kept = [await save(console, site.regulator, f"筛选 {number}") for number in range(20)]
    full = await save(console, site.regulator, "第 21 个")
    replaced = await save(console, site.regulator, "筛选 3", query={})
    long = await save(console, site.regulator, "长" * 41)
    assert {each.status_code for each in [*kept, replaced]} == {200}
    assert refusal(full)[:2] == (409, "too_many_filters")
    assert long.status_code == 400
