"""Refusals of the dangerous-work list."""

from backend.core.errors import Problem

KIND_UNKNOWN = Problem(
    code="dangerous_kind_unknown",
    status=422,
    zh="没有这种危大工程类别，或该类别在项目所在地不适用",
    en="There is no such kind of dangerous works, or it does not apply where the project lies",
    next_zh="请从类别列表中选择",
    next_en="Choose a kind from the list",
)
MEASURE_UNKNOWN = Problem(
    code="measure_unknown",
    status=422,
    zh="“{kind_zh}”没有 {key} 这个参数",
    en="“{kind_en}” has no measure {key}",
    next_zh="请按类别列表中的参数填写",
    next_en="Give the measures that the list of kinds names",
)
MEASURE_TWICE = Problem(
    code="measure_twice",
    status=422,
    zh="“{name_zh}”填写了两次",
    en="“{name_en}” is there twice",
    next_zh="请只保留一个值",
    next_en="Keep one value",
)
MEASURE_UNIT = Problem(
    code="measure_unit",
    status=422,
    zh="“{name_zh}”的单位不能是 {unit}",
    en="“{name_en}” is not measured in {unit}",
    next_zh="请改用 {units}",
    next_en="Use {units}",
)
MEASURE_IMPOSSIBLE = Problem(
    code="measure_impossible",
    status=422,
    zh="“{name_zh}”为 {value} {unit}，不可能：应在 {least}–{most} {unit} 之间",
    en="“{name_en}” cannot be {value} {unit}: it lies between {least} and {most} {unit}",
    next_zh="请核对数值和单位",
    next_en="Check the value and its unit",
)
MEASURE_MISSING = Problem(
    code="measure_missing",
    status=422,
    zh="缺少“{name_zh}”（{unit}），还不能判定等级",
    en="“{name_en}” ({unit}) is missing; without it the grade is not certain",
    next_zh="请补填：{help_zh}",
    next_en="Add it: {help_en}",
)
JUDGEMENT_UNKNOWN = Problem(
    code="judgement_unknown",
    status=422,
    zh="“{kind_zh}”没有 {key} 这项判断",
    en="“{kind_en}” asks for no judgement {key}",
    next_zh="请按类别列表中的判断项填写",
    next_en="Give the judgements that the list of kinds names",
)
JUDGEMENT_TWICE = Problem(
    code="judgement_twice",
    status=422,
    zh="同一项判断填写了两次：{text_zh}",
    en="The same judgement is there twice: {text_en}",
    next_zh="请只保留一项",
    next_en="Keep one of the two",
)
JUDGEMENT_MISSING = Problem(
    code="judgement_missing",
    status=422,
    zh="需要判断并说明理由：{text_zh}",
    en="A judgement with its reason is needed: {text_en}",
    next_zh="请选择是或否，并写明依据",
    next_en="Say yes or no, and on what grounds",
)
SINGLE_WORK_UNKNOWN = Problem(
    code="single_work_unknown",
    status=422,
    zh="该项目没有这个单位工程",
    en="The project has no such single work",
    next_zh="请从项目的单位工程中选择，或不选",
    next_en="Choose one of the project's single works, or none",
)
PLANNED_BACKWARDS = Problem(
    code="planned_backwards",
    status=422,
    zh="计划结束日期早于开始日期",
    en="The planned end comes before the start",
    next_zh="请核对两个日期",
    next_en="Check the two dates",
)
PLANNED_FAR = Problem(
    code="planned_far",
    status=422,
    zh="计划日期 {day} 离今天超过 {years} 年",
    en="The planned date {day} is more than {years} years away",
    next_zh="请核对年份",
    next_en="Check the year",
)
WORK_LISTED = Problem(
    code="dangerous_work_listed",
    status=409,
    zh="清单上已有同类别、同名称的危大工程",
    en="The list holds a work of this kind and name already",
    next_zh="请修改已有的一项，或用部位区分名称",
    next_en="Change that one, or tell the two apart by their names",
)
LIST_FULL = Problem(
    code="dangerous_list_full",
    status=409,
    zh="一个项目最多列 {most} 项危大工程",
    en="A project lists at most {most} dangerous works",
    next_zh="请合并同类项，或移除已不实施的",
    next_en="List like works together, or remove those that will not be done",
)
WORK_REMOVED = Problem(
    code="dangerous_work_removed",
    status=409,
    zh="该危大工程已从清单移除",
    en="This dangerous work has been removed from the list",
    next_zh="如仍要实施，请重新列入",
    next_en="If it will be done after all, list it anew",
)
LIST_NOT_EMPTY = Problem(
    code="dangerous_list_not_empty",
    status=409,
    zh="清单上已有 {count} 项危大工程，不能声明“没有”",
    en="The list holds {count} dangerous works: it cannot be said that there are none",
    next_zh="请先移除不实施的项并写明原因",
    next_en="First remove, with reasons, what will not be done",
)
ALREADY_NONE = Problem(
    code="dangerous_none_already",
    status=409,
    zh="已经声明本项目没有危大工程",
    en="It has been declared already that this project has none",
    next_zh="如情况变化，请直接列入危大工程",
    next_en="If that has changed, list the work",
)
