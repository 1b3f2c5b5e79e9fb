"""A project's events as readable lines: all of them, to whom they concern, and to nobody else."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from backend.core import clock, db, events, ids
from backend.core.errors import Refusal
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.overview import lines, timeline
from backend.overview.lines import LINES, Topic
from backend.overview.timeline import TimelineItem
from backend.projects.rules import period_of
from tests.backend import site as sites
from tests.backend.site import Site

PAGE = Path(__file__).parents[3] / "docs" / "EVENTS.md"
DOCUMENTED = re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
RAISED: dict[str, Any] = {
    "name_zh": "扬尘超标", "name_en": "Dust", "summary_zh": "PM10 187", "summary_en": "PM10 187",
    "project_name": "工地",
}  # fmt: skip


def test_every_kind_of_the_events_page_has_a_line_and_every_line_its_kind() -> None:
    assert len(DOCUMENTED) > 30
    assert sorted(LINES) == sorted(DOCUMENTED)


@pytest.mark.parametrize("kind", DOCUMENTED)
def test_a_line_speaks_both_languages_and_survives_missing_data(kind: str) -> None:
    said = lines.say(kind, None, {})
    assert said.zh
    assert said.en
    assert said.zh != said.en
    assert "{" not in said.zh + said.en
    assert not re.search(r"[一-鿿]", said.en)


@pytest.mark.parametrize(
    ("kind", "level", "data", "said"),
    [
        ("warning.raised", "red", RAISED, Text("红色预警：扬尘超标。PM10 187", "A red warning: Dust. PM10 187")),
        (
            "warning.acknowledged", "red", RAISED | {"by_post": "safety_officer", "by_name": "何志强", "plan": "喷淋"},
            Text(
                "专职安全员 何志强接手预警“扬尘超标”：喷淋", "safety officer 何志强 has taken the warning “Dust”: 喷淋"
            ),
        ),
        (
            "post.decided", None, {"post_kind": "safety_officer", "person_name": "何志强", "state": "active"},
            Text("何志强的专职安全员申请：已同意", "何志强's application for safety officer: approved"),
        ),
        (
            "order.issued", None, {"title": "扬尘整改", "due_at": "2026-11-28T04:00:00Z"},
            Text("下发整改通知“扬尘整改”，期限 11-28 12:00", "Order issued: “扬尘整改”, due 11-28 12:00"),
        ),
        (
            "project.changed", None,
            {"fact_zh": "项目状态", "fact_en": "Status", "before_zh": "在建", "before_en": "under construction",
             "after_zh": "停工", "after_en": "paused", "reason": "台风"},
            Text("项目状态变更：在建 → 停工。台风", "Status changed: under construction → paused. 台风"),
        ),
        ("party.changed", None, {"role_zh": "总承包单位", "role_en": "contractor", "left": "", "came": "甲公司"},
         Text("总承包单位变更：— → 甲公司", "contractor changed: — → 甲公司")),
        ("nobody.knows", None, {}, Text("nobody.knows", "nobody.knows")),
    ],
)  # fmt: skip
def test_what_a_line_says(kind: str, level: str | None, data: dict[str, Any], said: Text) -> None:
    assert lines.say(kind, level, data) == said


@pytest.mark.parametrize(
    ("kind", "page"),
    [("handover.offered", "handovers"), ("handover.decided", "handovers"), ("month.reviewed", "reviews"),
     ("post.applied", "posts"), ("progress.filed", "progress")],
)  # fmt: skip
def test_a_line_names_the_page_of_the_matter_whose_id_it_carries(kind: str, page: str) -> None:
    assert lines.LINES[kind].page == page


def test_braces_that_people_write_stay_as_they_are() -> None:
    said = lines.say("warning.urged", None, RAISED | {"note": "{level} {0.__class__} %s"})
    assert said.zh == "催办预警“扬尘超标”：{level} {0.__class__} %s"


@pytest.fixture
async def client(redis_url: str, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with sites.opened() as opened:
        yield opened


@pytest.fixture
async def site(client: httpx.AsyncClient) -> Site:
    """With no event but the tests' own."""
    built = await sites.build()
    await db.execute("DELETE FROM event")
    return built


async def happens(
    site: Site, kind: str, *, ago: timedelta = timedelta(), at: datetime | None = None, **more: Any
) -> None:
    """An event of the project, some time ago or at that very moment."""
    async with db.transaction():
        event_id = await events.record(
            kind, subject_id=more.pop("subject_id", ids.new_id()), city_code="440300",
            project_id=more.pop("project_id", site.project_id), actor_id=more.pop("actor_id", None),
            data=RAISED | more,
        )  # fmt: skip
        await db.execute("UPDATE event SET occurred_at = $2 WHERE id = $1", event_id, at or clock.now() - ago)


async def kinds(scope: Scope, site: Site, **more: Any) -> list[str]:
    return [each.kind for each in (await timeline.read(scope, site.project_id, **more)).items]


async def test_the_newest_stands_first_with_who_and_where_it_leads(site: Site) -> None:
    subject = ids.new_id()
    await happens(site, "progress.filed", ago=timedelta(days=400), period="2025-10")
    await happens(site, "order.issued", ago=timedelta(days=30), title="整改", actor_id=site.regulator.account_id)
    await happens(site, "warning.raised", ago=timedelta(minutes=1), subject_id=subject)
    page = await timeline.read(site.manager, site.project_id)
    assert [each.kind for each in page.items] == ["warning.raised", "order.issued", "progress.filed"]
    assert [each.by_name for each in page.items] == [None, "黄莉", None]
    first: TimelineItem = page.items[0]
    assert (first.topic, first.target.page, first.target.id) == (Topic.WARNINGS, "warnings", subject)
    assert page.next is None


async def test_topics_and_month_narrow_it(site: Site) -> None:
    await happens(site, "progress.filed", period="2026-10")
    await happens(site, "warning.raised")
    await happens(site, "warning.closed")
    assert await kinds(site.manager, site, topics={Topic.PROGRESS}) == ["progress.filed"]
    assert await kinds(site.manager, site, topics={Topic.WARNINGS}) == ["warning.closed", "warning.raised"]
    assert await kinds(site.manager, site, topics={Topic.ORDERS}) == []
    assert await kinds(site.manager, site, month="2020-01") == []
    assert len(await kinds(site.manager, site, month=period_of(clock.now()))) == 3


async def test_a_month_begins_at_midnight_in_beijing(site: Site) -> None:
    await happens(site, "warning.raised", at=datetime(2026, 2, 28, 15, 59, 59, tzinfo=UTC))
    await happens(site, "warning.closed", at=datetime(2026, 2, 28, 16, 0, 0, tzinfo=UTC))
    assert await kinds(site.manager, site, month="2026-02") == ["warning.raised"]
    assert await kinds(site.manager, site, month="2026-03") == ["warning.closed"]


async def test_pages_lead_through_years_of_it_once(site: Site) -> None:
    for number in range(23):
        await happens(site, "warning.raised", ago=timedelta(days=50 * number))
    first = await timeline.read(site.manager, site.project_id, limit=9)
    second = await timeline.read(site.manager, site.project_id, limit=9, cursor=first.next)
    third = await timeline.read(site.manager, site.project_id, limit=9, cursor=second.next)
    found = [each.at for page in (first, second, third) for each in page.items]
    assert [len(page.items) for page in (first, second, third)] == [9, 9, 5]
    assert found == sorted(set(found), reverse=True)
    assert third.next is None


async def test_past_its_steps_a_request_hands_over_to_the_next(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "STEPS", 3)
    await happens(site, "order.issued", ago=timedelta(days=9))
    for number in range(4):
        await happens(site, "warning.raised", ago=timedelta(days=number))
    first = await timeline.read(site.manager, site.project_id, topics={Topic.ORDERS})
    assert first.items == []
    second = await timeline.read(site.manager, site.project_id, topics={Topic.ORDERS}, cursor=first.next)
    assert [each.kind for each in second.items] == ["order.issued"]
    assert second.next is None


async def test_drafts_and_our_own_troubles_are_for_regulators(site: Site) -> None:
    await happens(site, "order.drafted", title="整改")
    await happens(site, "delivery.dead", title="整改")
    await happens(site, "warning.raised")
    assert await kinds(site.manager, site) == ["warning.raised"]
    assert await kinds(site.manager, site, topics={Topic.MESSAGES, Topic.ORDERS}) == []
    assert sorted(await kinds(site.regulator, site)) == ["delivery.dead", "order.drafted", "warning.raised"]


async def test_a_warning_that_names_no_post_is_on_the_regulators_line_only(site: Site) -> None:
    await happens(site, "warning.raised", code="SUP-STALE")
    await happens(site, "warning.closed", code="SUP-STALE")
    await happens(site, "warning.raised", code="ENV-EXC")
    assert await kinds(site.manager, site) == ["warning.raised"]
    assert await kinds(site.regulator, site) == ["warning.raised", "warning.closed", "warning.raised"]


async def test_nobody_reads_a_project_that_is_not_theirs_to_see(site: Site) -> None:
    await happens(site, "warning.raised")
    await happens(site, "order.issued", project_id=site.other_project_id)
    for person in (site.stranger, site.applicant, site.outsider):
        with pytest.raises(Refusal) as refused:
            await timeline.read(person, site.project_id)
        assert refused.value.problem.code == "not_found"
    text = msgspec.json.encode(await timeline.read(site.regulator, site.project_id)).decode()
    assert str(site.other_project_id) not in text
    assert "order.issued" not in text


async def test_the_doors_say_what_is_wrong(site: Site, client: httpx.AsyncClient) -> None:
    path = f"/projects/{site.project_id}/timeline"
    phone, console = await sites.headers(site.manager), await sites.headers(site.regulator)
    await happens(site, "warning.raised")
    answer = await client.get(f"{sites.PHONE}{path}", params={"topics": ["warnings", "orders"]}, headers=phone)
    assert [each["text"]["zh"] for each in answer.json()["items"]] == ["预警：扬尘超标。PM10 187"]
    assert (await client.get(f"{sites.CONSOLE}{path}", headers=console)).json()["items"] == answer.json()["items"]
    month = await client.get(f"{sites.PHONE}{path}", params={"month": "2026-13"}, headers=phone)
    assert sites.refusal(month) == (422, "month_malformed", "month")
    topic = await client.get(f"{sites.PHONE}{path}", params={"topics": "weather"}, headers=phone)
    assert sites.refusal(topic)[:2] == (400, "invalid_input")
    cursor = await client.get(f"{sites.PHONE}{path}", params={"cursor": "WzFd"}, headers=phone)
    assert sites.refusal(cursor) == (400, "bad_cursor", "cursor")
