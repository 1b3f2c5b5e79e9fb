import { QueryClient } from "@tanstack/vue-query";
import { Problem } from "@/api/problem";

const TRIES = 2;

/** What was read is shown at once and asked for anew when it is looked at again; only a failing line is tried again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, retry: (failed, error) => failed < TRIES && (!(error instanceof Problem) || error.isPassing) },
    mutations: { retry: false },
  },
});
