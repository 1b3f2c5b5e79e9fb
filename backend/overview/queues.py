"""How much waits for a regulator's decision, queue by queue: the counts of the phone's first page, and no list."""

from datetime import datetime
from typing import Final

import msgspec

from backend.core import db
from backend.identity.scope import Scope
from backend.overview.home import REGULATORS_SQL

_SQL: Final = f"""
SELECT accounts_to_approve AS accounts, applications AS posts, facts_to_verify AS facts, reports_to_review AS progress,
       months_to_review AS reviews, drafts_to_decide AS drafts, extensions_to_decide AS extensions,
       orders_to_reinspect AS reinspections, duties_overdue, orders_overdue
FROM ({REGULATORS_SQL}) AS home
"""
"""The columns that nobody asks for are not computed: the lists cost nothing here."""


class Queues(msgspec.Struct, frozen=True, kw_only=True):
    """What waits, as many lines as the list of each queue has.

    `accounts` are for administrators; `facts` counts projects; `reviews` months that are over. What is overdue is
    counted for the own unit and all those below it, the rest where the person decides.
    """

    accounts: int
    posts: int
    facts: int
    progress: int
    reviews: int
    drafts: int
    extensions: int
    reinspections: int
    duties_overdue: int
    orders_overdue: int


async def counts(scope: Scope, now: datetime) -> Queues:
    """All of them in one statement."""
    row = await db.fetch_one(
        _SQL, scope.unit_id, now, False, 0, 0, 0, scope.is_unit_administrator, scope.account_id  # noqa: FBT003  $3 is of the lists.
    )  # fmt: skip
    assert row is not None
    return msgspec.convert(dict(row), Queues)
