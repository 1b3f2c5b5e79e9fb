import { reactive, ref, watch } from "vue";
import { api, got } from "@/api/client";
import { Problem, problemOf } from "@/api/problem";
import type { paths } from "@/api/schema";
import { dropDrafts } from "./draft";
import { mineHere } from "./mine";
import { queries } from "./queries";

/** What is sent, as plain data: it outlives a reload. */
export interface Deed {
  to: string;
  path: Record<string, string>;
  body?: unknown;
}

type Posts = { [To in keyof paths]: paths[To] extends { post: object } ? To : never }[keyof paths];
type Post<To extends keyof paths> = paths[To] extends { post: infer Post } ? Post : never;
type Path<To extends keyof paths> = Post<To> extends { parameters: { path: infer Path } } ? Path : never;
type Body<To extends keyof paths> = Post<To> extends { requestBody: { content: { "application/json": infer Body } } } ? Body : undefined;

/** `deed("/progress/{report_id}/confirm", { report_id }, { round })`. */
export const deed = <To extends Posts>(to: To, path: Path<To> & Record<string, string>, body: Body<To>): Deed => ({ to, path, body });

/** One decision on one line of a queue. */
export interface Decision {
  /** The line, as its list names it. */
  id: string;
  /** What is done to what, in the reader's words: 确认 · 南山科学城一期 2026年11月. */
  said: string;
  /** The page on which it was decided, to come back to. */
  back: string;
  deed: Deed;
  /** Which reads it makes old, by the first part of their key. */
  stale: string[];
  /** What was written for it, done with once the server has it. */
  drafts?: string[];
  /** The server takes it once, however often it is sent. */
  key: string;
}

export interface Failed {
  decision: Decision;
  problem: Problem;
}

/** A decision waits so long before it is sent; the next one sends it, so does leaving the console. */
export const HOLD_MS = 6_000;

export const held = ref<Decision | null>(null);
export const failed = ref<Failed[]>([]);
/** Sent and not answered. */
const sending = ref<Decision[]>([]);
const decided = reactive(new Set<string>());
let timer: ReturnType<typeof setTimeout> | undefined;

/** Whether the line has been decided here; the list may still have it. */
export const isDecided = (id: string): boolean => decided.has(id);

export function decide(decision: Omit<Decision, "key">): void {
  void flush();
  failed.value = failed.value.filter(({ decision: { id } }) => id !== decision.id);
  decided.add(decision.id);
  held.value = { ...decision, key: crypto.randomUUID() };
  timer = setTimeout(() => void flush(), HOLD_MS);
}

/** The held decision was never made; where it was made. */
export function undo(): string | null {
  const decision = taken();
  if (!decision) return null;
  decided.delete(decision.id);
  return decision.back;
}

/** Sends what is held. */
export async function flush(): Promise<void> {
  const decision = taken();
  if (decision) await send(decision);
}

/** Sends again what no answer came to. */
export async function sendAgain(at: number): Promise<void> {
  const [again] = failed.value.splice(at, 1);
  if (again) await send(again.decision);
}

async function send(decision: Decision): Promise<void> {
  const { to, path, body } = decision.deed;
  decided.add(decision.id);
  sending.value.push(decision);
  try {
    await got(api.POST(to as never, { params: { path }, body, keepalive: true, headers: { "idempotency-key": decision.key } } as never));
    dropDrafts(decision.drafts ?? []);
  } catch (error) {
    failed.value.push({ decision, problem: problemOf(error) });
  }
  sending.value = sending.value.filter(({ key }) => key !== decision.key);
  await Promise.all([...decision.stale, "queues"].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  decided.delete(decision.id);
}

function taken(): Decision | null {
  clearTimeout(timer);
  const decision = held.value;
  held.value = null;
  return decision;
}

// What a reload finds: the held one is sent, with the key that it had; what was refused still says so.
const KEPT = "decisions";
type Told = Pick<Problem, "code" | "message" | "next" | "status" | "field" | "requestId">;
interface Kept {
  waiting: Decision[];
  refused: { decision: Decision; told: Told }[];
}

function keep(): void {
  const waiting = [...sending.value, ...(held.value ? [held.value] : [])];
  const refused = failed.value.map(({ decision, problem }) => ({ decision, told: { ...problem, message: problem.message } }));
  mineHere.write(KEPT, { waiting, refused } satisfies Kept);
}

/** Once it is known who looks. */
export function resume(): void {
  const kept = mineHere.read<Kept>(KEPT);
  failed.value = kept?.refused.map(({ decision, told: { code, message, next, status, field, requestId } }) => ({ decision, problem: new Problem(code, message, next, status, field, requestId) })) ?? [];
  kept?.waiting.forEach((decision) => void send(decision));
  watch([held, sending, failed], keep, { deep: true, flush: "sync" });
}

addEventListener("pagehide", () => void flush());
