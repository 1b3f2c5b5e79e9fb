"""Who asks: the value that every query of a person's data carries into its WHERE."""

from enum import StrEnum
from uuid import UUID

import msgspec


class AccountKind(StrEnum):
    """Enterprise staff see the projects on which they hold a post; regulators those of their unit's subtree."""

    ENTERPRISE = "enterprise"
    REGULATOR = "regulator"


class Door(StrEnum):
    """Through which face a session was opened; each has its own ends."""

    PHONE = "phone"
    CONSOLE = "console"


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in person. `unit_id` is set for regulators only.

    `is_limited`: the session was born of a scanned code. It does a day's work and no act upon the security of
    accounts (see `require_full` in `sessions`).
    """

    account_id: UUID
    session_id: UUID
    kind: AccountKind
    door: Door
    name: str
    unit_id: UUID | None
    is_unit_administrator: bool
    is_limited: bool = False

    @property
    def args(self) -> tuple[UUID, UUID | None]:
        """The first two parameters, $1 and $2, of every scoped query (see `backend.projects.visibility`)."""
        return self.account_id, self.unit_id
