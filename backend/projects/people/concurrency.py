"""One person, one unfinished project: the province-wide check of project managers and chief supervision engineers."""

from uuid import UUID

import msgspec

from backend.core import db
from backend.identity.scope import Scope
from backend.projects.people.people_problems import POST_CONCURRENT
from backend.projects.people.people_rules import CONCURRENCY, POST_NAMES
from backend.projects.rules import PostKind
from backend.projects.visibility import SUPERVISED

MOST_ROWS = 200


class HeldProject(msgspec.Struct, frozen=True, kw_only=True):
    """One of the projects; its id and name only where it lies in the reader's own subtree."""

    project_id: UUID | None
    name: str | None
    city_code: str
    city_zh: str
    city_en: str
    status: str


class Concurrent(msgspec.Struct, frozen=True, kw_only=True):
    """A person who holds one post on more unfinished projects than the rule allows."""

    account_id: UUID
    person_name: str
    kind: PostKind
    most: int
    projects: list[HeldProject]


async def check(account_id: UUID, kind: str, *, but: UUID | None = None, field: str | None = None) -> None:
    """Refuse one project too many: before the post is written, or after it with its id as `but`.

    Holds the account's row until the transaction ends: of two appointments of one person at once the second sees the
    first. `FOR NO KEY UPDATE` lets everything else that only refers to the account pass.
    """
    most = CONCURRENCY.most(kind)
    if most is None:
        return
    await db.execute("SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE", account_id)
    held = await db.fetch(
        """
        SELECT region.name_zh, region.name_en FROM post JOIN project ON project.id = post.project_id
        JOIN region ON region.code = project.city_code
        WHERE post.account_id = $1 AND post.kind = $2 AND post.state = 'active' AND project.status = ANY($3)
          AND post.id IS DISTINCT FROM $4
        ORDER BY post.decided_at, post.id
        """,
        account_id, kind, CONCURRENCY.counted, but,
    )  # fmt: skip
    if len(held) < most:
        return
    post = POST_NAMES[kind]
    raise POST_CONCURRENT.at(
        field, city_zh=held[0]["name_zh"], city_en=held[0]["name_en"], post_zh=post.zh, post_en=post.en, most=most
    )


async def list_concurrent(scope: Scope) -> list[Concurrent]:
    """Who holds a post on more unfinished projects than allowed, where one of them is the regulator's.

    It comes about where a finished project is taken up again or the rule becomes stricter. A project outside the
    subtree is named by its city alone.
    """
    rows = await db.fetch(
        f"""
        WITH held AS (
            SELECT post.account_id, post.kind, project.id, project.name, project.status, project.city_code,
                   $1::uuid IS NOT NULL AND {SUPERVISED} AS is_mine,
                   count(*) OVER (PARTITION BY post.account_id, post.kind) AS times,
                   bool_or({SUPERVISED}) OVER (PARTITION BY post.account_id, post.kind) AS is_any_mine
            FROM post JOIN project ON project.id = post.project_id
            WHERE post.state = 'active' AND project.status = ANY($3) AND post.kind = ANY($4)
        )
        SELECT held.*, account.name AS person_name, region.name_zh, region.name_en
        FROM held JOIN account ON account.id = held.account_id JOIN region ON region.code = held.city_code
        WHERE held.is_any_mine AND held.times > ($5::jsonb ->> held.kind)::integer
        ORDER BY held.account_id, held.kind, held.id LIMIT $6
        """,
        *scope.args, CONCURRENCY.counted, list(_LIMITS), _LIMITS, MOST_ROWS,
    )  # fmt: skip
    people: dict[tuple[UUID, str], Concurrent] = {}
    for row in rows:
        person = people.setdefault(
            (row["account_id"], row["kind"]),
            Concurrent(
                account_id=row["account_id"],
                person_name=row["person_name"],
                kind=PostKind(row["kind"]),
                most=_LIMITS[row["kind"]],
                projects=[],
            ),
        )
        person.projects.append(
            HeldProject(
                project_id=row["id"] if row["is_mine"] else None,
                name=row["name"] if row["is_mine"] else None,
                city_code=row["city_code"],
                city_zh=row["name_zh"],
                city_en=row["name_en"],
                status=row["status"],
            )
        )
    return list(people.values())


_LIMITS = {kind.value: most for kind in PostKind if (most := CONCURRENCY.most(kind)) is not None}
