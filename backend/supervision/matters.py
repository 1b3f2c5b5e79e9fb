"""The open matters of a project: what waits, of whose post it is, and who answers for it now.

Every open matter has exactly one live owner: the earliest active holder of the post itself or of the first post that
it falls to (`post_succession`), or the supervising unit where nobody is left. Nothing is stored: staff changes need
move no row.
"""

from typing import Final
from uuid import UUID

import asyncpg

from backend.core import db
from backend.core.i18n import Text
from backend.projects.duties.obligation_rules import KINDS, ONCE
from backend.projects.people.people_rules import POST_NAMES
from backend.projects.people.succession import APPROVER, UNIT
from backend.supervision.handover_rules import Matter, MatterKind

CONCERNED: Final = """(
    SELECT unnest(warning_kind.posts)
    UNION ALL SELECT live_post(project.id, concerned.kind) FROM unnest(warning_kind.posts) AS concerned (kind))"""
"""The posts that may answer a warning: those that its kind names, and what a vacant one of them has fallen to."""

_TURN: Final = {
    "issued": Text("待回复", "to reply to"),
    "replied": Text("待审核", "to review"),
    "reviewed": Text("待复查", "to re-inspect"),
    "filed": Text("待复核", "to review"),
    "confirm": Text("待确认", "to confirm"),
}

# `barred` may not answer: nobody decides on the own application, reviews the own report, takes over from oneself.
_MATTERS: Final = f"""
SELECT 'obligation' AS kind, id, post_kind AS post, NULL::uuid AS barred, kind AS name_zh, kind AS name_en,
       period AS more, due_at
FROM obligation WHERE project_id = $1 AND state IN ('open', 'paused')
UNION ALL
SELECT 'report', id, CASE state WHEN 'filed' THEN 'chief_engineer' ELSE '{UNIT}' END,
       CASE state WHEN 'filed' THEN filed_by END, period, period,
       CASE state WHEN 'filed' THEN 'filed' ELSE 'confirm' END, NULL
FROM progress_report WHERE project_id = $1 AND state IN ('filed', 'reviewed')
UNION ALL
SELECT 'application', post.id, '{APPROVER}', post.account_id, account.name, account.name, post.kind, NULL
FROM post JOIN account ON account.id = post.account_id WHERE post.project_id = $1 AND post.state = 'applied'
UNION ALL
SELECT 'warning', warning.id, coalesce(warning.acknowledged_post, warning_kind.posts[1]), NULL,
       warning_kind.name_zh, warning_kind.name_en, warning.short_code,
       CASE warning.state WHEN 'acknowledged' THEN warning.promised_at END
FROM warning JOIN warning_kind ON warning_kind.code = warning.code
WHERE warning.project_id = $1 AND warning.state <> 'closed'
UNION ALL
SELECT 'order', id,
       CASE state WHEN 'issued' THEN 'project_manager' WHEN 'replied' THEN 'chief_engineer' ELSE '{UNIT}' END,
       NULL, short_code || ' ' || title, short_code || ' ' || title, state, due_at
FROM rectification_order WHERE project_id = $1 AND state NOT IN ('closed', 'withdrawn')
UNION ALL
SELECT 'handover', id, post_kind, from_account_id, post_kind, post_kind, '', NULL
FROM handover WHERE project_id = $1 AND state = 'offered'"""

_OWNED: Final = f"""
SELECT matter.*, owner.kind AS owner, owner.account_id
FROM ({_MATTERS}) AS matter LEFT JOIN LATERAL (
    SELECT post.kind, post.account_id
    FROM post_succession AS succession
    JOIN post ON post.project_id = $1 AND post.kind = succession.falls_to AND post.state = 'active'
    JOIN account ON account.id = post.account_id AND account.state = 'active'
    WHERE succession.post_kind = matter.post AND post.account_id IS DISTINCT FROM matter.barred
    ORDER BY succession.position, post.applied_at, post.id LIMIT 1
) AS owner ON true
ORDER BY matter.due_at NULLS LAST, matter.kind, matter.id"""


async def list_open(project_id: UUID) -> list[Matter]:
    """Every open matter of the project with its owner, the soonest due first; each once."""
    return [_matter(row) for row in await db.fetch(_OWNED, project_id)]


async def of_post(project_id: UUID, kind: str, *, but: UUID | None = None) -> list[Matter]:
    """What a holder of the post answers for: its own matters and what has fallen to it, without the one of id `but`."""
    return [
        matter for matter in await list_open(project_id) if kind in (matter.post, matter.owner) and matter.id != but
    ]


def _matter(row: asyncpg.Record) -> Matter:
    return Matter(
        kind=MatterKind(row["kind"]),
        id=row["id"],
        post=row["post"],
        owner=row["owner"] or UNIT,
        owner_id=row["account_id"],
        text=_text(row),
        due_at=row["due_at"],
    )


def _text(row: asyncpg.Record) -> Text:
    zh, en, more = row["name_zh"], row["name_en"], row["more"]
    match MatterKind(row["kind"]):
        case MatterKind.OBLIGATION:
            name = KINDS[zh].name if zh in KINDS else Text(zh, en)
            month = "" if more == ONCE else f"{more} "
            return Text(f"{month}{name.zh}", f"{month}{name.en}")
        case MatterKind.REPORT:
            return Text(f"{zh} 形象进度{_TURN[more].zh}", f"The progress of {en} {_TURN[more].en}")
        case MatterKind.APPLICATION:
            return Text(f"{zh} 申请担任{POST_NAMES[more].zh}", f"{en} applies for: {POST_NAMES[more].en}")
        case MatterKind.WARNING:
            return Text(f"{more} {zh}", f"{more} {en}")
        case MatterKind.ORDER:
            return Text(f"{zh} {_TURN[more].zh}", f"{en} {_TURN[more].en}")
        case MatterKind.HANDOVER:
            return Text(f"{POST_NAMES[zh].zh}交接待签收", f"A handover to sign: {POST_NAMES[en].en}")
