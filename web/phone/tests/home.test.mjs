import assert from "node:assert/strict";
import { test } from "node:test";
import { applied, decisions, lines, pageOf } from "../src/state/home.ts";

const NONE = { projects: 0, dues: 0, warnings: 0, orders: 0 };
const COUNTS = { applications: 0, reports_to_review: 0, handovers_to_sign: 0 };
const project = (id, name = id) => ({ id, name, status: "under_construction", posts: [], has_permit: true, has_point: true });
const warning = (id, level, project_id = "a") => ({ id, project_id, code: "X", name: id, level, raised_at: "2026-11-21T01:00:00Z" });
const order = (id, due_at, is_overdue, step = "reply") => ({ id, project_id: "a", step, title: id, due_at, is_overdue });
const due = (kind, due_at, is_overdue = false, is_paused = false) => ({ project_id: "b", kind, period: "2026-11", due_at, is_overdue, is_paused });
const change = (parts) => ({ cursor: "2", is_full: false, has_more: false, more: NONE, waiting: COUNTS, projects: [], ...parts });

const HELD = {
  cursor: "1", projects: [project("a"), project("b")], dues: [due("permit", "2026-11-30T00:00:00Z")], warnings: [warning("w", "red")], orders: [], more: NONE, waiting: COUNTS,
};

test("a full page replaces what is held", () => {
  const page = applied(HELD, { ...change({ projects: [project("c")], dues: [], warnings: [], orders: [] }), is_full: true });
  assert.deepEqual(page, { cursor: "2", projects: [project("c")], dues: [], warnings: [], orders: [], more: NONE, waiting: COUNTS });
});

test("nothing said leaves everything as it is", () => {
  assert.equal(applied(HELD, null), HELD);
  assert.deepEqual(applied(HELD, change({})), { ...HELD, cursor: "2" });
});

test("a list that is there is taken whole, even empty; the others stay", () => {
  const page = applied(HELD, change({ warnings: [] }));
  assert.deepEqual([page.warnings, page.dues], [[], HELD.dues]);
});

test("projects come, change and go by their ids, in the server's order", () => {
  const page = applied(HELD, change({ projects: [project("c"), project("b", "B")], project_ids: ["c", "b"] }));
  assert.deepEqual(page.projects, [project("c"), project("b", "B")]);
});

test("a changed project stays in its place where none came or went", () => {
  assert.deepEqual(applied(HELD, change({ projects: [project("a", "A")] })).projects, [project("a", "A"), project("b")]);
});

const FULL = {
  ...HELD,
  warnings: [warning("red", "red"), warning("orange", "orange", "b"), warning("yellow", "yellow")],
  orders: [order("late", "2026-11-18T00:00:00Z", true), order("soon", "2026-11-25T00:00:00Z", false)],
  dues: [due("progress", "2026-11-17T00:00:00Z", true), due("permit", "2026-11-24T00:00:00Z"), due("devices", "2026-11-20T00:00:00Z", false, true)],
};

test("red and orange burn, then what is late, then yellow and blue, then what is due, then what rests", () => {
  assert.deepEqual(
    lines(FULL).map((line) => line.warning?.id ?? line.order?.id ?? line.due.kind),
    ["red", "orange", "progress", "late", "yellow", "permit", "soon", "devices"],
  );
});

test("one project's lines alone", () => assert.deepEqual(lines(FULL, "b").map((line) => line.press), ["burns", "late", "due", "paused"]));

test("a line leads to its screen, a month's progress to its month, a draft to its project", () => {
  const [burning, , progress] = lines(FULL);
  assert.equal(pageOf(burning), "/pages/warning/warning?id=red");
  assert.equal(pageOf(progress), "/pages/file_progress/file_progress?id=b&period=2026-11");
  const [draft] = lines({ ...HELD, warnings: [], dues: [], orders: [order("o", "2026-11-25T00:00:00Z", false, "issue")] });
  assert.equal(pageOf(draft), "/pages/project/project?id=a");
});

test("what waits leads to its list; what only a desk decides leads nowhere", () => {
  const waiting = { ...COUNTS, applications: 2, orders_to_reinspect: 1, accounts_to_approve: 3 };
  assert.deepEqual(decisions(waiting, true), [
    { key: "applications", n: 2, to: "" },
    { key: "orders_to_reinspect", n: 1, to: "/pages/orders/orders" },
    { key: "accounts_to_approve", n: 3, to: "" },
  ]);
  assert.deepEqual(decisions({ ...COUNTS, applications: 2 }, false), [{ key: "applications", n: 2, to: "/pages/decide/decide" }]);
});
