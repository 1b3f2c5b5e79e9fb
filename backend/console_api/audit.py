"""The log of acts, for administrators."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter

from backend.core.examples import answer
from backend.core.i18n import Text
from backend.core.paging import MAX_PAGE, Page
from backend.identity import samples
from backend.identity.authentication import person
from backend.identity.scope import Door
from backend.overview import audit_search, audit_table, audit_words
from backend.overview.audit_search import MOST_IN_TABLE, AuditEntry, AuditPart, AuditPlace, Filters

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Acts = Annotated[list[Annotated[str, msgspec.Meta(min_length=2, max_length=60)]], msgspec.Meta(max_length=50)]

_DESCRIPTION: Final = (
    "Acts on the projects that the own subtree supervises and of the subtree's people, for its administrators; for the "
    "province's everything. `acts` are names, or beginnings that end with a dot (`order.`); `without` leaves such out. "
    f"Without `from_at` of the last {audit_search.USUAL.days} days, at most {audit_search.LONGEST.days} days at once."
)


class AuditAct(msgspec.Struct, frozen=True, kw_only=True):
    """An act that can be searched for."""

    name: str
    said: Text


_ENTRY: Final = AuditEntry(
    id=UUID("01990000-0000-7000-8000-000000000061"),
    at=datetime(2026, 11, 21, 2, tzinfo=UTC),
    actor_id=samples.ACCOUNT_ID,
    actor_name="黄莉",
    actor_of=Text("深圳市住房和城乡建设局", "Shenzhen Housing and Urban-Rural Development Bureau"),
    act="project.fence",
    said=audit_words.act("project.fence"),
    subject_id=UUID("01990000-0000-7000-8000-000000000001"),
    subject=Text("滨江花园项目", "滨江花园项目"),
    project_id=UUID("01990000-0000-7000-8000-000000000001"),
    project_name="滨江花园项目",
    parts=[
        AuditPart(audit_words.part("before"), Text("300", "300")),
        AuditPart(audit_words.part("radius_m"), Text("500", "500")),
    ],
    place=AuditPlace(
        door=Door.CONSOLE,
        device=Text("Edge · Windows", "Edge · Windows"),
        city=Text("广东省深圳市", "Shenzhen, Guangdong"),
        network="113.88.12.0/24",
    ),
    request_id="01990000000070008000000000000062",
)


def asked_filters(
    *,
    actor_id: FromQuery[UUID | None] = None,
    actor: Annotated[str | None, QueryParameter(min_length=1, max_length=50)] = None,
    project_id: FromQuery[UUID | None] = None,
    subject_id: FromQuery[UUID | None] = None,
    acts: FromQuery[Acts | None] = None,
    without: FromQuery[Acts | None] = None,
    from_at: FromQuery[Moment | None] = None,
    until_at: FromQuery[Moment | None] = None,
) -> Filters:
    """What is searched for, the same for the page and for the table."""
    return Filters(
        actor_id=actor_id,
        actor=actor,
        project_id=project_id,
        subject_id=subject_id,
        acts=tuple(acts or ()),
        without=tuple(without or ()),
        from_at=from_at,
        until_at=until_at,
    )


_FILTERED: Final = {"filters": Provide(asked_filters, sync_to_thread=False)}


@get(
    "/audit",
    operation_id="console_search_audit",
    summary="Who did what, when and from where",
    description=f"The newest first. {_DESCRIPTION}",
    responses=answer(Page[AuditEntry], Page([_ENTRY], None)),
    dependencies=_FILTERED,
)
async def search_audit(
    request: Request[Any, Any, Any],
    *,
    filters: NamedDependency[Filters],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[AuditEntry]:
    """A page."""
    return await audit_search.page(person(request), filters, cursor=cursor, limit=limit)


@get(
    "/audit.csv",
    operation_id="console_audit_table",
    summary="The log of acts as a table",
    description=f"{_DESCRIPTION} The newest {MOST_IN_TABLE:,} rows, in the reader's language.",
    media_type="text/csv",
    dependencies=_FILTERED,
)
async def audit_as_table(request: Request[Any, Any, Any], *, filters: NamedDependency[Filters]) -> Response[str]:
    """CSV."""
    entries = await audit_search.entries(person(request), filters, limit=MOST_IN_TABLE)
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Response(audit_table.table(entries), headers=headers)


@get(
    "/audit/acts",
    operation_id="console_list_acts",
    summary="What can be searched for in the log",
    description="Every act by its name, in the order of names.",
    responses=answer(list[AuditAct], [AuditAct(name="project.fence", said=audit_words.act("project.fence"))]),
)
async def list_acts() -> list[AuditAct]:
    """Acts."""
    return [AuditAct(name=name, said=said) for name, said in audit_words.ACTS.items()]


ROUTES = [search_audit, audit_as_table, list_acts]
