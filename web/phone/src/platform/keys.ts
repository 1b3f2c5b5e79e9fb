import { post } from "@/api/client";
import { Problem } from "@/api/problem";
import { texts } from "@/i18n";
import { secure } from "@/state/kept";
import { owner, session } from "@/state/session";
import { base64url, jws } from "./jws";
import { randomBytes } from "./random";
// #ifdef MP-WEIXIN
import nacl from "tweetnacl";
// #endif

/** This phone's own key for one account (Ed25519): it signs what is said while there is no line. */
interface Key {
  /** 32 bytes, from which the key pair is made. */
  seed: number[];
  publicKey: string;
  /** The server's name for it; empty before it was registered. */
  id: string;
  /** The number of what was signed last. */
  counter: number;
  /** The sign-in in which it was registered last. */
  signIn: string;
}

export interface Signed {
  counter: number;
  statement: string;
}

const t = texts({
  "zh-CN": { unknown: "没有网络，而这台手机的签名钥匙还没有登记", unknownNext: "填写的内容会留在手机上；有网络时打开一次本应用，钥匙会自动登记" },
  en: { unknown: "There is no line, and this phone's signing key is not registered yet", unknownNext: "What you entered stays on the phone; open the app once with a line and the key registers itself" },
});

const place = (): string => `key:${owner()}`;
const found = (here: string): Key | null => (uni.getStorageSync(here) as Key) || null;
const signIn = (): string => session.token.slice(-8);

/** A browser fetches it when it is needed: most visits sign nothing. A mini-program has it and cannot fetch code. */
async function ed25519() {
  // #ifdef MP-WEIXIN
  return nacl.sign;
  // #endif
  // #ifndef MP-WEIXIN
  return (await import("tweetnacl")).default.sign;
  // #endif
}

async function make(): Promise<Key> {
  const seed = await randomBytes(32);
  const { publicKey } = (await ed25519()).keyPair.fromSeed(seed);
  return { seed: Array.from(seed), publicKey: base64url(publicKey), id: "", counter: 0, signIn: "" };
}

/** Whether this sign-in has registered the key. */
export function isRegistered(): boolean {
  const key = found(place());
  return Boolean(key?.id) && key!.signIn === signIn();
}

/** Tells the server of the key, which is kept before anybody hears of it. */
export async function register(): Promise<void> {
  const [here, by] = [place(), signIn()];
  const made = found(here) ?? (await make());
  const key = found(here) ?? made;
  secure(here, key);
  const known = await post("/device-keys", { body: { public_key: key.publicKey } });
  const now = found(here);
  if (now?.publicKey !== key.publicKey) return;
  secure(here, { ...now, id: known.id, counter: Math.max(now.counter, known.counter), signIn: by });
}

/** Signs it under the next number, which is spent before it is used: no two statements ever have the same one. */
export async function sign(said: object): Promise<Signed> {
  const { keyPair, detached } = await ed25519();
  const here = place();
  const key = found(here);
  if (!key?.id) throw new Problem("device_key_unknown", t("unknown"), t("unknownNext"), 0);
  const counter = key.counter + 1;
  secure(here, { ...key, counter });
  const { secretKey } = keyPair.fromSeed(Uint8Array.from(key.seed));
  return { counter, statement: jws({ alg: "EdDSA", kid: key.id }, { counter, ...said }, (message) => detached(message, secretKey)) };
}
