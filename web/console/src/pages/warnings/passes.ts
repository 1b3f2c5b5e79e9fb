import type { WarningNews } from "@/state/arrived";
import type { Filters } from "./filters";

type Raised = Pick<WarningNews, "level" | "state" | "code" | "city_code" | "region_code" | "sector" | "project_id">;

/** Whether a warning that was just raised passes: somebody follows it up, or has let it lie, only later. */
export function passes(told: Raised, { levels, states, code, region, sector, project, silent, who }: Filters): boolean {
  const isOneOf = (all: string[], one: string): boolean => !all.length || all.includes(one);
  return (
    isOneOf(levels, told.level) && isOneOf(states, told.state) && (!code || told.code === code) && (!region || [told.city_code, told.region_code].includes(region)) &&
    (!sector || told.sector === sector) && (!project || told.project_id === project) && !silent && (!who || who === "nobody")
  );
}
