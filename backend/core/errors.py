"""The one error tree, sorted by what the caller can do.

    SandtableError
    ├── Refusal       the request cannot be served as it stands: the `Problem` says why and what to do next
    └── Unavailable   a part we need is away: the same request may be sent again after `retry_after_seconds`

A domain declares its problems as constants beside its rules and raises them::

    WRONG_CHECK_DIGIT = Problem(
        code="uscc_check_digit", status=422,
        zh="统一社会信用代码校验位不正确", en="The check digit of the unified social credit code is wrong",
        next_zh="请对照营业执照重新输入", next_en="Compare it with the business licence and enter it again",
    )
    raise WRONG_CHECK_DIGIT.at("uscc")

`backend.core.http` turns them into RFC 9457 problem details in the reader's language; nothing else formats errors.
"""

from typing import Any, Final

import msgspec

PROBLEMS: Final[dict[str, "Problem"]] = {}
"""Every problem that the product can name, by code: the reference page and the tests read it."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of refusal. `code` is a promise to clients and never changes its meaning.

    Texts may hold `{name}` places, filled from the parameters of `at()`.
    """

    code: str
    status: int
    zh: str
    en: str
    next_zh: str
    next_en: str

    def __post_init__(self) -> None:
        if PROBLEMS.setdefault(self.code, self) != self:
            raise ValueError(f"problem code {self.code} is declared twice with different meanings")

    def at(self, field: str | None = None, **params: Any) -> "Refusal":
        """The exception to raise; `field` is the JSON path of the offending input."""
        return Refusal(self, field=field, params=params)


class SandtableError(Exception):
    """Root of everything we raise on purpose."""


class Refusal(SandtableError):
    """The request cannot be served as it stands."""

    def __init__(self, problem: Problem, *, field: str | None, params: dict[str, Any]) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.field = field
        self.params = params


class Unavailable(SandtableError):
    """A part we need is away; the caller may repeat the request."""

    def __init__(self, part: str, *, retry_after_seconds: int = 5) -> None:
        super().__init__(part)
        self.part = part
        self.retry_after_seconds = retry_after_seconds


NOT_FOUND = Problem(
    code="not_found",
    status=404,
    zh="没有找到，或您无权查看",
    en="Not found, or not yours to see",
    next_zh="请检查编号；若应有权限，请联系项目总监或单位管理员",
    next_en="Check the number; if it should be yours, ask the chief supervision engineer or your unit administrator",
)
FORBIDDEN = Problem(
    code="forbidden",
    status=403,
    zh="您的岗位不能进行此操作",
    en="Your post may not do this",
    next_zh="请由有权限的岗位办理",
    next_en="Ask the post that may",
)
UNAUTHENTICATED = Problem(
    code="unauthenticated",
    status=401,
    zh="请先登录",
    en="Sign in first",
    next_zh="重新登录后再试",
    next_en="Sign in and try again",
)
INVALID = Problem(
    code="invalid_input",
    status=400,
    zh="输入不符合要求：{detail}",
    en="The input does not fit: {detail}",
    next_zh="请按提示修改后重试",
    next_en="Correct the field and send again",
)
