import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { firstParts } from "./first_page";

const STATIC = "src/static";

/** Writes `sw.js`: the shell of this very build, named by the hash of its parts. */
export function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const pictures = readdirSync(STATIC, { recursive: true }).map((name) => join(STATIC, String(name))).filter((path) => /\.\w+$/.test(path)).sort();
      const statics = pictures.map((path) => path.replace("src/", ""));
      const built = Object.keys(bundle).filter((name) => /\.(js|css|svg|png|woff2)$/.test(name) && !statics.includes(name)).sort();
      const files = [...built, ...statics];
      const hash = createHash("sha256").update(files.join("\n"));
      ["index.html", ...pictures].forEach((path) => hash.update(readFileSync(path)));
      const source = readFileSync("build/sw.js", "utf8")
        .replace("__FIRST__", JSON.stringify([...firstParts(bundle), ...statics]))
        .replace("__FILES__", JSON.stringify(files))
        .replace("__BUILD__", JSON.stringify(hash.digest("hex").slice(0, 12)));
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}
