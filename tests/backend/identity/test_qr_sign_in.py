"""Signing in by a scanned code, and everything that must not sign anybody in (RELIABILITY A1)."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from backend.core import db, redis
from backend.core.settings import settings
from backend.identity import sessions
from backend.identity.qr import qr_samples, qr_sign_in, qr_store
from backend.identity.qr.qr_rules import Code, new_shown, write_code
from backend.identity.scope import Door
from backend.identity.sessions import Opened
from tests.backend import site as sites
from tests.backend.identity import qr_devices
from tests.backend.identity.qr_devices import (
    API,
    ELSEWHERE,
    OFFICE,
    People,
    Phone,
    Screen,
    acts,
    age,
    field,
    forget_poll,
    live_sessions,
    lose,
    phone_of,
    row,
)
from tests.backend.site import refusal


@pytest.fixture
async def whole(database_url: str, redis_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with sites.opened() as client:
        yield client


@pytest.fixture
async def people(whole: httpx.AsyncClient) -> People:
    return await qr_devices.people()


@pytest.fixture
async def screen(whole: httpx.AsyncClient) -> Screen:
    opened = Screen(whole)
    await opened.ask()
    return opened


@pytest.fixture
async def phone(whole: httpx.AsyncClient, people: People) -> Phone:
    """A regulator's, on the same network as the screen."""
    return await phone_of(whole, people.regulator)


async def confirmed(screen: Screen, phone: Phone) -> None:
    """Scanned and answered with the right number."""
    assert (await phone.scan(await screen.code())).status_code == 201
    assert (await phone.confirm(screen.ticket_id, await screen.number())).status_code == 200


async def signed_in(screen: Screen, phone: Phone) -> None:
    await confirmed(screen, phone)
    assert (await screen.wait()).json()["state"] == "signed_in"


def cookie_of(answer: httpx.Response, name: str) -> str:
    """The Set-Cookie line of that name."""
    return next(line for line in answer.headers.get_list("set-cookie") if line.startswith(f"{name}="))


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


async def test_a_waiting_browser_is_woken_by_the_answer_on_the_phone(screen: Screen, phone: Phone) -> None:
    await phone.scan(await screen.code())
    await screen.wait()
    waiting = asyncio.ensure_future(screen.wait())
    await asyncio.sleep(0.1)
    start = time.monotonic()
    await phone.confirm(screen.ticket_id, await screen.number())
    assert (await waiting).json()["state"] == "signed_in"
    assert time.monotonic() - start < 0.9  # Less than the second after which it would look by itself.


async def test_signing_out_on_either_door_takes_the_cookie_away(whole: httpx.AsyncClient, phone: Phone) -> None:
    screens = [Screen(whole, door) for door in Door]
    for screen in screens:
        await screen.ask()
        await signed_in(screen, phone)
    ended = [await screen.http.delete(f"{API[screen.door]}/session") for screen in screens]
    assert [answer.status_code for answer in ended] == [204, 204]
    assert [screen.http.cookies.get("sandtable_session") for screen in screens] == [None, None]


async def test_a_lost_wake_up_costs_a_second_at_most(
    screen: Screen, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_: UUID) -> None: ...

    monkeypatch.setattr("backend.identity.qr.qr_wake.ring", silent)
    waiting = asyncio.ensure_future(screen.wait())
    await asyncio.sleep(0.1)
    await phone.scan(await screen.code())
    async with asyncio.timeout(qr_sign_in.LOOK_SECONDS + 1):
        assert (await waiting).json()["state"] == "scanned"


async def test_a_scan_beside_the_browsers_look_is_told_at_once(
    screen: Screen, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, code = qr_store.look, await screen.code()

    async def overtaken(ticket_id: UUID, **said: Any) -> qr_store.Answer:
        """The answer is still under way when the phone has scanned and the bell has rung."""
        answer = await look(ticket_id, **said)
        monkeypatch.setattr(qr_store, "look", look)
        await phone.scan(code)
        await asyncio.sleep(0.1)
        return answer

    monkeypatch.setattr(qr_store, "look", overtaken)
    start = time.monotonic()
    assert (await screen.wait()).json()["state"] == "scanned"
    assert time.monotonic() - start < 0.9


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
    whole: httpx.AsyncClient, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_PUBLIC_URL", "https://test")
        settings.cache_clear()
        screen = Screen(whole)
        screen.http.base_url = httpx.URL("https://test")
        asked = await screen.ask()
        await confirmed(screen, phone)
        fetched = await screen.wait()
    settings.cache_clear()
    assert "Secure" in cookie_of(asked, "sandtable_qr")
    assert "Secure" in cookie_of(fetched, "sandtable_session")


async def test_enterprise_staff_sign_in_to_the_phones_pages_on_a_desktop(
    whole: httpx.AsyncClient, people: People
) -> None:
    screen, phone = Screen(whole, Door.PHONE), await phone_of(whole, people.manager)
    await screen.ask()
    await signed_in(screen, phone)
    assert (await screen.me()).json()["account_id"] == str(people.manager.account_id)


async def test_a_session_born_of_a_code_lives_twelve_hours_at_most_on_the_phones_door_too(
    whole: httpx.AsyncClient, people: People
) -> None:
    screen, phone = Screen(whole, Door.PHONE), await phone_of(whole, people.manager)
    await screen.ask()
    await signed_in(screen, phone)
    hours = await db.fetch_value(
        "SELECT extract(epoch FROM ends_at - clock_timestamp()) / 3600 FROM session WHERE qr_ticket_id = $1",
        screen.ticket_id,
    )
    assert 11.9 < hours <= settings().qr_session_hours == 12


async def test_a_session_born_of_a_code_is_limited_and_approves_no_other_code(
    whole: httpx.AsyncClient, people: People
) -> None:
    first, second = Screen(whole, Door.PHONE), Screen(whole, Door.PHONE)
    await first.ask()
    await second.ask()
    await signed_in(first, await phone_of(whole, people.manager))
    refused = await first.http.post("/api/miniapp/v1/qr-scans", json={"code": await second.code()})
    assert refusal(refused)[:2] == (403, "re_authenticate")
    assert await second.state() == "waiting"


async def test_the_phone_is_told_door_place_browser_and_time(screen: Screen, phone: Phone) -> None:
    scan = (await phone.scan(await screen.code())).json()
    assert (scan["door"], scan["place_zh"], scan["place_en"]) == ("console", "未知", "unknown")
    assert (scan["browser_zh"], scan["tries_left"]) == ("Edge · Windows", 3)
    assert 118 <= scan["seconds_left"] <= 120
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
    whole: httpx.AsyncClient, screen: Screen, phone: Phone
) -> None:
    late = Screen(whole)
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


# --- the second secret --------------------------------------------------------------------------------------------


async def test_who_has_the_picture_but_not_the_cookie_fetches_nothing(
    whole: httpx.AsyncClient, screen: Screen, phone: Phone
) -> None:
    await confirmed(screen, phone)
    thief = Screen(whole, address=ELSEWHERE)
    assert refusal(await thief.wait(ticket_id=screen.ticket_id))[:2] == (410, "qr_ticket_over")
    assert await row(screen.ticket_id) == "confirmed"


async def test_another_browsers_cookie_fetches_nothing(whole: httpx.AsyncClient, screen: Screen, phone: Phone) -> None:
    await confirmed(screen, phone)
    other = Screen(whole)
    await other.ask()
    assert refusal(await other.wait(ticket_id=screen.ticket_id))[:2] == (410, "qr_ticket_over")


async def test_the_cookie_in_another_browser_fetches_nothing(
    whole: httpx.AsyncClient, screen: Screen, phone: Phone
) -> None:
    await confirmed(screen, phone)
    thief = Screen(whole, agent="curl/8")
    thief.http.cookies = screen.http.cookies
    assert refusal(await thief.wait(ticket_id=screen.ticket_id))[:2] == (410, "qr_ticket_over")


async def test_a_cookie_planted_beforehand_is_replaced(whole: httpx.AsyncClient) -> None:
    screen = Screen(whole)
    planted = f"{'a' * 22}.{'b' * 43}"
    screen.http.cookies.set("sandtable_qr", planted, domain="test.local", path="/api/console/v1/qr-sign-in")
    asked = await screen.http.post("/api/console/v1/qr-sign-in", headers={"cookie": f"sandtable_qr={planted}"})
    given = cookie_of(asked, "sandtable_qr")
    assert given.startswith(f"sandtable_qr={'a' * 22}.")
    assert "b" * 43 not in given


async def test_a_session_from_before_the_sign_in_is_not_taken_over(
    whole: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    old = (await sites.headers(people.outsider))["authorization"].removeprefix("Bearer ")
    screen.http.cookies.set("sandtable_session", old, domain="test.local", path="/api/console/")
    await confirmed(screen, phone)
    new = cookie_of(await screen.wait(), "sandtable_session")
    assert old not in new
    me = await screen.http.get("/api/console/v1/me", headers={"cookie": new.partition(";")[0]})
    assert me.json()["account_id"] == str(phone.person.account_id)


async def test_a_ticket_of_one_door_is_not_there_at_the_other(
    whole: httpx.AsyncClient, screen: Screen, phone: Phone
) -> None:
    await confirmed(screen, phone)
    cookie = {"cookie": "; ".join(f"{each.name}={each.value}" for each in screen.http.cookies.jar)}
    answer = await screen.http.get(f"/api/miniapp/v1/qr-sign-in/{screen.ticket_id}", headers=cookie)
    assert refusal(answer)[:2] == (410, "qr_ticket_over")
    assert await row(screen.ticket_id) == "confirmed"


async def test_of_two_requests_of_one_browser_only_the_newer_gets_the_session(screen: Screen, phone: Phone) -> None:
    await phone.scan(await screen.code())
    await screen.wait()
    older = asyncio.ensure_future(screen.wait())
    await asyncio.sleep(0.1)
    await forget_poll(screen.ticket_id)
    newer = asyncio.ensure_future(screen.wait())
    await asyncio.sleep(0.1)
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
    assert 0.25 < time.monotonic() - start < 1.5


# --- who may answer -----------------------------------------------------------------------------------------------


async def test_a_scan_alone_signs_nobody_in(screen: Screen, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qr_sign_in, "WAIT_SECONDS", 0.0)
    await phone.scan(await screen.code())
    await screen.wait()
    await age(screen.ticket_id, 2)
    assert (await screen.wait()).json()["state"] == "scanned"
    assert await live_sessions(screen.ticket_id) == 0


async def test_another_person_cannot_confirm_and_the_attempt_is_kept(
    whole: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    other = await phone_of(whole, people.administrator)
    await phone.scan(await screen.code())
    assert refusal(await other.confirm(screen.ticket_id, await screen.number()))[:2] == (404, "not_found")
    assert await acts(screen.ticket_id) == ["qr.scan", "qr.not_the_scanner"]
    assert await screen.state() == "scanned"


@pytest.mark.parametrize("act", ["refuse", "report"])
async def test_another_person_cannot_refuse_or_report(
    whole: httpx.AsyncClient, people: People, screen: Screen, phone: Phone, act: str
) -> None:
    other = await phone_of(whole, people.administrator)
    await phone.scan(await screen.code())
    assert refusal(await other.post(f"/{screen.ticket_id}/{act}"))[:2] == (404, "not_found")
    assert await screen.state() == "scanned"


async def test_the_scanners_other_session_cannot_confirm(
    whole: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    await phone.scan(await screen.code())
    other = await phone_of(whole, people.regulator)
    assert refusal(await other.confirm(screen.ticket_id, await screen.number()))[:2] == (409, "qr_decided")


async def test_enterprise_staff_cannot_scan_a_consoles_code_and_do_not_use_it_up(
    whole: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    worker = await phone_of(whole, people.manager)
    assert refusal(await worker.scan(await screen.code())) == (403, "wrong_door", "code")
    assert await screen.state() == "waiting"
    assert (await phone.scan(await screen.code())).status_code == 201


async def test_nobody_scans_without_a_session(whole: httpx.AsyncClient, screen: Screen) -> None:
    answer = await whole.post("/api/miniapp/v1/qr-scans", json={"code": await screen.code()})
    assert refusal(answer)[:2] == (401, "unauthenticated")


async def test_an_account_disabled_after_the_answer_gets_no_session(screen: Screen, phone: Phone) -> None:
    await confirmed(screen, phone)
    await db.execute("UPDATE account SET state = 'disabled' WHERE id = $1", phone.person.account_id)
    assert refusal(await screen.wait())[:2] == (403, "account_disabled")
    assert await live_sessions(screen.ticket_id) == 0


async def test_the_same_scan_again_shows_the_same_and_is_no_second_scan(screen: Screen, phone: Phone) -> None:
    code = await screen.code()
    first, again = await phone.scan(code), await phone.scan(code)
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert await acts(screen.ticket_id) == ["qr.scan"]


async def test_confirming_twice_is_answered_alike_and_makes_one_session(screen: Screen, phone: Phone) -> None:
    await confirmed(screen, phone)
    number = await screen.number()
    assert (await phone.confirm(screen.ticket_id, number)).json() == {"state": "confirmed"}
    assert (await screen.wait()).json()["state"] == "signed_in"
    assert (await phone.confirm(screen.ticket_id, number)).json() == {"state": "confirmed"}
    assert await acts(screen.ticket_id) == ["qr.scan", "qr.confirm"]


async def test_after_a_refusal_the_right_number_comes_too_late(screen: Screen, phone: Phone) -> None:
    await phone.scan(await screen.code())
    assert (await phone.refuse(screen.ticket_id)).json() == {"state": "refused"}
    assert (await phone.refuse(screen.ticket_id)).json() == {"state": "refused"}
    assert refusal(await phone.confirm(screen.ticket_id, await screen.number()))[:2] == (409, "qr_decided")
    assert await screen.state() == "refused"
    assert await acts(screen.ticket_id) == ["qr.scan", "qr.refuse"]


async def test_after_the_confirmation_a_refusal_comes_too_late(screen: Screen, phone: Phone) -> None:
    await confirmed(screen, phone)
    assert refusal(await phone.refuse(screen.ticket_id))[:2] == (409, "qr_decided")


# --- the number ---------------------------------------------------------------------------------------------------


async def test_on_one_network_the_number_is_chosen_and_elsewhere_typed(
    whole: httpx.AsyncClient, people: People, screen: Screen
) -> None:
    far = await phone_of(whole, people.regulator, address=ELSEWHERE)
    scan = (await far.scan(await screen.code())).json()
    assert (scan["offered"], scan["is_elsewhere"]) == ([], True)
    assert (await far.confirm(screen.ticket_id, await screen.number())).status_code == 200


async def test_after_one_wrong_number_it_is_typed(screen: Screen, phone: Phone) -> None:
    code = await screen.code()
    scan = (await phone.scan(code)).json()
    right = await screen.number()
    wrong = next(number for number in scan["offered"] if number != right)
    assert refusal(await phone.confirm(screen.ticket_id, wrong)) == (422, "qr_wrong_number", "number")
    again = (await phone.scan(code)).json()
    assert (again["offered"], again["tries_left"]) == ([], 2)


async def test_three_wrong_numbers_end_the_code_for_good(screen: Screen, phone: Phone) -> None:
    await phone.scan(await screen.code())
    right = await screen.number()
    wrong = 10 if right != 10 else 11
    codes = [refusal(await phone.confirm(screen.ticket_id, wrong))[1] for _ in range(3)]
    assert codes == ["qr_wrong_number", "qr_wrong_number", "qr_blocked"]
    assert refusal(await phone.confirm(screen.ticket_id, right))[:2] == (409, "qr_decided")
    assert await screen.state() == "blocked"
    assert await row(screen.ticket_id) == "blocked"
    assert await acts(screen.ticket_id) == ["qr.scan", "qr.missed", "qr.missed", "qr.blocked"]


async def test_two_wrong_numbers_leave_a_third_try(screen: Screen, phone: Phone) -> None:
    await phone.scan(await screen.code())
    right = await screen.number()
    for _ in range(2):
        await phone.confirm(screen.ticket_id, 10 if right != 10 else 11)
    assert (await phone.confirm(screen.ticket_id, right)).status_code == 200


@pytest.mark.parametrize("number", [None, 9, 100, 0, -47, 47.5, "four", True, [47]])
async def test_what_is_no_two_digit_number_is_refused_and_not_counted(
    screen: Screen, phone: Phone, number: object
) -> None:
    await phone.scan(await screen.code())
    answer = await phone.post(f"/{screen.ticket_id}/confirm", {"number": number})
    assert refusal(answer)[:2] == (400, "invalid_input")
    assert await field(screen.ticket_id, "misses") == ""


# --- used twice, reported -----------------------------------------------------------------------------------------


async def test_a_second_persons_scan_ends_the_code_and_both_are_told(
    whole: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    other, code = await phone_of(whole, people.administrator), await screen.code()
    await phone.scan(code)
    assert refusal(await other.scan(code)) == (409, "qr_code_used", "code")
    assert await screen.state() == "reused"
    assert refusal(await phone.confirm(screen.ticket_id, await screen.number()))[:2] == (409, "qr_decided")
    assert await acts(screen.ticket_id) == ["qr.scan", "qr.reused"]


async def test_a_second_persons_scan_of_a_used_code_ends_its_session(
    whole: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    other, code = await phone_of(whole, people.administrator), await screen.code()
    await signed_in(screen, phone)
    assert (await screen.me()).status_code == 200
    assert refusal(await other.scan(code))[:2] == (409, "qr_code_used")
    assert refusal(await screen.me())[:2] == (401, "session_ended")


async def test_it_does_so_after_redis_has_forgotten_the_code(
    whole: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    other, code = await phone_of(whole, people.administrator), await screen.code()
    await signed_in(screen, phone)
    await lose(screen.ticket_id)
    assert refusal(await other.scan(code))[:2] == (409, "qr_code_used")
    assert refusal(await screen.me())[:2] == (401, "session_ended")
    assert await row(screen.ticket_id) == "reused"


async def test_the_scanner_who_scans_a_used_code_again_is_told_and_stays_signed_in(
    screen: Screen, phone: Phone
) -> None:
    code = await screen.code()
    await signed_in(screen, phone)
    assert refusal(await phone.scan(code))[:2] == (409, "qr_code_used")
    await lose(screen.ticket_id)
    assert refusal(await phone.scan(code))[:2] == (409, "qr_code_used")
    assert (await screen.me()).status_code == 200


async def test_of_two_persons_who_scan_at_once_nobody_is_signed_in(
    whole: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    other, code = await phone_of(whole, people.administrator), await screen.code()
    answers = await asyncio.gather(phone.scan(code), other.scan(code))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert await screen.state() == "reused"


async def test_a_report_ends_the_session_within_a_second(screen: Screen, phone: Phone) -> None:
    await signed_in(screen, phone)
    assert (await screen.me()).status_code == 200
    start = time.monotonic()
    assert (await phone.report(screen.ticket_id)).json() == {"ended_sessions": 1}
    assert refusal(await screen.me())[:2] == (401, "session_ended")
    assert time.monotonic() - start < 1
    assert await acts(screen.ticket_id) == ["qr.scan", "qr.confirm", "qr.report"]


async def test_a_report_between_answer_and_fetching_leaves_nothing_to_fetch(screen: Screen, phone: Phone) -> None:
    await confirmed(screen, phone)
    await phone.report(screen.ticket_id)
    assert await screen.state() == "reported"
    assert await live_sessions(screen.ticket_id) == 0


async def test_reports_and_fetching_at_once_leave_no_live_session(
    whole: httpx.AsyncClient, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qr_sign_in, "WAIT_SECONDS", 0.5)
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_QR_SCANS_PER_MINUTE", "100")
        settings.cache_clear()
        screens = [Screen(whole, address=f"113.108.2.{n}") for n in range(10)]
        for screen in screens:
            await screen.ask()
            await confirmed(screen, phone)
    settings.cache_clear()
    await asyncio.gather(*(act for each in screens for act in (each.wait(), phone.report(each.ticket_id))))
    assert [await live_sessions(screen.ticket_id) for screen in screens] == [0] * 10


async def test_a_report_works_without_redis(screen: Screen, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    await signed_in(screen, phone)
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_REDIS_URL", "redis://127.0.0.1:1/0")
        settings.cache_clear()
        await redis.stop()
        answer = await phone.report(screen.ticket_id)
        await redis.stop()
    settings.cache_clear()
    assert answer.json() == {"ended_sessions": 1}


async def test_the_recent_scans_are_ones_own_and_say_what_is_alive(
    whole: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    await signed_in(screen, phone)
    (mine,) = await phone.recent()
    assert (mine["id"], mine["state"], mine["is_signed_in"]) == (str(screen.ticket_id), "signed_in", True)
    assert await (await phone_of(whole, people.administrator)).recent() == []
    await phone.report(screen.ticket_id)
    (after,) = await phone.recent()
    assert (after["state"], after["is_signed_in"]) == ("reported", False)


# --- guesses, limits, a lost Redis --------------------------------------------------------------------------------


def _made_up() -> str:
    return write_code(Code(uuid4(), new_shown()))


@pytest.mark.parametrize(
    "text", ["x", "https://example.com/", "a" * 44, "é" * 44, "/qr/", "0" * 512, "/qr/" + qr_samples.CODE]
)
async def test_what_is_no_code_is_refused(phone: Phone, text: str) -> None:
    assert refusal(await phone.scan(text))[:2] == (410, "qr_code_over")


async def test_the_whole_address_is_a_code_too(screen: Screen, phone: Phone) -> None:
    assert (await phone.scan(f"{settings().public_url}/qr/{await screen.code()}")).status_code == 201


async def test_another_shown_part_with_the_right_ticket_opens_nothing(screen: Screen, phone: Phone) -> None:
    assert refusal(await phone.scan(write_code(Code(screen.ticket_id, new_shown()))))[:2] == (410, "qr_code_over")
    assert await screen.state() == "waiting"


async def test_guesses_from_one_address_are_counted_and_kept_as_an_event(whole: httpx.AsyncClient) -> None:
    thief = Screen(whole, address=ELSEWHERE)
    codes = [refusal(await thief.wait(ticket_id=uuid4()))[1] for _ in range(22)]
    assert codes == ["qr_ticket_over"] * 20 + ["qr_guessing"] * 2
    assert await db.fetch_value("SELECT count(*) FROM audit_entry WHERE act = 'qr.guessing'") == 1


async def test_another_address_of_the_same_ipv6_network_gains_no_further_guesses(whole: httpx.AsyncClient) -> None:
    thieves = [Screen(whole, address=f"2408:8456:1:2::{n:x}") for n in range(1, 23)]
    codes = [refusal(await thief.wait(ticket_id=uuid4()))[1] for thief in thieves]
    assert codes == ["qr_ticket_over"] * 20 + ["qr_guessing"] * 2


async def test_an_address_gets_so_many_codes_a_minute_and_not_one_more(
    whole: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_QR_CODES_PER_MINUTE", "3")
        settings.cache_clear()
        answers = [await Screen(whole).ask() for _ in range(4)]
    settings.cache_clear()
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert refusal(answers[3])[1] == "qr_codes_too_often"


async def test_a_browser_gets_ten_codes_a_minute_and_not_one_more(whole: httpx.AsyncClient) -> None:
    screen = Screen(whole)
    answers = [await screen.ask() for _ in range(11)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [429]


async def test_a_person_scans_ten_times_a_minute_and_not_once_more(phone: Phone) -> None:
    answers = [await phone.scan(_made_up()) for _ in range(11)]
    assert [refusal(answer)[1] for answer in answers] == ["qr_code_over"] * 10 + ["qr_scans_too_often"]


async def test_redis_flushed_in_the_middle_loses_the_pending_code_and_nothing_else(
    whole: httpx.AsyncClient, screen: Screen, phone: Phone
) -> None:
    await signed_in(screen, phone)
    pending = Screen(whole)
    await pending.ask()
    await phone.scan(await pending.code())
    number = await pending.number()
    await redis.client().flushdb()
    assert refusal(await phone.confirm(pending.ticket_id, number))[:2] == (409, "qr_decided")
    assert refusal(await pending.wait())[:2] == (410, "qr_ticket_over")
    assert (await screen.me()).status_code == 200
    assert (await pending.ask()).status_code == 201


async def test_redis_lost_between_the_session_and_its_cookie_costs_nothing(
    screen: Screen, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_session = sessions.open_session

    async def opened_and_lost(*given: Any, **more: Any) -> Opened:
        opened = await open_session(*given, **more)
        changed.setenv("SANDTABLE_REDIS_URL", "redis://127.0.0.1:1/0")
        settings.cache_clear()
        await redis.stop()
        return opened

    await confirmed(screen, phone)
    with monkeypatch.context() as changed:
        changed.setattr(sessions, "open_session", opened_and_lost)
        answer = await screen.wait()
        await redis.stop()
    settings.cache_clear()
    assert answer.json()["state"] == "signed_in"
    assert (await screen.me()).status_code == 200


async def test_without_redis_sign_in_says_try_again_and_the_signed_in_work_on(
    screen: Screen, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await signed_in(screen, phone)
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_REDIS_URL", "redis://127.0.0.1:1/0")
        settings.cache_clear()
        await redis.stop()
        refused = [await screen.ask(), await screen.wait(), await phone.scan(_made_up())]
        me = await screen.me()
        await redis.stop()
    settings.cache_clear()
    assert [refusal(answer)[:2] for answer in refused] == [(503, "temporarily_unavailable")] * 3
    assert {answer.headers["retry-after"] for answer in refused} == {"5"}
    assert me.status_code == 200
