import assert from "node:assert/strict";
import { test } from "node:test";
import { besides, pairOf, shotsOf } from "../src/pages/project/shots.ts";

const photo = (slot: string, at: number) => ({ slot, photo_id: `${slot}${at}` });
const report = (period: string, ...slots: string[]) => ({ period, photos: slots.map(photo) });
// Oldest first: one photo of the front in September, two in October and in November.
const reports = [report("2026-09", "front", "side"), report("2026-10", "front", "front"), report("2026-11", "side", "front", "front")] as never;
const shots = shotsOf(reports, "front");
const at = (key: string) => shots.find((each) => each.key === key)!;

test("each photo of a view has a name, the second of a month too", () =>
  assert.deepEqual(shots.map(({ key, nth, of }) => [key, nth, of]), [["2026-09", 1, 1], ["2026-10", 1, 2], ["2026-10.2", 2, 2], ["2026-11", 1, 2], ["2026-11.2", 2, 2]]));

test("a photo lies over that of the month before, the first over that of the month after", () => {
  assert.deepEqual(besides(shots, at("2026-11.2")), { from: "2026-10", to: "2026-11.2" });
  assert.deepEqual(besides(shots, at("2026-09")), { from: "2026-09", to: "2026-10" });
});

test("two photos of the only month lie over each other", () => {
  const only = shotsOf([report("2026-10", "front", "front")] as never, "front");
  assert.deepEqual(besides(only, only[0]!), { from: "2026-10", to: "2026-10.2" });
});

test("what the address does not name is the last photo and the month before it", () => {
  assert.deepEqual(Object.values(pairOf(shots, undefined, undefined)).map((each) => each?.key), ["2026-10", "2026-11.2"]);
  assert.deepEqual(Object.values(pairOf(shots, "2026-10.2", "2026-09")).map((each) => each?.key), ["2026-10.2", "2026-09"]);
});
