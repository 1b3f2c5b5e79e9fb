import assert from "node:assert/strict";
import { test } from "node:test";
import { shown } from "../src/pages/devices/values.ts";

const NOW = Date.parse("2026-11-21T10:00:00Z");
const last = (more = {}) => shown({ metric: { zh: "PM10", en: "PM10" }, unit: "µg/m³", value: 150, at: "2026-11-21T09:50:00Z", limit: 150, fault: null, ...more }, NOW);

test("a value at its limit is above it, as the server counts", () => {
  assert.deepEqual([last().isOver, last({ value: 149.9 }).isOver, last({ limit: null }).isOver], [true, false, false]);
});

test("what is older than an hour looks stale and raises no alarm", () => {
  const { isOld, isOver } = last({ at: "2026-11-21T08:59:00Z" });
  assert.deepEqual({ isOld, isOver }, { isOld: true, isOver: false });
  assert.equal(last({ at: "2026-11-21T09:00:00Z" }).isOld, false);
});

test("a value of a faulty instrument raises no alarm", () => {
  assert.equal(last({ fault: { zh: "故障", en: "fault" } }).isOver, false);
});

test("a measured value has two decimals at most", () => {
  assert.equal(last({ value: 96.456789 }).measured, "96.46 µg/m³");
});
