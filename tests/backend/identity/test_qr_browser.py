"""The browser's half of a sign-in by code: who has not its secret fetches nothing (RELIABILITY A1)."""

import asyncio
import time

import httpx
import pytest

from backend.identity.qr import qr_sign_in
from backend.identity.scope import Door
from backend.identity.sessions import Opened
from tests.backend import site as sites
from tests.backend.identity.qr_devices import (
    ELSEWHERE,
    OFFICE,
    People,
    Phone,
    Screen,
    age,
    confirmed,
    cookie_of,
    field,
    forget_poll,
    live_sessions,
    polled,
    row,
    signed_in,
)
from tests.backend.site import refusal


async def test_who_has_the_picture_but_not_the_cookie_fetches_nothing(
    client: httpx.AsyncClient, screen: Screen, phone: Phone
) -> None:
    await confirmed(screen, phone)
    thief = Screen(client, address=ELSEWHERE)
    assert refusal(await thief.wait(ticket_id=screen.ticket_id))[:2] == (410, "qr_ticket_over")
    assert await row(screen.ticket_id) == "confirmed"


async def test_another_browsers_cookie_fetches_nothing(client: httpx.AsyncClient, screen: Screen, phone: Phone) -> None:
    await confirmed(screen, phone)
    other = Screen(client)
    await other.ask()
    assert refusal(await other.wait(ticket_id=screen.ticket_id))[:2] == (410, "qr_ticket_over")


async def test_the_cookie_in_another_browser_fetches_nothing(
    client: httpx.AsyncClient, screen: Screen, phone: Phone
) -> None:
    await confirmed(screen, phone)
    thief = Screen(client, agent="curl/8")
    thief.http.cookies = screen.http.cookies
    assert refusal(await thief.wait(ticket_id=screen.ticket_id))[:2] == (410, "qr_ticket_over")


async def test_a_cookie_planted_beforehand_is_replaced(client: httpx.AsyncClient) -> None:
    screen = Screen(client)
    planted = f"{'a' * 22}.{'b' * 43}"
    screen.http.cookies.set("sandtable_qr", planted, domain="test.local", path="/api/console/v1/qr-sign-in")
    asked = await screen.http.post("/api/console/v1/qr-sign-in", headers={"cookie": f"sandtable_qr={planted}"})
    given = cookie_of(asked, "sandtable_qr")
    assert given.startswith(f"sandtable_qr={'a' * 22}.")
    assert "b" * 43 not in given


async def test_a_session_from_before_the_sign_in_is_not_taken_over(
    client: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    old = (await sites.headers(people.outsider))["authorization"].removeprefix("Bearer ")
    screen.http.cookies.set("sandtable_session", old, domain="test.local", path="/api/console/")
    await confirmed(screen, phone)
    new = cookie_of(await screen.wait(), "sandtable_session")
    assert old not in new
    me = await screen.http.get("/api/console/v1/me", headers={"cookie": new.partition(";")[0]})
    assert me.json()["account_id"] == str(phone.person.account_id)


async def test_a_ticket_of_one_door_is_not_there_at_the_other(
    client: httpx.AsyncClient, screen: Screen, phone: Phone
) -> None:
    await confirmed(screen, phone)
    cookie = {"cookie": "; ".join(f"{each.name}={each.value}" for each in screen.http.cookies.jar)}
    answer = await screen.http.get(f"/api/miniapp/v1/qr-sign-in/{screen.ticket_id}", headers=cookie)
    assert refusal(answer)[:2] == (410, "qr_ticket_over")
    assert await row(screen.ticket_id) == "confirmed"


async def test_of_two_requests_of_one_browser_only_the_newer_gets_the_session(screen: Screen, phone: Phone) -> None:
    await phone.scan(await screen.code())
    await screen.wait()
    mark = await field(screen.ticket_id, "poller")
    older = asyncio.ensure_future(screen.wait())
    mark = await polled(screen.ticket_id, after=mark)
    await forget_poll(screen.ticket_id)
    newer = asyncio.ensure_future(screen.wait())
    await polled(screen.ticket_id, after=mark)
    await phone.confirm(screen.ticket_id, await screen.number())
    assert ["set-cookie" in (await each).headers for each in (older, newer)] == [False, True]
    assert await live_sessions(screen.ticket_id) == 1


async def test_fetching_again_gets_no_second_session(screen: Screen, phone: Phone) -> None:
    await signed_in(screen, phone)
    await forget_poll(screen.ticket_id)
    again = await screen.wait(0)
    assert (again.json()["state"], "set-cookie" in again.headers) == ("signed_in", False)
    assert await live_sessions(screen.ticket_id) == 1


async def test_a_hundred_requests_at_once_make_one_session(screen: Screen, phone: Phone) -> None:
    await confirmed(screen, phone)
    browser = qr_sign_in.Browser(cookie="", user_agent="", address=OFFICE)
    made = await asyncio.gather(
        *(qr_sign_in._sign_in(screen.ticket_id, Door.CONSOLE, browser) for _ in range(100)), return_exceptions=True
    )
    assert len([each for each in made if isinstance(each, Opened)]) == 1
    assert await live_sessions(screen.ticket_id) == 1


async def test_who_asks_again_for_the_same_state_within_two_seconds_is_slowed_down(screen: Screen) -> None:
    assert (await screen.wait(0)).status_code == 200
    refused = await screen.wait(0)
    assert (*refusal(refused)[:2], refused.headers["retry-after"]) == (429, "slow_down", "2")
    await age(screen.ticket_id, 2)
    assert (await screen.wait(0)).status_code == 200


async def test_a_version_that_was_never_told_gains_nothing(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qr_sign_in, "WAIT_SECONDS", 0.0)
    assert [(await screen.wait(known)).status_code for known in (7, 8, 9)] == [200, 429, 429]


async def test_a_request_is_answered_in_time_though_nothing_happens(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qr_sign_in, "WAIT_SECONDS", 0.3)
    start = time.monotonic()
    assert (await screen.wait()).json()["state"] == "waiting"
    assert 0.25 < time.monotonic() - start < 15  # It would be twenty.
