import { texts } from "@/i18n";
import { Problem, told } from "@shared/problem";

const t = texts({
  "zh-CN": {
    offline: "没有网络，或信号太弱",
    offlineNext: "内容已留在手机上；信号恢复后再试",
    strange: "服务器的回答读不懂",
    strangeNext: "请稍后再试；仍不行时联系管理员",
  },
  en: {
    offline: "No line, or the signal is too weak",
    offlineNext: "What you entered stays on the phone; try again when the signal is back",
    strange: "The server's answer cannot be read",
    strangeNext: "Try again in a moment; if it stays, tell your administrator",
  },
});

export { Problem };

export const offline = (): Problem => new Problem("offline", t("offline"), t("offlineNext"), 0);

/** The refusal that a body tells; a body that is none of ours (a proxy's page) passes as a trouble of the line. */
export const refusal = (status: number, body: unknown): Problem =>
  told(status, body) ?? new Problem("strange_answer", t("strange"), t("strangeNext"), status >= 500 ? status : 502);

/** Anything that was thrown, as something that can be shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  console.error(error);
  return new Problem("client_error", t("strange"), t("strangeNext"), -1);
}
