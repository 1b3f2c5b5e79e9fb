import type { Schemas } from "@/api/client";

type Report = Schemas["Report"];
type Photo = Schemas["Photo"];

/** One photo of a view: of which month, and which of how many that month has of this view. */
export interface Shot {
  /** As the address names it: `2026-11`, the month's second `2026-11.2`. */
  key: string;
  period: string;
  photo: Photo;
  nth: number;
  of: number;
}

/** All photos of one view, in the reports' order. */
export const shotsOf = (reports: Report[], slot: string): Shot[] =>
  reports.flatMap(({ period, photos }) =>
    photos.filter((photo) => photo.slot === slot).map((photo, at, all) => ({ key: at ? `${period}.${at + 1}` : period, period, photo, nth: at + 1, of: all.length })),
  );

/** The two that lie over each other, of shots oldest first: as the address asks, else the last against the month before it. */
export function pairOf(shots: Shot[], from: string | undefined, to: string | undefined): { earlier: Shot | undefined; later: Shot | undefined } {
  const later = shots.find(({ key }) => key === to) ?? shots.at(-1);
  const others = shots.filter((each) => each !== later);
  const earlier = others.find(({ key }) => key === from) ?? (later && before(others, later)) ?? others.at(-1);
  return { earlier, later };
}

/** This photo and the one it is compared with: of the month before, else of the month after, else of the same month. */
export function besides(shots: Shot[], shot: Shot): { from: string; to: string } {
  const others = shots.filter((each) => each !== shot);
  const older = before(others, shot);
  if (older) return { from: older.key, to: shot.key };
  return { from: shot.key, to: (others.find(({ period }) => period > shot.period) ?? others[0] ?? shot).key };
}

const before = (shots: Shot[], shot: Shot): Shot | undefined => {
  const period = shots.filter((each) => each.period < shot.period).at(-1)?.period;
  return shots.find((each) => each.period === period);
};
