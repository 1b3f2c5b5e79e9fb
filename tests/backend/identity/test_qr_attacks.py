"""Attacks in numbers, and two replicas over one Redis."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from backend.core import db, redis
from backend.core.errors import Refusal
from backend.core.settings import settings
from backend.identity.problems import WRONG_DOOR
from backend.identity.qr import qr_decisions, qr_phone, qr_scans, qr_sign_in
from backend.identity.qr.qr_problems import PHONE_NOT_LINKED, WRONG_NUMBER
from backend.identity.qr.qr_rules import Spot, is_in_one_city, is_near, may_use, must_type, new_numbers
from backend.identity.qr.qr_sign_in import Browser
from backend.identity.scope import AccountKind, Door
from tests.backend import site as sites
from tests.backend.identity import qr_devices
from tests.backend.identity.qr_devices import ELSEWHERE, code_of, field, live_sessions
from tests.stack import Stack

REPLAYS = 1_000
OFFICE, SAME, OTHER_CITY = (
    Spot("113.108.1.1", "广东省 深圳市"),
    Spot("120.24.1.1", "广东省 深圳市"),
    Spot("1.2.4.8", "北京市"),
)
UNKNOWN, LOCAL = Spot("120.24.1.1", "未知"), Spot("10.0.0.7", "本机/内网")
REGULATOR, ENTERPRISE = AccountKind.REGULATOR, AccountKind.ENTERPRISE


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The attack without the rate limits: the rest has to hold alone."""
    with monkeypatch.context() as changed:
        for name in ("CODES_PER_MINUTE", "SCANS_PER_MINUTE"):
            changed.setenv(f"SANDTABLE_QR_{name}", "60000")
        settings.cache_clear()
        yield
    settings.cache_clear()


@pytest.mark.timeout(600)
async def test_a_thousand_codes_shown_to_a_victim_who_does_not_see_the_screen_open_nothing(
    database: object, redis_url: str, unlimited: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attacker has the ticket and the cookie; the victim, elsewhere, scans and types what is not on the screen."""
    monkeypatch.setattr(qr_sign_in, "WAIT_SECONDS", 0.0)
    victim = (await qr_devices.people()).regulator
    accepted, offered, refused = 0, 0, 0
    for number in range(REPLAYS):
        attacker = Browser(cookie="", user_agent="x", address=ELSEWHERE)
        asked = await qr_sign_in.ask(Door.CONSOLE, attacker)
        ticket_id = asked.waiting.ticket_id
        scan = await qr_scans.scan(victim, await code_of(ticket_id), address="113.108.1.1")
        offered += len(scan.offered)
        right = int(await field(ticket_id, "number"))
        with pytest.raises(Refusal) as told:
            await qr_decisions.confirm(victim, ticket_id, 10 + (right - 10 + 1 + number % 89) % 90)
        refused += told.value.problem is WRONG_NUMBER
        fetched = await qr_sign_in.wait(Door.CONSOLE, ticket_id, 0, attacker._replace(cookie=asked.cookie))
        accepted += fetched.opened is not None
    born = await db.fetch_value("SELECT count(*) FROM session WHERE qr_ticket_id IS NOT NULL")
    assert (accepted, born, offered, refused) == (0, 0, 0, REPLAYS)


@pytest.mark.parametrize(
    ("kind", "screen", "phone", "misses", "is_typed"),
    [
        (REGULATOR, OFFICE, OFFICE, 0, False),
        (REGULATOR, LOCAL, Spot("192.168.3.4", "本机/内网"), 0, False),
        (REGULATOR, OFFICE, SAME, 0, True),
        (REGULATOR, OFFICE, OTHER_CITY, 0, True),
        (REGULATOR, OFFICE, UNKNOWN, 0, True),
        (REGULATOR, OFFICE, LOCAL, 0, True),
        (REGULATOR, Spot("", ""), Spot("", ""), 0, True),
        (REGULATOR, OFFICE, OFFICE, 1, True),
        (ENTERPRISE, OFFICE, SAME, 0, False),
        (ENTERPRISE, OFFICE, OTHER_CITY, 0, True),
        (ENTERPRISE, UNKNOWN, Spot("1.2.4.8", "未知"), 0, True),
        (ENTERPRISE, OFFICE, SAME, 1, True),
    ],
)
def test_the_number_is_typed_where_proximity_is_not_shown(
    kind: AccountKind, screen: Spot, phone: Spot, misses: int, is_typed: bool
) -> None:
    assert must_type(kind, screen, phone, misses=misses) is is_typed


def test_being_near_and_being_in_one_city_work_both_ways() -> None:
    pairs = [(one, other) for one in (OFFICE, SAME, UNKNOWN, LOCAL) for other in (OFFICE, SAME, UNKNOWN, LOCAL)]
    assert [pair for pair in pairs if is_near(*pair) != is_near(*reversed(pair))] == []
    assert [pair for pair in pairs if is_in_one_city(*pair) != is_in_one_city(*reversed(pair))] == []


def test_two_addresses_of_one_ipv6_network_are_near() -> None:
    screen, phone, stranger = (Spot(f"2408:8456:1:{end}", "") for end in ("2::1", "2:a::9", "3::1"))
    assert (is_near(screen, phone), is_near(screen, stranger)) == (True, False)


def test_the_right_number_is_one_of_three_different_ones_and_its_place_tells_nothing() -> None:
    drawn = [new_numbers() for _ in range(600)]
    assert {len(set(numbers.offered)) for numbers in drawn} == {3}
    assert {10 <= number <= 99 for numbers in drawn for number in numbers.offered} == {True}
    places = [numbers.offered.index(numbers.right) for numbers in drawn]
    assert min(places.count(each) for each in range(3)) > 120


def test_only_regulators_use_the_console() -> None:
    assert [(kind, door) for kind in AccountKind for door in Door if not may_use(kind, door)] == [
        (AccountKind.ENTERPRISE, Door.CONSOLE)
    ]


# --- who holds the phone ------------------------------------------------------------------------------------------


async def test_wecom_is_asked_for_nothing_but_who_it_is_and_never_sees_the_code(
    database_url: str, redis_url: str
) -> None:
    async with sites.opened() as http:
        answer = await http.get("/api/miniapp/v1/sign-in/wecom-page", params={"state": "a" * 32})
    url = httpx.URL(answer.json()["url"])
    assert (url.path, url.fragment) == ("/connect/oauth2/authorize", "wechat_redirect")
    assert (url.params["scope"], url.params["state"]) == ("snsapi_base", "a" * 32)
    assert url.params["redirect_uri"] == f"{settings().public_url}/qr"


@pytest.mark.parametrize("state", ["", "short", "a" * 129, "a" * 15, "ü" * 32, "a b" * 10])
async def test_a_state_that_wecom_would_not_carry_is_refused(database_url: str, redis_url: str, state: str) -> None:
    async with sites.opened() as http:
        answer = await http.get("/api/miniapp/v1/sign-in/wecom-page", params={"state": state})
    assert sites.refusal(answer)[:2] == (400, "invalid_input")


def test_the_public_cloud_asks_at_its_own_host(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_WECOM_API_BASE", "https://qyapi.weixin.qq.com")
        settings.cache_clear()
        assert qr_phone.page("a" * 16).url.startswith("https://open.weixin.qq.com/connect/oauth2/authorize?")
    settings.cache_clear()


async def test_the_page_that_a_code_opens_is_signed_in_by_wecom_for_half_an_hour(
    database_url: str, redis_url: str
) -> None:
    async with sites.opened() as http:
        people = await qr_devices.people()
        body = {"code": "oauth-huang.li-1"}
        token = (await http.post("/api/miniapp/v1/sign-in/wecom-page", json=body)).json()["token"]
        me = await http.get("/api/miniapp/v1/me", headers={"authorization": f"Bearer {token}"})
        again = await http.post("/api/miniapp/v1/sign-in/wecom-page", json=body)
        minutes = await db.fetch_value(
            "SELECT extract(epoch FROM max(ends_at) - clock_timestamp()) / 60 FROM session "
            "WHERE account_id = $1 AND user_agent LIKE 'python-httpx%'",
            people.regulator.account_id,
        )
    assert me.json()["account_id"] == str(people.regulator.account_id)
    assert 29 < minutes <= 30
    assert sites.refusal(again)[:2] == (401, "sign_in_code_refused")


async def test_whom_wecom_knows_and_we_do_not_is_told_what_to_do(database_url: str, redis_url: str) -> None:
    async with sites.opened() as http:
        answer = await http.post("/api/miniapp/v1/sign-in/wecom-page", json={"code": "oauth-he.zhiqiang-1"})
    assert sites.refusal(answer)[:2] == (403, PHONE_NOT_LINKED.code)


# --- two replicas -------------------------------------------------------------------------------------------------


@pytest.mark.journey
async def test_any_replica_takes_any_step_and_wakes_a_browser_that_waits_at_another(
    tmp_path: Path, database_url: str, redis_url: str
) -> None:
    await db.start(database_url, size=2)
    people = await qr_devices.people()
    phone = {"authorization": (await sites.headers(people.regulator, door=Door.PHONE))["authorization"]}
    worker = {"authorization": (await sites.headers(people.manager, door=Door.PHONE))["authorization"]}
    with Stack(tmp_path, database_url=database_url, redis_url=redis_url, apis=2, workers=0, gateways=0) as stack:
        async with (
            httpx.AsyncClient(base_url=stack.api_urls[0], timeout=60) as one,
            httpx.AsyncClient(base_url=stack.api_urls[1], timeout=60) as two,
        ):
            asked = await one.post("/api/console/v1/qr-sign-in")
            ticket_id = UUID(asked.json()["ticket_id"])
            cookie = {"cookie": asked.headers["set-cookie"].partition(";")[0]}
            path, code = f"/api/console/v1/qr-sign-in/{ticket_id}", await code_of(ticket_id)
            assert (await two.post("/api/miniapp/v1/qr-scans", json={"code": code}, headers=worker)).json()[
                "code"
            ] == WRONG_DOOR.code
            waiting = asyncio.ensure_future(one.get(f"{path}?known=1", headers=cookie))
            await two.post("/api/miniapp/v1/qr-scans", json={"code": code}, headers=phone)
            shown = (await waiting).json()
            mark = await field(ticket_id, "poller")
            fetching = asyncio.ensure_future(two.get(f"{path}?known={shown['version']}", headers=cookie))
            await qr_devices.polled(ticket_id, after=mark)
            confirmed = await one.post(
                f"/api/miniapp/v1/qr-scans/{ticket_id}/confirm", json={"number": shown["number"]}, headers=phone
            )
            fetched = await fetching
            replayed = [await each.get(f"{path}?known=0", headers=cookie) for each in (one, two)]
    assert (shown["state"], confirmed.json()["state"], fetched.json()["state"]) == ("scanned", "confirmed", "signed_in")
    assert "sandtable_session=" in fetched.headers["set-cookie"]
    assert ["set-cookie" in answer.headers for answer in replayed] == [False, False]
    assert await live_sessions(ticket_id) == 1
    await db.stop()
    await redis.stop()
