import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import uni from "@dcloudio/vite-plugin-uni";
import { defineConfig } from "vite";
import { chunkOf, firstPage } from "./build/first_page";
import { foreignAssets } from "./build/foreign_assets";
import { buttonRoles } from "./build/roles";
import { lean } from "./build/lean";
import { serviceWorker } from "./build/service_worker";

const isBrowser = process.env.UNI_PLATFORM === "h5";
const version = JSON.parse(readFileSync("package.json", "utf8")).version as string;

const at = (place: string): string => fileURLToPath(new URL(place, import.meta.url));

export default defineConfig({
  base: "/m/",
  define: { __VERSION__: JSON.stringify(version) },
  resolve: { alias: { "@shared": at("../shared"), "@": at("./src") }, dedupe: ["vue"] },
  plugins: [foreignAssets(), uni({ vueOptions: { template: { compilerOptions: { nodeTransforms: isBrowser ? [buttonRoles] : [] } } } }), ...(isBrowser ? [lean(), firstPage(), serviceWorker()] : [])],
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  build: { sourcemap: false, reportCompressedSize: false, rollupOptions: isBrowser ? { output: { manualChunks: chunkOf } } : {} },
  server: { proxy: { "/api": "http://127.0.0.1:8000", "/media": "http://127.0.0.1:8000" } },
});
