import { texts } from "@/i18n";
import type { REVIEWED } from "../project/words";

export const t = texts({
  "zh-CN": {
    ok: "合格", returned: "退回", reason: "退回原因（项目部会看到）", note: "备注（可不填）",
    pass: "核查通过", passHint: "四项均合格", sendBack: "退回 {n} 项", missing: "请为退回的每一项写明原因", choose: "请先选择：{what}", join: "、", photos: "当月照片", allPhotos: "全部照片", month: "当月", open: "当月进度尚未确认，不能判为合格", noReport: "当月没有提交形象进度", report: "{stage} · {percent}% · {when}提交", toReport: "去确认进度",
    changes: "当月变更", noChanges: "当月没有变更", changed: "当月变更 {n} 处", duties: "当月责任事项", noDuties: "当月没有责任事项", late: "逾期",
    again: "第 {n} 轮：上次由 {by} 于 {when} 退回", saidPass: "核查通过 · {project} {month}", saidReturn: "核查退回 {n} 项 · {project} {month}", due: "应于 {day} 前核查（{left}）",
  },
  en: {
    ok: "In order", returned: "Return", reason: "Why it goes back (the site reads this)", note: "Note (may be left out)",
    pass: "Pass", passHint: "all four in order", sendBack: "Return {n}", missing: "Each item that goes back needs a reason", choose: "Please choose first: {what}", join: ", ", photos: "Photos of the month", allPhotos: "All photos", month: "In the month", open: "The month's progress is not confirmed: it cannot pass yet", noReport: "No progress was filed for the month", report: "{stage} · {percent}% · filed {when}", toReport: "Confirm the progress",
    changes: "Changes in the month", noChanges: "Nothing changed", changed: "{n:change|changes} in the month", duties: "Obligations of the month", noDuties: "Nothing was due", late: "Overdue",
    again: "Round {n}: returned by {by}, {when}", saidPass: "Pass · {project} {month}", saidReturn: "Return {n} · {project} {month}", due: "Due {day} ({left})",
  },
});

export type ItemName = (typeof REVIEWED)[number];
export type Verdicts = Record<ItemName, { verdict: "ok" | "returned" | ""; reason: string }>;
