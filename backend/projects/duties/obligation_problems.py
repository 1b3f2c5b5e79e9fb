"""Refusals about what is due and its pauses."""

from typing import Final

from backend.core.errors import Problem

PAUSE_BOUNDS: Final = Problem(
    code="pause_bounds",
    status=422,
    zh="暂停须有结束时间，且须晚于现在、不超过一年",
    en="A pause has an end that is still to come and at most a year off",
    next_zh="请填写一年以内的结束时间；到期前可再次暂停",
    next_en="Give an end within a year; a new pause may follow it",
)
PAUSE_EXISTS: Final = Problem(
    code="pause_exists",
    status=409,
    zh="该项目或该事项已在暂停中",
    en="The project, or this duty of it, is paused already",
    next_zh="请先结束现有的暂停，再重新设定",
    next_en="End the present pause first, then set the new one",
)
PAUSE_ENDED: Final = Problem(
    code="pause_ended",
    status=409,
    zh="该暂停已经结束",
    en="This pause is over",
    next_zh="请刷新项目待办后再试",
    next_en="Open what is due from the project anew",
)
