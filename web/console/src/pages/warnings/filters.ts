import { computed, ref, watchEffect } from "vue";
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from "vue-router";
import { useMe } from "@/state/session";

/** What the board is narrowed to; it stands in the address, so that a reload, a link and Back keep it. */
export interface Filters {
  levels: string[];
  states: string[];
  code: string;
  region: string;
  sector: string;
  project: string;
  /** Hours in which no person has done anything; 0 is no matter. */
  silent: number;
  /** `me`, `nobody`, or the account that follows it up. */
  who: string;
}

export const LEVELS = ["red", "orange", "yellow", "blue"] as const;
export const STATES = ["open", "acknowledged", "closed"] as const;
/** Hours. */
export const SILENCES = [1, 4, 24, 72] as const;

const listed = (value: LocationQuery[string] | undefined): string[] => String(value ?? "").split(",").filter(Boolean);
const one = (value: LocationQuery[string] | undefined): string => listed(value)[0] ?? "";

export function fromQuery(query: LocationQuery): Filters {
  return {
    levels: listed(query.level), states: listed(query.state), code: one(query.kind), region: one(query.region), sector: one(query.sector), project: one(query.project),
    silent: Number(one(query.silent)) || 0, who: one(query.who),
  };
}

export function toQuery(filters: Filters): LocationQueryRaw {
  const { levels, states, code, region, sector, project, silent, who } = filters;
  const all = { level: levels.join(","), state: states.join(","), kind: code, region, sector, project, silent: silent ? String(silent) : "", who };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

/** To five minutes, so that the same question has the same key for a while. */
const STEP_MS = 300_000;

/** The filters as the server knows them. */
export function asked(filters: Filters, me: string | undefined) {
  const since = Math.floor(Date.now() / STEP_MS) * STEP_MS - filters.silent * 3_600_000;
  const whose = filters.who === "me" ? me : filters.who;
  return {
    states: (filters.states.length ? filters.states : undefined) as ("open" | "acknowledged" | "closed")[] | undefined,
    levels: (filters.levels.length ? filters.levels : undefined) as (typeof LEVELS)[number][] | undefined,
    codes: filters.code ? [filters.code] : undefined,
    region_code: filters.region || undefined,
    sectors: filters.sector ? [filters.sector] : undefined,
    project_id: filters.project || undefined,
    silent_since: filters.silent ? new Date(since).toISOString() : undefined,
    followed_by: filters.who && filters.who !== "nobody" ? whose : undefined,
    is_followed: filters.who === "nobody" ? false : undefined,
  };
}

/** Where the list stood last, to come back to it as it was. */
export const listAddress = ref(/^\/warnings(\?|$)/.test(history.state?.back ?? "") ? String(history.state.back) : "/warnings");

/** The filters of the address, and a way to change some of them. */
export function useFilters() {
  const route = useRoute();
  const router = useRouter();
  const { me } = useMe();
  const filters = computed(() => fromQuery(route.query));
  watchEffect(() => route.path === "/warnings" && (listAddress.value = route.fullPath));
  const isNarrowed = computed(() => Object.keys(toQuery(filters.value)).length > 0);
  const view = computed(() => (route.query.view === "list" ? "list" : "board"));
  const kept = (): LocationQueryRaw => (view.value === "list" ? { view: "list" } : {});

  const narrow = (change: Partial<Filters>): void => void router.replace({ query: { ...kept(), ...toQuery({ ...filters.value, ...change }) } });
  const show = (query: LocationQueryRaw): void => void router.replace({ query: { ...kept(), ...query } });
  const look = (as: "board" | "list"): void => void router.replace({ query: { ...toQuery(filters.value), ...(as === "list" ? { view: "list" } : {}) } });
  return { filters, isNarrowed, view, asked: computed(() => asked(filters.value, me.value?.account_id)), narrow, show, look };
}
