import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { api, got } from "@/api/client";

export const useUnits = () => useQuery({ queryKey: ["units"], queryFn: () => got(api.GET("/units")) });

/** The cities of the area that have projects. */
export function useCities() {
  const { data } = useQuery({ queryKey: ["map", "regions"], queryFn: () => got(api.GET("/map")) });
  return computed(() => (data.value?.regions ?? []).filter(({ count }) => count.projects));
}
