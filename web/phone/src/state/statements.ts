import { ref, watch } from "vue";
import { post } from "@/api/client";
import { problemOf, type Problem } from "@/api/problem";
import type { Schemas } from "@/api/types";
import { isRegistered, register, sign } from "@/platform/keys";
import { wellFormed } from "@/platform/jws";
import * as kept from "./kept";
import { onLine } from "./network";
import { sends } from "./outbox";
import { owner, session } from "./session";
import { counts } from "./unsent";

/** What a person said about a warning without a line: signed, kept until the server has judged it and they have read how. */
export interface Said {
  counter: number;
  statement: string;
  warningId: string;
  /** The warning's name, for lists. */
  about: Schemas["Text"];
  plan: string;
  promisedAt: string;
  saidAt: string;
  state: "waiting" | "applied" | "recorded" | "refused";
  /** Why it did not do what was meant, or what to know though it did. */
  reason: Schemas["Text"] | null;
  receivedAt: string | null;
}

/** Of the person who is signed in, oldest first. */
export const statements = ref<Said[]>([]);

counts("statements", () => statements.value.filter((each) => each.state === "waiting").length);

/** What was said last about a warning, if it still has something to tell. */
export const ofWarning = (warningId: string): Said | null => statements.value.filter((each) => each.warningId === warningId).slice(-1)[0] ?? null;

const place = (): string => `statements:${owner()}`;
const stored = (here: string): Said[] => (uni.getStorageSync(here) as Said[]) || [];

/** Every change starts from what is stored: another tab may have said something too. */
function change(here: string, edit: (all: Said[]) => Said[]): void {
  const all = edit(stored(here));
  kept.secure(here, all);
  if (here === place()) statements.value = all;
}

/** Takes the warning as it is seen here, signed; it goes out at once if there is a line after all. */
export async function say(warning: Schemas["WarningItem"], plan: string, promisedAt: string): Promise<void> {
  const here = place();
  const saidAt = new Date().toISOString();
  const words = wellFormed(plan);
  const payload = { act: "warning.acknowledge", subject_id: warning.id, seen_level: warning.level, said_at: saidAt, plan: words, promised_at: promisedAt };
  const signed = await sign(payload);
  const said: Said = { ...signed, warningId: warning.id, about: warning.name, plan: words, promisedAt, saidAt, state: "waiting", reason: null, receivedAt: null };
  change(here, (all) => [...all, said]);
  void sendAll();
}

/** The person has read what became of it. */
export const read = (counter: number): void => change(place(), (all) => all.filter((each) => each.counter !== counter));

let isSending = false;

/** In their order, one after the other; stops where nobody answers and goes on the next time. */
async function sendAll(): Promise<void> {
  if (isSending || !session.me) return;
  isSending = true;
  try {
    for (let next = waiting(); next; next = waiting()) if (!(await isJudged(next))) return;
  } catch {
    // Registering the key anew met no line.
  } finally {
    isSending = false;
  }
}

const waiting = (): Said | undefined => stored(place()).find((each) => each.state === "waiting");

async function isJudged(said: Said, isSecondTry = false): Promise<boolean> {
  const here = place();
  try {
    const answer = await post("/offline-acts", { body: { statement: said.statement } });
    kept.write(`warning:${said.warningId}`, answer.warning);
    if (isMine(answer.warning.item.taken, said)) settle(here, said, "applied", answer.outcome === "applied" ? answer.reason : null);
    else settle(here, said, answer.outcome, answer.reason);
    return true;
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code === "device_key_ended" && !isSecondTry) {
      await register();
      return isJudged(said, true);
    }
    if (!isFinal(problem)) return false;
    const reason = `${problem.message}. ${problem.next}`;
    settle(here, said, "refused", { zh: reason.replace(". ", "。"), en: reason });
    return true;
  }
}

/** The same had reached the server before, over a line that broke before its answer. */
const isMine = (taken: Schemas["Taken"] | null, said: Said): boolean => taken?.by_name === session.me?.name && taken?.plan === said.plan;

/** No answer, a server in trouble, a sign-in that ended: it stays and goes again. Any other refusal stands. */
const isFinal = (problem: Problem): boolean => !problem.isPassing && problem.status > 0 && problem.status !== 401 && problem.code !== "device_key_ended";

function settle(here: string, said: Said, state: Said["state"], reason: Said["reason"]): void {
  const receivedAt = new Date().toISOString();
  change(here, (all) => all.map((each) => (each.counter === said.counter ? { ...each, state, reason, receivedAt } : each)));
}

/** The key is registered while there is a line, once a sign-in, so that it can sign when there is none. */
async function enrol(): Promise<void> {
  if (!session.me || isRegistered()) return;
  await register().catch(() => undefined);
}

const AFTER_FIRST_PAGE_MS = 2500;

watch(
  [owner, () => session.token],
  () => {
    statements.value = stored(place());
    setTimeout(() => void enrol(), AFTER_FIRST_PAGE_MS);
  },
  { immediate: true },
);
onLine(() => void enrol().then(sendAll));
sends(sendAll);
