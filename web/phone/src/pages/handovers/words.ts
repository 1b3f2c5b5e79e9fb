import { texts } from "@/i18n";

/** Where a handover stands, by the server's names. */
export const stateName = texts({
  "zh-CN": { offered: "待签收", signed: "已签收", refused: "已退回", withdrawn: "已撤回" },
  en: { offered: "to be signed", signed: "signed", refused: "refused", withdrawn: "withdrawn" },
}) as (state: string) => string;

export const COLOURS: Record<string, string> = { offered: "is-yellow", signed: "is-green", refused: "is-red" };
