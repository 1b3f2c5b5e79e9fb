import type { Schemas } from "@/api/client";
import { day } from "@shared/time";

type Series = Schemas["Series"];

export interface DayTold {
  day: string;
  low: number;
  mean: number;
  high: number;
  /** Buckets whose highest value reached a limit of their moment. */
  over: number;
}

export interface Told {
  highest: { at: number; value: number } | null;
  /** Buckets at or above the lowest limit in force. */
  over: number;
  silentMs: number;
  days: DayTold[];
}

/** What a chart shows, for a reader: the highest, how often over, how long silent, and day by day. */
export function told(series: Series): Told {
  const limits = series.bands.map(({ from_at, until_at, limit }) => ({ from: Date.parse(from_at), until: Date.parse(until_at), limit }));
  const isOver = ([at, , , high]: Series["buckets"][number]): boolean => limits.some(({ from, until, limit }) => from <= at * 1000 && at * 1000 < until && high >= limit);
  const top = series.buckets.reduce<Series["buckets"][number] | null>((best, each) => (best && best[3] >= each[3] ? best : each), null);
  const days = new Map<string, Series["buckets"]>();
  for (const bucket of series.buckets) days.set(day(bucket[0] * 1000), [...(days.get(day(bucket[0] * 1000)) ?? []), bucket]);
  return {
    highest: top && { at: top[0] * 1000, value: top[3] },
    over: series.buckets.filter(isOver).length,
    silentMs: series.gaps.reduce((sum, [from, until]) => sum + Date.parse(until) - Date.parse(from), 0),
    days: [...days].map(([date, buckets]) => ({
      day: date,
      low: Math.min(...buckets.map(([, low]) => low)),
      mean: Math.round((buckets.reduce((sum, [, , mean]) => sum + mean, 0) / buckets.length) * 10) / 10,
      high: Math.max(...buckets.map(([, , , high]) => high)),
      over: buckets.filter(isOver).length,
    })),
  };
}
