import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

/** The parts of ECharts that the trend needs, loaded with the first chart. */
use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export interface Line {
  name: string;
  values: number[];
  colour: string;
  isBar?: boolean;
  /** Whose list of projects its newest value opens. */
  kind?: "projects" | "silent";
}

export const chart = (element: HTMLElement): EChartsType => init(element, undefined, { renderer: "svg" });

export function show(on: EChartsType, months: string[], lines: Line[], look: { ink: string; line: string; surface: string; font: string; size: number }): void {
  const { ink, line: grey, surface, font, size } = look;
  const axis = { axisLabel: { color: ink, fontSize: size - 1 }, axisLine: { lineStyle: { color: grey } }, axisTick: { show: false } };
  /** The bars are read on the left axis, the lines on the right: each is named, and has its colour. */
  const side = (read: Line[], extra: object) => ({
    ...axis, type: "value", minInterval: 1, name: read.map(({ name }) => name).join(" · "), nameTextStyle: { color: read[0]!.colour, fontSize: size - 1, fontWeight: 600, ...extra },
    axisLabel: { color: read[0]!.colour, fontSize: size - 1 }, axisLine: { show: true, lineStyle: { color: read[0]!.colour } },
  });
  const [bars, curves] = [lines.filter(({ isBar }) => isBar), lines.filter(({ isBar }) => !isBar)];
  const split = { lineStyle: { color: grey, opacity: 0.6 } };
  on.setOption(
    {
      animation: false,
      textStyle: { fontFamily: font },
      grid: { left: 4, right: 4, top: 4 * size, bottom: 2, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 8, itemGap: 12, textStyle: { color: ink, fontSize: size } },
      tooltip: { trigger: "axis", backgroundColor: surface, borderColor: grey, textStyle: { color: ink, fontSize: size } },
      xAxis: { ...axis, axisLabel: { ...axis.axisLabel, showMaxLabel: true, hideOverlap: true }, type: "category", data: months },
      yAxis: [
        { ...side(bars, { align: "left" }), splitLine: split },
        { ...side(curves, { align: "right" }), splitLine: { show: false } },
      ],
      series: lines.map(({ name, values, colour, isBar }, at) => ({
        name, data: values, type: isBar ? "bar" : "line", yAxisIndex: at ? 1 : 0, color: colour, symbolSize: 5, barMaxWidth: 16, lineStyle: { width: 2 },
      })),
    },
    { notMerge: true },
  );
}
