import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { belongsTo, forget, mine, mineHere } from "../src/state/mine.ts";
import { named } from "../src/state/shortcuts.ts";

/** As much of a browser's storage as is used: its entries are its own keys. */
function storage(): Storage {
  const kept = {} as Record<string, string>;
  const acts = { getItem: (key: string) => kept[key] ?? null, setItem: (key: string, text: string) => void (kept[key] = text), removeItem: (key: string) => delete kept[key] };
  return Object.setPrototypeOf(kept, acts);
}

beforeEach(() => Object.assign(globalThis, { localStorage: storage(), sessionStorage: storage() }));

test("what one person keeps, another does not read, and signing out takes only the own", () => {
  belongsTo("huang");
  mine.write("form.reason", "楼层不符");
  belongsTo("chen");
  assert.equal(mine.read("form.reason"), undefined);
  mine.write("form.reason", "重拍");
  mineHere.write("decisions", [1]);
  localStorage.setItem("sandtable.language", "en");
  forget();
  assert.deepEqual([mine.read("form.reason"), mineHere.read("decisions"), localStorage.getItem("sandtable.language")], [undefined, undefined, "en"]);
  belongsTo("huang");
  assert.equal(mine.read("form.reason"), "楼层不符");
});

test("a key is the same under CapsLock and Shift, and the browser's with Ctrl, Meta or Alt", () => {
  const key = (key: string, held = {}) => named({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });
  assert.deepEqual([key("c"), key("C"), key("ArrowLeft")], ["c", "c", "ArrowLeft"]);
  assert.deepEqual([key("c", { ctrlKey: true }), key("C", { metaKey: true }), key("r", { altKey: true })], ["", "", ""]);
});
