"""What the phone's first page says: its lists, their lines, its counts."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from backend.projects.rules import PostKind


class HomeProject(msgspec.Struct, frozen=True, kw_only=True):
    """A project with the person's posts and what its base information still lacks; the name may be shortened.

    A regulator's are those that the lines name, and those where most is overdue; `overdue` counts what the site owes
    and has not done in time, and is there for regulators only.
    """

    id: UUID
    name: str
    status: str
    posts: list[PostKind]
    has_permit: bool
    has_point: bool
    overdue: int | UnsetType = UNSET


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """What the person answers for now: of a post held, or of a vacant one that has fallen to it.

    For a regulator: the reviews that the own unit owes.
    """

    project_id: UUID
    kind: str
    period: str
    due_at: datetime
    is_overdue: bool
    is_paused: bool


class HomeWarning(msgspec.Struct, frozen=True, kw_only=True):
    """A warning that nobody has acknowledged yet; `name` in the reader's language."""

    id: UUID
    project_id: UUID
    code: str
    name: str
    level: str
    raised_at: datetime


class OrderStep(StrEnum):
    """What an order waits for: the site's reply, the chief's review, the unit's re-inspection.

    For regulators also `chase`, the site's reply is late, and `issue`, a draft: `id` is then the draft's.
    """

    REPLY = "reply"
    REVIEW = "review"
    REINSPECT = "reinspect"
    CHASE = "chase"
    ISSUE = "issue"


class HomeOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order that waits for the person; the title may be shortened. A draft is due since it was drafted."""

    id: UUID
    project_id: UUID
    step: OrderStep
    title: str
    due_at: datetime
    is_overdue: bool


class More(msgspec.Struct, frozen=True, kw_only=True):
    """How many there are beyond those listed; each has a list of its own.

    A regulator's `projects` are those with something overdue.
    """

    projects: int
    dues: int
    warnings: int
    orders: int


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much waits for the person's decision; what only regulators decide is there for them only.

    `applications` for posts: on projects where the person approves them, or of the own unit where nobody else does.
    `reports_to_review`: filed ones for a chief, reviewed ones for the unit. `accounts_to_approve` are for the unit's
    administrators; `facts_to_verify` counts projects.
    """

    applications: int
    reports_to_review: int
    handovers_to_sign: int
    accounts_to_approve: int | UnsetType = UNSET
    facts_to_verify: int | UnsetType = UNSET
    orders_to_reinspect: int | UnsetType = UNSET
    drafts_to_decide: int | UnsetType = UNSET
    extensions_to_decide: int | UnsetType = UNSET


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """The page, or what has changed of it.

    A full page replaces what the phone holds. Otherwise: `projects` are new or changed, by their id; `project_ids`
    is there when projects came or went, and lists those that stay; `dues`, `warnings` and `orders` are there when they
    have changed, and then whole; `has_more` asks to come back at once with the new cursor.

    Each list stands worst first: warnings by level, then a site's newest first and a regulator's longest waiting
    first; orders overdue first, then by `due_at`; dues by `due_at`, paused ones last. One list of all of it: red and
    orange warnings; what is overdue, by `due_at`; yellow and blue warnings; the rest by `due_at`, paused ones last.
    """

    cursor: str
    is_full: bool
    has_more: bool
    more: More
    waiting: Counts
    projects: list[HomeProject]
    project_ids: list[UUID] | UnsetType = UNSET
    dues: list[Due] | UnsetType = UNSET
    warnings: list[HomeWarning] | UnsetType = UNSET
    orders: list[HomeOrder] | UnsetType = UNSET
