import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import elementPlus from "unplugin-element-plus/vite";
import { defineConfig } from "vite";

const at = (place: string): string => fileURLToPath(new URL(place, import.meta.url));

export default defineConfig({
  base: "/console/",
  resolve: { alias: { "@": at("./src"), "@shared": at("../shared") }, dedupe: ["vue"] },
  plugins: [vue(), elementPlus({})],
  build: { sourcemap: false, reportCompressedSize: false, target: "es2022", modulePreload: { polyfill: false } },
  server: { proxy: { "/api": "http://127.0.0.1:8000", "/media": "http://127.0.0.1:8000" } },
});
