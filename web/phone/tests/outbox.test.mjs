import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { answer, room, server, settled, storage } from "./source.mjs";

const { session, signedIn, know } = await import("../src/state/session.ts");
const kept = await import("../src/state/kept.ts");
const { keep, photos, remove } = await import("../src/upload/photos.ts");
const { carries, handIn, parcels, parcelOf } = await import("../src/upload/parcels.ts");

const sent = [];
let carry = async () => "taken";
carries("progress", (content, taken) => {
  sent.push({ content, by: session.token, photos: taken.map((photo) => photo.photoId) });
  return carry(content);
});

const place = { draft: "progress:p:2026-11", slot: "front", projectId: "p", purpose: "progress" };
const shot = (text) => ({ path: "", bytes: new Blob([text], { type: "image/jpeg" }) });
const stored = (start) => [...storage.keys()].filter((key) => key.startsWith(start));

function signIn(token, account) {
  signedIn(token);
  know({ account_id: account, name: account, posts: [] });
}

/** A server that has every photo at once. */
const takes = (given) => answer(given, 201, { id: "u", offset: 0, photo: { id: "stored" } });
const noLine = (given) => given.fail();

beforeEach(() => {
  room.characters = Infinity;
  signIn("", "nobody");
  storage.clear();
  sent.length = 0;
  carry = async () => "taken";
  server.answer = takes;
  signIn("a", "anna");
});

test("what is handed in goes out once its photos are there, and is off the phone then", async () => {
  await keep(shot("one"), place);
  handIn(place.draft, { percent: 40 });
  await settled();
  assert.deepEqual(sent, [{ content: { percent: 40 }, by: "a", photos: ["stored"] }]);
  assert.deepEqual([parcelOf(place.draft).state, photos.length, stored("photo:")], ["sent", 0, []]);
});

test("of two that wait, the second is not sent in the name of who signed in meanwhile", async () => {
  carry = () => settled().then(() => signIn("b", "bo"));
  handIn("progress:p:2026-10", { percent: 1 });
  handIn("progress:p:2026-11", { percent: 2 });
  await settled();
  await settled();
  assert.deepEqual(sent.map(({ content, by }) => [content.percent, by]), [[1, "a"]]);
  carry = async () => "taken";
  signIn("a", "anna");
  await settled();
  assert.deepEqual(sent.slice(1).map(({ content, by }) => [content.percent, by]), [[1, "a"], [2, "a"]]);
});

test("what is handed in while another is being sent goes right after it", async () => {
  carry = settled;
  handIn("progress:p:2026-10", { percent: 1 });
  handIn("progress:p:2026-11", { percent: 2 });
  await settled();
  await settled();
  assert.deepEqual(sent.map(({ content }) => content.percent), [1, 2]);
});

test("on a full phone kept answers make room for what a person hands in", async () => {
  kept.write("posts", "x".repeat(2000));
  room.characters = [...storage].join().length;
  handIn(place.draft, { note: "y".repeat(500) });
  assert.equal(kept.read("posts"), null);
  assert.equal(stored("parcel:").length, 1);
});

test("what has no room at all is not handed in, and the person is told", () => {
  room.characters = [...storage].join().length;
  assert.throws(() => handIn(place.draft, { note: "y".repeat(500) }), { code: "phone_full" });
  assert.equal(parcels.length, 0);
});

test("a photo that has no room is not kept by half", async () => {
  server.answer = noLine;
  await keep(shot("one"), place);
  room.characters = [...storage].join().length;
  await assert.rejects(keep(shot("two"), { ...place, slot: "side" }), { code: "phone_full" });
  assert.deepEqual(photos.map(({ slot }) => slot), ["front"]);
});

test("a photo taken while its owner was signed out waits for the owner", async () => {
  server.answer = noLine;
  const keeping = keep(shot("one"), place);
  signIn("b", "bo");
  await keeping;
  assert.deepEqual([photos.length, stored("photo:bo").length, stored("photo:anna").length], [0, 0, 1]);
  signIn("a", "anna");
  assert.deepEqual(photos.map(({ slot }) => slot), ["front"]);
});

test("a new photo takes the place of the slot's former one", async () => {
  server.answer = noLine;
  await keep(shot("one"), place);
  const second = await keep(shot("two"), place);
  assert.deepEqual(photos.map(({ id }) => id), [second.id]);
  remove(second.id);
  assert.deepEqual(stored("photo:"), []);
});

test("an app that was killed in the middle of sending goes on after it starts again", async () => {
  server.answer = noLine;
  await keep(shot("one"), place);
  handIn(place.draft, { percent: 40 });
  await settled();
  signIn("", "nobody");
  server.answer = takes;
  signIn("a", "anna");
  await settled();
  assert.deepEqual(sent.map(({ photos }) => photos), [["stored"]]);
});
