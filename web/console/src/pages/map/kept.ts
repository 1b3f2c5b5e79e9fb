import type { Held } from "./points";

/** The points that this browser holds for its reader, so that the next visit asks only for what has changed since. */
const DATABASE = "sandtable-map";
const STORE = "points";

/** What was kept for this account and region; what was kept for others is forgotten. */
export async function kept(account: string, region: string): Promise<Held | undefined> {
  try {
    const store = await opened("readwrite");
    const keys = await done(store.getAllKeys());
    keys.filter((key) => !String(key).startsWith(account)).forEach((key) => store.delete(key));
    return await done<Held | undefined>(store.get(`${account}/${region}`));
  } catch {
    return undefined; // A private window keeps nothing: the whole is asked for.
  }
}

export async function keep(account: string, region: string, held: Held): Promise<void> {
  try {
    await done((await opened("readwrite")).put(held, `${account}/${region}`));
  } catch {
    // Nothing is lost but a shorter next answer.
  }
}

let database: Promise<IDBDatabase> | undefined;

async function opened(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  database ??= open();
  return (await database).transaction(STORE, mode).objectStore(STORE);
}

function open(): Promise<IDBDatabase> {
  const asked = indexedDB.open(DATABASE, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
  return done(asked);
}

const done = <T>(asked: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
