"""The enterprises of a regulator's area."""

from typing import Final
from uuid import UUID

import msgspec

from backend.core import db
from backend.core.paging import MAX_PAGE, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.projects.visibility import SUPERVISED


class AreaOrganisation(msgspec.Struct, frozen=True, kw_only=True):
    """An enterprise that is a party there now: in which roles, on how many projects.

    `people`: who hold a post for it there or have applied for one.
    """

    id: UUID
    uscc: str
    name: str
    roles: list[str]
    projects: int
    people: int


class AreaOrganisationPage(msgspec.Struct, frozen=True):
    """Some of the enterprises; `total` is how many there are."""

    items: list[AreaOrganisation]
    next: str | None
    total: int


_MINE: Final = f"""
    SELECT organisation.id, organisation.uscc, organisation.name, array_agg(DISTINCT party.role) AS roles,
           count(DISTINCT party.project_id)::int AS projects
    FROM party JOIN project ON project.id = party.project_id
    JOIN organisation ON organisation.id = party.organisation_id
    WHERE $1::uuid IS NOT NULL AND {SUPERVISED} AND party.until_on IS NULL
      AND ($3::text IS NULL OR strpos(lower(organisation.name), lower($3)) > 0 OR organisation.uscc = upper($3))
    GROUP BY organisation.id
"""


async def listed(
    scope: Scope, words: str | None = None, *, cursor: str | None = None, limit: int = 50
) -> AreaOrganisationPage:
    """Those with the most projects in the own subtree first; `words`: a part of the name, or the whole credit code."""
    before = decode_cursor(cursor, tuple[int, UUID]) if cursor else (None, None)
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        f"""
        WITH mine AS MATERIALIZED ({_MINE}), page AS (
            SELECT * FROM mine WHERE $4::int IS NULL OR (projects, id) < ($4, $5::uuid)
            ORDER BY projects DESC, id DESC LIMIT $6
        ), staff AS (
            SELECT post.organisation_id, count(DISTINCT post.account_id) AS people
            FROM post JOIN project ON project.id = post.project_id
            WHERE post.state IN ('applied', 'active') AND {SUPERVISED} AND post.organisation_id IN (SELECT id FROM page)
            GROUP BY post.organisation_id
        )
        SELECT page.*, coalesce(staff.people, 0) AS people, (SELECT count(*) FROM mine) AS total
        FROM page LEFT JOIN staff ON staff.organisation_id = page.id ORDER BY projects DESC, id DESC
        """,
        *scope.args, words, *before, size + 1,
    )  # fmt: skip
    items = [msgspec.convert(dict(row), AreaOrganisation) for row in rows[:size]]
    following = encode_cursor(items[-1].projects, items[-1].id) if len(rows) > size else None
    return AreaOrganisationPage(items, following, rows[0]["total"] if rows else 0)
