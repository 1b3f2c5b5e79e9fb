import { ref } from "vue";
import { get, post } from "@/api/client";

/** So many are told by number, more as `9+`. */
export const MOST = 9;
const AGAIN_MS = 5 * 60_000;

/** How many messages this person has not seen, as far as is known. */
export const unseen = ref(0);
let countedAt = 0;

/** Asks how many there are, unless that was asked just now; without a line the last number stands. */
export async function countUnseen(isSure = false): Promise<void> {
  if (!isSure && Date.now() - countedAt < AGAIN_MS) return;
  countedAt = Date.now();
  const page = await get("/messages", { query: { unseen_only: true, limit: MOST + 1 } }).catch(() => null);
  if (page) unseen.value = page.items.length;
}

export async function markSeen(id: string): Promise<void> {
  unseen.value = (await post("/messages/{message_id}/seen", { path: { message_id: id } })).unseen;
}
