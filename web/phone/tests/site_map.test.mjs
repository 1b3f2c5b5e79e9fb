import assert from "node:assert/strict";
import { test } from "node:test";
import { bar, dragged, drawing, metresBetween, offset, whole, zoomed } from "../src/components/site_map.ts";

const HERE = { longitude: 113.9305, latitude: 22.5333 };
const VIEW = { ...HERE, scale: 2 };
const SIZE = { width: 300, height: 200 };
const RING = [[113.7, 22.4], [114.6, 22.4], [114.6, 22.9], [113.7, 22.4]];
const COLOURS = { land: "#fff", sea: "#eee", border: "#000", grid: "#ddd", point: "#00f", here: "#0a0" };

test("a hundredth of a degree of latitude is about 1112 m", () => {
  assert.equal(Math.round(metresBetween(HERE, { ...HERE, latitude: 22.5433 })), 1112);
  assert.equal(Math.round(metresBetween(HERE, { ...HERE, longitude: 113.9405 })), 1027);
});

test("what is dragged to the middle was that many pixels away", () => {
  const [right, down] = offset(VIEW, 113.94, 22.53);
  const moved = dragged(VIEW, -right, -down);
  assert.ok(metresBetween(moved, { longitude: 113.94, latitude: 22.53 }) < 0.01);
  assert.equal(moved.scale, 2);
});

test("pixels and metres agree", () => {
  const [right] = offset(VIEW, 113.9405, 22.5333);
  assert.equal(Math.round(right * VIEW.scale), 1027);
});

test("the bar is a round number that fits", () => {
  assert.deepEqual(bar(1, 100), { metres: 100, pixels: 100 });
  assert.deepEqual(bar(2.3, 100), { metres: 200, pixels: 200 / 2.3 });
  assert.deepEqual(bar(0.15, 96).metres, 10);
  assert.deepEqual(bar(700, 100).metres, 50_000);
});

test("the whole city fits, and nobody zooms past the ends", () => {
  const view = whole([RING], SIZE);
  const [right, down] = offset(view, 114.6, 22.4);
  assert.ok(right <= 150 && down <= 100 && (right > 130 || down > 85));
  assert.equal(zoomed(VIEW, 1e6).scale, 0.15);
  assert.equal(zoomed(VIEW, 1e-6).scale, 1000);
});

test("the drawing holds the outline, the point with its fence and the person with the accuracy", () => {
  const svg = drawing(VIEW, SIZE, { rings: [RING], point: { ...HERE, fenceMetres: 300 }, here: { ...HERE, accuracyMetres: 20 } }, COLOURS);
  assert.match(svg, /^<svg [^>]*width="300" height="200">/);
  assert.match(svg, /cx="150" cy="100" r="150"/);
  assert.match(svg, /cx="150" cy="100" r="10"/);
  assert.equal(svg.match(/<circle/g).length, 4);
});
