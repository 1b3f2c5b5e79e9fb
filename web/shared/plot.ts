/** What is drawn of the server's chart. */
export interface Chart {
  points: [at: number, value: number][];
  limit: number | null;
  gap_seconds: number;
  raised_at: string;
}

/** A point of the drawing: shares of its width from the left and of its height from the top. */
type Place = [x: number, y: number];

export interface Plot {
  /** What is joined; between two of them the device was silent. */
  lines: Place[][];
  limit: number | null;
  /** Where it was raised; null where that lies outside. */
  raised: number | null;
  highest: { place: Place; value: number; at: number };
  /** Values at the bottom and the top. */
  low: number;
  high: number;
  /** Moments at both ends, epoch milliseconds. */
  from: number;
  until: number;
  /** Longest silence, milliseconds; 0 where there was none. */
  silent: number;
}

/** Where everything of a chart lies; null where nothing was measured. */
export function plot(chart: Chart): Plot | null {
  const { points, limit } = chart;
  if (!points.length) return null;
  const raisedAt = new Date(chart.raised_at).getTime() / 1000;
  const [first, last] = [points[0]![0], points[points.length - 1]![0]];
  // Of what lasts for weeks the last part is shown, and the raising lies outside.
  const isRaisedIn = raisedAt >= first - 6 * 3600;
  const [from, until] = [isRaisedIn ? Math.min(first, raisedAt) : first, Math.max(last, raisedAt, first + 60)];
  const values = [...points.map(([, value]) => value), ...(limit === null ? [] : [limit])];
  const [low, high] = bounds(Math.min(...values), Math.max(...values));
  const x = (at: number): number => (at - from) / (until - from);
  const y = (value: number): number => (high - value) / (high - low);
  const top = points.reduce((best, point) => (point[1] > best[1] ? point : best));
  const breaks = points.slice(1).map(([at], before) => at - points[before]![0]).filter((apart) => apart > chart.gap_seconds);
  return {
    lines: joined(points, chart.gap_seconds).map((line) => line.map(([at, value]) => [x(at), y(value)])),
    limit: limit === null ? null : y(limit),
    raised: isRaisedIn ? x(raisedAt) : null,
    highest: { place: [x(top[0]), y(top[1])], value: top[1], at: top[0] * 1000 },
    low, high, from: from * 1000, until: until * 1000,
    silent: Math.max(0, ...breaks) * 1000,
  };
}

/** Some air above and below; nothing measured is below nothing. */
function bounds(low: number, high: number): [number, number] {
  const air = (high - low || Math.abs(high) || 1) * 0.15;
  const bottom = low >= 0 ? Math.max(0, low - air) : low - air;
  return [rounded(bottom, Math.floor), rounded(high + air, Math.ceil)];
}

/** To two digits that a person reads. */
function rounded(value: number, way: (value: number) => number): number {
  if (value === 0) return 0;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return Number((way(value / step) * step).toPrecision(3));
}

function joined(points: Chart["points"], gapSeconds: number): Chart["points"][] {
  const lines: Chart["points"][] = [];
  points.forEach((point, at) => {
    const before = points[at - 1];
    if (before && point[0] - before[0] <= gapSeconds) lines[lines.length - 1]!.push(point);
    else lines.push([point]);
  });
  return lines;
}

export interface Colours {
  line: string;
  limit: string;
  raised: string;
  grid: string;
}

const WIDTH = 600;
const HEIGHT = 240;

/** The drawing without any word: words stand round it, where they grow with the person's text. */
export function svg(drawn: Plot, colours: Colours): string {
  const at = ([x, y]: Place): string => `${(x * WIDTH).toFixed(1)} ${(y * HEIGHT).toFixed(1)}`;
  const stroke = (colour: string, width: number, more = ""): string => `fill="none" stroke="${colour}" stroke-width="${width}" vector-effect="non-scaling-stroke" ${more}`;
  const across = (y: number, style: string): string => `<path d="M0 ${(y * HEIGHT).toFixed(1)}H${WIDTH}" ${style}/>`;
  // A line of no length with a round end is a dot, round whatever the picture is stretched to.
  const dot = (place: Place, colour: string, width: number): string => `<path d="M${at(place)}l0 0" ${stroke(colour, width, 'stroke-linecap="round"')}/>`;
  const parts = [
    drawn.limit === null ? "" : `<path d="M0 0H${WIDTH}V${(drawn.limit * HEIGHT).toFixed(1)}H0Z" fill="${colours.limit}" fill-opacity="0.08"/>`,
    [0.25, 0.5, 0.75].map((y) => across(y, stroke(colours.grid, 1))).join(""),
    drawn.raised === null ? "" : `<path d="M${(drawn.raised * WIDTH).toFixed(1)} 0V${HEIGHT}" ${stroke(colours.raised, 2, 'stroke-dasharray="2 3"')}/>`,
    drawn.lines.map((line) => (line.length > 1 ? `<path d="M${line.map(at).join("L")}" ${stroke(colours.line, 2, 'stroke-linejoin="round"')}/>` : dot(line[0]!, colours.line, 5))).join(""),
    drawn.limit === null ? "" : across(drawn.limit, stroke(colours.limit, 2, 'stroke-dasharray="7 4"')),
    dot(drawn.highest.place, colours.limit, 9),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">${parts.join("")}</svg>`;
}
