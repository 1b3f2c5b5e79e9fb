import { computed, type WritableComputedRef } from "vue";
import { useChoice } from "@/state/draft";
import type { Choice } from "@shared/deadlines";

/** One of the days that may be chosen: the last until the person picks another; what is no longer among them does not count. */
export function useDay(name: () => string, days: () => Choice[]): WritableComputedRef<string> {
  const picked = useChoice(name, () => "");
  return computed({
    get: () => (days().find(({ at }) => at === picked.value) ?? days().at(-1))?.at ?? "",
    set: (at) => (picked.value = at),
  });
}
