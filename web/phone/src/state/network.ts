import { reactive } from "vue";

/** Whether there is a line: what the phone says, corrected by what the last request met. */
export const network = reactive({ isOnline: true, wasAnsweredAt: 0 });

const waiting = new Set<() => void>();

/** Call this whenever the line comes back, until the answer is called: a page that is closed asks for nothing. */
export function onLine(act: () => void): () => void {
  waiting.add(act);
  return () => waiting.delete(act);
}

function set(isOnline: boolean): void {
  const isBack = isOnline && !network.isOnline;
  network.isOnline = isOnline;
  if (isBack) waiting.forEach((act) => act());
}

/** A request was answered, or it was not. */
export function heard(isAnswered: boolean): void {
  if (isAnswered) network.wasAnsweredAt = Date.now();
  set(isAnswered);
}

uni.getNetworkType({ success: ({ networkType }) => (network.isOnline = networkType !== "none") });
uni.onNetworkStatusChange(({ isConnected }) => set(isConnected));
