import { said, texts } from "./i18n";
import { clock, day, moment } from "./time";
import { postName } from "./words";

/** How a warning stands, by the server's names. */
export const warningState = texts({
  "zh-CN": { open: "待处理", acknowledged: "处理中", closed: "已解除" },
  en: { open: "To take", acknowledged: "In hand", closed: "Closed" },
}) as (state: string) => string;

const t = texts({
  "zh-CN": { both: "{said} 说，{at} 收到" },
  en: { both: "said {said}, received {at}" },
});

/** When something happened; what was said offline has two times: `09:12 说，11:40 收到`. */
export function told(step: { at: string; said_at?: string | null }): string {
  if (!step.said_at) return moment(step.at);
  const isToday = day(step.said_at) === day(Date.now());
  return t("both", {
    said: isToday ? clock(step.said_at) : moment(step.said_at),
    at: day(step.at) === day(step.said_at) ? clock(step.at) : moment(step.at),
  });
}

const act = texts({
  "zh-CN": {
    raise: "发出预警", rise: "情况加重", escalate: "无人处理，已升级", acknowledge: "认领处理", hand_over: "转交", urge: "催办", close: "解除", say: "离线签认，到达时情况已变，只作记录",
    platform: "平台", alsoTold: "又通知：{posts}",
  },
  en: {
    raise: "Raised", rise: "Got worse", escalate: "Nobody took it: escalated", acknowledge: "Taken", hand_over: "Handed over", urge: "Urged", close: "Closed",
    say: "Said offline; it came too late and is only recorded", platform: "The platform", alsoTold: "Also told: {posts}",
  },
});

/** A step of a history, as the server tells it. */
export interface Step {
  at: string;
  action: string;
  by_name: string | null;
  level: string | null;
  note: string | null;
  said_at?: string | null;
}

/** A step as it is read. */
export interface Line {
  what: string;
  who: string;
  when: string;
  note: string;
  level: string | null;
}

type Closed = { reason: { zh: string; en: string } } | null;

/** A step of a warning; the level only where it became another one. */
export function warningLine(step: Step, before: Step | undefined, closed: Closed): Line {
  return {
    what: act(step.action as "raise"),
    who: step.by_name ?? act("platform"),
    when: told(step),
    note: note(step, closed),
    level: step.action !== "say" && step.level !== before?.level ? step.level : null,
  };
}

function note(step: Step, closed: Closed): string {
  if (step.action === "raise" || step.action === "rise") return "";
  if (step.action === "close") return said(closed?.reason);
  if (step.action === "escalate") return step.note ? act("alsoTold", { posts: posts(step.note.split(", ")) }) : "";
  return step.note ?? "";
}

export const posts = (kinds: string[]): string => kinds.map(postName).join(" · ");
