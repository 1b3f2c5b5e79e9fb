import { texts } from "./i18n";
import { moment } from "./time";
import type { Line, Step } from "./warnings";

/** What an order waits for, or how it ended. */
export const orderState = texts({
  "zh-CN": { issued: "待整改回复", replied: "待总监审核", reviewed: "待监督复查", closed: "已闭环", withdrawn: "已撤回" },
  en: { issued: "Waits for the reply", replied: "Waits for the chief", reviewed: "Waits for re-inspection", closed: "Closed", withdrawn: "Withdrawn" },
}) as (state: string) => string;

export const severityName = texts({
  "zh-CN": { general: "一般", serious: "严重" },
  en: { general: "General", serious: "Serious" },
}) as (severity: string) => string;

interface Item {
  state: string;
  is_overdue: boolean;
  due_at: string;
}

const HOURS_NEAR = 24;

/** How urgent: late, nearly late, in hand, done. */
export function colourOf(item: Item, now: number = Date.now()): string {
  if (item.state === "closed") return "is-green";
  if (item.state === "withdrawn") return "";
  if (item.state !== "issued") return "is-blue";
  if (isLate(item, now)) return "is-red";
  return Date.parse(item.due_at) - now < HOURS_NEAR * 3_600_000 ? "is-orange" : "is-yellow";
}

/** Also without a line, when the answer is old. */
export const isLate = (item: Item, now: number = Date.now()): boolean =>
  item.is_overdue || (item.state === "issued" && Date.parse(item.due_at) <= now);

const act = texts({
  "zh-CN": {
    issue: "下发整改单", reply: "整改回复", pass: "总监审核通过", send_back: "总监退回", return: "复查不合格，退回", close: "复查合格，闭环", withdraw: "撤回整改单", remind: "期限提醒", overdue: "已逾期，自动上报", urge: "监管催办",
    ask_extension: "申请延期", grant_extension: "同意延期", refuse_extension: "不同意延期", platform: "平台", remindNote: "期限前 {n} 天",
  },
  en: {
    issue: "Issued", reply: "Replied", pass: "Passed by the chief", send_back: "Sent back by the chief", return: "Re-inspected: another round", close: "Re-inspected: closed",
    withdraw: "Withdrawn", remind: "Reminded", overdue: "Overdue: told further up", urge: "Urged by a regulator", ask_extension: "More time asked for", grant_extension: "More time granted",
    refuse_extension: "More time refused", platform: "The platform", remindNote: "{n} d before it is due",
  },
});

/** A step of an order as it is read. */
export const orderLine = (step: Step): Line => ({
  what: act(step.action as "issue"),
  who: step.by_name ?? act("platform"),
  when: moment(step.at),
  note: noteOf(step),
  level: step.level,
});

function noteOf({ action, note }: Step): string {
  // What it was issued with is the order's title, which stands above.
  if (!note || action === "issue") return "";
  return action === "remind" ? act("remindNote", { n: parseInt(note, 10) }) : note;
}

const came = texts({
  "zh-CN": { send_back: "总监退回：{reason}", return: "复查不合格：{reason}" },
  en: { send_back: "Sent back by the chief: {reason}", return: "Re-inspected, not in order: {reason}" },
});

/** Why it is to be done again, where the last reply came back; empty where none did. */
export function complaint(order: { item: Item; history: Step[] }): string {
  const step = [...order.history].reverse().find(({ action }) => ["send_back", "return", "reply"].includes(action));
  if (order.item.state !== "issued" || !step || step.action === "reply") return "";
  return came(step.action as "return", { reason: step.note ?? "" });
}
