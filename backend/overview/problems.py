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
MONTH_NOT_KEPT = Problem(
    code="month_not_kept",
    status=404,
    zh="该月份没有留下地图统计",
    en="No counts of the map were kept for this month",
    next_zh="请选择时间轴上的月份",
    next_en="Choose a month of the time slider",
)
PLATFORM_ONLY = Problem(
    code="platform_administrator_only",
    status=403,
    zh="后台任务由省级管理员查看和处理",
    en="Background jobs are watched over by the province's administrators",
    next_zh="请联系省级管理员",
    next_en="Ask a province administrator",
)
JOB_NOT_FAILED = Problem(
    code="job_not_failed",
    status=409,
    zh="该任务没有失败的运行，无需重跑",
    en="No run of this job has failed; there is nothing to repeat",
    next_zh="请刷新列表",
    next_en="Open the list again",
)
SPAN_TOO_LONG = Problem(
    code="span_too_long",
    status=422,
    zh="一次最多查询 {days} 天",
    en="A search covers {days} days at most",
    next_zh="请缩短起止日期",
    next_en="Choose dates that lie closer together",
)
