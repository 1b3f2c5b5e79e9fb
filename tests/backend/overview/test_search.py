"""What is found, by whom, and what is never found."""

from collections.abc import AsyncIterator
from uuid import UUID

import msgspec
import pytest

from backend.core import db
from backend.core.errors import Refusal
from backend.identity.scope import Scope
from backend.identity.units import Level
from backend.overview import search
from backend.overview.highlights import Field, Highlight, cut
from tests.backend.overview import town

pytestmark = pytest.mark.usefixtures("database")

PERMIT = "440106202403150101"
USCC = "91440101MA59TEST0X"


class Town(msgspec.Struct):
    """Two cities; `garden` is supervised by Guangzhou's station, `tower` by Shenzhen."""

    province: Scope
    guangzhou: Scope
    station: Scope
    shenzhen: Scope
    manager: Scope
    garden: UUID
    tower: UUID


@pytest.fixture
async def here() -> AsyncIterator[Town]:
    guangzhou, shenzhen = await town.unit(town.GUANGZHOU), await town.unit(town.SHENZHEN)
    province, station = await town.unit("440000", Level.PROVINCE), await town.station(guangzhou)
    garden = await town.project(station, "珠江新城花园一期（A3地块）")
    tower = await town.project(shenzhen, "前海花园大厦", town.SHENZHEN)
    firm = await town.organisation("广州市建筑集团有限公司", USCC)
    await town.party(garden, firm)
    await town.party(tower, await town.organisation("深圳前海建设有限公司", "91440300MA5FTEST1X"))
    await town.permit(garden, PERMIT)
    await town.external_id(garden, "JD-2024-00317")
    manager = await town.account("林经理")
    await town.post(garden, manager, firm)
    yield Town(
        province=town.regulator(province),
        guangzhou=town.regulator(guangzhou),
        station=town.regulator(station),
        shenzhen=town.regulator(shenzhen),
        manager=town.staff(manager),
        garden=garden,
        tower=tower,
    )
    await db.execute("TRUNCATE project, account CASCADE")
    await db.execute("DELETE FROM unit WHERE level = 'station'")


async def found(scope: Scope, query: str) -> list[UUID]:
    return [each.id for each in (await search.search(scope, query)).items]


@pytest.mark.parametrize(
    "query",
    [
        "珠江新城花园一期（A3地块）",
        "新城",
        "城花",
        "江 新",
        "a3",
        "Ａ３地块",
        "花园一期A3",
        "建筑集团",
        "市建筑",
        PERMIT,
        "440106",
        "４４０１０６",
        "4401062024",
        "150101",
        USCC,
        USCC.lower(),
        "91440101",
        "TEST0X",
        "JD-2024-00317",
        "jd202400317",
        "JD2024",
        "0317",
    ],
)
async def test_a_project_is_found_by_any_part_of_what_is_known_of_it(here: Town, query: str) -> None:
    expected = [here.garden]
    assert await found(here.station, query) == expected
    assert await found(here.guangzhou, query) == expected
    assert await found(here.province, query) == expected
    assert await found(here.manager, query) == expected
    assert await found(here.shenzhen, query) == []


@pytest.mark.parametrize(
    "query",
    ["花城", "新园", "1062024", "4401062025", "JD2025", "9144010X", "珠江新城花园二期", "新X城", "新.*园",
     "[新]城园", "'; DROP TABLE project; --", "🏗️🏗️", "🏗珠江", "珠" * 200, "NULL", "A3地块一期"],
)  # fmt: skip
async def test_what_does_not_stand_there_is_not_found(here: Town, query: str) -> None:
    assert await found(here.province, query) == []
    assert await found(here.manager, query) == []


@pytest.mark.parametrize("query", ["新", " 新 ", "%", "%%%", "__", ".*", "'; --", "", "　", "🏗", "（）", "-"])
async def test_one_character_is_refused_with_what_to_do(here: Town, query: str) -> None:
    with pytest.raises(Refusal) as refused:
        await search.search(here.province, query)
    assert (refused.value.problem.code, refused.value.field) == ("query_too_short", "q")


async def test_signs_that_mean_something_elsewhere_are_blanks_here(here: Town) -> None:
    assert await found(here.province, "新%城") == [here.garden]
    assert await found(here.province, "^珠江$") == [here.garden]
    assert await found(here.province, "珠江'新城\\") == [here.garden]


async def test_everything_that_fits_within_ones_view_the_newest_first(here: Town) -> None:
    assert await found(here.province, "花园") == [here.tower, here.garden]
    assert await found(here.guangzhou, "花园") == [here.garden]
    assert await found(here.shenzhen, "花园") == [here.tower]
    assert await found(here.manager, "花园") == [here.garden]
    assert await found(here.province, "有限公司") == [here.tower, here.garden]


async def test_a_foreign_project_leaves_no_trace_in_page_or_cursor(here: Town) -> None:
    page = await search.search(here.guangzhou, "花园", limit=1)
    assert page.next is None
    assert str(here.tower) not in msgspec.json.encode(page).decode()


async def test_pages_lead_through_all_of_it_once(here: Town) -> None:
    unit_id = here.guangzhou.unit_id
    assert unit_id is not None
    made = [await town.project(unit_id, f"地铁{number}号线") for number in range(7)]
    pages = [await search.search(here.guangzhou, "地铁", limit=3)]
    pages.append(await search.search(here.guangzhou, "地铁", limit=3, cursor=pages[-1].next))
    pages.append(await search.search(here.guangzhou, "地铁", limit=3, cursor=pages[-1].next))
    assert [each.id for page in pages for each in page.items] == made[::-1]
    assert [page.next is None for page in pages] == [False, False, True]


async def test_past_its_steps_a_request_hands_over_to_the_next(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "NAME_STEPS", 2)
    unit_id = here.guangzhou.unit_id
    assert unit_id is not None
    oldest = await town.project(unit_id, "白云山隧道")
    await town.project(unit_id, "白云与云山与山隧与隧道甲")
    await town.project(unit_id, "白云与云山与山隧与隧道乙")
    first = await search.search(here.guangzhou, "白云山隧道")
    assert first.items == []
    second = await search.search(here.guangzhou, "白云山隧道", cursor=first.next)
    assert [each.id for each in second.items] == [oldest]


async def test_an_organisation_that_many_resemble_is_found_by_walking(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "NARROW", 0)
    assert await found(here.guangzhou, "建筑集团") == [here.garden]
    assert await found(here.guangzhou, USCC) == [here.garden]
    assert await found(here.shenzhen, "建筑集团") == []


async def test_what_was_found_is_shown_cut_in_three(here: Town) -> None:
    (first,) = (await search.search(here.guangzhou, "a3 地块")).items
    assert first.highlights == [Highlight(field=Field.NAME, before="珠江新城花园一期（", match="A3地块", after="）")]
    (second,) = (await search.search(here.guangzhou, "JD2024")).items
    assert second.highlights == [Highlight(field=Field.EXTERNAL_ID, before="", match="JD-2024", after="-00317")]
    (third,) = (await search.search(here.guangzhou, "建筑集团")).items
    assert third.highlights == [
        Highlight(field=Field.ORGANISATION, before="广州市", match="建筑集团", after="有限公司")
    ]


async def test_full_width_text_is_cut_where_it_stands() -> None:
    shown = cut(Field.NAME, "科学城（Ａ－３）㎡楼", "A3M2")
    assert shown == Highlight(field=Field.NAME, before="科学城（", match="Ａ－３）㎡", after="楼")


async def test_an_ended_post_and_an_ended_party_find_nothing(here: Town) -> None:
    await db.execute("UPDATE post SET state = 'ended'")
    await db.execute("UPDATE party SET until_on = '2026-02-01', ended_reason = '更换'")
    assert await found(here.manager, "珠江") == []
    assert await found(here.guangzhou, "建筑集团") == []
    assert await found(here.guangzhou, "珠江") == [here.garden]


async def test_a_renamed_and_reassigned_project_is_found_where_it_is_now(here: Town) -> None:
    await db.execute(
        "UPDATE project SET name = '猎德村改造', supervising_unit_id = $2 WHERE id = $1",
        here.garden,
        here.shenzhen.unit_id,
    )
    assert await found(here.province, "珠江新城") == []
    assert await found(here.guangzhou, "猎德") == []
    assert await found(here.shenzhen, "猎德") == [here.garden]
    assert await found(here.shenzhen, PERMIT) == [here.garden]
    assert await found(here.shenzhen, "建筑集团") == [here.garden]
