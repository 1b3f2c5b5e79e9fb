import { texts } from "@/i18n";

export const handoverState = texts({
  "zh-CN": { offered: "待签收", signed: "已签收", refused: "已退回", withdrawn: "已撤回" },
  en: { offered: "To be signed", signed: "Signed", refused: "Refused", withdrawn: "Withdrawn" },
}) as (state: string) => string;

export const handoverColour = (state: string): string => ({ offered: "is-orange", signed: "is-green", refused: "is-red" })[state] ?? "";
