import { day } from "@shared/time";

/** The month and the `n - 1` before it, `2026-11` first, as the sites count them. */
export function lastMonths(n: number, now: number = Date.now()): string[] {
  const [year, number] = day(now).split("-").map(Number) as [number, number];
  return Array.from({ length: n }, (_, back) => new Date(Date.UTC(year, number - 1 - back, 1)).toISOString().slice(0, 7));
}
