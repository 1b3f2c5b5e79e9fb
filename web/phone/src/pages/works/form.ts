import type { Schemas } from "@/api/types";

export type Work = Schemas["base_works_Work"];

/** A single work as it is typed; numbers are texts until they are sent. */
export interface Input {
  name: string;
  structure: string;
  floors_above: string;
  floors_below: string;
  height_m: string;
  area_m2: string;
  length_m: string;
  permit_id: string;
  reason: string;
}

const NUMBERS = ["height_m", "area_m2", "length_m"] as const;
/** Above these the server refuses. */
const MOST: Record<string, number> = { floors_above: 300, floors_below: 20, height_m: 1000, area_m2: 10_000_000, length_m: 100_000 };

const text = (value: number | null | undefined): string => (value === null || value === undefined ? "" : String(value));

export const inputOf = (work: Work | null): Input => ({
  name: work?.name ?? "", structure: work?.structure ?? "", floors_above: text(work?.floors_above), floors_below: text(work?.floors_below), height_m: text(work?.height_m),
  area_m2: text(work?.area_m2), length_m: text(work?.length_m), permit_id: work?.permit_id ?? "", reason: "",
});

/** What cannot be sent: texts that are missing, numbers that are none; a change needs its reason. */
export function wrong(input: Input, isChange: boolean): (keyof Input)[] {
  const found: (keyof Input)[] = [];
  if (!input.name.trim()) found.push("name");
  if (!input.structure.trim()) found.push("structure");
  for (const key of ["floors_above", "floors_below"] as const) if (!/^\d*$/.test(input[key]) || Number(input[key]) > MOST[key]!) found.push(key);
  for (const key of NUMBERS) if (input[key] && !(Number(input[key]) > 0 && Number(input[key]) <= MOST[key]!)) found.push(key);
  if (isChange && input.reason.trim().length < 2) found.push("reason");
  return found;
}

export function bodyOf(input: Input): Schemas["base_works_NewWork"] {
  const [height_m, area_m2, length_m] = NUMBERS.map((key) => (input[key] ? Number(input[key]) : null));
  return {
    name: input.name.trim(), structure: input.structure.trim(), floors_above: Number(input.floors_above), floors_below: Number(input.floors_below),
    height_m, area_m2, length_m, permit_id: input.permit_id || null,
  };
}
