"""What was said without a line comes late, counts once, and neither reopens nor displaces anything."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from backend.core import clock, db, ids
from backend.core.errors import NOT_FOUND, Problem
from backend.core.i18n import Text
from backend.identity import account_states, device_keys, sessions
from backend.identity.problems import DEVICE_KEY_ENDED, DEVICE_KEY_TAKEN, DEVICE_KEYS_TOO_MANY, STATEMENT_INVALID
from backend.supervision import offline_acts, warning_views, warnings
from backend.supervision.offline_acts import Merged, Outcome
from backend.supervision.problems import (
    POST_LOST,
    PROMISE_OUT_OF_BOUNDS,
    SAID_OUT_OF_BOUNDS,
    STATEMENT_COUNTED,
    WARNING_NOT_YOURS,
)
from backend.supervision.rules import Level
from tests.backend.refusals import refused
from tests.backend.supervision.phones import Phone, encoded, phone_of, signed_in
from tests.backend.supervision.world import World, event_kinds, last_event, raise_dust, row, take, timer_kinds


async def send(phone: Phone, statement: str) -> Merged:
    return await offline_acts.receive(phone.scope, statement)


async def kept(phone: Phone) -> list[tuple[Any, ...]]:
    rows = await db.fetch(
        "SELECT counter, skipped, outcome, problem FROM offline_act WHERE key_id = $1 ORDER BY counter", phone.key_id
    )
    return [tuple(each) for each in rows]


async def steps(warning_id: UUID) -> list[tuple[str, bool]]:
    rows = await db.fetch("SELECT action, said_at FROM matter_step WHERE subject_id = $1 ORDER BY id", warning_id)
    return [(each["action"], each["said_at"] is not None) for each in rows]


# --- merged ---


async def test_an_open_warning_is_taken_as_of_when_it_was_said(world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    said_at = clock.now() - timedelta(minutes=150)
    merged = await send(phone, phone.says(warning_id, said_at=said_at))
    assert merged == Merged(warning_id, Outcome.APPLIED, None)
    detail = await warning_views.warning_detail(world.manager, warning_id)
    assert detail.item.taken is not None
    assert (detail.item.state, detail.item.taken.by_name, detail.item.taken.said_at) == (
        "acknowledged",
        "张工",
        said_at,
    )
    assert detail.item.taken.at > said_at + timedelta(hours=2)
    assert [(step.action, step.said_at) for step in detail.history] == [("raise", None), ("acknowledge", said_at)]
    assert await timer_kinds(warning_id) == []
    event = await last_event(warning_id)
    assert event["kind"] == "warning.acknowledged"
    assert event["data"]["said_at"] == said_at.isoformat()
    assert "received_at" in event["data"]


async def test_a_promise_that_has_passed_meanwhile_is_kept_as_said_and_told(world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    merged = await send(phone, phone.says(warning_id, said_at=clock.now() - timedelta(hours=30)))
    assert merged.outcome is Outcome.APPLIED
    assert merged.reason is not None
    assert "已过" in merged.reason.zh
    assert (await row("warning", warning_id))["promised_at"] < clock.now()


async def test_what_has_risen_meanwhile_stays_open_and_is_to_be_taken_again(world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    statement = phone.says(warning_id)
    await raise_dust(world.project_id, level=Level.ORANGE)
    merged = await send(phone, statement)
    assert merged.outcome is Outcome.RECORDED
    assert merged.reason == Text(
        "您离线确认时该预警为黄色，现已升为橙色，请按现在的级别重新确认",
        "The warning was yellow when you answered offline and is orange now: acknowledge it again at its new level",
    )
    warning = await row("warning", warning_id)
    assert (warning["state"], warning["acknowledged_by"], warning["said_at"]) == ("open", None, None)
    assert await steps(warning_id) == [("raise", False), ("rise", False), ("say", True)]
    assert await timer_kinds(warning_id) == ["warning.escalate"]


async def test_who_took_it_meanwhile_keeps_it_though_they_spoke_later(world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    statement = phone.says(warning_id)
    await take(world.safety, warning_id)
    merged = await send(phone, statement)
    assert merged.outcome is Outcome.RECORDED
    assert merged.reason is not None
    assert "王安全" in merged.reason.zh
    assert "王安全" in merged.reason.en
    warning = await row("warning", warning_id)
    assert (warning["acknowledged_by"], warning["said_at"]) == (world.safety.account_id, None)
    assert await steps(warning_id) == [("raise", False), ("acknowledge", False), ("say", True)]
    assert await event_kinds(warning_id) == ["warning.raised", "warning.acknowledged"]


async def test_what_was_closed_meanwhile_stays_closed(world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    statement = phone.says(warning_id)
    await warnings.close(world.regulator, warning_id, reason="现场已处置")
    merged = await send(phone, statement)
    assert merged.outcome is Outcome.RECORDED
    assert merged.reason is not None
    assert "现场已处置" in merged.reason.zh
    assert (await row("warning", warning_id))["state"] == "closed"
    assert await steps(warning_id) == [("raise", False), ("close", False), ("say", True)]
    assert await event_kinds(warning_id) == ["warning.raised", "warning.closed"]


async def test_worse_than_what_was_said_offline_clears_when_it_was_said(world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    await send(phone, phone.says(warning_id))
    await raise_dust(world.project_id, level=Level.ORANGE)
    await take(world.safety, warning_id)
    detail = await warning_views.warning_detail(world.manager, warning_id)
    assert detail.item.taken is not None
    assert (detail.item.taken.by_name, detail.item.taken.said_at) == ("王安全", None)


# --- once ---


async def test_a_statement_sent_again_is_answered_the_same_and_does_nothing(world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    statement = phone.says(warning_id, said_at=clock.now() - timedelta(hours=30))
    first = await send(phone, statement)
    assert await send(phone, statement) == first
    assert await kept(phone) == [(1, 0, "applied", None)]
    assert await steps(warning_id) == [("raise", False), ("acknowledge", True)]


async def test_a_statement_sent_twenty_times_at_once_counts_once(world: World, database_url: str) -> None:
    await db.stop()
    await db.start(database_url, size=20)
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    statement = phone.says(warning_id)
    merged = await asyncio.gather(*(send(phone, statement) for _ in range(20)))
    assert set(merged) == {Merged(warning_id, Outcome.APPLIED, None)}
    assert await event_kinds(warning_id) == ["warning.raised", "warning.acknowledged"]


async def test_a_number_is_judged_once_and_a_gap_is_noted(world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    missing = phone.says(warning_id)
    await send(phone, phone.says(warning_id, counter=5))
    await refused(STATEMENT_COUNTED, send(phone, missing))
    await refused(STATEMENT_COUNTED, send(phone, phone.says(warning_id, counter=5, plan="另一个说法")))
    assert await kept(phone) == [(5, 4, "applied", None)]
    assert (await phone.register()).counter == 5


# --- refused ---


async def test_who_left_the_project_meanwhile_is_refused_and_the_refusal_is_kept(world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    statement = phone.says(warning_id)
    await db.execute("UPDATE post SET state = 'ended' WHERE account_id = $1", world.manager.account_id)
    await refused(POST_LOST, send(phone, statement))
    await refused(POST_LOST, send(phone, statement))
    assert await kept(phone) == [(1, 0, "refused", "post_lost")]
    assert (await row("warning", warning_id))["state"] == "open"
    assert await steps(warning_id) == [("raise", False)]
    acts = await db.fetch("SELECT act, detail FROM audit_entry WHERE subject_id = $1", warning_id)
    assert [(each["act"], each["detail"]) for each in acts] == [("warning.say", {"refused": "post_lost"})]


@pytest.mark.parametrize(("who", "problem"), [("developer", WARNING_NOT_YOURS), ("stranger", NOT_FOUND)])
async def test_who_may_not_take_it_may_not_say_so_either(world: World, who: str, problem: Problem) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(getattr(world, who))
    await refused(problem, send(phone, phone.says(warning_id)))
    assert (await row("warning", warning_id))["state"] == "open"


@pytest.mark.parametrize(
    ("hours_ago", "promised_after", "problem"),
    [
        (-0.1, 3.0, SAID_OUT_OF_BOUNDS),
        (24 * 7 + 0.1, 3.0, SAID_OUT_OF_BOUNDS),
        (2.0, -1.0, PROMISE_OUT_OF_BOUNDS),
        (2.0, 24 * 31.0, PROMISE_OUT_OF_BOUNDS),
    ],
)
async def test_bounds_are_judged_at_the_moment_when_it_was_said(
    world: World, hours_ago: float, promised_after: float, problem: Problem
) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    said_at = clock.now() - timedelta(hours=hours_ago)
    promised_at = (said_at + timedelta(hours=promised_after)).isoformat()
    await refused(problem, send(phone, phone.says(warning_id, said_at=said_at, promised_at=promised_at)))
    assert await steps(warning_id) == [("raise", False)]


@pytest.mark.parametrize(("hours_ago"), [-0.02, 0.0, 24 * 7 - 0.1])
async def test_what_was_said_within_seven_days_and_two_minutes_is_taken(world: World, hours_ago: float) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    merged = await send(phone, phone.says(warning_id, said_at=clock.now() - timedelta(hours=hours_ago)))
    assert merged.outcome is Outcome.APPLIED


@pytest.mark.parametrize(
    "changes",
    [
        {"act": "warning.close"},
        {"counter": 0},
        {"counter": "1"},
        {"seen_level": "purple"},
        {"promised_at": "2026-11-21T09:12:00"},
        {"plan": "  "},
        {"plan": "字" * 501},
        {"more": 1},
    ],
)
async def test_a_payload_that_means_nothing_is_refused_and_not_counted(world: World, changes: dict[str, Any]) -> None:
    phone = await phone_of(world.manager)
    await refused(STATEMENT_INVALID, send(phone, phone.says(await raise_dust(world.project_id), **changes)))
    assert (await kept(phone), (await phone.register()).counter) == ([], 0)


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"crit": ["x"]}, {"jwk": {}}, {"kid": "mine"}])
async def test_a_header_that_says_more_or_other_than_ours_is_refused(world: World, header: dict[str, Any]) -> None:
    phone = await phone_of(world.manager)
    await refused(STATEMENT_INVALID, send(phone, phone.sign({"counter": 1}, **header)))


async def test_a_changed_statement_and_another_keys_signature_are_refused(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    phone, other = await phone_of(world.manager), await phone_of(world.manager)
    head, payload, signature = phone.says(warning_id).split(".")
    changed = f"{head}.{encoded(b'{}')}.{signature}"
    await refused(STATEMENT_INVALID, send(phone, changed))
    forged = other.says(warning_id).split(".")[2]
    await refused(STATEMENT_INVALID, send(phone, f"{head}.{payload}.{forged}"))
    assert await steps(warning_id) == [("raise", False)]


# --- the key ---


async def test_the_same_key_is_the_same_and_another_accounts_is_refused(world: World) -> None:
    phone = await phone_of(world.manager)
    assert (await phone.register()).id == phone.key_id
    thief = await signed_in(world.stranger)
    await refused(DEVICE_KEY_TAKEN, device_keys.register(thief, phone.public_key))


async def test_thirty_new_keys_a_month_are_taken_and_the_known_ones_always(world: World) -> None:
    first = await phone_of(world.manager)
    keys = [encoded(bytes([number]) * 32) for number in range(30)]
    await asyncio.gather(*(device_keys.register(first.scope, key) for key in keys[:29]))
    refusal = await refused(DEVICE_KEYS_TOO_MANY, device_keys.register(first.scope, keys[29]))
    assert refusal.params == {"most": 30, "days": 30}
    assert (await first.register()).id == first.key_id
    await phone_of(world.chief)
    await db.execute(
        "UPDATE device_key SET registered_at = registered_at - interval '30 days' WHERE id = $1", first.key_id
    )
    await device_keys.register(first.scope, keys[29])


async def test_nobody_sends_what_another_signed(world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    await refused(DEVICE_KEY_ENDED, offline_acts.receive(await signed_in(world.safety), phone.says(warning_id)))


async def test_an_unknown_key_opens_nothing(world: World) -> None:
    phone = await phone_of(world.manager)
    phone.key_id = ids.new_id()
    await refused(DEVICE_KEY_ENDED, send(phone, phone.says(await raise_dust(world.project_id))))


@pytest.mark.parametrize("act", ["end", "end_all", "end_others"])
async def test_a_sign_in_that_was_ended_takes_its_key_with_it(world: World, act: str) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    statement, elsewhere = phone.says(warning_id), await signed_in(world.manager)
    acts: dict[str, Callable[[], Awaitable[Any]]] = {
        "end": lambda: sessions.end(elsewhere, phone.scope.session_id),
        "end_all": lambda: sessions.end_all(elsewhere),
        "end_others": lambda: sessions.end_others(elsewhere),
    }
    await acts[act]()
    await refused(DEVICE_KEY_ENDED, offline_acts.receive(elsewhere, statement))
    assert (await row("warning", warning_id))["state"] == "open"


async def test_after_the_next_sign_in_the_phone_may_send_what_was_said_before(world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    statement = phone.says(warning_id)
    await sessions.end_all(phone.scope)
    phone.scope = await signed_in(world.manager)
    assert (await phone.register()).id == phone.key_id
    assert (await send(phone, statement)).outcome is Outcome.APPLIED


async def test_a_sign_in_that_ran_out_by_itself_leaves_its_key(world: World) -> None:
    warning_id, phone = await raise_dust(world.project_id), await phone_of(world.manager)
    await db.execute("UPDATE session SET ends_at = now() WHERE id = $1", phone.scope.session_id)
    phone.scope = await signed_in(world.manager)
    assert (await send(phone, phone.says(warning_id))).outcome is Outcome.APPLIED


async def test_a_disabled_accounts_key_stays_dead_when_the_account_comes_back(world: World) -> None:
    phone = await phone_of(world.regulator)
    root = msgspec.structs.replace(world.colleague, is_unit_administrator=True)
    await account_states.disable(root, world.regulator.account_id, "已调离")
    await account_states.enable(root, world.regulator.account_id)
    phone.scope = await signed_in(world.regulator)
    await refused(DEVICE_KEY_ENDED, send(phone, phone.says(await raise_dust(world.project_id))))
