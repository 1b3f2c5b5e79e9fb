"""The log of acts as a table, in the reader's language."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from backend.core.clock import SHANGHAI
from backend.core.i18n import Text
from backend.overview.adoption_table import BOM, guarded
from backend.overview.audit_search import AuditEntry

_HEADINGS: Final = (
    Text("时间", "Time"),
    Text("操作人", "Who"),
    Text("所属单位", "Of"),
    Text("操作", "Act"),
    Text("对象", "Thing"),
    Text("项目", "Project"),
    Text("内容", "Detail"),
    Text("设备", "Device"),
    Text("网络", "Network"),
    Text("请求编号", "Request"),
)
_PLATFORM: Final = Text("平台", "The platform")


def table(entries: Iterable[AuditEntry]) -> str:
    """CSV; times are Beijing's, and no cell begins like a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([heading.get() for heading in _HEADINGS])
    writer.writerows([guarded(cell) for cell in _cells(entry)] for entry in entries)
    return BOM + text.getvalue()


def _cells(entry: AuditEntry) -> list[str]:
    return [
        f"{entry.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
        entry.actor_name or _PLATFORM.get(),
        entry.actor_of.get() if entry.actor_of else "",
        entry.said.get(),
        entry.subject.get() if entry.subject else str(entry.subject_id),
        entry.project_name or "",
        "; ".join(f"{part.name.get()}: {part.value.get()}" for part in entry.parts),
        entry.place.device.get() if entry.place else "",
        entry.place.network if entry.place else "",
        entry.request_id,
    ]
