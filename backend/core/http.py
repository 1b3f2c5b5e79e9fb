"""What every HTTP door shares: the request's context, problem details, the answer while a part is away.

Errors leave as RFC 9457 problem details in the reader's language::

    {"type": "/problems/uscc_check_digit", "title": "…", "status": 422, "code": "uscc_check_digit",
     "field": "uscc", "next": "…", "request_id": "…"}
"""

from contextvars import ContextVar
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import structlog
from litestar import Request, Response
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException, NotAuthorizedException, NotFoundException, ValidationException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from backend.core import i18n, logs
from backend.core.errors import INVALID, NOT_FOUND, UNAUTHENTICATED, Problem, Refusal, Unavailable

log = structlog.get_logger()

PROBLEM_JSON = "application/problem+json"

AWAY = Problem(
    code="temporarily_unavailable",
    status=503,
    zh="服务暂时不可用，您的内容没有丢失",
    en="The service is away for a moment; nothing of yours was lost",
    next_zh="请稍后用同一请求重试",
    next_en="Send the same request again in a moment",
)
INTERNAL = Problem(
    code="internal_error",
    status=500,
    zh="系统内部错误",
    en="Something went wrong on our side",
    next_zh="请稍后重试；仍不行时把编号告诉管理员",
    next_en="Try again; if it stays, tell your administrator the request id",
)
METHOD_NOT_ALLOWED = Problem(
    code="method_not_allowed",
    status=405,
    zh="该地址不支持此方法",
    en="This address does not take that method",
    next_zh="请对照接口文档",
    next_en="See the API page",
)
TOO_LARGE = Problem(
    code="body_too_large",
    status=413,
    zh="请求内容过大",
    en="The request body is too large",
    next_zh="请分批提交",
    next_en="Send it in parts",
)

TEXT_UNSTORABLE = Problem(
    code="text_unstorable",
    status=400,
    zh="文字中含有无法保存的控制字符（NUL）",
    en="The text holds a control character (NUL) that cannot be kept",
    next_zh="请删除后重新输入",
    next_en="Remove it and enter the text again",
)


class ProblemDetails(msgspec.Struct, omit_defaults=True):
    """RFC 9457 body; `field` is a JSON path, `next` what the reader can do."""

    type: str
    title: str
    status: int
    code: str
    next: str
    request_id: str
    field: str | None = None


class RequestContext(msgspec.Struct):
    """What services and the idempotency store may know of the current request."""

    method: str
    path: str
    idempotency_key: str | None
    status: int
    actor_id: UUID | None = None


context: ContextVar[RequestContext] = ContextVar("request_context")


class ContextMiddleware(ASGIMiddleware):
    """Sets request id, language and context, and returns the request id to the caller."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Wrap one request."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        request_id = logs.accept_request_id(headers.get(b"x-request-id"))
        logs.request_id.set(request_id)
        i18n.language.set(i18n.negotiate(headers.get(b"accept-language")))
        context.set(
            RequestContext(
                method=str(scope["method"]),  # type: ignore[typeddict-item]  # HTTP scopes only.
                path=scope["path"],
                idempotency_key=headers.get(b"idempotency-key"),
                status=getattr(scope["route_handler"], "status_code", 200),
            )
        )

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        await next_app(scope, receive, send_with_id)


def problem_response(
    problem: Problem,
    *,
    field: str | None = None,
    params: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response[ProblemDetails]:
    """The problem in the reader's language."""
    is_english = i18n.language.get() is i18n.Language.EN
    title, following = (problem.en, problem.next_en) if is_english else (problem.zh, problem.next_zh)
    details = ProblemDetails(
        type=f"/problems/{problem.code}",
        title=title.format(**params) if params else title,
        status=problem.status,
        code=problem.code,
        next=following.format(**params) if params else following,
        request_id=logs.request_id.get(),
        field=field,
    )
    return Response(details, status_code=problem.status, media_type=PROBLEM_JSON, headers=headers)


def on_refusal(_: Request[Any, Any, Any], error: Refusal) -> Response[ProblemDetails]:
    """A refusal carries all that is needed; with the parameter `retry_after_seconds` also when to come back."""
    seconds = error.params.get("retry_after_seconds")
    headers = None if seconds is None else {"Retry-After": str(seconds)}
    return problem_response(error.problem, field=error.field, params=error.params, headers=headers)


def on_unavailable(_: Request[Any, Any, Any], error: Unavailable) -> Response[ProblemDetails]:
    """503 with the seconds to wait, never a hang."""
    log.warning("part.away", part=error.part)
    return problem_response(AWAY, headers={"Retry-After": str(error.retry_after_seconds)})


def on_unstorable(_: Request[Any, Any, Any], __: asyncpg.PostgresError) -> Response[ProblemDetails]:
    """PostgreSQL keeps every character but NUL; the statement failed, so nothing of the request was done."""
    return problem_response(TEXT_UNSTORABLE)


def on_validation(_: Request[Any, Any, Any], error: ValidationException) -> Response[ProblemDetails]:
    """The first offending field, by its path."""
    first = error.extra[0] if isinstance(error.extra, list) and error.extra else {}
    field, detail = str(first.get("key") or "") or None, str(first.get("message") or error.detail)
    return problem_response(INVALID, field=field, params={"detail": detail})


def on_http(_: Request[Any, Any, Any], error: HTTPException) -> Response[ProblemDetails]:
    """What the framework refuses by itself."""
    if isinstance(error, NotAuthorizedException):
        return problem_response(UNAUTHENTICATED)
    if isinstance(error, NotFoundException):
        return problem_response(NOT_FOUND)
    if error.status_code == 405:
        return problem_response(METHOD_NOT_ALLOWED)
    if error.status_code == 413:
        return problem_response(TOO_LARGE)
    if error.status_code >= 500:
        return problem_response(INTERNAL)
    return problem_response(INVALID, params={"detail": error.detail})


def on_crash(request: Request[Any, Any, Any], error: Exception) -> Response[ProblemDetails]:
    """A fault of ours: one log line with the trace, no detail to the caller."""
    log.error("request.crashed", path=request.url.path, exc_info=error)
    return problem_response(INTERNAL)


EXCEPTION_HANDLERS: dict[Any, Any] = {
    Refusal: on_refusal,
    Unavailable: on_unavailable,
    asyncpg.CharacterNotInRepertoireError: on_unstorable,
    asyncpg.UntranslatableCharacterError: on_unstorable,
    ValidationException: on_validation,
    HTTPException: on_http,
    Exception: on_crash,
}
