import { texts } from "@/i18n";
import { clock, day } from "@shared/time";
import { sectorName as sectorOf } from "../map/words";

export const partName = texts({
  "zh-CN": {
    overview: "概况", facts: "资料核实", timeline: "时间线", photos: "进度照片", readings: "在线监测", warnings: "预警", orders: "整改", obligations: "责任事项", dangerous: "危大工程", people: "人员与单位", months: "月度",
  },
  en: {
    overview: "Overview", facts: "Facts", timeline: "Time line", photos: "Photos", readings: "Readings", warnings: "Warnings", orders: "Orders", obligations: "Obligations", dangerous: "Dangerous works", people: "People", months: "Months",
  },
});

export { SECTORS } from "../map/words";
export const sectorName = sectorOf as (sector: string) => string;

export const categoryName = texts({
  "zh-CN": { building: "房屋建筑", municipal: "市政基础设施" },
  en: { building: "Building", municipal: "Municipal" },
}) as (category: string) => string;

export const factName = texts({
  "zh-CN": { category: "项目类别", status: "项目状态", map_point: "地图定位", dangerous_works: "危大工程清单", devices: "监测设备接入" },
  en: { category: "Category", status: "Status", map_point: "Map point", dangerous_works: "Dangerous-work list", devices: "Device connection" },
}) as (fact: string) => string;

/** What a month's review looks at, in its order. */
export const REVIEWED = ["progress", "status", "dangerous_works", "updates"] as const;
export const reviewedName = texts({
  "zh-CN": { progress: "形象进度", status: "项目状态", dangerous_works: "危大工程", updates: "信息更新" },
  en: { progress: "Progress", status: "Status", dangerous_works: "Dangerous works", updates: "Updates" },
});

export const obligationState = texts({
  "zh-CN": { open: "待完成", paused: "暂停计时", met: "已完成", void: "不再需要" },
  en: { open: "Due", paused: "Clock stopped", met: "Met", void: "No longer needed" },
}) as (state: string) => string;

export const reportState = texts({
  "zh-CN": { filed: "待总监审核", reviewed: "待监督确认", returned: "已退回", confirmed: "已确认" },
  en: { filed: "Waits for the chief", reviewed: "Waits for confirmation", returned: "Returned", confirmed: "Confirmed" },
}) as (state: string) => string;

/** 2026-11-21 09:12: over years a day alone would be read wrongly. */
export const stamp = (moment: string | number): string => `${day(moment)} ${clock(moment)}`;
