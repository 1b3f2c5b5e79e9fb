import assert from "node:assert/strict";
import { test } from "node:test";
import { behind, GRADES, KINDS, LEVELS, numberOf, passes, steps, type Filters } from "../src/pages/map/numbers.ts";
import { holds, middle, ring } from "../src/pages/map/outline.ts";
import { merged } from "../src/pages/map/points.ts";
import { around, fitting, panned, pixel, spot, under, zoomed } from "../src/pages/map/view.ts";
import { passes as isFor } from "../src/pages/warnings/passes.ts";
import { calmly, pauseAfter } from "../src/state/calm.ts";

/** Numbers from 0 to below 1, the same in each run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const some = <T>(throws: () => number, values: T[]): T => values[Math.floor(throws() * values.length)]!;

const look = (throws: () => number) => ({
  sector: some(throws, ["housing", "transport"]), category: "building", status: some(throws, ["paused", "finished"]), stage: some(throws, ["", "A", "B"]),
  level: some(throws, [null, ...LEVELS]), is_silent: throws() < 0.3, dangerous: some(throws, GRADES),
}) as Parameters<typeof passes>[0];

const filters = (throws: () => number): Filters => ({
  sector: some(throws, [undefined, undefined, "housing"]), stage: some(throws, [undefined, undefined, "", "A"]), status: some(throws, [undefined, undefined, "paused"]),
  level: some(throws, [undefined, ...LEVELS]), silent: some(throws, [undefined, "true"]), dangerous: some(throws, [undefined, ...GRADES.slice(1)]),
});

test("whatever the filters, as many points pass what is behind a number as the number says", () => {
  const throws = dice(7);
  const looks = Array.from({ length: 400 }, () => look(throws));
  for (let round = 0; round < 200; round++) {
    const asked = filters(throws);
    const counted = looks.filter((each) => passes(each, asked));
    const of = (level: string): number => counted.filter((each) => each.level === level).length;
    const grades = counted.map(({ dangerous }) => GRADES.indexOf(dangerous));
    const count = {
      projects: counted.length, blue: of("blue"), yellow: of("yellow"), orange: of("orange"), red: of("red"), silent: counted.filter((each) => each.is_silent).length,
      dangerous: grades.filter((grade) => grade > 0).length, oversized: grades.filter((grade) => grade === 2).length,
    };
    const listed = KINDS.map((kind) => looks.filter((each) => passes(each, behind(kind, asked))).length);
    assert.deepEqual(listed, KINDS.map((kind) => numberOf(count, kind)), JSON.stringify(asked));
  }
});

test("regions fall into evenly filled steps, and none into the step of none", () => {
  const step = steps([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5);
  assert.deepEqual([0, 1, 2, 3, 9, 10].map(step), [0, 1, 1, 2, 5, 5]);
  assert.deepEqual([0, 7].map(steps([7, 7, 7], 5)), [0, 1]);
});

const LOOK = { sector: "housing", category: "building", status: "paused", stage: "", level: null, is_silent: false, dangerous: "none" } as const;
const told = { version: 1, is_whole: true, needs_region: false, looks: [LOOK], numbers: [3, 1], look: [0, 0], regions: [{ code: "440305", east: 1_139_000, north: 225_000 }], placed: [3, 1], region: [0, 0], east: [0, 10], north: [5, 0], gone: [] };

test("points are told as differences, and what has changed is put into what is held", () => {
  const whole = merged(undefined, told);
  assert.deepEqual(whole.points.map(({ number, longitude, latitude }) => [number, longitude, latitude]), [[3, 113.9, 22.5005], [4, 113.901, 22.5]]);
  const later = merged(whole, { ...told, version: 2, is_whole: false, looks: [{ ...LOOK, is_silent: true }], numbers: [4], look: [0], regions: [], placed: [], region: [], east: [], north: [], gone: [3] });
  assert.deepEqual([later.version, later.points], [2, [{ number: 4, look: { ...LOOK, is_silent: true }, region: "440305", longitude: 113.901, latitude: 22.5 }]]);
});

const SIZE = { width: 800, height: 600 };
const close = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-6, `${a} is not ${b}`);

test("what lies under the pointer stays there when one zooms, and follows it when one pans", () => {
  const view = { ...spot(113.4, 22.9), scale: 200 };
  const at = { x: 100, y: 450 };
  const held = under(view, SIZE, at);
  const near = pixel(zoomed(view, SIZE, 3, at), SIZE, held);
  close(near.x, at.x);
  close(near.y, at.y);
  const moved = pixel(panned(view, 30, -20), SIZE, held);
  close(moved.x, 130);
  close(moved.y, 430);
});

test("a fitting view holds the whole box above what is kept free", () => {
  const box = around([spot(112, 22), spot(115, 24)]);
  const view = fitting(box, SIZE, 100);
  const [first, last] = [pixel(view, SIZE, { x: box.west, y: box.north }), pixel(view, SIZE, { x: box.east, y: box.south })];
  assert.ok(first.x >= 20 - 1e-6 && first.y >= 20 - 1e-6 && last.x <= 780 + 1e-6 && last.y <= 480 + 1e-6);
  assert.ok(last.x - first.x > 759 || last.y - first.y > 459);
});

test("a spot lies in a city, in its hole and on its island as the even-odd rule says", () => {
  const square = (x: number, y: number, side: number) => [{ x, y }, { x: x + side, y }, { x: x + side, y: y + side }, { x, y: y + side }];
  const rings = [square(0, 0, 10), square(4, 4, 2), square(20, 0, 1)];
  const city = { rings, box: around(rings.flat()) };
  assert.deepEqual([{ x: 1, y: 1 }, { x: 5, y: 5 }, { x: 20.5, y: 0.5 }, { x: 15, y: 0.5 }].map((at) => holds(city, at)), [true, false, true, false]);
  assert.deepEqual(middle(rings[0]!), { x: 5, y: 5 });
  assert.deepEqual(ring([1_134_000, 229_000, 10_000, 0]).map(({ x }) => Math.round(x * 1e6) / 1e6), [0, 1]);
});

test("calls that crowd together act at once and once more, when the first is done", async () => {
  const acts: (() => void)[] = [];
  const call = calmly(() => new Promise<void>((done) => acts.push(done)), 0);
  call();
  call();
  call();
  assert.equal(acts.length, 1);
  acts[0]!();
  while (acts.length < 2) await new Promise((turn) => setTimeout(turn));
  acts[1]!();
  await new Promise((turn) => setTimeout(turn));
  assert.equal(acts.length, 2);
});

test("what fails again and again is asked for less and less often, and not by all at once", () => {
  assert.deepEqual([0, 1, 2, 9].map((failures) => pauseAfter(failures, 1)), [1000, 2000, 4000, 30_000]);
  assert.equal(pauseAfter(9, 0), 15_000);
});

const RAISED = { level: "red", state: "open", code: "ENV-EXC", city_code: "440300", region_code: "440305", sector: "housing", project_id: "p1" } as const;
const ALL = { levels: [], states: [], code: "", region: "", sector: "", project: "", silent: 0, who: "" };

test("a warning that was just raised passes the filters of a board as it will in the board's list", () => {
  const passing = [{}, { levels: ["red"] }, { states: ["open"] }, { code: "ENV-EXC" }, { region: "440300" }, { region: "440305" }, { sector: "housing" }, { project: "p1" }, { who: "nobody" }];
  const failing = [{ levels: ["blue"] }, { states: ["acknowledged"] }, { code: "DEV-OFF" }, { region: "440100" }, { sector: "rail" }, { project: "p2" }, { who: "me" }, { silent: 4 }];
  assert.deepEqual(passing.map((each) => isFor(RAISED, { ...ALL, ...each })), passing.map(() => true));
  assert.deepEqual(failing.map((each) => isFor(RAISED, { ...ALL, ...each })), failing.map(() => false));
});

test("where many pages hear of the same, each acts within the spread, once for all that it heard in it", async () => {
  let acts = 0;
  const call = calmly(async () => void acts++, 0, 20);
  call();
  call();
  assert.equal(acts, 0);
  await new Promise((turn) => setTimeout(turn, 60));
  assert.equal(acts, 1);
});
