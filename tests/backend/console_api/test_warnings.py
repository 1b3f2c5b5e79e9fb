"""Warnings on the regulators' console."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx
import pytest

from backend.core import clock, db
from backend.identity.scope import Scope
from backend.supervision import follow_ups, warnings
from backend.supervision.rules import Level
from notifications import expand
from tests.backend.supervision import doors
from tests.backend.supervision import world as worlds
from tests.backend.supervision.doors import signed_in
from tests.backend.supervision.world import World, event_kinds, last_event, raise_dust, raise_late_review, row, take


@pytest.fixture
async def world(database: Any) -> World:
    return await worlds.build()


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with doors.opened() as opened:
        yield opened


async def test_a_regulator_lists_reads_urges_and_closes(client: httpx.AsyncClient, world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    headers = await signed_in(world.regulator)
    query = f"states=open&levels=yellow&codes=ENV-EXC&project_id={world.project_id}&region_code=440100"
    listed = (await client.get(f"/console/warnings?{query}", headers=headers)).json()
    assert [item["id"] for item in listed["items"]] == [str(warning_id)]
    read = await client.get(f"/console/warnings/{warning_id}", headers=headers)
    assert read.json()["posts_told"] == ["project_manager", "safety_officer"]
    urged = await client.post(f"/console/warnings/{warning_id}/urge", json={"note": "请尽快处置"}, headers=headers)
    assert (urged.status_code, urged.json()["item"]["state"]) == (200, "open")
    headers = await signed_in(world.colleague)
    closed = await client.post(f"/console/warnings/{warning_id}/close", json={"reason": "现场已处置"}, headers=headers)
    assert (closed.status_code, closed.json()["closed"]["reason"]["zh"]) == (200, "现场已处置")
    assert [step["action"] for step in closed.json()["history"]] == ["raise", "urge", "close"]


async def test_urging_a_warning_that_names_no_post_says_whom_to_speak_to(
    client: httpx.AsyncClient, world: World
) -> None:
    warning_id = await raise_late_review(world.project_id)
    headers = await signed_in(world.regulator)
    answer = await client.post(f"/console/warnings/{warning_id}/urge", json={"note": "请尽快核查"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "warning_names_no_post")
    assert answer.json()["next"] == "请直接联系广州市住房和城乡建设局"
    assert await event_kinds(warning_id) == ["warning.raised"]


@pytest.mark.parametrize("act", [("urge", "note"), ("close", "reason")])
@pytest.mark.parametrize("who", ["manager", "stranger"])
async def test_enterprise_staff_use_the_other_door(
    client: httpx.AsyncClient, world: World, act: tuple[str, str], who: str
) -> None:
    warning_id = await raise_dust(world.project_id)
    headers = await signed_in(getattr(world, who))
    answer = await client.post(f"/console/warnings/{warning_id}/{act[0]}", json={act[1]: "处置"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_door")
    assert (await row("warning", warning_id))["state"] == "open"


@pytest.mark.parametrize("act", [("urge", "note"), ("close", "reason")])
async def test_a_regulator_of_another_city_finds_nothing(
    client: httpx.AsyncClient, world: World, act: tuple[str, str]
) -> None:
    warning_id = await raise_dust(world.project_id)
    headers = await signed_in(world.outsider)
    assert (await client.get("/console/warnings", headers=headers)).json()["items"] == []
    assert (await client.get(f"/console/warnings/{warning_id}", headers=headers)).status_code == 404
    answer = await client.post(f"/console/warnings/{warning_id}/{act[0]}", json={act[1]: "处置"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await row("warning", warning_id))["state"] == "open"


async def _listed(client: httpx.AsyncClient, scope: Scope, query: str) -> list[str]:
    listed = await client.get(f"/console/warnings?{query}", headers=await signed_in(scope))
    assert listed.status_code == 200, listed.text
    return [item["id"] for item in listed.json()["items"]]


async def test_the_gravest_come_first_and_the_pages_go_on_where_the_last_one_ended(
    client: httpx.AsyncClient, world: World
) -> None:
    made = [
        str(await raise_dust(world.project_id, fingerprint=f"ENV-EXC:{at}", level=level))
        for at, level in enumerate([Level.ORANGE, Level.YELLOW, Level.ORANGE, Level.BLUE])
    ]
    headers = await signed_in(world.regulator)
    first = (await client.get("/console/warnings?sort=gravest&limit=3", headers=headers)).json()
    second = (await client.get(f"/console/warnings?sort=gravest&cursor={first['next']}", headers=headers)).json()
    assert [item["id"] for item in first["items"]] == [made[2], made[0], made[1]]
    assert ([item["id"] for item in second["items"]], second["next"]) == ([made[3]], None)
    assert await _listed(client, world.regulator, "") == made[::-1]


async def test_a_warning_is_silent_since_a_person_last_did_something_about_it(
    client: httpx.AsyncClient, world: World
) -> None:
    quiet, urged = [await raise_dust(world.project_id, fingerprint=f"ENV-EXC:{at}") for at in range(2)]
    await db.execute("UPDATE warning SET raised_at = raised_at - interval '2 hours'")
    hour_ago = quote((clock.now() - timedelta(hours=1)).isoformat())
    assert await _listed(client, world.regulator, f"silent_since={hour_ago}") == [str(urged), str(quiet)]
    await warnings.urge(world.regulator, urged, note="请尽快处置")
    assert await _listed(client, world.regulator, f"silent_since={hour_ago}") == [str(quiet)]
    await follow_ups.assign(world.regulator, quiet, account_id=world.colleague.account_id, instead_of=None)
    assert await _listed(client, world.regulator, f"silent_since={hour_ago}") == []
    assert await _listed(client, world.regulator, f"followed_by={world.colleague.account_id}") == [str(quiet)]
    assert await _listed(client, world.regulator, "is_followed=false&sectors=housing") == [str(urged)]
    assert await _listed(client, world.regulator, "sectors=transport") == []


@pytest.fixture
async def board(client: httpx.AsyncClient, world: World) -> int:
    """Twelve warnings on two projects, some followed up, one taken, and one of the regulators' own; how many follow."""
    chance = random.Random(5)
    for at in range(12):
        project = chance.choice([world.project_id, world.other_project_id])
        warning_id = await raise_dust(project, fingerprint=f"ENV-EXC:{at}", level=chance.choice(list(Level)))
        if chance.random() < 0.5:
            await follow_ups.assign(world.regulator, warning_id, account_id=world.colleague.account_id, instead_of=None)
    await raise_late_review(world.project_id)
    mine = "SELECT id FROM warning WHERE project_id = $1 AND code = 'ENV-EXC' LIMIT 1"
    await take(world.manager, await db.fetch_value(mine, world.project_id))
    await warnings.close(world.regulator, await raise_dust(world.project_id, fingerprint="ENV-EXC:over"), reason="误报")
    return int(await db.fetch_value("SELECT count(*) FROM warning WHERE followed_by IS NOT NULL"))


@pytest.mark.parametrize(
    "query", ["", "states=open", "states=open&states=closed", "is_followed=true&sectors=housing", "codes=SUP-STALE"]
)
async def test_every_count_is_what_the_list_behind_it_holds(
    client: httpx.AsyncClient, world: World, board: int, query: str
) -> None:
    headers = await signed_in(world.regulator)
    narrowed = (await client.get(f"/console/warnings/counts?{query}&levels=yellow", headers=headers)).json()
    assert narrowed["total"] == len(await _listed(client, world.regulator, f"{query}&levels=yellow&limit=100"))
    shown = {
        level.value: len(await _listed(client, world.regulator, f"{query}&levels={level}&limit=100")) for level in Level
    }
    assert {each["level"]: each["count"] for each in narrowed["levels"]} == {k: n for k, n in shown.items() if n}


async def test_the_counts_tell_of_every_filter_and_of_nobody_elses_area(
    client: httpx.AsyncClient, world: World, board: int
) -> None:
    counts = (await client.get("/console/warnings/counts", headers=await signed_in(world.regulator))).json()
    assert {each["name"]: each["count"] for each in counts["followers"]} == {"何监督": board, None: 13 - board}
    assert {each["code"]: each["count"] for each in counts["kinds"]} == {"ENV-EXC": 12, "SUP-STALE": 1}
    assert {each["state"]: each["count"] for each in counts["states"]} == {"open": 12, "acknowledged": 1}
    city = {"region_code": "440100", "name": {"zh": "广州市", "en": "Guangzhou"}, "count": 13}
    assert counts["cities"] == counts["districts"] == [city]
    assert counts["sectors"] == [{"sector": "housing", "count": 13}]
    outside = await client.get("/console/warnings/counts", headers=await signed_in(world.outsider))
    assert outside.json()["total"] == 0


async def _assign(client: httpx.AsyncClient, scope: Scope, warning_id: UUID, **body: Any) -> httpx.Response:
    told = {name: value and str(value) for name, value in body.items()}
    return await client.post(f"/console/warnings/{warning_id}/follow-up", json=told, headers=await signed_in(scope))


async def test_a_regulator_gives_a_warning_to_a_colleague_who_is_told_and_takes_it_back(
    client: httpx.AsyncClient, world: World
) -> None:
    warning_id, colleague = await raise_dust(world.project_id), world.colleague.account_id
    answer = await _assign(client, world.regulator, warning_id, account_id=colleague, instead_of=None)
    follow_up = answer.json()["item"]["follow_up"]
    assert (follow_up["account_id"], follow_up["name"]) == (str(colleague), "何监督")
    told = (await last_event(warning_id))["data"]
    assert (told["account_id"], told["person_name"], told["posts"]) == (str(colleague), "何监督", [])
    undone = await _assign(client, world.regulator, warning_id, account_id=None, instead_of=colleague)
    assert undone.json()["item"]["follow_up"] is None
    assert undone.json()["item"]["state"] == "open"
    assert await event_kinds(warning_id) == ["warning.raised", "warning.assigned", "warning.released"]
    audited = await db.fetch("SELECT act, detail FROM audit_entry WHERE subject_id = $1 ORDER BY id", warning_id)
    assert [(row["act"], row["detail"]["account_id"]) for row in audited] == [
        ("warning.assign", str(colleague)), ("warning.assign", None)
    ]  # fmt: skip


async def test_who_takes_a_warning_themselves_is_not_told_of_it(client: httpx.AsyncClient, world: World) -> None:
    warning_id, mine = await raise_dust(world.project_id), world.regulator.account_id
    assert (await _assign(client, world.regulator, warning_id, account_id=mine, instead_of=None)).status_code == 200
    assert "account_id" not in (await last_event(warning_id))["data"]
    choice = await client.get(f"/console/warnings/{warning_id}/follow-up", headers=await signed_in(world.regulator))
    assert [each["name"] for each in choice.json()] == ["陈监督", "何监督"]


async def test_who_was_quicker_is_not_overruled_unseen(client: httpx.AsyncClient, world: World) -> None:
    warning_id, mine = await raise_dust(world.project_id), world.regulator.account_id
    await _assign(client, world.colleague, warning_id, account_id=world.colleague.account_id, instead_of=None)
    late = await _assign(client, world.regulator, warning_id, account_id=mine, instead_of=None)
    assert (late.status_code, late.json()["code"]) == (409, "follow_up_changed")
    assert "何监督" in late.json()["title"]
    assert (await row("warning", warning_id))["followed_by"] == world.colleague.account_id


async def test_only_who_supervises_the_project_follows_its_warnings_up(client: httpx.AsyncClient, world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    refused = [
        await _assign(client, world.regulator, warning_id, account_id=who.account_id, instead_of=None)
        for who in (world.outsider, world.manager)
    ]
    assert [(each.status_code, each.json()["code"]) for each in refused] == [(422, "cannot_follow_up")] * 2
    foreign = await _assign(client, world.outsider, warning_id, account_id=world.outsider.account_id, instead_of=None)
    assert foreign.status_code == 404


async def test_who_left_the_unit_follows_nothing_up_any_more(client: httpx.AsyncClient, world: World) -> None:
    warning_id, mine = await raise_dust(world.project_id), world.regulator.account_id
    await _assign(client, world.colleague, warning_id, account_id=world.colleague.account_id, instead_of=None)
    await db.execute(
        "UPDATE account SET unit_id = $2 WHERE id = $1", world.colleague.account_id, world.outsider.unit_id
    )
    read = await client.get(f"/console/warnings/{warning_id}", headers=await signed_in(world.regulator))
    assert read.json()["item"]["follow_up"] is None
    taken = await _assign(client, world.regulator, warning_id, account_id=mine, instead_of=None)
    assert taken.json()["item"]["follow_up"]["name"] == "陈监督"


async def test_a_closed_warning_is_followed_up_by_nobody_new(client: httpx.AsyncClient, world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await warnings.close(world.regulator, warning_id, reason="现场已处置")
    late = await _assign(client, world.regulator, warning_id, account_id=world.regulator.account_id, instead_of=None)
    assert (late.status_code, late.json()["code"]) == (409, "warning_closed")


async def test_the_site_does_not_read_who_follows_a_warning_up(client: httpx.AsyncClient, world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await follow_ups.assign(world.regulator, warning_id, account_id=world.regulator.account_id, instead_of=None)
    read = await client.get(f"/phone/warnings/{warning_id}", headers=await signed_in(world.manager))
    assert (read.json()["item"]["follow_up"], "陈监督" in read.text) == (None, False)


async def test_a_regulator_reads_who_was_told_by_which_way_and_with_which_result(
    client: httpx.AsyncClient, world: World
) -> None:
    warning_id = await raise_dust(world.project_id)
    await expand.step()
    await db.execute("UPDATE delivery SET seen_at = clock_timestamp() WHERE account_id = $1", world.manager.account_id)
    await db.execute(
        "UPDATE delivery SET state = 'dead', last_code = 60111 WHERE account_id <> $1", world.manager.account_id
    )
    read = await client.get(f"/console/warnings/{warning_id}/told?limit=1", headers=await signed_in(world.regulator))
    rest = await client.get(
        f"/console/warnings/{warning_id}/told?cursor={read.json()['next']}", headers=await signed_in(world.regulator)
    )
    lines = [*read.json()["items"], *rest.json()["items"]]
    told = {each["message"]["to_name"]: each["message"] for each in lines}
    why = {each["message"]["to_name"]: each["why"] for each in lines}
    assert sorted(told) == ["张工", "王安全"]
    manager = told["张工"]
    assert (manager["to_posts"], manager["channel"], manager["state"]) == (["project_manager"], "inbox", "accepted")
    assert (manager["event_kind"], manager["seen_at"] is not None) == ("warning.raised", True)
    assert (told["王安全"]["seen_at"], why["张工"]) == (None, None)
    assert why["王安全"] == {"zh": "成员不存在", "en": "The member is unknown"}
    foreign = await client.get(f"/console/warnings/{warning_id}/told", headers=await signed_in(world.outsider))
    assert foreign.status_code == 404


async def test_an_order_from_a_warning_is_proposed_in_its_words_and_may_be_issued_so(
    client: httpx.AsyncClient, world: World
) -> None:
    warning_id = await raise_dust(world.project_id, level=Level.ORANGE)
    headers = await signed_in(world.regulator)
    path = f"/console/warnings/{warning_id}/order-proposal"
    proposed = (await client.get(path, headers=headers)).json()
    assert proposed["title"] == "扬尘或噪声超标限期整改"
    assert proposed["findings"] == [
        {"text": "PM10 小时均值超标；PM10 小时均值 187 µg/m³", "severity": "serious"}
    ]  # fmt: skip
    assert (proposed["order_id"], proposed["draft_id"]) == (None, None)
    body = {name: proposed[name] for name in ("project_id", "title", "findings", "due_at")}
    issued = await client.post("/console/orders", json=body | {"warning_id": str(warning_id)}, headers=headers)
    assert issued.status_code == 201, issued.text
    again = (await client.get(path, headers=headers)).json()
    assert again["order_id"] == issued.json()["item"]["id"]
    foreign = await client.get(path, headers=await signed_in(world.outsider))
    assert foreign.status_code == 404
