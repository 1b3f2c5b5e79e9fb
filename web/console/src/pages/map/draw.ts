import { count } from "@/i18n";
import type { Mark } from "./clusters";
import type { City } from "./outline";
import { pixel, spot, type Size, type Spot, type View } from "./view";

export interface Palette {
  sea: string;
  land: string;
  /** Land beside the city that is looked into. */
  aside: string;
  border: string;
  /** From few to many. */
  steps: string[];
  surface: string;
  ink: string;
  /** Of no warning, blue, yellow, orange, red. */
  levels: string[];
}

export interface Scene {
  cities: City[];
  /** The step of a city's number; 0 for none. */
  step: (code: string) => number;
  /** The city that is looked into; its projects have the colours then, and the others recede. */
  focus: City | null;
  marks: Mark[];
  /** The page's font family. */
  font: string;
}

/** A mark and where it was drawn. */
export interface Drawn extends Spot {
  radius: number;
  mark: Mark;
}

/** The map as it is seen now; what may be clicked comes back. */
export function draw(context: CanvasRenderingContext2D, view: View, size: Size, ratio: number, scene: Scene, palette: Palette): Drawn[] {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = palette.sea;
  context.fillRect(0, 0, size.width, size.height);
  drawLand(context, view, size, ratio, scene, palette);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const drawn = scene.marks.map((mark) => ({ ...pixel(view, size, spot(mark.longitude, mark.latitude)), radius: radius(mark), mark }));
  drawn.sort((a, b) => a.mark.level - b.mark.level);
  drawn.forEach((each) => drawMark(context, each, palette, scene.font));
  return drawn;
}

function drawLand(context: CanvasRenderingContext2D, view: View, size: Size, ratio: number, scene: Scene, palette: Palette): void {
  const scale = view.scale * ratio;
  context.setTransform(scale, 0, 0, scale, (size.width / 2) * ratio - view.x * scale, (size.height / 2) * ratio - view.y * scale);
  context.lineWidth = 1 / view.scale;
  context.strokeStyle = palette.border;
  for (const city of scene.cities) {
    context.fillStyle = scene.focus ? (scene.focus === city ? palette.land : palette.aside) : (palette.steps[scene.step(city.code) - 1] ?? palette.land);
    context.fill(city.path, "evenodd");
    context.stroke(city.path);
  }
  if (!scene.focus) return;
  context.lineWidth = 2.5 / view.scale;
  context.strokeStyle = palette.ink;
  context.stroke(scene.focus.path);
}

const radius = (mark: Mark): number => (mark.count === 1 ? 6 : 12 + Math.min(18, 4 * Math.log10(mark.count) ** 1.4));

const TURN = 2 * Math.PI;

function drawMark(context: CanvasRenderingContext2D, drawn: Drawn, palette: Palette, font: string): void {
  context.beginPath();
  context.arc(drawn.x, drawn.y, drawn.radius, 0, TURN);
  if (drawn.mark.count > 1) drawCluster(context, drawn, palette, font);
  else drawProject(context, drawn.mark, palette);
}

/** A dot in the colour of its worst warning, hollow where it is silent. */
function drawProject(context: CanvasRenderingContext2D, mark: Mark, palette: Palette): void {
  const colour = palette.levels[mark.level]!;
  context.fillStyle = mark.silent ? palette.surface : colour;
  context.fill();
  context.lineWidth = mark.silent ? 3 : 1.5;
  context.strokeStyle = mark.silent ? colour : palette.surface;
  context.stroke();
}

/** A number in a ring that is divided as its projects' warnings are, from red on clockwise. */
function drawCluster(context: CanvasRenderingContext2D, { x, y, radius: size, mark }: Drawn, palette: Palette, font: string): void {
  context.fillStyle = palette.surface;
  context.fill();
  context.lineWidth = 5;
  let from = -Math.PI / 2;
  for (let level = mark.levels.length - 1; level >= 0; level--) {
    if (!mark.levels[level]) continue;
    const to = from + (mark.levels[level]! / mark.count) * TURN;
    context.beginPath();
    context.arc(x, y, size, from, to);
    context.strokeStyle = palette.levels[level]!;
    context.stroke();
    from = to;
  }
  context.fillStyle = palette.ink;
  context.font = `600 12px ${font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(count(mark.count), x, y + 0.5);
}

/** Pixels between two projects that no click tells apart. */
const TOGETHER = 6;

/** What was clicked: a cluster, a project, or several projects at one place, the topmost first. */
export function hit(drawn: Drawn[], at: Spot): Drawn[] {
  const apart = (each: Spot, from: Spot): number => Math.hypot(each.x - from.x, each.y - from.y);
  const top = drawn.findLast((each) => apart(each, at) <= Math.max(each.radius, 10));
  if (!top || top.mark.cluster !== null) return top ? [top] : [];
  return drawn.filter((each) => each.mark.cluster === null && apart(each, top) < TOGETHER).reverse();
}
