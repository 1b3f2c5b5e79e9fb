import { texts } from "@/i18n";
// #ifdef H5
import { nameBack } from "@/platform/keyboard";
// #endif
import { currentPage } from "@/platform/page";
import { isDark } from "@/state/look";
import { MOST, unseen } from "@/state/unseen";

const t = texts({
  "zh-CN": { home: "首页", projects: "项目", scan: "扫码", messages: "消息", me: "我的", back: "返回" },
  en: { home: "Home", projects: "Projects", scan: "Scan", messages: "Messages", me: "Me", back: "Back" },
});

const TABS = ["home", "projects", "scan", "messages", "me"] as const;

/** The platform's own bars in the language and colours of the page. */
export function dressBars(title: string): void {
  uni.setNavigationBarTitle({ title });
  const dark = isDark.value;
  uni.setNavigationBarColor({ frontColor: dark ? "#ffffff" : "#000000", backgroundColor: dark ? "#191f26" : "#ffffff" });
  // #ifdef H5
  nameBack(t("back"));
  // #endif
  const { route } = currentPage();
  if (!TABS.some((tab) => route === `pages/${tab}/${tab}`)) return;
  TABS.forEach((tab, index) => uni.setTabBarItem({ index, text: t(tab) }));
  badge(TABS.indexOf("messages"));
  uni.setTabBarStyle({
    color: dark ? "#a9b5c1" : "#4a5662",
    selectedColor: dark ? "#7ab8ff" : "#0a58a8",
    backgroundColor: dark ? "#191f26" : "#ffffff",
    borderStyle: dark ? "black" : "white",
  });
}

function badge(index: number): void {
  if (unseen.value) uni.setTabBarBadge({ index, text: unseen.value > MOST ? `${MOST}+` : String(unseen.value) });
  else uni.removeTabBarBadge({ index });
}
