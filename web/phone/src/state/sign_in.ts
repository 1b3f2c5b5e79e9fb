import { get, post } from "@/api/client";
import { Problem, problemOf } from "@/api/problem";
import type { Answer } from "@/api/types";
import { texts } from "@/i18n";
import { leaveFor } from "@/platform/provider";
import { randomBytes } from "@/platform/random";
import { know, session, signedIn } from "./session";

/** How a browser proves who holds it: WeCom's page, or where the sandbox plays WeChat its two. */
export type Way = "wecom" | "wechat" | "phone";
type Ways = Answer<"miniapp_sign_in_ways">;

/** The person has gone to a provider's page; kept beside the state that comes back with the code. */
interface Going {
  state: string;
  way: Way;
  /** The page to go on with. */
  back: string;
  /** A second identity for who is signed in. */
  isAdded: boolean;
  name: string;
}

/** An identity that opens no account yet, or a sleeping one: the phone number has to be proved. */
export interface Link {
  ticket: string;
  isDormant: boolean;
  back: string;
}

const GOING = "going";
const LINK = "link";

const t = texts({
  "zh-CN": {
    strangeTitle: "这次登录不是刚在这台手机上发起的，或已经用过", strangeNext: "请重新点登录",
    deniedTitle: "您没有同意，未能登录", deniedNext: "需要使用时，请重新点登录并选“允许”",
    lateTitle: "登录已中断", lateNext: "请重新点登录",
  },
  en: {
    strangeTitle: "This sign-in was not begun just now on this phone, or was used already", strangeNext: "Tap sign in again",
    deniedTitle: "You did not allow it; you are not signed in", deniedNext: "When you need to, tap sign in again and allow it",
    lateTitle: "The sign-in was interrupted", lateNext: "Tap sign in again",
  },
});

/** The ways that a browser has here, each of which comes back with this state. */
export interface Offer {
  state: string;
  ways: Ways;
}

export async function offer(): Promise<Offer> {
  const state = Array.from(await randomBytes(16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { state, ways: await get("/sign-in/ways", { query: { state } }) };
}

const addressOf = (ways: Ways, way: Way): string | null => ({ wecom: ways.wecom, wechat: ways.sandbox, phone: ways.sandbox_phone })[way];

/** Leaves for the provider's page. */
export function go({ state, ways }: Offer, way: Way, more: Partial<Pick<Going, "back" | "isAdded" | "name">>): void {
  uni.setStorageSync(GOING, { state, way, back: "", isAdded: false, name: "", ...more } satisfies Going);
  leaveFor(addressOf(ways, way)!);
}

/** Whether this return is to be taken up: not one that is over while its link still waits for the phone number. */
export const isComing = (state: string): boolean => Boolean(state) && (Boolean(uni.getStorageSync(GOING)) || !wantedLink());

/** Back from a provider's page: where to go on, or the link that is still wanted. An empty code is the person's "no". */
export async function returned(code: string, state: string): Promise<string | Link> {
  const going = uni.getStorageSync(GOING) as Going | "";
  uni.removeStorageSync(GOING);
  // What was begun is taken up once: the same code does nothing a second time.
  if (!going || going.state !== state) throw new Problem("sign_in_strange", t("strangeTitle"), t("strangeNext"), 401);
  if (!code) throw new Problem("sign_in_denied", t("deniedTitle"), t("deniedNext"), 403);
  try {
    return await takenUp(going, code);
  } catch (error) {
    if (problemOf(error).status === 0) uni.setStorageSync(GOING, going);
    throw error;
  }
}

async function takenUp({ way, back, isAdded, name }: Going, code: string): Promise<string | Link> {
  if (way === "phone") return linkByPhone(code, name);
  const provider = way === "wecom" ? ("wecom_page" as const) : ("wechat" as const);
  if (!isAdded) return signIn(provider, code, back);
  await post("/me/links", { body: { provider, code } });
  know(await get("/me", {}));
  return back;
}

/** Signs in with a provider's code. */
export async function signIn(provider: "wechat" | "wecom" | "wecom_page", code: string, back: string): Promise<string | Link> {
  const { token, link_ticket: ticket, is_dormant: isDormant } = await post("/sign-in", { body: { provider, code } });
  if (token) return entered(token, back);
  const link: Link = { ticket: ticket!, isDormant: isDormant ?? false, back };
  uni.setStorageSync(LINK, link);
  return link;
}

/** What is still wanted of a first sign-in that went away for the phone number. */
export const wantedLink = (): Link | null => (uni.getStorageSync(LINK) as Link) || null;

export const forgetLink = (): void => uni.removeStorageSync(LINK);

/** Links the proved identity to the account of the phone number, or to a new one with this name. */
export async function linkByPhone(phoneCode: string, name: string): Promise<string> {
  const link = wantedLink();
  if (!link) throw new Problem("sign_in_late", t("lateTitle"), t("lateNext"), 401);
  const { token } = await post("/sign-in/link", { body: { ticket: link.ticket, phone_code: phoneCode, name: name.trim() || null } }).catch((error: unknown) => {
    // After its ten minutes no number helps any more: the sign-in begins anew.
    if (problemOf(error).code === "link_ticket_ended") forgetLink();
    throw error;
  });
  forgetLink();
  return entered(token!, link.back);
}

async function entered(token: string, back: string): Promise<string> {
  signedIn(token);
  know(await get("/me", {}));
  return back;
}

/** Whether a session speaks for this device already: the token, or the cookie of a computer that has scanned its way in. */
export async function isKnown(): Promise<boolean> {
  if (session.me) return true;
  try {
    know(await get("/me", {}));
    return true;
  } catch {
    return false;
  }
}
