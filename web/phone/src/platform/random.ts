/** Bytes that nobody can guess. */
export async function randomBytes(count: number): Promise<Uint8Array> {
  // #ifdef MP-WEIXIN
  return new Promise((resolve, reject) =>
    wx.getRandomValues({ length: count, success: (found: { randomValues: ArrayBuffer }) => resolve(new Uint8Array(found.randomValues)), fail: reject }),
  );
  // #endif
  // #ifndef MP-WEIXIN
  return crypto.getRandomValues(new Uint8Array(count));
  // #endif
}

/** A name for one request or draft; unique, no secret. */
export function uuid(): string {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.floor(Math.random() * 256));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
