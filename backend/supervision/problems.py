"""Refusals of supervision. A stale press is answered with today's state and with who has it."""

from backend.core.errors import Problem

WARNING_CLOSED = Problem(
    code="warning_closed",
    status=409,
    zh="预警 {short_code} 已于 {closed_at} 解除：{reason_zh}",
    en="Warning {short_code} was closed at {closed_at}: {reason_en}",
    next_zh="无需再处理；如问题仍在，系统会重新预警",
    next_en="Nothing is left to do; if the matter persists a new warning will come",
)
WARNING_ALREADY_ACKNOWLEDGED = Problem(
    code="warning_already_acknowledged",
    status=409,
    zh="预警 {short_code} 已由 {by_name} 于 {acknowledged_at} 确认：{plan}（承诺 {promised_at} 前完成）",
    en="Warning {short_code} was acknowledged by {by_name} at {acknowledged_at}: {plan} (promised by {promised_at})",
    next_zh="请与其配合处置",
    next_en="Work with them on it",
)
WARNING_NOT_YOURS = Problem(
    code="warning_not_yours",
    status=403,
    zh="只有该预警涉及岗位的人员可以确认",
    en="Only a holder of a post that the warning concerns may acknowledge it",
    next_zh="请由项目经理、总监等相关岗位确认",
    next_en="Ask the project manager, the chief engineer or another post concerned",
)
WARNING_HAS_ORDER = Problem(
    code="warning_has_order",
    status=409,
    zh="该预警已转为整改通知 {short_code}，整改闭环后预警随之解除",
    en="Rectification order {short_code} was made from this warning and will close it",
    next_zh="请办理该整改通知，或先撤回它",
    next_en="Deal with the order, or withdraw it first",
)
WARNING_NAMES_NO_POST = Problem(
    code="warning_names_no_post",
    status=409,
    zh="预警 {short_code} 是监督机构自身的事项，不涉及项目岗位，催办无人接收",
    en="Warning {short_code} is the regulators' own and names no post of the project: nobody would hear it",
    next_zh="请直接联系{unit_zh}",
    next_en="Speak to {unit_en}",
)
NO_WARNING_TO_URGE = Problem(
    code="no_warning_to_urge",
    status=409,
    zh="该事项没有未解除的预警，催办无人接收",
    en="No open warning stands for this matter, so nobody would hear the urging",
    next_zh="逾期后平台会自动生成预警；如预警已解除，请直接联系项目部或签发整改通知",
    next_en="The platform warns once it is overdue; if the warning was closed, speak to the site or issue an order",
)
WARNING_URGED = Problem(
    code="warning_urged",
    status=409,
    zh="预警 {short_code} 已由 {by_name} 于 {at} 催办：{note}",
    en="Warning {short_code} was urged by {by_name} at {at}: {note}",
    next_zh="请等待现场反馈，{again_at} 后可再次催办",
    next_en="Give the site time to answer; it can be urged again from {again_at}",
)
PROMISE_OUT_OF_BOUNDS = Problem(
    code="promise_out_of_bounds",
    status=422,
    zh="承诺完成时间须在 30 天以内，且不得早于现在",
    en="The promised time must lie within 30 days and not in the past",
    next_zh="请重新选择完成时间",
    next_en="Choose the time again",
)
STATEMENT_COUNTED = Problem(
    code="statement_counted",
    status=409,
    zh="本机已提交过序号更大的离线内容，这一条不再处理",
    en="A later statement of this phone was judged already; this one is not any more",
    next_zh="请打开该事项查看现状，需要时联网办理",
    next_en="Open the matter to see how it stands, and act online if need be",
)
SAID_OUT_OF_BOUNDS = Problem(
    code="said_out_of_bounds",
    status=422,
    zh="离线内容的时间须在最近 7 天以内，且不得晚于现在",
    en="An offline statement must have been said within the last 7 days and not in the future",
    next_zh="请核对手机时间后联网重新办理",
    next_en="Check the phone's clock and do it again online",
)
POST_LOST = Problem(
    code="post_lost",
    status=403,
    zh="您已不在该项目任职，离线确认未生效",
    en="You no longer hold a post on this project; what you said offline has no effect",
    next_zh="请告知项目经理或接任人员处理该预警",
    next_en="Tell the project manager or your successor to take the warning",
)
WARNING_NOT_TAKEN_BY_YOU = Problem(
    code="warning_not_taken_by_you",
    status=403,
    zh="只有已确认该预警的人员可以转交",
    en="Only who has acknowledged the warning may hand it over",
    next_zh="请由其本人转交；尚未确认的，请先确认",
    next_en="Ask them to hand it over; if nobody has it, acknowledge it first",
)
COLLEAGUE_CANNOT_TAKE = Problem(
    code="colleague_cannot_take",
    status=422,
    zh="该人员不在此预警涉及的岗位上，不能接手",
    en="That person holds no post that the warning concerns and cannot take it",
    next_zh="请从可接手人员中选择",
    next_en="Choose one of the colleagues who may take it",
)
FOLLOW_UP_CHANGED = Problem(
    code="follow_up_changed",
    status=409,
    zh="该预警现在{now_zh}，与您看到的不同",
    en="Meanwhile {now_en}; that is not what you saw",
    next_zh="请刷新后再决定由谁跟进",
    next_en="Open it again and decide anew who follows it up",
)
CANNOT_FOLLOW_UP = Problem(
    code="cannot_follow_up",
    status=422,
    zh="该人员不负责监督此项目，不能跟进",
    en="That person does not supervise the project and cannot follow the warning up",
    next_zh="请从可跟进人员中选择",
    next_en="Choose one of those who may follow it up",
)
UNKNOWN_ANSWER = Problem(
    code="unknown_answer",
    status=422,
    zh="该按钮已失效",
    en="That button means nothing any more",
    next_zh="请在手机端打开该预警后确认",
    next_en="Open the warning on the phone and acknowledge it there",
)

ORDER_EXISTS = Problem(
    code="order_exists",
    status=409,
    zh="该预警已发出整改通知 {short_code}，尚未办结",
    en="Rectification order {short_code} was already made from this warning and is not finished",
    next_zh="请在该通知上继续办理",
    next_en="Go on with that order",
)
ORDER_STATE = Problem(
    code="order_state",
    status=409,
    zh="整改通知 {short_code} {state_zh}（{by_name}，{at}），不能进行此操作",
    en="Order {short_code} is {state_en} ({by_name}, {at}); this act does not fit",
    next_zh="请刷新后按当前状态办理",
    next_en="Open it again and act on its present state",
)
DUE_OUT_OF_BOUNDS = Problem(
    code="due_out_of_bounds",
    status=422,
    zh="整改期限须为 {at_least_days} 至 {at_most_days} 天（按最严重问题计）",
    en="The due date must be {at_least_days} to {at_most_days} days from today (by the gravest finding)",
    next_zh="请调整整改期限",
    next_en="Choose another due date",
)
FINDINGS_UNANSWERED = Problem(
    code="findings_unanswered",
    status=422,
    zh="须逐条回复全部 {expected} 项问题，且每项只回复一次；本次有效回复 {answered} 项",
    en="Each of the {expected} findings needs exactly one reply; {answered} of yours fit",
    next_zh="请补全每一项问题的整改说明与照片",
    next_en="Complete every finding with its text and photos",
)
SAME_PHOTO = Problem(
    code="same_photo",
    status=422,
    zh="整改前、后照片及各项问题的照片不能是同一张",
    en="Before and after must be different photos, and no photo may serve twice",
    next_zh="请在整改后重新拍摄",
    next_en="Take a new photo after the work",
)
PHOTO_PURPOSE = Problem(
    code="photo_purpose",
    status=422,
    zh="整改前照片与整改后照片放错了位置",
    en="A photo taken for one side of the work was given for the other",
    next_zh="请分别用“整改前”“整改后”拍摄并上传",
    next_en="Take and send the photos of before and after each in its own place",
)
OWN_REPLY = Problem(
    code="own_reply",
    status=403,
    zh="回复人不能审核自己的回复",
    en="Nobody may review a reply of their own",
    next_zh="请由另一位总监理工程师审核",
    next_en="Ask another chief supervision engineer",
)
TOO_MANY_FILTERS = Problem(
    code="too_many_filters",
    status=409,
    zh="最多保存 {most} 个常用筛选",
    en="{most} saved filters are the most",
    next_zh="请先删除不再使用的筛选",
    next_en="Delete one that you do not use any more",
)
