"""The phone's first page: a person's projects and what is due from the posts that the person holds."""

from datetime import datetime
from uuid import UUID

import msgspec

from backend.core import db
from backend.identity.scope import Scope
from backend.projects.rules import PostKind

MOST_PROJECTS = 200


class HomeProject(msgspec.Struct, frozen=True, kw_only=True):
    """A project with the person's posts and what its base information still lacks."""

    id: UUID
    name: str
    status: str
    posts: list[PostKind]
    has_permit: bool
    has_point: bool


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """An open obligation of a post that the person holds."""

    project_id: UUID
    project_name: str
    kind: str
    period: str
    due_at: datetime
    is_overdue: bool


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much waits for the person's decision."""

    applications: int
    reports_to_review: int


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; warnings are supervision's part."""

    projects: list[HomeProject]
    dues: list[Due]
    waiting: Counts


async def home(scope: Scope, now: datetime) -> Home:
    """What the person sees on opening the app."""
    return Home(projects=await _projects(scope), dues=await _dues(scope, now), waiting=await _counts(scope))


async def _projects(scope: Scope) -> list[HomeProject]:
    rows = await db.fetch(
        """
        SELECT project.id, project.name, project.status, array_agg(post.kind ORDER BY post.kind) AS posts,
               project.longitude IS NOT NULL AS has_point,
               EXISTS (SELECT 1 FROM permit WHERE permit.project_id = project.id) AS has_permit
        FROM post JOIN project ON project.id = post.project_id
        WHERE post.account_id = $1 AND post.state = 'active'
        GROUP BY project.id ORDER BY project.id DESC LIMIT $2
        """,
        scope.account_id,
        MOST_PROJECTS,
    )
    return [msgspec.convert(dict(row), HomeProject) for row in rows]


async def _dues(scope: Scope, now: datetime) -> list[Due]:
    rows = await db.fetch(
        """
        SELECT obligation.project_id, project.name AS project_name, obligation.kind, obligation.period,
               obligation.due_at, obligation.due_at < $2 AS is_overdue
        FROM post JOIN obligation ON obligation.project_id = post.project_id AND obligation.post_kind = post.kind
        JOIN project ON project.id = post.project_id
        WHERE post.account_id = $1 AND post.state = 'active' AND obligation.state = 'open'
        ORDER BY obligation.due_at, obligation.project_id LIMIT $3
        """,
        scope.account_id, now, MOST_PROJECTS,
    )  # fmt: skip
    return [Due(**row) for row in rows]


async def _counts(scope: Scope) -> Counts:
    row = await db.fetch_one(
        """
        SELECT (SELECT count(DISTINCT post.id) FROM post JOIN post AS mine ON mine.project_id = post.project_id
                WHERE mine.account_id = $1 AND mine.state = 'active' AND post.state = 'applied'
                  AND mine.kind IN ('project_manager', 'chief_engineer') AND post.account_id <> $1) AS applications,
               (SELECT count(*) FROM progress_report AS report JOIN post AS mine ON mine.project_id = report.project_id
                WHERE mine.account_id = $1 AND mine.state = 'active' AND mine.kind = 'chief_engineer'
                  AND report.state = 'filed' AND report.filed_by <> $1) AS reports_to_review
        """,
        scope.account_id,
    )
    assert row is not None
    return Counts(**row)
