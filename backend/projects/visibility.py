"""Which projects a person may see, as one SQL condition that every scoped query carries in its WHERE.

A query that uses it names the table `project` and takes `*scope.args` as its first two parameters.
Enterprise staff see the projects on which they hold an active post; a regulator sees those whose supervising
unit lies in the subtree of the regulator's own (shared rule: region × sector, domain section 2.2).
"""

from uuid import UUID

_HELD = """EXISTS (SELECT 1 FROM post AS mine WHERE mine.project_id = project.id AND mine.account_id = $1
                                             AND mine.state = 'active')"""

SUPERVISED = "project.supervising_unit_id IN (SELECT unit.id FROM unit WHERE unit.lineage @> ARRAY[$2::uuid])"
"""The regulator's half alone: who sees, urges and orders."""

VISIBLE = f"({_HELD} OR {SUPERVISED})"


def listed(unit_id: UUID | None) -> str:
    """`VISIBLE` for a list: the half that can be true of this person, since a regulator holds no post.

    The database then starts from the person's own rows; over the two halves it would walk through the province.
    """
    return f"({_HELD} AND $2::uuid IS NULL)" if unit_id is None else f"({SUPERVISED} AND $1::uuid IS NOT NULL)"


def holding(*kinds: str) -> str:
    """The narrower condition: the person holds one of these posts on the project."""
    named = ", ".join(f"'{kind}'" for kind in kinds)
    return f"""EXISTS (SELECT 1 FROM post AS mine WHERE mine.project_id = project.id AND mine.account_id = $1
                                                    AND mine.state = 'active' AND mine.kind IN ({named}))"""


SUPERVISING = "project.supervising_unit_id = $2::uuid"
"""The supervising unit's own people: they confirm the month's progress, those above view it (domain section 2.3)."""

REINSPECTING = f"""({SUPERVISED} AND EXISTS (
    SELECT 1 FROM unit AS mine WHERE mine.id = $2
    AND (mine.id = project.supervising_unit_id OR mine.level IN ('district', 'station'))))"""
"""Who re-inspects and closes an order: the supervising unit, or a district above it (domain section 2.3)."""
