import type { Palette } from "./draw";

/** From few to many: the first is seen beside land and sea, what is written on the last one is still legible. */
const BLUES = ["#c9dff2", "#aacdea", "#8abae2", "#6ea8d8", "#5393cc"];
const REDS = ["#fad7d0", "#f4bbb0", "#ec9f93", "#e28477", "#d8685c"];
const DARK_BLUES = ["#1d4369", "#215489", "#2768a6", "#3480c4", "#4d9ce0"];
const DARK_REDS = ["#4d2023", "#6c2a28", "#8e3531", "#b64641", "#e06553"];
/** The five steps of a ramp. */
export const STEPS = BLUES.length;

const LIGHT: Omit<Palette, "steps"> = {
  sea: "#e8ecf0", land: "#ffffff", aside: "#f1f4f7", border: "#9aa8b6", surface: "#ffffff", ink: "#11181f",
  levels: ["#5b7690", "#1f6fd6", "#d8a800", "#e07000", "#cc241d"],
};
const DARK: Omit<Palette, "steps"> = {
  sea: "#0b1016", land: "#1a2531", aside: "#10161d", border: "#3e5063", surface: "#141b23", ink: "#eef2f6",
  levels: ["#7d93a8", "#5fa8ff", "#f4d35e", "#ffa24d", "#ff6b61"],
};

/** Colours of the map with so many classes, spread over the whole ramp; numbers that warn are red. */
export function palette(isDark: boolean, isWarning: boolean, classes: number): Palette {
  const ramp = isDark ? (isWarning ? DARK_REDS : DARK_BLUES) : isWarning ? REDS : BLUES;
  const steps = Array.from({ length: classes }, (_, at) => ramp[classes > 1 ? Math.round((at * (STEPS - 1)) / (classes - 1)) : STEPS >> 1]!);
  return { ...(isDark ? DARK : LIGHT), steps };
}
