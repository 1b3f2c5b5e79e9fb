"""The search as both faces ask for it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.backend import site


@pytest.fixture
async def client(redis_url: str, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with site.opened() as opened:
        yield opened


async def test_both_doors_answer_and_say_what_is_wrong(client: httpx.AsyncClient) -> None:
    people = await site.build()
    console, phone = await site.headers(people.regulator), await site.headers(people.manager)
    answer = await client.get(f"{site.CONSOLE}/search", params={"q": "科学城"}, headers=console)
    assert [each["id"] for each in answer.json()["items"]] == [str(people.project_id)]
    answer = await client.get(f"{site.PHONE}/search", params={"q": "科学城"}, headers=phone)
    assert [each["id"] for each in answer.json()["items"]] == [str(people.project_id)]
    short = await client.get(f"{site.CONSOLE}/search", params={"q": "科"}, headers=console)
    assert site.refusal(short) == (422, "query_too_short", "q")
    long = await client.get(f"{site.CONSOLE}/search", params={"q": "科" * 201}, headers=console)
    assert site.refusal(long)[:2] == (400, "invalid_input")
    stored = await client.get(f"{site.CONSOLE}/search", params={"q": "科\x00学"}, headers=console)
    assert site.refusal(stored)[:2] == (400, "text_unstorable")
    cursor = await client.get(f"{site.CONSOLE}/search", params={"q": "科学", "cursor": "x"}, headers=console)
    assert site.refusal(cursor) == (400, "bad_cursor", "cursor")
