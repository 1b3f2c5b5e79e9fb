"""Examples for the API page, of the site that `projects.samples` makes up."""

import datetime as dt
from typing import Final
from uuid import UUID

from backend.core.i18n import Text
from backend.core.paging import Page
from backend.overview.highlights import Field, Highlight
from backend.overview.lines import Topic
from backend.overview.search import Found
from backend.overview.timeline import Target, TimelineItem
from backend.projects import samples

FOUND_PAGE: Final = Page(
    [
        Found(
            id=samples.PROJECT_ID,
            name=samples.PROJECT.name,
            city_code="440300",
            region_code="440305",
            sector="housing",
            status="under_construction",
            supervising_unit_zh="深圳市住房和城乡建设局",
            supervising_unit_en="Shenzhen Housing and Urban-Rural Development Bureau",
            highlights=[Highlight(field=Field.NAME, before="南山", match="科学城", after="一期")],
        )
    ],
    None,
)
TIMELINE_PAGE: Final = Page(
    [
        TimelineItem(
            id=UUID("01990000-0000-7000-8000-000000000011"),
            at=dt.datetime(2026, 11, 21, 2, 30, tzinfo=dt.UTC),
            topic=Topic.PROGRESS,
            kind="progress.filed",
            level=None,
            text=Text("提交 2026-11 形象进度", "The progress of 2026-11 was filed"),
            by_name="林晓明",
            target=Target("progress", UUID("01990000-0000-7000-8000-000000000003")),
        )
    ],
    None,
)
