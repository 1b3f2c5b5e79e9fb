"""Requests about warnings, orders and messages, each with a fresh object."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock, db, ids
from backend.identity.scope import AccountKind, Scope
from backend.supervision import extensions, orders
from backend.supervision.orders import NewFinding
from backend.supervision.replies import Reply
from backend.supervision.rules import Severity
from notifications import groups
from tests.backend.supervision.world import due_in, photo, raise_dust
from tests.contracts import policy_world as worlds
from tests.contracts.policy_case import Builder, Call, Case

# --- supervision --------------------------------------------------------------------------------------------------


def warning(body: Callable[[], dict[str, Any]] | None = None) -> Builder:
    async def build(case: Case) -> Call:
        warning_id = await raise_dust(case.place.project_id, fingerprint=f"ENV-EXC:{case.world.count()}")
        return Call(
            ids={"warning_id": warning_id},
            json=body() if body else None,
            queries=("limit=100", f"limit=100&project_id={case.place.project_id}"),
            trace=str(warning_id),
        )

    return build


def taking() -> dict[str, Any]:
    return {"plan": "开启喷淋", "promised_at": (clock.now() + timedelta(hours=2)).isoformat()}


def _findings() -> list[NewFinding]:
    return [NewFinding("裸土未覆盖", Severity.GENERAL)]


async def issued(case: Case) -> UUID:
    is_mine = case.is_self and case.sender.kind is AccountKind.REGULATOR
    return await orders.issue(
        case.sender if is_mine else case.place.regulator,
        project_id=case.place.project_id,
        title="扬尘整改",
        findings=_findings(),
        due_at=due_in(5),
    )


async def _answers(case: Case, order_id: UUID, by: Scope) -> list[Reply]:
    return [
        Reply(
            finding_id=found,
            text="已覆盖",
            before_photo_id=await photo(by, case.place.project_id, "order_before"),
            after_photo_id=await photo(by, case.place.project_id, "order_after"),
        )
        for found in [row["id"] for row in await db.fetch("SELECT id FROM finding WHERE order_id = $1", order_id)]
    ]


async def replied(case: Case) -> UUID:
    order_id = await issued(case)
    await orders.reply(case.place.manager, order_id, await _answers(case, order_id, case.place.manager))
    # Nobody of the table has written it, unless the scope says so.
    author = case.sender.account_id if case.is_self else await worlds.other_person()
    await db.execute(
        "UPDATE finding_reply SET replied_by = $2 WHERE finding_id IN (SELECT id FROM finding WHERE order_id = $1)",
        order_id,
        author,
    )
    return order_id


async def reviewed(case: Case) -> UUID:
    order_id = await replied(case)
    await orders.review(case.place.chief, order_id, is_passed=True, note="")
    return order_id


def wish() -> dict[str, Any]:
    return {"until": due_in(8).isoformat(), "reason": "连续暴雨"}


def granted() -> dict[str, Any]:
    return {"until": due_in(7).isoformat()}


async def extension_asked(case: Case) -> UUID:
    order_id = await issued(case)
    await extensions.ask(case.place.manager, order_id, until=due_in(8), reason="连续暴雨")
    return order_id


def order(made: Callable[[Case], Awaitable[UUID]], body: Callable[[], dict[str, Any]] | None = None) -> Builder:
    async def build(case: Case) -> Call:
        order_id = await made(case)
        return Call(
            ids={"order_id": order_id},
            json=body() if body else None,
            queries=("limit=100", f"limit=100&project_id={case.place.project_id}"),
            trace=str(order_id),
        )

    return build


async def order_reply(case: Case) -> Call:
    """All findings answered, with photos of the person's own."""
    order_id = await issued(case)
    replies = await _answers(case, order_id, case.sender)
    return Call(ids={"order_id": order_id}, json={"replies": [msgspec.to_builtins(each) for each in replies]})


async def new_order(case: Case) -> Call:
    """An order made from a warning of the project."""
    warning_id = await raise_dust(case.place.project_id, fingerprint=f"ENV-EXC:{case.world.count()}")
    body = {
        "project_id": str(case.place.project_id),
        "warning_id": str(warning_id),
        "title": "扬尘整改",
        "findings": [{"text": "裸土未覆盖", "severity": "general"}],
        "due_at": due_in(5).isoformat(),
    }
    return Call(json=body)


# --- notifications ------------------------------------------------------------------------------------------------


async def new_group(case: Case) -> Call:
    """A robot for the project's group, and one for the supervising unit's."""
    named = {"name": "群", "key": str(ids.new_id())}
    return Call(
        json=named | {"project_id": str(case.place.project_id)}, others=(named | {"unit_id": str(case.place.unit_id)},)
    )


def group(**body: str) -> Builder:
    async def build(case: Case) -> Call:
        administrator = msgspec.structs.replace(case.place.regulator, is_unit_administrator=True)
        group = await groups.connect(administrator, name="群", key=str(ids.new_id()), project_id=case.place.project_id)
        return Call(ids={"group_id": group.id}, json=body or None, queries=("limit=100",), trace=str(group.id))

    return build


async def dead_message(case: Case) -> Call:
    """A message that did not get through."""
    delivery_id = await worlds.delivery(case.place.project_id)
    return Call(ids={"delivery_id": delivery_id}, queries=("limit=100",), trace=str(delivery_id))


async def inbox_message(case: Case) -> Call:
    """A message in somebody's inbox."""
    reader = case.sender.account_id if case.is_self else ids.new_id()
    message_id = await worlds.delivery(case.place.project_id, account_id=reader)
    return Call(ids={"message_id": message_id}, trace=str(message_id))
