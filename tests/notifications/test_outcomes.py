"""What each answer of the provider does to the delivery, to its lane and to the people who must know."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.core import db, ids
from backend.core.errors import Refusal
from backend.identity.scope import AccountKind, Door, Scope
from notifications import expand, groups, inbox, lanes, stuck
from notifications.channel import ChannelName, Outcome, OutcomeKind
from notifications.dispatch import deliver, judge, record
from notifications.stuck import Filters, Standing
from tests.notifications import world as worlds
from tests.notifications.conftest import Peer, drain
from tests.notifications.world import World, expire_leases, put, scope

ROBOT = "/cgi-bin/webhook/send"


async def one() -> Any:
    return await db.fetch_one("SELECT * FROM delivery WHERE channel = 'robot' ORDER BY id LIMIT 1")


async def a_span_began_since(before: datetime, end: datetime, *, least: float, most: float) -> bool:
    """Whether a span of such a length that ends then began between `before` and now, however long ago that is."""
    now = await db.fetch_value("SELECT clock_timestamp()")
    return bool(before + timedelta(seconds=least) <= end <= now + timedelta(seconds=most))


async def send_once(peer: Peer) -> None:
    [claimed] = await lanes.claim(1)
    await deliver(claimed, peer.channels)


async def test_45009_pauses_the_lane_for_a_minute_and_keeps_the_message_first(world: World, peer: Peer) -> None:
    await put(world, title="first")
    await put(world, title="second")
    await peer.fault(kind="errcode", path=ROBOT, errcode=45009)
    before = await db.fetch_value("SELECT clock_timestamp()")

    await send_once(peer)

    row = await one()
    assert (row["state"], row["last_code"], row["body"]["title"]) == ("ready", 45009, "first")
    paused_until = await db.fetch_value("SELECT paused_until FROM lane WHERE name LIKE 'robot:%'")
    assert await a_span_began_since(before, paused_until, least=60, most=60)
    assert await lanes.claim(8) == []
    await db.execute("UPDATE lane SET paused_until = now(), tat = '-infinity'")
    assert [claimed.body["title"] for claimed in await lanes.claim(8)] == ["first"]


@pytest.mark.parametrize("kind", ["drop", "invalid_json", "half_body"])
async def test_an_answer_that_got_lost_is_repeated_and_the_repeat_is_marked(
    world: World, peer: Peer, kind: str
) -> None:
    await put(world, title="扬尘超标")
    await peer.fault(kind=kind, path=ROBOT)
    await send_once(peer)
    assert (await one())["unanswered"] == 1
    await db.execute("UPDATE delivery SET not_before = now()")
    await db.execute("UPDATE lane SET tat = '-infinity'")

    await send_once(peer)

    texts = [line["body"]["text"]["content"] for line in peer.received("robot")]
    assert texts == ["扬尘超标", "（重发 2，编号 8F3K7Q）扬尘超标"]
    assert (await one())["state"] == "accepted"


async def test_a_lost_lease_is_marked_on_a_card_too(world: World, peer: Peer) -> None:
    await worlds.happen("warning.raised", world, await worlds.warning(world))
    await expand.step()
    await lanes.claim(64)
    await expire_leases()

    await drain(peer)

    cards = [line["body"]["template_card"] for line in peer.received("robot")]
    assert [card["sub_title_text"][:16] for card in cards] == ["（重发 2，编号 8F3K7Q）"] * 2


async def test_a_repeated_app_card_is_seen_once_and_counts_as_accepted(world: World, peer: Peer) -> None:
    await worlds.happen("warning.raised", world, await worlds.warning(world))
    await expand.step()
    await db.execute("DELETE FROM delivery WHERE channel = 'robot'")
    await peer.fault(kind="drop", path="/cgi-bin/message/send")
    await drain(peer)
    await db.execute("UPDATE delivery SET not_before = now()")
    await db.execute("UPDATE lane SET tat = '-infinity'")

    await drain(peer)

    assert await db.fetch_value("SELECT state FROM delivery WHERE channel = 'app_card'") == "accepted"
    shown = [line for line in peer.received("app") if not line.get("is_duplicate")]
    assert len(shown) == 1


async def test_a_refused_connection_is_tried_again_later_unmarked(world: World, peer: Peer) -> None:
    await put(world)
    await peer.fault(kind="errcode", path=ROBOT, errcode=-1)
    before = await db.fetch_value("SELECT clock_timestamp()")

    await send_once(peer)

    row = await one()
    assert (row["state"], row["unanswered"]) == ("ready", 0)
    assert await a_span_began_since(before, row["not_before"], least=1, most=3)


async def test_a_removed_robot_disables_its_group_and_tells_the_units_administrator(world: World, peer: Peer) -> None:
    await put(world)
    await peer.fault(kind="errcode", path=ROBOT, errcode=93000, errmsg="invalid webhook url")
    await send_once(peer)

    await drain(peer)

    state = await db.fetch_value("SELECT state FROM chat_group WHERE id = $1", world.enterprise_group)
    assert ((await one())["state"], state) == ("dead", "disabled")
    alarm = await db.fetch_one("SELECT account_id, event_kind FROM delivery WHERE channel = 'inbox'")
    assert tuple(alarm or ()) == (world.regulator, "group.disabled")
    assert [line["to"] for line in peer.received("app")] == ["huang.li"]


async def test_a_disabled_group_is_not_spoken_to_and_a_repeat_works_after_enabling(world: World, peer: Peer) -> None:
    await put(world)
    await groups.disable(scope(world), world.enterprise_group, reason="换群")
    await drain(peer)
    assert (peer.received(), (await one())["state"]) == ([], "dead")

    await groups.enable(scope(world), world.enterprise_group)
    await stuck.repeat(scope(world), (await one())["id"])
    await db.execute("UPDATE lane SET tat = '-infinity'")
    await drain(peer)

    assert len(peer.received("robot")) == 1


async def test_an_app_whose_secret_is_wrong_keeps_its_messages_and_alarms_once(world: World, peer: Peer) -> None:
    for code in ("AAAAAA", "BBBBBB"):
        await worlds.happen("warning.raised", world, await worlds.warning(world, short_code=code), short_code=code)
    await expand.step()
    await peer.fault(kind="errcode", path="/cgi-bin/message/send", errcode=60020, times=0)

    await drain(peer)
    await db.execute("UPDATE lane SET paused_until = '-infinity', tat = '-infinity'")
    await drain(peer)

    states = await db.fetch("SELECT DISTINCT state FROM delivery WHERE channel = 'app_card'")
    assert [row["state"] for row in states] == ["ready"]
    assert await db.fetch_value("SELECT count(*) FROM event WHERE kind = 'app.faulty'") == 1


async def test_a_refused_message_is_dead_and_an_alarm_goes_to_the_inbox(world: World, peer: Peer) -> None:
    await put(world)
    await peer.fault(kind="errcode", path=ROBOT, errcode=40058, errmsg="wrong")
    await send_once(peer)

    await drain(peer)

    assert (await one())["state"] == "dead"
    assert await db.fetch_value("SELECT event_kind FROM delivery WHERE channel = 'inbox'") == "delivery.dead"


async def test_an_unknown_member_is_dead_without_an_alarm_because_the_inbox_has_it(world: World, peer: Peer) -> None:
    await db.execute("UPDATE identity_link SET subject = 'nobody' WHERE account_id = $1", world.manager)
    await worlds.happen("warning.raised", world, await worlds.warning(world))

    await drain(peer)

    row = await db.fetch_one("SELECT state, last_code FROM delivery WHERE channel = 'app_card'")
    assert tuple(row or ()) == ("dead", 81013)
    assert await db.fetch_value("SELECT count(*) FROM event WHERE kind = 'delivery.dead'") == 0


@pytest.mark.parametrize(
    "spent", ["attempts = 47", "give_up_at = now() - interval '1 second'"], ids=["48 attempts", "4 hours"]
)
async def test_after_48_attempts_or_4_hours_it_is_dead_and_alarmed(world: World, peer: Peer, spent: str) -> None:
    await put(world)
    await db.execute(f"UPDATE delivery SET {spent}")
    await peer.fault(kind="errcode", path=ROBOT, errcode=-1)

    await send_once(peer)

    assert (await one())["state"] == "dead"
    assert await db.fetch_value("SELECT count(*) FROM event WHERE kind = 'delivery.dead'") == 1


async def test_an_alarm_that_dies_raises_no_alarm(world: World, peer: Peer) -> None:
    await put(world)
    await db.execute("UPDATE delivery SET event_kind = 'delivery.dead'")
    await peer.fault(kind="errcode", path=ROBOT, errcode=40058)

    await send_once(peer)

    assert await db.fetch_value("SELECT count(*) FROM event") == 0


async def test_an_edition_without_cards_gets_the_same_as_text(world: World, peer: Peer) -> None:
    (await peer.control.post("/_sandbox/settings", json={"profile": "private-yzy"})).raise_for_status()
    await worlds.happen("warning.raised", world, await worlds.warning(world))

    await drain(peer)

    assert [line["msgtype"] for line in peer.received()] == ["text"] * 3


async def test_an_app_without_a_callback_address_sends_the_notice_instead_of_buttons(world: World, peer: Peer) -> None:
    (await peer.control.post("/_sandbox/settings", json={"callback_url": ""})).raise_for_status()
    await worlds.happen("warning.raised", world, await worlds.warning(world))

    await drain(peer)

    assert [line["body"]["template_card"]["card_type"] for line in peer.received("app")] == ["text_notice"]


async def test_a_crash_in_a_channel_counts_as_ambiguous(world: World) -> None:
    await put(world)
    [claimed] = await lanes.claim(1)

    await deliver(claimed, {"robot": Crashing()})  # type: ignore[dict-item]  # The name is the enum's value.

    assert ((await one())["state"], (await one())["unanswered"]) == ("ready", 1)


class Crashing:
    async def send(self, _: object) -> Outcome:
        raise RuntimeError("a fault of ours")


@pytest.mark.parametrize(("attempts", "least", "most"), [(1, 1, 3), (3, 4, 12), (12, 150, 450), (47, 150, 450)])
def test_the_backoff_doubles_up_to_five_minutes_with_jitter(attempts: int, least: float, most: float) -> None:
    waits = [judge(Outcome(kind=OutcomeKind.RETRY), attempts=attempts).wait_seconds for _ in range(200)]
    assert least <= min(waits) < max(waits) <= most


async def test_every_attempt_leaves_a_row(world: World) -> None:
    await put(world)
    [claimed] = await lanes.claim(1)
    await record(claimed, Outcome(kind=OutcomeKind.RETRY, code=-1, message="busy"), 7)

    row = await db.fetch_one("SELECT attempt, outcome, code, duration_ms FROM delivery_attempt")

    assert tuple(row or ()) == (1, "retry", -1, 7)


async def test_the_outbox_shows_a_regulator_the_dead_of_his_projects_only(world: World, peer: Peer) -> None:
    await put(world)
    await peer.fault(kind="errcode", path=ROBOT, errcode=40058)
    await send_once(peer)
    elsewhere = await db.fetch_value(
        "SELECT id FROM unit WHERE NOT lineage @> ARRAY[$1::uuid]"
        " AND id <> ALL((SELECT lineage FROM unit WHERE id = $1)::uuid[]) LIMIT 1",
        world.unit,
    )

    mine = await stuck.page(scope(world), Filters())
    others = await stuck.page(
        Scope(
            account_id=world.regulator, session_id=ids.new_id(), kind=AccountKind.REGULATOR, door=Door.CONSOLE,
            name="", unit_id=elsewhere, is_unit_administrator=True,
        ),
        Filters(),
    )  # fmt: skip

    assert [(item.state, item.last_code) for item in mine.items] == [("dead", 40058)]
    assert others.items == []


async def test_only_a_dead_delivery_can_be_repeated(world: World) -> None:
    await put(world)

    with pytest.raises(Refusal, match="delivery_not_repeatable"):
        await stuck.repeat(scope(world), (await one())["id"])


async def _kill(world: World, peer: Peer, *titles: str) -> None:
    for title in titles:
        await put(world, title=title)
        await peer.fault(kind="errcode", path=ROBOT, errcode=40058)
        await db.execute("UPDATE lane SET tat = '-infinity', lease_until = '-infinity'")
        await send_once(peer)


async def test_where_messages_are_stuck_is_told_with_the_reason_and_the_oldest(world: World, peer: Peer) -> None:
    await _kill(world, peer, "first", "second")
    await put(world, title="third")
    await db.execute("UPDATE delivery SET created_at = created_at - interval '6 minutes' WHERE state = 'ready'")

    [place] = (await stuck.destinations(scope(world), Filters())).items
    waiting = await stuck.page(scope(world), Filters(standing=Standing.WAITING))

    oldest = await db.fetch_value("SELECT min(created_at) FROM delivery WHERE channel = 'robot'")
    assert (place.dead, place.waiting, place.group_id, place.oldest_at) == (2, 1, (await one())["group_id"], oldest)
    assert [item.title for item in waiting.items] == ["third"]


async def test_places_beyond_the_hundred_that_are_shown_are_counted_found_and_sent_again(world: World) -> None:
    await put(world)
    copied = (
        "id, city_code, event_at, event_id, event_kind, recipient, channel, lane, account_id, project_id, subject_id"
    )
    await db.execute(
        f"INSERT INTO delivery ({copied}, priority, state, body, short_code, request_id)"
        " SELECT gen_random_uuid(), city_code, event_at, gen_random_uuid(), event_kind, recipient, 'app_card', lane,"
        " gen_random_uuid(), project_id, subject_id, priority, 'dead', body, short_code, request_id"
        " FROM delivery CROSS JOIN generate_series(1, 103)"
    )
    cards = Filters(standing=Standing.DEAD, channel=ChannelName.APP_CARD)

    first = await stuck.destinations(scope(world), cards)
    every = await stuck.destinations(scope(world), cards, limit=1000)
    last = every.items[-1]
    only_last = await stuck.destinations(scope(world), Filters(account_id=last.account_id))
    repeated = await stuck.repeat_all(scope(world), cards, expected=first.dead)

    assert (len(first.items), first.count, first.dead, first.waiting) == (100, 103, 103, 0)
    assert (len(every.items), only_last.items, repeated) == (103, [last], 103)


async def test_all_dead_of_a_group_are_repeated_when_as_many_as_were_seen(world: World, peer: Peer) -> None:
    await _kill(world, peer, "first", "second")
    mine = Filters(group_id=(await one())["group_id"])

    with pytest.raises(Refusal, match="outbox_changed"):
        await stuck.repeat_all(scope(world), mine, expected=1)
    with pytest.raises(Refusal, match="outbox_changed"):
        await stuck.repeat_all(scope(world), Filters(group_id=ids.new_id()), expected=2)
    repeated = await stuck.repeat_all(scope(world), mine, expected=2)

    states = await db.fetch("SELECT state FROM delivery WHERE channel = 'robot'")
    acts = await db.fetch("SELECT act, detail ->> 'count' AS n FROM audit_entry WHERE act LIKE 'delivery.%'")
    assert (repeated, [row["state"] for row in states]) == (2, ["ready", "ready"])
    assert [tuple(row) for row in acts] == [("delivery.repeat_all", "2")]


async def test_the_inbox_shows_and_marks_a_persons_own_messages_only(world: World, peer: Peer) -> None:
    await worlds.happen("warning.raised", world, await worlds.warning(world))
    await drain(peer)
    mine = Scope(
        account_id=world.manager, session_id=ids.new_id(), kind=AccountKind.ENTERPRISE, door=Door.PHONE, name="",
        unit_id=None, is_unit_administrator=False,
    )  # fmt: skip
    page = await inbox.listed(mine)

    with pytest.raises(Refusal, match="not_found"):
        await inbox.mark_seen(scope(world), page.items[0].id)
    await inbox.mark_seen(mine, page.items[0].id)

    assert page.items[0].title == "黄色预警：扬尘超标"
    assert (await inbox.unseen(mine), (await inbox.listed(scope(world))).items) == (0, [])
