import { texts } from "@/i18n";
import { Problem, told } from "@shared/problem";

export { Problem };

const t = texts({
  "zh-CN": { offline: "连不上服务器", offlineNext: "请检查网络后再试，已填写的内容还在", strange: "服务器的回答读不懂", strangeNext: "请稍后再试；仍不行时联系管理员" },
  en: { offline: "The server cannot be reached", offlineNext: "Check the network and try again; what you entered is still here", strange: "The server's answer cannot be read", strangeNext: "Try again in a moment; if it stays, tell your administrator" },
});

/** The refusal that an answer tells. */
export const refusal = (status: number, body: unknown): Problem =>
  told(status, body) ?? new Problem("strange_answer", t("strange"), t("strangeNext"), status >= 500 ? status : 502);

/** Anything that was thrown, as something that can be shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError) return new Problem("offline", t("offline"), t("offlineNext"), 0);
  console.error(error);
  return new Problem("client_error", t("strange"), t("strangeNext"), -1);
}
