/** A map of few lines, drawn on the phone: no map server is asked. Degrees are WGS-84. */
export interface Spot {
  longitude: number;
  latitude: number;
}

/** What the map shows: its middle, and how many metres one pixel is. */
export interface View extends Spot {
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

/** What is drawn upon it. */
export interface Marks {
  rings: readonly (readonly (readonly [number, number])[])[];
  /** The project's point as the server has it, and the fence round it. */
  point: (Spot & { fenceMetres: number }) | null;
  here: (Spot & { accuracyMetres: number }) | null;
}

export interface Colours {
  land: string;
  sea: string;
  border: string;
  grid: string;
  point: string;
  here: string;
}

const EARTH_METRES = 6_371_008.8;
const RADIAN = Math.PI / 180;
const DEGREE_METRES = EARTH_METRES * RADIAN;
export const NEAREST = 0.15;
export const FARTHEST = 1000;

/** Great-circle distance, as the server reckons it. */
export function metresBetween(a: Spot, b: Spot): number {
  const [north, east] = [(b.latitude - a.latitude) * RADIAN, (b.longitude - a.longitude) * RADIAN];
  const chord = Math.sin(north / 2) ** 2 + Math.cos(a.latitude * RADIAN) * Math.cos(b.latitude * RADIAN) * Math.sin(east / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(chord));
}

const eastMetres = (latitude: number): number => DEGREE_METRES * Math.cos(latitude * RADIAN);

/** Pixels right of and below the middle. */
export function offset(view: View, longitude: number, latitude: number): [number, number] {
  return [((longitude - view.longitude) * eastMetres(view.latitude)) / view.scale, ((view.latitude - latitude) * DEGREE_METRES) / view.scale];
}

/** The view after the map was dragged by so many pixels. */
export function dragged(view: View, right: number, down: number): View {
  return {
    ...view,
    longitude: view.longitude - (right * view.scale) / eastMetres(view.latitude),
    latitude: Math.max(-85, Math.min(85, view.latitude + (down * view.scale) / DEGREE_METRES)),
  };
}

export const zoomed = (view: View, times: number): View => ({ ...view, scale: Math.min(FARTHEST, Math.max(NEAREST, view.scale / times)) });

/** A view that holds all rings. */
export function whole(rings: Marks["rings"], size: Size): View {
  const corners = rings.flat();
  if (!corners.length) return { longitude: 113.3, latitude: 23.1, scale: FARTHEST };
  const [lefts, tops] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [west, east, south, north] = [Math.min(...lefts), Math.max(...lefts), Math.min(...tops), Math.max(...tops)];
  const latitude = (south + north) / 2;
  const scale = Math.max(((east - west) * eastMetres(latitude)) / size.width, ((north - south) * DEGREE_METRES) / size.height) * 1.1;
  return { longitude: (west + east) / 2, latitude, scale };
}

/** A round number of metres and its length in pixels, at most `most` of them. */
export function bar(scale: number, most: number): { metres: number; pixels: number } {
  const power = 10 ** Math.floor(Math.log10(most * scale));
  const metres = [5, 2, 1].map((step) => step * power).find((each) => each <= most * scale) ?? power;
  return { metres, pixels: metres / scale };
}

const r = (pixels: number): number => Math.round(pixels * 10) / 10;

/** The drawing as SVG, `size` wide and high, the view's middle in its middle. */
export function drawing(view: View, size: Size, marks: Marks, colours: Colours): string {
  const [x, y] = [size.width / 2, size.height / 2];
  const at = (longitude: number, latitude: number): [number, number] => {
    const [right, down] = offset(view, longitude, latitude);
    return [r(x + right), r(y + down)];
  };
  const outline = marks.rings.map((ring) => `M${ring.map(([longitude, latitude]) => at(longitude, latitude).join(" ")).join("L")}Z`).join("");
  const parts = [
    `<rect width="100%" height="100%" fill="${colours.sea}"/>`,
    `<path d="${outline}" fill="${colours.land}" fill-rule="evenodd" stroke="${colours.border}" stroke-width="2"/>`,
    `<path d="${grid(view, size)}" stroke="${colours.grid}" stroke-width="1"/>`,
    marks.here ? disc(at(marks.here.longitude, marks.here.latitude), marks.here.accuracyMetres / view.scale, colours.here) : "",
    marks.point ? disc(at(marks.point.longitude, marks.point.latitude), marks.point.fenceMetres / view.scale, colours.point) : "",
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">${parts.join("")}</svg>`;
}

function disc([cx, cy]: [number, number], radius: number, colour: string): string {
  const round = `<circle cx="${cx}" cy="${cy}" r="${r(radius)}" fill="${colour}" fill-opacity="0.15" stroke="${colour}" stroke-dasharray="6 4"/>`;
  return `${round}<circle cx="${cx}" cy="${cy}" r="8" fill="${colour}" stroke="#ffffff" stroke-width="3"/>`;
}

/** Lines as far apart as the bar is long, fixed to the ground, so that one sees the map move. */
function grid(view: View, size: Size): string {
  const { metres } = bar(view.scale, 96);
  const [stepX, stepY] = [metres / eastMetres(view.latitude), metres / DEGREE_METRES];
  const [halfX, halfY] = [((size.width / 2) * view.scale) / eastMetres(view.latitude), ((size.height / 2) * view.scale) / DEGREE_METRES];
  const lines = [];
  for (let n = Math.ceil((view.longitude - halfX) / stepX); n * stepX < view.longitude + halfX; n++) lines.push(`M${r(size.width / 2 + offset(view, n * stepX, 0)[0])} 0v${size.height}`);
  for (let n = Math.ceil((view.latitude - halfY) / stepY); n * stepY < view.latitude + halfY; n++) lines.push(`M0 ${r(size.height / 2 + offset(view, 0, n * stepY)[1])}h${size.width}`);
  return lines.join("");
}
