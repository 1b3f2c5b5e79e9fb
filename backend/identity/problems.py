"""Refusals of identity."""

from backend.core.errors import Problem

SESSION_ENDED = Problem(
    code="session_ended",
    status=401,
    zh="登录已过期或已被注销",
    en="This sign-in has ended",
    next_zh="请重新登录；未提交的内容仍在手机上",
    next_en="Sign in again; what you had not sent is still on your phone",
)
WRONG_DOOR = Problem(
    code="wrong_door",
    status=403,
    zh="该账号不能使用此入口",
    en="This account does not use this door",
    next_zh="监管人员请使用监管端，企业人员请使用手机端",
    next_en="Regulators use the console, enterprise staff the phone",
)
