import { computed, type ComputedRef } from "vue";
import { useRoute, useRouter, type LocationQueryRaw, type RouteLocationRaw } from "vue-router";
import { FILTERS, KINDS, type Filters, type Kind } from "./numbers";

/** What the cities and clusters show: by how near one looks, or as chosen. */
export type Layer = "auto" | "regions" | "projects";

/** What the address of the map says: where one looks, at what, and which number's list is open. */
export interface Sand {
  region: string | undefined;
  filters: Filters;
  /** What the cities are coloured and ranked by. */
  by: Kind;
  layer: Layer;
  /** A month that is over; undefined is now. */
  period: string | undefined;
  list: { kind: Kind; region: string | undefined } | undefined;
}

const isKind = (text: string | undefined): text is Kind => KINDS.includes(text as Kind);

export function useAddress() {
  const route = useRoute();
  const router = useRouter();
  const asked = (name: string): string | undefined => (typeof route.query[name] === "string" ? (route.query[name] as string) : undefined);

  const sand: ComputedRef<Sand> = computed(() => {
    const [by, list, layer] = [asked("by"), asked("list"), asked("layer")];
    return {
      region: (route.params.region as string) || undefined,
      filters: Object.fromEntries(FILTERS.flatMap((name) => (asked(name) === undefined ? [] : [[name, asked(name)]]))),
      by: isKind(by) ? by : "projects",
      layer: layer === "regions" || layer === "projects" ? layer : "auto",
      period: asked("period"),
      list: isKind(list) ? { kind: list, region: asked("of") } : undefined,
    };
  });

  const isWall = (): boolean => route.path.startsWith("/wall");
  const pathOf = (page: string, region: string | undefined): string => (region ? `${page}/${region}` : page);

  return {
    sand,
    /** This page with other parts of the query; undefined takes one away. */
    go: (parts: LocationQueryRaw) => router.push({ params: route.params, query: { ...route.query, ...parts } }),
    /** The list behind a number of a region; of the whole area without one. */
    listOf: (kind: Kind, region: string | undefined): RouteLocationRaw => ({
      path: pathOf("/map", sand.value.region),
      query: { ...route.query, list: kind, of: region },
    }),
    /** The same look at another region. */
    regionAt: (region: string | undefined): RouteLocationRaw => ({
      path: pathOf(isWall() ? "/wall" : "/map", region),
      query: { ...route.query, list: undefined, of: undefined },
    }),
    /** The same look on the wall, or back on the map page. */
    otherAt: (): RouteLocationRaw => ({
      path: pathOf(isWall() ? "/map" : "/wall", sand.value.region),
      query: { ...route.query, list: undefined, of: undefined },
    }),
  };
}
