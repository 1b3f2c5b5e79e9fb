import { ref } from "vue";
import { filled } from "./filled";

export type Language = "zh-CN" | "en";

/** What the person reads. */
export const language = ref<Language>("zh-CN");

/** A text with its places filled: `t("sent", { n: 3 })`. */
export type Teller<K extends string> = (key: K, places?: Record<string, string | number>) => string;

/** The texts of one page or part, in both languages; a key that one of them lacks does not compile. */
export function texts<const Zh extends Record<string, string>>(both: { "zh-CN": Zh; en: Record<keyof Zh, string> }): Teller<keyof Zh & string> {
  return (key, places = {}) => {
    const text = (both[language.value] as Record<string, string>)[key] ?? key;
    return filled(text, places);
  };
}

/** Which of the server's two texts is read. */
export const said = (text: { zh: string; en: string } | null | undefined): string => (text ? (language.value === "en" ? text.en : text.zh) : "");
