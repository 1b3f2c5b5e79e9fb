/** By when a person promises to be done; all in the sites' clock, eight hours before Greenwich. */
const OFFSET = 8 * 3_600_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EVENING = 18 * HOUR;

export type Quick = "hour" | "today" | "tomorrow" | "days";

/** The moment of a quick choice: today and later days mean six in the evening, or today's end where that is too near. */
export function promise(quick: Quick, now: number): number {
  const midnight = Math.floor((now + OFFSET) / DAY) * DAY - OFFSET;
  if (quick === "hour") return now + HOUR;
  if (quick === "tomorrow") return midnight + DAY + EVENING;
  if (quick === "days") return midnight + 3 * DAY + EVENING;
  return midnight + EVENING > now + HOUR ? midnight + EVENING : midnight + DAY - 60_000;
}

/** The moment of a day and a clock time picked on the site; null while one of them is missing. */
export const exactly = (day: string, clock: string): number | null => (day && clock ? Date.parse(`${day}T${clock}:00+08:00`) : null);

const MOST = 30 * DAY;

/** Whether the server would take it. */
export const isBearable = (at: number, now: number): boolean => at > now && at <= now + MOST;
