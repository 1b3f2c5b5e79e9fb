import { post } from "@/api/client";
import type { Schemas } from "@/api/types";
import { texts } from "@/i18n";
import { grants, rounds, wishes, type Choice } from "@shared/deadlines";

type Order = Schemas["OrderDetail"];

/** What a person does about an order with a word, perhaps with a new date. The reply has a page of its own. */
export type Deed = "ask" | "pass" | "send_back" | "close" | "return" | "grant" | "refuse";

/** What the reader may do now, in the foot's order; decisions come in pairs of equal weight. */
export function deedsOf(order: Order): Deed[] {
  const may = (what: Schemas["May"], ...deeds: Deed[]): Deed[] => (order.may.includes(what) ? deeds : []);
  return [
    ...may("review", "send_back", "pass"),
    ...may("return", "return"),
    ...may("close", "close"),
    ...(order.may_decide_extension ? (["refuse", "grant"] as const) : []),
    ...(order.may_ask_extension ? (["ask"] as const) : []),
  ];
}

interface Form {
  /** Whether the word must be there; it has at least two characters then. */
  isWordNeeded: boolean;
  /** Words for a tap. */
  ready: string[];
  /** The days to choose from, if the deed sets one. */
  days: Choice[] | null;
}

const ready = texts({
  "zh-CN": {
    send_back: "照片看不清|整改前后不是同一处|整改不完整|没有照到整改部位", return: "整改不彻底|问题再次出现|现场与回复不符", pass: "现场已核实", close: "复查合格", ask: "连续下雨无法施工|材料未到场|需要专家论证",
    grant: "", refuse: "应按期完成|理由不充分",
  },
  en: {
    send_back: "The photos are not clear|Before and after show different places|Not finished|The place cannot be seen", return: "Not thorough|It is back again|The site is not as replied",
    pass: "Verified on site", close: "Re-inspected, in order", ask: "Rain stops the work|Material has not come|Experts must review", grant: "", refuse: "It can be done in time|The reason does not do",
  },
});

export function formOf(deed: Deed, order: Order, now: number = Date.now()): Form {
  return { isWordNeeded: deed !== "pass" && deed !== "grant", ready: ready(deed).split("|").filter(Boolean), days: daysOf(deed, order, now) };
}

function daysOf(deed: Deed, order: Order, now: number): Choice[] | null {
  const { extension, extension_latest, item, return_due } = order;
  if (deed === "return") return return_due ? rounds(return_due) : [];
  if (deed === "ask") return extension_latest ? wishes(item.due_at, extension_latest) : [];
  return deed === "grant" ? grants(item.due_at, extension?.until ?? item.due_at, now) : null;
}

/** Says it to the server; the order as it stands then. */
export function doIt(deed: Deed, orderId: string, word: string, at: string, key: string): Promise<Order> {
  const path = { order_id: orderId };
  switch (deed) {
    case "ask": return post("/orders/{order_id}/extension", { path, body: { until: at, reason: word }, key });
    case "grant": return post("/orders/{order_id}/extension/grant", { path, body: { until: at, note: word }, key });
    case "refuse": return post("/orders/{order_id}/extension/refuse", { path, body: { reason: word }, key });
    case "pass": return post("/orders/{order_id}/pass", { path, body: { note: word }, key });
    case "send_back": return post("/orders/{order_id}/send-back", { path, body: { reason: word }, key });
    case "return": return post("/orders/{order_id}/return", { path, body: { reason: word, due_at: at }, key });
    case "close": return post("/orders/{order_id}/close", { path, body: { note: word }, key });
  }
}
