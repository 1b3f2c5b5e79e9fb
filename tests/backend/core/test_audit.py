from uuid import uuid4

import asyncpg
import pytest

from backend.core import audit, db

pytestmark = pytest.mark.usefixtures("database")


async def write_three() -> None:
    for act in ("order.issue", "order.reply", "order.close"):
        async with db.transaction():
            await audit.write(uuid4(), act, subject_id=uuid4(), city_code="440100", detail={"round": 1})
    assert await audit.link_pending() == 3


async def as_superuser(sql: str) -> None:
    """What an intruder with all rights of the database would do."""
    async with db.transaction():
        await db.execute("SET LOCAL session_replication_role = replica")
        await db.execute(sql)


async def test_an_untouched_chain_holds() -> None:
    await write_three()
    assert await audit.find_break() is None


@pytest.mark.parametrize(
    ("tampering", "position"),
    [
        ("UPDATE audit_entry SET act = 'order.withdraw' WHERE act = 'order.reply'", 2),
        ("UPDATE audit_entry SET detail = '{\"round\": 2}' WHERE act = 'order.issue'", 1),
        ("DELETE FROM audit_entry WHERE act = 'order.close'", 3),
        ("DELETE FROM audit_link WHERE seq = 2", 2),
        (
            """UPDATE audit_link AS a SET entry_id = b.entry_id, at = b.at FROM audit_link AS b
               WHERE a.seq IN (2, 3) AND b.seq = 5 - a.seq""",
            2,
        ),
    ],
)
async def test_a_tampered_chain_names_the_place(tampering: str, position: int) -> None:
    await write_three()
    await as_superuser(tampering)
    assert await audit.find_break() == position


async def test_the_application_cannot_change_an_entry() -> None:
    await write_three()
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
        await db.execute("UPDATE audit_entry SET act = 'x'")
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
        await db.execute("DELETE FROM audit_link")


async def test_an_act_that_is_rolled_back_leaves_no_entry() -> None:
    with pytest.raises(RuntimeError):
        async with db.transaction():
            await audit.write(None, "order.issue", subject_id=uuid4())
            raise RuntimeError
    assert await audit.link_pending() == 0
