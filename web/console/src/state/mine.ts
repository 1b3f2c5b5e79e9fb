/** What a person keeps on this computer: under their account, gone when they sign out; nobody else at this desk reads it. */
const ROOT = "sandtable.mine.";
let prefix = ROOT;

/** Whose it is from now on; to be said before anything is read. */
export const belongsTo = (account: string): void => void (prefix = `${ROOT}${account}.`);

const within = (storage: () => Storage) => ({
  read<T>(name: string): T | undefined {
    const text = storage().getItem(prefix + name);
    return text === null ? undefined : (JSON.parse(text) as T);
  },
  write: (name: string, value: unknown): void => storage().setItem(prefix + name, JSON.stringify(value)),
  drop: (name: string): void => storage().removeItem(prefix + name),
});

/** Until it is dropped. */
export const mine = within(() => localStorage);
/** Of this window alone, over a reload. */
export const mineHere = within(() => sessionStorage);

/** Nothing of this person is left. */
export function forget(): void {
  for (const storage of [localStorage, sessionStorage]) {
    Object.keys(storage).filter((key) => key.startsWith(prefix)).forEach((key) => storage.removeItem(key));
  }
}
