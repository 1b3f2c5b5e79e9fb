import { Building2, FileWarning, ListChecks, Map, Settings, Siren } from "@lucide/vue";
import type { Component } from "vue";
import { texts } from "@/i18n";

export const t = texts({
  "zh-CN": { map: "工程沙盘", queues: "待办", warnings: "预警处置", orders: "整改通知", projects: "项目", admin: "系统管理" },
  en: { map: "Sand table", queues: "To do", warnings: "Warnings", orders: "Orders", projects: "Projects", admin: "Administration" },
});

export interface Entry {
  area: Parameters<typeof t>[0];
  path: string;
  icon: Component;
  /** How much waits stands beside it. */
  isCounted?: boolean;
  administratorsOnly?: boolean;
}

/** The menu, in the order of a regulator's day. */
export const ENTRIES: Entry[] = [
  { area: "map", path: "/map", icon: Map },
  { area: "queues", path: "/queues", icon: ListChecks, isCounted: true },
  { area: "warnings", path: "/warnings", icon: Siren },
  { area: "orders", path: "/orders", icon: FileWarning },
  { area: "projects", path: "/projects", icon: Building2 },
  { area: "admin", path: "/admin", icon: Settings },
];
