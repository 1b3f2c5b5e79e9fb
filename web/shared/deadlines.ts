/** Days that a new due date may fall on, as a person picks them: a day means its end by the sites' clock. */
const DAY = 24 * 3_600_000;
const OFFSET = 8 * 3_600_000;
const MOST = 31;

/** A day to choose, and the moment that is meant. */
export interface Choice {
  day: string;
  at: string;
}

const dayOf = (moment: number): string => new Date(moment + OFFSET).toISOString().slice(0, 10);
const endOf = (day: string): string => `${day}T23:59:59+08:00`;

function between(first: string, last: string): Choice[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  const count = Math.floor((Date.parse(`${last}T00:00:00Z`) - start) / DAY) + 1;
  return Array.from({ length: Math.min(Math.max(count, 0), MOST) }, (_, at) => new Date(start + at * DAY).toISOString().slice(0, 10)).map((day) => ({ day, at: endOf(day) }));
}

/** After a moment, up to another one, which itself may be meant. */
function after(from: number, until: string): Choice[] {
  const last = Date.parse(until);
  return between(dayOf(from), dayOf(last))
    .map((choice) => (Date.parse(choice.at) > last ? { ...choice, at: until } : choice))
    .filter((choice) => Date.parse(choice.at) > from);
}

/** What a contractor may ask for: after the due date, up to the order's latest. */
export const wishes = (dueAt: string, latest: string): Choice[] => after(Date.parse(dueAt), latest);

/** What a regulator may grant: after now and the due date, up to what was asked. */
export const grants = (dueAt: string, asked: string, now: number): Choice[] => after(Math.max(now, Date.parse(dueAt)), asked);

/** What another round may get. */
export const rounds = ({ earliest, latest }: { earliest: string; latest: string }): Choice[] => between(earliest, latest);

/** How many days of the calendar lie between two moments. */
export const daysBetween = (from: string, until: string): number => (Date.parse(dayOf(Date.parse(until))) - Date.parse(dayOf(Date.parse(from)))) / DAY;
