"""Who answers when a post is vacant: the post that it falls to at once, in a declared order.

A matter belongs to (project, post). Being told of it and finding it in one's list follows this table; so does the
answer to a warning. Acts that the norm gives to one post alone do not: an order's reply stays the contractor's and
the review the chief's, whoever is told that it waits. Nobody is left: the supervising unit answers.
"""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from backend.core import db
from backend.projects.rules import APPROVERS, PostKind

APPROVER: Final = "approver"
"""What waits for either approver of the project: no post of its own, but an order of two."""

UNIT: Final = "supervising_unit"
"""Who answers where no post does; some matters are the unit's from the start."""

SUCCESSION: Final[Mapping[str, tuple[PostKind, ...]]] = {
    # Within the contractor first, then whose contract it is: the developer can have the post filled. The chief comes
    # last, since the chief reviews what the contractor answers.
    PostKind.PROJECT_MANAGER: (
        PostKind.PROJECT_MANAGER,
        PostKind.SAFETY_OFFICER,
        PostKind.DEVELOPER_LEAD,
        PostKind.CHIEF_ENGINEER,
    ),
    PostKind.SAFETY_OFFICER: (
        PostKind.SAFETY_OFFICER,
        PostKind.PROJECT_MANAGER,
        PostKind.DEVELOPER_LEAD,
        PostKind.CHIEF_ENGINEER,
    ),
    # The manager answers for materials; the safety officer is the contractor's only other person of rank.
    PostKind.MATERIALS_CLERK: (
        PostKind.MATERIALS_CLERK,
        PostKind.PROJECT_MANAGER,
        PostKind.SAFETY_OFFICER,
        PostKind.DEVELOPER_LEAD,
        PostKind.CHIEF_ENGINEER,
    ),
    # Never to the contractor: the chief checks the contractor's work on the developer's behalf, and a check that
    # falls to those who are checked is none. The developer employs the supervision firm and must replace the chief.
    PostKind.CHIEF_ENGINEER: (PostKind.CHIEF_ENGINEER, PostKind.DEVELOPER_LEAD),
    # The supervision firm acts for the developer on site; the contractor never does.
    PostKind.DEVELOPER_LEAD: (PostKind.DEVELOPER_LEAD, PostKind.CHIEF_ENGINEER),
    # Either approver suffices; without both the supervising unit decides on applications.
    APPROVER: APPROVERS,
}


def owner(kind: str, holders: Collection[str]) -> str | None:
    """The post that answers for a kind while `holders` are the posts that somebody holds; None: the supervising unit.

    The same as `live_post` of the database, which reads the same table.
    """
    return next((post.value for post in SUCCESSION.get(kind, ()) if post in holders), None)


async def load() -> None:
    """Bring the table of succession to what stands here."""
    async with db.transaction():
        await db.execute("DELETE FROM post_succession")
        await db.execute_many(
            "INSERT INTO post_succession (post_kind, position, falls_to) VALUES ($1, $2, $3)",
            [
                (str(kind), position, post.value)
                for kind, falls_to in SUCCESSION.items()
                for position, post in enumerate(falls_to)
            ],
        )


async def live_owner(project_id: UUID, kind: str) -> str | None:
    """The post that answers for the kind on the project now; None: the supervising unit."""
    post: str | None = await db.fetch_value("SELECT live_post($1, $2)", project_id, kind)
    return post
