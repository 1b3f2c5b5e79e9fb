// The first page of a machine on which the sandbox plays WeChat and WeCom: three windows, and what to do in them.

import { frame, teller } from "./frame.js";

const t = teller({
  zh: {
    other: "English", product: "工程沙盘", title: "在本机体验整个业务", lead: "三个窗口，同一套系统：监管人员的电脑、工地人员的手机、企业微信里的群和个人聊天。这里的人和消息都由沙箱扮演，不会发到外面。",
    console: "监管端", consoleFor: "工程沙盘、待办、预警处置、整改通知。用手机扫码或企业微信登录",
    phone: "手机端", phoneFor: "报进度、接预警、回复整改。用微信或企业微信登录",
    chats: "群与个人聊天", chatsFor: "每个人的手机、企业群和监管群，消息和卡片到这里",
    all: "并排打开三个窗口", blocked: "浏览器拦下了弹出窗口：请允许后再点一次，或逐个点开上面的入口。",
    story: "五步走完一个故事",
    s1: "打开监管端，点二维码下的“复制链接”；在“群与个人聊天”里打开黄莉的手机，点“扫一扫”，贴上链接，选对电脑上的数字：监管端就进去了。嫌麻烦就点“用企业微信登录”，选黄莉。",
    s2: "在手机端同意隐私说明，点“用沙箱里的手机”，“换一个人”，选林晓明，填报本月形象进度；再在“我的”里退出，换总监陈国栋登录并审核。监管端“待办”里出现这份进度，确认它。",
    s3: "在监管端打开“工程沙盘”，再到终端运行：",
    s3after: "工地的扬尘设备就报一次超限：地图闪动，群和责任人的聊天里同时收到预警。在卡片上或手机端接手，写明措施和时间。",
    s4: "在监管端打开这条预警，签发整改通知单；手机端逐项拍照回复，陈国栋审核通过。",
    s5: "监管端对照整改前后的照片，复查合格，闭环；群里收到结果，预警随之解除。",
    docs: "接口文档", health: "健康状态",
  },
  en: {
    other: "中文", product: "Sandtable", title: "Play the whole business on this machine", lead: "Three windows on one system: a regulator's computer, a site manager's phone, the groups and chats of WeCom. The sandbox plays the people and keeps every message; nothing leaves this machine.",
    console: "Console", consoleFor: "The sand table, what is to do, warnings, orders. Sign in by scanning with a phone or with WeCom",
    phone: "Phone", phoneFor: "File progress, take warnings, answer orders. Sign in with WeChat or WeCom",
    chats: "Groups and chats", chatsFor: "Everybody's phone, the enterprise's and the regulators' groups: messages and cards arrive here",
    all: "Open three windows side by side", blocked: "The browser held back the windows: allow them and press again, or open the doors above one by one.",
    story: "A story in five steps",
    s1: "Open the console and press “Copy the link” below the code; in “Groups and chats” open 黄莉's phone, press “Scan”, paste the link and choose the number that the computer shows: the console is open. The short way: “Sign in with WeCom”, then 黄莉.",
    s2: "On the phone agree to the privacy notice, take “a phone of the sandbox”, “Somebody else”, 林晓明, and file this month's progress; sign out under “Me”, sign in as the chief engineer 陈国栋 in the same way and pass it. It appears in the console under “To do”: confirm it.",
    s3: "In the console open the “Sand table”, then run in a terminal:",
    s3after: "The site's dust monitor reports above its limit: the map pulses, and the warning reaches the groups and the responsible people's chats at once. Take it on the card or on the phone, with a plan and a time.",
    s4: "In the console open that warning and issue an order; on the phone answer each finding with photos, and let 陈国栋 pass them.",
    s5: "In the console compare before and after and close the order; the group hears of it and the warning closes with it.",
    docs: "API reference", health: "Health",
  },
});
const PHONE_PIXELS = 390;

// From left to right: the console as wide as the others leave it, the phone as wide as a phone.
function places() {
  const { availLeft: left = 0, availTop: top = 0, availWidth, availHeight: height } = screen;
  const chats = Math.max(340, Math.round(availWidth * 0.24));
  const console = availWidth - PHONE_PIXELS - chats;
  return {
    console: { left, top, width: console, height },
    phone: { left: left + console, top, width: PHONE_PIXELS, height },
    chats: { left: left + console + PHONE_PIXELS, top, width: chats, height },
  };
}

function openAll() {
  const all = places();
  const opened = [...document.querySelectorAll(".door")].map(({ href, target }) => {
    const place = Object.entries(all[target]).map(([name, pixels]) => `${name}=${pixels}`);
    return window.open(href, target, ["popup", ...place].join());
  });
  document.querySelector("#blocked").textContent = opened.every(Boolean) ? "" : t("blocked");
}

document.querySelector("#all").addEventListener("click", openAll);
frame(t, () => { document.title = `${t("product")} · ${t("title")}`; });
