"""Projects found by a part of the name, by number, by organisation: the newest first, within what the person sees.

The index gives candidates (`search_term`, `search_party`, kept by the triggers of migration 0014); each is compared
with the facts themselves before it is shown. A request looks at a bounded number of candidates, whatever the size of
the province: a page may therefore hold fewer projects than asked for and still have a next one.
"""

from typing import Final
from uuid import UUID

import msgspec

from backend.core import db
from backend.core.paging import Page, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.overview import highlights
from backend.overview.highlights import Highlight
from backend.overview.problems import QUERY_TOO_SHORT
from backend.projects.visibility import VISIBLE

MAX_QUERY: Final = 200
MAX_FOUND: Final = 50
LEAST: Final = 2
"""Characters that count: the index knows pairs."""

NAME_STEPS: Final = 2_000
"""How many candidates by name one request compares."""
WIDE_STEPS: Final = 500
"""How many projects one request compares with an organisation's name that many organisations bear."""
NARROW: Final = 48
"""Up to so many organisations, each one's newest projects are looked up; past it the newest projects are walked."""

_LAST: Final = UUID(int=2**128 - 1)
_COUNTED: Final = 200
_COUNTED_ORGANISATIONS: Final = 4 * NARROW
_GRAMS: Final = 12


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A project and where the words stand in what is known of it."""

    id: UUID
    name: str
    city_code: str
    region_code: str
    sector: str
    status: str
    supervising_unit_zh: str
    supervising_unit_en: str
    highlights: list[Highlight]


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked: as it is compared, its pairs of characters, and its ends where it may be a number."""

    normal: str
    grams: list[str]
    ends: list[str]


class _Candidates(msgspec.Struct, frozen=True):
    """Matches, the newest first; `floor`: older ones than this have not been looked at."""

    ids: list[UUID]
    floor: UUID | None = None


_NONE: Final = _Candidates([])


async def search(scope: Scope, query: str, *, cursor: str | None = None, limit: int = MAX_FOUND) -> Page[Found]:
    """A page of the projects that the person sees and the words fit."""
    words = await _words(query)
    before = decode_cursor(cursor, tuple[UUID])[0] if cursor else _LAST
    size = min(limit, MAX_FOUND)
    if scope.unit_id is None:
        sources = [await _among_own(scope.account_id, words, before, size)]
    else:
        sources = await _in_unit(scope.unit_id, words, before, size)
    floor = max((each.floor for each in sources if each.floor), default=None)
    ids = sorted({found for each in sources for found in each.ids if floor is None or found >= floor}, reverse=True)
    following = ids[size - 1] if len(ids) > size else floor
    return Page(await _read(scope, ids[:size], words.normal), encode_cursor(following) if following else None)


async def _words(query: str) -> Words:
    row = await db.fetch_one(
        """
        SELECT given.normal, ARRAY(SELECT search_grams(given.normal)) AS grams,
               ARRAY(SELECT term FROM search_ends(given.normal) AS term ORDER BY length(term)) AS ends
        FROM search_normal($1) AS given (normal)
        """,
        query,
    )
    assert row is not None
    if len(row["normal"]) < LEAST:
        raise QUERY_TOO_SHORT.at("q")
    ends = {term[0]: term for term in row["ends"]}  # The longest of either kind.
    return Words(normal=row["normal"], grams=sorted(row["grams"]), ends=sorted(ends.values()))


# Where the index leads


async def _in_unit(unit_id: UUID, words: Words, before: UUID, size: int) -> list[_Candidates]:
    organisations = await _organisations(words)
    by_number = [await _by_number(unit_id, end, words.normal, before, size) for end in words.ends]
    by_name = await _by_name(unit_id, words, before, size)
    if organisations is None:
        return [*by_number, by_name, await _walk_all(unit_id, words, before, size)]
    return [*by_number, by_name, await _of_organisations(unit_id, organisations, before, size)]


async def _by_name(unit_id: UUID, words: Words, before: UUID, size: int) -> _Candidates:
    term = await _rarest(unit_id, words.grams, before)
    if term is None:
        return _NONE
    fits = "position($4 IN (SELECT search_normal(name) FROM project WHERE project.id = walked.project_id)) > 0"
    return await _walk((unit_id, term, before, words.normal), fits, size, NAME_STEPS)


async def _by_number(unit_id: UUID, end: str, normal: str, before: UUID, size: int) -> _Candidates:
    fits = """(
        EXISTS (SELECT FROM permit WHERE permit.project_id = walked.project_id
                AND (starts_with(search_normal(number), $4) OR right(search_normal(number), length($4)) = $4))
        OR EXISTS (SELECT FROM external_id WHERE external_id.project_id = walked.project_id
                   AND (starts_with(search_normal(value), $4) OR right(search_normal(value), length($4)) = $4)))"""
    return await _walk((unit_id, end, before, normal), fits, size, NAME_STEPS)


async def _walk_all(unit_id: UUID, words: Words, before: UUID, size: int) -> _Candidates:
    """Projects of an organisation whose name many share: the newest of the unit, one after the other."""
    fits = """EXISTS (
        SELECT FROM party JOIN organisation ON organisation.id = party.organisation_id
        WHERE party.project_id = walked.project_id AND party.until_on IS NULL AND (
            position($4 IN search_normal(organisation.name)) > 0 OR length($4) >= 4
            AND (starts_with(organisation.uscc, $4) OR right(organisation.uscc, length($4)) = $4)))"""
    return await _walk((unit_id, "", before, words.normal), fits, size, WIDE_STEPS)


async def _walk(args: tuple[UUID, str, UUID, str], fits: str, size: int, steps: int) -> _Candidates:
    """The newest of a term that fit; one row at a time, so that it ends with the last one needed."""
    rows = await db.fetch(
        f"""
        SELECT walked.project_id FROM (
            SELECT project_id FROM search_term WHERE unit_id = $1 AND term = $2 AND project_id < $3
            ORDER BY project_id DESC LIMIT $5
        ) AS walked WHERE {fits} LIMIT $6
        """,
        *args, steps, size + 1,
    )  # fmt: skip
    ids = [row["project_id"] for row in rows]
    if len(ids) > size:
        return _Candidates(ids, ids[-1])
    floor = await db.fetch_value(
        """
        SELECT project_id FROM search_term WHERE unit_id = $1 AND term = $2 AND project_id < $3
        ORDER BY project_id DESC OFFSET $4 LIMIT 1
        """,
        *args[:3], steps - 1,
    )  # fmt: skip
    return _Candidates(ids, floor)


async def _rarest(unit_id: UUID, grams: list[str], before: UUID) -> str | None:
    """Of a few of the pairs the one with the fewest projects; None where one of them has none at all."""
    if len(grams) == 1:
        return grams[0]
    rows = await db.fetch(
        """
        SELECT term, (SELECT count(*) FROM (
            SELECT FROM search_term WHERE unit_id = $1 AND search_term.term = said.term AND project_id < $3 LIMIT $4
        ) AS capped) AS size
        FROM unnest($2::text[]) AS said (term) ORDER BY size, term
        """,
        unit_id, _some(grams), before, _COUNTED,
    )  # fmt: skip
    return rows[0]["term"] if rows[0]["size"] else None


def _some(grams: list[str]) -> list[str]:
    """A dozen, evenly taken: more of a long query would only cost."""
    return grams[:: -(-len(grams) // _GRAMS)]


# Organisations


async def _organisations(words: Words) -> list[UUID] | None:
    """Those that fit; None where they are too many to look each one up."""
    rows = await db.fetch(
        """
        SELECT term, (SELECT count(*) FROM (
            SELECT FROM search_organisation WHERE search_organisation.term = said.term LIMIT $2) AS capped) AS size
        FROM unnest($1::text[]) AS said (term) ORDER BY size, term
        """,
        _some(words.grams), _COUNTED_ORGANISATIONS,
    )  # fmt: skip
    found: list[UUID] = []
    for term, count in [rows[0], *[(end, None) for end in words.ends]]:
        if count == _COUNTED_ORGANISATIONS:
            return None
        if count != 0:
            found += await _fitting_organisations(term, words.normal)
    return None if len(found) > NARROW else found


async def _fitting_organisations(term: str, normal: str) -> list[UUID]:
    rows = await db.fetch(
        """
        SELECT organisation.id FROM search_organisation
        JOIN organisation ON organisation.id = search_organisation.organisation_id
        WHERE search_organisation.term = $1 AND (position($2 IN search_normal(organisation.name)) > 0
            OR starts_with(organisation.uscc, $2) OR right(organisation.uscc, length($2)) = $2)
        LIMIT $3
        """,
        term, normal, NARROW + 1,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def _of_organisations(unit_id: UUID, organisations: list[UUID], before: UUID, size: int) -> _Candidates:
    if not organisations:
        return _NONE
    rows = await db.fetch(
        """
        SELECT DISTINCT newest.project_id FROM unnest($2::uuid[]) AS said (id) CROSS JOIN LATERAL (
            SELECT project_id FROM search_party
            WHERE unit_id = $1 AND organisation_id = said.id AND project_id < $3 ORDER BY project_id DESC LIMIT $4
        ) AS newest ORDER BY newest.project_id DESC LIMIT $4
        """,
        unit_id, organisations, before, size + 1,
    )  # fmt: skip
    ids = [row["project_id"] for row in rows]
    return _Candidates(ids, ids[-1] if len(ids) > size else None)


# Own projects, and what is shown


async def _among_own(account_id: UUID, words: Words, before: UUID, size: int) -> _Candidates:
    """Of the few projects on which somebody holds a post, each is compared."""
    rows = await db.fetch(
        """
        SELECT project.id FROM project
        WHERE project.id IN (SELECT project_id FROM post WHERE account_id = $1 AND state = 'active')
          AND project.id < $2 AND (
            position($3 IN search_normal(project.name)) > 0
            OR EXISTS (SELECT FROM permit WHERE permit.project_id = project.id
                       AND (starts_with(number, $3) OR right(number, length($3)) = $3) AND length($3) >= 4)
            OR EXISTS (SELECT FROM external_id WHERE external_id.project_id = project.id AND (
                       search_normal(value) = $3 OR length($3) >= 4
                       AND (starts_with(search_normal(value), $3) OR right(search_normal(value), length($3)) = $3)))
            OR EXISTS (SELECT FROM party JOIN organisation ON organisation.id = party.organisation_id
                       WHERE party.project_id = project.id AND party.until_on IS NULL AND (
                       position($3 IN search_normal(organisation.name)) > 0 OR length($3) >= 4
                       AND (starts_with(uscc, $3) OR right(uscc, length($3)) = $3))))
        ORDER BY project.id DESC LIMIT $4
        """,
        account_id, before, words.normal, size + 1,
    )  # fmt: skip
    ids = [row["id"] for row in rows]
    return _Candidates(ids, ids[-1] if len(ids) > size else None)


async def _read(scope: Scope, ids: list[UUID], normal: str) -> list[Found]:
    """The projects as they are shown; once more only what the person may see."""
    rows = await db.fetch(
        f"""
        SELECT project.id, project.name, project.city_code, project.region_code, project.sector, project.status,
               unit.name_zh AS supervising_unit_zh, unit.name_en AS supervising_unit_en,
               ARRAY(SELECT number FROM permit WHERE permit.project_id = project.id ORDER BY bound_at) AS permits,
               ARRAY(SELECT value FROM external_id WHERE external_id.project_id = project.id ORDER BY id)
                   AS external_ids
        FROM project JOIN unit ON unit.id = project.supervising_unit_id
        WHERE project.id = ANY($3) AND {VISIBLE} ORDER BY project.id DESC
        """,
        *scope.args, ids,
    )  # fmt: skip
    parties = await _parties([row["id"] for row in rows])
    return [
        Found(
            **{name: row[name] for name in Found.__struct_fields__ if name != "highlights"},
            highlights=highlights.of(normal, highlights.Texts.of({**row, **parties.get(row["id"], _NO_PARTIES)})),
        )
        for row in rows
    ]


_NO_PARTIES: Final[dict[str, list[str]]] = {"organisations": [], "codes": []}


async def _parties(ids: list[UUID]) -> dict[UUID, dict[str, list[str]]]:
    """Names and codes of the organisations on each project, read together: one by one they are most of the cost."""
    rows = await db.fetch(
        """
        SELECT noted.project_id, array_agg(organisation.name ORDER BY organisation.id) AS organisations,
               array_agg(organisation.uscc ORDER BY organisation.id) AS codes
        FROM search_project AS noted JOIN organisation ON organisation.id = ANY(noted.organisations)
        WHERE noted.project_id = ANY($1) GROUP BY noted.project_id
        """,
        ids,
    )
    return {row["project_id"]: {"organisations": row["organisations"], "codes": row["codes"]} for row in rows}
