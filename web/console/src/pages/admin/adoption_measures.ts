import type { Schemas } from "@/api/client";
import { texts } from "@/i18n";

type Count = keyof Schemas["adoption_Counts"];

/** What is held against what should be, in the table's order. */
export const MEASURES = [
  { name: "permits", of: "with_permit", all: "projects" },
  { name: "points", of: "with_map_point", all: "projects" },
  { name: "devices", of: "with_device", all: "under_construction" },
  { name: "posts", of: "posts_held", all: "posts_required" },
  { name: "signedIn", of: "posts_signed_in", all: "posts_required" },
  { name: "reports", of: "reports_in_time", all: "reports_due" },
  { name: "reviews", of: "reviews_done", all: "reviews_due" },
  { name: "warnings", of: "warnings_answered_in_time", all: "warnings_raised" },
  { name: "orders", of: "orders_replied_in_time", all: "orders_due" },
  { name: "regulators", of: "regulators_signed_in", all: "regulators" },
] as const satisfies { name: string; of: Count; all: Count }[];

export type Measure = (typeof MEASURES)[number];

/** 0 to 1; null where there was nothing to do. */
export const share = (counts: Schemas["adoption_Counts"], { of, all }: Measure): number | null => (counts[all] ? counts[of] / counts[all] : null);

export const measureName = texts({
  "zh-CN": { permits: "绑定许可", points: "定位", devices: "设备在传", posts: "岗位到位", signedIn: "岗位登录", reports: "月报按时", reviews: "月度核查", warnings: "预警按时", orders: "整改按时", regulators: "监管登录" },
  en: { permits: "Permits", points: "Map points", devices: "Devices", posts: "Posts held", signedIn: "Signed in", reports: "Reports in time", reviews: "Reviews", warnings: "Warnings in time", orders: "Orders in time", regulators: "Regulators" },
});

/** What the two numbers of a measure are. */
export const measureHint = texts({
  "zh-CN": {
    permits: "已绑定施工许可证的项目 / 项目", points: "已定位的项目 / 项目", devices: "有监测设备正在传输的在建项目 / 在建项目", posts: "有人任职的必设岗位 / 必设岗位（项目经理、总监、安全员）", signedIn: "任职者登录过的必设岗位 / 必设岗位", reports: "当月按时上报形象进度 / 应报",
    reviews: "当月已做月度核查 / 应做", warnings: "当月预警中按时接手 / 全部", orders: "当月到期整改中按时回复 / 全部", regulators: "登录过的监管人员 / 监管人员",
  },
  en: {
    permits: "Projects with a permit / projects", points: "Projects with a map point / projects", devices: "Projects under construction with a transmitting device / under construction", posts: "Required posts that somebody holds / required posts", signedIn: "Required posts whose holder has signed in / required posts", reports: "Progress of the month filed in time / due",
    reviews: "Monthly reviews done / due", warnings: "Warnings of the month answered in time / all", orders: "Orders due in the month replied in time / all", regulators: "Regulators who have signed in / all",
  },
});
