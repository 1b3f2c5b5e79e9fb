import type { Counts } from "@/state/queues";

/** The queues in the order of a day, each with its count. */
export const QUEUES = [
  { name: "progress", count: (counts: Counts) => counts.progress },
  { name: "reviews", count: (counts: Counts) => counts.reviews },
  { name: "facts", count: (counts: Counts) => counts.facts },
  { name: "drafts", count: (counts: Counts) => counts.drafts },
  { name: "extensions", count: (counts: Counts) => counts.extensions },
  { name: "reinspections", count: (counts: Counts) => counts.reinspections },
  { name: "accounts", count: (counts: Counts) => counts.accounts + counts.posts },
  { name: "overdue", count: (counts: Counts) => counts.duties_overdue + counts.orders_overdue },
] as const;

export type QueueName = (typeof QUEUES)[number]["name"];
