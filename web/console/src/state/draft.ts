import { computed, ref, watch, type Ref, type WritableComputedRef } from "vue";
import { mine } from "./mine";

const key = (name: string): string => `form.${name}`;

/** Whether words are kept under this name. */
export const isBegun = (name: string): boolean => !["", undefined].includes(mine.read<string>(key(name)));

/** What is kept under these names is done with. */
export const dropDrafts = (names: string[]): void => names.forEach((name) => mine.drop(key(name)));

/** A form that a person fills in, kept for them on this computer until it is done: neither a refusal nor a reload loses it. */
export function useDraft<T>(name: string, empty: () => T): { draft: Ref<T>; discard: () => void } {
  const draft = ref(mine.read<T>(key(name)) ?? empty()) as Ref<T>;
  watch(draft, (now) => mine.write(key(name), now), { deep: true });

  function discard(): void {
    draft.value = empty();
    // After the watcher, which would write the empty one.
    setTimeout(() => mine.drop(key(name)));
  }
  return { draft, discard };
}

/** One value of the line that is shown: what is preset until the person chooses; the choice is kept as a form is. */
export function useChoice<T>(name: () => string, preset: () => T): WritableComputedRef<T> {
  const chosen = ref<T>();
  watch(name, (now) => (chosen.value = mine.read<T>(key(now))), { immediate: true });
  return computed({
    get: () => (chosen.value as T | undefined) ?? preset(),
    set(value) {
      chosen.value = value;
      mine.write(key(name()), value);
    },
  });
}
