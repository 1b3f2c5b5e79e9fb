"""Who may answer a scanned code, and with which number (RELIABILITY A1)."""

import httpx
import pytest

from backend.core import db
from backend.identity.qr import qr_sign_in
from tests.backend.identity.qr_devices import (
    ELSEWHERE,
    People,
    Phone,
    Screen,
    acts,
    age,
    confirmed,
    field,
    live_sessions,
    phone_of,
    row,
)
from tests.backend.site import refusal

# --- who may answer -----------------------------------------------------------------------------------------------


async def test_a_scan_alone_signs_nobody_in(screen: Screen, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qr_sign_in, "WAIT_SECONDS", 0.0)
    await phone.scan(await screen.code())
    await screen.wait()
    await age(screen.ticket_id, 2)
    assert (await screen.wait()).json()["state"] == "scanned"
    assert await live_sessions(screen.ticket_id) == 0


async def test_another_person_cannot_confirm_and_the_attempt_is_kept(
    client: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    other = await phone_of(client, people.administrator)
    await phone.scan(await screen.code())
    assert refusal(await other.confirm(screen.ticket_id, await screen.number()))[:2] == (404, "not_found")
    assert await acts(screen.ticket_id) == ["qr.scan", "qr.not_the_scanner"]
    assert await screen.state() == "scanned"


@pytest.mark.parametrize("act", ["refuse", "report"])
async def test_another_person_cannot_refuse_or_report(
    client: httpx.AsyncClient, people: People, screen: Screen, phone: Phone, act: str
) -> None:
    other = await phone_of(client, people.administrator)
    await phone.scan(await screen.code())
    assert refusal(await other.post(f"/{screen.ticket_id}/{act}"))[:2] == (404, "not_found")
    assert await screen.state() == "scanned"


async def test_the_scanners_other_session_cannot_confirm(
    client: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    await phone.scan(await screen.code())
    other = await phone_of(client, people.regulator)
    assert refusal(await other.confirm(screen.ticket_id, await screen.number()))[:2] == (409, "qr_decided")


async def test_enterprise_staff_cannot_scan_a_consoles_code_and_do_not_use_it_up(
    client: httpx.AsyncClient, people: People, screen: Screen, phone: Phone
) -> None:
    worker = await phone_of(client, people.manager)
    assert refusal(await worker.scan(await screen.code())) == (403, "wrong_door", "code")
    assert await screen.state() == "waiting"
    assert (await phone.scan(await screen.code())).status_code == 201


async def test_nobody_scans_without_a_session(client: httpx.AsyncClient, screen: Screen) -> None:
    answer = await client.post("/api/miniapp/v1/qr-scans", json={"code": await screen.code()})
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
    client: httpx.AsyncClient, people: People, screen: Screen
) -> None:
    far = await phone_of(client, people.regulator, address=ELSEWHERE)
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
