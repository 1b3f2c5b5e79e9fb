import { ref, watch } from "vue";
import { post } from "@/api/client";
import { problemOf, type Problem } from "@/api/problem";
import type { Schemas } from "@/api/types";

const PAUSE_MS = 500;

/** What the server says of a work while it is being typed; the newest question's answer counts. */
export function grading(question: () => Schemas["Trial"] | null) {
  const found = ref<Schemas["Classification"] | null>(null);
  const problem = ref<Problem | null>(null);
  let turn = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;

  async function ask(trial: Schemas["Trial"], mine: number): Promise<void> {
    try {
      const answer = await post("/dangerous-works/classify", { body: trial });
      if (mine !== turn) return;
      [found.value, problem.value] = [answer, null];
    } catch (error) {
      if (mine !== turn) return;
      [found.value, problem.value] = [null, problemOf(error)];
    }
  }
  watch(
    () => JSON.stringify(question()),
    (asked) => {
      const mine = ++turn;
      clearTimeout(pause);
      const trial = JSON.parse(asked) as Schemas["Trial"] | null;
      if (trial) pause = setTimeout(() => void ask(trial, mine), PAUSE_MS);
      else [found.value, problem.value] = [null, null];
    },
    { immediate: true },
  );
  return { found, problem };
}
