// #ifndef H5
import "@/state/statements";
import "@/upload/progress";
import "@/upload/replies";
// #endif
import { onLine } from "./network";
import { settle } from "./outbox";

/** So long the first page has the line to itself. */
const PAUSE_MS = 1000;

let awake: Promise<unknown> | null = null;

/** Whatever was said without a line goes out; in a browser those who keep it are parts of their own, which come later. */
export async function wake(): Promise<void> {
  awake ??= stores();
  await awake.catch(() => (awake = null));
  await settle();
}

async function stores(): Promise<void> {
  // #ifdef H5
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  await Promise.all([import("@/state/statements"), import("@/upload/progress"), import("@/upload/replies")]);
  // #endif
}

onLine(() => void wake());
