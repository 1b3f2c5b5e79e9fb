// The month's progress with three real photographs, over a line that drops and through an app that is killed twice.
import assert from "node:assert/strict";
import { end, given, phoneOf, restart } from "./given.mjs";

const page = `/pages/file_progress/file_progress?id=${given.projectId}`;
let phone = phoneOf(given.manager);
phone.open("/pages/home/home");
await phone.sees(given.project);
phone.open(page);
await phone.sees("必拍");

// WeChat asks by itself whether the person agrees, and the camera's call waits for the answer.
phone.host.isPrivacyAgreed = false;
phone.host.dropsOn = /\/uploads\/[\w-]+$/;
await photograph(given.pictures[0], () => phone.taps("同意"));
await phone.sees("没有网络");
await photograph(given.pictures[1]);
await photograph(given.pictures[2]);
await phone.types("完成比例（数字）", "35");

phone = restart(phone);
phone.open(page);
await phone.sees("已接着上次没填完的内容");
assert.deepEqual(photos().map(({ state }) => state), ["waiting", "kept", "kept"]);
assert.equal([...phone.host.files.keys()].filter((path) => path.startsWith("wxfile://usr/")).length, 3);
await phone.taps("提交");
await phone.sees("照片还差 3 张，传完自动提交");

phone = restart(phone);
phone.open("/pages/queue/queue");
await phone.sees("照片还差 3 张，传完自动提交");
phone.host.setOnline(true);
await phone.sees("已提交");
assert.deepEqual(photos(), []);
assert.deepEqual([...phone.host.files.keys()], []);
end(phone);

async function photograph([name, picture], agree = async () => undefined) {
  await phone.taps(`拍照：${name}`);
  phone.host.album.push(picture);
  await phone.taps("从相册选");
  await agree();
  await phone.sees("必拍");
}

function photos() {
  const all = [...phone.host.storage].filter(([key]) => key.startsWith("photo:")).map(([, text]) => JSON.parse(text));
  return all.sort((one, other) => (one.takenAt < other.takenAt ? -1 : 1));
}
