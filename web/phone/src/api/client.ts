import { language } from "@/i18n";
import { uuid } from "@/platform/random";
import { API } from "@/platform/server";
import { heard } from "@/state/network";
import { session, signedOut } from "@/state/session";
import { Problem, offline, refusal } from "./problem";
import type { Given, Got, PathOf } from "./types";

const PREFIX = "/api/miniapp/v1";
const TIMEOUT_MS = 30_000;
const PAUSES_MS = [800, 2500];
/** A provider's code that is refused is no end of a session. */
const ENDED = ["unauthenticated", "session_ended"];

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** What every call may say besides. */
export interface Manner {
  /** The key under which an unsafe call is done once however often it is sent; made anew if left out. */
  key?: string;
  /** Sent as they are. */
  headers?: Record<string, string>;
  /** After so many milliseconds it counts as no line, and is not repeated: for who has another way. */
  patienceMs?: number;
}

interface Loose extends Manner {
  path?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** An answer with its head. */
export interface Reply<T> {
  status: number;
  body: T;
  header: (name: string) => string | undefined;
}

export const get = <P extends PathOf<"get">>(path: P, given: Given<P, "get"> & Manner): Promise<Got<P, "get">> => bodyOf(call("GET", path, given as Loose));
export const post = <P extends PathOf<"post">>(path: P, given: Given<P, "post"> & Manner): Promise<Got<P, "post">> =>
  bodyOf(call("POST", path, given as Loose));
export const put = <P extends PathOf<"put">>(path: P, given: Given<P, "put"> & Manner): Promise<Got<P, "put">> => bodyOf(call("PUT", path, given as Loose));
export const del = <P extends PathOf<"delete">>(path: P, given: Given<P, "delete"> & Manner): Promise<Got<P, "delete">> =>
  bodyOf(call("DELETE", path, given as Loose));

/** A GET with its head, for who keeps the tag; 304 comes as an answer without a body. */
export const getReply = <P extends PathOf<"get">>(path: P, given: Given<P, "get"> & Manner): Promise<Reply<Got<P, "get">>> => call("GET", path, given as Loose);

async function bodyOf<T>(reply: Promise<Reply<unknown>>): Promise<T> {
  return (await reply).body as T;
}

/** One call, repeated by itself where the line failed: an unsafe one has the same key each time. Nothing is said in the
 * name of who has signed in since. */
async function call<T>(method: Method, path: string, given: Loose): Promise<Reply<T>> {
  const headers: Record<string, string> = { ...given.headers };
  if (method !== "GET") headers["idempotency-key"] = given.key ?? uuid();
  const address = PREFIX + filled(path, given.path) + question(given.query);
  const by = session.token;
  for (const pause of given.patienceMs ? [null] : [...PAUSES_MS, null]) {
    if (session.token !== by) break;
    try {
      return await once<T>(method, address, headers, given.body, given.patienceMs);
    } catch (error) {
      const isWorth = error instanceof Problem && (error.status === 0 || error.status === 503);
      if (pause === null || !isWorth) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  throw offline();
}

async function once<T>(method: Method, address: string, headers: Record<string, string>, body: unknown, timeout?: number): Promise<Reply<T>> {
  const reply = await send<T>(method, address, headers, body, timeout);
  if (reply.status < 300 || reply.status === 304) return reply;
  const problem = refusal(reply.status, reply.body);
  if (ENDED.includes(problem.code)) signedOut();
  throw problem;
}

/** The bare request: any method that WeChat knows, text or bytes; no repeating, no reading of refusals. What comes for
 * who has signed out meanwhile is no answer to anybody. */
export function send<T>(method: string, address: string, headers: Record<string, string>, body?: unknown, timeout = TIMEOUT_MS): Promise<Reply<T>> {
  const all: Record<string, string> = { "accept-language": language.value, ...headers };
  const by = session.token;
  if (by) all.authorization = `Bearer ${by}`;
  if (body !== undefined && !(body instanceof ArrayBuffer)) all["content-type"] = "application/json";
  return new Promise((resolve, reject) => {
    uni.request({
      url: API + address,
      method: method as "GET",
      header: all,
      data: body instanceof ArrayBuffer || body === undefined ? (body as ArrayBuffer) : JSON.stringify(body),
      timeout,
      success: (found) => {
        heard(true);
        if (session.token !== by) return reject(offline());
        const head = lowered(found.header as Record<string, string>);
        resolve({ status: found.statusCode, body: parsed(found.data) as T, header: (name) => head[name] });
      },
      fail: () => {
        heard(false);
        reject(offline());
      },
    });
  });
}

const parsed = (data: unknown): unknown => {
  if (typeof data !== "string" || !data) return data;
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
};

const lowered = (head: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(head ?? {}).map(([name, value]) => [name.toLowerCase(), value]));

const filled = (path: string, places: Record<string, string> = {}): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(places[name] ?? ""));

function question(query: Record<string, unknown> = {}): string {
  const parts = Object.entries(query).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one] as const));
  const asked = parts.filter(([, value]) => value !== undefined && value !== null && value !== "");
  return asked.length ? `?${asked.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&")}` : "";
}
