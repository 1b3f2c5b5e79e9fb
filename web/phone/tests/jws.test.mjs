import assert from "node:assert/strict";
import { test } from "node:test";
import { createPublicKey, verify } from "node:crypto";
import nacl from "tweetnacl";
import { base64url, jws, utf8, wellFormed } from "../src/platform/jws.ts";

const CUT = "喷淋\uD83D已开\uDC00\uDC00";

test("text becomes the bytes that everybody else makes of it", () => {
  assert.deepEqual(utf8("喷淋 50% 🚧"), new Uint8Array(Buffer.from("喷淋 50% 🚧")));
});

test("half characters become the mark of something unreadable", () => {
  assert.equal(wellFormed(CUT), "喷淋\uFFFD已开\uFFFD\uFFFD");
  assert.deepEqual(utf8(CUT), new Uint8Array(Buffer.from(CUT)));
});

test("bytes of every length are written as base64url has them", () => {
  const written = [0, 1, 2, 3, 4, 64].map((length) => base64url(Uint8Array.from({ length }, (_, at) => 250 + at * 7)));
  const expected = [0, 1, 2, 3, 4, 64].map((length) => Buffer.from(Uint8Array.from({ length }, (_, at) => 250 + at * 7)).toString("base64url"));
  assert.deepEqual(written, expected);
});

test("a statement is a JWS that another library verifies", () => {
  const pair = nacl.sign.keyPair.fromSeed(new Uint8Array(32).fill(7));
  const statement = jws({ alg: "EdDSA", kid: "k" }, { plan: "开启喷淋" }, (message) => nacl.sign.detached(message, pair.secretKey));
  const [head, payload, signature] = statement.split(".");
  const key = createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "Ed25519", x: base64url(pair.publicKey) } });
  assert.equal(Buffer.from(payload, "base64url").toString(), '{"plan":"开启喷淋"}');
  assert.ok(verify(null, Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, "base64url")));
});
