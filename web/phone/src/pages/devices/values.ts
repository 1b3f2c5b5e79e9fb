import type { Schemas } from "../../api/types";

type Last = Schemas["LastValue"];

export const HOUR_MS = 3600_000;

/** A last value as it is shown. What is older than an hour says nothing of now, nor does a faulty instrument: neither is above a limit. */
export function shown(last: Last, now: number = Date.now()): Last & { measured: string; isOld: boolean; isOver: boolean } {
  const isOld = now - Date.parse(last.at) > HOUR_MS;
  const isOver = !isOld && !last.fault && last.limit !== null && last.value >= last.limit;
  return { ...last, measured: `${Number(last.value.toFixed(2))} ${last.unit}`, isOld, isOver };
}
