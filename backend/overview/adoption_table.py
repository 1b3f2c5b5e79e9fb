"""The adoption report as a table for a spreadsheet."""

import csv
import io
from collections.abc import Mapping
from typing import Any, Final

from backend.core.i18n import Text
from backend.overview.adoption import Adoption, Counts

BOM: Final = "\ufeff"
"""Without it Excel reads Chinese as gibberish."""

_ACTIVE: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""How a text begins that a spreadsheet would take for a formula; the wide forms too, which some turn into these."""

HEADINGS: Final[Mapping[str, Text]] = {
    "projects": Text("项目", "Projects"),
    "with_permit": Text("已绑定许可证", "With a permit"),
    "with_map_point": Text("已定位", "With a map point"),
    "existing": Text("启用前在建", "Under construction before"),
    "existing_confirmed": Text("已确认基础信息", "Facts confirmed"),
    "under_construction": Text("在建", "Under construction"),
    "with_device": Text("设备在传", "With a transmitting device"),
    "posts_required": Text("应有岗位", "Posts required"),
    "posts_held": Text("已任岗位", "Posts held"),
    "posts_signed_in": Text("任职者已登录", "Holders signed in"),
    "reports_due": Text("应报进度", "Reports due"),
    "reports_in_time": Text("按时上报", "Filed in time"),
    "reports_late": Text("逾期上报", "Filed late"),
    "reports_silent": Text("逾期未报", "Silent"),
    "warnings_raised": Text("预警", "Warnings raised"),
    "warnings_answered": Text("已接手", "Answered"),
    "warnings_answered_in_time": Text("按时接手", "Answered in time"),
    "orders_due": Text("到期整改", "Orders due"),
    "orders_replied": Text("已回复", "Replied"),
    "orders_replied_in_time": Text("按时回复", "Replied in time"),
    "regulators": Text("监管人员", "Regulators"),
    "regulators_signed_in": Text("监管人员已登录", "Regulators signed in"),
    "reviews_due": Text("应做月度核查", "Reviews due"),
    "reviews_done": Text("已做月度核查", "Reviews done"),
}


def table(adoption: Adoption) -> str:
    """The report as CSV in the reader's language, the total last."""
    text = io.StringIO()
    writer = csv.writer(text)
    heading = [Text("单位", "Unit"), Text("地区代码", "Region"), *(HEADINGS[name] for name in Counts.__struct_fields__)]
    writer.writerow([guarded(each.get()) for each in heading])
    for row in adoption.rows:
        writer.writerow([guarded(row.name.get()), row.city_code, *_figures(row.counts)])
    writer.writerow([Text("合计", "Total").get(), "", *_figures(adoption.total)])
    return BOM + text.getvalue()


def guarded(text: str) -> str:
    """The text such that no spreadsheet runs it."""
    return f"'{text}" if text.startswith(_ACTIVE) else text


def _figures(counts: Counts) -> list[Any]:
    return [getattr(counts, name) for name in Counts.__struct_fields__]
