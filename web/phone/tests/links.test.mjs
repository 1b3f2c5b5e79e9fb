import assert from "node:assert/strict";
import { test } from "node:test";
import { location, opened, windows } from "./source.mjs";

const { follow, matterOf, pageOf } = await import("../src/platform/links.ts");

const link = (page) => `https://sandtable.example.gov.cn/m/#/${page}/01990000-0000-7000-8000-000000000042`;
const ID = "id=01990000-0000-7000-8000-000000000042";
const message = (kind, page, project_id = "p1") => ({ kind, subject_id: "01990000-0000-7000-8000-000000000042", project_id, link: link(page) });

test("a link opens the page of its matter, also one with a hyphen in its name", () => {
  assert.equal(pageOf(link("warnings")), `/pages/warning/warning?${ID}`);
  assert.equal(pageOf(link("dangerous-works")), `/pages/dangerous_work/dangerous_work?${ID}`);
  assert.equal(pageOf(link("obligations")), "/pages/home/home");
});

test("what only the desk can do has no page", () => {
  assert.deepEqual(["drafts", "outbox", "groups", "partners", "events"].map((page) => pageOf(link(page))), [null, null, null, null, null]);
});

test("an address that names one of the pages is nobody's link", () => assert.equal(pageOf("https://x/m/#/pages/home/home"), null));

test("a message says more than its link: whose list, which project", () => {
  assert.equal(matterOf(message("post.applied", "posts")), `/pages/decide/decide?${ID}`);
  assert.equal(matterOf(message("post.decided", "posts")), "/pages/posts/posts");
  assert.equal(matterOf(message("fact.checked", "projects")), "/pages/facts/facts?id=p1");
  assert.equal(matterOf(message("obligation.reminder", "obligations")), "/pages/project/project?id=p1");
  assert.equal(matterOf(message("obligation.reminder", "obligations", null)), "/pages/home/home");
});

test("a desk's message leads nowhere", () => assert.equal(matterOf(message("order.drafted", "drafts")), null));

/** Somebody opens an address over the home page; what the router puts there itself has a state. */
function goTo(hash, state = null) {
  opened.length = 0;
  location.hash = hash;
  windows.popstate({ state });
  return opened;
}

test("a link over a page that stands is followed where the router would not: another query, a message's link", () => {
  follow();
  assert.deepEqual(goTo("#/pages/home/home?id=2"), ["reload"]);
  assert.deepEqual(goTo("#/warnings/01990000-0000-7000-8000-000000000042"), ["reload"]);
  assert.deepEqual(goTo("#/pages/order/order?id=2"), []);
  assert.deepEqual(goTo("#/pages/home/home?id=1", { position: 1 }), []);
});
