import { texts } from "@/i18n";
import { ago, left, month, shortDay } from "@shared/time";
import type { Line } from "@/state/home";

/** What is due, by the server's names. */
const dueName = texts({
  "zh-CN": {
    progress: "形象进度填报", permit: "绑定施工许可证", map_point: "填报地图坐标", base_info: "确认项目资料", dangerous_list: "填报危大工程清单", devices: "登记监测设备",
    monthly_review: "月度核查",
  },
  en: {
    progress: "File the month's progress", permit: "Bind the construction permit", map_point: "Give the map point", base_info: "Confirm the project's facts",
    dangerous_list: "List the dangerous works", devices: "Register the monitoring devices", monthly_review: "Monthly review",
  },
}) as (kind: string) => string;

const t = texts({
  "zh-CN": {
    warning: "预警", order: "整改单", due: "待办", reply: "待回复", review: "待您审核", reinspect: "待复查", chase: "工地逾期未回复", issue: "草稿，请到电脑端签发",
    raised: "{ago}发出，无人接手", until: "{left}（{day}）", deadline: "整改期限 {day}", drafted: "{ago}起草", paused: "已暂停计时", ofMonth: "{name}（{month}）",
  },
  en: {
    warning: "Warning", order: "Order", due: "To do", reply: "reply due", review: "for you to review", reinspect: "to re-inspect", chase: "the site's reply is late",
    issue: "a draft; issue it at a desk", raised: "raised {ago}, nobody has taken it", until: "{left} ({day})", deadline: "deadline {day}", drafted: "drafted {ago}", paused: "paused",
    ofMonth: "{name} ({month})",
  },
});

export interface Told {
  kind: string;
  icon: "warning" | "wrench" | "clock";
  /** What it is. */
  title: string;
  /** Until when, or since when. */
  when: string;
  /** What is to be done with it; empty where the title says it. */
  step: string;
  colour: "red" | "orange" | "yellow" | "blue" | "grey";
}

const SOON_MS = 3 * 24 * 3600_000;

/** A line in words, as of `now`. */
export function told(line: Line, now: number): Told {
  const colour = colourOf(line, now);
  if (line.kind === "warning") {
    return { kind: t("warning"), icon: "warning", title: line.warning.name, when: t("raised", { ago: ago(line.at, now) }), step: "", colour };
  }
  if (line.kind === "order") return { kind: t("order"), icon: "wrench", title: line.order.title, when: orderWhen(line, now), step: t(line.order.step), colour };
  const { kind, period } = line.due;
  const name = dueName(kind);
  const title = /^\d{4}-\d\d$/.test(period) ? t("ofMonth", { name, month: month(period) }) : name;
  return { kind: t("due"), icon: "clock", title, when: line.due.is_paused ? t("paused") : until(line.at, now), step: "", colour };
}

const until = (at: string, now: number): string => t("until", { left: left(at, now), day: shortDay(at) });

function orderWhen(line: Line & { kind: "order" }, now: number): string {
  const { step } = line.order;
  if (step === "issue") return t("drafted", { ago: ago(line.at, now) });
  return step === "reply" || step === "chase" ? until(line.at, now) : t("deadline", { day: shortDay(line.at) });
}

function colourOf(line: Line, now: number): Told["colour"] {
  if (line.kind === "warning") return line.warning.level as Told["colour"];
  if (line.press === "late") return "red";
  return line.press === "due" && Date.parse(line.at) - now < SOON_MS ? "yellow" : "grey";
}
