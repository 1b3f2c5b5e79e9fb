import assert from "node:assert/strict";
import { test } from "node:test";
import { ref } from "vue";
import { settled } from "./source.mjs";

const { live } = await import("../src/state/live.ts");
const { offline } = await import("../src/api/problem.ts");
const kept = await import("../src/state/kept.ts");

/** A page about `id`, whose answers come when the test says so. */
function page() {
  const id = ref("one");
  const asked = [];
  const found = live(() => `thing:${id.value}`, () => new Promise((resolve, reject) => asked.push({ id: id.value, resolve, reject })));
  return { id, asked, found };
}

test("a page that means something else shows nothing of the former, and asks anew", async () => {
  const { id, asked, found } = page();
  void found.reload();
  asked[0].resolve("first");
  await settled();
  id.value = "two";
  await settled();
  assert.deepEqual([found.value.value, found.at.value, asked.map((each) => each.id)], [null, 0, ["one", "two"]]);
  asked[1].resolve("second");
  await settled();
  assert.deepEqual([found.value.value, kept.read("thing:two").value, kept.read("thing:one").value], ["second", "second", "first"]);
});

test("a page that learns what it is about just before it is shown asks once", async () => {
  const { id, asked, found } = page();
  id.value = "five";
  void found.reload();
  await settled();
  assert.deepEqual(asked.map((each) => each.id), ["five"]);
});

test("a late answer about the former is nobody's", async () => {
  const { id, asked, found } = page();
  void found.reload();
  id.value = "three";
  await settled();
  asked[1].resolve("third");
  asked[0].resolve("former");
  await settled();
  assert.deepEqual([found.value.value, kept.read("thing:three").value, found.isLoading.value], ["third", "third", false]);
});

test("what is kept of the other is shown at once, and a failure beside it", async () => {
  kept.write("thing:four", "kept");
  const { id, asked, found } = page();
  id.value = "four";
  await settled();
  assert.equal(found.value.value, "kept");
  asked[0].reject(offline());
  await settled();
  assert.deepEqual([found.value.value, found.problem.value.code], ["kept", "offline"]);
});
