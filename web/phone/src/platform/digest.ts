// #ifdef MP-WEIXIN
import { sha256 as counted } from "@noble/hashes/sha2.js";
// #endif

/** The SHA-256 of what is read piece by piece, in hex: the browser's own where the page is secure, else counted here. */
export async function sha256(sizeBytes: number, pieceBytes: number, read: (at: number, length: number) => Promise<ArrayBuffer>): Promise<string> {
  // #ifndef MP-WEIXIN
  if (globalThis.crypto?.subtle) return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await read(0, sizeBytes))));
  // #endif
  const digest = await counter();
  for (let at = 0; at < sizeBytes; at += pieceBytes) digest.update(new Uint8Array(await read(at, Math.min(pieceBytes, sizeBytes - at))));
  return hex(digest.digest());
}

async function counter(): Promise<ReturnType<typeof counted.create>> {
  // #ifdef MP-WEIXIN
  return counted.create();
  // #endif
  // #ifndef MP-WEIXIN
  return (await import("@noble/hashes/sha2.js")).sha256.create();
  // #endif
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
