import assert from "node:assert/strict";
import { test } from "node:test";
import { daysBetween } from "../../shared/deadlines.ts";
import { filled } from "../../shared/filled.ts";
import { told } from "../../shared/problem.ts";

test("a refusal is told with its code, its field and what to do now", () => {
  const problem = told(409, { code: "wrong_stage", title: "阶段已过", next: "请刷新", field: "stage", request_id: "r1" });
  assert.deepEqual([problem?.code, problem?.message, problem?.next, problem?.field, problem?.isPassing], ["wrong_stage", "阶段已过", "请刷新", "stage", false]);
});

test("a proxy's page is no refusal of ours", () => assert.equal(told(502, "<html>"), null));

test("a failing line and a busy server pass, a refusal does not", () => {
  const passing = [0, 429, 503, 403].map((status) => told(status, { code: "any" })?.isPassing);
  assert.deepEqual(passing, [true, true, true, false]);
});

test("an English text counts one as one", () => {
  const text = "{n:photo|photos} to {who}, {other}";
  assert.deepEqual([1, 3, "1,200"].map((n) => filled(text, { n, who: "黄莉" })), ["1 photo to 黄莉, {other}", "3 photos to 黄莉, {other}", "1,200 photos to 黄莉, {other}"]);
});

test("a date is later by the days of the sites' calendar, whatever the hours", () => {
  const due = "2026-03-27T15:00:00+08:00";
  assert.deepEqual(["2026-03-27", "2026-03-28", "2026-04-02"].map((day) => daysBetween(due, `${day}T23:59:59+08:00`)), [0, 1, 6]);
  assert.equal(daysBetween("2026-03-26T16:30:00Z", "2026-03-28T15:59:59Z"), 1);
});
