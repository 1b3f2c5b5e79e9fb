import type { Schemas } from "@/api/types";

/** What may happen to the works, by where they stand (`PROJECT_STATES` in backend/projects/facts/fact_rules.py). */
export type Action = "start" | "pause" | "extend" | "resume" | "finish" | "reopen";

const ACTIONS: Record<string, Action[]> = {
  not_started: ["start"], under_construction: ["pause", "finish"], paused: ["resume", "extend", "finish"], finished: ["reopen"],
};

export const actionsFrom = (status: string): Action[] => ACTIONS[status] ?? [];

/** Nothing is paused without saying until when. */
export const hasEnd = (action: Action): boolean => action === "pause" || action === "extend";

export type Detail = Schemas["Detail"];
