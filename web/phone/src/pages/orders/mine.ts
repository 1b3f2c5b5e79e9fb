import type { Schemas } from "../../api/types";

type State = Schemas["OrderState"];
type Item = Schemas["OrderItem"];
type Reader = Pick<Schemas["PhoneMe"], "kind"> & { posts: Pick<Schemas["Held"], "kind" | "project_id">[] };

/** Which orders are shown: those whose next step is the reader's, those that are not finished, those that are. */
export type Kind = "mine" | "open" | "closed";

const OPEN: State[] = ["issued", "replied", "reviewed"];
const CLOSED: State[] = ["closed", "withdrawn"];
/** What waits for a post. */
const STEPS: Partial<Record<Schemas["PostKind"], State>> = { project_manager: "issued", safety_officer: "issued", chief_engineer: "replied" };

/** The states to ask for. */
export function statesOf(kind: Kind, reader: Reader): State[] {
  if (kind !== "mine") return kind === "open" ? OPEN : CLOSED;
  if (reader.kind === "regulator") return ["reviewed"];
  return OPEN.filter((state) => reader.posts.some((post) => STEPS[post.kind] === state));
}

/** Whether the next step is the reader's: a post on that project, or a regulator's decision. */
export function waits(item: Pick<Item, "project_id" | "state" | "is_extension_asked">, reader: Reader): boolean {
  if (reader.kind === "regulator") return item.state === "reviewed" || item.is_extension_asked;
  return reader.posts.some((post) => post.project_id === item.project_id && STEPS[post.kind] === item.state);
}

/** Late ones first, the latest before; then the others as they came; each once. */
export function inOrder<T extends Pick<Item, "id" | "due_at" | "is_overdue">>(items: T[]): T[] {
  const late = items.filter((item) => item.is_overdue).sort((one, other) => Date.parse(one.due_at) - Date.parse(other.due_at));
  const all = [...late, ...items.filter((item) => !item.is_overdue)];
  return all.filter((item, at) => all.findIndex((each) => each.id === item.id) === at);
}
