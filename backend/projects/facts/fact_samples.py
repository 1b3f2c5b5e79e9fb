"""Examples for the API page: the facts of the made-up site in Shenzhen, and its October as the station reviewed it."""

import datetime as dt
from typing import Final
from uuid import UUID

from backend.projects.base.assignments import Assignment, NewAssignment
from backend.projects.base.external_ids import Entered, ExternalId, NewExternalId
from backend.projects.base.parties import AddedParty, EndedParty, Party
from backend.projects.base.works import ChangedWork, NewWork, Work
from backend.projects.facts.change_texts import ChangeLine
from backend.projects.facts.fact_rules import Fact, FactState
from backend.projects.facts.fact_texts import Difference

PROJECT_ID: Final = UUID("01990000-0000-7000-8000-000000000001")
UNIT_ID: Final = UUID("01990000-0000-7000-8000-000000000002")
WORK_ID: Final = UUID("01990000-0000-7000-8000-000000000021")
PARTY_ID: Final = UUID("01990000-0000-7000-8000-000000000022")
EXTERNAL: Final = UUID("01990000-0000-7000-8000-000000000023")
NAME: Final = "南山科学城一期"
AT: Final = dt.datetime(2026, 11, 2, 2, 30, tzinfo=dt.UTC)
_VERSION: Final = "6f1c0a6e6d3a4a54"

WORK: Final = Work(
    id=WORK_ID,
    name="1栋",
    structure="框架剪力墙",
    floors_above=32,
    floors_below=2,
    height_m=99.8,
    area_m2=28600.0,
    length_m=None,
    permit_id=None,
)
NEW_WORK: Final = NewWork(
    name="1栋", structure="框架剪力墙", floors_above=32, floors_below=2, height_m=99.8, area_m2=28600.0
)
CHANGED_WORK: Final = ChangedWork(
    name="1栋", structure="框架剪力墙", floors_above=33, floors_below=2, height_m=102.9, reason="设计变更加一层"
)
EXTERNAL_ID: Final = ExternalId(
    id=EXTERNAL,
    source="investment_platform",
    kind="project_code",
    value="2607-440300-04-01-000001",
    single_work_id=None,
    given_at=AT,
)
NEW_EXTERNAL_ID: Final = NewExternalId(kind="project_code", value="2607-440300-04-01-000001")
ENTERED: Final = Entered(
    id=EXTERNAL,
    source="investment_platform",
    kind="project_code",
    value="2607-440300-04-01-000001",
    scheme="gbt_40058_2021",
)
PARTY: Final = Party(
    id=PARTY_ID,
    role="contractor",
    role_zh="施工单位",
    role_en="contractor",
    uscc="91440300YY000001XU",
    name="深圳演示建设集团有限公司",
    from_on=dt.date(2026, 9, 1),
    until_on=None,
    ended_reason=None,
)
ADDED_PARTY: Final = AddedParty(
    role="contractor",
    uscc="91440400YY0000044N",
    name="珠海演示工程有限公司",
    from_on=dt.date(2026, 11, 20),
    reason="原施工单位退场，重新招标",
    replaces=PARTY_ID,
)
ENDED_PARTY: Final = EndedParty(until_on=dt.date(2026, 11, 20), reason="勘察工作已完成")
NEW_ASSIGNMENT: Final = NewAssignment(unit_id=UNIT_ID, reason="由区管调整为市管")
ASSIGNMENT: Final = Assignment(
    unit_id=UNIT_ID,
    unit_zh="深圳市住房和城乡建设局",
    unit_en="Shenzhen Housing and Urban-Rural Development Bureau",
    from_at=AT,
    until_at=None,
    reason="项目登记",
)
CHANGE: Final = ChangeLine(
    fact="status",
    fact_zh="项目状态",
    fact_en="Status",
    before_zh="未开工",
    before_en="not started",
    after_zh="在建",
    after_en="under construction",
    reason="桩基进场",
    by="林晓明",
    at=AT,
)
DIFFERENCE: Final = Difference(
    label_zh="项目状态",
    label_en="Status",
    before_zh="未开工",
    before_en="not started",
    after_zh="在建",
    after_en="under construction",
)
FACT: Final = Fact.STATUS
VERSION: Final = _VERSION
CHANGED: Final = FactState.CHANGED
