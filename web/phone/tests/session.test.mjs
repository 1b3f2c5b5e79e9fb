import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, opened, server, storage, windows } from "./source.mjs";

const { session, signedIn, know } = await import("../src/state/session.ts");
const { get } = await import("../src/api/client.ts");
const { whoAmI } = await import("../src/state/who.ts");

const ENDED = { code: "session_ended", title: "Ended", next: "Sign in" };
const person = (account_id) => ({ account_id, name: account_id, posts: [] });

function signIn(token, account) {
  signedIn(token);
  know(person(account));
  opened.length = 0;
}

/** A request that is answered when the test says so. */
function held() {
  return new Promise((resolve) => (server.answer = resolve));
}

test("a session that the server has ended leads to the sign-in page and back", async () => {
  signIn("a", "anna");
  server.answer = (given) => answer(given, 401, ENDED);
  await assert.rejects(get("/posts", {}), { code: "session_ended" });
  assert.deepEqual([session.token, opened], ["", ["/pages/sign_in/sign_in?back=%2Fpages%2Fhome%2Fhome"]]);
});

test("a late refusal of the former session does not end the present one", async () => {
  signIn("a", "anna");
  const [asked, posts] = [held(), get("/posts", {})];
  const late = await asked;
  signIn("b", "bo");
  answer(late, 401, ENDED);
  await assert.rejects(posts, { status: 0 });
  assert.deepEqual([session.token, session.me.account_id, opened], ["b", "bo", []]);
});

test("an answer that was meant for the former person reaches nobody", async () => {
  signIn("a", "anna");
  const [asked, me] = [held(), whoAmI()];
  const late = await asked;
  signIn("b", "bo");
  answer(late, 200, person("anna"));
  assert.equal(await me, null);
  assert.equal(session.me.account_id, "bo");
});

test("what the line lost is not sent again in the name of somebody else", async () => {
  signIn("a", "anna");
  const tokens = [];
  server.answer = (given) => {
    tokens.push(given.header.authorization);
    signIn("b", "bo");
    given.fail();
  };
  await assert.rejects(get("/posts", {}), { status: 0 });
  assert.deepEqual(tokens, ["Bearer a"]);
});

test("a session that ends here leaves the one that another window has begun", async () => {
  signIn("a", "anna");
  storage.set("session", JSON.stringify({ token: "b", me: person("bo") }));
  server.answer = (given) => answer(given, 401, ENDED);
  await assert.rejects(get("/posts", {}), { code: "session_ended" });
  assert.equal(uni.getStorageSync("session").token, "b");
});

test("a window follows who has signed in in another one", () => {
  signIn("a", "anna");
  windows.storage({ key: "session" });
  assert.deepEqual(opened, []);
  storage.set("session", JSON.stringify({ token: "b", me: null }));
  windows.storage({ key: "session" });
  assert.deepEqual(opened, ["reload"]);
});
