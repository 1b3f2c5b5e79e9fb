"""Ninety days without a visit: dormant, signed out, vacant; and the ways back."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.core import clock, db
from backend.core.errors import Refusal
from backend.core.settings import settings
from backend.identity import dormancy, sessions
from backend.identity.rules import DORMANCY
from backend.identity.scope import Door
from tests.backend.site import PHONE, Site, headers, refusal, scope
from tests.backend.site import _open as open_token

LIN, CHEN = "o-sandbox-lin", "o-sandbox-chen"


async def sleep_of(person: Any, days: float = 91) -> None:
    await db.execute(
        "UPDATE account SET last_seen_at = $2 WHERE id = $1", person.account_id, clock.now() - timedelta(days=days)
    )


async def sign_in(client: httpx.AsyncClient, openid: str, nonce: str) -> dict[str, Any]:
    answer = await client.post(f"{PHONE}/sign-in", json={"provider": "wechat", "code": f"code-{openid}-{nonce}"})
    found: dict[str, Any] = answer.json()
    return found


async def link(client: httpx.AsyncClient, ticket: str, openid: str, nonce: str) -> httpx.Response:
    body = {"ticket": ticket, "phone_code": f"phone-{openid}-{nonce}"}
    return await client.post(f"{PHONE}/sign-in/link", json=body)


async def state_of(person: Any) -> str:
    found: str = await db.fetch_value("SELECT state FROM account WHERE id = $1", person.account_id)
    return found


async def test_the_ninetieth_day_counts_and_the_day_before_does_not(site: Site) -> None:
    await sleep_of(site.manager, DORMANCY.days + 0.001)
    await sleep_of(site.chief, DORMANCY.days - 0.001)
    assert await dormancy.fall_dormant() == 1
    assert (await state_of(site.manager), await state_of(site.chief)) == ("dormant", "active")
    assert await dormancy.fall_dormant() == 0


async def test_a_whole_province_asleep_falls_dormant_in_batches_with_an_entry_each(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dormancy, "_BATCH", 3)
    everybody = await db.fetch_value("SELECT count(*) FROM account")
    await db.execute("UPDATE account SET last_seen_at = $1", clock.now() - timedelta(days=200))
    assert await dormancy.fall_dormant() == everybody > 6
    entries = await db.fetch_value("SELECT count(DISTINCT subject_id) FROM audit_entry WHERE act LIKE '%dormant'")
    assert entries == everybody
    assert await db.fetch_value("SELECT count(*) FROM session WHERE revoked_at IS NULL") == 0
    assert await db.fetch_value("SELECT array_agg(DISTINCT revoked_reason) FROM session") == ["dormant"]


async def test_time_alone_makes_an_account_dormant(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shift = tmp_path / "shift"
    monkeypatch.setenv("SANDTABLE_CLOCK_SHIFT_FILE", str(shift))
    settings.cache_clear()
    monkeypatch.setattr(clock, "_REREAD_SECONDS", 0)
    shift.write_text(str(89 * 86400))
    assert await dormancy.fall_dormant() == 0
    await open_token(site.manager.account_id, Door.PHONE)
    shift.write_text(str(91 * 86400))
    asleep = await dormancy.fall_dormant()
    still_awake = await db.fetch("SELECT id FROM account WHERE state = 'active'")
    shift.unlink()
    clock._current_shift()
    monkeypatch.undo()
    settings.cache_clear()
    assert [row["id"] for row in still_awake] == [site.manager.account_id]
    assert asleep == await db.fetch_value("SELECT count(*) FROM account WHERE state = 'dormant'")


async def test_a_dormant_holder_leaves_the_post_vacant_at_once(site: Site) -> None:
    answers = "SELECT live_post($1, 'chief_engineer')"
    assert await db.fetch_value(answers, site.project_id) == "chief_engineer"
    await sleep_of(site.chief)
    await dormancy.fall_dormant()
    assert await db.fetch_value(answers, site.project_id) != "chief_engineer"


async def test_enterprise_staff_come_back_by_the_phone_number_once_more(client: httpx.AsyncClient, site: Site) -> None:
    first = await sign_in(client, LIN, "1")
    token = (await link(client, first["link_ticket"], LIN, "1")).json()["token"]
    await sleep_of(site.manager)
    await dormancy.fall_dormant()
    old = {"authorization": f"Bearer {token}"}
    assert refusal(await client.get(f"{PHONE}/me", headers=old)) == (401, "session_ended", None)
    again = await sign_in(client, LIN, "2")
    assert (again["token"], again["is_dormant"], first["is_dormant"]) == (None, True, False)
    woken = (await link(client, again["link_ticket"], LIN, "2")).json()["token"]
    me = (await client.get(f"{PHONE}/me", headers={"authorization": f"Bearer {woken}"})).json()
    assert me["account_id"] == str(site.manager.account_id)
    assert await state_of(site.manager) == "active"
    assert refusal(await client.get(f"{PHONE}/me", headers=old)) == (401, "session_ended", None)
    assert await dormancy.fall_dormant() == 0
    woke = "SELECT count(*) FROM audit_entry WHERE act = 'account.wake' AND subject_id = $1"
    assert await db.fetch_value(woke, site.manager.account_id) == 1


async def test_a_dormant_account_is_not_woken_by_another_number(client: httpx.AsyncClient, site: Site) -> None:
    await link(client, (await sign_in(client, LIN, "1"))["link_ticket"], LIN, "1")
    await sleep_of(site.manager)
    await dormancy.fall_dormant()
    ticket = (await sign_in(client, LIN, "2"))["link_ticket"]
    refused = await link(client, ticket, "o-sandbox-zhou", "2")
    assert refusal(refused) == (409, "dormant_other_phone", "phone_code")
    assert await state_of(site.manager) == "dormant"
    assert await db.fetch_value("SELECT count(*) FROM account WHERE name = '周敏'") == 0


async def test_another_identity_with_the_right_number_does_not_wake_it(client: httpx.AsyncClient, site: Site) -> None:
    """Numbers are given to others after a while."""
    await link(client, (await sign_in(client, LIN, "1"))["link_ticket"], LIN, "1")
    await sleep_of(site.manager)
    await dormancy.fall_dormant()
    ticket = (await sign_in(client, "o-sandbox-zhou", "2"))["link_ticket"]
    refused = await link(client, ticket, LIN, "2")
    assert refusal(refused) == (409, "other_identity_linked", None)
    assert await state_of(site.manager) == "dormant"


async def test_a_visit_keeps_an_account_awake(client: httpx.AsyncClient, site: Site) -> None:
    mine = await headers(site.manager)
    await sleep_of(site.manager)
    await db.execute("UPDATE session SET last_seen_at = now() - interval '2 minutes'")
    assert (await client.get(f"{PHONE}/me", headers=mine)).status_code == 200
    assert await dormancy.fall_dormant() == 0


async def test_nobody_opens_a_session_of_a_dormant_account(site: Site) -> None:
    await sleep_of(site.manager)
    await dormancy.fall_dormant()
    with pytest.raises(Refusal, match="account_disabled"):
        await scope(site.manager.account_id)
    with pytest.raises(Refusal, match="session_ended"):
        await sessions.scope_of("")


def test_the_job_runs_once_a_night() -> None:
    from backend import housekeeping  # noqa: PLC0415  Only this test looks at the jobs.

    (job,) = [job for job in housekeeping.JOBS if job.work is dormancy.fall_dormant]
    assert re.fullmatch(r"\d+ \d+ \* \* \*", job.cron)
