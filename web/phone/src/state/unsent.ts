import { computed, ref, shallowReactive } from "vue";
import { draftNames } from "./drafts";

const drafts = ref(0);

/** Who keeps what waits says how much it is: the stores themselves are no part of the first page. */
const counters: Record<"photos" | "statements", () => number> = shallowReactive({ photos: () => 0, statements: () => 0 });

export function counts(kind: keyof typeof counters, counter: () => number): void {
  counters[kind] = counter;
}

/** What this person has on this phone that the server does not have. */
export const unsent = computed(() => ({ photos: counters.photos(), drafts: drafts.value, statements: counters.statements() }));

/** Drafts are counted when a page asks. */
export const countDrafts = (): number => (drafts.value = draftNames().length);
