import { onScopeDispose, shallowRef, watch, type Ref } from "vue";
import { api, got, type Schemas } from "@/api/client";
import { calmly, pauseAfter } from "@/state/calm";
import { hear, line } from "@/state/live";
import { useMe } from "@/state/session";
import { keep, kept } from "./kept";
import { degrees, merged, type Degrees, type Held } from "./points";

const CALM_MS = 1_500;
const POLL_MS = 30_000;

/** The projects as points: at once what this browser held, then what has changed, and again whenever the map changes.
 *
 * `isTooMany`: the area has more points than are sent at once; they come with a smaller region, and `amid` says where
 * the districts lie. What fails is tried again by itself, or at once with `again`.
 */
export function useHeld(region: Ref<string | undefined>) {
  const { me } = useMe();
  const held = shallowRef<Held>();
  const isTooMany = shallowRef(false);
  const error = shallowRef<unknown>();
  const amid = shallowRef(new Map<string, Degrees>());
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  /** Of which region the points are held: all of the area unless there are too many; undefined until it is known what was kept. */
  let asked: string | undefined;

  async function begin(account: string, inside: string): Promise<void> {
    asked = undefined;
    held.value = await kept(account, inside);
    asked = inside;
    ask();
  }

  async function once(): Promise<void> {
    const account = me.value?.account_id;
    const [inside, before] = [asked, held.value];
    if (!account || inside === undefined) return;
    clearTimeout(retry);
    try {
      const told = await got(api.GET("/map/points", { params: { query: { since: before?.version, region: inside || undefined } } }));
      [error.value, failures] = [undefined, 0];
      if (inside === asked && before === held.value) take(account, inside, told);
    } catch (reason) {
      error.value = reason;
      retry = setTimeout(ask, pauseAfter(failures++, Math.random()));
    }
  }

  function take(account: string, inside: string, told: Schemas["MapPoints"]): void {
    isTooMany.value = told.needs_region;
    amid.value = new Map(told.needs_region ? told.regions.map((each) => [each.code, degrees(each)]) : []);
    if (told.needs_region) held.value = undefined;
    else if (told.is_whole || told.version !== held.value?.version) {
      held.value = merged(held.value, told);
      void keep(account, inside, held.value);
    }
  }

  const ask = calmly(once, CALM_MS);
  watch(
    [() => me.value?.account_id, () => (isTooMany.value || asked ? (region.value ?? "") : "")],
    ([account, inside]) => void (account && begin(account, inside as string)),
    { immediate: true },
  );
  onScopeDispose(hear("map", () => isTooMany.value || ask()));
  const timer = setInterval(() => line.value === "polling" && !document.hidden && ask(), POLL_MS);
  onScopeDispose(() => (clearInterval(timer), clearTimeout(retry)));
  watch(line, (now) => now === "live" && ask());
  return { held, isTooMany, amid, error, again: ask };
}
