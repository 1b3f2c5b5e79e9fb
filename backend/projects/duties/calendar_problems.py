"""Refusals of the calendar."""

from backend.core.errors import Problem

PROVINCE_ONLY = Problem(
    code="province_administrator_only",
    status=403,
    zh="工作日历由省级管理员维护",
    en="The working calendar is kept by the province's administrators",
    next_zh="请把日期和依据报省级管理员",
    next_en="Tell a province administrator the day and its basis",
)
DAY_MALFORMED = Problem(
    code="day_malformed",
    status=422,
    zh="日期不存在或超出范围，应写作 2026-09-21",
    en="There is no such day, or it lies out of range: a day is written 2026-09-21",
    next_zh="请重新选择日期",
    next_en="Choose the day again",
)
DAY_AS_ANNOUNCED = Problem(
    code="day_as_announced",
    status=422,
    zh="{day} 按国务院公布的安排本来就是这样，不需要调整",
    en="{day} is that already by the State Council's announcement",
    next_zh="如要撤销以前的调整，请删除该日的调整",
    next_en="To undo an earlier change, delete the day's change",
)
