"""Refusals of identity."""

from backend.core.errors import Problem

SESSION_ENDED = Problem(
    code="session_ended",
    status=401,
    zh="登录已过期或已退出",
    en="This sign-in has ended",
    next_zh="请重新登录；未提交的内容仍在手机上",
    next_en="Sign in again; what you had not sent is still on your phone",
)
RE_AUTHENTICATE = Problem(
    code="re_authenticate",
    status=403,
    zh="扫码登录的会话不能办理账号安全事项",
    en="A session opened by scanning a code does not act upon the security of accounts",
    next_zh="请直接用企业微信或微信登录后再办理",
    next_en="Sign in with WeCom or WeChat itself, then do it again",
)
SIGN_IN_TOO_OFTEN = Problem(
    code="sign_in_too_often",
    status=429,
    zh="登录过于频繁",
    en="Too many sign-ins",
    next_zh="请一分钟后再试",
    next_en="Try again in a minute",
)
WRONG_DOOR = Problem(
    code="wrong_door",
    status=403,
    zh="该账号不能使用此入口",
    en="This account does not use this door",
    next_zh="监管人员请使用监管端，企业人员请使用手机端",
    next_en="Regulators use the console, enterprise staff the phone",
)
FOREIGN_PAGE = Problem(
    code="foreign_page",
    status=403,
    zh="该请求来自其他网站的页面，未予执行",
    en="Another site's page sent this; it was not done",
    next_zh="请在本站页面内操作",
    next_en="Do it on our own page",
)
ACCOUNT_DISABLED = Problem(
    code="account_disabled",
    status=403,
    zh="该账号已停用",
    en="This account is disabled",
    next_zh="请联系本单位管理员",
    next_en="Ask your unit administrator",
)
ACCOUNT_DORMANT = Problem(
    code="account_dormant",
    status=403,
    zh="该账号因 {days} 天未登录已休眠",
    en="This account has been dormant since {days} days without a visit",
    next_zh="请联系本单位管理员重新启用",
    next_en="Ask your unit administrator to enable it again",
)
DORMANT_OTHER_PHONE = Problem(
    code="dormant_other_phone",
    status=409,
    zh="账号已休眠，该手机号与账号登记的不一致",
    en="The account is dormant, and this is not the phone number that it knows",
    next_zh="请用登记的手机号验证；号码已更换的，请联系项目总监或监督机构核实",
    next_en="Prove the number that you registered with; if it has changed, ask the chief supervision engineer or the "
    "supervision station",
)
ACCOUNT_STATE = Problem(
    code="account_state",
    status=409,
    zh="该账号当前状态不能进行此操作",
    en="The account is not in a state for this",
    next_zh="请刷新列表后再试",
    next_en="Load the list again",
)
ACCOUNT_UNKNOWN = Problem(
    code="account_unknown",
    status=403,
    zh="您还没有监管端账号",
    en="You have no account at the console yet",
    next_zh="请在登录页申请加入本单位，或联系本单位管理员审核添加",
    next_en="Apply to your unit on the sign-in page, or ask its administrator to add you",
)
APPLICATION_DECIDED = Problem(
    code="application_decided",
    status=409,
    zh="该申请已处理",
    en="This application has been decided",
    next_zh="请刷新列表",
    next_en="Load the list again",
)
UNIT_UNKNOWN = Problem(
    code="unit_unknown",
    status=422,
    zh="没有这个可申请的单位",
    en="There is no such unit to apply to",
    next_zh="请在单位列表中重新选择",
    next_en="Choose one from the list of units",
)
TICKET_ENDED = Problem(
    code="link_ticket_ended",
    status=401,
    zh="绑定凭证无效或已超过 10 分钟",
    en="The link ticket is not valid or older than 10 minutes",
    next_zh="请返回首页重新登录",
    next_en="Go back and sign in again",
)
NAME_REQUIRED = Problem(
    code="name_required",
    status=422,
    zh="首次使用请填写姓名",
    en="Your first visit needs your name",
    next_zh="请填写与证件一致的姓名，再点一次手机号授权",
    next_en="Enter your name as on your identity card, then tap the phone number button again",
)
OTHER_IDENTITY_LINKED = Problem(
    code="other_identity_linked",
    status=409,
    zh="该手机号的账号已绑定另一个同类身份",
    en="The account of this phone number is linked to another identity of this kind",
    next_zh="请用原身份登录；如已更换，请联系项目总监或管理员核实",
    next_en="Sign in with that identity; if it has changed, ask the chief supervision engineer or an administrator",
)
IDENTITY_TAKEN = Problem(
    code="identity_taken",
    status=409,
    zh="该身份已绑定其他账号",
    en="This identity belongs to another account",
    next_zh="请用该身份直接登录",
    next_en="Sign in with it directly",
)
LINK_NEEDS_SIGN_IN = Problem(
    code="link_needs_sign_in",
    status=409,
    zh="监管人员不能仅凭手机号绑定",
    en="A regulator's account is not linked by a phone number alone",
    next_zh="请先用企业微信登录，再在“我的”中绑定微信",
    next_en="Sign in with WeCom first, then add WeChat under “Me”",
)
PHONE_TAKEN = Problem(
    code="phone_taken",
    status=409,
    zh="该手机号已属于另一个账号",
    en="This phone number belongs to another account",
    next_zh="请核对号码",
    next_en="Check the number",
)
NOT_ADMINISTRATOR = Problem(
    code="not_unit_administrator",
    status=403,
    zh="只有本单位或上级单位的管理员可以办理",
    en="Only an administrator of this unit or of one above it may do this",
    next_zh="请联系单位管理员",
    next_en="Ask the unit administrator",
)
NOT_YOURSELF = Problem(
    code="not_yourself",
    status=409,
    zh="不能办理自己的账号",
    en="Nobody decides upon the own account",
    next_zh="请由其他管理员办理",
    next_en="Ask another administrator",
)
UNIT_EXISTS = Problem(
    code="unit_exists",
    status=409,
    zh="该区域和领域已有同级单位",
    en="This region and sector has a unit of this level already",
    next_zh="请在列表中选择已有单位",
    next_en="Choose the existing unit from the list",
)
UNIT_DOES_NOT_FIT = Problem(
    code="unit_does_not_fit",
    status=422,
    zh="下级单位须在上级单位的区域内：市局下设区县局或监督站，区县局下设监督站",
    en="A lower unit lies in its parent's region: districts and stations under a city, stations under a district",
    next_zh="请重新选择区域或级别",
    next_en="Choose another region or level",
)
PARTNER_NEEDS_BUREAU = Problem(
    code="partner_needs_bureau",
    status=403,
    zh="检测机构和设备厂商由省、市主管部门的管理员登记",
    en="Testing agencies and device vendors are registered by administrators of the province or of a city",
    next_zh="请联系市主管部门的管理员",
    next_en="Ask the administrator of your city's department",
)
PARTNER_EXISTS = Problem(
    code="partner_exists",
    status=409,
    zh="该单位已按此类别登记",
    en="This organisation is registered as a partner of this kind already",
    next_zh="请在列表中查找；由其他部门登记的，请联系该部门",
    next_en="Look in the list; if another department has registered it, ask that department",
)
PARTNER_STATE = Problem(
    code="partner_state",
    status=409,
    zh="该合作单位当前状态不能进行此操作",
    en="The partner is not in a state for this",
    next_zh="请刷新列表后再试",
    next_en="Load the list again",
)
KEY_NAME_TAKEN = Problem(
    code="key_name_taken",
    status=409,
    zh="该单位已有同名的有效密钥",
    en="The partner has a live key of this name",
    next_zh="请换一个名称，或先轮换、吊销原密钥",
    next_en="Choose another name, or rotate or revoke that key",
)
KEY_LIFE = Problem(
    code="key_life",
    status=422,
    zh="密钥有效期为 1 至 {days} 天",
    en="A key lives from 1 to {days} days",
    next_zh="请重新填写天数",
    next_en="Enter another number of days",
)
KEY_STATE = Problem(
    code="key_state",
    status=409,
    zh="该密钥已被替换、已到期或已吊销",
    en="This key was replaced, has ended or was revoked",
    next_zh="请在列表中查看；需要时签发新密钥",
    next_en="See the list; issue a new key if you need one",
)
KEY_UNKNOWN = Problem(
    code="key_unknown",
    status=401,
    zh="密钥无效",
    en="This key is not valid",
    next_zh="请核对密钥；格式为 st_ 开头的完整字符串",
    next_en="Check the key: it is the whole text that starts with st_",
)
KEY_ENDED = Problem(
    code="key_ended",
    status=401,
    zh="密钥已到期",
    en="This key has ended",
    next_zh="请联系为贵单位登记的主管部门签发新密钥",
    next_en="Ask the department that registered you for a new key",
)
KEY_REVOKED = Problem(
    code="key_revoked",
    status=401,
    zh="密钥已吊销",
    en="This key was revoked",
    next_zh="请联系为贵单位登记的主管部门",
    next_en="Ask the department that registered you",
)
PARTNER_DISABLED = Problem(
    code="partner_disabled",
    status=401,
    zh="该合作单位已停用",
    en="This partner is disabled",
    next_zh="请联系为贵单位登记的主管部门",
    next_en="Ask the department that registered you",
)
KEY_TOO_OFTEN = Problem(
    code="key_too_often",
    status=429,
    zh="该密钥请求过于频繁",
    en="Too many requests with this key",
    next_zh="请按 Retry-After 的秒数等待后重试",
    next_en="Wait for the seconds of Retry-After",
)
DEVICE_KEY_TAKEN = Problem(
    code="device_key_taken",
    status=409,
    zh="该密钥属于另一账号",
    en="This key belongs to another account",
    next_zh="请在本机生成新的密钥后登记",
    next_en="Make a new key on this phone and register it",
)
DEVICE_KEY_ENDED = Problem(
    code="device_key_ended",
    status=403,
    zh="本机的签名密钥已随登录一起失效",
    en="This phone's key has ended with its sign-in",
    next_zh="请在本机重新登录并登记密钥，离线内容仍可提交",
    next_en="Sign in on this phone again and register its key; what was said offline can then still be sent",
)
DEVICE_KEYS_TOO_MANY = Problem(
    code="device_keys_too_many",
    status=409,
    zh="{days} 天内已有 {most} 部手机或浏览器为您登记了签名密钥",
    en="{most} phones or browsers have registered a key of yours within {days} days",
    next_zh="请联网办理，或使用已登记的手机；如非本人登记，请在“登录设备”中退出其他全部设备",
    next_en="Act online, or on a registered phone; if it was not you, end all others under “Where I am signed in”",
)
STATEMENT_INVALID = Problem(
    code="statement_invalid",
    status=422,
    zh="离线内容的签名或格式不正确",
    en="The offline statement is not signed by this phone, or not readable",
    next_zh="请打开该事项，联网后重新办理",
    next_en="Open the matter and do it again while online",
)
