import type { Schemas } from "@/api/types";

export type PostKind = Schemas["PostKind"];
type Employer = Schemas["Employer"];

/** Which party of a project employs whom, as the server has it (`EMPLOYERS` in backend/projects/rules.py). */
const ROLE: Record<PostKind, string> = {
  project_manager: "contractor", safety_officer: "contractor", materials_clerk: "contractor", chief_engineer: "supervision", developer_lead: "developer",
};

/** The posts for which one of the parties may send somebody. */
export const postsOf = (employers: Employer[]): PostKind[] =>
  (Object.keys(ROLE) as PostKind[]).filter((kind) => employers.some(({ role }) => role === ROLE[kind]));

/** The organisations that may hold the post. */
export const employersFor = (employers: Employer[], kind: PostKind | ""): Employer[] => (kind ? employers.filter(({ role }) => role === ROLE[kind]) : []);
