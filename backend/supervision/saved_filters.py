"""Filters of the warnings room under a name, the person's own at whichever computer."""

from typing import Annotated, Final

import msgspec

from backend.core import db
from backend.identity.scope import Scope
from backend.supervision.problems import TOO_MANY_FILTERS

MOST: Final = 20

FilterName = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^\S(.*\S)?$")]
_Choice = Annotated[str, msgspec.Meta(max_length=200)] | msgspec.UnsetType


class WarningChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the board is narrowed to, as it stands in the page's address; several of one kind with commas between."""

    level: _Choice = msgspec.UNSET
    state: _Choice = msgspec.UNSET
    kind: _Choice = msgspec.UNSET
    region: _Choice = msgspec.UNSET
    sector: _Choice = msgspec.UNSET
    project: _Choice = msgspec.UNSET
    silent: _Choice = msgspec.UNSET
    who: _Choice = msgspec.UNSET


class SavedFilter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name, and the filters under it."""

    name: FilterName
    query: WarningChoice


async def listed(scope: Scope) -> list[SavedFilter]:
    """The person's own, in the order in which they were first saved."""
    rows = await db.fetch(
        "SELECT name, query FROM saved_filter WHERE account_id = $1 ORDER BY saved_at, name", scope.account_id
    )
    return [msgspec.convert(dict(row), SavedFilter) for row in rows]


async def keep(scope: Scope, saved: SavedFilter, *, instead_of: str | None) -> None:
    """From now on under this name, in the place of `instead_of`; what bore the name is replaced. `TOO_MANY_FILTERS`."""
    async with db.transaction():
        await db.execute("SELECT 1 FROM account WHERE id = $1 FOR NO KEY UPDATE", scope.account_id)
        before = await db.fetch_value(
            "DELETE FROM saved_filter WHERE account_id = $1 AND name = $2 RETURNING saved_at",
            scope.account_id,
            instead_of or saved.name,
        )
        others = await db.fetch_value(
            "SELECT count(*) FROM saved_filter WHERE account_id = $1 AND name <> $2", scope.account_id, saved.name
        )
        if others >= MOST:
            raise TOO_MANY_FILTERS.at("name", most=MOST)
        await db.execute(
            "INSERT INTO saved_filter (account_id, name, query, saved_at) "
            "VALUES ($1, $2, $3, coalesce($4, clock_timestamp())) "
            "ON CONFLICT (account_id, name) DO UPDATE SET query = excluded.query, saved_at = excluded.saved_at",
            scope.account_id, saved.name, saved.query, before,
        )  # fmt: skip


async def drop(scope: Scope, name: str) -> None:
    """Nothing is kept under this name any more."""
    await db.execute("DELETE FROM saved_filter WHERE account_id = $1 AND name = $2", scope.account_id, name)
