/** Where the map looks: Mercator in degrees of longitude, counted from the middle of the province, south downwards. */
export interface Spot {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** The spot in the middle of the window, and how many pixels one degree is. */
export interface View extends Spot {
  scale: number;
}

export interface Box {
  west: number;
  north: number;
  east: number;
  south: number;
}

const RADIAN = Math.PI / 180;
const MIDDLE = { longitude: 113.4, latitude: 22.9 };
export const FARTHEST = 60;
export const NEAREST = 60_000;
/** How many pixels supercluster's world is wide at its level 0. */
const WORLD = 512;

const mercator = (latitude: number): number => Math.log(Math.tan(Math.PI / 4 + (latitude * RADIAN) / 2)) / RADIAN;
const NORTH = mercator(MIDDLE.latitude);

export const spot = (longitude: number, latitude: number): Spot => ({ x: longitude - MIDDLE.longitude, y: NORTH - mercator(latitude) });

export const longitudeOf = (x: number): number => x + MIDDLE.longitude;
export const latitudeOf = (y: number): number => (2 * Math.atan(Math.exp((NORTH - y) * RADIAN)) - Math.PI / 2) / RADIAN;

/** Pixels from the window's upper left corner. */
export const pixel = (view: View, size: Size, at: Spot): Spot => ({
  x: (at.x - view.x) * view.scale + size.width / 2,
  y: (at.y - view.y) * view.scale + size.height / 2,
});

/** The spot under a pixel. */
export const under = (view: View, size: Size, at: Spot): Spot => ({
  x: view.x + (at.x - size.width / 2) / view.scale,
  y: view.y + (at.y - size.height / 2) / view.scale,
});

export const panned = (view: View, right: number, down: number): View => ({ ...view, x: view.x - right / view.scale, y: view.y - down / view.scale });

/** Nearer or farther, with the spot under this pixel staying where it is. */
export function zoomed(view: View, size: Size, times: number, at: Spot = { x: size.width / 2, y: size.height / 2 }): View {
  const scale = Math.min(NEAREST, Math.max(FARTHEST, view.scale * times));
  const held = under(view, size, at);
  return { scale, x: held.x - (at.x - size.width / 2) / scale, y: held.y - (at.y - size.height / 2) / scale };
}

const ROUND = 20;

/** The view that just holds the box, with some pixels round it and so many free `below`. */
export function fitting(box: Box, size: Size, below: number): View {
  const wide = Math.max(1, size.width - 2 * ROUND) / Math.max(1e-6, box.east - box.west);
  const high = Math.max(1, size.height - 2 * ROUND - below) / Math.max(1e-6, box.south - box.north);
  const scale = Math.min(NEAREST, Math.max(FARTHEST, Math.min(wide, high)));
  return { x: (box.west + box.east) / 2, y: (box.north + box.south) / 2 + below / 2 / scale, scale };
}

/** What the window shows, as supercluster wants it: west, south, east, north in degrees. */
export function shown(view: View, size: Size, margin = 0): [number, number, number, number] {
  const first = under(view, size, { x: -margin, y: -margin });
  const last = under(view, size, { x: size.width + margin, y: size.height + margin });
  return [longitudeOf(first.x), latitudeOf(last.y), longitudeOf(last.x), latitudeOf(first.y)];
}

/** Supercluster's level for this view. */
export const level = (view: View): number => Math.max(0, Math.round(Math.log2((view.scale * 360) / WORLD)));

/** The scale at which a level of supercluster begins. */
export const scaleAt = (zoom: number): number => (2 ** zoom * WORLD) / 360;

export const around = (spots: Iterable<Spot>): Box => {
  const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
  for (const { x, y } of spots) {
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.north = Math.min(box.north, y);
    box.south = Math.max(box.south, y);
  }
  return box;
};
