// WeChat as a mini-program meets it: what it has, does as documented; what it refuses, is refused here by the same rule.
import { readFileSync } from "node:fs";

const METHODS = new Set(["OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT"]);
/** Newer base libraries queue what comes on top; the documented limit is what our pages must live with. */
const MOST_REQUESTS = 10;
const TIMEOUT_MS = 60_000;
const BACKGROUND_MS = 5_000;
const DROP_MS = 3;
const STORAGE_BYTES = 10 * 1024 * 1024;
const ONE_VALUE_BYTES = 1024 * 1024;
const FILES_BYTES = 200 * 1024 * 1024;

const bytesOf = (value) => Buffer.byteLength(JSON.stringify(value) ?? "");
const bufferOf = (buffer) => buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);

/** One phone with WeChat on it. `domain` is the only registered request domain; it leads to `server`. */
export class Host {
  storage = new Map();
  files = new Map();
  isOnline = true;
  isInFront = true;
  isPrivacyAgreed = false;
  /** What WeChat has refused: `name: errMsg`. */
  refused = [];
  /** Every request that left the phone: `METHOD address`. */
  asked = [];
  /** What the mini-program itself has complained of. */
  errors = [];
  toasts = [];
  modals = [];
  scans = [];
  album = [];
  codes = async () => "";
  /** The line goes while the first request to such an address is under way. */
  dropsOn = null;
  #running = new Set();
  #listeners = [];
  #askPrivacy = null;
  #files = 0;
  #life = { isOver: false };

  /** `privateInfos` are the interfaces of place that app.json declares. */
  constructor({ server, domain, privateInfos = [] }) {
    this.server = server;
    this.domain = domain;
    this.privateInfos = privateInfos;
  }

  /** What the phone does when the line goes or comes: what was under way is lost. */
  setOnline(isOnline) {
    this.isOnline = isOnline;
    if (!isOnline) this.#running.forEach((request) => request.abort(new Error("network is down")));
    this.#listeners.forEach((tell) => tell({ isConnected: isOnline, networkType: isOnline ? "4g" : "none" }));
  }

  /** The person looks at something else: what is still under way five seconds later is interrupted. */
  leave(milliseconds = BACKGROUND_MS) {
    this.isInFront = false;
    setTimeout(() => this.isInFront || this.#running.forEach((request) => request.abort(new Error("interrupted"))), milliseconds);
  }

  refuse(name, given, errMsg) {
    this.refused.push(`${name}: ${errMsg}`);
    return fail(name, given, errMsg);
  }

  request(given) {
    const name = "request";
    const method = (given.method ?? "GET").toUpperCase();
    if (!METHODS.has(method)) return this.refuse(name, given, `fail invalid method ${method}`);
    if (!given.url.startsWith(`https://${this.domain}/`)) return this.refuse(name, given, "fail url not in domain list");
    const isPlain = given.data == null || typeof given.data === "string" || given.data instanceof ArrayBuffer || Object.getPrototypeOf(given.data) === Object.prototype;
    if (!isPlain) return this.refuse(name, given, "fail data must be string, object or ArrayBuffer");
    if (Object.keys(given.header ?? {}).some((each) => each.toLowerCase() === "referer")) return this.refuse(name, given, "fail the referer cannot be set");
    if (this.#running.size >= MOST_REQUESTS) return this.refuse(name, given, "fail exceed max concurrent requests");
    if (!this.isInFront) return fail(name, given, "fail interrupted");
    if (!this.isOnline) return fail(name, given, "fail network is down");
    const stop = new AbortController();
    this.asked.push(`${method} ${given.url}`);
    this.#running.add(stop);
    if (this.dropsOn?.test(given.url)) {
      this.dropsOn = null;
      setTimeout(() => this.setOnline(false), DROP_MS);
    }
    void this.#fetch(given, method, stop.signal).finally(() => this.#running.delete(stop));
    return { abort: () => stop.abort(new Error("abort")), onHeadersReceived() {}, offHeadersReceived() {} };
  }

  async #fetch(given, method, signal) {
    const life = this.#life;
    try {
      const either = AbortSignal.any([signal, AbortSignal.timeout(Math.min(given.timeout ?? TIMEOUT_MS, TIMEOUT_MS))]);
      const hasNoBody = method === "GET" || method === "HEAD" || given.data == null;
      const body = hasNoBody ? undefined : typeof given.data === "object" && !(given.data instanceof ArrayBuffer) ? JSON.stringify(given.data) : given.data;
      const answer = await fetch(given.url.replace(`https://${this.domain}`, this.server), { method, headers: given.header, body, signal: either, redirect: "manual" });
      const data = given.responseType === "arraybuffer" ? await answer.arrayBuffer() : read(await answer.text(), given.dataType ?? "json");
      if (life.isOver) return;
      succeed("request", given, { data, statusCode: answer.status, header: Object.fromEntries([...answer.headers].map(([key, value]) => [capital(key), value])), cookies: [] });
    } catch (error) {
      if (!life.isOver) fail("request", given, `fail ${error.message}`);
    }
  }

  setStorageSync(key, value) {
    const size = bytesOf(value);
    if (size > ONE_VALUE_BYTES) throw new Error("setStorageSync:fail entry size limit reached");
    const all = [...this.storage.values()].reduce((sum, text) => sum + text.length, 0);
    if (all + size > STORAGE_BYTES) throw new Error("setStorageSync:fail exceed storage max size");
    this.storage.set(key, JSON.stringify(value));
  }

  getStorageSync(key) {
    const text = this.storage.get(key);
    return text === undefined ? "" : JSON.parse(text);
  }

  /** What the album or the camera gives: a temporary file, whose name ends with the session of the app. */
  chooseMedia(given) {
    const picked = this.album.splice(0, given.count ?? 9);
    if (!picked.length) return fail("chooseMedia", given, "fail cancel");
    const tempFiles = picked.map((path) => {
      const tempFilePath = this.#temporary(readFileSync(path));
      return { tempFilePath, size: this.files.get(tempFilePath).length, fileType: "image", width: 0, height: 0 };
    });
    return succeed("chooseMedia", given, { tempFiles, type: "image" });
  }

  #temporary(bytes) {
    const path = `http://tmp/${++this.#files}.jpg`;
    this.files.set(path, bytes);
    return path;
  }

  /** The picture drawn anew: a temporary file of its own. */
  compressImage(given) {
    const bytes = this.files.get(given.src);
    return bytes ? succeed("compressImage", given, { tempFilePath: this.#temporary(bytes) }) : fail("compressImage", given, "fail file not found");
  }

  /** A killed app: what was only in memory or in temporary files is gone, and whoever still runs is heard no more. */
  kill() {
    this.#life.isOver = true;
    this.#life = { isOver: false };
    this.#running.forEach((request) => request.abort());
    this.#running.clear();
    this.#listeners = [];
    this.#askPrivacy = null;
    for (const path of this.files.keys()) if (path.startsWith("http://tmp/")) this.files.delete(path);
  }

  /** Acts once the person has agreed: until then the mini-program's own notice is asked for, and the call waits. */
  privately(name, act) {
    return (given) => {
      if (name === "getLocation" && !this.privateInfos.includes(name)) return this.refuse(name, given, "fail the api need to be declared in the requiredPrivateInfos field in app.json");
      if (this.isPrivacyAgreed) return act(given);
      const denied = () => fail(name, given, "fail privacy permission is not authorized");
      if (!this.#askPrivacy) return denied();
      this.#askPrivacy(({ event, buttonId }) => {
        // A word without a touch on WeChat's own button is no agreement.
        if (event === "agree" && (!buttonId || !this.isPrivacyAgreed)) return this.refuse(name, given, "fail the agree button was not tapped");
        return event === "agree" ? act(given) : denied();
      }, { referrer: name });
    };
  }

  fileSystem() {
    const files = this.files;
    const found = (name, given, act, path = given.filePath) => (files.has(path) ? act(files.get(path)) : fail(name, given, "fail no such file or directory"));
    const stored = () => [...files].reduce((sum, [path, bytes]) => sum + (path.startsWith("http://tmp/") ? 0 : bytes.length), 0);
    const user = (path) => path.startsWith("wxfile://usr/") || path.startsWith("http://usr/");
    return this.#whileAlive({
      readFile: (given) =>
        found("readFile", given, (bytes) => {
          const from = given.position ?? 0;
          if (given.position !== undefined && (from < 0 || from >= bytes.length)) return this.refuse("readFile", given, "fail the value of \"position\" is out of range");
          const part = bytes.subarray(from, given.length === undefined ? undefined : from + given.length);
          if (given.length !== undefined && (given.length < 1 || from + given.length > bytes.length)) return this.refuse("readFile", given, "fail the value of \"length\" is out of range");
          return succeed("readFile", given, { data: given.encoding ? part.toString(given.encoding) : bufferOf(part) });
        }),
      saveFile: (given) => found("saveFile", given, (bytes) => {
        const savedFilePath = given.filePath ?? `http://store/${++this.#files}`;
        if (!given.tempFilePath.startsWith("http://tmp/")) return this.refuse("saveFile", given, "fail tempFilePath file not exist");
        if (given.filePath && !user(given.filePath)) return this.refuse("saveFile", given, "fail permission denied");
        if (stored() + bytes.length > FILES_BYTES) return fail("saveFile", given, "fail the maximum size of the file storage limit is exceeded");
        files.set(savedFilePath, bytes);
        files.delete(given.tempFilePath);
        return succeed("saveFile", given, { savedFilePath });
      }, given.tempFilePath),
      copyFile: (given) => found("copyFile", given, (bytes) => {
        if (!user(given.destPath)) return fail("copyFile", given, "fail permission denied");
        files.set(given.destPath, bytes);
        return succeed("copyFile", given, {});
      }, given.srcPath),
      writeFile: (given) => {
        if (!user(given.filePath)) return fail("writeFile", given, "fail permission denied");
        files.set(given.filePath, Buffer.from(given.data));
        return succeed("writeFile", given, {});
      },
      getFileInfo: (given) => found("getFileInfo", given, (bytes) => succeed("getFileInfo", given, { size: bytes.length })),
      stat: (given) => {
        const bytes = files.get(given.path);
        return bytes ? succeed("stat", given, { stats: { size: bytes.length, isFile: () => true, isDirectory: () => false } }) : fail("stat", given, "fail no such file or directory");
      },
      access: (given) => (files.has(given.path) ? succeed("access", given, {}) : fail("access", given, "fail no such file or directory")),
      unlink: (given) => (files.delete(given.filePath) ? succeed("unlink", given, {}) : fail("unlink", given, "fail no such file or directory")),
      removeSavedFile: (given) => (files.delete(given.filePath) ? succeed("removeSavedFile", given, {}) : fail("removeSavedFile", given, "fail no such file")),
    });
  }

  /** The same names for one life of the app: what is called after its end is not heard. */
  #whileAlive(played) {
    const life = this.#life;
    const unheard = (name) => (name.endsWith("Sync") ? undefined : new Promise(() => {}));
    const alive = (name, act) => (...given) => (life.isOver ? unheard(name) : act(...given));
    return Object.fromEntries(Object.entries(played).map(([name, act]) => [name, typeof act === "function" ? alive(name, act) : act]));
  }

  /** Everything under `wx.`; a name that is not played throws when it is called, one that WeChat lacks is missing. */
  wx(known, pages) {
    const system = { language: "zh_CN", platform: "devtools", theme: "light", windowWidth: 390, windowHeight: 844, screenWidth: 390, screenHeight: 844, pixelRatio: 3, statusBarHeight: 47, SDKVersion: "3.8.0", version: "8.0.60", fontSizeSetting: 16, safeArea: { left: 0, top: 47, right: 390, bottom: 810, width: 390, height: 763 }, deviceOrientation: "portrait", model: "", system: "iOS 17", brand: "", enableDebug: false, host: { appId: "" } };
    const played = {
      env: { USER_DATA_PATH: "wxfile://usr" },
      request: (given) => this.request(given),
      getStorageSync: (key) => this.getStorageSync(key),
      setStorageSync: (key, value) => this.setStorageSync(key, value),
      removeStorageSync: (key) => void this.storage.delete(key),
      clearStorageSync: () => this.storage.clear(),
      getStorageInfoSync: () => ({ keys: [...this.storage.keys()], currentSize: 0, limitSize: STORAGE_BYTES / 1024 }),
      getStorage: (given) => (this.storage.has(given.key) ? succeed("getStorage", given, { data: this.getStorageSync(given.key) }) : fail("getStorage", given, "fail data not found")),
      setStorage: (given) => (this.setStorageSync(given.key, given.data), succeed("setStorage", given, {})),
      getSystemInfoSync: () => system, getSystemInfo: (given) => succeed("getSystemInfo", given, system),
      getAppBaseInfo: () => system, getDeviceInfo: () => system, getWindowInfo: () => system, getSystemSetting: () => system, getAppAuthorizeSetting: () => ({}),
      getAccountInfoSync: () => ({ miniProgram: { appId: "touristappid", envVersion: "develop", version: "" } }),
      getLaunchOptionsSync: () => ({ path: "pages/home/home", query: {}, scene: 1001 }), getEnterOptionsSync: () => ({ path: "pages/home/home", query: {}, scene: 1001 }),
      canIUse: () => true,
      onThemeChange() {}, offThemeChange() {}, onAppHide() {}, onAppShow() {}, onError() {}, onUnhandledRejection() {}, onPageNotFound() {}, onMemoryWarning() {},
      onNeedPrivacyAuthorization: (ask) => void (this.#askPrivacy = ask),
      getNetworkType: (given) => succeed("getNetworkType", given, { networkType: this.isOnline ? "4g" : "none" }),
      onNetworkStatusChange: (tell) => void this.#listeners.push(tell), offNetworkStatusChange() {},
      login: (given) => void this.codes("code").then((code) => succeed("login", given, { code, errMsg: "login:ok" })),
      getRandomValues: (given) => succeed("getRandomValues", given, { randomValues: bufferOf(Buffer.from(crypto.getRandomValues(new Uint8Array(given.length)))) }),
      arrayBufferToBase64: (buffer) => Buffer.from(buffer).toString("base64"), base64ToArrayBuffer: (text) => bufferOf(Buffer.from(text, "base64")),
      scanCode: (given) => (this.scans.length ? succeed("scanCode", given, { result: this.scans.shift(), scanType: "QR_CODE", charSet: "UTF-8", path: "" }) : fail("scanCode", given, "fail cancel")),
      chooseMedia: this.privately("chooseMedia", (given) => this.chooseMedia(given)),
      compressImage: (given) => this.compressImage(given),
      getImageInfo: (given) => succeed("getImageInfo", given, { width: 1600, height: 1200, path: given.src, orientation: "up", type: "jpeg" }),
      getFileSystemManager: () => this.fileSystem(),
      getLocation: this.privately("getLocation", (given) => (given.type === "wgs84" || given.type === "gcj02" || !given.type ? succeed("getLocation", given, { latitude: 22.5333, longitude: 113.9305, accuracy: 20, horizontalAccuracy: 20, verticalAccuracy: 0, altitude: 0, speed: 0 }) : this.refuse("getLocation", given, "fail invalid type"))),
      showToast: (given) => (this.toasts.push(given.title), succeed("showToast", given, {})), hideToast: (given) => succeed("hideToast", given, {}),
      showLoading: (given) => succeed("showLoading", given, {}), hideLoading: (given) => succeed("hideLoading", given ?? {}, {}),
      showModal: (given) => (this.modals.push(given.title ?? given.content), succeed("showModal", given, { confirm: true, cancel: false, content: "" })),
      showActionSheet: (given) => succeed("showActionSheet", given, { tapIndex: 0 }),
      vibrateShort: (given) => succeed("vibrateShort", given ?? {}, {}),
      setNavigationBarTitle: (given) => succeed("setNavigationBarTitle", given, {}), setNavigationBarColor: (given) => succeed("setNavigationBarColor", given, {}),
      setTabBarItem: (given) => succeed("setTabBarItem", given, {}), setTabBarStyle: (given) => succeed("setTabBarStyle", given, {}),
      setTabBarBadge: (given) => succeed("setTabBarBadge", given, {}), removeTabBarBadge: (given) => succeed("removeTabBarBadge", given, {}),
      stopPullDownRefresh: (given) => succeed("stopPullDownRefresh", given ?? {}, {}), startPullDownRefresh: (given) => succeed("startPullDownRefresh", given ?? {}, {}),
      pageScrollTo: (given) => succeed("pageScrollTo", given, {}), setClipboardData: (given) => succeed("setClipboardData", given, {}),
      previewImage: (given) => succeed("previewImage", given, {}),
      getPrivacySetting: (given) => succeed("getPrivacySetting", given, { needAuthorization: !this.isPrivacyAgreed, privacyContractName: "" }),
      nextTick: (act) => void setTimeout(act), createSelectorQuery: known.createSelectorQuery, createIntersectionObserver: known.createIntersectionObserver,
      createCanvasContext: known.createCanvasContext, getUpdateManager: known.getUpdateManager, createCameraContext: () => ({ takePhoto: this.privately("takePhoto", (given) => this.chooseMedia({ ...given, count: 1, success: (found) => given.success?.({ tempImagePath: found.tempFiles[0].tempFilePath }) })) }),
      ...pages,
    };
    return new Proxy(this.#whileAlive(played), {
      get: (target, name) => {
        if (name in target) return target[name];
        if (name === "createPage" || name === "createComponent" || name === "createApp" || typeof name === "symbol") return undefined;
        return name in known ? () => { throw new Error(`wx.${String(name)} is not played here`); } : undefined;
      },
    });
  }
}

const capital = (name) => name.replace(/(^|-)\w/g, (part) => part.toUpperCase());

function read(text, dataType) {
  if (dataType !== "json") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function succeed(name, given, found) {
  const answer = { errMsg: `${name}:ok`, ...found };
  given?.success?.(answer);
  given?.complete?.(answer);
  return given?.success || given?.complete || given?.fail ? undefined : Promise.resolve(answer);
}

function fail(name, given, said) {
  const answer = { errMsg: `${name}:${said}`, errno: 1 };
  const isHeard = given?.fail || given?.complete || given?.success;
  queueMicrotask(() => {
    given?.fail?.(answer);
    given?.complete?.(answer);
  });
  return isHeard ? { abort() {}, onHeadersReceived() {} } : Promise.reject(answer);
}
