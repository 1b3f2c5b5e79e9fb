import { texts } from "@/i18n";

/** Over what a message goes. */
export const channelName = texts({
  "zh-CN": { robot: "群机器人", app_card: "个人卡片", app_text: "个人文本", card_update: "更新卡片", inbox: "站内消息" },
  en: { robot: "Group robot", app_card: "Card in person", app_text: "Text in person", card_update: "Change of a card", inbox: "Inbox" },
}) as (channel: string) => string;

/** How a message that has not arrived stands. */
export const standingName = texts({
  "zh-CN": { dead: "未送达", waiting: "等待中", ready: "等待中", sending: "发送中" },
  en: { dead: "Undelivered", waiting: "Waiting", ready: "Waiting", sending: "On its way" },
}) as (standing: string) => string;

/** By which face somebody came in. */
export const doorName = texts({
  "zh-CN": { phone: "手机端", console: "监管端" },
  en: { phone: "Phone", console: "Console" },
}) as (door: string) => string;

export const PARTNER_KINDS = ["testing_agency", "device_vendor"] as const;
export const partnerKind = texts({
  "zh-CN": { testing_agency: "检测机构", device_vendor: "设备厂商" },
  en: { testing_agency: "Testing agency", device_vendor: "Device vendor" },
}) as (kind: string) => string;
