import { useInfiniteQuery } from "@tanstack/vue-query";
import { computed, ref, type Ref } from "vue";

interface Page<T> {
  items: T[];
  next: string | null;
}

/** A list that comes page by page: what is there so far, and a way to the next page. It is not asked for while `enabled` says no. */
export function usePaged<T>(key: Ref<readonly unknown[]>, ask: (cursor: string | undefined) => Promise<Page<T>>, enabled: Ref<boolean> = ref(true)) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => ask(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Page<T>) => last.next ?? undefined,
    enabled,
  });
  return { ...query, items: computed(() => query.data.value?.pages.flatMap((page) => page.items)) };
}
