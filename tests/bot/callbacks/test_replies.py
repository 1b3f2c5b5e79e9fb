"""What a press or a word from WeCom brings about: one effect, an answer where one is due, never a secret."""

import asyncio
from typing import Any
from uuid import UUID

from backend.core import db
from bot import replies
from notifications import twins
from tests.notifications import world as worlds
from tests.notifications.conftest import Peer, drain
from tests.notifications.world import World


async def work_off() -> None:
    while await replies.step():
        pass


async def card_of(world: World, peer: Peer, account: UUID) -> tuple[UUID, str]:
    """A warning whose card the account has in its chat: the warning, the card's task id."""
    code = await db.fetch_value("SELECT code FROM warning_kind WHERE 'project_manager' = ANY(posts) LIMIT 1")
    warning_id = await worlds.warning(world)
    await db.execute("UPDATE warning SET code = $2 WHERE id = $1", warning_id, code)
    await worlds.happen("warning.raised", world, warning_id)
    await drain(peer)
    card = await db.fetch_value("SELECT id FROM delivery WHERE channel = 'app_card' AND account_id = $1", account)
    return warning_id, twins.task_id_of(card)


async def warning(warning_id: UUID) -> Any:
    return await db.fetch_one("SELECT * FROM warning WHERE id = $1", warning_id)


def texts(peer: Peer) -> list[str]:
    return [line["body"]["text"]["content"] for line in peer.received("app") if line["msgtype"] == "text"]


async def test_a_press_acknowledges_in_the_persons_name(world: World, peer: Peer) -> None:
    warning_id, task_id = await card_of(world, peer, world.manager)

    await peer.press("lin.xiaoming", "ack:2h", task_id=task_id)
    await work_off()

    row = await warning(warning_id)
    assert (row["state"], row["acknowledged_by"], row["plan"]) == ("acknowledged", world.manager, "2 小时内处置")


async def test_the_same_press_three_times_is_one_effect(world: World, peer: Peer) -> None:
    warning_id, task_id = await card_of(world, peer, world.manager)

    await peer.press("lin.xiaoming", "ack:now", task_id=task_id, copies=3)
    await asyncio.gather(*(work_off() for _ in range(3)))
    await drain(peer)

    steps = await db.fetch_value(
        "SELECT count(*) FROM matter_step WHERE subject_id = $1 AND to_state = 'acknowledged'", warning_id
    )
    assert (steps, texts(peer)) == (1, [])
    assert await db.fetch_value("SELECT count(*) FROM event WHERE kind = 'warning.acknowledged'") == 1


async def test_the_pressed_card_changes_with_the_code_that_the_press_brought(world: World, peer: Peer) -> None:
    _, task_id = await card_of(world, peer, world.manager)
    await db.execute("UPDATE card_twin SET response_code = 'used up'")

    await peer.press("lin.xiaoming", "ack:now", task_id=task_id)
    await work_off()
    await drain(peer)

    assert [line["recipients"] for line in peer.received("update")] == [["lin.xiaoming"]]


async def test_a_stale_press_is_answered_with_todays_state(world: World, peer: Peer) -> None:
    warning_id, task_id = await card_of(world, peer, world.manager)
    await worlds.set_state(warning_id, "closed", by=world.regulator)

    await peer.press("lin.xiaoming", "ack:now", task_id=task_id)
    await work_off()
    await db.execute("UPDATE lane SET tat = '-infinity'")
    await drain(peer)

    assert len(texts(peer)) == 1
    assert "8F3K7Q" in texts(peer)[0]
    assert "解除：数值恢复" in texts(peer)[0]
    assert (await warning(warning_id))["state"] == "closed"


async def test_somebody_without_an_account_is_told_to_bind_and_learns_nothing(world: World, peer: Peer) -> None:
    warning_id, task_id = await card_of(world, peer, world.manager)
    await db.execute("DELETE FROM identity_link WHERE account_id = $1", world.manager)

    await peer.press("lin.xiaoming", "ack:now", task_id=task_id)
    await work_off()
    await drain(peer)

    assert texts(peer) == [replies.BIND_FIRST.zh]
    assert (await warning(warning_id))["state"] == "open"


async def test_a_disabled_account_acknowledges_nothing(world: World, peer: Peer) -> None:
    warning_id, task_id = await card_of(world, peer, world.manager)
    await db.execute("UPDATE account SET state = 'disabled' WHERE id = $1", world.manager)

    await peer.press("lin.xiaoming", "ack:now", task_id=task_id)
    await work_off()

    assert (await warning(warning_id))["state"] == "open"


async def test_a_card_of_somebody_else_does_nothing(world: World, peer: Peer) -> None:
    warning_id, task_id = await card_of(world, peer, world.manager)
    await db.execute("UPDATE delivery SET account_id = $1 WHERE channel = 'app_card'", world.chief)

    await peer.press("lin.xiaoming", "ack:now", task_id=task_id)
    await work_off()
    await db.execute("UPDATE lane SET tat = '-infinity'")
    await drain(peer)

    assert texts(peer) == [replies.NOT_YOURS.zh]
    assert (await warning(warning_id))["state"] == "open"


async def test_words_are_answered_once_a_minute(world: World, peer: Peer) -> None:
    for said in ("待办", "你好", "在吗"):
        answer = await peer.control.post(
            "/_sandbox/say", json={"userid": "lin.xiaoming", "content": said, "wait": True}
        )
        answer.raise_for_status()
    await work_off()
    await drain(peer)

    assert texts(peer) == [replies.HELP.zh]


async def test_a_row_that_keeps_failing_is_held_after_five_attempts(world: World, peer: Peer) -> None:
    await db.execute(
        "INSERT INTO callback_inbox (id, platform, unique_key, user_id, payload, request_id)"
        " VALUES (gen_random_uuid(), 'wecom', 'k', 'u', 'no xml', 'r')"
    )

    for _ in range(7):
        await replies.step()
        await db.execute("UPDATE callback_inbox SET not_before = now()")

    row = await db.fetch_one("SELECT state, error FROM callback_inbox")
    assert row is not None
    assert (row["state"], row["error"]) == ("held", "MalformedCallback: not XML")


async def test_a_row_whose_worker_died_is_worked_off_by_the_next(world: World, peer: Peer) -> None:
    warning_id, task_id = await card_of(world, peer, world.manager)
    await peer.press("lin.xiaoming", "ack:now", task_id=task_id)
    await replies._claim()
    assert await replies.step() == 0
    await db.execute("UPDATE callback_inbox SET not_before = now() - interval '1 second'")

    await work_off()

    assert (await warning(warning_id))["state"] == "acknowledged"


async def test_two_workers_with_the_same_row_bring_about_one_effect(world: World, peer: Peer) -> None:
    warning_id, task_id = await card_of(world, peer, world.manager)
    await peer.press("lin.xiaoming", "ack:now", task_id=task_id)
    row = await replies._claim()
    assert row is not None

    await asyncio.gather(replies._work(row), replies._work(row))
    await drain(peer)

    assert (await warning(warning_id))["state"] == "acknowledged"
    assert texts(peer) == []
