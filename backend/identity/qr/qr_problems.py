"""Refusals of signing in by a scanned code."""

from backend.core.errors import Problem

TICKET_OVER = Problem(
    code="qr_ticket_over",
    status=410,
    zh="该二维码已失效",
    en="This code is over",
    next_zh="请在电脑上刷新二维码后重新扫描",
    next_en="Show a new code on the computer and scan that",
)
SLOW_DOWN = Problem(
    code="slow_down",
    status=429,
    zh="查询过于频繁",
    en="Asked again too soon",
    next_zh="请至少间隔 2 秒再查询同一状态",
    next_en="Wait at least 2 seconds before you ask for the same state again",
)
CODES_TOO_OFTEN = Problem(
    code="qr_codes_too_often",
    status=429,
    zh="请求二维码过于频繁",
    en="Too many codes asked for",
    next_zh="请一分钟后再试，或改用企业微信网页登录",
    next_en="Try again in a minute, or sign in on WeCom's own page",
)
SCANS_TOO_OFTEN = Problem(
    code="qr_scans_too_often",
    status=429,
    zh="扫码过于频繁",
    en="Too many scans",
    next_zh="请一分钟后再试",
    next_en="Try again in a minute",
)
GUESSING = Problem(
    code="qr_guessing",
    status=429,
    zh="无效的二维码过多，已暂停",
    en="Too many codes that do not exist; paused",
    next_zh="请一分钟后扫描电脑上当前显示的二维码",
    next_en="In a minute, scan the code that the computer shows",
)
CODE_OVER = Problem(
    code="qr_code_over",
    status=410,
    zh="该二维码无效或已过期",
    en="This code is not valid or no longer shown",
    next_zh="请重新扫描电脑上当前显示的二维码；不要扫描他人发来的图片",
    next_en="Scan the code that the computer shows now; never one that somebody sends you",
)
CODE_USED = Problem(
    code="qr_code_used",
    status=409,
    zh="该二维码已被使用",
    en="This code was used already",
    next_zh="请在电脑上刷新二维码；如果您没有扫过，请点“不是我”报告",
    next_en="Show a new code on the computer; if you did not scan it before, report it",
)
WRONG_NUMBER = Problem(
    code="qr_wrong_number",
    status=422,
    zh="数字与电脑屏幕上的不一致，还可再试 {left} 次",
    en="That is not the number on the screen; {left} more tries",
    next_zh="请输入电脑上显示的两位数字；屏幕不在您面前请点“拒绝”",
    next_en="Type the two digits that the computer shows; if it is not in front of you, refuse",
)
BLOCKED = Problem(
    code="qr_blocked",
    status=409,
    zh="数字三次不符，本次登录已作废",
    en="Three wrong numbers: this sign-in is void",
    next_zh="如果不是您在登录，请点“不是我”报告；否则请刷新二维码重来",
    next_en="If it was not you, report it; otherwise show a new code and start again",
)
DECIDED = Problem(
    code="qr_decided",
    status=409,
    zh="本次登录已处理或已超时",
    en="This sign-in was decided already, or is too old",
    next_zh="如需登录，请在电脑上刷新二维码后重新扫描",
    next_en="To sign in, show a new code on the computer and scan that",
)
PHONE_NOT_LINKED = Problem(
    code="qr_phone_not_linked",
    status=403,
    zh="该企业微信身份尚未关联平台账号",
    en="This WeCom identity opens no account yet",
    next_zh="企业人员请先登录手机端并在“我的”中绑定企业微信；监管人员请联系单位管理员",
    next_en="Enterprise staff: sign in on the phone and add WeCom under “Me”; regulators: ask your unit administrator",
)
