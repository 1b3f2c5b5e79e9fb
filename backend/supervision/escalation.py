"""Nobody answered in time: the next post is told as well, and after a while the level rises.

The firing timer's row is held by its transaction, while an acknowledgement holds the warning and removes the timer:
this handler therefore never waits for the warning. If somebody is at it, the timer is left where it is and comes
again two seconds later, unless that somebody has removed it.

A kind without posts has nobody who could acknowledge it, such as the supervising unit's own lateness: it rises to its
top and then stands in the lists, without a message every day, until it closes by itself.
"""

from datetime import datetime

from backend.core import db
from backend.core.timers import Timer
from backend.supervision import history, reference, rules, warning_row
from backend.supervision.rules import WARNING_STATES, Level, Standing, WarningAction, WarningState
from backend.supervision.warning_row import COLUMNS, TABLES


async def escalate(timer: Timer, now: datetime) -> None:
    """One step of the warning's escalation; nothing for a warning that is no longer open."""
    row = await db.fetch_one(
        f"""
        SELECT {COLUMNS}, (SELECT array_agg(DISTINCT post.kind) FROM post
                           WHERE post.project_id = project.id AND post.state = 'active') AS held
        FROM {TABLES} WHERE warning.id = $1 AND warning.state = 'open' FOR UPDATE OF warning NOWAIT
        """,
        timer.subject_id,
    )
    if row is None:
        return
    before = Standing(level=Level(row["level"]), step=row["step"], level_step=row["level_step"])
    after = rules.escalated(
        await reference.escalation_policy(),
        before,
        posts=row["posts"],
        held=row["held"] or (),
        top=Level(row["top_level"]),
    )
    moved = await db.fetch_one(
        f"""
        UPDATE warning SET level = $2, step = $3, level_step = $4 FROM project, warning_kind
        WHERE warning.id = $1 AND warning.state = 'open'
          AND project.id = warning.project_id AND warning_kind.code = warning.code
        RETURNING {COLUMNS}
        """,
        timer.subject_id, after.level, after.step, after.level_step,
    )  # fmt: skip
    assert moved is not None
    state = WARNING_STATES[WarningState.OPEN, WarningAction.ESCALATE]
    await history.write(
        timer.subject_id, WarningAction.ESCALATE, now, from_state=row["state"], to_state=state, level=after.level,
        note=", ".join(row["posts"][before.step + 1 : after.step + 1]) or None,
    )  # fmt: skip
    await warning_row.record("warning.escalated", moved, from_level=before.level, step=after.step, because="unanswered")
    if row["posts"] or after.level != row["top_level"]:
        await warning_row.set_timer(moved, now)
