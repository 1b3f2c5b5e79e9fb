import { useQuery } from "@tanstack/vue-query";
import { computed, ref } from "vue";
import type { LocationQueryRaw } from "vue-router";
import { api, got, type Schemas } from "@/api/client";
import { queries } from "@/state/queries";

export type Saved = Schemas["SavedFilter"];

const KEY = ["warnings-filters"];

/** Choices of filters under names, the person's own at whichever computer; `refused` is why the last change was not kept. */
export function useSaved() {
  const { data } = useQuery({ queryKey: KEY, queryFn: () => got(api.GET("/warnings/filters")) });
  const refused = ref<unknown>(null);

  /** Whether it was kept. */
  async function change(act: () => Promise<unknown>): Promise<boolean> {
    refused.value = null;
    try {
      await act();
      return true;
    } catch (problem) {
      refused.value = problem;
      return false;
    } finally {
      await queries.invalidateQueries({ queryKey: KEY });
    }
  }
  /** Under this name from now on; what had it before is replaced. */
  const save = (name: string, query: LocationQueryRaw, instead_of: string | null = null): Promise<boolean> =>
    change(() => got(api.PUT("/warnings/filters", { body: { name, query: query as Record<string, string>, instead_of } })));
  const remove = (name: string): Promise<boolean> => change(() => got(api.DELETE("/warnings/filters", { params: { query: { name } } })));
  return { saved: computed(() => data.value ?? []), refused, save, remove };
}
