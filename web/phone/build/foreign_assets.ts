import type { Plugin } from "vite";

/** The framework's styles load pictures and a font from their makers' hosts; nothing of ours may leave our server. */
export function foreignAssets(): Plugin {
  return {
    name: "foreign-assets",
    enforce: "post",
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "asset" || !/\.(css|wxss)$/.test(file.fileName)) continue;
        const text = typeof file.source === "string" ? file.source : new TextDecoder().decode(file.source);
        file.source = text
          .replace(/@font-face\s*\{[^}]*https?:\/\/[^}]*\}/g, "")
          .replace(/url\((["']?)(?:https?:)?\/\/[^)]*\1\)/g, "none");
      }
    },
  };
}
