import type { Schemas } from "@/api/types";
import { texts } from "@/i18n";

/** What became of a month. */
export const reviewState = texts({
  "zh-CN": { passed: "已通过", returned: "已退回" },
  en: { passed: "Passed", returned: "Sent back" },
}) as (state: Schemas["ReviewState"]) => string;
