import { reactive } from "vue";
import type { Answer } from "@/api/types";
import { currentPage } from "@/platform/page";

export type Me = Answer<"miniapp_me">;

const KEPT = "session";

interface Session {
  /** The bearer; empty on a computer that has scanned its way in, whose cookie speaks for it. */
  token: string;
  me: Me | null;
}

const stored = (): Session => (uni.getStorageSync(KEPT) as Session | "") || { token: "", me: null };

export const session = reactive<Session>(stored());

// #ifdef H5
// Another window of this browser has signed in or out: both speak for the same person.
addEventListener("storage", ({ key }) => key === KEPT && stored().token !== session.token && location.reload());
// #endif

export function signedIn(token: string): void {
  session.token = token;
  session.me = null;
  keep();
}

export function know(me: Me): void {
  session.me = me;
  keep();
}

const keep = (): void => uni.setStorageSync(KEPT, { token: session.token, me: session.me });

/** What is kept on the phone for other people stays theirs: drafts and photos are told apart by account. */
export const owner = (): string => session.me?.account_id ?? "nobody";

/** Pages for who is not signed in. */
const OPEN = ["pages/sign_in/sign_in", "pages/privacy/privacy"];
let isLeaving = false;

/** The session is over: the sign-in page, which leads back to where the person was. */
export function signedOut(back = currentPage().fullPath): void {
  // What another window has begun since is not over.
  if (stored().token === session.token) uni.removeStorageSync(KEPT);
  session.token = "";
  session.me = null;
  const { route } = currentPage();
  if (!route || OPEN.includes(route) || isLeaving) return;
  isLeaving = true;
  uni.reLaunch({ url: `/pages/sign_in/sign_in?back=${encodeURIComponent(back)}`, complete: () => (isLeaving = false) });
}
