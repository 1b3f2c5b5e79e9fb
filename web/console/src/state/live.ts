import { ref } from "vue";
import type { Schemas } from "@/api/client";
import { beginToTick } from "@shared/time";
import { calmly, pauseAfter } from "./calm";
import { queries } from "./queries";

/** What the server tells while a page is open; a hint only: what is shown is always read from the doors. */
export type Told = Omit<Schemas["LiveNews"], "degraded">;

type Listener<K extends keyof Told> = (told: Told[K]) => void;

/** `live`: changes arrive by themselves; `polling`: the page asks each half minute. */
export const line = ref<"opening" | "live" | "polling">("opening");

const POLL_MS = 30_000;
const CALM_MS = 500;
/** Every open page hears of each version of the map at the same moment: they ask neither at once nor all together. */
const MAP_CALM_MS = 5_000;
const MAP_SPREAD_MS = 2_000;
/** The first reads of a page are left alone; what changed between them and the line is asked for then. */
const MISSED_MS = 2_000;
const listeners = new Map<keyof Told, Set<Listener<never>>>();
/** Which reads each news makes old, by the first part of their key. */
const STALE: Record<keyof Told, string[]> = {
  map: ["map"],
  warning: ["warnings", "warning", "project"],
  order: ["orders", "order", "project"],
  progress: ["progress", "project"],
  queue: ["queues", "facts", "drafts", "obligations", "applications", "posts"],
};

/** Hear one kind of news until the returned function is called. */
export function hear<K extends keyof Told>(kind: K, listener: Listener<K>): () => void {
  const known = listeners.get(kind) ?? new Set();
  listeners.set(kind, known.add(listener as Listener<never>));
  return () => void known.delete(listener as Listener<never>);
}

/** Opens the line, and the minutes' clock, once for all pages. */
export function listen(): void {
  open(0);
  setInterval(() => line.value === "polling" && !document.hidden && refresh(), POLL_MS);
  beginToTick();
}

/** The browser itself opens a line again that breaks, but never one that was answered with an error: a proxy's 502, say. */
function open(failures: number): void {
  const source = new EventSource("/api/console/v1/live");
  source.onopen = () => {
    failures = 0;
    if (line.value === "polling") refresh();
    else setTimeout(refresh, MISSED_MS);
    line.value = "live";
  };
  source.onerror = () => {
    line.value = "polling";
    if (source.readyState === EventSource.CLOSED) setTimeout(open, pauseAfter(failures, Math.random()), failures + 1);
  };
  source.addEventListener("degraded", () => (line.value = "polling"));
  (Object.keys(STALE) as (keyof Told)[]).forEach((kind) => source.addEventListener(kind, (event) => news(kind, JSON.parse(event.data))));
}

function news<K extends keyof Told>(kind: K, told: Told[K]): void {
  old[kind]();
  listeners.get(kind)?.forEach((listener) => (listener as Listener<K>)(told));
}

/** What nobody looks at is only marked: it is asked for when somebody does. */
const again = (keys: string[]): Promise<unknown> =>
  Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key], refetchType: document.hidden ? "none" : "active" })));

const old = Object.fromEntries(
  Object.entries(STALE).map(([kind, keys]) => [kind, kind === "map" ? calmly(() => again(keys), MAP_CALM_MS, MAP_SPREAD_MS) : calmly(() => again(keys), CALM_MS)]),
) as Record<keyof Told, () => void>;

/** Whatever was missed is asked for. */
const refresh = (): void => Object.values(old).forEach((ask) => ask());
