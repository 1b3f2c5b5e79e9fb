import type { Schemas } from "@/api/types";

type Month = Schemas["Month"];
type Slot = Schemas["Slot"];

/** A photo of the report that came back; it may be handed in again. */
export interface Former {
  photo_id: string;
  slot: string;
  thumbnail: string;
}

/** What the person fills in, photos aside. */
export interface Form {
  stage: string;
  floors_done: number;
  floors_total: number;
  percent: number;
  note: string;
  former: Former[];
}

/** The month that the form opens with: the first that is due, else the newest that may be filed. */
export function offered(months: Month[], wanted = ""): Month | null {
  const open = months.filter((month) => month.may_file);
  return open.find((month) => month.period === wanted) ?? open.find((month) => month.due_at !== null) ?? open[open.length - 1] ?? null;
}

/** What the form starts with: the last report's values. */
export function begun(month: Month, stages: Schemas["Stage"][]): Form {
  const { stage, floors_done = 0, floors_total = 0, percent = 0, note = "" } = month.start ?? ({} as Partial<Schemas["Values"]>);
  const isKnown = stages.some((each) => each.code === stage);
  return { stage: isKnown ? stage! : stages[0]?.code ?? "", floors_done, floors_total, percent, note, former: [] };
}

/** The views that are asked for at a stage, those that must be there first. */
export function slotsAt(slots: Slot[], stage: string): Slot[] {
  const asked = slots.filter((slot) => slot.stages.length === 0 || slot.stages.includes(stage));
  return [...asked.filter((slot) => slot.is_required), ...asked.filter((slot) => !slot.is_required)];
}

/** The chosen stage and those beside it: where a site is next month. */
export function near(stages: Schemas["Stage"][], chosen: string): Schemas["Stage"][] {
  const at = Math.max(0, stages.findIndex((stage) => stage.code === chosen));
  return stages.slice(Math.max(0, Math.min(at, stages.length - 2)), at + 2);
}

/** The report as it is sent; a stage without floors has none. */
export function reportOf(form: Form, period: string, hasFloors: boolean): Omit<Schemas["NewReport"], "photos"> {
  const { stage, percent, note, floors_done, floors_total } = form;
  const floors = hasFloors ? { floors_done, floors_total: Math.max(floors_done, floors_total) } : { floors_done: 0, floors_total: 0 };
  return { period, stage, percent, note: note.trim(), ...floors };
}
