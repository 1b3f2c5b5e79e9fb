"""The person's own saved filters of the warnings room."""

from typing import Annotated, Any, Final

from litestar import Request, delete, get, put
from litestar.params import FromQuery

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.supervision import saved_filters
from backend.supervision.saved_filters import MOST, FilterName, SavedFilter, WarningChoice


class FilterToSave(SavedFilter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`instead_of`: under which name it stood so far, where it is renamed."""

    instead_of: FilterName | None = None


_SAVED: Final = SavedFilter(name="红色未处置", query=WarningChoice(level="red", state="open", silent="4"))
_TO_SAVE: Final = FilterToSave(name=_SAVED.name, query=_SAVED.query)
_LIST: Final = answer(list[SavedFilter], [_SAVED])


@get(
    "/warnings/filters",
    operation_id="console_list_saved_filters",
    summary="My saved filters of the warnings room",
    description="They follow the person, not the computer.",
    responses=_LIST,
)
async def list_filters(request: Request[Any, Any, Any]) -> list[SavedFilter]:
    """All of them."""
    return await saved_filters.listed(person(request))


@put(
    "/warnings/filters",
    operation_id="console_save_filter",
    summary="Save or rename filters",
    description=f"Under a name, {MOST} at most: 409 `too_many_filters`. What bore the name is replaced.",
    responses=_LIST,
)
@once
async def save_filter(
    request: Request[Any, Any, Any], data: Annotated[FilterToSave, body(_TO_SAVE)]
) -> list[SavedFilter]:
    """All of them."""
    await saved_filters.keep(person(request), SavedFilter(name=data.name, query=data.query), instead_of=data.instead_of)
    return await saved_filters.listed(person(request))


@delete(
    "/warnings/filters",
    operation_id="console_drop_filter",
    summary="Delete saved filters",
    description="Those under one name; deleting deleted ones is the same.",
)
@once
async def drop_filter(request: Request[Any, Any, Any], name: FromQuery[FilterName]) -> None:
    """Nothing."""
    await saved_filters.drop(person(request), name)


ROUTES = [list_filters, save_filter, drop_filter]
