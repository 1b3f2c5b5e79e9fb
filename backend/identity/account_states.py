"""What administrators do to a colleague's account: disable, enable, make an administrator, take that back.

Every act is upon somebody else, and reaches each session of the colleague at its next request.
"""

from uuid import UUID

from backend.core import audit, clock, db
from backend.core.errors import NOT_FOUND
from backend.identity import accounts, sessions
from backend.identity.problems import ACCOUNT_STATE, NOT_ADMINISTRATOR, NOT_YOURSELF
from backend.identity.rules import ACCOUNT_STATES, AccountAction, states_before
from backend.identity.scope import Scope
from backend.identity.units import Level, administered_unit


async def disable(scope: Scope, account_id: UUID, reason: str) -> None:
    """Shut a colleague's account and end its sessions; by an administrator of that unit or of one above it."""
    async with db.transaction():
        await _move(scope, account_id, AccountAction.DISABLE, reason)
        await sessions.end_of_account(account_id, "disabled")
        await audit.write(scope.account_id, "account.disable", subject_id=account_id)


async def enable(scope: Scope, account_id: UUID) -> None:
    """Open a disabled or dormant colleague's account again; no session of before comes back with it."""
    async with db.transaction():
        await _move(scope, account_id, AccountAction.ENABLE)
        await sessions.end_of_account(account_id, "enabled")
        await audit.write(scope.account_id, "account.enable", subject_id=account_id)


async def _move(scope: Scope, account_id: UUID, action: AccountAction, reason: str | None = None) -> None:
    """The administrator's half of `ACCOUNT_STATES`, never upon oneself."""
    await _administered(scope, account_id)
    await move_state(account_id, action, reason)


async def move_state(account_id: UUID, action: AccountAction, reason: str | None = None) -> None:
    """Take the account along `ACCOUNT_STATES`, or refuse; an account that comes back has been seen now.

    Its row stays locked until the caller's transaction ends: see `sessions.open_session`.
    """
    # Each of these actions leads to one state only, wherever it starts.
    (after,) = {state for (_, taken), state in ACCOUNT_STATES.items() if taken is action}
    is_moved = await db.execute(
        """
        UPDATE account SET state = $2, state_changed_at = $4, state_reason = $5,
            last_seen_at = CASE WHEN $2 = 'active' THEN $4 ELSE last_seen_at END
        WHERE id = $1 AND state = ANY($3)
        """,
        account_id, after, states_before(ACCOUNT_STATES, action), clock.now(), reason,
    )  # fmt: skip
    if not is_moved:
        raise ACCOUNT_STATE.at("account_id")


async def _administered(scope: Scope, account_id: UUID) -> None:
    """Refuse unless the person administers the colleague's unit or one above it, and is somebody else."""
    sessions.require_full(scope)
    if account_id == scope.account_id:
        raise NOT_YOURSELF.at("account_id")
    unit_id: UUID | None = await db.fetch_value(
        "SELECT unit_id FROM account WHERE id = $1 AND kind = 'regulator'", account_id
    )
    if unit_id is None:
        raise NOT_FOUND.at("account_id")
    await administered_unit(scope, unit_id)


async def appoint_administrator(scope: Scope, account_id: UUID) -> None:
    """Make a colleague an administrator of the own unit; by the province (launch notice, annex 3)."""
    await _set_administrator(scope, account_id, is_administrator=True, act="account.appoint")


async def withdraw_administrator(scope: Scope, account_id: UUID) -> None:
    """Take the duty back, from the next request on; by the province."""
    await _set_administrator(scope, account_id, is_administrator=False, act="account.withdraw")


async def _set_administrator(scope: Scope, account_id: UUID, *, is_administrator: bool, act: str) -> None:
    async with db.transaction():
        await _administered(scope, account_id)
        if await accounts.level_of(scope) is not Level.PROVINCE:
            raise NOT_ADMINISTRATOR.at()
        is_changed = await db.execute(
            "UPDATE account SET is_unit_administrator = $2 WHERE id = $1 AND is_unit_administrator <> $2 "
            "AND (state = 'active' OR NOT $2)",
            account_id, is_administrator,
        )  # fmt: skip
        if not is_changed:
            raise ACCOUNT_STATE.at("account_id")
        await audit.write(scope.account_id, act, subject_id=account_id)
