"""Cards that change with their matter: which codes let us change them, and whether that still makes sense."""

from typing import NamedTuple
from uuid import UUID

from backend.core import db


class Twin(NamedTuple):
    """A sent card. `response_code` None: it was used, or never came; only a new message can say more."""

    delivery_state: str
    response_code: str | None


def task_id_of(delivery_id: UUID) -> str:
    """The card's task id, the same for every attempt of its delivery: the provider refuses a second use."""
    return f"d-{delivery_id.hex}"


async def of_delivery(delivery_id: UUID) -> Twin | None:
    """The card that a delivery made, None if there is no such delivery."""
    row = await db.fetch_one(
        """
        SELECT delivery.state, card_twin.response_code
        FROM delivery LEFT JOIN card_twin ON card_twin.task_id = $2
        WHERE delivery.id = $1
        """,
        delivery_id,
        task_id_of(delivery_id),
    )
    return Twin(row["state"], row["response_code"]) if row else None


async def remember(task_id: str, *, subject_id: UUID, account_id: UUID, response_code: str | None) -> None:
    """A card was sent, in the transaction that records it; a press may have been quicker and brought a newer code."""
    await db.execute(
        """
        INSERT INTO card_twin (task_id, subject_id, account_id, response_code, response_code_at)
        VALUES ($1, $2, $3, $4, clock_timestamp())
        ON CONFLICT (task_id) DO NOTHING
        """,
        task_id, subject_id, account_id, response_code,
    )  # fmt: skip


async def renew(task_id: str, *, account_id: UUID, response_code: str) -> UUID | None:
    """A press brought a new code; the matter that the card is about, None if the card is not one of that person's."""
    return await db.fetch_value(  # type: ignore[no-any-return]  # asyncpg is untyped; the column is uuid.
        """
        WITH sent AS (
            SELECT subject_id, account_id FROM delivery
            WHERE id = $4 AND channel = 'app_card' AND account_id = $2
        )
        INSERT INTO card_twin (task_id, subject_id, account_id, response_code, response_code_at)
        SELECT $1, subject_id, account_id, nullif($3, ''), clock_timestamp() FROM sent
        ON CONFLICT (task_id) DO UPDATE SET response_code = coalesce(excluded.response_code, card_twin.response_code),
                                            response_code_at = excluded.response_code_at
        RETURNING subject_id
        """,
        task_id, account_id, response_code, _delivery_of(task_id),
    )  # fmt: skip


async def spend(task_id: str, response_code: str | None, *, state: str) -> None:
    """The card was changed: its code is used up, unless a newer one has come meanwhile."""
    await db.execute(
        """
        UPDATE card_twin SET state = $3,
               response_code = CASE WHEN response_code = $2 THEN NULL ELSE response_code END
        WHERE task_id = $1
        """,
        task_id, response_code, state,
    )  # fmt: skip


def _delivery_of(task_id: str) -> UUID | None:
    try:
        return UUID(hex=task_id.removeprefix("d-"))
    except ValueError:
        return None
