"""Refusals of handing a post over."""

from backend.core.errors import Problem

HANDOVER_NOT_A_COLLEAGUE = Problem(
    code="handover_not_a_colleague",
    status=422,
    zh="接收人须是本项目同一岗位的另一位在岗人员或申请人",
    en="The successor must be another person who holds or has applied for the same post on this project",
    next_zh="请让接收人先申请该岗位，再选择其办理交接",
    next_en="Have them apply for the post first, then choose them",
)
HANDOVER_OFFERED = Problem(
    code="handover_offered",
    status=409,
    zh="该岗位已有一份待签收的交接",
    en="A handover of this post waits for its signature already",
    next_zh="请等待签收，或先撤回",
    next_en="Wait for it, or withdraw it first",
)
HANDOVER_BY_HOLDER = Problem(
    code="handover_by_holder",
    status=403,
    zh="该岗位人员仍在岗，应由其本人办理交接",
    en="The holder is still there and hands the post over in person",
    next_zh="请提醒本人办理；如其已不在岗，请先终止其岗位",
    next_en="Remind them; if they are gone, end their post first",
)
HANDOVER_STATE = Problem(
    code="handover_state",
    status=409,
    zh="该交接当前状态为“{state_zh}”，不能进行此操作",
    en="The handover is {state_en}; this act does not fit",
    next_zh="请刷新后按当前状态办理",
    next_en="Refresh and go on from its present state",
)
HANDOVER_NEEDS_POST = Problem(
    code="handover_needs_post",
    status=409,
    zh="您的岗位申请尚未通过，不能签收",
    en="You do not hold this post yet and cannot sign for it",
    next_zh="请先由总监、项目经理或监督机构审批您的岗位",
    next_en="Have your application approved first",
)
HANDOVER_CHANGED = Problem(
    code="handover_changed",
    status=409,
    zh="您查看之后未结事项有变化，现为 {count} 项",
    en="The list has changed since you read it; there are {count} open matters now",
    next_zh="请重新查看清单后签收",
    next_en="Read the list again, then sign",
)
