// Every word of the pages in both languages, and which of them is shown: Chinese unless the browser asks for English.

const TEXTS = {
  zh: {
    other: "English",
    product: "工程沙盘",
    consoleTitle: "监管端登录",
    phoneTitle: "企业端网页登录",
    consoleLead: "请用企业微信扫描二维码",
    phoneLead: "请用手机端“扫一扫”扫描二维码",
    step1: "打开手机上的企业微信，点右上角“＋”→“扫一扫”",
    step1phone: "打开手机上的工程沙盘小程序或企业微信，点“扫一扫”",
    step2: "对准本页二维码，核对手机上显示的地点和时间",
    step3: "在手机上选择或输入本页显示的两位数字",
    warn: "只扫描您自己打开的本页。通过聊天、邮件或图片发来的登录二维码都是骗局。",
    qr: "登录二维码",
    newIn: "{s} 秒后更换",
    asking: "正在生成二维码…",
    scanned: "已扫描，请在手机上确认",
    match: "手机上请选择或输入这个数字",
    noNumber: "请勿把这个数字告诉任何人，包括自称管理员的人。",
    left: "剩余 {s} 秒",
    confirmed: "已确认，正在登录…",
    signedIn: "登录成功",
    signedInConsole: "您已登录监管端。",
    signedInPhone: "您已登录企业端网页。本次登录不能更改账号安全设置，最长 12 小时。",
    refused: "您已在手机上拒绝本次登录",
    refusedHelp: "如果不是您本人扫的码，您的账号没有任何变化。",
    expired: "二维码已过期",
    expiredHelp: "页面停留较久，为安全起见已停止显示。",
    blocked: "数字三次不符，本次登录已作废",
    blockedHelp: "请重新获取二维码，并对照本页的数字操作。",
    reused: "该二维码已被使用",
    reusedHelp: "有另一部手机扫描了同一个二维码，本次登录已全部作废。若这不是您同事误扫，请通知单位管理员。",
    reported: "扫码人报告“不是我”，本次登录已作废",
    reportedHelp: "由此产生的登录已全部退出。",
    over: "该二维码已失效",
    overHelp: "可能已在另一个标签页打开了登录页。",
    again: "重新获取二维码",
    failed: "暂时无法连接",
    failedHelp: "服务或网络暂时不可用，页面会自动重试。",
    helpTitle: "扫不了码？",
    help1: "确认手机能上网，且二维码完整显示在屏幕上、没有反光。",
    help2: "手机提示“尚未关联平台账号”：企业人员先登录手机端并绑定企业微信；监管人员请单位管理员添加。",
    help3: "手机提示“无效或已过期”：二维码每 20 秒更换一次，请扫描屏幕上当前这一个。",
    help4: "仍不行：请联系单位管理员，或用企业微信工作台打开“工程沙盘”。",
    copy: "复制链接（仅开发环境）",
    copied: "已复制",
    enter: "进入",
    // The phone
    checking: "正在核对…",
    question: "允许这台电脑登录吗？",
    doorConsole: "监管端（电脑浏览器）",
    doorPhone: "企业端网页（电脑浏览器）",
    where: "地点", with: "浏览器", when: "时间", what: "登录到", who: "您的身份",
    elsewhere: "无法确认这台电脑和您的手机在同一个地方。如果电脑不在您面前，请拒绝。",
    choose: "电脑屏幕上显示的数字是？",
    type: "请输入电脑屏幕上显示的两位数字",
    refuse: "拒绝", confirm: "允许登录",
    phoneWarn: "只有您自己刚打开登录页、且电脑就在面前时才允许。任何人发给您的二维码都不要允许。",
    done: "已允许", doneHelp: "电脑正在登录，可以关闭本页。",
    notMe: "不是我，立即退出并报告",
    refusedPhone: "已拒绝", refusedPhoneHelp: "电脑没有登录。若您没有打开登录页，说明有人想借您的账号登录，请报告。",
    reportedPhone: "已报告", reportedPhoneHelp: "由这个二维码产生的 {n} 个登录已退出。请告知单位管理员：是谁、用什么方式给您看的二维码。",
    report: "报告：不是我",
    recent: "我最近的扫码登录", none: "最近 30 天没有扫码登录。", scanHint: "请用“扫一扫”扫描电脑上的登录二维码。",
    alive: "仍在登录中", states: { scanned: "未处理", confirmed: "已允许", signed_in: "已登录", refused: "已拒绝", expired: "已过期", blocked: "数字不符作废", reused: "重复扫描作废", reported: "已报告" },
    tryAgain: "重试", awayHelp: "手机信号或服务暂时不通。恢复后点“重试”即可，先不用重新扫码。", secondsLeft: "请在 {s} 秒内处理", timeUp: "已超时，请在电脑上刷新二维码",
  },
  en: {
    other: "中文",
    product: "Sandtable",
    consoleTitle: "Sign in to the console",
    phoneTitle: "Sign in to the enterprise pages",
    consoleLead: "Scan the code with WeCom",
    phoneLead: "Scan the code with your phone",
    step1: "Open WeCom on your phone, tap “+” at the top right, then “Scan”",
    step1phone: "Open the Sandtable mini-program or WeCom on your phone and tap “Scan”",
    step2: "Point it at this code and check the place and time on the phone",
    step3: "Choose or type the two digits that this page shows",
    warn: "Only scan a page that you opened yourself. A sign-in code sent by chat, mail or picture is a trick.",
    qr: "Sign-in code",
    newIn: "New code in {s} s",
    asking: "Making a code…",
    scanned: "Scanned. Now answer on your phone",
    match: "Choose or type this number on the phone",
    noNumber: "Never tell anybody this number, whoever they say they are.",
    left: "{s} s left",
    confirmed: "Confirmed, signing in…",
    signedIn: "You are signed in",
    signedInConsole: "The console is open.",
    signedInPhone: "The enterprise pages are open. This sign-in cannot change account security and lasts at most 12 hours.",
    refused: "You refused this sign-in on your phone",
    refusedHelp: "If somebody else showed you the code: nothing of your account has changed.",
    expired: "The code has expired",
    expiredHelp: "The page was open for long, so it stopped showing codes.",
    blocked: "Three wrong numbers: this sign-in is void",
    blockedHelp: "Get a new code and copy the number from this page.",
    reused: "This code was used already",
    reusedHelp: "A second phone scanned the same code, so everything that came of it is void. Tell your unit administrator unless a colleague did it by mistake.",
    reported: "The person who scanned reported “not me”: this sign-in is void",
    reportedHelp: "Every session that came of it has ended.",
    over: "This code is over",
    overHelp: "The sign-in page may be open in another tab.",
    again: "Get a new code",
    failed: "No connection at the moment",
    failedHelp: "The service or the network is away; the page tries again by itself.",
    helpTitle: "Scanning does not work?",
    help1: "Check that the phone is online and that the whole code is on the screen without glare.",
    help2: "“Opens no account yet” on the phone: enterprise staff sign in on the phone first and add WeCom; regulators ask their unit administrator.",
    help3: "“No longer shown” on the phone: the code changes every 20 seconds, scan the one on the screen now.",
    help4: "Still nothing: ask your unit administrator, or open Sandtable from WeCom's workbench.",
    copy: "Copy the link (development only)",
    copied: "Copied",
    enter: "Go on",
    checking: "Checking…",
    question: "Let this computer sign in as you?",
    doorConsole: "The console (a computer's browser)",
    doorPhone: "The enterprise pages (a computer's browser)",
    where: "Place", with: "Browser", when: "Time", what: "Signs in to", who: "You are",
    elsewhere: "We cannot tell that this computer is where your phone is. If it is not in front of you, refuse.",
    choose: "Which number does the computer show?",
    type: "Type the two digits that the computer shows",
    refuse: "Refuse", confirm: "Allow",
    phoneWarn: "Allow only if you have just opened the sign-in page yourself and the computer is in front of you. Never allow a code that somebody sent you.",
    done: "Allowed", doneHelp: "The computer is signing in; you may close this page.",
    notMe: "It was not me: end it and report",
    refusedPhone: "Refused", refusedPhoneHelp: "The computer is not signed in. If you did not open the sign-in page, somebody tried to use your account: report it.",
    reportedPhone: "Reported", reportedPhoneHelp: "{n} sessions that came of this code have ended. Tell your unit administrator who showed you the code, and how.",
    report: "Report: it was not me",
    recent: "My recent sign-ins by code", none: "No sign-in by code in the last 30 days.", scanHint: "Scan the sign-in code on the computer.",
    alive: "still signed in", states: { scanned: "not answered", confirmed: "allowed", signed_in: "signed in", refused: "refused", expired: "expired", blocked: "wrong numbers", reused: "scanned twice", reported: "reported" },
    tryAgain: "Try again", awayHelp: "The signal or the service is away. Try again when it is back; no need to scan again yet.", secondsLeft: "Answer within {s} s", timeUp: "Too late: get a new code on the computer",
  },
};

let language = remembered() ?? preferred();

function remembered() {
  try {
    return localStorage.getItem("sandtable-language");
  } catch {
    return null; // A browser that keeps nothing.
  }
}

function preferred() {
  const first = (navigator.languages ?? [navigator.language]).find((one) => /^(zh|en)/i.test(one)) ?? "zh";
  return /^en/i.test(first) ? "en" : "zh";
}

export const current = () => (language === "en" ? "en" : "zh");
export const header = () => ({ "accept-language": current() === "en" ? "en" : "zh-CN" });

export function swap() {
  language = current() === "en" ? "zh" : "en";
  try {
    localStorage.setItem("sandtable-language", language);
  } catch {
    // It still switches for this visit.
  }
}

export function t(key, values = {}) {
  const text = TEXTS[current()][key] ?? key;
  return typeof text === "string" ? text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "") : text;
}

// An element with its attributes and children. Text enters as text, never as markup.
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return node;
}

export function frame(draw) {
  const button = document.getElementById("language");
  const whole = () => {
    document.documentElement.lang = current() === "en" ? "en" : "zh-CN";
    button.textContent = t("other");
    document.querySelectorAll("[data-t]").forEach((node) => { node.textContent = t(node.dataset.t); });
    draw();
  };
  button.addEventListener("click", () => { swap(); whole(); });
  whole();
}
