// Every word of the page, in both languages, and which of them is shown.

const TEXTS = {
  zh: {
    title: "微信与企业微信沙箱", subtitle: "本机的群聊与手机：消息不会离开这台机器", groups: "群聊", phones: "手机",
    other: "English", live: "实时", lost: "连接中断，正在重试", empty: "还没有消息", robot: "群机器人", rate: "近一分钟",
    details: "查看详情", open: "打开", press: "提交", type: "发消息给应用…", send: "发送", recalled: "消息已撤回",
    refused: "拒收", notice: "服务通知", group: "群聊", file: "文件", picture: "图片", failed: "操作没有成功",
    choose: "请选择", dropped: "超出个人频率，未送达", noGroups: "没有配置群聊", mini: "小程序页面", hint: "点上方姓名，打开这个人的手机",
    copies: "重复消息未再次送达", scan: "扫一扫", scanText: "二维码内容（网址）", scanPicture: "二维码图片",
    scanHint: "粘贴或选择二维码的截图，或粘贴其内容；页面将以此人的手机打开。", scanFailed: "没有识别到二维码", cancel: "取消",
  },
  en: {
    title: "WeChat & WeCom sandbox", subtitle: "Group chats and phones on this machine; nothing leaves it", groups: "Groups",
    phones: "Phones", other: "中文", live: "Live", lost: "Connection lost, trying again", empty: "No messages yet",
    robot: "Group robot", rate: "last minute", details: "Details", open: "Open", press: "Submit", type: "Message the app…",
    send: "Send", recalled: "Message recalled", refused: "Refused", notice: "Service notice", group: "Group", file: "File",
    picture: "Picture", failed: "That did not work", choose: "Choose", dropped: "Over the member's limit, not delivered",
    noGroups: "No groups configured", mini: "Mini-program page", hint: "Pick a name above to open that person's phone",
    copies: "Duplicate, not delivered again", scan: "Scan", scanText: "The code's text (an address)", scanPicture: "Picture of the code",
    scanHint: "Paste or choose a screenshot of the code, or paste its text; it opens as on this person's phone.", scanFailed: "No code found", cancel: "Cancel",
  },
};

let language = remembered();

function remembered() {
  try {
    return localStorage.getItem("sandbox-language") === "en" ? "en" : "zh";
  } catch {
    return "zh";
  }
}

export function current() {
  return language;
}

export function swap() {
  language = language === "zh" ? "en" : "zh";
  try {
    localStorage.setItem("sandbox-language", language);
  } catch {
    // A browser that keeps nothing still switches for this visit.
  }
}

export function t(key) {
  return TEXTS[language][key] ?? key;
}

// The name of a person, group or role in the language shown; the other one when it is missing.
export function named(thing, field) {
  const [first, second] = language === "zh" ? ["zh", "en"] : ["en", "zh"];
  return thing?.[`${field}_${first}`] || thing?.[`${field}_${second}`] || "";
}
