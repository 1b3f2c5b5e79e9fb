import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { api, got, type Schemas } from "@/api/client";

export type Counts = Schemas["Queues"];

/** How much waits for who looks. `mine` is what only they decide; what is overdue on site is not in it. */
export function useQueues() {
  const { data: counts, error, refetch } = useQuery({ queryKey: ["queues"], queryFn: () => got(api.GET("/queues")), staleTime: 10_000 });
  const mine = computed(() => (counts.value ? sum(counts.value) : 0));
  return { counts, mine, error, refetch };
}

const sum = ({ duties_overdue: _duties, orders_overdue: _orders, ...decided }: Counts): number => Object.values(decided).reduce((all, n) => all + n, 0);
