import { computed, type Ref, watch } from "vue";
import { useRoute, useRouter } from "vue-router";
import { isDecided } from "@/state/decisions";
import { usePaged } from "@/state/paged";

interface Page<T> {
  items: T[];
  next: string | null;
}

interface Given<T> {
  key: string[];
  path: string;
  ask: (cursor: string | undefined) => Promise<Page<T>>;
  id: (line: T) => string;
  /** Whether it was decided here, where a line is more than one decision. */
  isDone?: (line: T) => boolean;
}

/** So many lines before the end the next page is asked for. */
const AHEAD = 5;

/** A queue worked through from the top: its lines, the chosen one (in the address), and the way to the next. */
export function useWorklist<T>(given: Given<T>) {
  const route = useRoute();
  const router = useRouter();
  const paged = usePaged(computed(() => given.key), given.ask);
  const isDone = given.isDone ?? ((line: T): boolean => isDecided(given.id(line)));
  const lines = computed(() => paged.items.value?.filter((line) => !isDone(line))) as Ref<T[] | undefined>;
  const asked = computed(() => (route.params.id as string | undefined) || undefined);
  const chosen = computed(() => asked.value ?? (lines.value?.[0] ? given.id(lines.value[0]) : undefined));
  const at = computed(() => lines.value?.findIndex((line) => given.id(line) === chosen.value) ?? -1);
  const line = computed(() => lines.value?.[at.value]);
  const following = computed(() => lines.value?.[at.value + 1]);

  const to = (id: string): string => `${given.path}/${id}`;
  const open = (id: string | undefined): unknown => router.replace({ path: id ? to(id) : given.path, query: route.query });

  function step(by: number): void {
    const there = lines.value?.[at.value + by];
    if (there) open(given.id(there));
  }

  /** To be called before the present line is decided: the next one, else the one before. */
  function leave(): void {
    const next = following.value ?? lines.value?.[at.value - 1];
    open(next && given.id(next));
  }

  watch([at, lines], () => {
    if (lines.value && at.value >= lines.value.length - AHEAD && paged.hasNextPage.value && !paged.isFetchingNextPage.value) void paged.fetchNextPage();
  });

  return { lines, line, following, chosen, id: given.id, to, step, leave, error: paged.error, again: paged.refetch, hasMore: paged.hasNextPage };
}

export type Worklist<T> = ReturnType<typeof useWorklist<T>>;
