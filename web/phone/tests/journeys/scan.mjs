// The code on a computer's screen, scanned by WeChat and confirmed by the number that the screen shows.
import { end, given, phoneOf } from "./given.mjs";

const phone = phoneOf(given.regulator);
phone.open("/pages/scan/scan");
phone.host.scans.push("https://example.com/qr/free-cement");
await phone.taps("扫一扫");
await phone.sees("这不是本平台的二维码");
phone.host.scans.push(given.code);
await phone.taps("扫一扫");
await phone.sees("允许这台电脑登录吗？");
await phone.sees("监管端（电脑浏览器）");
// What the computer's page shows meanwhile.
const { number } = await (await fetch(`${given.screen.address}?known=0`, { headers: given.screen.headers })).json();
await phone.taps(String(number));
await phone.taps("允许登录");
await phone.sees("已允许");
end(phone);
