import { onLoad } from "@dcloudio/uni-app";
import { reactive } from "vue";

/** The page's own query, there from `onLoad` on; missing ones are empty. */
export function query<const Name extends string>(...names: Name[]): Record<Name, string> {
  const found = reactive(Object.fromEntries(names.map((name) => [name, ""]))) as Record<Name, string>;
  onLoad((given = {}) => names.forEach((name) => (found[name] = decodeURIComponent((given as Record<string, string>)[name] ?? ""))));
  return found;
}
