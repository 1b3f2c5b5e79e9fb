import { ref } from "vue";
import { language, texts } from "./i18n";

const t = texts({
  "zh-CN": {
    now: "刚刚", minutes: "{n} 分钟前", hours: "{n} 小时前", today: "今天 {time}", yesterday: "昨天 {time}", tomorrow: "明天 {time}",
    leftMinutes: "还剩 {n} 分钟", leftHours: "还剩 {n} 小时", leftDays: "还剩 {n} 天",
    lateMinutes: "已逾期 {n} 分钟", lateHours: "已逾期 {n} 小时", lateDays: "已逾期 {n} 天",
  },
  en: {
    now: "just now", minutes: "{n} min ago", hours: "{n} h ago", today: "today {time}", yesterday: "yesterday {time}", tomorrow: "tomorrow {time}",
    leftMinutes: "{n} min left", leftHours: "{n} h left", leftDays: "{n} d left",
    lateMinutes: "{n} min overdue", lateHours: "{n} h overdue", lateDays: "{n} d overdue",
  },
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The sites' clock, wherever the phone is: China has one zone and no summer time. */
const OFFSET = 8 * HOUR;

const minute = ref(0);

/** From now on what is told as "5 min ago" is told anew each minute. */
export function beginToTick(): void {
  setInterval(() => minute.value++, MINUTE);
}

/** The present moment; whoever is drawn with it is drawn again each minute. */
function present(): number {
  void minute.value; // Read, so that a change of it is heard.
  return Date.now();
}

const two = (n: number): string => String(n).padStart(2, "0");
const local = (moment: string | number | Date): Date => new Date(new Date(moment).getTime() + OFFSET);
const dayNumber = (moment: string | number | Date): number => Math.floor(local(moment).getTime() / DAY);

/** 09:12 */
export const clock = (moment: string | number | Date): string => `${two(local(moment).getUTCHours())}:${two(local(moment).getUTCMinutes())}`;

/** 2026-11-21, as the sites count days. */
export const day = (moment: string | number | Date): string => local(moment).toISOString().slice(0, 10);

/** 11月21日 or 21 Nov */
export function shortDay(moment: string | number | Date): string {
  const at = local(moment);
  if (language.value === "zh-CN") return `${at.getUTCMonth() + 1}月${at.getUTCDate()}日`;
  return `${at.getUTCDate()} ${"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[at.getUTCMonth()]}`;
}

/** 2026年11月 or Nov 2026, of `2026-11`. */
export function month(period: string): string {
  const [year, number] = period.split("-");
  if (language.value === "zh-CN") return `${year}年${Number(number)}月`;
  return `${"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[Number(number) - 1]} ${year}`;
}

/** Today 09:12, yesterday 18:00, 3月5日 09:12. */
export function moment(at: string | number | Date, now: number = present()): string {
  const apart = dayNumber(at) - dayNumber(now);
  const key = ({ "-1": "yesterday", "0": "today", "1": "tomorrow" } as const)[String(apart) as "-1" | "0" | "1"];
  return key ? t(key, { time: clock(at) }) : `${shortDay(at)} ${clock(at)}`;
}

/** 5 min ago; a moment of another day is told by its date. */
export function ago(at: string | number | Date, now: number = present()): string {
  const past = now - new Date(at).getTime();
  if (past < MINUTE) return t("now");
  if (past < HOUR) return t("minutes", { n: Math.floor(past / MINUTE) });
  return past < 12 * HOUR ? t("hours", { n: Math.floor(past / HOUR) }) : moment(at, now);
}

/** 3 d left, 2 h overdue. */
export function left(until: string | number | Date, now: number = present()): string {
  const rest = new Date(until).getTime() - now;
  const size = Math.abs(rest);
  const unit = size < HOUR ? "Minutes" : size < 2 * DAY ? "Hours" : "Days";
  const n = Math.max(1, Math.floor(size / { Minutes: MINUTE, Hours: HOUR, Days: DAY }[unit]));
  return t(`${rest < 0 ? "late" : "left"}${unit}`, { n });
}
