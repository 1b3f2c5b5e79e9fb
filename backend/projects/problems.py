"""Refusals of projects."""

from backend.core.errors import Problem

PERMIT_MALFORMED = Problem(
    code="permit_malformed",
    status=422,
    zh="施工许可证编号应为 18 位数字：6 位地区、8 位日期、2 位序号、2 位类别（01–19 或 99）",
    en="A construction permit number has 18 digits: area 6, date 8, serial 2, class 2 (01–19 or 99)",
    next_zh="请对照许可证或扫描证上二维码重新输入",
    next_en="Compare it with the permit, or scan the permit's QR code",
)
PERMIT_OTHER_PROVINCE = Problem(
    code="permit_other_province",
    status=422,
    zh="地区代码 {area} 不属于广东省",
    en="Area code {area} is not in Guangdong",
    next_zh="本平台只受理广东省核发的施工许可证，请核对前 6 位",
    next_en="Only permits issued in Guangdong are bound here: check the first 6 digits",
)
PERMIT_IMPOSSIBLE_DATE = Problem(
    code="permit_impossible_date",
    status=422,
    zh="许可证编号中的日期 {date} 不存在或在今天之后",
    en="The date {date} in the permit number does not exist or is still to come",
    next_zh="请核对第 7–14 位",
    next_en="Check digits 7 to 14",
)
PERMIT_TAKEN = Problem(
    code="permit_taken",
    status=409,
    zh="该施工许可证已绑定项目",
    en="This permit is bound to a project already",
    next_zh="如绑定有误，请联系监督机构",
    next_en="If that is a mistake, ask the supervision station",
)
POINT_SWAPPED = Problem(
    code="point_swapped",
    status=422,
    zh="经度和纬度填反了",
    en="Longitude and latitude are the wrong way round",
    next_zh="请改为经度 {longitude}、纬度 {latitude}，或在地图上选点",
    next_en="Send longitude {longitude}, latitude {latitude}, or choose the point on the map",
)
POINT_OUTSIDE_CITY = Problem(
    code="point_outside_city",
    status=422,
    zh="定位点不在项目所在的{city_zh}范围内",
    en="The point does not lie in {city_en}, the project's city",
    next_zh="请在地图上重新选点，并确认坐标系（微信地图为 GCJ-02）",
    next_en="Choose the point on the map again and check the datum (WeChat's map uses GCJ-02)",
)
PERIOD_MALFORMED = Problem(
    code="period_malformed",
    status=422,
    zh="月份应写作 2026-11",
    en="A month is written 2026-11",
    next_zh="请重新选择月份",
    next_en="Choose the month again",
)
PERIOD_IN_FUTURE = Problem(
    code="period_in_future",
    status=422,
    zh="不能填报以后月份的形象进度",
    en="The progress of a month to come cannot be filed",
    next_zh="请选择本月或上月",
    next_en="Choose this month or the last",
)
PERIOD_CLOSED = Problem(
    code="period_closed",
    status=422,
    zh="只能填报本月或上月的形象进度",
    en="Only this month's and last month's progress can be filed",
    next_zh="更早的月份请联系监督机构",
    next_en="For an earlier month ask the supervision station",
)
WRONG_STAGE = Problem(
    code="stage_unknown",
    status=422,
    zh="该项目类别没有这个形象进度阶段",
    en="Projects of this category have no such progress stage",
    next_zh="请从列表中选择阶段",
    next_en="Choose a stage from the list",
)
FLOORS_DO_NOT_FIT = Problem(
    code="floors_do_not_fit",
    status=422,
    zh="层数与阶段不符：已完成层数不能多于总层数，无楼层的阶段应填 0",
    en="The floors do not fit: no more done than there are, and 0 at a stage without floors",
    next_zh="请核对已完成层数和总层数",
    next_en="Check the floors done and the floors in all",
)
PHOTO_COUNT = Problem(
    code="photo_count",
    status=422,
    zh="形象进度需 {least}–{most} 张照片，收到 {given} 张",
    en="A progress report takes {least} to {most} photos; there are {given}",
    next_zh="请补拍或删减后重新提交",
    next_en="Add or remove photos and send again",
)
PHOTO_TWICE = Problem(
    code="photo_twice",
    status=422,
    zh="同一张照片选了两次",
    en="The same photo is there twice",
    next_zh="请更换重复的照片",
    next_en="Replace the repeated photo",
)
ALREADY_FILED = Problem(
    code="progress_already_filed",
    status=409,
    zh="{period} 的形象进度已经提交",
    en="The progress of {period} has been filed already",
    next_zh="如需更正，请总监退回后重新提交",
    next_en="To correct it, have the chief supervision engineer return it and file again",
)
NOT_IN_STATE = Problem(
    code="progress_not_in_state",
    status=409,
    zh="该报告{state_zh}（{by_name}，{at}），不能进行此操作",
    en="The report is {state_en} ({by_name}, {at}) and this cannot be done with it",
    next_zh="请刷新后按当前状态办理",
    next_en="Refresh and go on from its present state",
)
FILED_AGAIN = Problem(
    code="progress_filed_again",
    status=409,
    zh="该报告在您查看之后已重新提交（第 {round} 次，{by_name}，{at}）",
    en="The report was filed again since you looked at it (for the {round}. time, {by_name}, {at})",
    next_zh="请刷新，查看新的内容和照片后再确认或退回",
    next_en="Refresh, look at what is new, then confirm or return it",
)
OWN_REPORT = Problem(
    code="own_report",
    status=403,
    zh="不能审核自己提交的报告",
    en="You cannot review your own report",
    next_zh="请由另一位总监审核",
    next_en="Ask another chief supervision engineer",
)
POST_EXISTS = Problem(
    code="post_exists",
    status=409,
    zh="您在该项目已有此岗位或申请",
    en="You hold or have applied for this post on the project already",
    next_zh="请在“我的岗位”中查看",
    next_en="See it under “My posts”",
)
NOT_A_PARTY = Problem(
    code="organisation_not_a_party",
    status=422,
    zh="该单位不是本项目对应的参建单位",
    en="This organisation is not the project's party for that post",
    next_zh="请核对单位代码和岗位；参建单位有变更时请联系监督机构",
    next_en="Check code and post; if the parties have changed, ask the supervision station",
)
OWN_APPLICATION = Problem(
    code="own_application",
    status=403,
    zh="不能审批自己的申请",
    en="You cannot decide on your own application",
    next_zh="请由总监或施工总包项目经理中的另一位审批",
    next_en="Ask the other of chief supervision engineer and project manager",
)
POST_NOT_IN_STATE = Problem(
    code="post_not_in_state",
    status=409,
    zh="该申请已处理或已撤回",
    en="This application was decided or withdrawn already",
    next_zh="请刷新列表",
    next_en="Refresh the list",
)
ENTERPRISE_ONLY = Problem(
    code="enterprise_only",
    status=403,
    zh="监管人员不能担任项目岗位",
    en="A regulator holds no post on a project",
    next_zh="请用企业人员账号申请",
    next_en="Apply with an account of enterprise staff",
)
PARTY_MISSING = Problem(
    code="party_missing",
    status=422,
    zh="登记项目至少需要一个施工单位和一个监理单位",
    en="A project needs at least a contractor and a supervision firm",
    next_zh="请补充参建单位",
    next_en="Add the missing party",
)
PARTY_TWICE = Problem(
    code="party_twice",
    status=422,
    zh="同一单位以同一角色登记了两次",
    en="The same organisation is there twice in the same role",
    next_zh="请删除重复的参建单位",
    next_en="Remove the repeated party",
)
SAME_PERSON = Problem(
    code="same_person",
    status=422,
    zh="项目经理和总监不能是同一人",
    en="Project manager and chief supervision engineer cannot be one person",
    next_zh="请核对两人的手机号",
    next_en="Check the two phone numbers",
)
REGION_OUTSIDE_UNIT = Problem(
    code="region_outside_unit",
    status=422,
    zh="项目地区不在监督机构的管辖区域内",
    en="The project's region does not lie in the supervising unit's",
    next_zh="请选择管辖范围内的区县，或选择其他监督机构",
    next_en="Choose a district of that unit, or another unit",
)
