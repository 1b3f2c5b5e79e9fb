// The built mini-program on a played phone: its pages are opened, read and touched as a person would.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Host } from "./host.mjs";

const require = createRequire(import.meta.url);
const WAIT_MS = 15_000;

prepareDocument();
const simulate = require("miniprogram-simulate");
const exparser = require("miniprogram-exparser");
const known = globalThis.wx;
/** WeChat's own limit of pages one above the other. */
const MOST_PAGES = 10;
let running = null;

function prepareDocument() {
  const { JSDOM } = require("jsdom");
  const { window } = new JSDOM("<!doctype html><body></body>", { url: "https://sandtable.example.gov.cn/", pretendToBeVisual: true });
  globalThis.window = window;
  for (const name of ["document", "Node", "Element", "HTMLElement", "Event", "CustomEvent", "MutationObserver", "getComputedStyle", "requestAnimationFrame", "cancelAnimationFrame"]) globalThis[name] = window[name];
  // A component may be called like an old element of HTML that holds nothing.
  const make = window.document.createElement.bind(window.document);
  window.document.createElement = (tag, ...more) => make(tag === "frame" ? "page-frame" : tag, ...more);
}

/** Opens the mini-program of `dist` on a new or a given host. */
export function install({ dist, server, domain, host }) {
  const app = JSON.parse(readFileSync(path.join(dist, "app.json"), "utf8"));
  host ??= new Host({ server, domain, privateInfos: app.requiredPrivateInfos });
  running?.close();
  const phone = (running = new Phone(dist, host, app));
  globalThis.wx = host.wx(known, phone.routes());
  globalThis.App = (given) => (phone.app = given);
  globalThis.getApp = () => phone.app;
  globalThis.Page = globalThis.Component;
  globalThis.getCurrentPages = () => phone.stack.map((page) => page.instance);
  globalThis.__wxConfig = {};
  console.error = (...said) => host.errors.push(said.map(String).join(" "));
  for (const name of Object.keys(require.cache)) if (name.startsWith(dist)) delete require.cache[name];
  require(path.join(dist, "app.js"));
  const entered = { path: "pages/home/home", query: {}, scene: 1001 };
  phone.app.onLaunch?.call(phone.app, entered);
  phone.app.onShow?.call(phone.app, entered);
  return phone;
}

class Phone {
  stack = [];
  /** Pages of the tab bar stay alive when another one is switched to. */
  tabs = new Map();
  app = null;

  constructor(dist, host, app) {
    this.dist = dist;
    this.host = host;
    this.pages = new Set(app.pages);
    this.tabPages = new Set(app.tabBar.list.map(({ pagePath }) => pagePath));
  }

  routes() {
    const drop = (count) => this.stack.splice(this.stack.length - count).forEach((page) => this.tabs.get(page.route) === page || page.close());
    const go = (name, { isTab, most = MOST_PAGES }, leave) => (given) => {
      const route = routeOf(given.url);
      if (!this.pages.has(route)) return this.host.refuse(name, given, `fail page "${route}" is not found`);
      if (isTab !== undefined && this.tabPages.has(route) !== isTab) return this.host.refuse(name, given, `fail can not ${name} ${isTab ? "to no-tabBar" : "a tabbar"} page`);
      if (isTab && given.url.includes("?")) return this.host.refuse(name, given, "fail a tab page takes no query");
      if (this.stack.length >= most) return this.host.refuse(name, given, "fail webview count limit exceed");
      leave();
      this.open(given.url);
      given.success?.({ errMsg: `${name}:ok` });
      given.complete?.({ errMsg: `${name}:ok` });
    };
    const dropAll = () => drop(this.stack.length);
    return {
      navigateTo: go("navigateTo", { isTab: false }, () => this.top?.hide()),
      redirectTo: go("redirectTo", { isTab: false, most: Infinity }, () => drop(1)),
      switchTab: go("switchTab", { isTab: true, most: Infinity }, () => {
        this.top?.hide();
        dropAll();
      }),
      reLaunch: go("reLaunch", { most: Infinity }, () => {
        const tabs = [...this.tabs.values()];
        this.tabs.clear();
        [...tabs.filter((page) => !this.stack.includes(page)), ...this.stack.splice(0)].forEach((page) => page.close());
      }),
      navigateBack: (given = {}) => {
        drop(Math.min(given.delta ?? 1, this.stack.length - 1));
        this.top?.show();
        given.success?.({ errMsg: "navigateBack:ok" });
        given.complete?.({ errMsg: "navigateBack:ok" });
      },
    };
  }

  get top() {
    return this.stack[this.stack.length - 1];
  }

  /** Opens `/pages/warning/warning?id=…` on top; a tab that was open before is shown again. */
  open(url) {
    const route = routeOf(url);
    const query = url.split("?")[1] ?? "";
    const known = this.tabs.get(route);
    const page = known ?? new Screen(this.dist, route, Object.fromEntries(query.split("&").filter(Boolean).map((pair) => pair.split("="))));
    this.stack.push(page);
    if (this.tabPages.has(route)) this.tabs.set(route, page);
    if (known) page.show();
    else page.start();
    return page;
  }

  /** The app is gone, as when its memory is wanted for another one. */
  close() {
    [...new Set([...this.stack, ...this.tabs.values()])].forEach((page) => page.close());
  }

  /** Waits until the page in front shows these words. */
  async sees(words) {
    await until(() => this.top?.text.includes(words), () => `"${words}" on ${this.top?.route}: ${this.top?.text}`);
    return this.top;
  }

  /** Touches what says these words on the page in front. */
  async taps(words) {
    const target = await until(() => this.top?.find(words), () => `"${words}" to tap on ${this.top?.route}: ${this.top?.text}`);
    const asked = (target.attrs["open-type"] ?? "").split("|");
    if (asked.includes("agreePrivacyAuthorization")) {
      this.host.isPrivacyAgreed = true;
      tell(target, "agreeprivacyauthorization");
    }
    if (asked.includes("getPhoneNumber")) tell(target, "getphonenumber", { code: await this.host.codes("phone"), errMsg: "getPhoneNumber:ok" });
    tell(target, "tap");
    await sleep(30);
  }

  /** Types into the field of that label, and leaves it. */
  async types(label, value) {
    const field = await until(() => this.top?.field(label), () => `a field "${label}" on ${this.top?.route}: ${this.top?.text}`);
    tell(field, "input", { value });
    tell(field, "blur", { value });
    await sleep(30);
  }
}

const routeOf = (url) => url.replace(/^\//, "").split("?")[0];

class Screen {
  constructor(dist, route, query) {
    this.route = route;
    this.query = query;
    this.component = simulate.render(simulate.load(path.join(dist, route), { compiler: "official", rootPath: dist }));
    this.holder = document.createElement("div");
    document.body.append(this.holder);
    this.component.attach(this.holder);
    this.instance = this.component.instance;
    Object.assign(this.instance, { route, options: query });
  }

  start() {
    this.instance.onLoad?.(this.query);
    this.show();
    this.instance.onReady?.();
  }

  show() {
    this.instance.onShow?.();
  }

  hide() {
    this.instance.onHide?.();
  }

  close() {
    this.instance.onUnload?.();
    this.component.detach();
    this.holder.remove();
  }

  /** What a person reads on it. */
  get text() {
    return textOf(this.component._exparserNode);
  }

  /** The touchable part that says the words, and nothing more if there is one; a person's reader hears its label. */
  find(words) {
    const parts = partsOf(this.component._exparserNode).filter((part) => part.touchable && !part.isDisabled);
    const said = (part) => [part.text, part.attrs["aria-label"] ?? ""];
    const exact = parts.find((part) => said(part).includes(words));
    return exact ?? parts.filter((part) => said(part).some((each) => each.includes(words))).sort((one, other) => one.text.length - other.text.length)[0];
  }

  field(label) {
    return partsOf(this.component._exparserNode).find((part) => ["input", "textarea"].includes(part.tag) && [part.attrs["aria-label"], part.attrs.placeholder].includes(label));
  }
}

const attrsOf = (node) => Object.fromEntries((node._vt?.attrs ?? []).map(({ name, value }) => [name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value]));
export { partsOf };
const isHidden = (attrs) => attrs.hidden === true || /display:\s*none/.test(attrs.style ?? "");
const childrenOf = (node) => (node.shadowRoot instanceof exparser.Element ? [node.shadowRoot] : (node.__wxSlotChildren ?? node.childNodes ?? []));

function textOf(node) {
  if (node instanceof exparser.TextNode) return node.textContent.trim();
  return isHidden(attrsOf(node)) ? "" : childrenOf(node).map(textOf).join("");
}

/** Every part that can be seen, components within components too, from the outside in. */
function partsOf(node, isWithinDisabled = false) {
  if (node instanceof exparser.TextNode) return [];
  const attrs = attrsOf(node);
  if (isHidden(attrs)) return [];
  const isDisabled = isWithinDisabled || (attrs.disabled ?? false) !== false || /\bis-busy\b/.test(attrs.class ?? "");
  const touchable = Object.values(node._vt?.event ?? {}).some(({ name }) => name === "tap") || Boolean(attrs["open-type"]);
  const part = { node, attrs, touchable, isDisabled, tag: (node._vt?.tagName ?? "").replace("wx-", ""), text: textOf(node) };
  return [part, ...childrenOf(node).flatMap((child) => partsOf(child, isDisabled))];
}

function tell({ node }, name, detail = {}) {
  exparser.Event.dispatchEvent(node, exparser.Event.create(name, detail, { bubbles: name === "tap", capturePhase: name === "tap", composed: true }));
}

async function until(condition, said) {
  const end = Date.now() + WAIT_MS;
  while (Date.now() < end) {
    const found = condition();
    if (found) return found;
    await sleep(30);
  }
  throw new Error(`not within ${WAIT_MS / 1000} s: ${said()}`);
}
