"""Refusals about more time on an order."""

from typing import Final

from backend.core.errors import Problem

EXTENSION_TOO_LATE: Final = Problem(
    code="extension_too_late",
    status=409,
    zh="整改期限已于 {due_at} 届满，不能再申请延期",
    en="The order was due at {due_at}; more time can no longer be asked for",
    next_zh="请尽快完成整改并回复，在回复中说明逾期原因；确有困难的，请直接联系监督机构",
    next_en="Finish and reply with the reason of the delay; if that cannot be done, call the supervising unit",
)
EXTENSION_ONCE: Final = Problem(
    code="extension_once",
    status=409,
    zh="本轮整改已申请过延期（{state_zh}），每轮只能申请一次",
    en="More time was already asked for in this round ({state_en}); it can be asked for once",
    next_zh="请按当前期限 {due_at} 完成整改并回复",
    next_en="Finish and reply by the present due date, {due_at}",
)
EXTENSION_BOUNDS: Final = Problem(
    code="extension_bounds",
    status=422,
    zh="新期限须晚于 {after}，且不晚于 {latest}",
    en="The new date must be after {after} and not after {latest}",
    next_zh="请重新选择期限；所申请的时间已过的，只能填写理由不予同意",
    next_en="Choose another date; a request whose date has passed can only be refused, with a reason",
)
EXTENSION_STATE: Final = Problem(
    code="extension_state",
    status=409,
    zh="该整改通知没有待决定的延期申请（{state_zh}）",
    en="No request for more time waits on this order ({state_en})",
    next_zh="请刷新后按当前状态办理",
    next_en="Open it again and act on its present state",
)
