"""The same first page in FastAPI, SQLAlchemy 2 (async, eager loading) and Pydantic 2, written to be quick.

As a good engineer would write it who knows our statement: only the columns and rows that the page needs (`load_only`,
`joinedload`, `selectinload` over relationships with our statement's conditions), statements built and compiled once,
reads without BEGIN, the answer encoded once by Pydantic as FastAPI does by itself. Six statements where ours has two.
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, Header, HTTPException, Request
from pydantic import BaseModel
from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import aliased, joinedload, load_only, selectinload

from backend.core.settings import settings
from tests.bench.peers.fastapi_models import (
    Account,
    Alarm,
    Handover,
    Obligation,
    Order,
    Post,
    ProgressReport,
    Project,
    Session,
    WarningKind,
    said,
)

MOST_PROJECTS = 12
MOST_LINES = 6
NAME_CHARACTERS = 20
TOUCH = timedelta(seconds=60)
IDLE = timedelta(days=30)
LEVELS = ["red", "orange", "yellow", "blue"]
STEPS = {
    "issued": ("reply", {"project_manager", "safety_officer"}),
    "replied": ("review", {"chief_engineer"}),
}
"""An order's state → what it waits for, and whose posts may do it."""


PERSON: BindParameter[UUID] = bindparam("person")

SESSION = (
    select(Session)
    .join(Session.account)
    .where(
        Session.token_hash == bindparam("token_hash"),
        Session.revoked_at.is_(None),
        Account.state == said("active"),
        Session.idle_ends_at > func.clock_timestamp(),
        Session.ends_at > func.clock_timestamp(),
    )
    .options(load_only(Session.account_id, Session.last_seen_at))
)

_OF_THE_POST = joinedload(Post.project)
POSTS = (
    select(Post)
    .where(Post.account_id == PERSON, Post.state == said("active"))
    .options(
        load_only(Post.project_id, Post.kind),
        _OF_THE_POST.load_only(Project.name, Project.status, Project.longitude, Project.has_permit),
        _OF_THE_POST.selectinload(Project.warnings).options(
            load_only(Alarm.project_id, Alarm.code, Alarm.level, Alarm.raised_at),
            joinedload(Alarm.kind).load_only(WarningKind.name_zh),
        ),
        _OF_THE_POST.selectinload(Project.orders).load_only(Order.project_id, Order.title, Order.state, Order.due_at),
        selectinload(Post.dues).load_only(
            Obligation.project_id, Obligation.kind, Obligation.period, Obligation.due_at, Obligation.state
        ),
    )
)
"""The person's posts with their projects, what is due from each post, warnings and orders: four statements."""

_MINE = select(Post.project_id).where(Post.account_id == PERSON, Post.state == said("active"))
_APPLIED = aliased(Post)
_APPLICATIONS = select(func.count()).where(
    _APPLIED.project_id.in_(_MINE.where(Post.kind.in_([said("project_manager"), said("chief_engineer")]))),
    _APPLIED.state == said("applied"),
    _APPLIED.account_id != PERSON,
)
_REPORTS = select(func.count()).where(
    ProgressReport.project_id.in_(_MINE.where(Post.kind == said("chief_engineer"))),
    ProgressReport.state == said("filed"),
    ProgressReport.filed_by != PERSON,
)
_HANDOVERS = select(func.count()).where(Handover.to_account_id == PERSON, Handover.state == said("offered"))
COUNTS = select(*(each.scalar_subquery() for each in (_APPLICATIONS, _REPORTS, _HANDOVERS)))
"""Three counts in one round trip."""


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


class HomeOrder(BaseModel):
    """An order that waits."""

    id: UUID
    project_id: UUID
    step: str
    title: str
    due_at: datetime
    is_overdue: bool


class More(BaseModel):
    """What is not listed."""

    projects: int
    dues: int
    warnings: int
    orders: int


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
    orders: list[HomeOrder]
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
    session = await database.scalar(SESSION, {"token_hash": token_hash})
    if session is None:
        raise HTTPException(401)
    if session.last_seen_at < now - TOUCH:
        session.last_seen_at, session.idle_ends_at = now, now + IDLE
        await database.commit()
    return session.account_id


Person = Annotated[UUID, Depends(_person)]


async def home(database: Database, account_id: Person) -> Home:
    """The page."""
    now = datetime.now(UTC)  # noqa: TID251  A stranger to our house.
    posts = (await database.scalars(POSTS, {"person": account_id})).all()
    kinds: dict[UUID, list[str]] = {}
    for post in posts:
        kinds.setdefault(post.project_id, []).append(post.kind)
    mine = list({post.project_id: post.project for post in posts}.values())
    dues = sorted((due for post in posts for due in post.dues), key=_due_key)
    warnings = sorted((warning for project in mine for warning in project.warnings), key=_warning_key)
    orders = sorted(
        (
            order
            for project in mine
            for order in project.orders
            if not STEPS[order.state][1].isdisjoint(kinds[project.id])
        ),
        key=lambda order: (not _is_late(order, now), order.due_at, order.id),
    )
    lines = max(2 if len(posts) > len(mine) else 3, MOST_LINES - len(mine) // 2)
    named = {due.project_id for due in dues[:lines]} | {warning.project_id for warning in warnings[:lines]}
    named |= {order.project_id for order in orders[:lines]}
    shown = sorted(mine, key=lambda each: (each.id in named, each.status != "finished", each.id), reverse=True)
    return Home(
        projects=[
            _project(each, sorted(kinds[each.id]))
            for each in sorted(shown[:MOST_PROJECTS], key=lambda each: each.id, reverse=True)
        ],
        dues=[_due(each, now) for each in dues[:lines]],
        warnings=[_warning(each) for each in warnings[:lines]],
        orders=[_order(each, now) for each in orders[:lines]],
        more=More(
            projects=max(0, len(mine) - MOST_PROJECTS),
            dues=max(0, len(dues) - lines),
            warnings=max(0, len(warnings) - lines),
            orders=max(0, len(orders) - lines),
        ),
        waiting=await _counts(database, account_id),
    )


def _due_key(due: Obligation) -> tuple[Any, ...]:
    return due.state == "paused", due.due_at, due.project_id, due.kind, due.period


def _warning_key(warning: Alarm) -> tuple[Any, ...]:
    return LEVELS.index(warning.level), -warning.raised_at.timestamp(), warning.id


def _is_late(order: Order, now: datetime) -> bool:
    return order.state == "issued" and order.due_at <= now


def _project(project: Project, kinds: list[str]) -> HomeProject:
    return HomeProject(
        id=project.id,
        name=_short(project.name),
        status=project.status,
        posts=kinds,
        has_permit=project.has_permit,
        has_point=project.longitude is not None,
    )


def _short(name: str) -> str:
    if len(name) > NAME_CHARACTERS:
        return name[: NAME_CHARACTERS // 2] + "…" + name[-(NAME_CHARACTERS - NAME_CHARACTERS // 2 - 1) :]
    return name


def _order(order: Order, now: datetime) -> HomeOrder:
    return HomeOrder(
        id=order.id,
        project_id=order.project_id,
        step=STEPS[order.state][0],
        title=_short(order.title),
        due_at=order.due_at.astimezone(UTC).replace(microsecond=0),
        is_overdue=_is_late(order, now),
    )


def _due(due: Obligation, now: datetime) -> Due:
    return Due(
        project_id=due.project_id,
        kind=due.kind,
        period=due.period,
        due_at=due.due_at.astimezone(UTC).replace(microsecond=0),
        is_overdue=due.state == "open" and due.due_at < now,
        is_paused=due.state == "paused",
    )


def _warning(warning: Alarm) -> HomeWarning:
    return HomeWarning(
        id=warning.id,
        project_id=warning.project_id,
        code=warning.code,
        name=warning.kind.name_zh,
        level=warning.level,
        raised_at=warning.raised_at.astimezone(UTC).replace(microsecond=0),
    )


async def _counts(database: AsyncSession, account_id: UUID) -> Counts:
    counted = (await database.execute(COUNTS, {"person": account_id})).one()
    return Counts(applications=counted[0], reports_to_review=counted[1], handovers_to_sign=counted[2])


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    conf = settings()
    engine = create_async_engine(
        conf.database_url.replace("postgresql://", "postgresql+asyncpg://"),
        pool_size=conf.database_pool_size,
        max_overflow=0,
        isolation_level="AUTOCOMMIT",  # A page that only reads needs no BEGIN and no ROLLBACK; ours has none either.
        skip_autocommit_rollback=True,
    )
    app.state.sessions = async_sessionmaker(engine, expire_on_commit=False)
    yield
    await engine.dispose()


def create_app() -> FastAPI:
    """For uvicorn."""
    app = FastAPI(lifespan=_lifespan, openapi_url=None)
    app.get("/api/miniapp/v1/home")(home)
    return app
