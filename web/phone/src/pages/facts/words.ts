import type { Schemas } from "@/api/types";

export type Fact = Schemas["FactView"];

/** Whose work it is, and where it is done; the category is changed on the page itself. */
export const KEEPERS: Record<Fact["fact"], { posts: string[]; page: string }> = {
  category: { posts: ["project_manager"], page: "" },
  status: { posts: ["project_manager"], page: "project" },
  map_point: { posts: ["project_manager", "developer_lead"], page: "map_point" },
  dangerous_works: { posts: ["project_manager", "safety_officer"], page: "dangerous_works" },
  devices: { posts: ["project_manager", "safety_officer"], page: "devices" },
};

/** Reported or not, then what the regulator says of it. */
export type State = "missing" | "unverified" | "verified" | "returned" | "changed";
export const stateOf = (fact: Fact): State => fact.state ?? (fact.value === null ? "missing" : "unverified");

export const COLOURS: Record<State, string> = { missing: "is-red", unverified: "is-yellow", verified: "is-green", returned: "is-red", changed: "is-orange" };

/** What the site has to do something about. */
export const needsSite = (fact: Fact): boolean => ["missing", "returned"].includes(stateOf(fact));
