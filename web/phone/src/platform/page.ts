interface Page {
  /** `pages/home/home` */
  route: string;
  /** With its query, as a link back. */
  fullPath: string;
}

/** The page that is seen now. */
export function currentPage(): Page {
  const pages = getCurrentPages();
  const top = pages[pages.length - 1] as unknown as { route?: string; options?: Record<string, string>; $page?: { fullPath: string } } | undefined;
  return { route: top?.route ?? "", fullPath: top?.$page?.fullPath ?? "" };
}

const TABS = ["home", "projects", "scan", "messages", "me"];

/** Opens a page by its path, `/pages/order/order?id=…`; a tab is switched to. */
export function open(url: string): void {
  const [, name = ""] = /^\/pages\/(\w+)\//.exec(url) ?? [];
  if (TABS.includes(name)) uni.switchTab({ url: url.split("?")[0]! });
  else uni.navigateTo({ url });
}

/** Goes back; to the first page where there is nothing behind, as after a message's link. */
export function back(): void {
  if (getCurrentPages().length > 1) uni.navigateBack();
  else uni.switchTab({ url: "/pages/home/home" });
}
