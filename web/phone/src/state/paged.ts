import { onPullDownRefresh, onReachBottom, onShow, onUnload } from "@dcloudio/uni-app";
import { ref, shallowRef, watch } from "vue";
import { problemOf, type Problem } from "@/api/problem";
import * as kept from "./kept";
import type { Live } from "./live";
import { onLine } from "./network";

interface Page<T> {
  items: T[];
  next: string | null;
}

/** A list that is read on by scrolling. On return its beginning is read anew, and what had been read on stays below. */
export function paged<T extends { id: string }>(key: () => string, fetch: (cursor?: string) => Promise<Page<T>>): Live<Page<T>> & { more: () => Promise<void> } {
  const value = shallowRef<Page<T> | null>(null);
  const at = ref(0);
  const problem = ref<Problem | null>(null);
  const isLoading = ref(false);
  /** The newest question: the answers of older ones are nobody's any more. */
  let turn = 0;
  /** The key that was asked for last. */
  let about = "";

  function set(newest: Page<T>): void {
    value.value = newest;
    at.value = Date.now();
    kept.write(key(), newest);
  }
  async function ask(cursor: string | undefined, taken: (page: Page<T>) => Page<T>): Promise<void> {
    const mine = ++turn;
    isLoading.value = true;
    try {
      const page = await fetch(cursor);
      if (mine !== turn) return;
      set(taken(page));
      problem.value = null;
    } catch (error) {
      if (mine === turn) problem.value = problemOf(error);
    } finally {
      if (mine === turn) isLoading.value = false;
      uni.stopPullDownRefresh();
    }
  }
  async function reload(): Promise<void> {
    about = key();
    value.value ??= kept.read<Page<T>>(key())?.value ?? null;
    await ask(undefined, (first) => joined(first, value.value));
  }
  async function more(): Promise<void> {
    const before = value.value;
    if (!before?.next || isLoading.value) return;
    await ask(before.next, (page) => ({ items: [...before.items, ...page.items], next: page.next }));
  }
  watch(key, (newest) => {
    if (newest === about) return;
    value.value = null;
    void reload();
  });
  onShow(reload);
  onPullDownRefresh(reload);
  onReachBottom(more);
  onUnload(onLine(() => problem.value && void reload()));
  return { value, at, problem, isLoading, reload, set, more };
}

/** The newest beginning, and of what was read before that which follows it. */
function joined<T extends { id: string }>(first: Page<T>, before: Page<T> | null): Page<T> {
  const last = first.items[first.items.length - 1];
  const at = before?.items.findIndex((item) => item.id === last?.id) ?? -1;
  return at < 0 || !first.next ? first : { items: [...first.items, ...before!.items.slice(at + 1)], next: before!.next };
}
