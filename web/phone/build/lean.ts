import type { Plugin } from "vite";

/** What the framework brings for others: other languages than ours, units and gestures that no page uses. (Without Vue's options no page hears that it is shown.) */
const UNUSED = [
  "__UNI_FEATURE_I18N_ES__", "__UNI_FEATURE_I18N_FR__", "__UNI_FEATURE_I18N_ZH_HANT__", "__UNI_FEATURE_WXS__", "__UNI_FEATURE_RPX__", "__UNI_FEATURE_LONGPRESS__",
];

/** Leaves it out of the browser's build. */
export function lean(): Plugin {
  return { name: "lean", enforce: "post", config: () => ({ define: Object.fromEntries(UNUSED.map((name) => [name, "false"])) }) };
}
