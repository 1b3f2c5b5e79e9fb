import createClient from "openapi-fetch";
import { language } from "@/i18n";
import { signInAgain } from "@/state/session";
import { Problem, refusal } from "./problem";
import type { components, paths } from "./schema";

/** What the server says, by the name of its Struct. */
export type Schemas = components["schemas"];

const ENDED = ["unauthenticated", "session_ended"];

/** Whether it says that nobody is signed in here any more. */
export const isEnded = (error: unknown): boolean => error instanceof Problem && ENDED.includes(error.code);

/** The console's doors, typed: `got(api.GET("/warnings", { params: { query: { state: "open" } } }))`. */
export const api = createClient<paths>({ baseUrl: "/api/console/v1", querySerializer: { array: { style: "form", explode: true } } });

api.use({
  onRequest({ request }) {
    request.headers.set("accept-language", language.value);
    const isUnsafe = request.method !== "GET";
    if (isUnsafe && !request.headers.has("idempotency-key")) request.headers.set("idempotency-key", crypto.randomUUID());
    return request;
  },
});

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; a refusal is thrown as a `Problem`, and a session that has ended leads to the sign-in. */
export async function got<T>(call: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  const problem = refusal(response.status, error);
  if (isEnded(problem)) signInAgain();
  throw problem;
}
