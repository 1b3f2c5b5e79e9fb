import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed, ref, type ComputedRef } from "vue";
import { api, got, type Schemas } from "@/api/client";
import type { paths } from "@/api/schema";
import type { Sand } from "./address";
import type { Filters } from "./numbers";
import { city, type City } from "./outline";

/** The filters as the server reads them. */
export type Asked = NonNullable<paths["/map/projects"]["get"]["parameters"]["query"]>;

export const asQuery = (filters: Filters): Asked => ({ ...filters, silent: filters.silent === undefined ? undefined : filters.silent === "true" }) as Asked;

/** The numbers of the cities, of the region that is looked into, and over the months. */
export function useCounted(sand: ComputedRef<Sand>) {
  const filters = computed(() => sand.value.filters);
  const period = computed(() => sand.value.period);
  const region = computed(() => sand.value.region);
  const read = (inside: string | undefined): Promise<Schemas["MapCounts"]> =>
    got(api.GET("/map", { params: { query: { ...asQuery(filters.value), period: period.value, region: inside } } }));

  /** Inside a region only their names are wanted of the cities. */
  const isNamed = ref(false);
  const cities = useQuery({
    queryKey: ["map", "counts", filters, period],
    queryFn: () => read(undefined).finally(() => (isNamed.value = true)),
    enabled: computed(() => region.value === undefined || !isNamed.value),
    placeholderData: keepPreviousData,
  });
  const districts = useQuery({
    queryKey: ["map", "counts", filters, period, region],
    queryFn: () => read(region.value),
    enabled: computed(() => region.value !== undefined),
    placeholderData: (kept: Schemas["MapCounts"] | undefined, query?: { queryKey: readonly unknown[] }) => (query?.queryKey[4] === region.value ? kept : undefined),
  });
  const trend = useQuery({
    queryKey: ["map", "trend", filters, region],
    queryFn: () => got(api.GET("/map/trend", { params: { query: { ...asQuery(filters.value), region: region.value } } })),
    placeholderData: keepPreviousData,
  });
  return { cities, districts, trend };
}

/** The cities' boundaries; the browser itself keeps the answer and asks whether it still stands. */
export function useOutline() {
  const { data, error, refetch } = useQuery({
    queryKey: ["outline"],
    queryFn: async () => (await got(api.GET("/map/outline"))).cities,
    staleTime: Infinity,
  });
  return { outline: computed<City[]>(() => data.value?.map(city) ?? []), outlineError: error, readOutline: refetch };
}
