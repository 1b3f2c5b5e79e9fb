import { texts } from "@/i18n";

/** The sections by name. */
export const sectionName = texts({
  "zh-CN": { units: "监管单位", people: "监管人员", enterprises: "参建企业", posts: "岗位", handovers: "岗位交接", adoption: "使用情况", devices: "监测设备", groups: "企业微信群", outbox: "消息发送", jobs: "后台任务", partners: "合作单位", audit: "操作日志", "sign-ins": "登录", reference: "基础数据" },
  en: { units: "Units", people: "Regulators", enterprises: "Enterprises", posts: "Posts", handovers: "Handovers", adoption: "Adoption", devices: "Devices", groups: "Groups", outbox: "Messages", jobs: "Jobs", partners: "Partners", audit: "Log", "sign-ins": "Sign-ins", reference: "Reference" },
});

/** The lists of a section by their addresses. */
export const ENTERPRISE_LISTS = ["/admin/enterprises", "/admin/enterprises/people"] as const;
export const REFERENCE_LISTS = ["/admin/reference", "/admin/reference/calendar"] as const;
export const POST_LISTS = ["/admin/posts", "/admin/posts/vacant", "/admin/posts/concurrent"] as const;

export const subName = texts({
  "zh-CN": {
    "/admin/enterprises": "企业", "/admin/enterprises/people": "企业人员", "/admin/posts": "全部岗位", "/admin/posts/vacant": "空缺岗位", "/admin/posts/concurrent": "兼任超限", "/admin/reference": "规则依据", "/admin/reference/calendar": "工作日历",
  },
  en: {
    "/admin/enterprises": "Enterprises", "/admin/enterprises/people": "Their people", "/admin/posts": "All posts", "/admin/posts/vacant": "Vacant posts", "/admin/posts/concurrent": "Too many projects", "/admin/reference": "What the rules stand on", "/admin/reference/calendar": "Working calendar",
  },
});

export const levelName = texts({
  "zh-CN": { province: "省", city: "市", district: "区（县）", station: "监督站" },
  en: { province: "Province", city: "City", district: "District", station: "Station" },
}) as (level: string) => string;

export const accountState = texts({
  "zh-CN": { active: "正常", dormant: "休眠", disabled: "已停用" },
  en: { active: "In use", dormant: "Dormant", disabled: "Disabled" },
}) as (state: string) => string;

export const accountColour = (state: string): string => ({ active: "is-green", dormant: "is-orange", disabled: "is-red" })[state] ?? "";

export const postState = texts({
  "zh-CN": { applied: "待审批", active: "在岗", refused: "未通过", withdrawn: "已撤回", ended: "已结束" },
  en: { applied: "Applied for", active: "Held", refused: "Refused", withdrawn: "Withdrawn", ended: "Ended" },
}) as (state: string) => string;

export const postColour = (state: string): string => ({ applied: "is-orange", active: "is-green" })[state] ?? "";

export const roleName = texts({
  "zh-CN": {
    developer: "建设", contractor: "施工", supervision: "监理", survey: "勘察", design: "设计", specialist_subcontractor: "专业分包", labour_subcontractor: "劳务分包", testing: "检测", monitoring: "监测", erection: "安拆", equipment_owner: "设备产权", maintenance: "维保", device_vendor: "设备厂商",
  },
  en: {
    developer: "Developer", contractor: "Contractor", supervision: "Supervision", survey: "Survey", design: "Design", specialist_subcontractor: "Specialist subcontractor", labour_subcontractor: "Labour subcontractor", testing: "Testing", monitoring: "Monitoring", erection: "Erection", equipment_owner: "Equipment owner", maintenance: "Maintenance", device_vendor: "Device vendor",
  },
}) as (role: string) => string;
