import { reactive, watch } from "vue";
import { problemOf, type Problem } from "@/api/problem";
import { uuid } from "@/platform/random";
import { discardDraft } from "@/state/drafts";
import { secure } from "@/state/kept";
import { onLine } from "@/state/network";
import { sends } from "@/state/outbox";
import { owner, session } from "@/state/session";
import { forget, ofDraft, photos, type Photo } from "./photos";

/** What a person has handed in and what goes out by itself once the server has all of its photos. */
export interface Parcel {
  /** The draft's name; its first word, `progress` of `progress:<project>:2026-11`, says who carries it. */
  draft: string;
  /** What is sent, photos aside. */
  content: unknown;
  /** The same however often it is tried. */
  key: string;
  /** `sent` means that the server has answered; `refused`, that `problem` says why not, and the draft is still there. */
  state: "waiting" | "sending" | "sent" | "refused";
  problem: Pick<Problem, "code" | "message" | "next"> | null;
  answer: unknown;
  handedInAt: string;
  /** When the server's answer came, epoch milliseconds; 0 before. */
  sentAt: number;
}

type Carrier<C> = (content: C, photos: Photo[], key: string) => Promise<unknown>;

const RETRY_MS = 15_000;
/** How long a parcel that went out while nobody looked is still told of. */
const TOLD_MS = 24 * 3600 * 1000;

export const parcels = reactive<Parcel[]>([]);

const carriers = new Map<string, Carrier<unknown>>();

/** Declares who sends the parcels of a kind of drafts. Called once at start. */
export function carries<C>(kind: string, carrier: Carrier<C>): void {
  carriers.set(kind, carrier as Carrier<unknown>);
}

export const parcelOf = (draft: string): Parcel | null => parcels.find((parcel) => parcel.draft === draft) ?? null;

/** How many photos of a draft the server does not have yet. */
export const photosLeft = (draft: string): number => ofDraft(draft).filter((photo) => photo.state !== "sent").length;

/** The person hands it in: it goes out as soon as its photos are there, also after a restart. */
export function handIn(draft: string, content: unknown): void {
  if (!takeBack(draft)) return;
  const parcel: Parcel = { draft, content, key: uuid(), state: "waiting", problem: null, answer: null, handedInAt: new Date().toISOString(), sentAt: 0 };
  write(parcel);
  parcels.push(parcel);
  void deliver();
}

/** Not yet after all, or read and done with; what is on its way just now stays. Whether it was taken back. */
export function takeBack(draft: string): boolean {
  const parcel = parcelOf(draft);
  if (parcel?.state === "sending") return false;
  if (parcel) parcels.splice(parcels.indexOf(parcel), 1);
  uni.removeStorageSync(prefix() + draft);
  return true;
}

const prefix = (): string => `parcel:${owner()}:`;

const write = (parcel: Parcel): void => secure(prefix() + parcel.draft, { ...parcel });

function load(): void {
  const places = uni.getStorageInfoSync().keys.filter((key) => key.startsWith(prefix()));
  const kept = places.map((key) => uni.getStorageSync(key) as Parcel).filter((parcel) => parcel.state !== "sent" || Date.now() - parcel.sentAt < TOLD_MS);
  parcels.splice(0, parcels.length, ...kept.map((parcel) => ({ ...parcel, state: parcel.state === "sending" ? ("waiting" as const) : parcel.state })));
  void deliver();
}

let isDelivering = false;
let again: ReturnType<typeof setTimeout> | undefined;

/** Sends what is complete; where the line fails it is tried again by itself. */
async function deliver(): Promise<void> {
  if (isDelivering || !session.me) return;
  isDelivering = true;
  clearTimeout(again);
  try {
    // Looked for anew each time: more may have been handed in meanwhile, or somebody else have signed in.
    const tried = new Set<Parcel>();
    const following = (): Parcel | undefined => parcels.find((parcel) => isReady(parcel) && !tried.has(parcel));
    for (let next = following(); next; next = following()) {
      tried.add(next);
      await send(next);
    }
  } finally {
    isDelivering = false;
  }
  if (parcels.some(isReady)) again = setTimeout(() => void deliver(), RETRY_MS);
}

const isReady = ({ state, draft }: Parcel): boolean => state === "waiting" && photosLeft(draft) === 0;

async function send(parcel: Parcel): Promise<void> {
  const carrier = carriers.get(parcel.draft.split(":")[0]!);
  if (!carrier) return;
  parcel.state = "sending";
  const isGone = (): boolean => !parcels.includes(parcel);
  try {
    const answer = await carrier(parcel.content, ofDraft(parcel.draft), parcel.key);
    if (isGone()) return;
    Object.assign(parcel, { state: "sent", problem: null, answer, sentAt: Date.now() });
    settled(parcel);
  } catch (error) {
    if (isGone()) return;
    const { code, message, next, isPassing, status } = problemOf(error);
    Object.assign(parcel, { state: isPassing || status === 401 ? "waiting" : "refused", problem: { code, message, next } });
    write(parcel);
  }
}

/** The server has it: nothing of it may go a second time, though there be no room to say so after a restart. */
function settled(parcel: Parcel): void {
  try {
    write(parcel);
  } catch {
    uni.removeStorageSync(prefix() + parcel.draft);
  }
  discardDraft(parcel.draft);
  forget(parcel.draft);
}

watch(owner, load, { immediate: true, flush: "sync" });
watch(() => photos.map((photo) => photo.state).join(), () => void deliver());
onLine(() => void deliver());
sends(deliver);
