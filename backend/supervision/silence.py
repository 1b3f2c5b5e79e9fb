"""What should have been reported and was not: the overdue obligation becomes a warning, the late report ends it.

`projects` may not call us. It sets two timers on the obligation: `obligation.overdue` at the due moment, and
`obligation.met` at once when the report is filed. Each fires once, in its own transaction.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from backend.core import clock, db
from backend.core.i18n import Text
from backend.core.timers import Timer
from backend.supervision.raising import close_by_itself, raise_warning
from backend.supervision.rules import Fact

OVERDUE: Final = "obligation.overdue"
MET: Final = "obligation.settled"

CODES: Final = {"progress": "PRG-OVD"}
"""The warning that each kind of obligation becomes."""

FILED: Final = Text("形象进度已补报", "The visual progress was filed")


def fingerprint(code: str, obligation_id: UUID) -> str:
    """One warning per obligation."""
    return f"{code}:{obligation_id}"


async def overdue(timer: Timer, now: datetime) -> None:
    """Warn of an obligation that is still open past its due moment.

    The filing holds the obligation and removes this timer, so this never waits for it (see `escalation`).
    """
    row = await db.fetch_one(
        "SELECT project_id, kind, period, due_at FROM obligation "
        "WHERE id = $1 AND state = 'open' AND due_at <= $2 FOR UPDATE NOWAIT",
        timer.subject_id,
        now,
    )
    if row is None:
        return
    code, period = CODES[row["kind"]], row["period"]
    await raise_warning(
        code,
        project_id=row["project_id"],
        fingerprint=fingerprint(code, timer.subject_id),
        summary=Text(f"{period} 月形象进度逾期未报", f"The visual progress of {period} was not filed in time"),
        facts=[
            Fact(Text("应报月份", "Month due"), period),
            Fact(Text("截止时间", "Was due"), row["due_at"].astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")),
        ],
        data={"obligation_id": str(timer.subject_id), "period": period},
    )


async def met(timer: Timer, _: datetime) -> None:
    """Close the warning of an obligation that was met late; nothing if it was returned and is open again."""
    row = await db.fetch_one("SELECT kind FROM obligation WHERE id = $1 AND state = 'met'", timer.subject_id)
    if row is not None:
        await close_by_itself(fingerprint(CODES[row["kind"]], timer.subject_id), reason=FILED)
