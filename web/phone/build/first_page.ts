import { resolve } from "node:path";
import type { Plugin, Rollup } from "vite";

const HOME = "/pages/home/home.vue";

/** The parts without which the first page does not stand: the entry's, the home page's, and all that they import. */
export function firstParts(bundle: Rollup.OutputBundle): string[] {
  const chunks = Object.values(bundle).filter((each): each is Rollup.OutputChunk => each.type === "chunk");
  const found = new Set<string>();
  const take = (chunk: Rollup.OutputChunk | undefined): void => {
    if (!chunk || found.has(chunk.fileName)) return;
    found.add(chunk.fileName);
    chunk.viteMetadata?.importedCss.forEach((name) => found.add(name));
    chunk.imports.forEach((name) => take(chunks.find((each) => each.fileName === name)));
  };
  chunks.filter((each) => each.isEntry || each.facadeModuleId?.includes(HOME)).forEach(take);
  return [...found].sort();
}

const SOURCE = /\/src\//;

/** Two parts for the first page: the framework, which stays while we change, and of ours what the first page needs. */
export const chunkOf: Rollup.GetManualChunk = (id, { getModuleInfo }) => {
  if (/vite\/preload-helper|commonjsHelpers/.test(id)) return "framework";
  const graph = ours(getModuleInfo);
  if (!graph.has(id)) return undefined;
  return SOURCE.test(id) || id.includes("lucide-static") ? "first" : "framework";
};

const known = new WeakMap<object, Set<string>>();

/** All that the entry and the home page import before they run. */
function ours(infoOf: Rollup.GetModuleInfo): Set<string> {
  const before = known.get(infoOf);
  if (before) return before;
  const found = new Set<string>();
  const take = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    infoOf(id)?.importedIds.forEach(take);
  };
  known.set(infoOf, found);
  take(resolve("src/main.ts"));
  take(resolve(`src${HOME}`));
  return found;
}

/** The home page's parts are asked for by the page itself, not only once the entry has come and run. */
export function firstPage(): Plugin {
  return {
    name: "first-page",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        const parts = firstParts(bundle ?? {}).filter((name) => !html.includes(name));
        return parts.map((name) => {
          const attrs = name.endsWith(".css") ? { rel: "stylesheet", href: `/m/${name}` } : { rel: "modulepreload", href: `/m/${name}` };
          return { tag: "link", attrs: { ...attrs, crossorigin: true }, injectTo: "head" as const };
        });
      },
    },
  };
}
