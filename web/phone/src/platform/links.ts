import { currentPage } from "./page";

/** Addresses that messages carry, and the pages that they open: by the subject's id, or only the page. */
const PAGES: Record<string, { page: string; isOfSubject: boolean }> = {
  warnings: { page: "warning", isOfSubject: true },
  orders: { page: "order", isOfSubject: true },
  progress: { page: "report", isOfSubject: true },
  projects: { page: "project", isOfSubject: true },
  posts: { page: "decide", isOfSubject: true },
  handovers: { page: "handover", isOfSubject: true },
  "dangerous-works": { page: "dangerous_work", isOfSubject: true },
  obligations: { page: "home", isOfSubject: false },
};

const address = (page: string, id = ""): string => `/pages/${page}/${page}` + (id ? `?id=${encodeURIComponent(id)}` : "");

/** The page of a link such as `https://…/m/#/warnings/<id>`; null for a foreign one, and for what only the desk can do. */
export function pageOf(link: string): string | null {
  const [, kind = "", id = ""] = /#\/([\w-]+)\/([\w-]+)/.exec(link) ?? [];
  const found = PAGES[kind];
  return found ? address(found.page, found.isOfSubject ? id : "") : null;
}

/** What a message says of its matter. */
interface Told {
  kind: string;
  subject_id: string;
  project_id: string | null;
  link: string;
}

/** Matters whose page is found by the project, or that are the reader's own list. */
const BY_PROJECT: Record<string, string> = {
  "obligation.reminder": "project",
  "month.reviewed": "reviews",
  "fact.checked": "facts",
};
const OWN_LIST: Record<string, string> = { "post.decided": "posts", "post.ended": "posts" };

/** The page of a message's matter; null for what only the desk can do. */
export function matterOf(message: Told): string | null {
  const list = OWN_LIST[message.kind];
  if (list) return address(list);
  const ofProject = BY_PROJECT[message.kind];
  if (ofProject && message.project_id) return address(ofProject, message.project_id);
  return pageOf(message.link);
}

// #ifdef H5
/** Puts the address that led here right before the pages start: a message's link, or the return from a sign-in. */
export function enter(): void {
  const page = pageOf(location.hash);
  const query = new URLSearchParams(location.search);
  const [code, state] = [query.get("code") ?? "", query.get("state")];
  if (state) history.replaceState(null, "", `/m/#/pages/sign_in/sign_in?code=${encodeURIComponent(code)}&state=${encodeURIComponent(state)}`);
  else if (page) history.replaceState(null, "", `/m/#${page}`);
  else if (/^#\/[\w-]+\/[\w-]+$/.test(location.hash)) history.replaceState(null, "", "/m/#/pages/messages/messages");
}

/** A link opened over a page that stands: the router follows another page, neither another query nor a message's link. */
export function follow(): void {
  addEventListener("popstate", ({ state }) => {
    const [path] = location.hash.split("?");
    // What the router itself has put there has a state.
    if (!state && (path === `#/${currentPage().route}` || pageOf(location.hash))) location.reload();
  });
}
// #endif
