"""The tables of the first page as SQLAlchemy 2 declares them: the columns that it needs, and how they hang together."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


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


class Project(Base):
    __tablename__ = "project"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    status: Mapped[str]
    longitude: Mapped[float | None]
    permits: Mapped[list["Permit"]] = relationship()
    posts: Mapped[list["Post"]] = relationship(back_populates="project")
    obligations: Mapped[list["Obligation"]] = relationship()
    warnings: Mapped[list["Alarm"]] = relationship()


class Permit(Base):
    __tablename__ = "permit"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))


class Post(Base):
    __tablename__ = "post"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str]
    state: Mapped[str]
    project: Mapped[Project] = relationship(back_populates="posts")
    account: Mapped[Account] = relationship()


class Obligation(Base):
    __tablename__ = "obligation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"))
    kind: Mapped[str]
    period: Mapped[str]
    post_kind: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str]


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


class PostSuccession(Base):
    __tablename__ = "post_succession"

    post_kind: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    falls_to: Mapped[str]
