import { texts } from "@/i18n";

/** What a work is, by the server's names. */
export const gradeName = texts({
  "zh-CN": { none: "不属危大工程", dangerous: "危大工程", oversized: "超规模危大工程" },
  en: { none: "Not dangerous", dangerous: "Dangerous", oversized: "Oversized dangerous" },
}) as (grade: string) => string;

export const COLOURS: Record<string, string> = { none: "is-green", dangerous: "is-orange", oversized: "is-red" };
