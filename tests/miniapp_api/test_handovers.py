"""Handing a post over: a list that is read and signed; nothing is ever orphaned."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from backend.core import clock, db, ids
from backend.identity.scope import Door, Scope
from backend.projects.people import posts
from backend.projects.rules import PostKind
from tests.backend import duty
from tests.backend import site as sites
from tests.backend.site import CONSOLE, CONTRACTOR, PHONE, SUPERVISION, Site, headers, hold, refusal
from tests.backend.supervision.world import raise_dust

OFFICER = PostKind.SAFETY_OFFICER


async def ask(client: httpx.AsyncClient, person: Scope, path: str, **body: Any) -> httpx.Response:
    return await client.post(f"{PHONE}{path}", json=body or None, headers=await headers(person, door=Door.PHONE))


async def read(client: httpx.AsyncClient, person: Scope, path: str) -> Any:
    answer = await client.get(f"{PHONE}{path}", headers=await headers(person))
    assert answer.status_code == 200, answer.text
    return answer.json()


class Change:
    """An officer who leaves, one who comes; the site's chief approves both."""

    def __init__(self, site: Site, successor: Scope, old_post: UUID, new_post: UUID) -> None:
        self.project_id, self.chief, self.manager = site.project_id, site.chief, site.manager
        self.giver, self.successor, self.old_post, self.new_post = site.applicant, successor, old_post, new_post
        self.regulator, self.stranger = site.regulator, site.stranger


@pytest.fixture
async def change(site: Site) -> Change:
    successor = await sites.scope(await sites.enterprise("赵接任", "13800000014"))
    old_post = await hold(site.project_id, site.applicant, OFFICER, site.chief)
    new_post = await hold(site.project_id, successor, OFFICER, site.chief)
    return Change(site, successor, old_post, new_post)


async def offered(phone: httpx.AsyncClient, change: Change, **body: Any) -> str:
    answer = await ask(
        phone, change.giver, f"/posts/{change.old_post}/handover", **{"to_post_id": str(change.new_post), **body}
    )
    assert answer.status_code == 201, answer.text
    handover_id: str = answer.json()["id"]
    return handover_id


async def signed(phone: httpx.AsyncClient, person: Scope, handover_id: str) -> httpx.Response:
    seen = (await read(phone, person, f"/handovers/{handover_id}"))["seen"]
    return await ask(phone, person, f"/handovers/{handover_id}/sign", seen=seen)


async def officers_warning(change: Change) -> UUID:
    """A warning that the officer has taken."""
    warning_id = await raise_dust(change.project_id, fingerprint=ids.new_id().hex)
    await db.execute(
        "UPDATE warning SET state = 'acknowledged', acknowledged_by = $2, acknowledged_post = 'safety_officer',"
        " acknowledged_at = now(), plan = '洒水', promised_at = now() WHERE id = $1",
        warning_id, change.giver.account_id,
    )  # fmt: skip
    return warning_id


async def test_what_would_be_handed_over_and_to_whom(phone: httpx.AsyncClient, change: Change) -> None:
    warning_id = await officers_warning(change)
    prepared = await read(phone, change.giver, f"/posts/{change.old_post}/handover")
    assert prepared["post_kind"] == "safety_officer"
    assert [(matter["kind"], matter["id"], matter["owner"]) for matter in prepared["matters"]] == [
        ("warning", str(warning_id), "safety_officer")
    ]
    assert prepared["successors"] == [{"post_id": str(change.new_post), "name": "赵接任", "state": "active"}]


async def test_signing_moves_no_row_and_ends_the_givers_post(phone: httpx.AsyncClient, change: Change) -> None:
    warning_id = await officers_warning(change)
    before = await db.fetch_one("SELECT * FROM warning WHERE id = $1", warning_id)
    handover_id = await offered(phone, change, note="泵房钥匙在门卫")
    assert [event["matters"] for event in await duty.events_of("handover.offered")] == [1]
    done = await signed(phone, change.successor, handover_id)
    assert (done.status_code, done.json()["item"]["state"]) == (200, "signed")
    assert await db.fetch_one("SELECT * FROM warning WHERE id = $1", warning_id) == before
    assert await duty.state_of(change.old_post) == "ended"
    refused = await phone.get(f"{PHONE}/projects/{change.project_id}", headers=await headers(change.giver))
    assert refusal(refused) == (404, "not_found", "project_id")
    assert await duty.acts(UUID(handover_id)) == ["handover.offer", "handover.sign"]
    (decided,) = await duty.events_of("handover.decided")
    assert (decided["state"], decided["person_name"]) == ("signed", "赵接任")
    assert decided["account_id"] == str(change.giver.account_id)
    assert [event["person_name"] for event in await duty.events_of("post.ended")] == ["何志强"]


async def test_the_list_is_fixed_at_the_offer_and_compared_with_today(phone: httpx.AsyncClient, change: Change) -> None:
    settled = await officers_warning(change)
    handover_id = await offered(phone, change)
    await db.execute("UPDATE warning SET state = 'closed', closed_at = now() WHERE id = $1", settled)
    come = await officers_warning(change)
    shown = await read(phone, change.successor, f"/handovers/{handover_id}")
    assert [matter["id"] for matter in shown["offered"]] == [str(settled)]
    assert [matter["id"] for matter in shown["now"]] == [str(come)]
    assert [matter["id"] for matter in shown["changes"]["come"]] == [str(come)]
    assert shown["changes"]["gone"] == [str(settled)]
    assert (shown["item"]["matters"], shown["may_sign"]) == (1, True)
    await signed(phone, change.successor, handover_id)
    detail = await db.fetch_value("SELECT detail FROM audit_entry WHERE act = 'handover.sign'")
    assert (detail["come"], detail["gone"], detail["matters"]) == ([str(come)], [str(settled)], 1)


async def test_a_list_that_changed_since_it_was_read_is_not_signed(phone: httpx.AsyncClient, change: Change) -> None:
    handover_id = await offered(phone, change)
    seen = (await read(phone, change.successor, f"/handovers/{handover_id}"))["seen"]
    await officers_warning(change)
    answer = await ask(phone, change.successor, f"/handovers/{handover_id}/sign", seen=seen)
    assert refusal(answer) == (409, "handover_changed", "seen")
    assert await duty.state_of(change.old_post) == "active"
    assert (await signed(phone, change.successor, handover_id)).status_code == 200


async def test_who_has_only_applied_cannot_sign_yet(phone: httpx.AsyncClient, change: Change) -> None:
    newcomer = await sites.scope(await sites.enterprise("钱新人", "13800000015"))
    post_id = (await posts.apply(newcomer, change.project_id, OFFICER, CONTRACTOR)).post_id
    handover_id = await offered(phone, change, to_post_id=str(post_id))
    assert refusal(await signed(phone, newcomer, handover_id)) == (409, "handover_needs_post", None)
    await posts.approve(change.chief, post_id)
    assert (await signed(phone, newcomer, handover_id)).status_code == 200


async def test_refusing_leaves_the_post_with_the_giver(phone: httpx.AsyncClient, change: Change) -> None:
    handover_id = await offered(phone, change)
    answer = await ask(phone, change.successor, f"/handovers/{handover_id}/refuse", reason="清单不全")
    assert (answer.json()["item"]["state"], answer.json()["item"]["reason"]) == ("refused", "清单不全")
    assert await duty.state_of(change.old_post) == "active"
    refused = await signed_again(phone, change, handover_id)
    assert refusal(refused) == (409, "handover_state", None)
    assert (await ask(phone, change.giver, f"/handovers/{handover_id}/withdraw")).status_code == 409


async def signed_again(phone: httpx.AsyncClient, change: Change, handover_id: str) -> httpx.Response:
    return await ask(phone, change.successor, f"/handovers/{handover_id}/sign", seen="0" * 16)


async def test_a_withdrawn_offer_may_be_made_anew(phone: httpx.AsyncClient, change: Change) -> None:
    handover_id = await offered(phone, change)
    again = await ask(phone, change.giver, f"/posts/{change.old_post}/handover", to_post_id=str(change.new_post))
    assert refusal(again) == (409, "handover_offered", None)
    answer = await ask(phone, change.giver, f"/handovers/{handover_id}/withdraw")
    assert answer.json()["item"]["state"] == "withdrawn"
    assert await offered(phone, change) != handover_id


@pytest.mark.parametrize(("who", "may"), [("giver", True), ("chief", True), ("successor", False)])
async def test_who_may_take_an_offer_back_is_told_so_while_it_waits(
    phone: httpx.AsyncClient, change: Change, who: str, may: bool
) -> None:
    path = f"/handovers/{await offered(phone, change)}"
    assert (await read(phone, getattr(change, who), path))["may_withdraw"] is may
    await ask(phone, change.giver, f"{path}/withdraw")
    assert (await read(phone, getattr(change, who), path))["may_withdraw"] is False


@pytest.mark.parametrize("to", ["old_post", "chief"])
async def test_the_successor_is_a_colleague_on_the_same_post(phone: httpx.AsyncClient, change: Change, to: str) -> None:
    chiefs_post = await db.fetch_value("SELECT id FROM post WHERE account_id = $1", change.chief.account_id)
    to_post_id = {"old_post": change.old_post, "chief": chiefs_post}[to]
    answer = await ask(phone, change.giver, f"/posts/{change.old_post}/handover", to_post_id=str(to_post_id))
    assert refusal(answer) == (422, "handover_not_a_colleague", "to_post_id")


async def test_a_colleague_of_another_project_is_none(phone: httpx.AsyncClient, change: Change, site: Site) -> None:
    elsewhere = await posts.apply(change.stranger, site.other_project_id, OFFICER, CONTRACTOR)
    answer = await ask(phone, change.giver, f"/posts/{change.old_post}/handover", to_post_id=str(elsewhere.post_id))
    assert refusal(answer) == (422, "handover_not_a_colleague", "to_post_id")


async def test_who_is_still_there_hands_over_in_person(phone: httpx.AsyncClient, change: Change) -> None:
    answer = await ask(phone, change.chief, f"/posts/{change.old_post}/handover", to_post_id=str(change.new_post))
    assert refusal(answer) == (403, "handover_by_holder", None)
    console = await phone.post(
        f"{CONSOLE}/posts/{change.old_post}/handover",
        json={"to_post_id": str(change.new_post)},
        headers=await headers(change.regulator),
    )
    assert refusal(console) == (403, "handover_by_holder", None)


@pytest.mark.parametrize("gone", ["ended", "disabled", "dormant"])
async def test_for_who_is_gone_an_approver_offers(phone: httpx.AsyncClient, change: Change, gone: str) -> None:
    await officers_warning(change)
    if gone == "ended":
        await posts.leave(change.giver, change.old_post)
    else:
        await db.execute("UPDATE account SET state = $2 WHERE id = $1", change.giver.account_id, gone)
    answer = await ask(phone, change.chief, f"/posts/{change.old_post}/handover", to_post_id=str(change.new_post))
    assert answer.status_code == 201
    done = await signed(phone, change.successor, answer.json()["id"])
    assert done.json()["item"]["state"] == "signed"
    assert await duty.state_of(change.old_post) == "ended"


async def test_for_who_is_gone_the_supervising_unit_offers_and_withdraws(
    phone: httpx.AsyncClient, change: Change
) -> None:
    await posts.leave(change.giver, change.old_post)
    mine = await headers(change.regulator)
    answer = await phone.post(
        f"{CONSOLE}/posts/{change.old_post}/handover", json={"to_post_id": str(change.new_post)}, headers=mine
    )
    listed = await phone.get(f"{CONSOLE}/handovers", headers=mine)
    assert [item["id"] for item in listed.json()["items"]] == [answer.json()["id"]]
    taken_back = await phone.post(
        f"{CONSOLE}/handovers/{answer.json()['id']}/withdraw", headers=await headers(change.regulator)
    )
    assert taken_back.json()["item"]["state"] == "withdrawn"


async def test_an_old_offer_that_still_waits_is_found_behind_newer_ones_that_are_over(
    phone: httpx.AsyncClient, change: Change
) -> None:
    old, newer, newest = await offered(phone, change), str(ids.new_id()), str(ids.new_id())
    await db.execute(
        """
        INSERT INTO handover SELECT (jsonb_populate_record(handover, jsonb_build_object('id', more.id, 'state',
            'withdrawn', 'decided_at', now(), 'offered_at', offered_at + more.days * interval '1 day'))).*
        FROM handover, (VALUES ($1::uuid, 1), ($2::uuid, 2)) AS more (id, days)
        """,
        newer, newest,
    )  # fmt: skip
    mine = await headers(change.regulator)

    async def page(**query: Any) -> dict[str, Any]:
        found: dict[str, Any] = (await phone.get(f"{CONSOLE}/handovers", params=query, headers=mine)).json()
        return found

    first = await page(limit=2)
    second = await page(limit=2, cursor=first["next"])
    waiting = await page(limit=2, states="offered")
    assert [item["id"] for item in [*first["items"], *second["items"]]] == [newest, newer, old]
    assert (second["next"], [item["id"] for item in waiting["items"]]) == (None, [old])


async def test_a_post_that_is_over_is_not_offered_by_who_held_it(phone: httpx.AsyncClient, change: Change) -> None:
    await posts.leave(change.giver, change.old_post)
    answer = await ask(phone, change.giver, f"/posts/{change.old_post}/handover", to_post_id=str(change.new_post))
    assert refusal(answer) == (409, "post_not_held", None)


async def test_a_handover_is_nobody_elses_business(phone: httpx.AsyncClient, change: Change) -> None:
    handover_id = await offered(phone, change)
    answer = await phone.get(f"{PHONE}/handovers/{handover_id}", headers=await headers(change.stranger))
    assert refusal(answer) == (404, "not_found", "handover_id")
    assert refusal(await signed(phone, change.chief, handover_id)) == (403, "forbidden", None)
    assert await read(phone, change.stranger, "/handovers") == []
    assert [item["id"] for item in await read(phone, change.manager, "/handovers")] == [handover_id]


async def test_leaving_at_once_says_what_stays_and_who_answers(phone: httpx.AsyncClient, change: Change) -> None:
    await officers_warning(change)
    first = await ask(phone, change.giver, f"/posts/{change.old_post}/leave")
    assert first.json() == {"state": "ended", "open_matters": 1, "falls_to": "safety_officer"}
    second = await ask(phone, change.successor, f"/posts/{change.new_post}/leave")
    assert second.json() == {"state": "ended", "open_matters": 1, "falls_to": "project_manager"}


@pytest.fixture
async def for_managers_only(site: Site) -> AsyncIterator[None]:
    """A kind of warning that concerns the project manager alone."""
    posts_of_dust = await db.fetch_value("SELECT posts FROM warning_kind WHERE code = 'ENV-EXC'")
    await db.execute("UPDATE warning_kind SET posts = '{project_manager}' WHERE code = 'ENV-EXC'")
    yield
    await db.execute("UPDATE warning_kind SET posts = $1 WHERE code = 'ENV-EXC'", posts_of_dust)


async def test_a_vacant_managers_warning_is_answered_by_the_next_post(
    phone: httpx.AsyncClient, change: Change, for_managers_only: None
) -> None:
    path = f"/warnings/{await raise_dust(change.project_id)}"
    answer = {"plan": "开启喷淋", "promised_at": (clock.now() + timedelta(hours=2)).isoformat()}
    refused = await ask(phone, change.giver, f"{path}/acknowledge", **answer)
    assert refusal(refused) == (403, "warning_not_yours", None)
    managers_post = await db.fetch_value("SELECT id FROM post WHERE account_id = $1", change.manager.account_id)
    await posts.leave(change.manager, managers_post)
    assert (await read(phone, change.chief, path))["may_acknowledge"] is False
    assert (await read(phone, change.giver, path))["may_acknowledge"] is True
    assert (await ask(phone, change.giver, f"{path}/acknowledge", **answer)).status_code == 200


async def test_a_successor_who_supervises_elsewhere_is_refused_at_the_approval(
    phone: httpx.AsyncClient, change: Change, site: Site
) -> None:
    post_id = (await posts.apply(change.chief, site.other_project_id, PostKind.CHIEF_ENGINEER, SUPERVISION)).post_id
    answer = await ask(phone, change.stranger, f"/posts/{post_id}/approve")
    assert refusal(answer) == (409, "post_concurrent", None)
    assert "深圳市" in answer.json()["title"] + answer.json().get("detail", "")
    assert "南山科学城" not in answer.text
