import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused, upload } from "../src/upload/tus.ts";

const bytes = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);
const source = { sizeBytes: bytes.length, metadata: "sha256 YQ==", pieceBytes: 300, read: async (offset, length) => bytes.slice(offset, offset + length).buffer };

/** A server that keeps what it is sent; `cut` may spoil a request: it says how many of its bytes arrive. */
function server(cut = () => null) {
  const held = [];
  const answer = (status, offset, photo = null) => ({ status, body: { id: "u1", offset, photo }, header: (name) => (name === "upload-offset" ? String(offset) : undefined) });
  async function wire(address, headers, piece) {
    if (address === "/uploads") return answer(201, held.length, held.length === bytes.length ? { id: "p1" } : null);
    const offset = Number(headers["upload-offset"]);
    if (offset !== held.length) return answer(409, held.length);
    const arriving = cut(offset);
    held.push(...new Uint8Array(piece).slice(0, arriving ?? piece.byteLength));
    if (arriving !== null) throw new Error("the line dropped");
    return held.length === bytes.length ? answer(200, held.length, { id: "p1" }) : answer(204, held.length);
  }
  return { held, wire };
}

test("a photo arrives whole in pieces and its id comes back", async () => {
  const { held, wire } = server();
  const heard = [];
  assert.equal(await upload(wire, source, (offset) => heard.push(offset)), "p1");
  assert.deepEqual(held, [...bytes]);
  assert.deepEqual(heard, [0, 300, 600, 900]);
});

test("after a drop in the middle of a piece the next try goes on at the server's byte", async () => {
  let drops = 1;
  const { held, wire } = server((offset) => (offset === 300 && drops-- > 0 ? 123 : null));
  await assert.rejects(upload(wire, source, () => undefined), /the line dropped/);
  assert.equal(held.length, 423);
  const heard = [];
  assert.equal(await upload(wire, source, (offset) => heard.push(offset)), "p1");
  assert.deepEqual(held, [...bytes]);
  assert.deepEqual(heard, [423, 723]);
});

test("a wrong offset is put right without a word", async () => {
  const { held, wire } = server();
  let isFirst = true;
  const stolen = async (address, headers, piece) => {
    if (address !== "/uploads" && isFirst) {
      isFirst = false;
      held.push(...bytes.slice(0, 200));
    }
    return wire(address, headers, piece);
  };
  assert.equal(await upload(stolen, source, () => undefined), "p1");
  assert.deepEqual(held, [...bytes]);
});

test("a photo that the server has already is not sent again", async () => {
  const { held, wire } = server();
  held.push(...bytes);
  assert.equal(await upload(wire, source, () => assert.fail("nothing is sent")), "p1");
});

test("a refusal comes back as the server said it", async () => {
  const wire = async () => ({ status: 413, body: { code: "photo_too_large" }, header: () => undefined });
  await assert.rejects(upload(wire, source, () => undefined), (error) => error instanceof Refused && error.answer.body.code === "photo_too_large");
});
