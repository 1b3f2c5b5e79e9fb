"""Who works in the area: enterprises, their people, the posts that are held and those that nobody holds."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromQuery, QueryParameter

from backend.core.examples import answer
from backend.core.paging import MAX_PAGE
from backend.identity.authentication import person
from backend.projects import area_samples
from backend.projects.base import organisation_list
from backend.projects.base.organisation_list import AreaOrganisationPage
from backend.projects.people import people_list, post_list
from backend.projects.people.people_list import AreaPersonPage, PersonFilter
from backend.projects.people.people_rules import PostState
from backend.projects.people.post_list import AreaPostPage, PostFilter, VacantPostPage
from backend.projects.rules import PostKind

Words = Annotated[str | None, QueryParameter(min_length=1, max_length=50)]
Region = Annotated[str | None, QueryParameter(max_length=6)]
Limit = Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)]


@get(
    "/organisations",
    operation_id="console_list_organisations",
    summary="Enterprises of my area",
    description="Parties of the own subtree's projects, with the most projects first. `q`: a part of the name, or the "
    "whole credit code.",
    responses=answer(AreaOrganisationPage, area_samples.ORGANISATIONS),
)
async def list_organisations(
    request: Request[Any, Any, Any], q: Words = None, cursor: FromQuery[str | None] = None, limit: Limit = 50
) -> AreaOrganisationPage:
    """A page."""
    return await organisation_list.listed(person(request), q, cursor=cursor, limit=limit)


@get(
    "/people",
    operation_id="console_list_people",
    summary="Enterprise people of my area",
    description="With their posts and applications on the own subtree's projects; phone numbers masked. `name`: a "
    "part of it; `phone_tail`: the number's last four digits.",
    responses=answer(AreaPersonPage, area_samples.PEOPLE),
)
async def list_people(
    request: Request[Any, Any, Any],
    *,
    name: Words = None,
    phone_tail: Annotated[str | None, QueryParameter(pattern="^[0-9]{4}$")] = None,
    project_id: FromQuery[UUID | None] = None,
    organisation_id: FromQuery[UUID | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> AreaPersonPage:
    """A page."""
    asked = PersonFilter(name=name, phone_tail=phone_tail, project_id=project_id, organisation_id=organisation_id)
    return await people_list.listed(person(request), asked, cursor=cursor, limit=limit)


@get(
    "/posts",
    operation_id="console_list_posts",
    summary="Posts of my area",
    description="On the own subtree's projects, the newest first. `q`: a part of the project's or the person's name; "
    "`is_gone`: held with an account that is disabled or dormant.",
    responses=answer(AreaPostPage, area_samples.POSTS),
)
async def list_posts(
    request: Request[Any, Any, Any],
    *,
    states: FromQuery[list[PostState] | None] = None,
    kind: FromQuery[PostKind | None] = None,
    region: Region = None,
    q: Words = None,
    is_gone: FromQuery[bool | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> AreaPostPage:
    """A page."""
    asked = PostFilter(states=states, kind=kind, region=region, words=q, is_gone=is_gone)
    return await post_list.listed(person(request), asked, cursor=cursor, limit=limit)


@get(
    "/vacant-posts",
    operation_id="console_list_vacant_posts",
    summary="Required posts that nobody holds",
    description="Project manager, chief supervision engineer and safety officer of the own subtree's unfinished "
    "projects, the newest project first.",
    responses=answer(VacantPostPage, area_samples.VACANT_POSTS),
)
async def list_vacant_posts(
    request: Request[Any, Any, Any],
    *,
    kind: FromQuery[PostKind | None] = None,
    region: Region = None,
    cursor: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> VacantPostPage:
    """A page."""
    return await post_list.vacant(person(request), region=region, kind=kind, cursor=cursor, limit=limit)


ROUTES = [list_organisations, list_people, list_posts, list_vacant_posts]
