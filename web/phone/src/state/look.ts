import { computed, reactive } from "vue";

export type Appearance = "system" | "light" | "dark";
export type TextSize = "normal" | "large" | "largest";

const KEPT = "look";

/** How the person wants it to look. */
export const look = reactive({ appearance: "system" as Appearance, textSize: "normal" as TextSize, systemIsDark: systemIsDark(), ...(uni.getStorageSync(KEPT) || {}) });

export const isDark = computed(() => (look.appearance === "system" ? look.systemIsDark : look.appearance === "dark"));

export function choose(changed: Partial<{ appearance: Appearance; textSize: TextSize }>): void {
  Object.assign(look, changed);
  uni.setStorageSync(KEPT, { appearance: look.appearance, textSize: look.textSize });
}

function systemIsDark(): boolean {
  // #ifdef H5
  const asked = window.matchMedia("(prefers-color-scheme: dark)");
  asked.addEventListener("change", () => (look.systemIsDark = asked.matches));
  return asked.matches;
  // #endif
  // #ifndef H5
  uni.onThemeChange?.(({ theme }) => (look.systemIsDark = theme === "dark"));
  return uni.getSystemInfoSync().theme === "dark";
  // #endif
}
