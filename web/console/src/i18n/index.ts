import zhCn from "element-plus/es/locale/lang/zh-cn";
import en from "element-plus/es/locale/lang/en";
import { computed, watch } from "vue";
import { language, type Language } from "@shared/i18n";

export { language, said, texts, type Language } from "@shared/i18n";

const KEPT = "sandtable.language";

language.value = (localStorage.getItem(KEPT) as Language | null) ?? (/^zh/i.test(navigator.language) ? "zh-CN" : "en");
watch(language, (chosen) => (document.documentElement.lang = chosen), { immediate: true });

/** From now on, on this computer. */
export function setLanguage(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(KEPT, chosen);
}

/** Element Plus' own words. */
export const elementLocale = computed(() => (language.value === "en" ? en : zhCn));

/** A phrase as a label begins: English phrases of the server also stand within sentences. */
export const capital = (text: string): string => text.replace(/^[a-z]/, (first) => first.toUpperCase());

/** 12,345 */
export const count = (n: number): string => n.toLocaleString("en-US");
