"""The person's own sessions: where one is signed in, and ending them."""

from typing import Any
from uuid import UUID

from litestar import Request, delete, get, post
from litestar.params import FromPath

from backend.core.examples import answer
from backend.core.idempotency import once
from backend.identity import samples, sessions
from backend.identity.authentication import person
from backend.identity.sessions import EndedSessions, OwnSession


@get(
    "/sessions",
    operation_id="miniapp_list_sessions",
    summary="Where I am signed in",
    description="The own live sessions at the phone and at the console, the last used first.",
    responses=answer(list[OwnSession], [samples.OWN_SESSION]),
)
async def list_sessions(request: Request[Any, Any, Any]) -> list[OwnSession]:
    """Sessions."""
    return await sessions.list_own(person(request))


@delete(
    "/sessions/{session_id:uuid}",
    operation_id="miniapp_end_session",
    summary="Sign out there",
    description="Ends one of the own sessions at either door, at once; ending an ended one is the same.",
)
@once
async def end_session(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> None:
    """Nothing."""
    await sessions.end(person(request), session_id)


@post(
    "/sessions/end-others",
    operation_id="miniapp_end_other_sessions",
    summary="Sign out everywhere else",
    description="Ends every own session but this one, at both doors.",
    status_code=200,
    responses=answer(EndedSessions, EndedSessions(3)),
)
@once
async def end_others(request: Request[Any, Any, Any]) -> EndedSessions:
    """The number."""
    return EndedSessions(await sessions.end_others(person(request)))


@post(
    "/sessions/end-all",
    operation_id="miniapp_end_all_sessions",
    summary="Sign out everywhere",
    description="Ends every own session at both doors, this one with them: for a phone that was lost.",
    status_code=200,
    responses=answer(EndedSessions, EndedSessions(4)),
)
@once
async def end_all(request: Request[Any, Any, Any]) -> EndedSessions:
    """The number."""
    return EndedSessions(await sessions.end_all(person(request)))


ROUTES = [list_sessions, end_session, end_others, end_all]
