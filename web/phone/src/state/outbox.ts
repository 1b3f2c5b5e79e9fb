/** What was said without a line, and goes out when there is one. */
const senders: (() => Promise<void>)[] = [];

/** Declares who sends what waits: photos, statements. Called once by each at start. */
export function sends(sender: () => Promise<void>): void {
  senders.push(sender);
}

let isSettling = false;

/** Sends what waits, one sender after the other; calling it twice is harmless. */
export async function settle(): Promise<void> {
  if (isSettling) return;
  isSettling = true;
  try {
    for (const sender of senders) await sender();
  } finally {
    isSettling = false;
  }
}
