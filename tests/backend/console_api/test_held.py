"""What is held after many attempts: listed in words, tried again by hand, once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from backend.core import clock, db, events, ids, timers
from notifications import expand
from tests.backend.console_api.desks import province, read
from tests.backend.site import CONSOLE, Site, headers


async def repeat(console: httpx.AsyncClient, kind: str, *chosen: str) -> Any:
    body = {"ids": list(chosen)}
    mine = await headers(await province())
    answer = await console.post(f"{CONSOLE}/held/{kind}/repeat", json=body, headers=mine)
    assert answer.status_code == 200, answer.text
    return answer.json()["repeated"]


async def held_event(site: Site) -> UUID:
    """Its applicant was nobody; somebody has corrected it since."""
    async with db.transaction():
        event_id = await events.record(
            "post.decided", subject_id=ids.new_id(), city_code="440300", project_id=site.project_id,
            data={"account_id": "nobody", "person_name": "林晓明"},
        )  # fmt: skip
    while await expand.step():
        pass
    await db.execute(
        "UPDATE event SET data = jsonb_set(data, '{account_id}', to_jsonb($2::text)) WHERE id = $1",
        event_id, str(site.manager.account_id),
    )  # fmt: skip
    return event_id


async def test_a_held_event_is_told_in_words_and_becomes_its_messages_once(
    console: httpx.AsyncClient, site: Site
) -> None:
    event_id = str(await held_event(site))
    [item] = await read(console, await province(), "/held/events")
    again = [await repeat(console, "events", event_id) for _ in range(2)]
    while await expand.step():
        pass
    told = await db.fetch("SELECT account_id FROM delivery WHERE event_id = $1 AND channel = 'inbox'", UUID(event_id))
    acts = await db.fetch("SELECT detail ->> 'count' AS count FROM audit_entry WHERE act = 'held.repeat'")
    assert (item["id"], item["title"]["zh"], item["project_name"]) == (
        event_id,
        "林晓明的申请",
        "南山科学城一期",
    )
    assert (item["why"]["zh"][:11], item["error"][:10]) == ("内容与程序的预期不符；", "ValueError")
    assert (again, [row["account_id"] for row in told]) == ([1, 0], [site.manager.account_id])
    assert [row["count"] for row in acts] == ["1"]
    assert await read(console, await province(), "/held/events") == []


async def test_a_held_callback_is_worked_off_again(console: httpx.AsyncClient, site: Site) -> None:
    callback_id = ids.new_id()
    await db.execute(
        "INSERT INTO callback_inbox (id, platform, unique_key, user_id, payload, request_id, state, attempts, error)"
        " VALUES ($1, 'wecom', 'k', 'Stranger', '', '', 'held', 6, 'TimeoutError: ')",
        callback_id,
    )
    [item] = await read(console, await province(), "/held/callbacks")
    repeated = await repeat(console, "callbacks", str(callback_id), str(ids.new_id()))
    row = await db.fetch_one("SELECT state, attempts FROM callback_inbox")
    assert (item["title"]["zh"], item["attempts"]) == ("Stranger 在企业微信中的操作", 6)
    assert item["why"]["en"] == "The database or the network did not answer: try again"
    assert (repeated, tuple(row or ())) == (1, ("received", 0))


async def test_a_timer_that_keeps_failing_says_why_and_fires_when_repeated(
    console: httpx.AsyncClient, site: Site
) -> None:
    fired = []

    async def fail(_: timers.Timer, __: object) -> None:
        raise KeyError("posts")

    async def work(timer: timers.Timer, _: object) -> None:
        fired.append(timer.subject_id)

    subject, now = ids.new_id(), clock.now()
    await db.execute("DELETE FROM timer")
    await timers.set("order.remind", subject, now - timedelta(hours=1))
    for hour in range(timers.MAX_ATTEMPTS):
        await timers.fire_due(now + timedelta(hours=2 * hour), {"order.remind": fail}, limit=1)
    still = await timers.fire_due(now + timedelta(days=9), {"order.remind": work})
    [item] = await read(console, await province(), "/held/timers")
    repeated = await repeat(console, "timers", item["id"])
    await timers.fire_due(now, {"order.remind": work})
    assert (item["title"]["zh"], item["attempts"], item["error"]) == ("整改到期提醒", 20, "KeyError: 'posts'")
    assert (still, repeated, fired) == (0, 1, [subject])
