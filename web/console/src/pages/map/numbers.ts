import type { Schemas } from "@/api/client";

/** What the map can count, and colour the cities by: everything, warnings of so much or more, silence, dangerous works. */
export const KINDS = ["projects", "red", "orange", "warned", "silent", "dangerous", "oversized"] as const;
export type Kind = (typeof KINDS)[number];

type Count = Schemas["MapCount"];

const READ: Record<Kind, (count: Count) => number> = {
  projects: ({ projects }) => projects,
  red: ({ red }) => red,
  orange: ({ red, orange }) => red + orange,
  warned: ({ red, orange, yellow, blue }) => red + orange + yellow + blue,
  silent: ({ silent }) => silent,
  dangerous: ({ dangerous }) => dangerous,
  oversized: ({ oversized }) => oversized,
};

export const numberOf = (count: Count, kind: Kind): number => READ[kind](count);

/** Which projects: every value means exactly this, `level` and `dangerous` this or more. */
export interface Filters {
  sector?: string;
  stage?: string;
  status?: string;
  level?: string;
  silent?: string;
  dangerous?: string;
}

export const FILTERS = ["sector", "stage", "status", "level", "silent", "dangerous"] as const satisfies (keyof Filters)[];
export const LEVELS = ["blue", "yellow", "orange", "red"];
export const GRADES = ["none", "dangerous", "oversized"];

const worse = (order: string[], one: string | undefined, other: string): string => (order.indexOf(one ?? "") > order.indexOf(other) ? one! : other);

/** The filters whose list has as many projects as the number of this kind says. */
export function behind(kind: Kind, filters: Filters): Filters {
  if (kind === "red" || kind === "orange") return { ...filters, level: worse(LEVELS, filters.level, kind) };
  if (kind === "warned") return { ...filters, level: worse(LEVELS, filters.level, "blue") };
  if (kind === "silent") return { ...filters, silent: "true" };
  if (kind === "dangerous" || kind === "oversized") return { ...filters, dangerous: worse(GRADES, filters.dangerous, kind) };
  return filters;
}

type Look = Schemas["MapLook"];

/** Whether a point that looks like this passes the filters. */
export function passes(look: Look, filters: Filters): boolean {
  return (
    (!filters.sector || look.sector === filters.sector) &&
    (filters.stage === undefined || look.stage === filters.stage) &&
    (!filters.status || look.status === filters.status) &&
    (!filters.level || LEVELS.indexOf(look.level ?? "") >= LEVELS.indexOf(filters.level)) &&
    (filters.silent === undefined || String(look.is_silent) === filters.silent) &&
    (!filters.dangerous || GRADES.indexOf(look.dangerous) >= GRADES.indexOf(filters.dangerous))
  );
}

/** Where a region's number falls among all of them: 0 for none, then 1 … `steps`, of evenly filled steps. */
export function steps(values: number[], count: number): (value: number) => number {
  const limits = bounds(values, count);
  return (value) => (value ? 1 + limits.filter((limit) => value > limit).length : 0);
}

/** The upper ends of all steps but the last. */
export function bounds(values: number[], count: number): number[] {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  const ends = Array.from({ length: count - 1 }, (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / count) - 1] ?? 0);
  return [...new Set(ends.filter((end) => end > 0 && end < sorted[sorted.length - 1]!))];
}
