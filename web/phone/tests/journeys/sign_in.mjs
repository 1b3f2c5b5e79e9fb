// Signing in by WeChat for the first time: who it is, then the phone number, then the first page.
import assert from "node:assert/strict";
import { codesOf, end, given, open, restart } from "./given.mjs";

let phone = open();
phone.host.codes = codesOf(given.openid);
phone.open("/pages/home/home");
await phone.sees("隐私说明");
await phone.taps("用微信登录");
await phone.sees("请先同意隐私说明");
assert.deepEqual([...phone.host.storage.keys()].filter((key) => key === "session"), []);
await phone.taps("我已阅读并同意隐私说明");
await phone.taps("用微信登录");
await phone.sees("还差一步：验证手机号");
await phone.taps("用手机号验证");
await phone.sees(given.project);
assert.equal(phone.top.route, "pages/home/home");

phone = restart(phone);
phone.host.codes = async () => assert.fail("who has signed in is asked for nothing");
phone.open("/pages/me/me");
await phone.sees(given.name);
end(phone);
