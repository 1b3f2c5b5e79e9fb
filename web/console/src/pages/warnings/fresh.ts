import { computed, type Ref } from "vue";
import { useArrived } from "@/state/arrived";
import type { Filters } from "./filters";
import { passes } from "./passes";
import { ring } from "./sound";

/** The warnings that were raised while the page was open and pass its filters, for as long as they pulse. */
export function useFresh(filters: Ref<Filters>) {
  const arrived = useArrived((told) => told.what === "raised" && passes(told, filters.value), ring);
  return computed(() => new Set(arrived.value.filter(({ isNew }) => isNew).map(({ id }) => id)));
}
