import { api, got, type Schemas } from "@/api/client";
import { grants, rounds, type Choice } from "@shared/deadlines";

type Order = Schemas["OrderDetail"];

/** What a regulator does about an order with a word, perhaps with a new date. */
export type Deed = "close" | "return" | "grant" | "refuse" | "urge" | "withdraw";

/** What may be done now, the decisions that are waited for first. */
export function deedsOf(order: Order): Deed[] {
  const may = (what: Schemas["May"], deed: Deed): Deed[] => (order.may.includes(what) ? [deed] : []);
  return [
    ...may("close", "close"),
    ...may("return", "return"),
    ...(order.may_decide_extension ? (["grant", "refuse"] as const) : []),
    ...(order.item.state === "issued" ? (["urge"] as const) : []),
    ...may("withdraw", "withdraw"),
  ];
}

/** The days that the deed may set; null where it sets none. */
export function daysOf(deed: Deed, { item, extension, return_due }: Order): Choice[] | null {
  if (deed === "return") return return_due ? rounds(return_due) : [];
  return deed === "grant" ? grants(item.due_at, extension?.until ?? item.due_at, Date.now()) : null;
}

/** Says it to the server; the order as it stands then. */
export function doIt(deed: Deed, id: string, words: string, at: string): Promise<Order> {
  const params = { path: { order_id: id } };
  switch (deed) {
    case "close": return got(api.POST("/orders/{order_id}/close", { params, body: { note: words } }));
    case "return": return got(api.POST("/orders/{order_id}/return", { params, body: { reason: words, due_at: at } }));
    case "grant": return got(api.POST("/orders/{order_id}/extension/grant", { params, body: { until: at, note: words } }));
    case "refuse": return got(api.POST("/orders/{order_id}/extension/refuse", { params, body: { reason: words } }));
    case "urge": return got(api.POST("/orders/{order_id}/urge", { params, body: { note: words } }));
    case "withdraw": return got(api.POST("/orders/{order_id}/withdraw", { params, body: { reason: words } }));
  }
}
