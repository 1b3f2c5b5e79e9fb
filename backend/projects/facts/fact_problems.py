"""Refusals about a project's facts: its status, works, numbers, parties, checks and monthly reviews."""

from backend.core.errors import Problem

FACT_NOT_REPORTED = Problem(
    code="fact_not_reported",
    status=409,
    zh="“{fact_zh}”尚未填报",
    en="“{fact_en}” has not been reported yet",
    next_zh="请督促企业填报后再核实；逾期未报可出具整改要求",
    next_en="Have the site report it first; where it is overdue, issue a rectification order",
)
FACT_NOT_IN_STATE = Problem(
    code="fact_not_in_state",
    status=409,
    zh="“{fact_zh}”{state_zh}（{by_name}，{at}），不能进行此操作",
    en="“{fact_en}” is {state_en} ({by_name}, {at}) and this cannot be done with it",
    next_zh="请刷新后按当前状态办理",
    next_en="Refresh and go on from its present state",
)
FACT_CHANGED_MEANWHILE = Problem(
    code="fact_changed_meanwhile",
    status=409,
    zh="“{fact_zh}”在您查看之后有变更，现为：{value_zh}",
    en="“{fact_en}” has changed since you looked at it; it is now: {value_en}",
    next_zh="请刷新，查看变更内容后再核实或退回",
    next_en="Refresh, look at what changed, then verify or return it",
)
STATUS_NOT_ALLOWED = Problem(
    code="status_not_allowed",
    status=409,
    zh="项目当前为“{status_zh}”，不能进行此变更",
    en="The project is {status_en}; this change is not possible from there",
    next_zh="请刷新后按项目当前状态办理",
    next_en="Refresh and go on from the project's present status",
)
UNTIL_MISSING = Problem(
    code="pause_end_missing",
    status=422,
    zh="停工须填写预计复工日期",
    en="A pause needs the date on which works are expected to resume",
    next_zh="请填写今天之后的日期；到期未复工可延长停工",
    next_en="Give a date after today; if works have not resumed by then, extend the pause",
)
UNTIL_NOT_ASKED = Problem(
    code="pause_end_not_asked",
    status=422,
    zh="只有停工才填写复工日期",
    en="Only a pause has an end",
    next_zh="请去掉复工日期后重新提交",
    next_en="Leave the date out and send again",
)
CATEGORY_SAME = Problem(
    code="category_same",
    status=409,
    zh="项目类别已是“{name_zh}”",
    en="The category is {name_en} already",
    next_zh="无需变更；如已过时请刷新",
    next_en="Nothing to change: refresh if the page is old",
)
ALREADY_CONFIRMED = Problem(
    code="base_info_confirmed",
    status=409,
    zh="基础信息已确认",
    en="The base information has been confirmed already",
    next_zh="如有变更，请逐项变更并说明原因",
    next_en="Change what is different item by item, with the reason",
)
FENCE_OUT_OF_BOUNDS = Problem(
    code="fence_out_of_bounds",
    status=422,
    zh="围栏半径应在 {least}–{most} 米之间",
    en="A fence's radius lies between {least} and {most} metres",
    next_zh="请按工地实际范围填写",
    next_en="Enter what covers the site",
)
STARTED_IN_FUTURE = Problem(
    code="started_in_future",
    status=422,
    zh="开工日期不能在今天之后",
    en="The works cannot have started after today",
    next_zh="未开工的项目请不填开工日期",
    next_en="Leave the date out for a project that has not started",
)
REVIEW_MONTH_NOT_OVER = Problem(
    code="review_month_not_over",
    status=422,
    zh="{period} 尚未结束，不能进行月度核查",
    en="{period} is not over yet and cannot be reviewed",
    next_zh="请在次月核查，或选择已结束的月份",
    next_en="Review it in the month that follows, or choose a month that is over",
)
REVIEW_MONTH_TOO_OLD = Problem(
    code="review_month_too_old",
    status=422,
    zh="只能核查最近 {months} 个月",
    en="Only the last {months} months can be reviewed",
    next_zh="请选择较近的月份",
    next_en="Choose a later month",
)
REVIEW_PASSED = Problem(
    code="review_passed",
    status=409,
    zh="{period} 的月度核查已通过",
    en="The review of {period} has passed already",
    next_zh="之后的问题请在下月核查或出具整改通知",
    next_en="Raise what comes later in the next review, or issue an order",
)
REVIEW_REASON_MISSING = Problem(
    code="review_reason_missing",
    status=422,
    zh="退回的事项须说明原因",
    en="What is returned needs its reason",
    next_zh="请填写原因，企业将看到",
    next_en="Write the reason: the site reads it",
)
REVIEW_PROGRESS_OPEN = Problem(
    code="review_progress_open",
    status=409,
    zh="{period} 的形象进度尚未确认，此项不能通过",
    en="The progress of {period} is not confirmed, so this item cannot pass",
    next_zh="请先确认形象进度报告，或退回此项并说明原因",
    next_en="Confirm the progress report first, or return this item with the reason",
)
