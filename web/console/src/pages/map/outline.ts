import { around, spot, type Box, type Spot } from "./view.ts";

/** A city ready to be drawn. */
export interface City {
  code: string;
  path: Path2D;
  box: Box;
  /** Where its name stands. */
  middle: Spot;
  rings: Spot[][];
}

const STEPS_PER_DEGREE = 10_000;

/** The city as the server tells it, as a path and all that a map asks of it. */
export function city({ code, rings: told }: { code: string; rings: number[][] }): City {
  const rings = told.map(ring);
  const path = new Path2D();
  for (const each of rings) {
    each.forEach(({ x, y }, at) => (at ? path.lineTo(x, y) : path.moveTo(x, y)));
    path.closePath();
  }
  return { code, path, rings, box: around(rings.flat()), middle: middle(largest(rings)) };
}

/** A ring from its steps of 1e-4 degrees: east, north, east, north, … */
export function ring(steps: number[]): Spot[] {
  let [east, north] = [0, 0];
  return Array.from({ length: steps.length / 2 }, (_, at) => {
    east += steps[2 * at]!;
    north += steps[2 * at + 1]!;
    return spot(east / STEPS_PER_DEGREE, north / STEPS_PER_DEGREE);
  });
}

/** Twice the area, with the sign of the turn. */
const area = (ring: Spot[]): number => ring.reduce((sum, { x, y }, at) => sum + x * next(ring, at).y - next(ring, at).x * y, 0);
const next = (ring: Spot[], at: number): Spot => ring[(at + 1) % ring.length]!;

const largest = (rings: Spot[][]): Spot[] => rings.reduce((most, ring) => (Math.abs(area(ring)) > Math.abs(area(most)) ? ring : most), rings[0] ?? []);

/** The middle of a ring's area. */
export function middle(ring: Spot[]): Spot {
  const whole = area(ring) * 3;
  const sum = { x: 0, y: 0 };
  ring.forEach((each, at) => {
    const then = next(ring, at);
    const part = each.x * then.y - then.x * each.y;
    sum.x += (each.x + then.x) * part;
    sum.y += (each.y + then.y) * part;
  });
  return { x: sum.x / whole, y: sum.y / whole };
}

/** Whether the spot lies inside, by the even-odd rule over all rings. */
export function holds({ rings, box }: Pick<City, "rings" | "box">, at: Spot): boolean {
  if (at.x < box.west || at.x > box.east || at.y < box.north || at.y > box.south) return false;
  return rings.reduce((crossings, ring) => crossings + ring.filter((each, n) => crosses(each, next(ring, n), at)).length, 0) % 2 === 1;
}

const crosses = (a: Spot, b: Spot, at: Spot): boolean => a.y > at.y !== b.y > at.y && at.x < a.x + ((at.y - a.y) / (b.y - a.y)) * (b.x - a.x);
