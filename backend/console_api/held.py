"""What is held for a person after many attempts, for the province's administrators."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath

from backend.core.examples import answer, body
from backend.core.i18n import Text
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.overview import held
from backend.overview.held import MOST, HeldKind, HeldMatter


class HeldChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which of them."""

    ids: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=MOST)]


class HeldRepeated(msgspec.Struct, frozen=True):
    """How many are tried again; fewer than were chosen where somebody was quicker."""

    repeated: int


_ID: Final = UUID("01990000-0000-7000-8000-000000000071")
_HELD: Final = HeldMatter(
    id=_ID,
    title=Text("黄色预警：扬尘或噪声超标", "A yellow warning: dust or noise above the limit"),
    project_id=UUID("01990000-0000-7000-8000-000000000001"),
    project_name="滨江花园项目",
    since=datetime(2026, 11, 21, 2, tzinfo=UTC),
    attempts=None,
    why=held.in_words("KeyError: 'posts'"),
    error="KeyError: 'posts'",
)


@get(
    "/held/{kind:str}",
    operation_id="console_list_held",
    summary="What is held after many attempts",
    description=f"The newest {MOST} events, callbacks or late timers: what each is about, since when, and why it "
    "failed. For administrators of the province.",
    responses=answer(list[HeldMatter], [_HELD]),
)
async def list_held(request: Request[Any, Any, Any], kind: FromPath[HeldKind]) -> list[HeldMatter]:
    """A list."""
    return await held.listed(person(request), kind)


@post(
    "/held/{kind:str}/repeat",
    operation_id="console_repeat_held",
    summary="Try what is held again",
    description="From the start, as if it had not been tried; what is no longer held stays as it is.",
    status_code=200,
    responses=answer(HeldRepeated, HeldRepeated(1)),
)
@once
async def repeat_held(
    request: Request[Any, Any, Any], kind: FromPath[HeldKind], data: Annotated[HeldChoice, body(HeldChoice([_ID]))]
) -> HeldRepeated:
    """The number."""
    return HeldRepeated(await held.repeat(person(request), kind, data.ids))


ROUTES = [list_held, repeat_held]
