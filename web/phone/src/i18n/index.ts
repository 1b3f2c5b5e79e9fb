import { language, type Language } from "@shared/i18n";

export { language, said, texts, type Language, type Teller } from "@shared/i18n";

const KEPT = "language";

language.value = first();

function first(): Language {
  const kept = uni.getStorageSync(KEPT) as Language | "";
  if (kept) return kept;
  return /^zh/i.test(uni.getLocale() || "zh") ? "zh-CN" : "en";
}

export function setLanguage(chosen: Language): void {
  language.value = chosen;
  uni.setStorageSync(KEPT, chosen);
}
