"""Parties, supervision and the fence by date, works and other systems' numbers."""

import datetime as dt
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from backend.core import clock, db
from backend.identity import accounts, units
from backend.identity.scope import Door
from backend.identity.units import Level
from tests.backend import site as sites
from tests.backend.site import CONSOLE, CONTRACTOR, OTHER, PHONE, SUPERVISION, Site, headers, refusal, unit_of


def today(days: int = 0) -> str:
    return (clock.now().astimezone(clock.SHANGHAI).date() + dt.timedelta(days=days)).isoformat()


async def send(
    client: httpx.AsyncClient, site: Site, method: str, path: str, person: str = "regulator", **body: Any
) -> httpx.Response:
    scope = getattr(site, person)
    door, prefix = (Door.CONSOLE, CONSOLE) if scope.unit_id else (Door.PHONE, PHONE)
    mine = await headers(scope, door=door)
    return await client.request(method, f"{prefix}/projects/{site.project_id}/{path}", json=body, headers=mine)


async def detail(client: httpx.AsyncClient, site: Site) -> dict[str, Any]:
    page: dict[str, Any] = (
        await client.get(f"{CONSOLE}/projects/{site.project_id}", headers=await headers(site.regulator))
    ).json()
    return page


async def party_of(site: Site, role: str) -> UUID:
    found: UUID = await db.fetch_value(
        "SELECT id FROM party WHERE project_id = $1 AND role = $2 AND until_on IS NULL", site.project_id, role
    )
    return found


NEW = {"role": "contractor", "uscc": OTHER, "name": "珠海演示工程有限公司", "reason": "重新招标"}


async def test_a_replaced_contractors_people_lose_their_posts_at_once(console: httpx.AsyncClient, site: Site) -> None:
    old, day = await party_of(site, "contractor"), today()
    answer = await send(console, site, "POST", "parties", **NEW, from_on=day, replaces=str(old))
    assert answer.status_code == 201
    page = await detail(console, site)
    assert [(party["uscc"], party["until_on"]) for party in page["parties"] if party["role"] == "contractor"] == [
        (OTHER, None),
        (CONTRACTOR, day),
    ]
    assert [holder["kind"] for holder in page["holders"]] == ["chief_engineer"]
    gone = await console.get(f"{PHONE}/projects/{site.project_id}", headers=await headers(site.manager))
    assert refusal(gone) == (404, "not_found", "project_id")
    data = await db.fetch_value("SELECT data FROM event WHERE kind = 'party.changed'")
    assert (data["role_zh"], data["left"], data["came"], data["reason"]) == (
        "施工单位",
        "深圳演示建设集团有限公司",
        "珠海演示工程有限公司",
        "重新招标",
    )


async def test_the_facts_name_who_entered_a_party_later_and_when(console: httpx.AsyncClient, site: Site) -> None:
    old = await party_of(site, "contractor")
    account_id = await accounts.add_regulator(site.administrator, site.city, name="周敏", wecom_userid="zhou.min")
    colleague = await sites.scope(account_id, Door.CONSOLE)
    answer = await console.post(
        f"{CONSOLE}/projects/{site.project_id}/parties",
        json={**NEW, "from_on": today(), "replaces": str(old)},
        headers=await headers(colleague),
    )
    assert answer.status_code == 201
    page = (
        await console.get(f"{CONSOLE}/projects/{site.project_id}/facts", headers=await headers(site.regulator))
    ).json()
    entered = {fact["code"]: (fact["value_zh"], fact["by"]) for fact in page["base"]}
    assert entered["contractor"] == ("珠海演示工程有限公司", "周敏")
    assert entered["supervision"][1] == "黄莉"


async def test_a_consortium_is_two_contractors_and_only_the_last_cannot_leave(
    console: httpx.AsyncClient, site: Site
) -> None:
    first = await party_of(site, "contractor")
    alone = await send(console, site, "POST", f"parties/{first}/end", until_on=today(), reason="退场")
    assert refusal(alone) == (409, "party_last", "party_id")
    assert (await send(console, site, "POST", "parties", **NEW, from_on=today())).status_code == 201
    ended = await send(console, site, "POST", f"parties/{first}/end", until_on=today(), reason="退场")
    assert ended.status_code == 200
    again = await send(console, site, "POST", f"parties/{first}/end", until_on=today(), reason="退场")
    assert refusal(again) == (409, "party_ended", "party_id")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"from_on": today(30)}, (422, "party_dates_impossible", "from_on")),
        ({"uscc": "91440400YY0000044X"}, (422, "uscc_check_digit", "uscc")),
        ({"uscc": CONTRACTOR}, (409, "party_is_there", "uscc")),
        ({"role": "king"}, (400, "invalid_input", "role")),
        ({"reason": ""}, (400, "invalid_input", "reason")),
        ({"from_on": "2026-02-30"}, (400, "invalid_input", "from_on")),
    ],
)
async def test_a_party_that_is_not_sound_is_refused(
    console: httpx.AsyncClient, site: Site, changes: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    refused = await send(console, site, "POST", "parties", **({**NEW, "from_on": today()} | changes))
    assert refusal(refused) == expected
    assert await db.fetch_value("SELECT count(*) FROM party WHERE project_id = $1", site.project_id) == 3


async def test_a_successor_has_the_same_role_and_comes_no_earlier(console: httpx.AsyncClient, site: Site) -> None:
    developer, contractor = await party_of(site, "developer"), await party_of(site, "contractor")
    other = await send(console, site, "POST", "parties", **NEW, from_on=today(), replaces=str(developer))
    assert refusal(other) == (422, "party_role_differs", "role")
    early = await send(console, site, "POST", "parties", **NEW, from_on="2020-01-01", replaces=str(contractor))
    assert refusal(early) == (422, "party_dates_impossible", "from_on")
    ended = await send(console, site, "POST", f"parties/{developer}/end", until_on="2020-01-01", reason="退场")
    assert refusal(ended) == (422, "party_dates_impossible", "until_on")


async def test_another_citys_unit_changes_no_party(console: httpx.AsyncClient, site: Site) -> None:
    refused = await send(console, site, "POST", "parties", "outsider", **NEW, from_on=today())
    assert refusal(refused) == (404, "not_found", "project_id")


async def station(site: Site, region: str = "440305") -> UUID:
    return await units.create_unit(
        site.administrator,
        site.city,
        level=Level.STATION,
        region_code=region,
        name_zh="南山站",
        name_en="Nanshan station",
    )


async def test_supervision_moves_by_date_and_its_history_stays(console: httpx.AsyncClient, site: Site) -> None:
    nanshan = await station(site)
    moved = await send(console, site, "POST", "supervision", unit_id=str(nanshan), reason="市管改区管")
    assert moved.json() == {"unit_id": str(nanshan)}
    page = await detail(console, site)
    assert page["supervising_unit_id"] == str(nanshan)
    assert [(past["unit_id"], past["reason"]) for past in page["supervision"]] == [
        (str(nanshan), "市管改区管"),
        (str(site.city), "项目登记"),
    ]
    assert page["supervision"][1]["until_at"] == page["supervision"][0]["from_at"]
    data = await db.fetch_value("SELECT data FROM event WHERE kind = 'supervision.assigned'")
    assert (data["unit_zh"], data["reason"]) == ("南山站", "市管改区管")
    # The city stands above the station: it still sees the project and no longer is its supervising unit.
    fence = await send(console, site, "PUT", "fence", radius_m=800, reason="扩大")
    assert refusal(fence) == (403, "forbidden", None)
    await db.execute("DELETE FROM supervision_assignment WHERE unit_id = $1", nanshan)
    await db.execute("UPDATE project SET supervising_unit_id = $1 WHERE supervising_unit_id = $2", site.city, nanshan)
    await db.execute("DELETE FROM unit WHERE id = $1", nanshan)


async def test_supervision_moves_only_where_region_sector_and_subtree_fit(
    console: httpx.AsyncClient, site: Site
) -> None:
    async def assign(unit: UUID, person: str = "regulator") -> tuple[int, str, str | None]:
        return refusal(await send(console, site, "POST", "supervision", person, unit_id=str(unit), reason="调整"))

    futian, transport = await station(site, "440304"), await units.find("440300", "transport", Level.CITY)
    assert transport is not None
    assert await assign(site.city) == (409, "supervision_assigned_already", "unit_id")
    assert await assign(futian) == (422, "region_outside_unit", "unit_id")
    assert await assign(await unit_of("440100")) == (404, "not_found", "unit_id")
    assert await assign(transport) == (404, "not_found", "unit_id")
    assert await assign(await unit_of("440100"), "outsider") == (404, "not_found", "project_id")
    await db.execute("DELETE FROM unit WHERE id = $1", futian)


@pytest.mark.parametrize(("radius", "expected"), [(49, 422), (50, 200), (20000, 200), (20001, 422)])
async def test_a_fence_lies_within_the_bounds(
    console: httpx.AsyncClient, site: Site, radius: int, expected: int
) -> None:
    answer = await send(console, site, "PUT", "fence", radius_m=radius, reason="按实际范围")
    assert answer.status_code == expected
    assert (await detail(console, site))["fence_radius_m"] == (radius if expected == 200 else 500)


async def test_the_manager_keeps_the_list_of_single_works_and_its_history(
    console: httpx.AsyncClient, site: Site
) -> None:
    work = {"name": "1栋", "structure": "框架", "floors_above": 32}
    listed = await send(console, site, "POST", "works", "manager", **work)
    work_id = listed.json()["id"]
    twice = await send(console, site, "POST", "works", "manager", **work)
    assert refusal(twice) == (409, "work_exists", "name")
    unreasoned = await send(console, site, "PUT", f"works/{work_id}", "manager", **work)
    assert refusal(unreasoned)[:2] == (400, "invalid_input")
    more = work | {"floors_above": 33, "reason": "加一层"}
    assert (await send(console, site, "PUT", f"works/{work_id}", "manager", **more)).status_code == 200
    assert [(each["name"], each["floors_above"]) for each in (await detail(console, site))["works"]] == [("1栋", 33)]
    assert (await send(console, site, "POST", f"works/{work_id}/remove", "manager", reason="不建")).status_code == 200
    gone = await send(console, site, "POST", f"works/{work_id}/remove", "manager", reason="不建")
    assert refusal(gone) == (409, "work_removed", None)
    assert (await detail(console, site))["works"] == []
    history = await db.fetch("SELECT before, after, reason FROM project_change WHERE fact = 'single_works' ORDER BY id")
    assert [
        ((row["before"] or {}).get("floors_above"), (row["after"] or {}).get("floors_above")) for row in history
    ] == [
        (None, 32),
        (32, 33),
        (33, None),
    ]
    assert [row["reason"] for row in history] == ["", "加一层", "不建"]


async def test_a_work_belongs_to_a_permit_of_the_project(console: httpx.AsyncClient, site: Site) -> None:
    foreign = await send(
        console, site, "POST", "works", "manager", name="1栋", structure="框架", permit_id=str(site.project_id)
    )
    assert refusal(foreign) == (422, "work_permit_foreign", "permit_id")
    chief = await send(console, site, "POST", "works", "chief", name="1栋", structure="框架")
    assert refusal(chief) == (403, "forbidden", None)


CODE = {"kind": "project_code", "value": "2607-440300-04-01-000001"}


async def test_a_number_is_entered_once_and_finds_its_project(console: httpx.AsyncClient, site: Site) -> None:
    entered = (await send(console, site, "POST", "external-ids", "manager", **CODE)).json()
    assert (entered["source"], entered["scheme"]) == ("investment_platform", "gbt_40058_2021")
    assert refusal(await send(console, site, "POST", "external-ids", **CODE)) == (409, "external_id_taken", "value")
    query = f"{CONSOLE}/project-by-external-id?kind=project_code&value=２６０７-440300-04-01-000001"
    found = (await console.get(query, headers=await headers(site.regulator))).json()
    assert [each["id"] for each in found] == [str(site.project_id)]
    assert (await console.get(query, headers=await headers(site.outsider))).json() == []
    removed = await send(console, site, "POST", f"external-ids/{entered['id']}/remove", reason="录错")
    assert removed.status_code == 200
    assert (await console.get(query, headers=await headers(site.regulator))).json() == []
    assert await db.fetch_value("SELECT count(*) FROM project_change WHERE fact = 'external_ids'") == 2


async def test_a_number_that_cannot_be_one_says_what_is_wrong(console: httpx.AsyncClient, site: Site) -> None:
    refused = await send(console, site, "POST", "external-ids", "manager", kind="project_code", value="2607-4403")
    assert refusal(refused) == (422, "project_code_malformed", "value")
    query = f"{CONSOLE}/project-by-external-id?kind=mohurd_project_no&value=4403"
    assert refusal(await console.get(query, headers=await headers(site.regulator))) == (
        422,
        "mohurd_no_malformed",
        "value",
    )
    stranger = await send(console, site, "POST", "external-ids", "chief", **CODE)
    assert refusal(stranger) == (403, "forbidden", None)


async def test_a_project_is_registered_with_works_numbers_and_any_party(console: httpx.AsyncClient, site: Site) -> None:
    await db.execute("UPDATE project SET status = 'finished'")
    body = msgspec.to_builtins(sites.new_project(site.city)) | {
        "is_existing": True,
        "fence_radius_m": 900,
        "works": [{"name": "1栋", "structure": "框架"}],
        "external_ids": [CODE],
        "parties": [
            {"role": "contractor", "uscc": CONTRACTOR, "name": "总包"},
            {"role": "supervision", "uscc": SUPERVISION, "name": "监理"},
            {"role": "erection", "uscc": OTHER, "name": "安拆"},
        ],
    }
    answer = await console.post(f"{CONSOLE}/projects", json=body, headers=await headers(site.regulator))
    assert answer.status_code == 201
    page = await console.get(f"{CONSOLE}/projects/{answer.json()['id']}", headers=await headers(site.regulator))
    found = page.json()
    assert (found["is_existing"], found["fence_radius_m"]) == (True, 900)
    assert [each["name"] for each in found["works"]] == ["1栋"]
    assert [each["value"] for each in found["external_ids"]] == [CODE["value"]]
    assert [each["role_zh"] for each in found["parties"]] == ["施工单位", "监理单位", "安拆单位"]
    assert "base_info" in {due["kind"] for due in found["obligations"]}
    tomorrow = body | {"started_on": today(1)}
    refused = await console.post(f"{CONSOLE}/projects", json=tomorrow, headers=await headers(site.regulator))
    assert refusal(refused) == (422, "started_in_future", "started_on")
