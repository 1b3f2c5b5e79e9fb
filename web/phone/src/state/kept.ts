import { Problem } from "@/api/problem";
import { texts } from "@/i18n";
import { owner } from "./session";

/** The last answers, so that a page opens with what it had; the oldest go when the room is full. */
const INDEX = "kept:index";
const MOST = 80;

const t = texts({
  "zh-CN": { room: "手机存储空间不足，刚才的内容没有存下来", roomNext: "请清理手机空间后再试" },
  en: { room: "No room left on the phone; this was not kept", roomNext: "Free some space and try again" },
});

interface Entry<T> {
  value: T;
  at: number;
  tag?: string;
}

const name = (key: string): string => `kept:${owner()}:${key}`;

export function read<T>(key: string): Entry<T> | null {
  return (uni.getStorageSync(name(key)) as Entry<T>) || null;
}

export function write<T>(key: string, value: T, tag?: string): void {
  const here = name(key);
  const index = ((uni.getStorageSync(INDEX) as string[]) || []).filter((each) => each !== here);
  index.push(here);
  while (index.length > MOST) uni.removeStorageSync(index.shift()!);
  try {
    uni.setStorageSync(here, { value, at: Date.now(), tag } satisfies Entry<T>);
  } catch {
    // No room: half of what is kept goes, this answer is kept next time.
    index.splice(0, Math.ceil(index.length / 2)).forEach((each) => uni.removeStorageSync(each));
  }
  uni.setStorageSync(INDEX, index);
}

/** Keeps what a person has made: where there is no room, kept answers make it; if that is not enough it throws. */
export function secure(place: string, made: unknown): void {
  try {
    uni.setStorageSync(place, made);
  } catch {
    forget();
    try {
      uni.setStorageSync(place, made);
    } catch {
      throw new Problem("phone_full", t("room"), t("roomNext"), -1);
    }
  }
}

/** Everything that was kept, on signing out. */
export function forget(): void {
  ((uni.getStorageSync(INDEX) as string[]) || []).forEach((each) => uni.removeStorageSync(each));
  uni.removeStorageSync(INDEX);
}
