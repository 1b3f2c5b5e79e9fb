import { texts } from "@/i18n";

/** Where a report stands, by the server's names. */
export const reportState = texts({
  "zh-CN": { filed: "待总监审核", reviewed: "待监督机构确认", returned: "已退回", confirmed: "已确认" },
  en: { filed: "With the chief", reviewed: "With the supervising unit", returned: "Sent back", confirmed: "Confirmed" },
}) as (state: string) => string;

/** What was done to bring it there. */
export const reportStep = texts({
  "zh-CN": { filed: "提交", reviewed: "总监审核通过", returned: "退回", confirmed: "监督机构确认" },
  en: { filed: "Submitted", reviewed: "Passed by the chief", returned: "Sent back", confirmed: "Confirmed by the supervising unit" },
}) as (state: string) => string;

export const reportColour = (state: string): string => ({ filed: "is-blue", reviewed: "is-yellow", returned: "is-red", confirmed: "is-green" })[state] ?? "";
