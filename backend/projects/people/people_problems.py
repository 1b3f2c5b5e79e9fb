"""Refusals about people on projects."""

from backend.core.errors import Problem

APPROVER_DECIDES = Problem(
    code="approver_decides",
    status=403,
    zh="该项目已有{posts_zh}，申请由其审批",
    en="This project has its own approver ({posts_en}), who decides on applications",
    next_zh="请提醒项目审批人办理；项目没有总监和项目经理时才由监督机构审批",
    next_en="Remind them; the supervising unit decides only where there is neither chief nor project manager",
)
OWN_POST = Problem(
    code="own_post",
    status=403,
    zh="不能终止自己的岗位",
    en="You cannot end your own post",
    next_zh="如需离岗，请办理交接或选择“离岗”",
    next_en="Hand it over, or leave it yourself",
)
POST_CONCURRENT = Problem(
    code="post_concurrent",
    status=409,
    zh="该人员已在{city_zh}的未完工项目担任{post_zh}，同时任职不得超过 {most} 个项目",
    en="This person is {post_en} of an unfinished project in {city_en} already; {most} at once is the most",
    next_zh="请在原项目完工或离岗后再任职，或更换人选",
    next_en="Let them leave that project or finish it first, or name somebody else",
)
POST_NOT_HELD = Problem(
    code="post_not_held",
    status=409,
    zh="该岗位已结束或尚未生效",
    en="This post has ended or was never held",
    next_zh="请刷新后查看当前人员",
    next_en="Refresh and see who holds it now",
)
