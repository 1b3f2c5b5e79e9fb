"""Refusals of other systems' numbers."""

from backend.core.errors import Problem

EXTERNAL_KIND_MALFORMED = Problem(
    code="external_kind_malformed",
    status=422,
    zh="编号类型只能用小写字母、数字和下划线，2–40 位",
    en="The kind of a number is 2 to 40 lower-case letters, digits and underscores",
    next_zh="请从列表中选择，如 project_code、mohurd_project_no、supervision_no",
    next_en="Choose one, as project_code, mohurd_project_no or supervision_no",
)
EXTERNAL_SOURCE_MISSING = Problem(
    code="external_source_missing",
    status=422,
    zh="请填写编号来源（小写字母、数字，2–50 位）",
    en="Say which system gave the number (2 to 50 lower-case letters and digits)",
    next_zh="例如 shenzhen_supervision；同一系统请始终用同一写法",
    next_en="For example shenzhen_supervision; write one system always the same way",
)
EXTERNAL_SOURCE_FIXED = Problem(
    code="external_source_fixed",
    status=422,
    zh="这类编号的来源固定为 {source}",
    en="Numbers of this kind come from {source}",
    next_zh="请去掉来源后重新提交",
    next_en="Leave the source out and send again",
)
EXTERNAL_VALUE_MALFORMED = Problem(
    code="external_value_malformed",
    status=422,
    zh="编号应为 2–60 个字符，中间没有空格",
    en="A number has 2 to 60 characters and no blanks",
    next_zh="请对照原件重新输入",
    next_en="Compare it with the paper and enter it again",
)
EXTERNAL_ID_TAKEN = Problem(
    code="external_id_taken",
    status=409,
    zh="该编号已登记在项目上",
    en="This number stands at a project already",
    next_zh="请核对编号；如登记有误，请联系监督机构",
    next_en="Check the number; if that is a mistake, ask the supervision station",
)
PROJECT_CODE_MALFORMED = Problem(
    code="project_code_malformed",
    status=422,
    zh="项目代码应为 24 位：4-6-2-2-6 位数字，用连字符分隔",
    en="A project code has 24 characters: digits in groups of 4-6-2-2-6 with hyphens",
    next_zh="请对照立项批复，如 2607-440300-04-01-000001",
    next_en="Compare it with the approval, as 2607-440300-04-01-000001",
)
PROJECT_CODE_OTHER_PROVINCE = Problem(
    code="project_code_other_province",
    status=422,
    zh="项目代码的地区 {area} 不属于广东省",
    en="The project code's area {area} is not in Guangdong",
    next_zh="请核对第 6–11 位；本平台只登记广东省和中央立项的项目",
    next_en="Check characters 6 to 11: only projects of Guangdong and of the centre are kept here",
)
PROJECT_CODE_IMPOSSIBLE_TIME = Problem(
    code="project_code_impossible_time",
    status=422,
    zh="项目代码的前 4 位 {time} 不是年月（如 2607），也不是 2015–2020 年，或在今后",
    en="The project code's first group {time} is no year and month (as 2607), no year 2015–2020, or still to come",
    next_zh="请核对前 4 位",
    next_en="Check the first 4 digits",
)
MOHURD_NO_MALFORMED = Problem(
    code="mohurd_no_malformed",
    status=422,
    zh="项目编号应为 16 位数字：6 位地区、6 位日期、2 位类别（01、02、99）、2 位序号",
    en="A project number has 16 digits: area 6, date 6, class 2 (01, 02, 99), serial 2",
    next_zh="请对照全国建筑市场监管公共服务平台上的项目编号",
    next_en="Compare it with the number on the national market platform",
)
MOHURD_NO_OTHER_PROVINCE = Problem(
    code="mohurd_no_other_province",
    status=422,
    zh="项目编号的地区 {area} 不属于广东省",
    en="The project number's area {area} is not in Guangdong",
    next_zh="请核对前 6 位",
    next_en="Check the first 6 digits",
)
MOHURD_NO_IMPOSSIBLE_DATE = Problem(
    code="mohurd_no_impossible_date",
    status=422,
    zh="项目编号中的日期 {date} 不存在或在今天之后",
    en="The date {date} in the project number does not exist or is still to come",
    next_zh="请核对第 7–12 位",
    next_en="Check digits 7 to 12",
)
