import { post } from "@/api/client";
import * as kept from "@/state/kept";
import { carries } from "./parcels";

/** What was done about each finding; its two photos are those of the slots `before-1` and `after-1` by its position. */
export interface Handed {
  orderId: string;
  findings: { id: string; position: number; text: string }[];
}

export type Side = "before" | "after";

export const replyDraft = (orderId: string, round: number, attempt: number): string => `reply:${orderId}:${round}.${attempt}`;

export const slotOf = (side: Side, position: number): string => `${side}-${position}`;

carries<Handed>("reply", async ({ orderId, findings }, photos, key) => {
  const photoId = (side: Side, position: number): string => photos.find((photo) => photo.slot === slotOf(side, position))?.photoId ?? "";
  const replies = findings.map(({ id, position, text }) => ({
    finding_id: id,
    text,
    before_photo_id: photoId("before", position),
    after_photo_id: photoId("after", position),
  }));
  const order = await post("/orders/{order_id}/reply", { path: { order_id: orderId }, body: { replies }, key });
  kept.write(`order:${orderId}`, order);
  return order;
});
