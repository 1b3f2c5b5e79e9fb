/** What a phone signs, in JWS compact form (RFC 7515). WeChat has neither TextEncoder nor btoa. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Half a character is nothing that UTF-8 can say: an emoji that a length limit has cut. */
export const wellFormed = (text: string): string => Array.from(text, (one) => (/^[\uD800-\uDFFF]$/.test(one) ? "\uFFFD" : one)).join("");

export function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(wellFormed(text));
  return Uint8Array.from(escaped.match(/%..|[^%]/g) ?? [], (part) => (part.length === 3 ? parseInt(part.slice(1), 16) : part.charCodeAt(0)));
}

export function base64url(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const left = Math.min(3, bytes.length - at);
    const three = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let place = 0; place <= left; place++) text += LETTERS[(three >> (18 - 6 * place)) & 63];
  }
  return text;
}

/** `header.payload.signature` */
export function jws(header: object, payload: object, sign: (message: Uint8Array) => Uint8Array): string {
  const message = [header, payload].map((part) => base64url(utf8(JSON.stringify(part)))).join(".");
  return `${message}.${base64url(sign(utf8(message)))}`;
}
