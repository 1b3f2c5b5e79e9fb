"""From an event to the people and groups, through the sandbox."""

from typing import Any
from uuid import UUID

import pytest

from backend.core import db, events, ids
from notifications import expand, lanes
from notifications.channel import Outcome, OutcomeKind
from notifications.dispatch import record
from tests.notifications import world as worlds
from tests.notifications.conftest import Peer, drain
from tests.notifications.world import World


def cards(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line["body"]["template_card"] for line in lines if line["msgtype"] == "template_card"]


async def delivered(channel: str) -> list[Any]:
    return await db.fetch("SELECT * FROM delivery WHERE channel = $1 ORDER BY id", channel)


async def rest_lanes() -> None:
    """As if every lane's clock had run."""
    await db.execute("UPDATE lane SET tat = '-infinity', paused_until = '-infinity'")


async def test_a_warning_reaches_both_groups_the_post_and_its_inbox(world: World, peer: Peer) -> None:
    await worlds.happen("warning.raised", world, await worlds.warning(world))

    await drain(peer)

    got = [(line["channel"], line["to"], line["msgtype"]) for line in peer.received()]
    assert sorted(got) == [
        ("app", "lin.xiaoming", "template_card"),
        ("robot", world.enterprise_key, "template_card"),
        ("robot", world.regulator_key, "template_card"),
    ]
    inbox = await delivered("inbox")
    assert [(row["account_id"], row["state"]) for row in inbox] == [(world.manager, "accepted")]


async def regulator_of(level: str, world: World) -> UUID:
    """Somebody of a unit of that level above the project's."""
    above: UUID = await db.fetch_value(
        "INSERT INTO unit (id, region_code, sector, level, name_zh, name_en, lineage) "
        "VALUES ($1::uuid, '440000', 'housing', $2::text, $2, $2, ARRAY[$1]) RETURNING id",
        ids.new_id(), level,
    )  # fmt: skip
    await db.execute("UPDATE unit SET lineage = lineage || $2::uuid WHERE id = $1", world.unit, above)
    return await worlds.account(level, userid=None, unit_id=above)


@pytest.mark.parametrize("kind", ["warning.raised", "warning.escalated", "warning.acknowledged", "warning.closed"])
async def test_the_enterprises_group_hears_nothing_of_its_regulators_lateness(
    world: World, peer: Peer, kind: str
) -> None:
    warning_id = await worlds.warning(world, level="blue")
    await worlds.happen(
        kind, world, warning_id, level="blue", posts=[], reason_zh="已核查", reason_en="Reviewed", by_name="x",
        by_post="project_manager", plan="x", promised_at="2026-11-21T08:00:00Z", from_level="blue",
        because="unanswered",
    )  # fmt: skip

    await drain(peer)

    assert [line["to"] for line in peer.received("robot")] == [world.regulator_key]
    assert {row["account_id"] for row in await delivered("inbox")} <= {world.regulator}


@pytest.mark.parametrize(("level", "hears"), [("blue", {"unit"}), ("yellow", {"unit", "district"})])
async def test_the_late_unit_is_told_itself_and_above_blue_its_district(
    world: World, level: str, hears: set[str]
) -> None:
    names = {world.regulator: "unit", await regulator_of("district", world): "district",
             await regulator_of("city", world): "city"}  # fmt: skip
    warning_id = await worlds.warning(world, level=level)
    await worlds.happen("warning.raised", world, warning_id, level=level, posts=[])

    await expand.step()

    inbox = await delivered("inbox")
    assert {names[row["account_id"]] for row in inbox} == hears
    assert {row["body"]["form"] for row in inbox} == {"notice"}


async def test_a_card_says_what_where_how_grave_and_opens_the_phone_page(world: World, peer: Peer) -> None:
    warning_id = await worlds.warning(world)
    await worlds.happen("warning.raised", world, warning_id)

    await drain(peer)

    card = cards(peer.received("robot"))[0]
    assert card["main_title"] == {"title": "黄色预警：扬尘超标", "desc": "滨江花园"}
    assert card["horizontal_content_list"] == [
        {"keyname": "PM10", "value": "180 µg/m³"},
        {"keyname": "编号", "value": "8F3K7Q"},
    ]
    assert card["card_action"]["url"].endswith(f"/m/#/warnings/{warning_id}")


async def test_an_event_expanded_twice_makes_no_second_delivery(world: World, peer: Peer) -> None:
    event_id = await worlds.happen("warning.raised", world, await worlds.warning(world))
    await drain(peer)
    await db.execute("INSERT INTO event_pending SELECT id, city_code, occurred_at FROM event WHERE id = $1", event_id)
    await rest_lanes()

    await drain(peer)

    assert len(peer.received()) == 3


async def test_a_person_without_wecom_gets_the_inbox_only(world: World, peer: Peer) -> None:
    await worlds.happen("obligation.reminder", world, ids.new_id(), level=None, posts=["materials_clerk"])

    await drain(peer)

    assert peer.received() == []
    assert [row["account_id"] for row in await delivered("inbox")] == [world.clerk]


MORE_TIME: dict[str, Any] = {
    "title": "边坡整改",
    "due_at": "2026-11-24T10:00:00Z",
    "until": "2026-11-27T10:00:00Z",
    "reason": "连续暴雨，林晓明已停工",
    "by_name": "林晓明",
    "by_post": "project_manager",
}


async def test_who_issued_an_order_hears_in_person_that_more_time_is_asked_for_and_their_group_without_names(
    world: World, peer: Peer
) -> None:
    issuer = await regulator_of("district", world)
    await worlds.happen(
        "order.extension_asked", world, ids.new_id(), level=None, posts=[], account_id=str(issuer), **MORE_TIME
    )

    await drain(peer)

    (message,) = await delivered("inbox")
    assert message["account_id"] == issuer
    assert message["body"]["status"] == "项目经理 林晓明申请由 11-24 18:00 延至 11-27 18:00"
    (told,) = peer.received()
    assert (told["channel"], told["to"]) == ("robot", world.regulator_key)
    assert "林晓明" not in str(told["body"])


@pytest.mark.parametrize("is_named", [True, False], ids=["named", "from the release before"])
async def test_who_issued_an_order_hears_in_person_that_a_reinspection_is_due(
    world: World, peer: Peer, is_named: bool
) -> None:
    issuer = await regulator_of("district", world)
    more = {"account_id": str(issuer)} if is_named else {}
    await worlds.happen("order.reviewed", world, ids.new_id(), level=None, posts=[], title="边坡整改", **more)

    await drain(peer)

    assert [row["account_id"] for row in await delivered("inbox")] == [issuer] * is_named
    assert [line["to"] for line in peer.received()] == [world.regulator_key]


async def test_the_unit_hears_of_it_where_the_issuer_is_gone(world: World, peer: Peer) -> None:
    issuer = await regulator_of("district", world)
    await db.execute("UPDATE account SET state = 'disabled' WHERE id = $1", issuer)
    await worlds.happen(
        "order.extension_asked", world, ids.new_id(), level=None, posts=["supervising_unit"], account_id=str(issuer),
        **MORE_TIME,
    )  # fmt: skip

    await drain(peer)

    assert [row["account_id"] for row in await delivered("inbox")] == [world.regulator]


async def test_what_became_of_a_request_for_more_time_comes_back_to_the_contractors_posts(
    world: World, peer: Peer
) -> None:
    contractor = ["project_manager", "safety_officer"]
    await worlds.happen("order.extension_refused", world, ids.new_id(), level=None, posts=contractor, **MORE_TIME)

    await drain(peer)

    assert {row["account_id"] for row in await delivered("inbox")} == {world.manager, world.safety}
    assert {line["to"] for line in peer.received()} == {"lin.xiaoming", "he.zhiqiang"}


async def end_posts(*holders: UUID) -> None:
    await db.execute("UPDATE post SET state = 'ended' WHERE account_id = ANY($1)", list(holders))


async def test_a_vacant_post_falls_to_the_next_one(world: World, peer: Peer) -> None:
    await end_posts(world.manager)
    await worlds.happen("warning.raised", world, await worlds.warning(world))

    await drain(peer)

    assert {row["account_id"] for row in await delivered("inbox")} == {world.safety}


async def test_the_chiefs_matters_never_fall_to_the_contractor(world: World, peer: Peer) -> None:
    await end_posts(world.chief)
    await worlds.happen("progress.filed", world, ids.new_id(), level=None, posts=["chief_engineer"])

    await drain(peer)

    assert {row["account_id"] for row in await delivered("inbox")} == {world.regulator}


async def test_a_disabled_holder_leaves_the_post_vacant(world: World, peer: Peer) -> None:
    await db.execute("UPDATE account SET state = 'disabled' WHERE id = $1", world.manager)
    await worlds.happen("progress.returned", world, ids.new_id(), level=None)

    await drain(peer)

    assert {row["account_id"] for row in await delivered("inbox")} == {world.safety}


async def test_where_nobody_is_left_the_supervising_unit_gets_a_notice_without_buttons(
    world: World, peer: Peer
) -> None:
    await end_posts(world.manager, world.chief, world.safety, world.clerk)
    await worlds.happen("warning.raised", world, await worlds.warning(world))

    await drain(peer)

    assert {row["account_id"] for row in await delivered("inbox")} == {world.regulator}
    assert [line["body"]["template_card"]["card_type"] for line in peer.received("app")] == ["text_notice"]


async def test_who_lost_the_post_hears_of_it_beside_the_approvers(world: World, peer: Peer) -> None:
    await end_posts(world.clerk)
    await worlds.happen(
        "post.ended", world, ids.new_id(), level=None, posts=["chief_engineer"], account_id=str(world.clerk)
    )

    await drain(peer)

    assert {row["account_id"] for row in await delivered("inbox")} == {world.chief, world.clerk}


async def test_what_is_due_from_nobodys_post_is_the_supervising_units(world: World, peer: Peer) -> None:
    await worlds.happen("obligation.reminder", world, ids.new_id(), level=None, posts=[])

    await drain(peer)

    assert {row["account_id"] for row in await delivered("inbox")} == {world.regulator}


async def test_one_robot_that_serves_project_and_unit_is_told_once(world: World, peer: Peer) -> None:
    await worlds.group(world.enterprise_key, world.regulator, unit_id=world.unit)
    await worlds.happen("warning.raised", world, await worlds.warning(world))

    await drain(peer)

    assert sorted(line["to"] for line in peer.received("robot")) == [world.enterprise_key, world.regulator_key]


async def test_a_groups_line_names_the_post_and_never_the_person(world: World, peer: Peer) -> None:
    await worlds.happen(
        "warning.acknowledged", world, await worlds.warning(world),
        by_name="林晓明", by_post="project_manager", plan="立即洒水", promised_at="2026-11-21T10:00:00Z",
    )  # fmt: skip

    await drain(peer)

    lines = [line["body"]["text"]["content"] for line in peer.received("robot")]
    assert len(lines) == 2
    assert "项目经理已接手：立即洒水，承诺 11-21 18:00 前完成" in lines[0]
    assert "林晓明" not in "".join(lines)


async def test_the_settled_warnings_messages_are_not_sent(world: World, peer: Peer) -> None:
    warning_id = await worlds.warning(world)
    await worlds.happen("warning.raised", world, warning_id)
    await expand.step()
    await worlds.set_state(warning_id, "acknowledged", by=world.manager)

    await drain(peer)

    assert peer.received() == []
    states = {row["channel"]: row["state"] for row in await db.fetch("SELECT channel, state FROM delivery")}
    assert states == {"robot": "skipped", "app_card": "skipped", "inbox": "accepted"}


async def test_a_skipped_message_costs_its_lane_no_time(world: World, peer: Peer) -> None:
    settled, other = await worlds.warning(world), await worlds.warning(world, short_code="BBBBBB")
    await worlds.happen("warning.raised", world, settled)
    await worlds.happen("warning.raised", world, other, short_code="BBBBBB")
    await expand.step()
    await worlds.set_state(settled, "closed", by=world.manager)

    await drain(peer)

    assert [card["horizontal_content_list"][1]["value"] for card in cards(peer.received("robot"))] == ["BBBBBB"] * 2


async def test_after_the_acknowledgement_the_cards_change_in_place(world: World, peer: Peer) -> None:
    warning_id = await worlds.warning(world)
    posts = ["project_manager", "chief_engineer"]
    await worlds.happen("warning.raised", world, warning_id, posts=posts)
    await drain(peer)
    await rest_lanes()
    await worlds.set_state(warning_id, "acknowledged", by=world.manager)
    await worlds.happen(
        "warning.acknowledged", world, warning_id, posts=posts,
        by_name="林晓明", by_post="project_manager", plan="立即处置", promised_at="2026-11-21T10:00:00Z",
    )  # fmt: skip

    await drain(peer)

    updates = peer.received("update")
    assert sorted(line["recipients"][0] for line in updates) == ["chen.guodong", "lin.xiaoming"]
    shown = updates[0]["body"]["template_card"]
    assert shown["sub_title_text"].startswith("项目经理 林晓明已接手：立即处置")
    assert [button["text"] for button in shown["button_list"]] == ["查看详情"]
    assert len(peer.received("app")) == 2


async def test_a_card_whose_code_is_gone_is_followed_by_a_line(world: World, peer: Peer) -> None:
    warning_id = await worlds.warning(world)
    await worlds.happen("warning.raised", world, warning_id)
    await drain(peer)
    await db.execute("UPDATE card_twin SET response_code = 'expired'")
    await worlds.set_state(warning_id, "closed", by=world.manager)
    await rest_lanes()
    await worlds.happen("warning.closed", world, warning_id, reason_zh="数值恢复", reason_en="Back to normal")

    await drain(peer)

    texts = [line["body"]["text"]["content"] for line in peer.received("app") if line["msgtype"] == "text"]
    assert len(texts) == 1
    assert "已解除：数值恢复" in texts[0]
    assert await db.fetch_value("SELECT state FROM card_twin") == "followed"


async def test_what_people_write_becomes_no_link_in_a_members_chat(world: World, peer: Peer) -> None:
    warning_id = await worlds.warning(world)
    await worlds.happen("warning.raised", world, warning_id)
    await drain(peer)
    await db.execute("UPDATE card_twin SET response_code = NULL")
    await worlds.set_state(warning_id, "closed", by=world.manager)
    await rest_lanes()
    await worlds.happen("warning.closed", world, warning_id, reason_zh='<a href="https://evil.example">点此确认</a>')

    await drain(peer)

    (line,) = [one for one in peer.received("app") if one["msgtype"] == "text"]
    assert '＜a href="https://evil.example">点此确认' in line["body"]["text"]["content"]
    assert "<" not in line["body"]["text"]["content"]


async def test_a_change_waits_for_a_card_that_is_on_its_way(world: World, peer: Peer) -> None:
    warning_id = await worlds.warning(world)
    await worlds.happen("warning.raised", world, warning_id)
    await expand.step()
    card = next(one for one in await lanes.claim(64) if one.channel == "app_card")
    await worlds.set_state(warning_id, "acknowledged", by=world.manager)
    await worlds.happen("warning.acknowledged", world, warning_id, by_post="project_manager")
    await drain(peer)
    assert [row["state"] for row in await delivered("card_update")] == ["ready"]

    await record(card, Outcome(kind=OutcomeKind.ACCEPTED, response_code="fresh"), 1)
    await db.execute("UPDATE delivery SET not_before = now() WHERE channel = 'card_update'")
    await rest_lanes()
    await drain(peer)

    assert [row["state"] for row in await delivered("card_update")] == ["accepted"]


async def test_an_event_that_makes_no_sense_is_held_and_lets_the_others_pass(world: World, peer: Peer) -> None:
    async with db.transaction():
        await events.record(
            "post.decided", subject_id=ids.new_id(), city_code=worlds.CITY, data={"account_id": "nobody"}
        )
    await worlds.happen("warning.raised", world, await worlds.warning(world))

    await drain(peer)

    assert await db.fetch_value("SELECT count(*) FROM event_held") == 1
    assert await db.fetch_value("SELECT count(*) FROM event_pending") == 0
    assert len(peer.received()) == 3


@pytest.mark.parametrize("kind", ["warning.raised", "order.issued", "order.overdue", "group.disabled", "never.heard"])
async def test_missing_data_never_stops_an_event(world: World, peer: Peer, kind: str) -> None:
    async with db.transaction():
        await events.record(kind, subject_id=ids.new_id(), city_code=worlds.CITY, project_id=world.project, data={})

    await drain(peer)

    assert await db.fetch_value("SELECT count(*) FROM event_held") == 0
