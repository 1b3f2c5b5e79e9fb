import { texts } from "@/i18n";

const t = texts({
  "zh-CN": {
    spray: "开启喷淋和雾炮", stop: "停止土方作业", cover: "覆盖裸土和堆料", quiet: "停止高噪声作业", power: "检查设备供电和网络", maker: "联系厂家到场维修", sensor: "现场核对并校准设备",
    file: "今天补报", collect: "正在收集资料，尽快补齐", halt: "立即停止相关作业", evacuate: "撤离人员并设警戒", monitor: "加密监测并现场巡查", secure: "停止高处和吊装作业，加固设施",
    site: "立即到场处置", assign: "已安排专人整改", and: "；",
  },
  en: {
    spray: "Turn on spraying and mist cannons", stop: "Stop earthworks", cover: "Cover bare soil and heaps", quiet: "Stop the loud work", power: "Check the device's power and line",
    maker: "Call the maker to repair it", sensor: "Check and calibrate the device on site", file: "File it today", collect: "Gathering the papers, to be completed soon",
    halt: "Stop the work concerned at once", evacuate: "Clear the area and cordon it off", monitor: "Measure more often and walk the site", secure: "Stop work at height and lifting, secure the site",
    site: "Going there to deal with it now", assign: "Somebody is assigned to put it right", and: "; ",
  },
});

type Answer = Parameters<typeof t>[0];

const BY_CODE: Record<string, Answer[]> = {
  ENV: ["spray", "stop", "cover", "quiet"],
  DEV: ["power", "maker", "sensor"],
  PRG: ["file", "collect"],
  INF: ["file", "collect"],
  ASM: ["file", "collect"],
  TST: ["collect", "assign"],
  CRT: ["collect", "assign"],
  HAZ: ["halt", "collect", "assign"],
  MAT: ["halt", "assign"],
  TEL: ["halt", "evacuate", "monitor"],
  WX: ["secure", "evacuate", "assign"],
};

/** Ready answers that fit a kind of warning, as they will be read by others. */
export function readyAnswers(code: string): string[] {
  const fitting = BY_CODE[code.split("-")[0] ?? ""] ?? ["site", "assign", "halt"];
  return fitting.map((answer) => t(answer));
}

/** Several answers and own words, as one sentence. */
export const joined = (answers: string[], own: string): string => [...answers, own.trim()].filter(Boolean).join(t("and"));
