"""Refusals about single works, parties and the supervising unit."""

from backend.core.errors import Problem

WORK_EXISTS = Problem(
    code="work_exists",
    status=409,
    zh="该项目已有同名单位工程",
    en="The project has a single work of this name already",
    next_zh="请换一个名称，或修改已有的单位工程",
    next_en="Choose another name, or change the one that is there",
)
WORK_REMOVED = Problem(
    code="work_removed",
    status=409,
    zh="该单位工程已移除",
    en="This single work has been removed",
    next_zh="请刷新；需要时重新登记",
    next_en="Refresh; list it again if it is needed",
)
WORK_IN_USE = Problem(
    code="work_in_use",
    status=409,
    zh="仍有危大工程属于该单位工程",
    en="Dangerous works on the list belong to this single work",
    next_zh="请先移除或改挂相应的危大工程",
    next_en="Remove them from the list or move them to another work first",
)
WORK_PERMIT_FOREIGN = Problem(
    code="work_permit_foreign",
    status=422,
    zh="该施工许可证未绑定本项目",
    en="This permit is not bound to the project",
    next_zh="请先绑定施工许可证，或从本项目的许可证中选择",
    next_en="Bind the permit first, or choose one of the project's",
)
PARTY_IS_THERE = Problem(
    code="party_is_there",
    status=409,
    zh="该单位已是本项目的此类参建单位",
    en="This organisation is such a party of the project already",
    next_zh="无需重复登记；请核对单位和角色",
    next_en="Nothing to add: check organisation and role",
)
PARTY_ENDED = Problem(
    code="party_ended",
    status=409,
    zh="该参建单位已退出",
    en="This party has left already",
    next_zh="请刷新参建单位列表",
    next_en="Refresh the list of parties",
)
PARTY_LAST = Problem(
    code="party_last",
    status=409,
    zh="这是本项目最后一个施工单位或监理单位，不能直接退出",
    en="This is the project's last contractor or supervision firm and cannot just leave",
    next_zh="请登记接替单位并指明替换它；项目竣工后可直接退出",
    next_en="Enter its successor and say that it replaces this one; once the project is finished it may leave",
)
PARTY_DATES = Problem(
    code="party_dates_impossible",
    status=422,
    zh="日期不能在今天之后，退出日期不能早于进场日期 {from_on}",
    en="The date cannot be after today, nor the end before the beginning {from_on}",
    next_zh="请核对日期",
    next_en="Check the dates",
)
PARTY_ROLE_DIFFERS = Problem(
    code="party_role_differs",
    status=422,
    zh="接替单位须与被替换单位角色相同",
    en="A successor has the role of the party that it replaces",
    next_zh="请选择同一角色，或分别登记进场和退出",
    next_en="Choose the same role, or enter arrival and departure one by one",
)
ASSIGNED_ALREADY = Problem(
    code="supervision_assigned_already",
    status=409,
    zh="该项目已由此机构监督",
    en="This unit supervises the project already",
    next_zh="请选择另一监督机构",
    next_en="Choose another unit",
)
UNIT_OTHER_SECTOR = Problem(
    code="unit_other_sector",
    status=422,
    zh="监督机构的行业与项目不一致",
    en="The unit belongs to another sector than the project",
    next_zh="请选择同一行业的监督机构",
    next_en="Choose a unit of the project's sector",
)
