"""The same first page in FastAPI, SQLAlchemy 2 (async, eager loading) and Pydantic 2, as their manuals teach it."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, Header, HTTPException, Request
from pydantic import BaseModel
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import selectinload

from backend.core.settings import settings
from tests.bench.peers import fastapi_models as tables

MOST_PROJECTS = 12
MOST_LINES = 6
NAME_CHARACTERS = 20
TOUCH = timedelta(seconds=60)
IDLE = timedelta(days=30)
APPROVERS = {"project_manager", "chief_engineer"}
LEVELS = ["red", "orange", "yellow", "blue"]


class HomeProject(BaseModel):
    """A project."""

    id: UUID
    name: str
    status: str
    posts: list[str]
    has_permit: bool
    has_point: bool


class Due(BaseModel):
    """What is due."""

    project_id: UUID
    kind: str
    period: str
    due_at: datetime
    is_overdue: bool
    is_paused: bool


class HomeWarning(BaseModel):
    """What is open."""

    id: UUID
    project_id: UUID
    code: str
    name: str
    level: str
    raised_at: datetime


class More(BaseModel):
    """What is not listed."""

    projects: int
    dues: int
    warnings: int


class Counts(BaseModel):
    """What waits."""

    applications: int
    reports_to_review: int
    handovers_to_sign: int


class Home(BaseModel):
    """The page."""

    projects: list[HomeProject]
    dues: list[Due]
    warnings: list[HomeWarning]
    more: More
    waiting: Counts


async def _database(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.sessions() as database:
        yield database


Database = Annotated[AsyncSession, Depends(_database)]


async def _person(database: Database, authorization: Annotated[str, Header()]) -> UUID:
    """Whose session it is; touched once a minute."""
    now = datetime.now(UTC)  # noqa: TID251  A stranger to our house.
    token_hash = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).digest()
    session = await database.scalar(
        select(tables.Session)
        .join(tables.Session.account)
        .where(
            tables.Session.token_hash == token_hash,
            tables.Session.revoked_at.is_(None),
            tables.Account.state == "active",
            tables.Session.idle_ends_at > func.clock_timestamp(),
            tables.Session.ends_at > func.clock_timestamp(),
        )
    )
    if session is None:
        raise HTTPException(401)
    account_id = session.account_id
    if session.last_seen_at < now - TOUCH:
        session.last_seen_at, session.idle_ends_at = now, now + IDLE
        await database.commit()
    return account_id


Person = Annotated[UUID, Depends(_person)]


async def home(request: Request, database: Database, account_id: Person) -> Home:
    """The page."""
    now = datetime.now(UTC)  # noqa: TID251  A stranger to our house.
    mine = (
        (
            await database.scalars(
                select(tables.Project)
                .where(tables.Project.posts.any(_mine(account_id)))
                .options(
                    selectinload(tables.Project.permits),
                    selectinload(tables.Project.posts.and_(tables.Post.state.in_(["applied", "active"]))).joinedload(
                        tables.Post.account
                    ),
                    selectinload(tables.Project.obligations.and_(tables.Obligation.state.in_(["open", "paused"]))),
                    selectinload(tables.Project.warnings.and_(tables.Alarm.state == "open")).joinedload(
                        tables.Alarm.kind
                    ),
                )
            )
        )
        .unique()
        .all()
    )
    dues = _dues(mine, account_id, now, request.app.state.succession)
    warnings = sorted(
        (warning for project in mine for warning in project.warnings),
        key=lambda each: (LEVELS.index(each.level), -each.raised_at.timestamp(), each.id),
    )
    lines = _lines(mine, account_id)
    named = {each.project_id for each in dues[:lines]} | {each.project_id for each in warnings[:lines]}
    shown = sorted(mine, key=lambda each: (each.id in named, each.status != "finished", each.id), reverse=True)
    return Home(
        projects=[_project(each, account_id) for each in sorted(shown[:MOST_PROJECTS], key=_id, reverse=True)],
        dues=dues[:lines],
        warnings=[_warning(each) for each in warnings[:lines]],
        more=More(
            projects=max(0, len(mine) - MOST_PROJECTS),
            dues=max(0, len(dues) - lines),
            warnings=max(0, len(warnings) - lines),
        ),
        waiting=await _counts(database, mine, account_id),
    )


def _mine(account_id: UUID) -> Any:
    return (tables.Post.account_id == account_id) & (tables.Post.state == "active")


def _id(project: tables.Project) -> UUID:
    return project.id


def _kinds(project: tables.Project, account_id: UUID) -> list[str]:
    return sorted(post.kind for post in project.posts if post.account_id == account_id and post.state == "active")


def _lines(mine: Sequence[tables.Project], account_id: UUID) -> int:
    posts = sum(len(_kinds(project, account_id)) for project in mine)
    return max(2 if posts > len(mine) else 3, MOST_LINES - len(mine) // 2)


def _dues(
    mine: Sequence[tables.Project], account_id: UUID, now: datetime, succession: dict[str, list[str]]
) -> list[Due]:
    """Of the posts held and of those that have fallen to them, the most urgent first."""
    found = []
    for project in mine:
        held = {post.kind for post in project.posts if post.state == "active" and post.account.state == "active"}
        own = set(_kinds(project, account_id))
        for obligation in project.obligations:
            order = succession.get(obligation.post_kind, [])
            if next((kind for kind in order if kind in held), None) in own:
                found.append(
                    Due(
                        project_id=project.id,
                        kind=obligation.kind,
                        period=obligation.period,
                        due_at=obligation.due_at.astimezone(UTC).replace(microsecond=0),
                        is_overdue=obligation.state == "open" and obligation.due_at < now,
                        is_paused=obligation.state == "paused",
                    )
                )
    return sorted(found, key=lambda each: (each.is_paused, each.due_at, each.project_id, each.kind, each.period))


def _project(project: tables.Project, account_id: UUID) -> HomeProject:
    name = project.name
    if len(name) > NAME_CHARACTERS:
        name = name[: NAME_CHARACTERS // 2] + "…" + name[-(NAME_CHARACTERS - NAME_CHARACTERS // 2 - 1) :]
    return HomeProject(
        id=project.id,
        name=name,
        status=project.status,
        posts=_kinds(project, account_id),
        has_permit=bool(project.permits),
        has_point=project.longitude is not None,
    )


def _warning(warning: tables.Alarm) -> HomeWarning:
    return HomeWarning(
        id=warning.id,
        project_id=warning.project_id,
        code=warning.code,
        name=warning.kind.name_zh,
        level=warning.level,
        raised_at=warning.raised_at.astimezone(UTC).replace(microsecond=0),
    )


async def _counts(database: AsyncSession, mine: Sequence[tables.Project], account_id: UUID) -> Counts:
    """Applications are loaded with the projects already."""
    reviewed = [project.id for project in mine if "chief_engineer" in _kinds(project, account_id)]
    reports = (
        select(func.count())
        .select_from(tables.ProgressReport)
        .where(
            tables.ProgressReport.project_id.in_(reviewed),
            tables.ProgressReport.state == "filed",
            tables.ProgressReport.filed_by != account_id,
        )
    )
    handovers = (
        select(func.count())
        .select_from(tables.Handover)
        .where(tables.Handover.to_account_id == account_id, tables.Handover.state == "offered")
    )
    counted = (await database.execute(select(reports.scalar_subquery(), handovers.scalar_subquery()))).one()
    applications = sum(
        post.state == "applied" and post.account_id != account_id
        for project in mine
        if APPROVERS & set(_kinds(project, account_id))
        for post in project.posts
    )
    return Counts(applications=applications, reports_to_review=counted[0], handovers_to_sign=counted[1])


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    conf = settings()
    engine = create_async_engine(
        conf.database_url.replace("postgresql://", "postgresql+asyncpg://"),
        pool_size=conf.database_pool_size,
        max_overflow=0,
    )
    app.state.sessions = async_sessionmaker(engine, expire_on_commit=False)
    async with app.state.sessions() as database:
        rows = await database.scalars(select(tables.PostSuccession).order_by(tables.PostSuccession.position))
        succession: dict[str, list[str]] = {}
        for row in rows:
            succession.setdefault(row.post_kind, []).append(row.falls_to)
        app.state.succession = succession
    yield
    await engine.dispose()


def create_app() -> FastAPI:
    """For uvicorn."""
    app = FastAPI(lifespan=_lifespan, openapi_url=None)
    app.get("/api/miniapp/v1/home")(home)
    return app
