import Supercluster from "supercluster";
import { LEVELS } from "./numbers";
import type { Point, Where } from "./points";

/** A point's own properties and what a cluster sums of its points. */
interface Marked {
  number: number;
  /** How many have no warning, blue … red. */
  levels: number[];
  silent: number;
}

/** What stands at one place: a project, or several that are too close to tell apart. */
export interface Mark extends Marked, Where {
  count: number;
  /** The worst: 0 none, 1 blue … 4 red. */
  level: number;
  /** Of a cluster. */
  cluster: number | null;
}

export type Index = Supercluster<Marked, Marked>;

/** From this level on every project stands alone. */
export const ALONE_FROM = 15;

export function indexed(points: Point[]): Index {
  const index: Index = new Supercluster<Marked, Marked>({
    radius: 56,
    maxZoom: ALONE_FROM - 1,
    minPoints: 3,
    map: (each) => ({ ...each }),
    reduce: (sum, each) => {
      sum.levels = sum.levels.map((n, level) => n + each.levels[level]!);
      sum.silent += each.silent;
    },
  });
  return index.load(points.map(feature));
}

const ONE_OF = [0, 1, 2, 3, 4].map((level) => [0, 1, 2, 3, 4].map((each) => (each === level ? 1 : 0)));

const feature = ({ number, look, longitude, latitude }: Point): Supercluster.PointFeature<Marked> => ({
  type: "Feature",
  geometry: { type: "Point", coordinates: [longitude, latitude] },
  properties: { number, levels: ONE_OF[LEVELS.indexOf(look.level ?? "") + 1]!, silent: look.is_silent ? 1 : 0 },
});

/** What stands in the box (west, south, east, north) at this level. */
export const marks = (index: Index, box: [number, number, number, number], level: number): Mark[] =>
  index.getClusters(box, level).map(({ geometry, properties }) => ({
    longitude: geometry.coordinates[0]!,
    latitude: geometry.coordinates[1]!,
    number: properties.number,
    levels: properties.levels,
    level: properties.levels.findLastIndex((n) => n > 0),
    silent: properties.silent,
    count: "point_count" in properties ? properties.point_count : 1,
    cluster: "cluster_id" in properties ? properties.cluster_id : null,
  }));
