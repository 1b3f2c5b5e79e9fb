"""The machine side of the administration: devices, sign-ins, jobs, the log of acts, reference data."""

from datetime import timedelta
from uuid import UUID

import httpx

from backend import housekeeping
from backend.console_api.jobs import NAMES
from backend.core import audit, clock, db, ids
from backend.identity import accounts
from backend.identity.scope import Door, Scope
from backend.monitoring import devices
from backend.monitoring.devices import NewDevice
from tests.backend.console_api.desks import province, read
from tests.backend.site import CONSOLE, Site, headers, refusal, scope, unit_of

EDGE = "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0"


async def device(site: Site, number: int, *, hours: int | None) -> UUID:
    new = NewDevice(mn=f"ADMIN{number:010d}", name=f"{number}#扬尘噪声", password="123456")
    made = await devices.register(site.manager, site.project_id, new)
    seen = None if hours is None else clock.now() - timedelta(hours=hours)
    await db.execute("UPDATE device SET last_seen_at = $2 WHERE id = $1", made.id, seen)
    return made.id


async def test_devices_never_heard_come_first_then_the_longest_silent(console: httpx.AsyncClient, site: Site) -> None:
    fresh, silent, longest, never = [await device(site, at, hours=hours) for at, hours in enumerate([1, 25, 90, None])]
    first = await read(console, site.regulator, "/devices?limit=3")
    second = await read(console, site.regulator, f"/devices?limit=3&cursor={first['next']}")
    assert [item["id"] for item in first["items"] + second["items"]] == [
        str(never),
        str(longest),
        str(silent),
        str(fresh),
    ]
    assert (first["never"], first["silent"], first["transmitting"], second["next"]) == (1, 2, 1, None)


async def test_devices_are_narrowed_and_their_numbers_with_them(console: httpx.AsyncClient, site: Site) -> None:
    await device(site, 1, hours=1)
    await device(site, 2, hours=25)
    silent = await read(console, site.regulator, "/devices?hearing=silent&q=2%23&region_code=440305")
    nowhere = await read(console, site.regulator, "/devices?region_code=440306")
    assert ([item["name"] for item in silent["items"]], silent["transmitting"]) == (["2#扬尘噪声"], 0)
    assert (nowhere["items"], nowhere["silent"]) == ([], 0)


async def test_the_projects_page_and_the_list_say_the_same_of_a_device(console: httpx.AsyncClient, site: Site) -> None:
    for at, hours in enumerate([1, 25, None]):
        await device(site, at, hours=hours)
    await db.execute("UPDATE device SET state = 'transmitting' WHERE last_seen_at IS NOT NULL")
    listed = (await read(console, site.regulator, "/devices"))["items"]
    shown = await read(console, site.regulator, f"/projects/{site.project_id}/devices")
    assert [each["hearing"] for each in shown] == ["transmitting", "silent", "never"]
    assert {each["id"]: each["hearing"] for each in shown} == {each["id"]: each["hearing"] for each in listed}


async def test_a_sender_that_nobody_registered_is_known_until_it_is_registered(
    console: httpx.AsyncClient, site: Site
) -> None:
    await devices.note_unknown({"ADMIN0000000007": "113.88.12.7"})
    heard = (await read(console, site.administrator, "/unknown-devices"))["items"]
    await device(site, 7, hours=None)
    after = (await read(console, site.administrator, "/unknown-devices"))["items"]
    assert [(one["mn"], one["network"], one["packets"]) for one in heard] == [("ADMIN0000000007", "113.88.12.0/24", 1)]
    assert after == []


async def signed_in(person: Scope, *, device: str = EDGE) -> UUID:
    """On a computer of the office."""
    session_id = ids.new_id()
    await db.execute(
        "INSERT INTO session (id, token_hash, account_id, door, user_agent, address, idle_ends_at, ends_at) "
        "VALUES ($1, $2, $3, 'console', $4, '113.88.12.7', now() + interval '1 hour', now() + interval '1 day')",
        session_id, session_id.bytes, person.account_id, device,
    )  # fmt: skip
    return session_id


async def test_a_colleagues_sign_in_is_seen_and_ended_once(console: httpx.AsyncClient, site: Site) -> None:
    session_id = await signed_in(site.regulator)
    path = f"/sign-ins?account_id={site.regulator.account_id}&is_live=true"
    [seen] = [one for one in (await read(console, site.administrator, path))["items"] if one["id"] == str(session_id)]
    ends = [
        await console.delete(f"{CONSOLE}/sign-ins/{session_id}", headers=await headers(site.administrator))
        for _ in range(2)
    ]
    over = (await read(console, site.administrator, f"/sign-ins?account_id={site.regulator.account_id}&is_live=false"))[
        "items"
    ]
    acts = await db.fetch("SELECT subject_id FROM audit_entry WHERE act = 'session.end_other'")
    assert (seen["name"], seen["device"]["zh"], seen["network"]) == ("黄莉", "Edge · Windows", "113.88.12.0/24")
    assert [each.status_code for each in ends] == [204, 204]
    assert [(one["id"], one["is_ended_by_administrator"]) for one in over] == [(str(session_id), True)]
    assert [row["subject_id"] for row in acts] == [site.regulator.account_id]


async def test_a_sign_in_born_of_a_code_ends_nobody_elses(console: httpx.AsyncClient, site: Site) -> None:
    session_id = await signed_in(site.regulator)
    mine = await headers(site.administrator)
    ticket = ids.new_id()
    await db.execute("ALTER TABLE session DISABLE TRIGGER ALL")
    await db.execute(
        "UPDATE session SET qr_ticket_id = $2 WHERE account_id = $1", site.administrator.account_id, ticket
    )
    await db.execute("ALTER TABLE session ENABLE TRIGGER ALL")
    answer = await console.delete(f"{CONSOLE}/sign-ins/{session_id}", headers=mine)
    assert refusal(answer)[:2] == (403, "re_authenticate")


async def test_a_failed_job_is_told_with_its_reason_and_repeated_once(console: httpx.AsyncClient, site: Site) -> None:
    root = await province()
    await db.execute(
        "INSERT INTO pgqueuer_schedules (expression, entrypoint) VALUES ('7 * * * *', 'check_map.schedule')"
    )
    for _ in range(2):
        await db.execute("INSERT INTO pgqueuer (priority, status, entrypoint) VALUES (0, 'failed', 'check_map')")
    await db.execute(
        "INSERT INTO pgqueuer_log (job_id, status, priority, entrypoint, traceback) "
        "VALUES (1, 'failed', 0, 'check_map', $1)",
        {"exception_type": "TimeoutError", "exception_message": "no answer"},
    )
    [before] = (await read(console, root, "/jobs"))["jobs"]
    again = [await console.post(f"{CONSOLE}/jobs/check_map/repeat", headers=await headers(root)) for _ in range(2)]
    [after] = (await read(console, root, "/jobs"))["jobs"]
    assert (before["state"]["standing"], before["state"]["held"]) == ("failed", 2)
    assert before["state"]["error"] == "TimeoutError: no answer"
    assert (after["state"]["standing"], after["state"]["held"]) == ("waiting", 0)
    assert [each.status_code for each in again] == [200, 409]
    assert [row["status"] for row in await db.fetch("SELECT status FROM pgqueuer")] == ["queued"]


async def test_what_is_held_for_a_person_is_counted_with_the_oldest(console: httpx.AsyncClient, site: Site) -> None:
    await db.execute(
        "INSERT INTO event_held (event_id, city_code, occurred_at, error) VALUES ($1, '', now(), 'KeyError')",
        ids.new_id(),
    )
    page = await read(console, await province(), "/jobs")
    assert (page["events"]["count"], page["events"]["error"], page["callbacks"]["count"]) == (1, "KeyError", 0)


def test_every_job_has_a_name_that_people_read() -> None:
    assert {job.name for job in housekeeping.JOBS} == NAMES.keys()


async def test_sign_ins_are_left_out_of_the_log_where_asked(console: httpx.AsyncClient, site: Site) -> None:
    await audited(site, "session.open", "order.issue")
    everything = (await read(console, site.administrator, "/audit"))["items"]
    others = (await read(console, site.administrator, "/audit?without=session."))["items"]
    assert {entry["act"] for entry in everything} - {entry["act"] for entry in others} == {"session.open"}
    assert "order.issue" in {entry["act"] for entry in others}


async def audited(site: Site, *acts: str) -> None:
    """The regulator did these."""
    async with db.transaction():
        for name in acts:
            await audit.write(site.regulator.account_id, name, subject_id=ids.new_id(), project_id=site.project_id)


async def test_an_act_is_told_with_its_person_thing_change_and_device(console: httpx.AsyncClient, site: Site) -> None:
    mine = await headers(site.regulator) | {"user-agent": EDGE}
    await db.execute("UPDATE session SET user_agent = $2, address = '113.88.12.7' WHERE account_id = $1",
                     site.regulator.account_id, EDGE)  # fmt: skip
    path = f"{CONSOLE}/projects/{site.project_id}/fence"
    answer = await console.put(path, json={"radius_m": 450, "reason": "场地扩大"}, headers=mine)
    [entry] = (await read(console, site.administrator, "/audit?acts=project.fence"))["items"]
    parts = {part["name"]["zh"]: part["value"]["zh"] for part in entry["parts"]}
    assert answer.status_code == 200
    assert (entry["actor_name"], entry["actor_of"]["zh"], entry["said"]["zh"]) == (
        *("黄莉", "深圳市住房和城乡建设局"),
        "设置电子围栏",
    )
    assert (entry["subject"]["zh"], entry["project_name"]) == ("南山科学城一期", "南山科学城一期")
    assert parts["围栏半径（米）"] == "450"
    assert (entry["place"]["device"]["en"], entry["place"]["network"]) == ("Edge · Windows", "113.88.12.0/24")


async def test_the_log_goes_on_where_a_page_ended_and_holds_nothing_of_another_city(
    console: httpx.AsyncClient, site: Site
) -> None:
    elsewhere = await unit_of("440100")
    root = await province()
    foreign = await accounts.add_regulator(
        root, elsewhere, name="广州管理员", wecom_userid="gz", is_unit_administrator=True
    )
    whole = (await read(console, site.administrator, "/audit?limit=100"))["items"]
    first = await read(console, site.administrator, "/audit?limit=5")
    rest = (await read(console, site.administrator, f"/audit?limit=95&cursor={first['next']}"))["items"]
    names = {one["actor_name"] for one in (await read(console, await scope(foreign, Door.CONSOLE), "/audit"))["items"]}
    # Reading signs in anew, which is an act of its own: the later pages begin before it.
    assert [one["id"] for one in first["items"] + rest][-len(whole) :] == [one["id"] for one in whole]
    assert "黄莉" not in names


async def test_people_are_found_by_a_part_of_their_name_and_acts_by_their_kind(
    console: httpx.AsyncClient, site: Site
) -> None:
    found = (await read(console, site.administrator, "/audit?actor=黄&acts=project."))["items"]
    assert {one["act"] for one in found} == {"project.register"}
    assert {one["actor_name"] for one in found} == {"黄莉"}


async def test_more_than_a_year_is_not_searched_at_once(console: httpx.AsyncClient, site: Site) -> None:
    path = f"{CONSOLE}/audit?from_at=2024-01-01T00:00:00Z&until_at=2026-01-01T00:00:00Z"
    answer = await console.get(path, headers=await headers(site.administrator))
    assert refusal(answer) == (422, "span_too_long", "from_at")


async def test_the_table_of_the_log_holds_what_was_asked_for_and_runs_nothing(
    console: httpx.AsyncClient, site: Site
) -> None:
    await db.execute("UPDATE account SET name = '=1+1' WHERE id = $1", site.regulator.account_id)
    answer = await console.get(f"{CONSOLE}/audit.csv?acts=project.register", headers=await headers(site.administrator))
    heading, *lines = answer.text.lstrip("\ufeff").splitlines()
    assert (answer.headers["content-type"], heading.split(",")[:4]) == (
        "text/csv; charset=utf-8",
        ["时间", "操作人", "所属单位", "操作"],
    )
    assert [line.split(",")[1] for line in lines] == ["'=1+1", "'=1+1"]


async def test_reference_data_tells_clause_and_dates_of_each_limit(console: httpx.AsyncClient, site: Site) -> None:
    book = {section["code"]: section["rows"] for section in await read(console, site.regulator, "/reference")}
    night = next(row for row in book["limits"] if "夜间场界 55" in row["basis"]["zh"])
    facts = {fact["name"]["zh"]: fact["value"]["zh"] for fact in night["facts"]}
    assert (facts["限值（含）"], facts["时段"], night["valid_from"]) == ("55 dB", "22:00–6:00", "2026-01-01")
    assert night["basis"]["en"].startswith("GB 12523-2025: 55 dB(A) at the boundary by night")
    assert list(book) == [
        *("limits", "warnings", "escalation", "deadlines", "obligations", "dangerous", "stages", "views", "posts"),
        *("terms", "regions"),
    ]
    assert [code for code, rows in book.items() if not rows] == []
