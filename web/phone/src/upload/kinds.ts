import { texts } from "@/i18n";
import { month } from "@shared/time";
import { session } from "@/state/session";

const t = texts({
  "zh-CN": { progress: "{month}形象进度", reply: "整改回复", other: "草稿" },
  en: { progress: "Progress of {month}", reply: "Reply to an order", other: "Draft" },
});

/** What a draft is about, by its name: `progress:<project>:2026-11`. */
export function draftTitle(draft: string): string {
  const [kind, , period = ""] = draft.split(":");
  if (kind === "progress") return t("progress", { month: month(period) });
  return t(kind === "reply" ? "reply" : "other");
}

/** The page on which a draft goes on; empty where nobody knows it. */
export function draftPage(draft: string): string {
  const [kind, id = "", period = ""] = draft.split(":");
  if (kind === "progress") return `/pages/file_progress/file_progress?id=${id}&period=${period}`;
  return kind === "reply" ? `/pages/reply/reply?id=${id}` : "";
}

export const projectName = (projectId: string): string => session.me?.posts.find((post) => post.project_id === projectId)?.project_name ?? "";
