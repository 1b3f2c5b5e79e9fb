"""Pure decisions about people: the life of a post, who is the one that a permit names, how many projects at once."""

import tomllib
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Final

import msgspec

from backend.core.i18n import Text
from backend.projects.rules import PostKind

REQUIRED_POSTS: Final = (PostKind.PROJECT_MANAGER, PostKind.CHIEF_ENGINEER, PostKind.SAFETY_OFFICER)
"""Whom every unfinished project must have: who files, who reviews, who answers for safety."""

# The life of a post


class PostState(StrEnum):
    """Applied for, held, and three ways in which it is over."""

    APPLIED = "applied"
    ACTIVE = "active"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"

    @property
    def is_final(self) -> bool:
        """Whether nothing can follow; the same person may apply anew."""
        return self in (PostState.REFUSED, PostState.WITHDRAWN, PostState.ENDED)


class PostAction(StrEnum):
    """What is done: by the applicant, the permit, an approver or the station, the holder."""

    APPLY = "apply"
    GRANT = "grant"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    LEAVE = "leave"
    END = "end"
    HAND_OVER = "hand_over"


POST_STATES: Final[Mapping[tuple[PostState | None, PostAction], PostState]] = {
    (None, PostAction.APPLY): PostState.APPLIED,
    # Named on the permit: nobody has to approve.
    (None, PostAction.GRANT): PostState.ACTIVE,
    (PostState.APPLIED, PostAction.APPROVE): PostState.ACTIVE,
    (PostState.APPLIED, PostAction.REFUSE): PostState.REFUSED,
    (PostState.APPLIED, PostAction.WITHDRAW): PostState.WITHDRAWN,
    (PostState.ACTIVE, PostAction.LEAVE): PostState.ENDED,
    (PostState.ACTIVE, PostAction.END): PostState.ENDED,
    (PostState.ACTIVE, PostAction.HAND_OVER): PostState.ENDED,
}
"""The whole life of a post; what is not here is refused."""


def post_states_before(action: PostAction) -> list[str]:
    """The states from which the action is allowed: what its UPDATE carries in its WHERE."""
    return [state.value for state, taken in POST_STATES if taken is action and state is not None]


def post_state_after(action: PostAction) -> PostState:
    """Where the action leads; every action leads to one state only."""
    (state,) = {after for (_, taken), after in POST_STATES.items() if taken is action}
    return state


class Proof(StrEnum):
    """By what right somebody holds a post."""

    PERMIT = "permit"
    APPROVER = "approver"
    STATION = "station"


POST_NAMES: Final[Mapping[str, Text]] = {
    PostKind.PROJECT_MANAGER: Text("项目经理", "project manager"),
    PostKind.CHIEF_ENGINEER: Text("总监理工程师", "chief supervision engineer"),
    PostKind.SAFETY_OFFICER: Text("专职安全员", "safety officer"),
    PostKind.MATERIALS_CLERK: Text("材料员", "materials clerk"),
    PostKind.DEVELOPER_LEAD: Text("建设单位项目负责人", "developer's lead"),
    "supervising_unit": Text("监督机构", "supervising unit"),
}


# The permit's names

ON_PERMIT: Final = frozenset({PostKind.PROJECT_MANAGER, PostKind.CHIEF_ENGINEER})
"""The posts whose first holder stands on the permit."""

_SEPARATORS: Final = frozenset("·•・‧.－-")


def is_same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name: blanks, width, case and the dot within a name make no difference."""
    return _spelling(one) == _spelling(other)


def _spelling(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if not letter.isspace() and letter not in _SEPARATORS)


# How many projects at once


class Concurrency(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[concurrency]` of `people.toml`: the most projects per post, and the statuses of projects that count."""

    project_manager: int
    chief_engineer: int
    counted: list[str]

    def most(self, kind: str) -> int | None:
        """On how many projects one person may hold the post; None where nothing limits it."""
        return {PostKind.PROJECT_MANAGER: self.project_manager, PostKind.CHIEF_ENGINEER: self.chief_engineer}.get(
            PostKind(kind)
        )


CONCURRENCY: Final = msgspec.convert(
    tomllib.loads((files(__package__) / "people.toml").read_text(encoding="utf-8"))["concurrency"], Concurrency
)
