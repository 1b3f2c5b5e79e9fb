import type { Schemas } from "@/api/client";

type Unit = Schemas["Unit"];
export type Placed = Unit & { depth: number };

/** Each unit below the one that it belongs to, in the server's order among its siblings. */
export function inTree(units: Unit[]): Placed[] {
  const known = new Set(units.map(({ id }) => id));
  const below = (parent: string | null, depth: number): Placed[] =>
    units.filter((unit) => (known.has(unit.parent_id ?? "") ? unit.parent_id : null) === parent).flatMap((unit) => [{ ...unit, depth }, ...below(unit.id, depth + 1)]);
  return below(null, 0);
}
