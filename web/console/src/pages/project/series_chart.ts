import { CustomChart, LineChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Schemas } from "@/api/client";

/** The parts of ECharts that a series needs, loaded with the first one. */
use([CustomChart, LineChart, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

type Series = Schemas["Series"];
type Colour = (name: string) => string;

export interface Words {
  silent: string;
  limit: (value: number) => string;
  mark: (name: Schemas["Text"]) => string;
  raised: string;
  axis: (at: number) => string;
  tip: (at: number) => string;
}

export const chart = (element: HTMLElement): EChartsType => init(element, undefined, { renderer: "svg" });

/** The mean as a line that breaks where nothing was sent; the lowest to the highest as a band round it. */
export function show(on: EChartsType, series: Series, words: Words, colour: Colour): void {
  const [from, until] = [Date.parse(series.from_at), Date.parse(series.until_at)];
  const [top, step] = scale(series);
  const axis = { axisLabel: { color: colour("--ink"), fontSize: 13 }, axisLine: { lineStyle: { color: colour("--strong-line") } }, splitLine: { lineStyle: { color: colour("--line") } } };
  const rows = broken(series);
  const width = series.bucket_seconds * 1000;
  on.setOption(
    {
      animation: false,
      textStyle: { fontFamily: colour("--font") },
      grid: { left: 8, right: 16, top: 28, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      tooltip: { trigger: "axis", backgroundColor: colour("--surface"), borderColor: colour("--line"), textStyle: { color: colour("--ink"), fontSize: 12 }, formatter: ([first]: { value: (number | null)[] }[]) => (first?.value[1] == null ? "" : words.tip(first.value[0]!)) },
      xAxis: { ...axis, type: "time", min: from, max: until, splitLine: { show: false }, axisLabel: { ...axis.axisLabel, hideOverlap: true, formatter: words.axis } },
      yAxis: { ...axis, type: "value", name: series.unit, nameTextStyle: { color: colour("--ink"), fontSize: 13, align: "left" }, min: 0, max: top, interval: step },
      series: [
        {
          name: "mean", type: "line", data: rows.map(([at, , mean]) => [at, mean]), showSymbol: lonely(rows), symbolSize: 4, connectNulls: false, color: colour("--brand"), lineStyle: { width: 2 },
          markArea: { silent: true, data: [...above(series, top, colour), ...areas(series, words, colour)], label: { position: "insideTop", fontSize: 11, color: colour("--muted") } },
          markLine: { silent: true, symbol: ["none", "none"], data: [...limits(series, words, colour), ...raised(series, words, colour)] },
        },
        {
          name: "range", type: "custom", data: rows.filter(([, low]) => low !== null), encode: { x: 0, y: [1, 3] }, silent: true, z: 1,
          renderItem: (_: unknown, api: { value: (n: number) => number; coord: (at: number[]) => number[] }) => {
            const [x, high] = api.coord([api.value(0), api.value(3)]) as [number, number];
            const [next, low] = api.coord([api.value(0) + width, api.value(1)]) as [number, number];
            return { type: "rect", shape: { x: x - (next - x) / 2, y: high, width: Math.max(1, next - x), height: Math.max(1, low - high) }, style: { fill: colour("--brand"), opacity: 0.18 } };
          },
        },
      ],
    },
    { notMerge: true },
  );
}

type Row = [at: number, low: number | null, mean: number | null, high: number | null];

/** The buckets in milliseconds, with an empty one in each silence, so that the line breaks. */
function broken({ buckets, gaps }: Series): Row[] {
  const rows: Row[] = buckets.map(([at, low, mean, high]) => [at * 1000, low, mean, high]);
  return [...rows, ...gaps.map(([from]): Row => [Date.parse(from) + 1, null, null, null])].sort(([a], [b]) => a - b);
}

/** Few values stand alone, and a line of one would not be seen. */
const lonely = (rows: Row[]): boolean => rows.length < 60;

/** The top, with some air above what was measured and the limits, and the step of the axis: both round. */
function scale({ buckets, bands }: Series): [top: number, step: number] {
  const most = Math.max(1, ...buckets.map(([, , , high]) => high), ...bands.map(({ limit }) => limit)) * 1.1;
  const size = 10 ** Math.floor(Math.log10(most / 6));
  const step = [1, 2, 5, 10].map((each) => each * size).find((each) => most / each <= 6)!;
  return [Number((Math.ceil(most / step) * step).toPrecision(6)), step];
}

/** Where a value would be at a limit or above it, lightly in the colour of its level. */
const above = ({ bands }: Series, top: number, colour: Colour) =>
  bands.map(({ from_at, until_at, limit, level }) => [
    { xAxis: Date.parse(from_at), yAxis: limit, itemStyle: { color: colour(`--${level}-soft`), opacity: 0.6 } },
    { xAxis: Date.parse(until_at), yAxis: top },
  ]);

function* areas(series: Series, words: Words, colour: Colour) {
  const long = (Date.parse(series.until_at) - Date.parse(series.from_at)) / 16;
  const area = (from: string, until: string, name: string, fill: string, opacity: number) => [
    { xAxis: Date.parse(from), name: Date.parse(until) - Date.parse(from) > long ? name : "", itemStyle: { color: fill, opacity } },
    { xAxis: Date.parse(until) },
  ];
  for (const [from, until] of series.gaps) yield area(from, until, words.silent, colour("--sunken"), 0.9);
  for (const each of series.marks) yield area(each.from_at, each.until_at, words.mark(each.name), colour("--blue-soft"), 0.9);
}

const limits = (series: Series, words: Words, colour: Colour) =>
  series.bands.map((band, at) => [
    {
      coord: [Date.parse(band.from_at), band.limit], lineStyle: { color: colour(`--${band.level}`), type: "dashed", width: 1.5 },
      // The same limit of another night needs no second word.
      label: series.bands.findIndex(({ limit }) => limit === band.limit) === at ? { show: true, position: "insideStartTop", formatter: words.limit(band.limit), color: colour(`--${band.level}`) } : { show: false },
    },
    { coord: [Date.parse(band.until_at), band.limit] },
  ]);

/** The word stands within the drawing also where the mark is near an edge. */
function raised(series: Series, words: Words, colour: Colour) {
  const [from, until] = [Date.parse(series.from_at), Date.parse(series.until_at)];
  const align = (share: number): string => (share > 0.9 ? "right" : share < 0.1 ? "left" : "center");
  return series.warnings.map(({ raised_at, level }, at) => ({
    xAxis: Date.parse(raised_at), lineStyle: { color: colour(`--${level}`), type: "solid", width: 1.5 },
    label: { show: at === 0, formatter: words.raised, color: colour(`--${level}`), position: "end", align: align((Date.parse(raised_at) - from) / (until - from)) },
  }));
}
