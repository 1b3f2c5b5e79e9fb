import { reactive, watch } from "vue";
import { problemOf } from "@/api/problem";
import { done } from "./act";
import { secure } from "./kept";
import { owner } from "./session";

const INDEX = "drafts";

interface Draft<T> {
  value: T;
  /** Whether it was there before: the person goes on where they stopped. */
  wasKept: boolean;
  /** The key of its sending, the same however often that is tried. */
  key: string;
  discard: () => void;
}

/** What a person is filling in, kept on the phone with every change until it is discarded. */
export function draft<T extends object>(name: string, initial: T, key: string): Draft<T> {
  const place = `draft:${owner()}:${name}`;
  const found = uni.getStorageSync(place) as { value: T; key: string } | "";
  const value = reactive(found ? { ...initial, ...found.value } : initial) as T;
  const kept = { value, key: found ? found.key : key };
  const stop = watch(value, () => keep(place, kept), { deep: true });
  return {
    value,
    wasKept: Boolean(found),
    key: kept.key,
    discard: () => {
      stop();
      discardDraft(name);
    },
  };
}

/** A draft that no page holds open is done with. */
export function discardDraft(name: string): void {
  const place = `draft:${owner()}:${name}`;
  uni.removeStorageSync(place);
  uni.setStorageSync(INDEX, names().filter((each) => each !== place));
}

const names = (): string[] => (uni.getStorageSync(INDEX) as string[]) || [];

function keep(place: string, kept: object): void {
  try {
    secure(place, kept);
    if (!names().includes(place)) secure(INDEX, [...names(), place]);
  } catch (error) {
    done(problemOf(error).message);
  }
}

/** Drafts of the person who is signed in, by name: `progress:<project>:2026-11`. */
export function draftNames(): string[] {
  const mine = `draft:${owner()}:`;
  return names().filter((each) => each.startsWith(mine)).map((each) => each.slice(mine.length));
}
