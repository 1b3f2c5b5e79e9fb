import assert from "node:assert/strict";
import test from "node:test";
import { grants, rounds, wishes } from "../../shared/deadlines.ts";
import { inOrder, statesOf, waits } from "../src/pages/orders/mine.ts";

const days = (choices) => choices.map((choice) => choice.day);

test("more time may be asked for from the end of the due day on, up to the latest", () => {
  const choices = wishes("2026-11-24T10:00:00Z", "2026-11-26T23:59:59+08:00");
  assert.deepEqual(days(choices), ["2026-11-24", "2026-11-25", "2026-11-26"]);
  assert.equal(choices[2].at, "2026-11-26T23:59:59+08:00");
});

test("a due date that is a day's end already cannot be asked for again", () => {
  assert.deepEqual(days(wishes("2026-11-24T15:59:59Z", "2026-11-25T23:59:59+08:00")), ["2026-11-25"]);
});

test("a grant goes no further than what was asked, to the second", () => {
  const choices = grants("2026-11-24T10:00:00Z", "2026-11-25T04:00:00Z", Date.parse("2026-11-23T00:00:00Z"));
  assert.deepEqual(choices, [{ day: "2026-11-24", at: "2026-11-24T23:59:59+08:00" }, { day: "2026-11-25", at: "2026-11-25T04:00:00Z" }]);
});

test("what was asked may have passed while nobody decided", () => {
  assert.deepEqual(grants("2026-11-24T10:00:00Z", "2026-11-25T04:00:00Z", Date.parse("2026-11-25T05:00:00Z")), []);
});

test("another round gets every day between the bounds, over a month's end too", () => {
  assert.deepEqual(days(rounds({ earliest: "2026-11-29", latest: "2026-12-01" })), ["2026-11-29", "2026-11-30", "2026-12-01"]);
});

const manager = { kind: "enterprise", posts: [{ kind: "project_manager", project_id: "a" }, { kind: "chief_engineer", project_id: "b" }] };
const regulator = { kind: "regulator", posts: [] };

test("an order waits for who holds its post on that project", () => {
  assert.deepEqual(statesOf("mine", manager), ["issued", "replied"]);
  assert.equal(waits({ project_id: "a", state: "issued", is_extension_asked: false }, manager), true);
  assert.equal(waits({ project_id: "b", state: "issued", is_extension_asked: false }, manager), false);
});

test("a regulator's are those to re-inspect and those where more time was asked for", () => {
  assert.deepEqual(statesOf("mine", regulator), ["reviewed"]);
  assert.equal(waits({ project_id: "a", state: "issued", is_extension_asked: true }, regulator), true);
  assert.equal(waits({ project_id: "a", state: "issued", is_extension_asked: false }, regulator), false);
});

test("late orders come first, the latest before, and each once", () => {
  const late = (id, due_at) => ({ id, due_at, is_overdue: true });
  const listed = inOrder([late("1", "2026-11-20T00:00:00Z"), { id: "2", due_at: "2026-11-30T00:00:00Z", is_overdue: false }, late("3", "2026-11-10T00:00:00Z"), late("1", "2026-11-20T00:00:00Z")]);
  assert.deepEqual(listed.map((item) => item.id), ["3", "1", "2"]);
});
