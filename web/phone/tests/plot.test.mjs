import assert from "node:assert/strict";
import { test } from "node:test";
import { plot, svg } from "../../shared/plot.ts";

const START = 1_772_688_000;
const chart = (points, more = {}) => ({ points, limit: 150, gap_seconds: 1200, raised_at: new Date((START + 1200) * 1000).toISOString(), ...more });
const HOUR = chart([[START, 100], [START + 600, 120], [START + 1200, 200], [START + 6000, 90]]);

test("a silence breaks the line and is told", () => {
  const found = plot(HOUR);
  assert.deepEqual(found.lines.map((line) => line.length), [3, 1]);
  assert.equal(found.silent, 4_800_000);
});

test("the highest value, the limit and the moment of raising lie where they belong", () => {
  const found = plot(HOUR);
  assert.deepEqual([found.low, found.high], [73, 220]);
  assert.deepEqual(found.highest.place.map((share) => share.toFixed(3)), ["0.200", "0.136"]);
  assert.equal(found.limit.toFixed(3), "0.476");
  assert.equal(found.raised.toFixed(3), "0.200");
});

test("one value alone is a chart, and none is not", () => {
  assert.deepEqual(plot(chart([[START + 1200, 187]])).lines.length, 1);
  assert.equal(plot(chart([])), null);
});

test("what was raised long before the first point is not marked", () => {
  assert.equal(plot(chart([[START + 400_000, 187]])).raised, null);
});

test("equal values and no limit still have a height", () => {
  const found = plot(chart([[START, 0], [START + 600, 0]], { limit: null }));
  assert.deepEqual([found.low, found.high, found.limit], [0, 0.15, null]);
});

test("the drawing has a line for the limit, what lies above it shaded, and one for each stretch", () => {
  const drawing = svg(plot(HOUR), { line: "#1", limit: "#2", raised: "#3", grid: "#4" });
  assert.equal(drawing.match(/stroke="#2"/g).length, 2);
  assert.equal(drawing.match(/stroke="#1"/g).length, 2);
  assert.match(drawing, /M0 0H600V114\.3H0Z" fill="#2" fill-opacity/);
});
