"""Examples for the API page, of the site that `projects.samples` makes up."""

from typing import Final

from backend.core.paging import Page
from backend.overview.highlights import Field, Highlight
from backend.overview.search import Found
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
