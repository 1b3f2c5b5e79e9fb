"""Examples of dangerous works for the API page: a high formwork of the made-up site in Shenzhen."""

import datetime as dt
from typing import Final
from uuid import UUID

import msgspec

from backend.core.paging import Page
from backend.projects.dangerous.dangerous_catalogue import ConditionView, KindView, MeasureView
from backend.projects.dangerous.dangerous_kinds import Classification, Form, Grade, Judgement, Measure
from backend.projects.dangerous.dangerous_rules import WorkState
from backend.projects.dangerous.dangerous_views import DangerousList, NoneDeclared, Work
from backend.projects.dangerous.dangerous_works import Because, ChangedWork, Listed, NewWork

_PROJECT: Final = UUID("01990000-0000-7000-8000-000000000001")
_WORK: Final = UUID("01990000-0000-7000-8000-000000000031")
_CLAUSE_ZH: Final = "建办质〔2018〕31号附件2第二（二）项"
_CLAUSE_EN: Final = "Jianbanzhi [2018] No. 31, annex 2, item 2(2)"
_LISTED_AT: Final = dt.datetime(2026, 11, 21, 2, 30, tzinfo=dt.UTC)

MEASURES: Final = [Measure(key="height", value=8.2, unit="m"), Measure(key="width", value=12.0, unit="m")]
JUDGEMENTS: Final = [Judgement(key="independent", holds=False, reason="四周与主体结构可靠拉结")]
CLASSIFICATION: Final = Classification(
    Grade.OVERSIZED,
    f"超过一定规模的危大工程：搭设高度 8.2 m ≥ 8 m（{_CLAUSE_ZH}）",
    f"Oversized dangerous works: Height of the support 8.2 m ≥ 8 m ({_CLAUSE_EN})",
)
NEW: Final = NewWork(
    kind="FORMWORK-SUPPORT",
    name="大堂高支模",
    location="1#楼一层大堂，3–6 轴 / A–C 轴",
    measures=MEASURES,
    judgements=JUDGEMENTS,
    planned_from=dt.date(2026, 12, 1),
    planned_until=dt.date(2027, 1, 20),
)
CHANGED: Final = ChangedWork(reason="设计变更，层高调整", **msgspec.structs.asdict(NEW))
REMOVED: Final = Because(reason="设计取消，不再实施")
NONE: Final = Because(reason="室内装修工程，无附件所列分部分项工程")
LISTED: Final = Listed(_WORK, CLASSIFICATION.grade, CLASSIFICATION.reason_zh, CLASSIFICATION.reason_en)
WORK: Final = Work(
    id=_WORK,
    project_id=_PROJECT,
    project_name="南山科学城一期",
    single_work_id=None,
    single_work_name=None,
    kind=NEW.kind,
    kind_zh="混凝土模板支撑工程",
    kind_en="Support of concrete formwork",
    name=NEW.name,
    location=NEW.location,
    measures=MEASURES,
    judgements=JUDGEMENTS,
    grade=CLASSIFICATION.grade,
    reason_zh=CLASSIFICATION.reason_zh,
    reason_en=CLASSIFICATION.reason_en,
    planned_from=NEW.planned_from,
    planned_until=NEW.planned_until,
    state=WorkState.LISTED,
    removed_reason=None,
    listed_by="林晓明",
    listed_at=_LISTED_AT,
    changed_at=_LISTED_AT,
)
LIST: Final = DangerousList(works=[WORK], none_declared=NoneDeclared(reason=NONE.reason, by="林晓明", at=_LISTED_AT))
PAGE: Final = Page([WORK], None)
KIND: Final = KindView(
    code=NEW.kind,
    category_zh="模板工程及支撑体系",
    category_en="Formwork and its support",
    name_zh="混凝土模板支撑工程",
    name_en="Support of concrete formwork",
    form=Form.MEASURED,
    grade=Grade.NONE,
    measures=[
        MeasureView(
            key="height",
            name_zh="搭设高度",
            name_en="Height of the support",
            help_zh="支撑基础面到模板底面的高度，取最高处",
            help_en="From its base to the underside of the form, at the highest place",
            unit="m",
            units=["m", "cm", "mm"],
            dangerous=5,
            oversized=8,
            least=0.1,
            most=200,
        )
    ],
    conditions=[
        ConditionView(
            key="independent",
            text_zh="高度大于支撑水平投影宽度，且相对独立无联系构件",
            text_en="Higher than its projected width, and standing independently, tied to nothing",
            grade=Grade.DANGEROUS,
            clause_zh="建办质〔2018〕31号附件1第二（二）项",
            clause_en="Jianbanzhi [2018] No. 31, annex 1, item 2(2)",
            higher=("height", "width"),
        )
    ],
    jurisdiction="CN",
    basis="建办质〔2018〕31号",
)
