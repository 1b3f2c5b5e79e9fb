import assert from "node:assert/strict";
import { test } from "node:test";
import { meaning, readPermit } from "../src/platform/codes.ts";

const CODE = "Ab3-".repeat(11);
const TODAY = "2026-11-21";
const trouble = (text) => readPermit(text, TODAY).trouble;

test("the address that a sign-in page shows is a sign-in, whatever the host", () => {
  assert.deepEqual(meaning(`https://sand.example.gov.cn/qr/${CODE}`), { kind: "sign_in", code: CODE });
  assert.deepEqual(meaning(` http://127.0.0.1:8000/qr/${CODE}\n`), { kind: "sign_in", code: CODE });
});

test("an address that only looks like one is not", () => {
  assert.equal(meaning(`https://evil.example/qr/${CODE}x`).kind, "foreign");
  assert.equal(meaning(`https://evil.example/?to=/qr/${CODE}`).kind, "foreign");
  assert.equal(meaning(CODE).kind, "foreign");
});

test("a permit's number is found bare, spaced, as a copy, and within an electronic permit's address", () => {
  const permit = { kind: "permit", number: "440305202403150101" };
  assert.deepEqual(meaning("440305202403150101"), permit);
  assert.deepEqual(meaning("440305 20240315-0101 S"), permit);
  assert.deepEqual(meaning("４４０３０５202403150101"), permit);
  assert.deepEqual(meaning("https://permit.example/q?certNum=440305202403150101&kind=1"), permit);
  assert.deepEqual(meaning("施工许可证编号：440305202403150101（副本）"), permit);
});

test("longer runs of digits are no permit", () => {
  assert.equal(meaning("4403052024031501019").kind, "foreign");
  assert.equal(meaning("440305202403150100").kind, "foreign");
});

test("a message's link is a link, another site's page is not ours", () => {
  const link = "https://sand.example.gov.cn/m/#/warnings/01990000-0000-7000-8000-000000000001";
  assert.deepEqual(meaning(link), { kind: "link", link });
  assert.deepEqual(meaning("https://example.com/warnings/1"), { kind: "foreign", text: "https://example.com/warnings/1" });
});

test("a number is told apart while it is typed", () => {
  assert.deepEqual(readPermit("440305 20240315 0101", TODAY), {
    digits: "440305202403150101", trouble: null, area: "440305", issuedOn: "2024-03-15", serial: "01", classCode: "01",
  });
});

test("what is wrong is said as soon as it is there", () => {
  assert.equal(trouble(""), "empty");
  assert.equal(trouble("4403O5"), "characters");
  assert.equal(trouble("4"), "short");
  assert.equal(trouble("11"), "province");
  assert.equal(trouble("44030520240230"), "date");
  assert.equal(trouble("44030520261122"), "date");
  assert.equal(trouble("44030520261121"), "short");
  assert.equal(trouble("440305202403150100"), "class");
  assert.equal(trouble("4403052024031501011"), "long");
  assert.equal(trouble("440305202403150199"), null);
});
