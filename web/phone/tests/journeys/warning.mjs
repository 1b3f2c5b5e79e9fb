// A warning taken where there is no line: signed on the phone, kept through a killed app, merged when the line is back.
import assert from "node:assert/strict";
import { end, given, phoneOf, restart, until } from "./given.mjs";

let phone = phoneOf(given.manager);
phone.open(`/pages/warning/warning?id=${given.warningId}`);
await phone.sees("还没有人处理");
await until(() => phone.host.asked.some((each) => each.endsWith("/device-keys")) && keyOf(phone.host)?.id);

phone.host.setOnline(false);
await phone.taps("我来处理");
await phone.taps("开启喷淋和雾炮");
await phone.taps("明天");
await phone.taps("我来处理（在手机上签认）");
await phone.sees("已在手机上签认，等待网络");
const asked = phone.host.asked.length;

phone = restart(phone);
phone.open(`/pages/warning/warning?id=${given.warningId}`);
await phone.sees("已在手机上签认，等待网络");
assert.equal(phone.host.asked.length, asked);
phone.host.setOnline(true);
await phone.sees("已收到：由您处理");
await phone.sees("林晓明（项目经理）在处理");
end(phone);

function keyOf(host) {
  const [, text] = [...host.storage].find(([key]) => key.startsWith("key:")) ?? [];
  return text && JSON.parse(text);
}
