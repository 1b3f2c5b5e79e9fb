// What every journey starts from: the test's addresses, people and ids, and the phone of one of them.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { install } from "../wechat/phone.mjs";

export const given = JSON.parse(process.env.JOURNEY);
const { dist, server, domain, sandbox } = given;

/** The mini-program on a new phone, or opened anew on one that has it. */
export const open = (host) => install({ dist, server, domain, host });

/** A phone on which this person has signed in and agreed before. */
export function phoneOf({ token, me }) {
  const { host } = open();
  host.kill();
  host.setStorageSync("session", { token, me });
  host.setStorageSync("privacy", "1");
  host.isPrivacyAgreed = true;
  return open(host);
}

/** WeChat's codes of a person whom the sandbox knows. */
export const codesOf = (openid) => async (kind) => {
  const answer = await fetch(`${sandbox}/_sandbox/login-code`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ kind, openid }) });
  return (await answer.json()).code;
};

/** The app is killed and opened again: the phone keeps its storage and its saved files. */
export function restart(phone) {
  phone.host.kill();
  return open(phone.host);
}

/** Waits for what the phone does by itself. */
export async function until(condition, what = String(condition)) {
  const end = Date.now() + 15_000;
  while (!condition()) {
    assert.ok(Date.now() < end, what);
    await sleep(10);
  }
}

/** Nothing that WeChat would have refused, and no host but the registered one. */
export function end({ host }) {
  assert.deepEqual(host.refused, []);
  assert.deepEqual(host.errors, []);
  assert.deepEqual(host.asked.filter((each) => !new RegExp(`^(GET|POST|PUT|DELETE) https://${domain}/`).test(each)), []);
  process.exit(0);
}
