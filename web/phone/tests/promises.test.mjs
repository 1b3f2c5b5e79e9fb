import assert from "node:assert/strict";
import { test } from "node:test";
import { exactly, isBearable, promise } from "../src/pages/acknowledge/promises.ts";

const at = (text) => Date.parse(`${text}:00+08:00`);
const said = (quick, now) => new Date(promise(quick, at(now)) + 8 * 3_600_000).toISOString().slice(0, 16);

test("quick choices mean the evening of the site's own day", () => {
  assert.equal(said("hour", "2026-11-21T09:12"), "2026-11-21T10:12");
  assert.equal(said("today", "2026-11-21T09:12"), "2026-11-21T18:00");
  assert.equal(said("tomorrow", "2026-11-21T00:30"), "2026-11-22T18:00");
  assert.equal(said("days", "2026-11-21T23:30"), "2026-11-24T18:00");
});

test("late in the day today means its end", () => {
  assert.equal(said("today", "2026-11-21T17:30"), "2026-11-21T23:59");
});

test("a picked moment is the site's, and half a one is none", () => {
  assert.equal(exactly("2026-11-23", "09:00"), at("2026-11-23T09:00"));
  assert.equal(exactly("2026-11-23", ""), null);
});

test("the past and more than thirty days cannot be promised", () => {
  const now = at("2026-11-21T09:12");
  assert.deepEqual([now - 1, now + 1, now + 31 * 86_400_000].map((moment) => isBearable(moment, now)), [false, true, false]);
});
