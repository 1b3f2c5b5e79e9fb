"""Testing agencies and device vendors: registered by a bureau, known by keys that end."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from backend.core import clock, crypto, db, ids, timers
from backend.core.settings import settings
from backend.identity import partner_access, partner_keys
from backend.identity.rules import PARTNER_KEY
from backend.identity.scope import Door, Scope
from tests.backend.site import CONSOLE, CONTRACTOR, OTHER, PHONE, Site, headers, refusal, scope

PARTNER = "/api/partner/v1"
VENDOR = {"uscc": OTHER, "name": "珠海演示物联有限公司", "kind": "device_vendor"}


async def send(console: httpx.AsyncClient, person: Scope, path: str, body: Any = None) -> httpx.Response:
    return await console.post(f"{CONSOLE}{path}", json=body, headers=await headers(person))


async def registered(console: httpx.AsyncClient, person: Scope) -> str:
    answer = await send(console, person, "/partners", VENDOR)
    assert answer.status_code == 201
    found: str = answer.json()["id"]
    return found


async def issued(console: httpx.AsyncClient, person: Scope, partner: str, name: str = "生产环境") -> dict[str, str]:
    answer = await send(console, person, f"/partners/{partner}/keys", {"name": name})
    assert answer.status_code == 201
    found: dict[str, str] = answer.json()
    return found


async def me(console: httpx.AsyncClient, key: str) -> httpx.Response:
    console.cookies.clear()
    return await console.get(f"{PARTNER}/me", headers={"authorization": f"Bearer {key}"})


async def keys(console: httpx.AsyncClient, person: Scope, partner: str) -> list[dict[str, Any]]:
    answer = await console.get(f"{CONSOLE}/partners/{partner}/keys", headers=await headers(person))
    found: list[dict[str, Any]] = answer.json()
    return found


@pytest.fixture
def shift(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The clock of due dates, moved by writing a number of seconds."""
    path = tmp_path / "shift"
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_CLOCK_SHIFT_FILE", str(path))
        changed.setattr(clock, "_REREAD_SECONDS", 0)
        settings.cache_clear()
        yield path
        path.unlink(missing_ok=True)
        clock.now()
    settings.cache_clear()


def move(shift: Path, days: float) -> None:
    shift.write_text(str(days * 86400))


# Registering


async def test_a_bureau_registers_a_vendor_whose_key_says_who_it_is(console: httpx.AsyncClient, site: Site) -> None:
    partner = await registered(console, site.administrator)
    key = await issued(console, site.administrator, partner)
    said = (await me(console, key["key"])).json()
    assert said == {
        "partner_id": partner,
        "kind": "device_vendor",
        "uscc": OTHER,
        "name": "珠海演示物联有限公司",
        "unit_name_zh": "深圳市住房和城乡建设局",
        "unit_name_en": said["unit_name_en"],
        "key_name": "生产环境",
        "key_ends_at": key["ends_at"],
        "key_state": "active",
    }
    listed = (await console.get(f"{CONSOLE}/partners", headers=await headers(site.administrator))).json()["items"]
    assert [(item["id"], item["state"], item["unit_id"]) for item in listed] == [(partner, "active", str(site.city))]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"uscc": "91440400YY0000044X"}, (422, "uscc_check_digit", "uscc")),
        ({"uscc": "91440400YY000004IN"}, (422, "uscc_malformed", "uscc")),
        ({"uscc": "91440400YY"}, (400, "invalid_input", "uscc")),
        ({"kind": "city_system"}, (400, "invalid_input", "kind")),
        ({"name": "厂"}, (400, "invalid_input", "name")),
    ],
)
async def test_an_organisation_that_does_not_fit_is_not_registered(
    console: httpx.AsyncClient, site: Site, changes: dict[str, str], expected: tuple[int, str, str | None]
) -> None:
    assert refusal(await send(console, site.administrator, "/partners", VENDOR | changes)) == expected
    assert await db.fetch_value("SELECT count(*) FROM partner") == 0


async def test_one_organisation_is_a_partner_of_a_kind_once_and_of_both_kinds(
    console: httpx.AsyncClient, site: Site
) -> None:
    await registered(console, site.administrator)
    refused = await send(console, site.administrator, "/partners", VENDOR)
    assert refusal(refused) == (409, "partner_exists", "uscc")
    other = await send(console, site.administrator, "/partners", VENDOR | {"kind": "testing_agency"})
    assert other.status_code == 201


async def test_an_organisation_that_the_platform_knows_keeps_its_name(console: httpx.AsyncClient, site: Site) -> None:
    await send(console, site.administrator, "/partners", VENDOR | {"uscc": CONTRACTOR, "name": "别的名字"})
    listed = (await console.get(f"{CONSOLE}/partners", headers=await headers(site.administrator))).json()["items"]
    assert [item["name"] for item in listed] == ["深圳演示建设集团有限公司"]


async def test_a_station_registers_no_partner(console: httpx.AsyncClient, site: Site) -> None:
    station = ids.new_id()
    await db.execute(
        "INSERT INTO unit (id, region_code, sector, level, parent_id, lineage, name_zh, name_en) "
        "VALUES ($1, '440305', 'housing', 'station', $2, ARRAY[$2::uuid, $1], '南山站', 'Nanshan Station')",
        station, site.city,
    )  # fmt: skip
    await db.execute("UPDATE account SET unit_id = $2 WHERE id = $1", site.administrator.account_id, station)
    refused = await send(console, site.administrator, "/partners", VENDOR)
    await db.execute("UPDATE account SET unit_id = $2 WHERE id = $1", site.administrator.account_id, site.city)
    await db.execute("DELETE FROM unit WHERE id = $1", station)
    assert refusal(refused) == (403, "partner_needs_bureau", None)


async def test_another_citys_administrator_finds_no_partner(console: httpx.AsyncClient, site: Site) -> None:
    partner = await registered(console, site.administrator)
    await db.execute("UPDATE account SET is_unit_administrator = true WHERE id = $1", site.outsider.account_id)
    refused = await send(console, site.outsider, f"/partners/{partner}/keys", {"name": "x"})
    assert refusal(refused) == (404, "not_found", "partner_id")
    assert refusal(await send(console, site.regulator, f"/partners/{partner}/keys", {"name": "x"})) == (
        403,
        "not_unit_administrator",
        None,
    )


# Keys


async def test_a_key_is_told_once_and_stored_as_a_hash(console: httpx.AsyncClient, site: Site) -> None:
    partner = await registered(console, site.administrator)
    key = await issued(console, site.administrator, partner)
    prefix, secret = key["key"].split("_", 2)[1:]
    assert (len(prefix), len(secret)) == (8, 43)
    (listed,) = await keys(console, site.administrator, partner)
    assert (listed["prefix"], listed["state"], listed["last_used_at"]) == (prefix, "active", None)
    assert secret not in str(listed)
    row = await db.fetch_one("SELECT * FROM partner_key")
    assert row is not None
    assert row["key_hash"] == crypto.hash_token(key["key"])
    stored = await db.fetch_value(
        "SELECT count(*) FROM answered_request WHERE convert_from(body, 'UTF8') LIKE $1", f"%{secret}%"
    )
    assert (secret in str(dict(row)), stored) == (False, 0)


async def test_the_same_request_again_makes_no_second_key(console: httpx.AsyncClient, site: Site) -> None:
    partner = await registered(console, site.administrator)
    await issued(console, site.administrator, partner)
    refused = await send(console, site.administrator, f"/partners/{partner}/keys", {"name": "生产环境"})
    assert refusal(refused) == (409, "key_name_taken", "name")


@pytest.mark.parametrize(("days", "status"), [(1, 201), (365, 201), (366, 422)])
async def test_a_key_lives_a_year_at_most(console: httpx.AsyncClient, site: Site, days: int, status: int) -> None:
    partner = await registered(console, site.administrator)
    answer = await send(console, site.administrator, f"/partners/{partner}/keys", {"name": "x", "days": days})
    assert answer.status_code == status


async def test_a_key_ends_at_its_moment(console: httpx.AsyncClient, site: Site, shift: Path) -> None:
    partner = await registered(console, site.administrator)
    key = (await issued(console, site.administrator, partner))["key"]
    move(shift, 364.99)
    assert (await me(console, key)).json()["key_state"] == "ending"
    move(shift, 365.01)
    assert refusal(await me(console, key)) == (401, "key_ended", None)


async def test_a_replaced_key_works_for_seven_more_days_beside_the_new_one(
    console: httpx.AsyncClient, site: Site, shift: Path
) -> None:
    partner = await registered(console, site.administrator)
    old = await issued(console, site.administrator, partner)
    path = f"/partners/{partner}/keys/{old['id']}/rotate"
    new = (await send(console, site.administrator, path)).json()
    assert (await me(console, old["key"])).json()["key_state"] == "ending"
    assert (await me(console, new["key"])).json()["key_state"] == "active"
    assert refusal(await send(console, site.administrator, path)) == (409, "key_state", "key_id")
    move(shift, 6.99)
    assert (await me(console, old["key"])).status_code == 200
    move(shift, 7.01)
    assert refusal(await me(console, old["key"])) == (401, "key_ended", None)
    assert (await me(console, new["key"])).status_code == 200
    listed = await keys(console, site.administrator, partner)
    assert [(item["state"], item["replaced_by"]) for item in listed] == [("active", None), ("ended", new["id"])]


async def test_a_key_about_to_end_is_not_prolonged_by_its_replacement(
    console: httpx.AsyncClient, site: Site, shift: Path
) -> None:
    partner = await registered(console, site.administrator)
    old = await issued(console, site.administrator, partner)
    move(shift, 363)
    await send(console, site.administrator, f"/partners/{partner}/keys/{old['id']}/rotate")
    ends_at = await db.fetch_value("SELECT ends_at FROM partner_key WHERE replaced_by IS NOT NULL")
    assert ends_at.isoformat().replace("+00:00", "Z") == old["ends_at"]


async def test_a_revoked_key_is_dead_at_once(console: httpx.AsyncClient, site: Site) -> None:
    partner = await registered(console, site.administrator)
    key = await issued(console, site.administrator, partner)
    assert (await me(console, key["key"])).status_code == 200
    path = f"/partners/{partner}/keys/{key['id']}"
    assert (await send(console, site.administrator, f"{path}/revoke")).json() == {"state": "revoked"}
    assert refusal(await me(console, key["key"])) == (401, "key_revoked", None)
    assert refusal(await send(console, site.administrator, f"{path}/rotate")) == (409, "key_state", "key_id")
    assert refusal(await send(console, site.administrator, f"{path}/revoke")) == (409, "key_state", "key_id")


async def test_no_key_of_a_disabled_partner_opens_anything(console: httpx.AsyncClient, site: Site) -> None:
    partner = await registered(console, site.administrator)
    key = await issued(console, site.administrator, partner)
    await send(console, site.administrator, f"/partners/{partner}/disable", {"reason": "资质已注销"})
    assert refusal(await me(console, key["key"])) == (401, "partner_disabled", None)
    refused = await send(console, site.administrator, f"/partners/{partner}/keys", {"name": "新"})
    assert refusal(refused) == (409, "partner_state", "partner_id")
    again = await send(console, site.administrator, f"/partners/{partner}/disable", {"reason": "再次"})
    assert refusal(again) == (409, "partner_state", "partner_id")
    await send(console, site.administrator, f"/partners/{partner}/enable")
    assert (await me(console, key["key"])).status_code == 200


async def test_another_partners_key_is_not_found_under_this_one(console: httpx.AsyncClient, site: Site) -> None:
    one = await registered(console, site.administrator)
    key = await issued(console, site.administrator, one)
    other = (await send(console, site.administrator, "/partners", VENDOR | {"kind": "testing_agency"})).json()["id"]
    path = f"/partners/{other}/keys/{key['id']}"
    refused = [await send(console, site.administrator, f"{path}/{act}") for act in ("rotate", "revoke")]
    assert [refusal(answer) for answer in refused] == [(404, "not_found", "key_id")] * 2
    assert (await me(console, key["key"])).status_code == 200


# Keys and sessions never mix


@pytest.mark.parametrize("key", ["st_aaaaaaaa_" + "A" * 43, "st_x_y", "st_", "nonsense", "x" * 5000])
async def test_a_key_that_nobody_issued_is_not_known(console: httpx.AsyncClient, site: Site, key: str) -> None:
    assert refusal(await me(console, key)) == (401, "key_unknown", None)


async def test_a_session_opens_nothing_at_the_partners_door(console: httpx.AsyncClient, site: Site) -> None:
    mine = await headers(site.administrator)
    assert refusal(await console.get(f"{PARTNER}/me", headers=mine)) == (401, "key_unknown", None)
    await console.post(f"{CONSOLE}/sign-in", json={"code": "oauth-huang.li-1"})
    assert refusal(await console.get(f"{PARTNER}/me")) == (401, "unauthenticated", None)


async def test_a_key_opens_nothing_at_the_doors_of_people(console: httpx.AsyncClient, site: Site) -> None:
    partner = await registered(console, site.administrator)
    key = (await issued(console, site.administrator, partner))["key"]
    paths = (f"{CONSOLE}/me", f"{CONSOLE}/partners", f"{PHONE}/me")
    refused = [await console.get(path, headers={"authorization": f"Bearer {key}"}) for path in paths]
    assert [refusal(answer) for answer in refused] == [(401, "session_ended", None)] * 3


async def test_so_many_requests_a_minute_and_one_more_is_asked_to_wait(
    console: httpx.AsyncClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = await registered(console, site.administrator)
    first, second = [(await issued(console, site.administrator, partner, name))["key"] for name in ("甲", "乙")]
    terms = msgspec.structs.replace(PARTNER_KEY, requests_per_minute=2)
    monkeypatch.setattr(partner_access, "PARTNER_KEY", terms)
    answers = [await me(console, first) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert refusal(answers[2]) == (429, "key_too_often", None)
    assert 0 < int(answers[2].headers["retry-after"]) <= 30
    assert (await me(console, second)).status_code == 200


async def test_the_last_use_is_written_once_a_minute(console: httpx.AsyncClient, site: Site) -> None:
    partner = await registered(console, site.administrator)
    key = (await issued(console, site.administrator, partner))["key"]
    await me(console, key)
    first = (await keys(console, site.administrator, partner))[0]["last_used_at"]
    await me(console, key)
    assert (await keys(console, site.administrator, partner))[0]["last_used_at"] == first is not None
    await db.execute("UPDATE partner_key SET last_used_at = last_used_at - interval '61 seconds'")
    await me(console, key)
    assert (await keys(console, site.administrator, partner))[0]["last_used_at"] > first


# Reminders


async def _endings() -> list[Any]:
    rows = await db.fetch("SELECT subject_id, city_code, data FROM event WHERE kind = 'key.ending' ORDER BY id")
    return [(str(row["subject_id"]), row["city_code"], row["data"]) for row in rows]


async def _told(moment: datetime) -> int:
    await timers.fire_due(moment, partner_keys.TIMER_HANDLERS)
    return len(await _endings())


async def test_the_bureau_is_told_thirty_and_seven_days_before_a_key_ends(
    console: httpx.AsyncClient, site: Site
) -> None:
    partner = await registered(console, site.administrator)
    key = await issued(console, site.administrator, partner)
    now = clock.now()
    told = [await _told(now + timedelta(days=days)) for days in (334.99, 335.01, 357.99, 358.01, 366)]
    assert told == [0, 1, 1, 2, 2]
    subject, city, data = (await _endings())[0]
    assert (subject, city, data["name"], data["unit_id"]) == (partner, "440300", "珠海演示物联有限公司", str(site.city))
    assert data["ends_at"].replace("+00:00", "Z") == key["ends_at"]


@pytest.mark.parametrize("act", ["rotate", "revoke"])
async def test_nobody_is_told_of_a_key_out_of_use(console: httpx.AsyncClient, site: Site, act: str) -> None:
    partner = await registered(console, site.administrator)
    key = await issued(console, site.administrator, partner)
    await send(console, site.administrator, f"/partners/{partner}/keys/{key['id']}/{act}")
    left = await db.fetch_value("SELECT count(*) FROM timer WHERE subject_id = $1", key["id"])
    assert left == 0


async def test_nobody_is_told_of_the_keys_of_a_disabled_partner(console: httpx.AsyncClient, site: Site) -> None:
    partner = await registered(console, site.administrator)
    await issued(console, site.administrator, partner)
    await send(console, site.administrator, f"/partners/{partner}/disable", {"reason": "资质已注销"})
    fired = await timers.fire_due(clock.now() + timedelta(days=366), partner_keys.TIMER_HANDLERS)
    assert (fired, await _endings()) == (2, [])


async def test_the_province_sees_the_partners_of_its_cities(console: httpx.AsyncClient, site: Site) -> None:
    partner = await registered(console, site.administrator)
    root = await scope(await db.fetch_value("SELECT id FROM account WHERE name = '省管理员'"), Door.CONSOLE)
    listed = (await console.get(f"{CONSOLE}/partners", headers=await headers(root))).json()["items"]
    assert [item["id"] for item in listed] == [partner]
    assert await keys(console, root, partner) == []
