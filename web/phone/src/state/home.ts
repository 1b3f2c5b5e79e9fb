import type { Schemas } from "../api/types";

type Answered = Schemas["Home"];
export type Project = Schemas["HomeProject"];

/** The first page as the phone holds it; `cursor` tells the server what that is. */
export interface Held {
  cursor: string;
  projects: Project[];
  dues: Schemas["Due"][];
  warnings: Schemas["HomeWarning"][];
  orders: Schemas["HomeOrder"][];
  more: Answered["more"];
  waiting: Answered["waiting"];
}

/** What is held after an answer: replaced by a full page, mended by a change; without an answer nothing has changed. */
export function applied(held: Held | null, answer: Answered | null): Held {
  if (!answer) return held!;
  const { cursor, more, waiting } = answer;
  if (answer.is_full || !held) {
    return { cursor, more, waiting, projects: answer.projects, dues: answer.dues ?? [], warnings: answer.warnings ?? [], orders: answer.orders ?? [] };
  }
  return {
    cursor, more, waiting,
    projects: merged(held.projects, answer.projects, answer.project_ids),
    dues: answer.dues ?? held.dues,
    warnings: answer.warnings ?? held.warnings,
    orders: answer.orders ?? held.orders,
  };
}

/** By their ids: changed ones in the place of the old, new ones added, those that are no longer named left out. */
function merged(held: Project[], changed: Project[], ids?: string[]): Project[] {
  const all = new Map([...held, ...changed].map((project) => [project.id, project]));
  return (ids ?? [...all.keys()]).flatMap((id) => all.get(id) ?? []);
}

/** How much a line presses: it burns, it is late, it is to be seen to, its time will come, it rests. */
export type Press = "burns" | "late" | "watch" | "due" | "paused";
const PRESSES: Press[] = ["burns", "late", "watch", "due", "paused"];

interface Common {
  key: string;
  press: Press;
  projectId: string;
  /** Until when, or since when for a warning. */
  at: string;
}
export type Line = Common &
  ({ kind: "warning"; warning: Schemas["HomeWarning"] } | { kind: "order"; order: Schemas["HomeOrder"] } | { kind: "due"; due: Schemas["Due"] });

/** All of it in one list, worst first, as the server's `Home` says: each list keeps its own order within a press. */
export function lines(held: Held, projectId = ""): Line[] {
  const all = [...held.warnings.map(ofWarning), ...held.orders.map(ofOrder), ...held.dues.map(ofDue)];
  const own = projectId ? all.filter((line) => line.projectId === projectId) : all;
  return PRESSES.flatMap((press) => {
    const some = own.filter((line) => line.press === press);
    return press === "burns" || press === "watch" ? some : some.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  });
}

const ofWarning = (warning: Schemas["HomeWarning"]): Line => ({
  kind: "warning", warning, key: `w${warning.id}`, projectId: warning.project_id, at: warning.raised_at,
  press: warning.level === "red" || warning.level === "orange" ? "burns" : "watch",
});

const ofOrder = (order: Schemas["HomeOrder"]): Line => ({
  kind: "order", order, key: `o${order.id}${order.step}`, projectId: order.project_id, at: order.due_at, press: order.is_overdue ? "late" : "due",
});

const ofDue = (due: Schemas["Due"]): Line => ({
  kind: "due", due, key: `d${due.project_id}${due.kind}${due.period}`, projectId: due.project_id, at: due.due_at,
  press: due.is_paused ? "paused" : due.is_overdue ? "late" : "due",
});

type Waiting = Held["waiting"];
export interface Decision {
  key: keyof Waiting;
  n: number;
  /** Its page; empty for what is decided at a desk. */
  to: string;
}

/** What is decided on the phone, and where; a regulator decides on applications and months at a desk. */
const ON_SITE: Partial<Record<keyof Waiting, string>> = {
  applications: "/pages/decide/decide", reports_to_review: "/pages/reports/reports?to_review=1", handovers_to_sign: "/pages/handovers/handovers",
};
const ON_THE_ROAD: Partial<Record<keyof Waiting, string>> = { orders_to_reinspect: "/pages/orders/orders", extensions_to_decide: "/pages/orders/orders" };

/** What waits for the person's decision. */
export function decisions(waiting: Waiting, isRegulator: boolean): Decision[] {
  const pages = isRegulator ? ON_THE_ROAD : ON_SITE;
  return (Object.keys(waiting) as (keyof Waiting)[]).map((key) => ({ key, n: waiting[key] ?? 0, to: pages[key] ?? "" })).filter(({ n }) => n);
}

/** Where a line leads; what only the desk can do leads to its project. */
export function pageOf(line: Line): string {
  if (line.kind === "warning") return `/pages/warning/warning?id=${line.warning.id}`;
  if (line.kind === "order") return line.order.step === "issue" ? project(line) : `/pages/order/order?id=${line.order.id}`;
  return duePage(line.projectId, line.due) ?? project(line);
}

/** Where one does what is due; null for what only the desk can do. */
export function duePage(projectId: string, { kind, period }: Pick<Schemas["Due"], "kind" | "period">): string | null {
  const page = PAGES[kind];
  if (!page) return null;
  return `/pages/${page}/${page}?id=${projectId}` + (page === "file_progress" ? `&period=${period}` : "");
}

const project = (line: Line): string => `/pages/project/project?id=${line.projectId}`;

const PAGES: Record<string, string> = {
  progress: "file_progress", permit: "permit", map_point: "map_point", base_info: "facts", dangerous_list: "dangerous_works", devices: "devices",
};
