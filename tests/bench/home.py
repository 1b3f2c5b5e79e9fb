"""The phone's first page against a bare handler and against the usual stack, in a whole province."""

import asyncio
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx
import msgspec

from backend import migrate
from backend.core import crypto, db, ids
from tests.bench import province
from tests.bench.figures import Figure
from tests.bench.load import Seen
from tests.stack import Child, Stack, free_port
from tests.waiting import wait_until

PROJECTS: Final = 30_000
WARNINGS: Final = 200_000
PEOPLE: Final = 2_000
COMPARED: Final = 200
ROUNDS: Final = 6
SECONDS: Final = 4.0
CONNECTIONS: Final = 16
PATH: Final = "/api/miniapp/v1/home"
PARTS: Final = ("projects", "dues", "warnings", "orders", "more", "waiting")
_FLAGS: Final = ["--factory", "--host", "127.0.0.1", "--loop", "uvloop", "--http", "httptools", "--ws", "none",
                 "--lifespan", "on", "--no-access-log", "--no-server-header", "--log-level", "warning"]  # fmt: skip


_PEER: Final = (
    "The peer (`tests/bench/peers`) is written to be quick: the columns and rows that the page needs and no others, "
    "eager loading (`joinedload`, `selectinload` with our statement's conditions, no N + 1), statements built and "
    "compiled once, no BEGIN for reads, one encoding by Pydantic. It takes six statements (session, posts with "
    "projects, dues, warnings, orders, counts) and sorts in Python; ours takes two (session, page) "
    "and PostgreSQL sorts."
)


async def measure(running: Stack) -> list[Figure]:
    """Three servers over one database, each asked in turn by the same load, many rounds."""
    url = running.environment["SANDTABLE_DATABASE_URL"].rpartition("/")[0] + "/bench_home"
    await migrate.run(url)
    await db.start(url, size=2)
    try:
        await province.fill(projects=PROJECTS, warnings=WARNINGS)
        tokens = await _sessions()
    finally:
        await db.stop()
    told = running.folder / "home_tokens"
    told.write_text("\n".join(tokens))
    with _servers(running, url) as ports:
        sizes = await asyncio.to_thread(_compare, ports, tokens[:COMPARED])
        seen = await asyncio.to_thread(_rounds, ports, told)
    return _figures(seen, sizes)


async def _sessions() -> list[str]:
    """Tokens of people who hold ten posts or more, of every kind.

    None is due for its touch of once a minute, which else would fall to whichever server is asked at that moment.
    """
    people: list[UUID] = [
        row["account_id"]
        for row in await db.fetch(
            """
            SELECT account_id FROM post JOIN account ON account.id = account_id
            WHERE post.state = 'active' AND account.state = 'active'
            GROUP BY account_id HAVING count(*) >= 10 ORDER BY md5(account_id::text) LIMIT $1
            """,
            PEOPLE,
        )
    ]
    tokens = [crypto.new_token() for _ in people]
    async with db.transaction():
        await db.execute_many(
            """
            INSERT INTO session (id, token_hash, account_id, door, user_agent, address, last_seen_at, idle_ends_at,
                                 ends_at)
            VALUES ($1, $2, $3, 'phone', 'bench', '127.0.0.1', now() + interval '1 hour', now() + interval '1 day',
                    now() + interval '1 day')
            """,
            [(ids.new_id(), crypto.hash_token(token), who) for token, who in zip(tokens, people, strict=True)],
        )
    return tokens


@contextmanager
def _servers(running: Stack, url: str) -> Iterator[dict[str, int]]:
    """One process each, the same server and flags, pools of one size."""
    environment = {**running.environment, "SANDTABLE_DATABASE_URL": url}
    ports = {name: free_port() for name in ("ours", "bare", "fastapi")}
    peer = ["-m", "uvicorn", *_FLAGS, "--port"]
    lines = {
        "ours": ["-m", "backend.cli", "api", "--port", str(ports["ours"])],
        "bare": [*peer, str(ports["bare"]), "tests.bench.peers.bare:create_app"],
        "fastapi": [*peer, str(ports["fastapi"]), "tests.bench.peers.fastapi_page:create_app"],
    }
    with ExitStack() as cleanup:
        for name, line in lines.items():
            log = running.folder / f"home_{name}.log"
            child = Child(name, [sys.executable, *line], log=log, environment=environment)
            child.start()
            cleanup.callback(child.kill)
        for port in ports.values():
            wait_until(lambda port=port: _listens(port), within_seconds=60)  # type: ignore[misc]  # As in tests.stack.
        yield ports


def _listens(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/", timeout=2).status_code > 0
    except httpx.HTTPError:
        return False


def _compare(ports: dict[str, int], tokens: list[str]) -> list[int]:
    """The bytes of our answers, once all three have said the same to each of the people."""
    sizes = []
    for token in tokens:
        answers = {name: _ask(port, token) for name, port in ports.items()}
        ours = _parts(answers["ours"])
        for name in ("bare", "fastapi"):
            if _parts(answers[name]) != ours:
                raise AssertionError(f"{name} says {answers[name].text}\nours {answers['ours'].text}")
        sizes.append(len(answers["ours"].content))
    return sizes


def _ask(port: int, token: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {token}", "accept-encoding": "identity"}
    answer = httpx.get(f"http://127.0.0.1:{port}{PATH}", headers=headers, timeout=10)
    answer.raise_for_status()
    return answer


def _parts(answer: httpx.Response) -> dict[str, Any]:
    said = answer.json()
    return {name: said[name] for name in PARTS}


def _rounds(ports: dict[str, int], tokens: Path) -> dict[str, list[Seen]]:
    """Round after round, one server at a time, each time in another order; the first round only warms up."""
    seen: dict[str, list[Seen]] = {name: [] for name in ports}
    names = list(ports)
    for turn in range(ROUNDS + 1):
        for name in names[turn % 3 :] + names[: turn % 3]:
            seen[name].append(_load(ports[name], tokens))
    return {name: rounds[1:] for name, rounds in seen.items()}


def _load(port: int, tokens: Path) -> Seen:
    line = [sys.executable, "-m", "tests.bench.load", str(port), PATH, str(tokens), str(SECONDS), str(CONNECTIONS)]
    done = subprocess.run(line, check=True, stdout=subprocess.PIPE, timeout=SECONDS + 30)
    return msgspec.json.decode(done.stdout, type=Seen)


def _ratio(ours: list[Seen], theirs: list[Seen]) -> float:
    """Round by round, so that what disturbs a round disturbs both; the median."""
    pairs = zip(ours, theirs, strict=True)
    return statistics.median((own.answers / own.seconds) / (peer.answers / peer.seconds) for own, peer in pairs)


def _figures(seen: dict[str, list[Seen]], sizes: list[int]) -> list[Figure]:
    speed = {name: statistics.median(each.answers / each.seconds for each in rounds) for name, rounds in seen.items()}
    p99 = {name: statistics.median(each.p99_ms for each in rounds) for name, rounds in seen.items()}
    share = max(each.share for rounds in seen.values() for each in rounds)
    to_bare, to_fastapi = _ratio(seen["ours"], seen["bare"]), _ratio(seen["ours"], seen["fastapi"])
    note = (
        f"{PROJECTS:,} projects, {WARNINGS:,} warnings, {PEOPLE:,} people with ten posts or more in turn; one process "
        f"each, uvicorn with uvloop and httptools, ten database connections, {CONNECTIONS} kept-alive connections, "
        f"{ROUNDS} interleaved rounds of {SECONDS:.0f} s after one to warm up, medians; the load is a process of its "
        f"own over raw sockets (it took at most {share:.0%} of a core), PostgreSQL on the same cores; all three "
        f"had said the same to {len(sizes)} people before; no compression asked for, no session due for its touch."
    )
    return [
        Figure(
            what="phone home, of a bare Litestar handler with the same SQL",
            measured=f"{to_bare:.2f} × ({speed['ours']:.0f} of {speed['bare']:.0f} answers/s; "
            f"p99 {p99['ours']:.0f} and {p99['bare']:.0f} ms)",
            bar="≥ 0.5 ×",
            is_reached=to_bare >= 0.5,
            note=note,
        ),
        Figure(
            what="phone home, of FastAPI + SQLAlchemy 2 + Pydantic 2",
            measured=f"{to_fastapi:.2f} × ({speed['ours']:.0f} of {speed['fastapi']:.0f} answers/s; "
            f"p99 {p99['ours']:.0f} and {p99['fastapi']:.0f} ms)",
            bar="≥ 2 ×",
            is_reached=to_fastapi >= 2,
            note="as above. " + _PEER,
        ),
        Figure(
            what=f"phone home, bytes of the answer for {len(sizes)} people of ten posts or more",
            measured=f"median {statistics.median(sizes):.0f}, max {max(sizes)}",
            bar="≤ 4,096",
            is_reached=max(sizes) <= 4096,
            note="before compression; the worst person and the deltas (≤ 2,048) are in the test suite.",
        ),
    ]
