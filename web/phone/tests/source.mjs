// The phone's sources in Node, as the browser's build has them: `@/` is `src/`, `@shared/` is beside it, of `#ifdef` the browser's half stays, types go.
import { existsSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const SOURCE = new URL("../src/", import.meta.url).href;
const SHARED = new URL("../../shared/", import.meta.url).href;
const isOurs = (url) => url?.startsWith(SOURCE) || url?.startsWith(SHARED);
const ROOTS = { "@/": SOURCE, "@shared/": SHARED };
const OURS = /\/\/ #(ifdef MP-WEIXIN|ifndef H5)\n[\s\S]*?\/\/ #endif/g;

/** What a browser or the framework would bring. */
const PLAYED = {
  "idb-keyval": "const all = new Map(); export const createStore = () => all, get = async (key) => all.get(key), set = async (key, value) => void all.set(key, value), del = async (key) => void all.delete(key);",
  "@dcloudio/uni-app": "const heard = () => undefined; export const onShow = heard, onHide = heard, onUnload = heard, onLoad = heard, onPullDownRefresh = heard, onReachBottom = heard;",
};

registerHooks({
  resolve(name, context, next) {
    if (PLAYED[name]) return { url: `data:text/javascript,${encodeURIComponent(PLAYED[name])}`, shortCircuit: true };
    const root = Object.keys(ROOTS).find((each) => name.startsWith(each));
    if (name === "vue" && context.parentURL?.startsWith(SHARED)) return next(name, { ...context, parentURL: SOURCE });
    const within = root ? new URL(name.slice(root.length), ROOTS[root]) : isOurs(context.parentURL) && name.startsWith(".") ? new URL(name, context.parentURL) : null;
    const url = ["", ".ts", "/index.ts"].map((end) => within + end).find((each) => within && each.endsWith(".ts") && existsSync(fileURLToPath(each)));
    return url ? { url, shortCircuit: true } : next(name, context);
  },
  load(url, context, next) {
    if (!isOurs(url)) return next(url, context);
    const text = readFileSync(fileURLToPath(url), "utf8").replace(OURS, "").replace("import.meta.env", "({})");
    const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } });
    return { format: "module", source: outputText, shortCircuit: true };
  },
});

/** What is kept on the phone. */
export const storage = new Map();
/** How many characters the phone has room for. */
export const room = { characters: Infinity };
/** Who answers the next requests: each gets `uni.request`'s given. */
export const server = { answer: () => undefined };
/** What the framework was asked to open. */
export const opened = [];

const used = () => [...storage].reduce((sum, [key, value]) => sum + key.length + value.length, 0);

/** The browser's events for the page: `windows.storage({ key })`. */
export const windows = {};
globalThis.addEventListener = (name, act) => (windows[name] = act);
export const location = (globalThis.location = { hash: "", reload: () => opened.push("reload") });
globalThis.getCurrentPages = () => [{ route: "pages/home/home", $page: { fullPath: "/pages/home/home" } }];
globalThis.uni = {
  getLocale: () => "en",
  getStorageSync: (key) => (storage.has(key) ? JSON.parse(storage.get(key)) : ""),
  setStorageSync: (key, value) => {
    const text = JSON.stringify(value);
    if (used() - (storage.get(key)?.length ?? -key.length) + text.length > room.characters) throw new Error("QuotaExceededError");
    storage.set(key, text);
  },
  removeStorageSync: (key) => void storage.delete(key),
  getStorageInfoSync: () => ({ keys: [...storage.keys()] }),
  getNetworkType: () => undefined,
  onNetworkStatusChange: () => undefined,
  stopPullDownRefresh: () => undefined,
  arrayBufferToBase64: (bytes) => Buffer.from(bytes).toString("base64"),
  request: (given) => server.answer(given),
  reLaunch: ({ url, complete }) => (opened.push(url), complete?.()),
};

/** An answer of the server to what `uni.request` was given. */
export const answer = (given, statusCode, data, header = {}) => given.success({ statusCode, data, header });

/** All that is on its way has happened. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
