import { ref, type Ref } from "vue";
import { problemOf, type Problem } from "@/api/problem";

export interface Act {
  isBusy: Ref<boolean>;
  problem: Ref<Problem | null>;
  /** Runs it unless it runs; whether it went well. */
  run: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** One act of a person on a page: busy while it lasts, and what to say if it fails. */
export function act(): Act {
  const isBusy = ref(false);
  const problem = ref<Problem | null>(null);
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    problem.value = null;
    try {
      await work();
      return true;
    } catch (error) {
      problem.value = problemOf(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }
  return { isBusy, problem, run };
}

/** A word that it was done. */
export const done = (title: string): void => void uni.showToast({ title, icon: "none", duration: 2500 });
