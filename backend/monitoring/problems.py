"""Refusals of monitoring."""

from backend.core.errors import Problem

MN_TAKEN = Problem(
    code="device_mn_taken",
    status=409,
    zh="该设备编号（MN）已登记",
    en="This device number (MN) is registered already",
    next_zh="请核对设备铭牌；若设备已转场，请先在原项目移除",
    next_en="Compare the device's plate; if it was moved, remove it from its former project first",
)
MN_FORM = Problem(
    code="device_mn_form",
    status=422,
    zh="设备编号（MN）应为 4–32 位数字、字母、连字符或下划线",
    en="A device number (MN) is 4 to 32 digits, letters, hyphens or underscores",
    next_zh="请按设备铭牌或厂家通信配置填写",
    next_en="Copy it from the device's plate or its vendor's settings",
)
FACTOR_UNKNOWN = Problem(
    code="device_factor_unknown",
    status=422,
    zh="没有这个监测因子",
    en="There is no such measured quantity",
    next_zh="请从设备列出的监测因子中选择",
    next_en="Choose one of those that the device lists",
)
SPAN_TOO_LONG = Problem(
    code="readings_span",
    status=422,
    zh="时间范围应为起止先后正确、不超过 31 天",
    en="The time asked for must run forward and last 31 days at most",
    next_zh="请缩短时间范围，或按月查看",
    next_en="Ask for less at once, or month by month",
)
