import type { Schemas } from "@/api/client";

type Answer = Schemas["MapPoints"];
export type Look = Schemas["MapLook"];

export interface Degrees {
  longitude: number;
  latitude: number;
}

/** Where a project is. */
export interface Where extends Degrees {
  number: number;
}

/** A project on the map. */
export interface Point extends Where {
  look: Look;
  region: string;
}

/** The points as of a version of the map. */
export interface Held {
  version: number;
  points: Point[];
}

const DEGREE = 10_000;

export const degrees = ({ east, north }: { east: number; north: number }): Degrees => ({ longitude: east / DEGREE, latitude: north / DEGREE });

/** What is held, brought to what the server has told: the whole, or what has changed since. */
export function merged(held: Held | undefined, told: Answer): Held {
  const known = new Map((told.is_whole ? [] : (held?.points ?? [])).map((point) => [point.number, point]));
  const places = whereabouts(told);
  told.gone.forEach((number) => known.delete(number));
  plain(told.numbers).forEach((number, at) => {
    const place = places.get(number) ?? known.get(number);
    if (place) known.set(number, { number, look: told.looks[told.look[at]!]!, region: place.region, longitude: place.longitude, latitude: place.latitude });
  });
  return { version: told.version, points: [...known.values()] };
}

function whereabouts(told: Answer): Map<number, Degrees & Pick<Point, "region">> {
  const corners = told.region.map((place) => told.regions[place]!);
  return new Map(
    plain(told.placed).map((number, at) => [
      number,
      { region: corners[at]!.code, ...degrees({ east: corners[at]!.east + told.east[at]!, north: corners[at]!.north + told.north[at]! }) },
    ]),
  );
}

/** Numbers from their differences. */
function plain(differences: number[]): number[] {
  let last = 0;
  return differences.map((step) => (last += step));
}
