"""Refusals of notifications."""

from backend.core.errors import Problem

GROUP_CONNECTED_ALREADY = Problem(
    code="group_connected_already",
    status=409,
    zh="该群机器人已接入此处",
    en="This group's robot is connected here already",
    next_zh="如已停用，请在列表中重新启用",
    next_en="If it is out, enable it again in the list",
)
GROUP_NOT_SUPERVISED = Problem(
    code="group_not_supervised",
    status=404,
    zh="只能为本单位及所监管的项目接入群机器人",
    en="You may connect groups for your own unit and for the projects it supervises",
    next_zh="请由该项目的监管单位办理",
    next_en="Ask the unit that supervises the project",
)
GROUP_PLACE = Problem(
    code="group_place",
    status=422,
    zh="请在项目与监管单位之间选择一项",
    en="Name either a project or a unit, not both and not neither",
    next_zh="企业群填写项目，监管群填写单位",
    next_en="A site's group belongs to a project, a regulators' group to a unit",
)
ROBOT_ADDRESS = Problem(
    code="robot_address",
    status=422,
    zh="这不是群机器人的密钥或 Webhook 地址",
    en="This is neither a robot's key nor its webhook address",
    next_zh="请在群设置中复制机器人的 Webhook 地址后粘贴",
    next_en="Copy the robot's webhook address from the group's settings",
)
NOT_REPEATABLE = Problem(
    code="delivery_not_repeatable",
    status=409,
    zh="该消息不是未送达状态，不能重发",
    en="This message is not undelivered; there is nothing to repeat",
    next_zh="请刷新列表",
    next_en="Open the list again",
)
OUTBOX_CHANGED = Problem(
    code="outbox_changed",
    status=409,
    zh="符合条件的未送达消息现为 {count} 条，与确认时不同或超过一次 {most} 条的上限，未重发",
    en="There are {count} such messages now, not as many as were confirmed or more than {most} at once; none was sent",
    next_zh="请刷新列表，核对数量或缩小筛选范围后再试",
    next_en="Open the list again and compare the number, or narrow the filters",
)
GROUP_OUT = Problem(
    code="group_disabled",
    status=409,
    zh="该群机器人已停用",
    en="This group's robot is disabled",
    next_zh="请先启用，再发送测试消息",
    next_en="Enable it first, then send the test",
)
