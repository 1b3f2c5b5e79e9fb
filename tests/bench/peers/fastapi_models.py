"""The tables of the first page as SQLAlchemy 2 declares them: the columns that it needs, and how they hang together."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, ForeignKey, String, and_, exists, func, literal_column, or_
from sqlalchemy.orm import DeclarativeBase, Mapped, aliased, column_property, foreign, mapped_column, relationship


def said(word: str) -> ColumnElement[str]:
    """A word in the statement's text, as ours has them: a parameter would hide the partial indexes from the plan."""
    return literal_column(f"'{word}'", String)


class Base(DeclarativeBase):
    """Of all; every moment is aware."""

    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012  SQLAlchemy reads it from the class.


class Account(Base):
    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    state: Mapped[str]
    last_seen_at: Mapped[datetime]


class Session(Base):
    __tablename__ = "session"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    door: Mapped[str]
    last_seen_at: Mapped[datetime]
    idle_ends_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()


class Permit(Base):
    __tablename__ = "permit"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))


class Project(Base):
    __tablename__ = "project"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    status: Mapped[str]
    longitude: Mapped[float | None]
    has_permit: Mapped[bool] = column_property(exists().where(Permit.project_id == id))  # noqa: A003  As the manual has it.
    warnings: Mapped[list["Alarm"]] = relationship(
        primaryjoin="and_(Alarm.project_id == Project.id, Alarm.state == 'open')", viewonly=True
    )
    orders: Mapped[list["Order"]] = relationship(
        primaryjoin="and_(Order.project_id == Project.id, Order.state.in_(['issued', 'replied']))", viewonly=True
    )


class Post(Base):
    __tablename__ = "post"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str]
    state: Mapped[str]
    project: Mapped[Project] = relationship()
    dues: Mapped[list["Obligation"]] = relationship(primaryjoin=lambda: _due_from(), viewonly=True)  # noqa: PLW0108  Not defined yet.


class Obligation(Base):
    __tablename__ = "obligation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    kind: Mapped[str]
    period: Mapped[str]
    post_kind: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str]


def _due_from() -> ColumnElement[bool]:
    """What the post answers for now: its own, or of a vacant one that has fallen to it; our statement's conditions."""
    other = aliased(Post)
    is_held = exists().where(
        other.project_id == Obligation.project_id, other.kind == Obligation.post_kind, other.state == said("active"),
        Account.id == other.account_id, Account.state == said("active"),
    )  # fmt: skip
    has_fallen_to_it = func.live_post(Obligation.project_id, Obligation.post_kind) == Post.kind
    return and_(
        Post.project_id == foreign(Obligation.project_id),
        Obligation.state.in_([said("open"), said("paused")]),
        or_(
            Obligation.post_kind == Post.kind,
            and_(Obligation.post_kind != said("supervising_unit"), ~is_held, has_fallen_to_it),
        ),
    )


class WarningKind(Base):
    __tablename__ = "warning_kind"

    code: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]


class Alarm(Base):
    __tablename__ = "warning"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    code: Mapped[str] = mapped_column(ForeignKey("warning_kind.code"))
    level: Mapped[str]
    state: Mapped[str]
    raised_at: Mapped[datetime]
    kind: Mapped[WarningKind] = relationship()


class Order(Base):
    __tablename__ = "rectification_order"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    title: Mapped[str]
    state: Mapped[str]
    due_at: Mapped[datetime]


class ProgressReport(Base):
    __tablename__ = "progress_report"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    state: Mapped[str]
    filed_by: Mapped[UUID]


class Handover(Base):
    __tablename__ = "handover"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    to_account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    state: Mapped[str]
