import { computed, ref, shallowRef, watch } from "vue";
import { get } from "@/api/client";
import { problemOf, type Problem } from "@/api/problem";
import type { Answer } from "@/api/types";
import { onLine } from "@/state/network";

export type Found = Answer<"miniapp_search">["items"][number];

const PAUSE_MS = 400;
/** The index knows pairs of characters. */
const LEAST = 2;

/** What is typed is looked for once the fingers rest; a slow answer to older words is nobody's. */
export function search() {
  const typed = ref("");
  const found = shallowRef<Found[] | null>(null);
  const next = ref<string | null>(null);
  const problem = ref<Problem | null>(null);
  const words = computed(() => typed.value.trim());
  const isAsked = computed(() => words.value.length > 0);
  const isShort = computed(() => isAsked.value && words.value.length < LEAST);
  let pause: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  async function ask(cursor?: string): Promise<void> {
    const mine = ++turn;
    try {
      const page = await get("/search", { query: { q: words.value, cursor } });
      if (mine !== turn) return;
      found.value = cursor ? [...(found.value ?? []), ...page.items] : page.items;
      next.value = page.next;
      problem.value = null;
    } catch (error) {
      if (mine === turn) problem.value = problemOf(error);
    }
  }
  watch(words, () => {
    clearTimeout(pause);
    turn++;
    found.value = null;
    next.value = null;
    problem.value = null;
    if (words.value.length >= LEAST) pause = setTimeout(() => void ask(), PAUSE_MS);
  });
  onLine(() => problem.value && void ask());
  const more = (): void => void (next.value && ask(next.value));
  return { typed, found, next, problem, isAsked, isShort, again: () => void ask(), more };
}
