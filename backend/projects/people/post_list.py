"""The posts of a regulator's area: who holds which, what is over, what nobody holds."""

import datetime as dt
from typing import Final
from uuid import UUID

import msgspec

from backend.core import db
from backend.core.i18n import Text
from backend.core.paging import MAX_PAGE, decode_cursor, encode_cursor
from backend.identity.rules import AccountState
from backend.identity.scope import Scope
from backend.projects.people.people_rules import REQUIRED_POSTS, PostState
from backend.projects.people.succession import UNIT
from backend.projects.rules import PostKind
from backend.projects.visibility import SUPERVISED, SUPERVISING


class AreaPost(msgspec.Struct, frozen=True, kw_only=True):
    """A post or an application, since when it is in its state; `person_state`: whether the account opens anything.

    `may_end` and `may_hand_over` are the supervising unit's: the second where the holder is gone.
    """

    id: UUID
    project_id: UUID
    project_name: str
    region: Text
    kind: PostKind
    person_name: str
    person_state: AccountState
    organisation_name: str
    state: PostState
    since: dt.datetime
    reason: str | None
    may_end: bool
    may_hand_over: bool


class AreaPostPage(msgspec.Struct, frozen=True):
    """Some of the posts; `total` is how many there are."""

    items: list[AreaPost]
    next: str | None
    total: int


class PostFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which posts; None is all. `region` is a city's or a district's code, `words` a part of a project or a name.

    `is_gone`: who holds it, but with an account that is disabled or dormant.
    """

    states: list[PostState] | None = None
    kind: PostKind | None = None
    region: str | None = None
    words: str | None = None
    is_gone: bool | None = None


class VacantPost(msgspec.Struct, frozen=True, kw_only=True):
    """A required post that nobody holds; `answered_by`: the post that answers meanwhile, or `supervising_unit`."""

    project_id: UUID
    project_name: str
    region: Text
    kind: PostKind
    answered_by: str


class VacantPostPage(msgspec.Struct, frozen=True):
    """Some of the vacant posts; `total` is how many there are."""

    items: list[VacantPost]
    next: str | None
    total: int


_IN_REGION: Final = "($3::text IS NULL OR project.city_code = $3 OR project.region_code = $3)"
_REGION: Final = "jsonb_build_object('zh', region.name_zh, 'en', region.name_en) AS region"
_ASKED: Final = f"""
    $1::uuid IS NOT NULL AND {SUPERVISED} AND {_IN_REGION}
    AND ($4::text[] IS NULL OR post.state = ANY($4)) AND ($5::text IS NULL OR post.kind = $5)
    -- Each table is walked once for the words; joined, every post's project and person would be looked up.
    AND ($6::text IS NULL
         OR post.project_id IN (SELECT named.id FROM project AS named WHERE strpos(lower(named.name), lower($6)) > 0)
         OR post.account_id IN (SELECT named.id FROM account AS named WHERE strpos(lower(named.name), lower($6)) > 0))
    AND ($7::boolean IS NULL OR (post.state = 'active' AND person.state <> 'active') = $7)
"""
_POSTS: Final = (
    "post JOIN project ON project.id = post.project_id JOIN account AS person ON person.id = post.account_id"
)


async def listed(scope: Scope, asked: PostFilter, *, cursor: str | None = None, limit: int = 50) -> AreaPostPage:
    """The posts of the projects that the own unit or one below it supervises, the newest first."""
    args = (*scope.args, asked.region, asked.states, asked.kind, asked.words, asked.is_gone)
    before = decode_cursor(cursor, tuple[UUID])[0] if cursor else None
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        f"""
        SELECT post.id, post.project_id, project.name AS project_name, {_REGION}, post.kind, post.state, post.reason,
               coalesce(post.decided_at, post.applied_at) AS since, person.name AS person_name,
               person.state AS person_state, organisation.name AS organisation_name,
               post.state = 'active' AND {SUPERVISING} AS may_end,
               (post.state = 'ended' OR post.state = 'active' AND person.state <> 'active') AND {SUPERVISING}
                   AS may_hand_over
        FROM {_POSTS} JOIN organisation ON organisation.id = post.organisation_id
        JOIN region ON region.code = project.region_code
        WHERE {_ASKED} AND ($8::uuid IS NULL OR post.id < $8) ORDER BY post.id DESC LIMIT $9
        """,
        *args, before, size + 1,
    )  # fmt: skip
    items = [msgspec.convert(dict(row), AreaPost) for row in rows[:size]]
    total = await db.fetch_value(f"SELECT count(*) FROM {_POSTS} WHERE {_ASKED}", *args)
    return AreaPostPage(items, encode_cursor(items[-1].id) if len(rows) > size else None, total)


_VACANT: Final = f"""
    $1::uuid IS NOT NULL AND {SUPERVISED} AND {_IN_REGION} AND project.status <> 'finished'
    AND required.kind = ANY($4) AND NOT EXISTS (
        SELECT FROM post JOIN account ON account.id = post.account_id AND account.state = 'active'
        WHERE post.project_id = project.id AND post.kind = required.kind AND post.state = 'active')
"""


async def vacant(
    scope: Scope, *, region: str | None, kind: PostKind | None, cursor: str | None = None, limit: int = 50
) -> VacantPostPage:
    """The required posts of unfinished projects that nobody holds with an account in use, the newest project first."""
    kinds = [kind] if kind in REQUIRED_POSTS else [] if kind else list(REQUIRED_POSTS)
    before = decode_cursor(cursor, tuple[UUID, str]) if cursor else (None, None)
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        f"""
        SELECT project.id AS project_id, project.name AS project_name, {_REGION}, required.kind,
               coalesce(live_post(project.id, required.kind), '{UNIT}') AS answered_by
        FROM project CROSS JOIN unnest($4::text[]) AS required(kind)
        JOIN region ON region.code = project.region_code
        WHERE {_VACANT} AND ($5::uuid IS NULL OR (project.id, required.kind) < ($5, $6::text))
        ORDER BY project.id DESC, required.kind DESC LIMIT $7
        """,
        *scope.args, region, kinds, *before, size + 1,
    )  # fmt: skip
    items = [msgspec.convert(dict(row), VacantPost) for row in rows[:size]]
    total = await db.fetch_value(
        f"SELECT count(*) FROM project CROSS JOIN unnest($4::text[]) AS required(kind) WHERE {_VACANT}",
        *scope.args, region, kinds,
    )  # fmt: skip
    following = encode_cursor(items[-1].project_id, items[-1].kind) if len(rows) > size else None
    return VacantPostPage(items, following, total)
