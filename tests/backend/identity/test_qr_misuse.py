"""Codes that are used twice, reported or guessed, and a Redis that is lost (RELIABILITY A1)."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from backend.core import db, redis
from backend.core.settings import settings
from backend.identity import sessions
from backend.identity.qr import qr_samples, qr_sign_in
from backend.identity.qr.qr_rules import Code, new_shown, write_code
from backend.identity.sessions import Opened
from tests.backend.identity.qr_devices import (
    ELSEWHERE,
    People,
    Phone,
    Screen,
    acts,
    confirmed,
    live_sessions,
    lose,
    phone_of,
    row,
    signed_in,
)
from tests.backend.site import refusal

# --- used twice, reported -----------------------------------------------------------------------------------------


async def test_a_second_persons_scan_ends_the_code_and_both_are_told(
    client: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    other, code = await phone_of(client, people.administrator), await screen.code()
    await phone.scan(code)
    assert refusal(await other.scan(code)) == (409, "qr_code_used", "code")
    assert await screen.state() == "reused"
    assert refusal(await phone.confirm(screen.ticket_id, await screen.number()))[:2] == (409, "qr_decided")
    assert await acts(screen.ticket_id) == ["qr.scan", "qr.reused"]


async def test_a_second_persons_scan_of_a_used_code_ends_its_session(
    client: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    other, code = await phone_of(client, people.administrator), await screen.code()
    await signed_in(screen, phone)
    assert (await screen.me()).status_code == 200
    assert refusal(await other.scan(code))[:2] == (409, "qr_code_used")
    assert refusal(await screen.me())[:2] == (401, "session_ended")


async def test_it_does_so_after_redis_has_forgotten_the_code(
    client: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    other, code = await phone_of(client, people.administrator), await screen.code()
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
    client: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    other, code = await phone_of(client, people.administrator), await screen.code()
    answers = await asyncio.gather(phone.scan(code), other.scan(code))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert await screen.state() == "reused"


async def test_a_report_ends_the_session_within_a_second(screen: Screen, phone: Phone) -> None:
    await signed_in(screen, phone)
    assert (await screen.me()).status_code == 200
    assert (await phone.report(screen.ticket_id)).json() == {"ended_sessions": 1}
    # The very next request: nothing keeps the session for a while.
    assert refusal(await screen.me())[:2] == (401, "session_ended")
    assert await acts(screen.ticket_id) == ["qr.scan", "qr.confirm", "qr.report"]


async def test_a_report_between_answer_and_fetching_leaves_nothing_to_fetch(screen: Screen, phone: Phone) -> None:
    await confirmed(screen, phone)
    await phone.report(screen.ticket_id)
    assert await screen.state() == "reported"
    assert await live_sessions(screen.ticket_id) == 0


async def test_reports_and_fetching_at_once_leave_no_live_session(
    client: httpx.AsyncClient, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qr_sign_in, "WAIT_SECONDS", 0.5)
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_QR_SCANS_PER_MINUTE", "100")
        settings.cache_clear()
        screens = [Screen(client, address=f"113.108.2.{n}") for n in range(10)]
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
    client: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    await signed_in(screen, phone)
    (mine,) = await phone.recent()
    assert (mine["id"], mine["state"], mine["is_signed_in"]) == (str(screen.ticket_id), "signed_in", True)
    assert await (await phone_of(client, people.administrator)).recent() == []
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


async def test_guesses_from_one_address_are_counted_and_kept_as_an_event(client: httpx.AsyncClient) -> None:
    thief = Screen(client, address=ELSEWHERE)
    codes = [refusal(await thief.wait(ticket_id=uuid4()))[1] for _ in range(22)]
    assert codes == ["qr_ticket_over"] * 20 + ["qr_guessing"] * 2
    assert await db.fetch_value("SELECT count(*) FROM audit_entry WHERE act = 'qr.guessing'") == 1


async def test_another_address_of_the_same_ipv6_network_gains_no_further_guesses(client: httpx.AsyncClient) -> None:
    thieves = [Screen(client, address=f"2408:8456:1:2::{n:x}") for n in range(1, 23)]
    codes = [refusal(await thief.wait(ticket_id=uuid4()))[1] for thief in thieves]
    assert codes == ["qr_ticket_over"] * 20 + ["qr_guessing"] * 2


async def test_an_address_gets_so_many_codes_a_minute_and_not_one_more(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_QR_CODES_PER_MINUTE", "3")
        settings.cache_clear()
        answers = [await Screen(client).ask() for _ in range(4)]
    settings.cache_clear()
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert refusal(answers[3])[1] == "qr_codes_too_often"


async def test_a_browser_gets_ten_codes_a_minute_and_not_one_more(client: httpx.AsyncClient) -> None:
    screen = Screen(client)
    answers = [await screen.ask() for _ in range(11)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [429]


async def test_a_person_scans_ten_times_a_minute_and_not_once_more(phone: Phone) -> None:
    answers = [await phone.scan(_made_up()) for _ in range(11)]
    assert [refusal(answer)[1] for answer in answers] == ["qr_code_over"] * 10 + ["qr_scans_too_often"]


async def test_redis_flushed_in_the_middle_loses_the_pending_code_and_nothing_else(
    client: httpx.AsyncClient, screen: Screen, phone: Phone
) -> None:
    await signed_in(screen, phone)
    pending = Screen(client)
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
