import { reactive, watch } from "vue";
import { send } from "@/api/client";
import { offline, problemOf, refusal, type Problem } from "@/api/problem";
import { sha256 } from "@/platform/digest";
import { drop, part, preview, save, shrunk, type Shot } from "@/platform/files";
import { uuid } from "@/platform/random";
import { secure } from "@/state/kept";
import { onLine } from "@/state/network";
import { sends } from "@/state/outbox";
import { owner, session, signedOut } from "@/state/session";
import { counts } from "@/state/unsent";
import { Refused, upload, type Answered } from "./tus";

/** Where a photo belongs. */
export interface Place {
  /** The draft's name: `progress:<project>:2026-11`. */
  draft: string;
  slot: string;
  projectId: string;
  purpose: string;
  /** What it shows, in the words of who took it. */
  title?: string;
}

/** A photo on this phone. It is `sent` when the server has stored it whole, and only then has a `photoId`. */
export interface Photo extends Place {
  id: string;
  /** `kept`: its turn will come; `waiting`: for a line; `refused`: `problem` says why, trying again is the person's. */
  state: "kept" | "waiting" | "sending" | "sent" | "refused";
  sentBytes: number;
  sizeBytes: number;
  sha256: string;
  photoId: string | null;
  /** An address for an image, good while the app runs. */
  preview: string;
  /** When it was taken, ISO 8601. */
  takenAt: string;
  problem: Pick<Problem, "code" | "message" | "next"> | null;
  /** Where its bytes lie on the phone. */
  file: string;
  /** The server's upload while it is under way. */
  uploadId: string;
}

const PREFIX = "/api/miniapp/v1";
const PIECE_BYTES = 256 * 1024;
const SMALL_PIECE_BYTES = 64 * 1024;
/** As long as WeChat allows: a small piece needs 8 s at 64 kbit/s. */
const TIMEOUT_MS = 60_000;
const PAUSES_MS = [3_000, 10_000, 30_000];
const ORIGINALS = "originals";

/** All photos of the person who is signed in, the oldest first. */
export const photos = reactive<Photo[]>([]);

/** Whether pictures go as the camera made them, however large. */
export const originals = reactive({ areSent: Boolean(uni.getStorageSync(ORIGINALS)) });

export function sendOriginals(areSent: boolean): void {
  originals.areSent = areSent;
  uni.setStorageSync(ORIGINALS, areSent);
}

export const ofDraft = (draft: string): Photo[] => photos.filter((photo) => photo.draft === draft);

/** Keeps a picture and sends it when its turn comes; of a slot's photos only the new one stays, unless it `adds`. */
export async function keep(shot: Shot, place: Place, adds = false): Promise<Photo> {
  const id = uuid();
  const here = prefix() + id;
  const { place: file, sizeBytes } = await save(id, originals.areSent ? shot : await shrunk(shot));
  try {
    const photo = await described(id, file, sizeBytes, place);
    secure(here, { ...photo, preview: "" });
    // Whoever has signed out meanwhile finds it when they are back.
    if (here !== prefix() + id) return photo;
    const former = adds ? [] : ofDraft(place.draft).filter((each) => each.slot === place.slot);
    photos.push(photo);
    former.forEach((each) => remove(each.id));
  } catch (error) {
    drop(file);
    throw error;
  }
  void pump();
  return photos.find((each) => each.id === id)!;
}

async function described(id: string, file: string, sizeBytes: number, { draft, slot, projectId, purpose, title = "" }: Place): Promise<Photo> {
  const digest = await sha256(sizeBytes, PIECE_BYTES, (at, length) => part(file, at, length));
  return {
    draft, slot, projectId, purpose, title, id, file, sizeBytes, state: "kept", sentBytes: 0, sha256: digest, photoId: null, preview: await preview(file), takenAt: new Date().toISOString(),
    problem: null, uploadId: "",
  };
}

/** Takes a photo off the phone; one that is under way is ended at the server as well, one that is stored stays there. */
export function remove(id: string): void {
  const at = photos.findIndex((photo) => photo.id === id);
  if (at < 0) return;
  const photo = photos[at]!;
  gone(photo);
  if (photo.uploadId && !photo.photoId) void send("DELETE", `${PREFIX}/uploads/${photo.uploadId}`, {}).catch(() => undefined);
}

/** Tries a refused photo again, or one that waits without waiting longer. */
export function retry(id: string): void {
  const photo = photos.find((each) => each.id === id);
  if (!photo || photo.state === "sent") return;
  Object.assign(photo, { state: "kept", problem: null });
  void pump();
}

/** The draft is done with: its photos are no longer needed here. */
export function forget(draft: string): void {
  ofDraft(draft).forEach(gone);
}

function gone(photo: Photo): void {
  photos.splice(photos.indexOf(photo), 1);
  uni.removeStorageSync(prefix() + photo.id);
  drop(photo.file);
}

/** Each photo has an entry of its own: a second window of the same browser overwrites nothing. */
const prefix = (): string => `photo:${owner()}:`;

/** How far a kept photo has come; where there is no room for that, the server tells it after a restart. */
function write(photo: Photo): void {
  try {
    secure(prefix() + photo.id, { ...photo, preview: "" });
  } catch {
    // The photo itself is there, and goes out.
  }
}

/** What this person had on the phone; a sending that was cut off goes on. */
function load(): void {
  const places = uni.getStorageInfoSync().keys.filter((key) => key.startsWith(prefix()));
  const kept = places.map((key) => uni.getStorageSync(key) as Photo).sort((one, other) => (one.takenAt < other.takenAt ? -1 : 1));
  photos.splice(0, photos.length, ...kept.map((photo) => ({ ...photo, state: photo.state === "sending" ? ("kept" as const) : photo.state })));
  photos.forEach((photo) => void preview(photo.file).then((address) => (photo.preview = address)));
  void pump();
}

let isPumping = false;
let failures = 0;
let again: ReturnType<typeof setTimeout> | undefined;

/** Sends what is kept, one after the other, until all is sent or the line fails; then tries again by itself. */
export async function pump(): Promise<void> {
  if (isPumping || !session.me) return;
  isPumping = true;
  clearTimeout(again);
  try {
    for (let next = following(); next; next = following()) {
      if (await sendOne(next)) continue;
      again = setTimeout(() => void pump(), PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)]);
      return;
    }
  } finally {
    isPumping = false;
  }
}

const following = (): Photo | undefined => photos.find((photo) => photo.state === "kept" || photo.state === "waiting");

/** Whether the line held; a photo that the server refuses is no trouble of the line. */
async function sendOne(photo: Photo): Promise<boolean> {
  Object.assign(photo, { state: "sending", problem: null });
  const isGone = (): boolean => !photos.includes(photo);
  const arrived = (offset: number, uploadId: string): void => {
    if (isGone()) throw offline();
    if (offset > photo.sentBytes) failures = 0;
    Object.assign(photo, { sentBytes: offset, uploadId });
    write(photo);
  };
  const source = {
    sizeBytes: photo.sizeBytes,
    metadata: metadata({ project_id: photo.projectId, purpose: photo.purpose, slot: photo.slot, sha256: photo.sha256 }),
    pieceBytes: failures ? SMALL_PIECE_BYTES : PIECE_BYTES,
    read: (offset: number, length: number) => part(photo.file, offset, length),
  };
  try {
    const photoId = await upload(wire, source, arrived);
    failures = 0;
    Object.assign(photo, { state: "sent", photoId, sentBytes: photo.sizeBytes, uploadId: "" });
    return true;
  } catch (error) {
    if (isGone()) return true;
    return failed(photo, error instanceof Refused ? refusedBy(error.answer) : problemOf(error));
  } finally {
    if (!isGone()) write(photo);
  }
}

function failed(photo: Photo, { code, message, next, isPassing, status }: Problem): boolean {
  // An upload that has expired is begun anew, and where another writer is at work it goes on after that one: nobody
  // need hear of either. A session that has ended is begun anew by the person.
  const isOurs = code === "upload_gone" || code === "upload_offset";
  const waits = isPassing || status === 401 || isOurs;
  Object.assign(photo, { state: waits ? "waiting" : "refused", problem: isOurs ? null : { code, message, next } });
  return !waits;
}

function refusedBy(answer: Answered): Problem {
  if (answer.status === 401) signedOut();
  return refusal(answer.status, answer.body);
}

const wire = (address: string, headers: Record<string, string>, piece?: ArrayBuffer): Promise<Answered> =>
  send("POST", PREFIX + address, headers, piece, TIMEOUT_MS);

/** tus' pairs of a name and base64; the values are all ASCII. */
const metadata = (values: Record<string, string>): string =>
  Object.entries(values).map(([name, value]) => `${name} ${uni.arrayBufferToBase64(Uint8Array.from(value, (each) => each.charCodeAt(0)).buffer)}`).join(",");

counts("photos", () => photos.filter((photo) => photo.state !== "sent").length);
// At once: nothing of one person may be written under another's name.
watch(owner, load, { immediate: true, flush: "sync" });
onLine(() => void pump());
// Statements wait for nobody's photos: this only starts the sending.
sends(async () => void pump());
