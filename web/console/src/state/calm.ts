const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Calls that crowd together become few: the first acts at once, or within `spreadMs` by chance, the next when that is done and the pause is over. */
export function calmly(act: () => Promise<unknown>, pauseMs: number, spreadMs = 0): () => void {
  let isBusy = false;
  let isWanted = false;
  return async function call(): Promise<void> {
    isWanted = isBusy;
    if (isBusy) return;
    isBusy = true;
    if (spreadMs) await wait(Math.random() * spreadMs);
    isWanted = false;
    await Promise.allSettled([act(), wait(pauseMs)]);
    isBusy = false;
    if (isWanted) void call();
  };
}

const FIRST_MS = 1_000;
const MOST_MS = 30_000;

/** How long to wait after so many failures in a row: twice as long each time, half of it by `chance` (0 … 1). */
export const pauseAfter = (failures: number, chance: number): number => Math.min(MOST_MS, FIRST_MS * 2 ** failures) * (0.5 + chance / 2);
