import type { Schemas } from "../../api/types";

export type Kind = Schemas["KindView"];
export type Work = Schemas["dangerous_dangerous_views_Work"];
type Condition = Schemas["ConditionView"];

/** A dangerous work as it is typed; by the keys of its kind's measures and conditions. */
export interface Input {
  kind: string;
  name: string;
  location: string;
  single_work_id: string;
  measures: Record<string, { value: string; unit: string }>;
  judgements: Record<string, { holds: boolean | null; reason: string }>;
  planned_from: string;
  planned_until: string;
  reason: string;
}

export function inputOf(work: Work | null): Input {
  return {
    kind: work?.kind ?? "", name: work?.name ?? "", location: work?.location ?? "", single_work_id: work?.single_work_id ?? "",
    measures: Object.fromEntries((work?.measures ?? []).map(({ key, value, unit }) => [key, { value: String(value), unit }])),
    judgements: Object.fromEntries((work?.judgements ?? []).map(({ key, holds, reason }) => [key, { holds, reason }])),
    planned_from: work?.planned_from ?? "", planned_until: work?.planned_until ?? "", reason: "",
  };
}

/** How much of the limits' unit one of it is, as the server counts (`UNITS` in dangerous_kinds.py): to compare two. */
const FACTORS: Record<string, number> = { cm: 0.01, mm: 0.001, t: 10, kg: 0.01, "t/m²": 10, "kg/m²": 0.01, "t/m": 10, "kg/m": 0.01 };

const given = (input: Input, key: string): number | null => {
  const typed = input.measures[key];
  return typed && isNumber(typed.value) ? Number(typed.value) * (FACTORS[typed.unit] ?? 1) : null;
};

const isNumber = (value: string): boolean => value.trim() !== "" && Number.isFinite(Number(value));

/** Questions that are asked now: one that compares two measures, only where the first exceeds the second. */
export function asked(kind: Kind, input: Input): Condition[] {
  return kind.conditions.filter(({ higher }) => {
    if (!higher) return true;
    const [first, second] = higher.map((key) => given(input, key));
    return first !== null && second !== null && first! > second!;
  });
}

/** The measures and judgements that are given so far, in the kind's order. */
export function trial(kind: Kind, input: Input): Pick<Schemas["Trial"], "measures" | "judgements"> {
  return {
    measures: kind.measures
      .filter(({ key }) => isNumber(input.measures[key]?.value ?? ""))
      .map(({ key, unit }) => ({ key, value: Number(input.measures[key]!.value), unit: input.measures[key]!.unit || unit })),
    judgements: asked(kind, input).flatMap(({ key }) => {
      const said = input.judgements[key];
      return said && said.holds !== null && said.reason.trim().length >= 2 ? [{ key, holds: said.holds, reason: said.reason.trim() }] : [];
    }),
  };
}

/** What must be typed before it can be sent; what its grade needs, the server asks for. */
export function missing(input: Input, isChange: boolean): ("kind" | "name" | "location" | "reason" | "planned_until")[] {
  const found: ReturnType<typeof missing> = [];
  if (!input.kind) found.push("kind");
  if (input.name.trim().length < 2) found.push("name");
  if (!input.location.trim()) found.push("location");
  if (input.planned_from && input.planned_until && input.planned_until < input.planned_from) found.push("planned_until");
  if (isChange && input.reason.trim().length < 2) found.push("reason");
  return found;
}

export function bodyOf(kind: Kind, input: Input): Schemas["dangerous_dangerous_works_NewWork"] {
  return {
    kind: kind.code, name: input.name.trim(), location: input.location.trim(), single_work_id: input.single_work_id || null, ...trial(kind, input),
    planned_from: input.planned_from || null, planned_until: input.planned_until || null,
  };
}
