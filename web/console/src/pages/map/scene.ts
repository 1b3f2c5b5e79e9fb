import { computed } from "vue";
import { said, texts } from "@/i18n";
import { useAddress } from "./address";
import { indexed, type Index } from "./clusters";
import { useCounted, useOutline } from "./counted";
import { useHeld } from "./held";
import type { Label } from "./Labels.vue";
import { behind, bounds, numberOf, passes, steps } from "./numbers";
import type { City } from "./outline";
import { palette, STEPS } from "./palette";
import type { Point } from "./points";
import { around, spot, type Spot } from "./view";

const CALM = ["projects", "dangerous", "oversized"];
/** Pixels a degree from which the whole province shows its projects rather than its cities' numbers. */
const NEAR = 300;
const t = texts({ "zh-CN": { all: "广东省" }, en: { all: "Guangdong" } });

/** All that the map page and the wall show, from what the address says. */
export function useScene(isDark: boolean) {
  const { sand, go } = useAddress();
  const region = computed(() => sand.value.region);
  const counted = useCounted(sand);
  const { outline, outlineError, readOutline } = useOutline();
  const { held, isTooMany, amid, error: pointsError, again: readPoints } = useHeld(region);

  const focus = computed<City | null>(() => (region.value ? (outline.value.find(({ code }) => code.slice(0, 4) === region.value!.slice(0, 4)) ?? null) : null));
  const counts = computed(() => (region.value ? counted.districts.data.value : counted.cities.data.value));
  const place = computed(() => nameOf(region.value) ?? "…");

  function nameOf(code: string | undefined): string | undefined {
    if (!code) return t("all");
    const known = [...(counted.cities.data.value?.regions ?? []), ...(counted.districts.data.value?.regions ?? [])];
    return said(known.find((each) => each.code === code)?.name) || undefined;
  }

  const values = computed(() => new Map(counted.cities.data.value?.regions.map(({ code, count }) => [code, numberOf(count, sand.value.by)])));
  const step = computed(() => {
    const ranked = steps([...values.value.values()], STEPS);
    return (code: string): number => ranked(values.value.get(code) ?? 0);
  });
  const limits = computed(() => bounds([...values.value.values()], STEPS));
  const colours = computed(() => palette(isDark, !CALM.includes(sand.value.by), limits.value.length + 1));

  /** Those of the list that is open, else of the number that the map is coloured by. */
  const passing = computed<Point[]>(() => {
    const { kind, region: inside } = sand.value.list ?? { kind: sand.value.by, region: region.value };
    const filters = behind(kind, sand.value.filters);
    return held.value?.points.filter(({ look, region: lies }) => passes(look, filters) && isIn(lies, inside)) ?? [];
  });
  const isNow = computed(() => sand.value.period === undefined);
  const clusters = computed(() => (isNow.value && sand.value.layer !== "regions" && held.value ? indexed(passing.value) : null));
  const pointsFrom = computed(() => (sand.value.layer === "projects" || sand.value.list || region.value ? 0 : NEAR));
  const isWaiting = computed(() => isNow.value && pointsFrom.value === 0 && sand.value.layer !== "regions" && !held.value && !isTooMany.value && !pointsError.value);
  const middles = computed(() => {
    if (!region.value) return new Map<string, Spot>(outline.value.map(({ code, middle }) => [code, middle]));
    return isTooMany.value ? new Map([...amid.value].map(([code, { longitude, latitude }]) => [code, spot(longitude, latitude)])) : middlesOf(held.value?.points ?? []);
  });
  /** What is looked at itself has its name above the map. */
  const labels = computed<Label[]>(() =>
    (counts.value?.regions ?? []).flatMap((each) => {
      const at = each.code === region.value ? undefined : middles.value.get(each.code);
      return at ? [{ region: each, at, isCity: !region.value }] : [];
    }),
  );
  /** A district's ground, where the outline is the whole city's. */
  const frame = computed(() => {
    const code = region.value;
    if (!code || code.endsWith("00")) return null;
    const lies = held.value?.points.filter((point) => point.region === code) ?? [];
    return lies.length > 2 ? around(lies.map(({ longitude, latitude }) => spot(longitude, latitude))) : null;
  });
  const months = computed(() => counted.trend.data.value?.months.map(({ period }) => period) ?? []);
  /** As it was at a month's end; the newest month is now. A list is of now alone. */
  const turn = (period: string): void => void go({ period: period === months.value.at(-1) ? undefined : period, list: undefined, of: undefined });
  /** Made when it is first looked at: a province's takes a tenth of a second. */
  const index = (): Index | null => clusters.value;
  return { ...counted, months, turn, outline, outlineError, readOutline, focus, counts, place, nameOf, step, colours, limits, index, pointsFrom, labels, frame, isNow, isTooMany, isWaiting, pointsError, readPoints };
}

const isIn = (code: string, region: string | undefined): boolean => !region || code === region || (region.endsWith("00") && code.startsWith(region.slice(0, 4)));

/** The middle of each district's projects: the map file has cities alone. */
function middlesOf(points: Point[]): Map<string, Spot> {
  const sums = new Map<string, { east: number; north: number; n: number }>();
  for (const { region, longitude, latitude } of points) {
    const sum = sums.get(region) ?? { east: 0, north: 0, n: 0 };
    sums.set(region, { east: sum.east + longitude, north: sum.north + latitude, n: sum.n + 1 });
  }
  return new Map([...sums].map(([code, { east, north, n }]) => [code, spot(east / n, north / n)]));
}
