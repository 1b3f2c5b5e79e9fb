"""The contractor's answers to an order: each finding once, with a photo of before and one of after."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db, ids
from backend.identity.scope import Scope
from backend.supervision.problems import FINDINGS_UNANSWERED, PHOTO_PURPOSE, SAME_PHOTO
from media import service as media
from media.service import Purpose


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What was done about one finding."""

    finding_id: UUID
    text: str
    before_photo_id: UUID
    after_photo_id: UUID


async def write(scope: Scope, order: asyncpg.Record, answers: Sequence[Reply]) -> None:
    """Store the answers of this round and attempt with their photos; the order is locked."""
    findings = {row["id"] for row in await db.fetch("SELECT id FROM finding WHERE order_id = $1", order["id"])}
    answered = {answer.finding_id for answer in answers}
    if answered != findings or len(answers) != len(findings):
        raise FINDINGS_UNANSWERED.at("replies", expected=len(findings), answered=len(answered & findings))
    await _check_photos(answers)
    now = clock.now()
    for answer in answers:
        reply_id = ids.new_id()
        await db.execute(
            """
            INSERT INTO finding_reply (id, finding_id, round, attempt, text, before_photo_id, after_photo_id,
                                       replied_by, replied_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            reply_id, answer.finding_id, order["round"], order["attempt"], answer.text, answer.before_photo_id,
            answer.after_photo_id, scope.account_id, now,
        )  # fmt: skip
        await media.require_attached(
            [answer.before_photo_id, answer.after_photo_id],
            reply_id,
            uploaded_by=scope.account_id,
            project_id=order["project_id"],
        )


async def _check_photos(answers: Sequence[Reply]) -> None:
    """Every photo once, each taken for the side that it shows; whose they are `media` checks on attaching."""
    before = [answer.before_photo_id for answer in answers]
    after = [answer.after_photo_id for answer in answers]
    if len({*before, *after}) != 2 * len(answers):
        raise SAME_PHOTO.at("replies")
    known = await media.find_many([*before, *after])
    wanted = [*((each, Purpose.ORDER_BEFORE) for each in before), *((each, Purpose.ORDER_AFTER) for each in after)]
    if any(photo_id in known and known[photo_id].purpose is not purpose for photo_id, purpose in wanted):
        raise PHOTO_PURPOSE.at("replies")


async def is_by(account_id: UUID, order: asyncpg.Record) -> bool:
    """Whether the person wrote an answer of the order's present attempt."""
    found = await db.fetch_value(
        """
        SELECT EXISTS (SELECT FROM finding_reply JOIN finding ON finding.id = finding_reply.finding_id
                       WHERE finding.order_id = $1 AND finding_reply.round = $2 AND finding_reply.attempt = $3
                         AND finding_reply.replied_by = $4)
        """,
        order["id"], order["round"], order["attempt"], account_id,
    )  # fmt: skip
    return bool(found)
