import { onHide, onShow, onUnload } from "@dcloudio/uni-app";
import { ref, watch, type Ref } from "vue";
import { getReply } from "@/api/client";
import { language } from "@/i18n";
import { applied, type Held } from "@/state/home";
import { live, type Live } from "@/state/live";
import { onLine } from "@/state/network";
import { countUnseen } from "@/state/unseen";

const EVERY_MS = 60_000;
/** A change comes in pieces of 2 KB; more pieces than this are left for the next time. */
const MOST_PIECES = 6;

/** The first page: what was kept at once, then what has changed since; again every minute while it is seen, and when the line is back. */
export function homePage(): Live<Held> & { now: Ref<number> } {
  const now = ref(Date.now());
  const page: Live<Held> = live(() => `home:${language.value}`, () => newest(page.value.value));
  let clock: ReturnType<typeof setInterval> | undefined;

  const rest = (): void => clearInterval(clock);
  onShow(() => {
    rest();
    now.value = Date.now();
    clock = setInterval(() => {
      now.value = Date.now();
      void page.reload();
    }, EVERY_MS);
  });
  onHide(rest);
  onUnload(rest);
  onUnload(onLine(() => void page.reload()));
  // The page has the line to itself; what changed it was most often told in a message too.
  watch(page.value, (held, before) => held && void countUnseen(Boolean(before) && held.cursor !== before!.cursor));
  return { ...page, now };
}

async function newest(held: Held | null): Promise<Held> {
  let known = held;
  for (let piece = 0; piece < MOST_PIECES; piece++) {
    const tag = known ? { "if-none-match": `W/"${known.cursor}"` } : undefined;
    const reply = await getReply("/home", { query: { since: known?.cursor }, headers: tag });
    known = applied(known, reply.status === 304 ? null : reply.body);
    if (reply.status === 304 || !reply.body.has_more) break;
  }
  return known!;
}
