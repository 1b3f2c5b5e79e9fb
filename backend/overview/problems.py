"""Refusals of the overview."""

from backend.core.errors import Problem

QUERY_TOO_SHORT = Problem(
    code="query_too_short",
    status=422,
    zh="请至少输入两个字（空格和标点不计）",
    en="Enter two characters at least; blanks and punctuation do not count",
    next_zh="多输入一个字再搜索",
    next_en="Add a character and search again",
)
MONTH_MALFORMED = Problem(
    code="month_malformed",
    status=422,
    zh="月份应写作 2026-11",
    en="A month is written 2026-11",
    next_zh="请重新选择月份",
    next_en="Choose the month again",
)
MONTH_IN_FUTURE = Problem(
    code="month_in_future",
    status=422,
    zh="该月份还没有到",
    en="This month is still to come",
    next_zh="请选择本月或以前的月份",
    next_en="Choose this month or an earlier one",
)
