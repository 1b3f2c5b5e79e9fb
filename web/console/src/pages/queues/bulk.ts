import { computed, ref } from "vue";
import { queries } from "@/state/queries";

/** One line of many, and what became of it. */
export interface BulkLine {
  id: string;
  said: string;
  send: () => Promise<unknown>;
}

export interface Outcome extends BulkLine {
  state: "waiting" | "sending" | "done" | "refused";
  error?: unknown;
}

/** Many at once, one after the other, each with its own result; a refusal stops none of the others. */
export function useBulk(stale: string[]) {
  const outcomes = ref<Outcome[]>([]);
  const isRunning = ref(false);
  const done = computed(() => outcomes.value.filter(({ state }) => state === "done").length);
  const refused = computed(() => outcomes.value.filter(({ state }) => state === "refused").length);

  async function run(lines: BulkLine[]): Promise<void> {
    isRunning.value = true;
    outcomes.value = lines.map((line) => ({ ...line, state: "waiting" }));
    for (const outcome of outcomes.value) await send(outcome);
    isRunning.value = false;
    await Promise.all([...stale, "queues"].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  }
  return { outcomes, isRunning, done, refused, run };
}

async function send(outcome: Outcome): Promise<void> {
  outcome.state = "sending";
  try {
    await outcome.send();
    outcome.state = "done";
  } catch (error) {
    outcome.state = "refused";
    outcome.error = error;
  }
}
