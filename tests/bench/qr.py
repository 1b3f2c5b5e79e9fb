"""Signing in by a scanned code: from the scan to the session in the browser, and what guessing and replaying gains."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from http.cookiejar import DefaultCookiePolicy
from typing import NamedTuple
from uuid import UUID, uuid4

import httpx

from backend.core import db, ids, redis
from backend.core.settings import settings
from backend.identity import sessions, units
from backend.identity.qr import qr_store
from backend.identity.qr.qr_rules import Code, Spot, new_shown, read_code, write_code
from backend.identity.qr.qr_store import Found
from backend.identity.scope import Door
from tests.bench.figures import Figure, percentile
from tests.bench.wire import Wire
from tests.stack import Stack

PEOPLE = 400
PER_SECOND = 50
SECONDS = 20
TARGETS = 20
GUESSES = 100_000
OVER_HTTP = 4_000
AT_ONCE = 16
API, PHONE = "/api/console/v1/qr-sign-in", "/api/miniapp/v1/qr-scans"


class Person(NamedTuple):
    """A regulator's phone."""

    token: str
    account_id: UUID


class Screen(NamedTuple):
    """A browser with a code."""

    ticket_id: UUID
    cookie: str
    address: str

    @property
    def headers(self) -> dict[str, str]:
        """What it sends; every one comes from an address of its own, so that the limits stay as they are."""
        return {"cookie": self.cookie, "x-forwarded-for": self.address, "user-agent": "bench"}


async def measure(stack: Stack) -> list[Figure]:
    """50 sign-ins a second for twenty seconds, then 100,000 attempts upon codes in every state."""
    changed = {name: stack.environment[name] for name in ("SANDTABLE_DATABASE_URL", "SANDTABLE_REDIS_URL")}
    before = {name: os.environ.get(name) for name in changed}
    _put(changed)
    await db.start(stack.environment["SANDTABLE_DATABASE_URL"], size=4)
    try:
        people = await _people()
        limits = httpx.Limits(max_connections=2 * AT_ONCE, max_keepalive_connections=2 * AT_ONCE)
        async with httpx.AsyncClient(base_url=stack.api_url, timeout=30, limits=limits) as http:
            # Every screen sends its own cookie; the client's jar would make one browser of them all.
            http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            return [await _speed(stack.api_url, people), await _attack(http, people)]
    finally:
        await db.stop()
        await redis.stop()
        _put(before)


def _put(values: dict[str, str | None] | dict[str, str]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    settings.cache_clear()


async def _people() -> list[Person]:
    unit_id = await units.find("440100", "housing", units.Level.CITY)
    made = []
    for number in range(PEOPLE):
        account_id = ids.new_id()
        async with db.transaction():
            await db.execute(
                "INSERT INTO account (id, kind, name, unit_id) VALUES ($1, 'regulator', $2, $3)",
                account_id, f"qr{number}", unit_id,
            )  # fmt: skip
            opened = await sessions.open_session(account_id, Door.PHONE, user_agent="bench", address="")
        made.append(Person(opened.token, account_id))
    return made


# --- speed --------------------------------------------------------------------------------------------------------


async def _speed(url: str, people: list[Person]) -> Figure:
    start, total, wire = time.monotonic(), PER_SECOND * SECONDS, Wire(url)
    async with asyncio.TaskGroup() as group:
        tasks = []
        for number in range(total):
            await asyncio.sleep(max(0.0, start + number / PER_SECOND - time.monotonic()))
            tasks.append(group.create_task(_timed(wire, people[number % PEOPLE], number)))
    await wire.close()
    took = [task.result() for task in tasks]
    done = [each for each in took if each is not None]
    p50, p95, p99 = (percentile(done or [0.0], share) for share in (0.5, 0.95, 0.99))
    return Figure(
        what=f"QR sign-in: scan → session in the browser, {PER_SECOND} sign-ins/s",
        measured=f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms ({len(done)} of {total} signed in)",
        bar="p95 ≤ 500 ms",
        is_reached=len(done) == total and p95 <= 500,
        note=f"{SECONDS} s over HTTP against one API process; from the sending of the phone's scan to the answer with "
        "the session's cookie, with the number told to the browser, sent back by the phone and no time for a person; "
        f"{PEOPLE} people, each browser with an address of its own, every limit as shipped; load, PostgreSQL and Redis "
        "on the same cores.",
    )


async def _timed(wire: Wire, person: Person, number: int) -> float | None:
    try:
        return await _sign_in(wire, person, number)
    except (OSError, EOFError):  # Counted as not signed in: the figure says how many were.
        return None


def _address(number: int) -> str:
    return f"113.{100 + number // 62500}.{number // 250 % 250}.{number % 250 + 1}"


async def _ask(http: httpx.AsyncClient, number: int) -> Screen:
    address = _address(number)
    answer = await http.post(API, headers={"x-forwarded-for": address, "user-agent": "bench"})
    answer.raise_for_status()
    return Screen(UUID(answer.json()["ticket_id"]), answer.headers["set-cookie"].partition(";")[0], address)


async def _field(ticket_id: UUID, name: str) -> str:
    """What the picture says, without the time to draw and read it."""
    found = await redis.client().hget(qr_store._key(ticket_id), name)
    return found.decode() if isinstance(found, bytes) else ""


async def _code(ticket_id: UUID) -> str:
    return write_code(Code(ticket_id, await _field(ticket_id, "code")))


async def _wait(http: httpx.AsyncClient, screen: Screen, known: int) -> httpx.Response:
    return await http.get(f"{API}/{screen.ticket_id}?known={known}", headers=screen.headers)


async def _sign_in(wire: Wire, person: Person, number: int) -> float | None:
    """Milliseconds from the scan to the session; None where there was none."""
    address = _address(number)
    asked = await wire.send("POST", API, {"x-forwarded-for": address, "user-agent": "bench"})
    if asked.status != 201:
        return None
    screen = Screen(UUID(asked.json()["ticket_id"]), asked.headers["set-cookie"].partition(";")[0], address)
    code = await _code(screen.ticket_id)
    phone = {"authorization": f"Bearer {person.token}", "x-forwarded-for": address}
    path = f"{API}/{screen.ticket_id}?known="
    waiting = asyncio.ensure_future(wire.send("GET", f"{path}1", screen.headers))
    start = time.perf_counter()
    await wire.send("POST", PHONE, phone, {"code": code})
    shown = (await waiting).json()
    if "number" not in shown:
        return None
    fetching = asyncio.ensure_future(wire.send("GET", f"{path}{shown['version']}", screen.headers))
    await wire.send("POST", f"{PHONE}/{screen.ticket_id}/confirm", phone, {"number": shown["number"]})
    fetched = await fetching
    took = (time.perf_counter() - start) * 1000
    return took if "sandtable_session=" in fetched.headers.get("set-cookie", "") else None


# --- attacks ------------------------------------------------------------------------------------------------------


class Targets(NamedTuple):
    """Codes that somebody else is using: their tickets, what their pictures said, and the browsers."""

    screens: list[Screen]
    codes: list[str]
    used: list[str]


async def _attack(http: httpx.AsyncClient, people: list[Person]) -> Figure:
    start = time.monotonic()
    targets = await _targets(http, people)
    outcomes: Counter[str] = Counter()
    sessions_before = await _sessions()
    await _spread(OVER_HTTP, lambda number: _over_http(http, people, targets, number), outcomes)
    await _spread(GUESSES - OVER_HTTP, lambda number: _at_the_scripts(people, targets, number), outcomes)
    born = await _sessions() - sessions_before
    accepted = outcomes.pop("accepted", 0) + born
    said = ", ".join(f"{word} {count:,}" for word, count in outcomes.most_common())
    return Figure(
        what=f"QR sign-in: {GUESSES:,} guesses and replays",
        measured=f"{accepted} accepted, {born} sessions ({time.monotonic() - start:.0f} s)",
        bar="0 accepted",
        is_reached=accepted == 0 and sum(outcomes.values()) == GUESSES,
        note=f"{OVER_HTTP:,} over HTTP and {GUESSES - OVER_HTTP:,} straight at the scripts in Redis, past every rate "
        f"limit; a sixth each: tickets made up, {TARGETS} live tickets with a made-up and with another browser's "
        "secret, made-up codes of live tickets, codes that signed somebody in, answers by a person who has not "
        f"scanned. Answers: {said}.",
    )


async def _sessions() -> int:
    count: int = await db.fetch_value("SELECT count(*) FROM session WHERE qr_ticket_id IS NOT NULL")
    return count


async def _spread(total: int, attempt: Callable[[int], Awaitable[str]], outcomes: Counter[str]) -> None:
    async def work(first: int) -> None:
        for number in range(first, total, AT_ONCE):
            outcomes[await attempt(number)] += 1

    async with asyncio.TaskGroup() as group:
        for first in range(AT_ONCE):
            group.create_task(work(first))


async def _targets(http: httpx.AsyncClient, people: list[Person]) -> Targets:
    """Twenty codes that wait for their scanner's answer, and twenty that were used."""
    await _forget_limits()
    screens, codes, used = [], [], []
    for number in range(TARGETS):
        screen = await _ask(http, 100_000 + number)
        codes.append(await _code(screen.ticket_id))
        phone = {"authorization": f"Bearer {people[number].token}", "x-forwarded-for": screen.address}
        (await http.post(PHONE, json={"code": codes[-1]}, headers=phone)).raise_for_status()
        screens.append(screen)
        done = await _ask(http, 200_000 + number)
        used.append(await _code(done.ticket_id))
        (await http.post(PHONE, json={"code": used[-1]}, headers=phone)).raise_for_status()
        body = {"number": int(await _field(done.ticket_id, "number"))}
        (await http.post(f"{PHONE}/{done.ticket_id}/confirm", json=body, headers=phone)).raise_for_status()
        assert "sandtable_session=" in (await _wait(http, done, 0)).headers["set-cookie"]
    return Targets(screens, codes, used)


async def _forget_limits() -> None:
    keys = [key async for key in redis.client().scan_iter("sandtable:rate:qr_*")]
    if keys:
        await redis.client().delete(*keys)


async def _over_http(http: httpx.AsyncClient, people: list[Person], targets: Targets, number: int) -> str:
    thief, screen = people[TARGETS + number % (PEOPLE - TARGETS)], targets.screens[number // 6 % TARGETS]
    headers = {"x-forwarded-for": f"121.{number // 62500}.{number // 250 % 250}.{number % 250 + 1}"}
    signed = headers | {"authorization": f"Bearer {thief.token}"}
    other = targets.screens[(number // 6 + 1) % TARGETS]
    match number % 6:
        case 0:
            answer = await http.get(f"{API}/{uuid4()}", headers=headers)
        case 1:
            answer = await http.get(f"{API}/{screen.ticket_id}", headers=headers | {"cookie": _made_up_cookie()})
        case 2:
            answer = await http.get(f"{API}/{screen.ticket_id}", headers=headers | {"cookie": other.cookie})
        case 3:
            answer = await http.post(PHONE, json={"code": _made_up_code(screen)}, headers=signed)
        case 4:
            answer = await http.post(PHONE, json={"code": targets.used[number // 6 % TARGETS]}, headers=signed)
        case _:
            body = {"number": 10 + number // 6 % 90}
            answer = await http.post(f"{PHONE}/{screen.ticket_id}/confirm", json=body, headers=signed)
    return "accepted" if answer.is_success else str(answer.json()["code"])


def _made_up_cookie() -> str:
    return f"sandtable_qr={new_shown()}.{(new_shown() + new_shown())[:43]}"


def _made_up_code(screen: Screen) -> str:
    return write_code(Code(screen.ticket_id, new_shown()))


async def _at_the_scripts(people: list[Person], targets: Targets, number: int) -> str:
    thief, screen = people[TARGETS + number % (PEOPLE - TARGETS)], targets.screens[number // 6 % TARGETS]
    used = targets.used[number // 6 % TARGETS]
    match number % 6:
        case 0:
            answer = await qr_store.look(uuid4(), secret=new_shown(), fresh_code=new_shown())
        case 1 | 2:
            answer = await qr_store.look(screen.ticket_id, secret=uuid4().hex * 2, fresh_code=new_shown())
        case 3 | 4:
            code = read_code(_made_up_code(screen) if number % 6 == 3 else used)
            assert code is not None
            answer = await qr_store.scan(
                code.ticket_id, code.shown, account_id=thief.account_id, session_id=uuid4(),
                phone=Spot("121.0.0.1", ""), doors=[Door.CONSOLE],
            )  # fmt: skip
        case _:
            answer = await qr_store.confirm(
                screen.ticket_id, account_id=thief.account_id, session_id=uuid4(), number=10 + number // 6 % 90
            )
    return "accepted" if answer.found in {Found.DONE, Found.AGAIN} else f"script: {answer.found}"
