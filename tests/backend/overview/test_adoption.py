"""Who uses the platform against who should: each figure of a small town counted by hand."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import msgspec
import pytest

from backend.core import clock, db, ids
from backend.core.errors import Refusal
from backend.core.i18n import Language, Text, language
from backend.identity.scope import Door
from backend.identity.units import Level
from backend.overview import adoption, adoption_table
from backend.overview.adoption import Adoption, AdoptionRow, By, Counts
from backend.overview.adoption_table import HEADINGS, guarded, table
from backend.projects.people import post_list
from backend.projects.rules import period_of
from backend.supervision import orders
from backend.supervision.orders import NewFinding
from backend.supervision.rules import Severity
from tests.backend import site as sites
from tests.backend.site import Site
from tests.backend.supervision.world import raise_dust, raise_late_review

PERIOD = "2026-03"
NOON = datetime(2026, 3, 18, 4, tzinfo=UTC)
"""In the middle of the month: no test of the present one sees it end."""


@pytest.fixture
async def client(redis_url: str, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with sites.opened() as opened:
        yield opened
    clock.rehearse(None)


@pytest.fixture
async def site(client: httpx.AsyncClient) -> Site:
    """Two projects of Shenzhen with a manager and a chief each; nothing else is due than what a test says."""
    built = await sites.build()
    await db.execute("DELETE FROM obligation")
    return built


async def oblige(project_id: UUID, kind: str, state: str, met: str | None, due: str = "2026-04-05T15:59:59Z") -> None:
    await db.execute(
        """
        INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at, state, met_at)
        VALUES ($1, $2, '440300', $3, $4, 'project_manager', $7::text::timestamptz, $5, $6::text::timestamptz)
        """,
        ids.new_id(), project_id, kind, PERIOD, state, met, due,
    )  # fmt: skip


async def counts(site: Site, period: str = PERIOD) -> Counts:
    return (await adoption.report(site.regulator, period=period)).total


async def test_projects_and_what_is_known_of_them(site: Site) -> None:
    await db.execute(
        "UPDATE project SET longitude = 114, latitude = 22.5, is_existing = true, confirmed_at = now(), "
        "status = 'under_construction' WHERE id = $1", site.project_id,
    )  # fmt: skip
    found = await counts(site)
    assert (found.projects, found.with_permit, found.with_map_point) == (2, 0, 1)
    assert (found.existing, found.existing_confirmed) == (1, 1)
    assert found.with_device == 0


async def test_posts_that_should_be_held_are_held_and_seen(site: Site) -> None:
    before = await counts(site)
    assert (before.posts_required, before.posts_held) == (6, 4)
    await db.execute("DELETE FROM session WHERE account_id = $1", site.chief.account_id)
    after = await counts(site)
    assert before.posts_signed_in - after.posts_signed_in == 1
    await db.execute("UPDATE account SET state = 'dormant' WHERE id = $1", site.chief.account_id)
    dormant, vacant = await counts(site), await post_list.vacant(site.regulator, region=None, kind=None)
    assert dormant.posts_required - dormant.posts_held == vacant.total
    assert dormant.posts_held < before.posts_held
    await db.execute("UPDATE project SET status = 'finished' WHERE id = $1", site.other_project_id)
    assert (await counts(site)).posts_required == 3


async def test_what_is_not_due_yet_is_not_counted_as_not_done(site: Site) -> None:
    for kind in ("progress", "monthly_review"):
        await oblige(site.project_id, kind, "open", None, due="2999-01-01T00:00:00Z")
        await oblige(site.other_project_id, kind, "open", None)
    found = await counts(site)
    assert (found.reports_due, found.reports_silent, found.reviews_due) == (1, 1, 1)


async def test_an_order_counts_from_its_due_date_on(site: Site) -> None:
    clock.rehearse(NOON)
    order_id = await orders.issue(
        site.regulator, project_id=site.project_id, title="临边防护", due_at=clock.now() + timedelta(days=5),
        findings=[NewFinding(text="东侧临边无防护", severity=Severity.GENERAL)],
    )  # fmt: skip
    month = period_of(clock.now())
    due = "UPDATE rectification_order SET due_at = $2 WHERE id = $1"
    await db.execute(due, order_id, clock.now() + timedelta(minutes=10))
    before = (await counts(site, month)).orders_due
    await db.execute(due, order_id, clock.now())
    assert (before, (await counts(site, month)).orders_due) == (0, 1)


async def test_reports_and_reviews_of_the_month(site: Site) -> None:
    await oblige(site.project_id, "progress", "met", "2026-04-02T00:00:00Z")
    await oblige(site.other_project_id, "progress", "met", "2026-04-09T00:00:00Z")
    await oblige(site.project_id, "monthly_review", "met", "2026-04-09T00:00:00Z")
    await oblige(site.other_project_id, "monthly_review", "open", None)
    found = await counts(site)
    assert (found.reports_due, found.reports_in_time, found.reports_late, found.reports_silent) == (2, 1, 1, 0)
    assert (found.reviews_due, found.reviews_done) == (2, 1)
    await db.execute("UPDATE obligation SET state = 'open', met_at = NULL WHERE kind = 'progress'")
    assert (await counts(site)).reports_silent == 2
    await db.execute("UPDATE obligation SET state = 'void'")
    assert (await counts(site)).reports_due == 0
    assert (await counts(site, "2026-02")).reports_due == 0


async def test_warnings_are_answered_within_the_first_wait_or_late(site: Site) -> None:
    clock.rehearse(NOON)
    first = await raise_dust(site.project_id, fingerprint="1")
    second = await raise_dust(site.project_id, fingerprint="2")
    await raise_dust(site.project_id, fingerprint="3")
    await raise_late_review(site.project_id)  # Nobody of the site can answer this one.
    answer = "UPDATE warning SET acknowledged_at = raised_at + $2 * interval '1 day' WHERE id = $1"
    await db.execute(answer, first, 0)
    await db.execute(answer, second, 9)
    found = await counts(site, period_of(clock.now()))
    assert (found.warnings_raised, found.warnings_answered, found.warnings_answered_in_time) == (3, 2, 1)


async def test_regulators_who_were_entered_and_who_came(site: Site) -> None:
    assert (await counts(site)).regulators == 2
    await db.execute("DELETE FROM session WHERE account_id = $1", site.administrator.account_id)
    assert (await counts(site)).regulators_signed_in == 1


async def test_a_row_a_unit_below_a_city_and_a_row_a_city_for_the_province(site: Site) -> None:
    of_city = await adoption.report(site.regulator, period=PERIOD)
    assert of_city.by is By.UNIT
    assert [row.unit_id for row in of_city.rows] == [site.city]
    province = await sites.unit_of("440000", Level.PROVINCE)
    above = msgspec.structs.replace(site.regulator, unit_id=province)
    of_province = await adoption.report(above, period=PERIOD)
    assert of_province.by is By.CITY
    rows = {row.city_code: row for row in of_province.rows}
    assert len(rows) == len(of_province.rows) > 20
    assert rows["440300"].counts == of_city.rows[0].counts
    assert rows["440100"].counts.projects == 0
    assert of_province.total.projects == 2


async def test_nothing_of_another_city_is_counted_or_named(site: Site) -> None:
    report = await adoption.report(site.outsider, period=PERIOD)
    assert report.total.projects == 0
    assert {row.city_code for row in report.rows} == {"440100"}
    by_city = await adoption.report(site.outsider, period=PERIOD, by=By.CITY)
    assert [row.city_code for row in by_city.rows] == ["440100"]
    assert str(site.city) not in msgspec.json.encode([report, by_city]).decode()


@pytest.mark.parametrize(("period", "code"), [("2026-3", "month_malformed"), ("2099-01", "month_in_future")])
async def test_an_impossible_month_is_refused(site: Site, period: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        await adoption.report(site.regulator, period=period)
    assert refused.value.problem.code == code


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert guarded(text) == "'" + text
    row = AdoptionRow(name=Text(text, text), counts=Counts(), city_code="440300")
    report = Adoption(period=PERIOD, by=By.UNIT, as_of=clock.now(), total=Counts(), rows=[row])
    assert f"'{text}".replace("\r", "") in table(report).replace("\r", "")


def test_every_figure_has_a_heading_in_both_languages() -> None:
    assert set(HEADINGS) == set(Counts.__struct_fields__)


async def test_the_table_speaks_the_readers_language_and_ends_with_the_total(site: Site) -> None:
    report = await adoption.report(site.regulator, period=PERIOD)
    token = language.set(Language.EN)
    lines = table(report).removeprefix(adoption_table.BOM).splitlines()
    language.reset(token)
    assert lines[0].startswith("Unit,Region,Projects,")
    assert lines[-1].startswith("Total,,2,")
    assert len(lines) == 3


async def test_the_table_comes_as_a_file(site: Site, client: httpx.AsyncClient) -> None:
    headers = await sites.headers(site.regulator)
    answer = await client.get(f"{sites.CONSOLE}/adoption.csv", params={"period": PERIOD}, headers=headers)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="adoption-2026-03.csv"'
    assert "深圳市" in answer.text
    injected = await client.get(f"{sites.CONSOLE}/adoption.csv", params={"period": '2026-03"\r\nX: 1'}, headers=headers)
    assert sites.refusal(injected) == (422, "month_malformed", "period")
    phone = await sites.headers(site.regulator, door=Door.PHONE)
    assert (await client.get(f"{sites.CONSOLE}/adoption", headers=phone)).status_code == 403
