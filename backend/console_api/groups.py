"""Chat groups: which robot tells a project's group or a unit's."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer, body
from backend.core.i18n import Text
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.supervision.rules import Sentence
from bot.wechat.robot import robot_key
from notifications import groups
from notifications.groups import ChatGroup
from notifications.problems import ROBOT_ADDRESS
from notifications.routing import Audience


class NewGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The robot's key, or the whole webhook address as WeCom shows it, and exactly one place that it serves."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    key: Annotated[str, msgspec.Meta(min_length=8, max_length=300)]
    project_id: UUID | None = None
    unit_id: UUID | None = None


class Disabling(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why nothing more is said there."""

    reason: Sentence


_GROUP = ChatGroup(
    id=UUID("01990000-0000-7000-8000-000000000021"),
    name="滨江花园项目群",
    audience=Audience.ENTERPRISE,
    project_id=UUID("01990000-0000-7000-8000-000000000001"),
    unit_id=None,
    serves=Text("滨江花园项目", "滨江花园项目"),
    state="active",
    disabled_reason=None,
    connected_at=datetime(2026, 11, 21, 2, tzinfo=UTC),
)
_NEW = NewGroup(name=_GROUP.name, key="5a4d0002-0000-4000-8000-000000000002", project_id=_GROUP.project_id)


@post(
    "/groups",
    operation_id="console_connect_group",
    summary="Connect a group's robot",
    description="For a project of the own area or a unit of the own subtree, by its administrator. The key is kept "
    "encrypted and never shown again.",
    responses=answer(ChatGroup, _GROUP, status=201),
)
@once
async def connect_group(request: Request[Any, Any, Any], data: Annotated[NewGroup, body(_NEW)]) -> ChatGroup:
    """The group."""
    try:
        key = robot_key(data.key)
    except ValueError:
        raise ROBOT_ADDRESS.at("key") from None
    return await groups.connect(
        person(request), name=data.name, key=key, project_id=data.project_id, unit_id=data.unit_id
    )


@get(
    "/groups",
    operation_id="console_list_groups",
    summary="Connected groups",
    description="Of the own subtree, the newest first; a disabled one says why.",
    responses=answer(Page[ChatGroup], Page([_GROUP], None)),
)
async def list_groups(
    request: Request[Any, Any, Any],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[ChatGroup]:
    """A page."""
    return await groups.listed(person(request), cursor=cursor, limit=limit)


@post(
    "/groups/{group_id:uuid}/disable",
    operation_id="console_disable_group",
    summary="Say nothing more in a group",
    description="Its messages wait nowhere: people are told in person and in their inbox.",
    status_code=200,
    responses=answer(ChatGroup, _GROUP),
)
@once
async def disable_group(
    request: Request[Any, Any, Any],
    group_id: FromPath[UUID],
    data: Annotated[Disabling, body(Disabling(reason="项目已竣工"))],
) -> ChatGroup:
    """The group as it stands now."""
    return await groups.disable(person(request), group_id, reason=data.reason)


@post(
    "/groups/{group_id:uuid}/enable",
    operation_id="console_enable_group",
    summary="Speak in a group again",
    description="From the next event on.",
    status_code=200,
    responses=answer(ChatGroup, _GROUP),
)
@once
async def enable_group(request: Request[Any, Any, Any], group_id: FromPath[UUID]) -> ChatGroup:
    """The group as it stands now."""
    return await groups.enable(person(request), group_id)


@post(
    "/groups/{group_id:uuid}/test",
    operation_id="console_test_group",
    summary="Say one line in a group",
    description="Over the way that its warnings take; where it does not arrive the outbox says why.",
    status_code=202,
    responses={},
)
@once
async def test_group(request: Request[Any, Any, Any], group_id: FromPath[UUID]) -> None:
    """Nothing."""
    await groups.test(person(request), group_id)


ROUTES = [connect_group, list_groups, disable_group, enable_group, test_group]
