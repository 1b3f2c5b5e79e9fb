"""Examples for the API page: one made-up site in Shenzhen, its people and its November."""

import datetime as dt
from typing import Final
from uuid import UUID

from backend.core.i18n import Text
from backend.core.paging import Page
from backend.projects.base.map_points import Outline, Placed
from backend.projects.base.permits import Bound
from backend.projects.duties.obligation_rules import KINDS
from backend.projects.facts.fact_rules import Fact, FactState
from backend.projects.facts.fact_samples import ASSIGNMENT, EXTERNAL_ID, PARTY, WORK
from backend.projects.monthly.next_report import LastPhoto, Month, NextReport, Slot, Values
from backend.projects.monthly.progress import Filed, NewPhoto, NewReport
from backend.projects.monthly.reports import Photo, Report, ReportStep, Stage
from backend.projects.people.people_rules import Proof
from backend.projects.people.posts import Employer, Found, Post
from backend.projects.projects import (
    CheckRow,
    Detail,
    HolderRow,
    ObligationRow,
    PermitRow,
    Summary,
    Vacancy,
)
from backend.projects.registration import NewParty, NewPerson, NewProject
from backend.projects.rules import PostKind, State

_PROJECT: Final = UUID("01990000-0000-7000-8000-000000000001")
_UNIT: Final = UUID("01990000-0000-7000-8000-000000000002")
_REPORT: Final = UUID("01990000-0000-7000-8000-000000000003")
_POST: Final = UUID("01990000-0000-7000-8000-000000000004")
_PHOTO: Final = UUID("01990000-0000-7000-8000-000000000005")
_PERMIT: Final = UUID("01990000-0000-7000-8000-000000000006")
_NAME: Final = "南山科学城一期"
_CONTRACTOR: Final = "深圳演示建设集团有限公司"
_SUPERVISION: Final = "广州演示监理有限公司"
_NUMBER: Final = "440305202403150101"
_FILED_AT: Final = dt.datetime(2026, 11, 21, 2, 30, tzinfo=dt.UTC)
_DUE_AT: Final = dt.datetime(2026, 12, 5, 15, 59, 59, tzinfo=dt.UTC)
_ISSUED_ON: Final = dt.date(2024, 3, 15)

NEW_PROJECT: Final = NewProject(
    name=_NAME,
    category="building",
    region_code="440305",
    supervising_unit_id=_UNIT,
    started_on=dt.date(2026, 9, 1),
    parties=[
        NewParty(role="contractor", uscc="91440300YY000001XU", name=_CONTRACTOR),
        NewParty(role="supervision", uscc="91440100YY0000028H", name=_SUPERVISION),
    ],
    project_manager=NewPerson(name="林晓明", phone="13800000001"),
    chief_engineer=NewPerson(name="陈国栋", phone="13800000002"),
)
PROJECT_PAGE: Final = Page(
    [
        Summary(
            id=_PROJECT,
            name=_NAME,
            city_code="440300",
            region_code="440305",
            region_zh="南山区",
            region_en="Nanshan",
            sector="housing",
            category="building",
            status="under_construction",
            supervising_unit_id=_UNIT,
            supervising_unit_zh="深圳市住房和城乡建设局",
            supervising_unit_en="Shenzhen Housing and Urban-Rural Development Bureau",
            my_posts=[PostKind.PROJECT_MANAGER],
            has_permit=True,
            has_point=True,
        )
    ],
    None,
)
PROJECT: Final = Detail(
    id=_PROJECT,
    name=_NAME,
    city_code="440300",
    region_code="440305",
    region_zh="南山区",
    region_en="Nanshan",
    sector="housing",
    category="building",
    status="under_construction",
    supervising_unit_id=_UNIT,
    supervising_unit_zh="深圳市住房和城乡建设局",
    supervising_unit_en="Shenzhen Housing and Urban-Rural Development Bureau",
    started_on=dt.date(2026, 9, 1),
    paused_until=None,
    longitude=113.94512,
    latitude=22.54304,
    is_existing=False,
    confirmed_at=None,
    fence_radius_m=500,
    parties=[PARTY],
    works=[WORK],
    external_ids=[EXTERNAL_ID],
    supervision=[ASSIGNMENT],
    checks=[CheckRow(Fact.CATEGORY, FactState.VERIFIED, None, _FILED_AT)],
    permits=[PermitRow(_PERMIT, _NUMBER, _ISSUED_ON, "01")],
    holders=[HolderRow(_POST, PostKind.PROJECT_MANAGER, "林晓明", _CONTRACTOR, _FILED_AT)],
    vacancies=[Vacancy(PostKind.SAFETY_OFFICER, PostKind.PROJECT_MANAGER)],
    my_posts=[PostKind.PROJECT_MANAGER],
    obligations=[
        ObligationRow(
            kind="progress",
            name=KINDS["progress"].name,
            period="2026-11",
            post_kind=PostKind.PROJECT_MANAGER,
            due_at=_DUE_AT,
            is_overdue=False,
            state="open",
        )
    ],
)
FOUND: Final = Found(
    project_id=_PROJECT,
    name=_NAME,
    city_code="440300",
    parties=[_CONTRACTOR, _SUPERVISION],
    employers=[
        Employer(role="contractor", uscc="91440300YY000001XU", name=_CONTRACTOR),
        Employer(role="supervision", uscc="91440100YY0000028H", name=_SUPERVISION),
    ],
)
POST: Final = Post(
    id=_POST,
    project_id=_PROJECT,
    project_name=_NAME,
    kind=PostKind.SAFETY_OFFICER,
    person_name="何志强",
    organisation_name=_CONTRACTOR,
    state="applied",
    proof=Proof.APPROVER,
    applied_at=_FILED_AT,
    reason=None,
)
POST_ID: Final = _POST
PROJECT_ID: Final = _PROJECT
PHOTO_ID: Final = _PHOTO
PERMIT_NUMBER: Final = _NUMBER
BOUND: Final = Bound(
    id=_PERMIT,
    number=_NUMBER,
    issued_on=_ISSUED_ON,
    class_code="01",
    is_class_usual=True,
    is_of_projects_city=True,
)
POINT: Final = Placed(longitude=113.94512, latitude=22.54304)
OUTLINE: Final = Outline(
    Text("深圳市", "Shenzhen"), [[(113.7516, 22.4489), (114.6229, 22.4489), (114.6229, 22.8616), (113.7516, 22.4489)]]
)
NEW_REPORT: Final = NewReport(
    period="2026-11",
    stage="B-STRUCTURE-FRAME",
    floors_done=3,
    floors_total=18,
    percent=25,
    note="三层结构完成",
    photos=[NewPhoto(photo_id=_PHOTO, slot="front")],
)
FILED: Final = Filed(id=_REPORT, period="2026-11", state=State.FILED, round=1)
REPORT: Final = Report(
    id=_REPORT,
    project_id=_PROJECT,
    project_name=_NAME,
    period="2026-11",
    stage="B-STRUCTURE-FRAME",
    stage_zh="主体结构（框架）",
    stage_en="Main structure (frame)",
    floors_done=3,
    floors_total=18,
    percent=25,
    note="三层结构完成",
    state=State.REVIEWED,
    round=1,
    filed_by="林晓明",
    filed_at=_FILED_AT,
    return_reason=None,
    steps=[
        ReportStep(state=State.FILED, by="林晓明", at=_FILED_AT),
        ReportStep(state=State.REVIEWED, by="陈国栋", at=_FILED_AT + dt.timedelta(hours=3)),
    ],
    photos=[
        Photo(
            photo_id=_PHOTO,
            slot="front",
            slot_zh="正立面",
            slot_en="Front",
            address=f"/media/{_PHOTO}/served?e=1795233600&s=2Vb0",
            thumbnail=f"/media/{_PHOTO}/thumbnail?e=1795233600&s=9Kq1",
        )
    ],
)
REPORT_PAGE: Final = Page([REPORT], None)
STAGES: Final = [Stage("B-STRUCTURE-FRAME", "主体结构（框架）", "Main structure (frame)", has_floors=True)]
NEXT_REPORT: Final = NextReport(
    project_id=_PROJECT,
    project_name=_NAME,
    months=[
        Month(
            period="2026-11",
            may_file=True,
            due_at=_DUE_AT,
            is_overdue=False,
            report_id=None,
            state=None,
            return_reason=None,
            start=Values(
                period="2026-10", stage="B-STRUCTURE-FRAME", floors_done=2, floors_total=18, percent=20, note=""
            ),
        )
    ],
    stages=STAGES,
    slots=[
        Slot(
            code="front",
            name_zh="正立面",
            name_en="Front",
            is_required=True,
            stages=[],
            last=LastPhoto(
                photo_id=_PHOTO,
                period="2026-10",
                address=REPORT.photos[0].address,
                thumbnail=REPORT.photos[0].thumbnail,
            ),
        )
    ],
    least_photos=3,
    most_photos=9,
    note_characters=500,
)
