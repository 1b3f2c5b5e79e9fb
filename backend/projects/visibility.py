"""Which projects a person may see, as one SQL condition that every scoped query carries in its WHERE.

A query that uses it names the table `project` and takes `*scope.args` as its first two parameters.
Enterprise staff see the projects on which they hold an active post; a regulator sees those whose supervising
unit lies in the subtree of the regulator's own (shared rule: region × sector, domain section 2.2).
"""

VISIBLE = """(
    EXISTS (SELECT 1 FROM post AS mine WHERE mine.project_id = project.id AND mine.account_id = $1
                                         AND mine.state = 'active')
    OR project.supervising_unit_id IN (SELECT unit.id FROM unit WHERE unit.lineage @> ARRAY[$2::uuid])
)"""


def holding(*kinds: str) -> str:
    """The narrower condition: the person holds one of these posts on the project."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return f"""EXISTS (SELECT 1 FROM post AS mine WHERE mine.project_id = project.id AND mine.account_id = $1
                                                    AND mine.state = 'active' AND mine.kind IN ({listed}))"""


SUPERVISED = "project.supervising_unit_id IN (SELECT unit.id FROM unit WHERE unit.lineage @> ARRAY[$2::uuid])"
"""The regulator's half alone: who sees, urges and orders."""

SUPERVISING = "project.supervising_unit_id = $2::uuid"
"""The supervising unit's own people: they confirm the month's progress, those above view it (domain section 2.3)."""

REINSPECTING = f"""({SUPERVISED} AND EXISTS (
    SELECT 1 FROM unit AS mine WHERE mine.id = $2
    AND (mine.id = project.supervising_unit_id OR mine.level IN ('district', 'station'))))"""
"""Who re-inspects and closes an order: the supervising unit, or a district above it (domain section 2.3)."""
