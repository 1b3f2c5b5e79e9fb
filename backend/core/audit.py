"""Who did what: one row per act of a person or peer, in the act's transaction, chained by hash within a second.

`h(n) = SHA-256(h(n-1) ‖ canonical JSON of the row)`. Rows and links are append-only (a trigger refuses the rest);
a single sequencer under an advisory lock makes the links. Whoever keeps an old head can prove a later rewriting.
"""

import hashlib
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db, ids, logs

GENESIS = bytes(32)
_SEQUENCER_LOCK = 0x5A4D_0001

session_id: ContextVar[UUID | None] = ContextVar("session_id", default=None)
"""The sign-in by which the person acts; it goes into the detail, and says on what and from where they acted."""


async def write(
    actor_id: UUID | None,
    act: str,
    *,
    subject_id: UUID,
    city_code: str = "",
    project_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Record the act; `actor_id` None is the platform itself. No personal data in `detail`."""
    entry_id = ids.new_id()
    by_session = {"session_id": session} if (session := session_id.get()) else {}
    await db.execute(
        """
        WITH entry AS (
            INSERT INTO audit_entry (id, city_code, at, actor_id, act, subject_id, project_id, detail, request_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        )
        INSERT INTO audit_pending (entry_id, city_code, at) VALUES ($1, $2, $3)
        """,
        entry_id, city_code, clock.now(), actor_id, act, subject_id, project_id, (detail or {}) | by_session,
        logs.request_id.get(),
    )  # fmt: skip


async def link_pending(limit: int = 500) -> int:
    """Chain the entries that wait; the number linked, 0 also while another process is the sequencer."""
    async with db.transaction():
        if not await db.fetch_value("SELECT pg_try_advisory_xact_lock($1)", _SEQUENCER_LOCK):
            return 0
        head = await db.fetch_one("SELECT seq, hash FROM audit_link ORDER BY seq DESC LIMIT 1")
        seq, digest = (head["seq"], head["hash"]) if head else (0, GENESIS)
        entries = await db.fetch(
            """
            WITH taken AS (
                DELETE FROM audit_pending WHERE entry_id IN (
                    SELECT entry_id FROM audit_pending ORDER BY entry_id LIMIT $1)
                RETURNING entry_id, city_code, at
            )
            SELECT audit_entry.* FROM taken JOIN audit_entry ON audit_entry.id = taken.entry_id
                AND audit_entry.city_code = taken.city_code AND audit_entry.at = taken.at ORDER BY audit_entry.id
            """,
            limit,
        )
        links = []
        for entry in entries:
            seq, digest = seq + 1, hash_entry(digest, entry)
            links.append((seq, entry["id"], entry["city_code"], entry["at"], digest))
        await db.execute_many(
            "INSERT INTO audit_link (seq, entry_id, city_code, at, hash) VALUES ($1, $2, $3, $4, $5)", links
        )
        return len(links)


def hash_entry(previous: bytes, entry: asyncpg.Record) -> bytes:
    """The link's hash; every column counts, keys in sorted order."""
    return hashlib.sha256(previous + msgspec.json.encode(dict(entry), order="deterministic")).digest()


async def find_break() -> int | None:
    """The first sequence number whose entry no longer fits its link, or None when the chain holds."""
    digest, after = GENESIS, 0
    while True:
        rows = await db.fetch(
            "SELECT seq, entry_id, city_code, at, hash FROM audit_link WHERE seq > $1 ORDER BY seq LIMIT 1000", after
        )
        if not rows:
            return None
        for link in rows:
            entry = await db.fetch_one(
                "SELECT * FROM audit_entry WHERE id = $1 AND city_code = $2 AND at = $3",
                link["entry_id"], link["city_code"], link["at"],
            )  # fmt: skip
            after += 1
            if entry is None or link["seq"] != after or hash_entry(digest, entry) != link["hash"]:
                return after
            digest = link["hash"]
