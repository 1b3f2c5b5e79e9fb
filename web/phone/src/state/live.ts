import { onPullDownRefresh, onShow, onUnload } from "@dcloudio/uni-app";
import { ref, shallowRef, watch, type Ref, type ShallowRef } from "vue";
import { problemOf, type Problem } from "@/api/problem";
import { onLine } from "./network";
import * as kept from "./kept";

export interface Live<T> {
  /** The newest that is known; null before the first answer. */
  value: ShallowRef<T | null>;
  /** When it was answered, epoch milliseconds; 0 before. */
  at: Ref<number>;
  /** Why the newest could not be had; what is kept is still shown. */
  problem: Ref<Problem | null>;
  isLoading: Ref<boolean>;
  reload: () => Promise<void>;
  /** Take this as the newest, for instance the answer of an act. */
  set: (value: T) => void;
}

/** What a page shows: at once what was kept under the key, then what the server says; again on return and on pulling. */
export function live<T>(key: () => string, fetch: () => Promise<T>): Live<T> {
  const value = shallowRef<T | null>(null);
  const at = ref(0);
  const problem = ref<Problem | null>(null);
  const isLoading = ref(false);
  /** The newest question: the answers of older ones are nobody's any more. */
  let turn = 0;
  /** The key that was asked for last. */
  let about = "";

  function recall(): void {
    const found = kept.read<T>(key());
    if (!found || value.value !== null) return;
    value.value = found.value;
    at.value = found.at;
  }
  function set(newest: T): void {
    value.value = newest;
    at.value = Date.now();
    kept.write(key(), newest);
  }
  async function reload(): Promise<void> {
    if (isLoading.value) return;
    about = key();
    recall();
    const mine = ++turn;
    isLoading.value = true;
    try {
      const newest = await fetch();
      if (mine !== turn) return;
      set(newest);
      problem.value = null;
    } catch (error) {
      if (mine === turn) problem.value = problemOf(error);
    } finally {
      if (mine === turn) isLoading.value = false;
      uni.stopPullDownRefresh();
    }
  }
  // Something else is meant now: of what was shown and asked nothing stays.
  watch(key, (newest) => {
    if (newest === about) return;
    value.value = null;
    at.value = 0;
    isLoading.value = false;
    void reload();
  });
  onShow(reload);
  onPullDownRefresh(reload);
  onUnload(onLine(() => problem.value && void reload()));
  return { value, at, problem, isLoading, reload, set };
}
