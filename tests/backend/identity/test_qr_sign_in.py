"""Signing in by a scanned code, as it is meant; codes that change and end (RELIABILITY A1)."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from backend.core import db
from backend.core.settings import settings
from backend.identity.qr import qr_sign_in, qr_store, qr_wake
from backend.identity.scope import Door
from tests.backend.identity.qr_devices import (
    API,
    People,
    Phone,
    Screen,
    acts,
    age,
    confirmed,
    cookie_of,
    field,
    forget_poll,
    live_sessions,
    phone_of,
    polled,
    row,
    signed_in,
)
from tests.backend.site import refusal

# --- the way it is meant ------------------------------------------------------------------------------------------


async def test_a_scan_and_the_number_from_the_screen_sign_the_browser_in(screen: Screen, phone: Phone) -> None:
    scan = (await phone.scan(await screen.code())).json()
    shown = (await screen.wait()).json()
    assert (shown["state"], shown["number"] in scan["offered"]) == ("scanned", True)
    assert (await phone.confirm(screen.ticket_id, shown["number"])).json() == {"state": "confirmed"}
    answer = await screen.wait()
    assert answer.json()["state"] == "signed_in"
    me = (await screen.me()).json()
    assert me["account_id"] == str(phone.person.account_id)
    assert await acts(screen.ticket_id) == ["qr.scan", "qr.confirm"]
    assert await row(screen.ticket_id) == "signed_in"


@pytest.fixture
async def looks_never(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits is rung for, or does not hear of anything before a test gives up; the bell is hung up already."""
    monkeypatch.setattr(qr_sign_in, "LOOK_SECONDS", 100.0)
    monkeypatch.setattr(qr_sign_in, "WAIT_SECONDS", 100.0)
    async with asyncio.timeout(30):
        with qr_wake.bell(ticket_id := uuid4()) as bell:
            while not bell.is_set():
                await qr_wake.ring(ticket_id)
                await asyncio.sleep(0.01)


async def test_a_waiting_browser_is_woken_by_the_answer_on_the_phone(
    screen: Screen, phone: Phone, looks_never: None
) -> None:
    await phone.scan(await screen.code())
    await screen.wait()
    mark = await field(screen.ticket_id, "poller")
    waiting = asyncio.ensure_future(screen.wait())
    await polled(screen.ticket_id, after=mark)
    await phone.confirm(screen.ticket_id, await screen.number())
    async with asyncio.timeout(30):
        assert (await waiting).json()["state"] == "signed_in"


async def test_signing_out_on_either_door_takes_the_cookie_away(client: httpx.AsyncClient, phone: Phone) -> None:
    screens = [Screen(client, door) for door in Door]
    for screen in screens:
        await screen.ask()
        await signed_in(screen, phone)
    ended = [await screen.http.delete(f"{API[screen.door]}/session") for screen in screens]
    assert [answer.status_code for answer in ended] == [204, 204]
    assert [screen.http.cookies.get("sandtable_session") for screen in screens] == [None, None]


async def test_the_cookie_serves_the_phones_api_to_a_browser_without_a_token(
    client: httpx.AsyncClient, phone: Phone
) -> None:
    screen = Screen(client, Door.PHONE)
    await screen.ask()
    await signed_in(screen, phone)
    me = (await screen.me()).json()
    assert (me["account_id"], me["is_limited"]) == (str(phone.person.account_id), True)
    assert (await _choose(screen, "same-origin")).json() == {"language": "en"}
    assert (await _choose(screen)).json() == {"language": "en"}


@pytest.mark.parametrize("site", ["same-site", "cross-site"])
async def test_another_sites_page_does_nothing_with_the_cookie(
    client: httpx.AsyncClient, phone: Phone, site: str
) -> None:
    screen = Screen(client, Door.PHONE)
    await screen.ask()
    await signed_in(screen, phone)
    assert refusal(await _choose(screen, site)) == (403, "foreign_page", None)
    assert (await screen.me()).json()["language"] == "zh-CN"


async def _choose(screen: Screen, site: str = "") -> httpx.Response:
    """An unsafe call with the browser's cookie, as the page of that site sends it; empty: an old browser."""
    said = {"sec-fetch-site": site} if site else {}
    headers = {"idempotency-key": uuid4().hex, **said}
    return await screen.http.put(f"{API[Door.PHONE]}/me/language", json={"language": "en"}, headers=headers)


async def test_a_lost_wake_up_costs_a_second_at_most(
    screen: Screen, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_: UUID) -> None: ...

    monkeypatch.setattr("backend.identity.qr.qr_wake.ring", silent)
    monkeypatch.setattr(qr_sign_in, "WAIT_SECONDS", 100.0)
    mark = await field(screen.ticket_id, "poller")
    waiting = asyncio.ensure_future(screen.wait())
    await polled(screen.ticket_id, after=mark)
    await phone.scan(await screen.code())
    assert qr_sign_in.LOOK_SECONDS == 1
    async with asyncio.timeout(30):
        assert (await waiting).json()["state"] == "scanned"


async def test_a_scan_beside_the_browsers_look_is_told_at_once(
    screen: Screen, phone: Phone, monkeypatch: pytest.MonkeyPatch, looks_never: None
) -> None:
    look, code = qr_store.look, await screen.code()

    async def overtaken(ticket_id: UUID, **said: Any) -> qr_store.Answer:
        """The answer is still under way when the phone has scanned and the bell has rung."""
        answer = await look(ticket_id, **said)
        monkeypatch.setattr(qr_store, "look", look)
        with qr_wake.bell(ticket_id) as bell:
            await phone.scan(code)
            await bell.wait()
        return answer

    monkeypatch.setattr(qr_store, "look", overtaken)
    async with asyncio.timeout(30):
        assert (await screen.wait()).json()["state"] == "scanned"


async def test_the_session_comes_as_a_cookie_that_no_script_reads_and_nowhere_else(
    screen: Screen, phone: Phone
) -> None:
    await confirmed(screen, phone)
    answer = await screen.wait()
    line = cookie_of(answer, "sandtable_session")
    token = line.partition("=")[2].partition(";")[0]
    assert {"HttpOnly", "Path=/api/console/", "SameSite=strict"} <= set(line.split("; "))
    assert token not in answer.text
    assert token not in str(answer.url)
    assert answer.headers["cache-control"] == "no-store"


async def test_over_https_both_cookies_are_secure(
    client: httpx.AsyncClient, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_PUBLIC_URL", "https://test")
        settings.cache_clear()
        screen = Screen(client)
        screen.http.base_url = httpx.URL("https://test")
        asked = await screen.ask()
        await confirmed(screen, phone)
        fetched = await screen.wait()
    settings.cache_clear()
    assert "Secure" in cookie_of(asked, "sandtable_qr")
    assert "Secure" in cookie_of(fetched, "sandtable_session")


async def test_enterprise_staff_sign_in_to_the_phones_pages_on_a_desktop(
    client: httpx.AsyncClient, people: People
) -> None:
    screen, phone = Screen(client, Door.PHONE), await phone_of(client, people.manager)
    await screen.ask()
    await signed_in(screen, phone)
    assert (await screen.me()).json()["account_id"] == str(people.manager.account_id)


async def test_a_session_born_of_a_code_lives_twelve_hours_at_most_on_the_phones_door_too(
    client: httpx.AsyncClient, people: People
) -> None:
    screen, phone = Screen(client, Door.PHONE), await phone_of(client, people.manager)
    await screen.ask()
    await signed_in(screen, phone)
    hours = await db.fetch_value(
        "SELECT extract(epoch FROM ends_at - clock_timestamp()) / 3600 FROM session WHERE qr_ticket_id = $1",
        screen.ticket_id,
    )
    assert 11.9 < hours <= settings().qr_session_hours == 12


async def test_a_session_born_of_a_code_is_limited_and_approves_no_other_code(
    client: httpx.AsyncClient, people: People
) -> None:
    first, second = Screen(client, Door.PHONE), Screen(client, Door.PHONE)
    await first.ask()
    await second.ask()
    await signed_in(first, await phone_of(client, people.manager))
    refused = await first.http.post("/api/miniapp/v1/qr-scans", json={"code": await second.code()})
    assert refusal(refused)[:2] == (403, "re_authenticate")
    assert await second.state() == "waiting"


async def test_the_phone_is_told_door_place_browser_and_time(screen: Screen, phone: Phone) -> None:
    scan = (await phone.scan(await screen.code())).json()
    assert (scan["door"], scan["place_zh"], scan["place_en"]) == ("console", "未知", "unknown")
    assert (scan["browser_zh"], scan["tries_left"]) == ("Edge · Windows", 3)
    assert scan["seconds_left"] == 120
    assert scan["asked_at"]


async def test_the_number_is_shown_after_the_scan_only(screen: Screen, phone: Phone) -> None:
    assert "number" not in (await screen.wait(0)).json()
    await phone.scan(await screen.code())
    assert (await screen.wait()).json()["number"] == await screen.number()


# --- codes that change and end ------------------------------------------------------------------------------------


async def test_the_screen_shows_another_code_every_twenty_seconds(screen: Screen) -> None:
    first = await screen.code()
    await age(screen.ticket_id, 19)
    await screen.wait(0)
    assert await screen.code() == first
    await age(screen.ticket_id, 1)
    await forget_poll(screen.ticket_id)
    answer = await screen.wait()
    assert (answer.json()["version"], answer.json()["next_code_seconds"]) == (2, 20)
    assert await screen.code() != first


async def test_a_code_that_has_just_left_the_screen_is_taken_and_a_little_later_not(
    client: httpx.AsyncClient, screen: Screen, phone: Phone
) -> None:
    late = Screen(client)
    await late.ask()
    old, older = await screen.code(), await late.code()
    for each in (screen, late):
        await age(each.ticket_id, 20)
        await each.wait(0)
    assert (await phone.scan(old)).status_code == 201
    await age(late.ticket_id, 10)
    assert refusal(await phone.scan(older))[:2] == (410, "qr_code_over")
    assert await late.state() == "waiting"


async def test_a_code_is_over_sixty_seconds_after_it_was_asked_for(screen: Screen, phone: Phone) -> None:
    await age(screen.ticket_id, 61)
    assert refusal(await phone.scan(await screen.code()))[:2] == (410, "qr_code_over")
    assert await screen.state() == "expired"
    assert await row(screen.ticket_id) is None


async def test_within_sixty_seconds_it_is_taken(screen: Screen, phone: Phone) -> None:
    await age(screen.ticket_id, 58)
    assert (await phone.scan(await screen.code())).status_code == 201


async def test_a_scan_is_over_after_two_minutes(screen: Screen, phone: Phone) -> None:
    await phone.scan(await screen.code())
    await age(screen.ticket_id, 121)
    assert refusal(await phone.confirm(screen.ticket_id, await screen.number()))[:2] == (409, "qr_decided")
    assert await screen.state() == "expired"
    assert [each["state"] for each in await phone.recent()] == ["expired"]


async def test_the_row_refuses_an_old_scan_even_where_redis_would_not(screen: Screen, phone: Phone) -> None:
    await phone.scan(await screen.code())
    await db.execute("UPDATE qr_ticket SET scanned_at = scanned_at - interval '121 seconds'")
    assert refusal(await phone.confirm(screen.ticket_id, await screen.number()))[:2] == (409, "qr_decided")
    assert await live_sessions(screen.ticket_id) == 0


async def test_a_browser_that_comes_a_minute_after_the_answer_gets_nothing(screen: Screen, phone: Phone) -> None:
    await confirmed(screen, phone)
    await age(screen.ticket_id, 61)
    assert (await screen.wait()).json()["state"] == "expired"
    assert (await screen.me()).status_code == 401
