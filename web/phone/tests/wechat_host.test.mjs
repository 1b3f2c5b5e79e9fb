import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";
import { Host } from "./wechat/host.mjs";

const DOMAIN = "sandtable.example.gov.cn";

/** A phone and its `wx`; the server answers each request when it is told to. */
async function phone(more = {}) {
  const waiting = [];
  const server = createServer((_, response) => void waiting.push(response)).listen(0);
  await new Promise((resolve) => server.once("listening", resolve));
  const host = new Host({ server: `http://127.0.0.1:${server.address().port}`, domain: DOMAIN, ...more });
  const end = () => {
    server.closeAllConnections();
    server.close();
  };
  return { host, wx: host.wx({}, {}), waiting, end };
}

const ask = (wx, given) => new Promise((resolve) => wx.request({ url: `https://${DOMAIN}/api`, success: ({ statusCode }) => resolve(statusCode), fail: ({ errMsg }) => resolve(errMsg), ...given }));
const call = (act, given = {}) => new Promise((resolve) => act({ ...given, success: () => resolve("ok"), fail: ({ errMsg }) => resolve(errMsg) }));

const REFUSED = {
  "a PATCH": [{ method: "PATCH" }, "request:fail invalid method PATCH"],
  "a host that is not registered": [{ url: "https://elsewhere.example.cn/" }, "request:fail url not in domain list"],
  "the server without TLS": [{ url: `http://${DOMAIN}/` }, "request:fail url not in domain list"],
  "the registered host with a port": [{ url: `https://${DOMAIN}:8443/` }, "request:fail url not in domain list"],
  "a File": [{ method: "POST", data: new File(["x"], "a.jpg") }, "request:fail data must be string, object or ArrayBuffer"],
  "a FormData": [{ method: "POST", data: new FormData() }, "request:fail data must be string, object or ArrayBuffer"],
  "a typed array": [{ method: "POST", data: new Uint8Array(4) }, "request:fail data must be string, object or ArrayBuffer"],
  "a referer": [{ header: { Referer: "https://x" } }, "request:fail the referer cannot be set"],
};

for (const [what, [given, said]] of Object.entries(REFUSED)) {
  test(`${what} is refused, and the phone says so afterwards`, async () => {
    const { host, wx, end } = await phone();
    assert.equal(await ask(wx, given), said);
    assert.deepEqual([host.refused.length, host.asked], [1, []]);
    end();
  });
}

test("an eleventh request is refused while ten are under way", async () => {
  const { host, wx, waiting, end } = await phone();
  const ten = Array.from({ length: 10 }, () => ask(wx, {}));
  assert.equal(await ask(wx, {}), "request:fail exceed max concurrent requests");
  while (waiting.length < 10) await new Promise((resolve) => setTimeout(resolve, 5));
  waiting.splice(0).forEach((response) => response.end("{}"));
  assert.deepEqual(await Promise.all(ten), Array(10).fill(200));
  const next = ask(wx, {});
  while (!waiting.length) await new Promise((resolve) => setTimeout(resolve, 5));
  waiting[0].end("{}");
  assert.equal(await next, 200);
  assert.equal(host.refused.length, 1);
  end();
});

test("a value over one megabyte is refused, and one below it is kept", async () => {
  const { wx, end } = await phone();
  wx.setStorageSync("small", "x".repeat(1_000_000));
  assert.throws(() => wx.setStorageSync("large", "x".repeat(1_100_000)), /entry size limit/);
  assert.equal(wx.getStorageSync("large"), "");
  assert.equal(wx.getStorageSync("small").length, 1_000_000);
  end();
});

test("what is under way when the line goes is lost, and so is what is asked for afterwards", async () => {
  const { host, wx, end } = await phone();
  const lost = ask(wx, {});
  host.setOnline(false);
  assert.equal(await lost, "request:fail network is down");
  assert.equal(await ask(wx, {}), "request:fail network is down");
  assert.deepEqual(host.refused, []);
  end();
});

test("what is still under way when the person has looked elsewhere for long is interrupted", async () => {
  const { host, wx, end } = await phone();
  const interrupted = ask(wx, {});
  host.leave(5);
  assert.equal(await interrupted, "request:fail interrupted");
  assert.equal(await ask(wx, {}), "request:fail interrupted");
  end();
});

test("nobody's picture is taken before they have touched the button of the notice", async () => {
  const { host, wx, end } = await phone();
  assert.equal(await call(wx.chooseMedia), "chooseMedia:fail privacy permission is not authorized");
  wx.onNeedPrivacyAuthorization((decide) => decide({ event: "disagree" }));
  assert.equal(await call(wx.chooseMedia), "chooseMedia:fail privacy permission is not authorized");
  wx.onNeedPrivacyAuthorization((decide) => decide({ event: "agree", buttonId: "agree" }));
  assert.equal(await call(wx.chooseMedia), "chooseMedia:fail the agree button was not tapped");
  host.isPrivacyAgreed = true;
  host.album.push(import.meta.filename);
  assert.equal(await call(wx.chooseMedia), "ok");
  end();
});

test("the place is given only to an app that declares that it asks", async () => {
  const silent = await phone();
  silent.host.isPrivacyAgreed = true;
  assert.match(await call(silent.wx.getLocation, { type: "wgs84" }), /requiredPrivateInfos/);
  silent.end();
  const open = await phone({ privateInfos: ["getLocation"] });
  open.host.isPrivacyAgreed = true;
  assert.equal(await call(open.wx.getLocation, { type: "wgs84" }), "ok");
  open.end();
});

test("a killed app keeps saved files and storage, and hears nothing more", async () => {
  const { host, wx, waiting, end } = await phone();
  host.isPrivacyAgreed = true;
  host.album.push(import.meta.filename, import.meta.filename);
  const { tempFiles } = await wx.chooseMedia({ count: 2 });
  const disk = wx.getFileSystemManager();
  const kept = "wxfile://usr/a.jpg";
  assert.equal(await call(disk.saveFile, { tempFilePath: tempFiles[0].tempFilePath, filePath: kept }), "ok");
  assert.equal(await call(disk.getFileInfo, { filePath: tempFiles[0].tempFilePath }), "getFileInfo:fail no such file or directory");
  wx.setStorageSync("draft", { floors: 3 });
  let isHeard = false;
  wx.request({ url: `https://${DOMAIN}/api`, success: () => (isHeard = true), fail: () => (isHeard = true) });
  while (!waiting.length) await new Promise((resolve) => setTimeout(resolve, 5));
  host.kill();
  waiting[0].end("{}");
  wx.setStorageSync("draft", { floors: 4 });
  const again = host.wx({}, {});
  assert.deepEqual(again.getStorageSync("draft"), { floors: 3 });
  assert.deepEqual([...host.files.keys()], [kept]);
  assert.equal(isHeard, false);
  end();
});

test("no empty part and nothing past the end of a file is read", async () => {
  const { host, wx, end } = await phone();
  host.files.set("wxfile://usr/a", Buffer.alloc(10));
  const { readFile } = wx.getFileSystemManager();
  assert.match(await call(readFile, { filePath: "wxfile://usr/a", position: 0, length: 0 }), /"length" is out of range/);
  assert.match(await call(readFile, { filePath: "wxfile://usr/a", position: 10, length: 1 }), /"position" is out of range/);
  assert.match(await call(readFile, { filePath: "wxfile://usr/a", position: 5, length: 6 }), /"length" is out of range/);
  assert.equal(await call(readFile, { filePath: "wxfile://usr/a", position: 5, length: 5 }), "ok");
  end();
});
