"""Sessions: new at every sign-in, the own ones listed and ended, dead at once wherever they are used."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx
import pytest

from backend.core import crypto, db, ids
from backend.core.errors import Refusal
from backend.identity import account_states, accounts, applications, partners, sessions, sign_in, units
from backend.identity.rules import PartnerKind
from backend.identity.scope import Door, Scope
from backend.identity.units import Level
from tests.backend.site import CONSOLE, PHONE, Site, headers, refusal, scope, unit_of
from tests.backend.site import _open as open_token

SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1"


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}", "idempotency-key": ids.new_id().hex}


async def limited(person: Scope) -> Scope:
    """A session of the person that a scanned code has opened."""
    async with db.transaction():
        opened = await sessions.open_session(
            person.account_id, person.door, user_agent="", address="", qr_ticket_id=ids.new_id()
        )
    return await sessions.scope_of(opened.token)


@pytest.fixture
async def other_replica(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Another process's connection to the same database."""
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


# What was there before a sign-in


async def test_a_token_brought_along_to_the_sign_in_opens_nothing(client: httpx.AsyncClient, site: Site) -> None:
    chosen = crypto.new_token()
    answer = await client.post(
        f"{CONSOLE}/sign-in",
        json={"code": "oauth-huang.li-1"},
        headers={"authorization": f"Bearer {chosen}", "cookie": f"sandtable_session={chosen}"},
    )
    client.cookies.clear()
    assert answer.json()["token"] != chosen
    assert refusal(await client.get(f"{CONSOLE}/me", headers=bearer(chosen))) == (401, "session_ended", None)


async def test_every_sign_in_makes_a_session_of_its_own(client: httpx.AsyncClient, site: Site) -> None:
    first = (await client.post(f"{CONSOLE}/sign-in", json={"code": "oauth-huang.li-1"})).json()["token"]
    second = (await client.post(f"{CONSOLE}/sign-in", json={"code": "oauth-huang.li-2"})).json()["token"]
    client.cookies.clear()
    assert first != second
    stored = await db.fetch("SELECT token_hash FROM session WHERE user_agent LIKE 'python-httpx%'")
    assert {row["token_hash"] for row in stored} == {crypto.hash_token(first), crypto.hash_token(second)}


# The list


async def test_a_person_sees_the_own_sessions_of_both_doors(client: httpx.AsyncClient, site: Site) -> None:
    person = site.regulator.account_id
    await db.execute("DELETE FROM session")
    async with db.transaction():
        phone = await sessions.open_session(
            person, Door.PHONE, user_agent=SAFARI, address="113.88.12.77", place="广东省 深圳市",
            qr_ticket_id=ids.new_id(),
        )  # fmt: skip
    mine = await headers(site.regulator)
    listed = (await client.get(f"{CONSOLE}/sessions", headers=mine)).json()
    assert [(item["door"], item["is_this"], item["is_from_code"]) for item in listed] == [
        ("console", True, False),
        ("phone", False, True),
    ]
    assert listed[1] | {"opened_at": "", "last_seen_at": ""} == {
        "id": str(phone.session_id),
        "door": "phone",
        "device_zh": "Safari · iPhone",
        "device_en": "Safari · iPhone",
        "place_zh": "广东省 深圳市",
        "place_en": "Shenzhen, Guangdong",
        "network": "113.88.12.0/24",
        "opened_at": "",
        "last_seen_at": "",
        "is_this": False,
        "is_from_code": True,
    }
    own = [(await client.get(f"{PHONE}/me", headers=bearer(phone.token))).json()["is_limited"]]
    own.append((await client.get(f"{CONSOLE}/me", headers=mine)).json()["is_limited"])
    assert own == [True, False]
    at_phone = (await client.get(f"{PHONE}/sessions", headers=bearer(phone.token))).json()
    assert [(item["door"], item["is_this"]) for item in at_phone] == [("console", False), ("phone", True)]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("113.88.12.77", "113.88.12.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", ""),
        ("testclient", ""),
    ],
)
def test_an_address_is_shown_as_its_network(address: str, network: str) -> None:
    assert sessions.network_of(address) == network


async def test_ended_and_outlived_sessions_are_not_listed(site: Site) -> None:
    await db.execute("UPDATE session SET idle_ends_at = now() WHERE account_id = $1", site.manager.account_id)
    current = await scope(site.manager.account_id)
    other = await scope(site.manager.account_id)
    await sessions.end(current, other.session_id)
    assert [item.id for item in await sessions.list_own(current)] == [current.session_id]


# Ending


async def test_one_of_the_own_sessions_is_ended_from_another_door(client: httpx.AsyncClient, site: Site) -> None:
    token = await open_token(site.regulator.account_id, Door.PHONE)
    other = (await sessions.scope_of(token)).session_id
    path = f"{CONSOLE}/sessions/{other}"
    assert (await client.delete(path, headers=await headers(site.regulator))).status_code == 204
    assert refusal(await client.get(f"{PHONE}/me", headers=bearer(token))) == (401, "session_ended", None)
    assert (await client.delete(path, headers=await headers(site.regulator))).status_code == 204
    kept = "SELECT count(*) FROM audit_entry WHERE act = 'session.end' AND subject_id = $1"
    assert await db.fetch_value(kept, other) == 1


async def test_another_persons_session_does_not_exist(client: httpx.AsyncClient, site: Site) -> None:
    theirs = await scope(site.chief.account_id)
    tries = [(PHONE, site.manager), (CONSOLE, site.administrator)]
    refused = [
        await client.delete(f"{door}/sessions/{theirs.session_id}", headers=await headers(person))
        for door, person in tries
    ]
    assert [refusal(answer) for answer in refused] == [(404, "not_found", "session_id")] * 2
    ended = await db.fetch_value("SELECT revoked_at FROM session WHERE id = $1", theirs.session_id)
    assert ended is None


async def test_all_others_end_and_this_one_stays(client: httpx.AsyncClient, site: Site) -> None:
    await db.execute("DELETE FROM session WHERE account_id = $1", site.manager.account_id)
    others = [await open_token(site.manager.account_id, Door.PHONE) for _ in range(3)]
    mine = bearer(await open_token(site.manager.account_id, Door.PHONE))
    chief = await scope(site.chief.account_id)
    assert (await client.post(f"{PHONE}/sessions/end-others", headers=mine)).json() == {"ended": 3}
    answers = [(await client.get(f"{PHONE}/me", headers=bearer(token))).status_code for token in others]
    assert answers == [401, 401, 401]
    assert (await client.get(f"{PHONE}/me", headers=mine)).status_code == 200
    assert await db.fetch_value("SELECT revoked_at FROM session WHERE id = $1", chief.session_id) is None


async def test_signing_out_everywhere_ends_this_one_too(client: httpx.AsyncClient, site: Site) -> None:
    await db.execute("DELETE FROM session WHERE account_id = $1", site.manager.account_id)
    other = await open_token(site.manager.account_id, Door.PHONE)
    mine = bearer(await open_token(site.manager.account_id, Door.PHONE))
    assert (await client.post(f"{PHONE}/sessions/end-all", headers=mine)).json() == {"ended": 2}
    assert (await client.get(f"{PHONE}/me", headers=mine)).status_code == 401
    assert (await client.get(f"{PHONE}/me", headers=bearer(other))).status_code == 401


async def test_every_session_of_a_code_ends_with_the_report_on_it(site: Site) -> None:
    ticket = ids.new_id()
    async with db.transaction():
        born = [
            await sessions.open_session(site.regulator.account_id, door, user_agent="", address="", qr_ticket_id=ticket)
            for door in Door
        ]
    async with db.transaction():
        assert await sessions.end_of_ticket(ticket, "qr_reported") == 2
    for opened in born:
        with pytest.raises(Refusal, match="session_ended"):
            await sessions.scope_of(opened.token)
    assert (await sessions.list_own(site.regulator)) != []


# Dead at once


async def test_a_session_of_before_a_disable_is_dead_after_the_enable(client: httpx.AsyncClient, site: Site) -> None:
    token = await open_token(site.regulator.account_id, Door.CONSOLE)
    await account_states.disable(site.administrator, site.regulator.account_id, "已调离")
    assert refusal(await client.get(f"{CONSOLE}/me", headers=bearer(token))) == (401, "session_ended", None)
    await account_states.enable(site.administrator, site.regulator.account_id)
    assert refusal(await client.get(f"{CONSOLE}/me", headers=bearer(token))) == (401, "session_ended", None)


async def test_a_sign_in_during_a_disable_leaves_no_session_for_the_enable(
    site: Site, other_replica: asyncpg.Connection
) -> None:
    person = site.regulator.account_id

    async def sign_in_meanwhile() -> None:
        async with db.transaction():
            await sessions.open_session(person, Door.CONSOLE, user_agent="", address="")

    disabling = other_replica.transaction()
    await disabling.start()
    await other_replica.execute("UPDATE account SET state = 'disabled' WHERE id = $1", person)
    with pytest.RaisesGroup(pytest.RaisesExc(Refusal, match="account_disabled")):
        async with asyncio.TaskGroup() as group:
            group.create_task(sign_in_meanwhile())
            await somebody_waits_for_a_lock()
            await disabling.commit()
    await account_states.enable(site.administrator, person)
    before = "SELECT count(*) FROM session WHERE account_id = $1 AND user_agent = ''"
    assert await db.fetch_value(before, person) == 0


async def somebody_waits_for_a_lock() -> None:
    """In this database: on the same server other tests wait in theirs."""
    waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with asyncio.timeout(30):
        while not await db.fetch_value(waits):  # noqa: ASYNC110  It lies in the database: nothing to be woken by.
            await asyncio.sleep(0.01)


ENDS = {
    "disabled": "UPDATE account SET state = 'disabled' WHERE id = $1",
    "dormant": "UPDATE account SET state = 'dormant' WHERE id = $1",
    "ended": "UPDATE session SET revoked_at = now() WHERE account_id = $1",
    "idle": "UPDATE session SET idle_ends_at = now() WHERE account_id = $1",
    "outlived": "UPDATE session SET ends_at = now() WHERE account_id = $1",
}


@pytest.mark.parametrize("how", ENDS)
async def test_what_another_replica_ends_is_dead_within_a_second(
    client: httpx.AsyncClient, site: Site, other_replica: asyncpg.Connection, how: str
) -> None:
    mine = bearer(await open_token(site.regulator.account_id, Door.CONSOLE))
    assert (await client.get(f"{CONSOLE}/me", headers=mine)).status_code == 200
    await other_replica.execute(ENDS[how], site.regulator.account_id)
    # The very next request: nothing keeps the session for a while.
    assert (await client.get(f"{CONSOLE}/me", headers=mine)).status_code == 401


async def test_a_lost_unit_and_a_lost_duty_count_from_the_next_request(
    site: Site, other_replica: asyncpg.Connection
) -> None:
    token = await open_token(site.administrator.account_id, Door.CONSOLE)
    elsewhere = await unit_of("440100")
    await other_replica.execute(
        "UPDATE account SET unit_id = $2, is_unit_administrator = false WHERE id = $1",
        site.administrator.account_id, elsewhere,
    )  # fmt: skip
    now = await sessions.scope_of(token)
    assert (now.unit_id, now.is_unit_administrator) == (elsewhere, False)


# Sessions born of a code


async def test_a_limited_session_does_the_days_work_and_may_end_sessions(client: httpx.AsyncClient, site: Site) -> None:
    person = await limited(site.regulator)
    assert person.is_limited
    assert not (await scope(site.regulator.account_id, Door.CONSOLE)).is_limited
    assert len(await sessions.list_own(person)) > 1
    assert await sessions.end_others(person) >= 1


async def test_no_limited_session_acts_upon_the_security_of_accounts(site: Site) -> None:
    someone, city, root = await limited(site.administrator), site.city, site.regulator.account_id
    acts: dict[str, Any] = {
        "link": sign_in.add_link(someone, "wechat:x", "y"),
        "enter": accounts.add_regulator(someone, city, name="新人", wecom_userid="x"),
        "disable": account_states.disable(someone, root, "已调离"),
        "enable": account_states.enable(someone, root),
        "appoint": account_states.appoint_administrator(someone, root),
        "withdraw": account_states.withdraw_administrator(someone, root),
        "unit": units.create_unit(
            someone, city, level=Level.STATION, region_code="440305", name_zh="站", name_en="Station"
        ),
        "approve": applications.approve(someone, ids.new_id()),
        "refuse": applications.refuse(someone, ids.new_id(), "x"),
        "register": partners.register(someone, uscc="91440300YY000001XU", name="厂商", kind=PartnerKind.DEVICE_VENDOR),
        "shut": partners.disable(someone, ids.new_id(), "x"),
        "open": partners.enable(someone, ids.new_id()),
    }
    said = {name: await _refusal_of(act) for name, act in acts.items()}
    assert said == dict.fromkeys(acts, "re_authenticate")


async def _refusal_of(act: Any) -> str:
    try:
        await act
    except Refusal as refused:
        return refused.problem.code
    return "done"


# What is written down


async def test_a_visit_is_written_on_the_session_each_minute_and_on_the_account_each_day(site: Site) -> None:
    person = site.manager.account_id
    token = await open_token(person, Door.PHONE)
    await db.execute("UPDATE session SET last_seen_at = now() - interval '61 seconds' WHERE account_id = $1", person)
    await db.execute("UPDATE account SET last_seen_at = now() - interval '23 hours' WHERE id = $1", person)
    seen = "SELECT last_seen_at > now() - interval '1 hour' FROM account WHERE id = $1"
    await sessions.scope_of(token)
    assert await db.fetch_value(seen, person) is False
    await db.execute("UPDATE session SET last_seen_at = now() - interval '61 seconds' WHERE account_id = $1", person)
    await db.execute("UPDATE account SET last_seen_at = now() - interval '25 hours' WHERE id = $1", person)
    await sessions.scope_of(token)
    assert await db.fetch_value(seen, person) is True
    assert await db.fetch_value("SELECT max(last_seen_at) > now() - interval '40 seconds' FROM session") is True
