// Groups on the left, phones on the right, both fed by a poll every half second.

import { bubble } from "./bubbles.js";
import { el, post } from "./dom.js";
import { current, named, swap, t } from "./texts.js";

const POLL_MS = 500;
const SHOWN = 200;
const GROUP_COLOURS = 6;

const state = { generation: null, seq: 0, version: 0, entries: new Map(), people: [], robots: [], app: {}, group: "", open: null, unread: new Set(), alive: true, lastScan: "" };
const byId = (id) => document.getElementById(id);
const member = (userid) => state.people.find((one) => one.userid.toLowerCase() === String(userid).toLowerCase());

function nameOf(who) {
  if (who === "@all") return current() === "zh" ? "所有人" : "all";
  const found = member(who) ?? state.people.find((one) => one.phone === who);
  return found ? named(found, "name") : who;
}

function phonesThatFit() {
  const width = window.innerWidth;
  return width < 760 ? 1 : width < 1180 ? 2 : width < 1800 ? 3 : 4;
}

// --- windows: one for the group that is open, one for each phone ---

const windows = new Map(); // key → {list, nodes: Map(n → node), accepts, context}

function chatWindow(key, { accepts, context, className }) {
  const list = el("ol", { class: className, "aria-live": "polite" });
  const view = { list, nodes: new Map(), accepts, context };
  windows.set(key, view);
  const mine = [...state.entries.values()].filter(accepts).sort((a, b) => a.n - b.n).slice(-SHOWN);
  mine.forEach((entry) => show(view, entry));
  if (!mine.length) list.append(el("li", { class: "line empty" }, el("span", {}, t("empty"))));
  requestAnimationFrame(() => { list.scrollTop = list.scrollHeight; });
  return list;
}

function show(view, entry) {
  const node = bubble(entry, view.context);
  const before = view.nodes.get(entry.n);
  view.nodes.set(entry.n, node);
  if (before) {
    before.replaceWith(node);
    return;
  }
  view.list.querySelector(".empty")?.remove();
  view.list.append(node);
  if (view.nodes.size <= SHOWN) return;
  const [oldest, gone] = view.nodes.entries().next().value;
  view.nodes.delete(oldest);
  gone.remove();
}

function update(view, entries) {
  const { list } = view;
  const sticks = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  entries.filter(view.accepts).forEach((entry) => show(view, entry));
  if (sticks) list.scrollTop = list.scrollHeight;
}

const miniBase = () => state.app.mini_page_base ?? "";
const failed = () => { status(t("failed"), true); };

function drawChat() {
  const robot = state.robots.find((one) => one.key === state.group) ?? state.robots[0];
  windows.delete("group");
  if (!robot) {
    byId("chat").replaceChildren(el("p", { class: "line" }, t("noGroups")));
    return;
  }
  state.group = robot.key;
  state.unread.delete(robot.key);
  const context = { userid: "", sender: t("robot"), nameOf, miniBase: miniBase(), failed };
  const list = chatWindow("group", {
    accepts: (entry) => entry.channel === "robot" && entry.to === robot.key, context, className: "messages",
  });
  const head = el("header", {}, el("div", {}, el("h3", {}, named(robot, "group")), el("p", {}, named(robot, "description"))),
    el("p", { class: "rate", id: "rate" }));
  byId("chat").replaceChildren(el("div", { class: "chat" }, head, list));
  drawRate();
}

function drawRate() {
  const since = Date.now() - 60_000;
  let count = 0;
  for (const entry of state.entries.values()) {
    if (entry.to === state.group && entry.channel === "robot" && !entry.errcode && entry.at_ns / 1e6 > since) count += 1;
  }
  const rate = byId("rate");
  if (rate) rate.textContent = `${t("rate")} ${count} / ${state.app.robot_limit ?? 20}`;
}

function drawTabs() {
  byId("tabs").replaceChildren(...state.robots.map((robot, index) => el("button", {
    type: "button", role: "tab", "aria-selected": String(robot.key === state.group), class: state.unread.has(robot.key) ? "tab unread" : "tab",
    onclick: () => { state.group = robot.key; drawChat(); drawTabs(); },
  }, el("span", { class: `dot c${index % GROUP_COLOURS}` }), named(robot, "group"))));
}

function phone(person) {
  const context = { userid: person.userid, sender: current() === "zh" ? state.app.zh : state.app.en, nameOf, miniBase: miniBase(), failed };
  const list = chatWindow(`phone ${person.userid}`, {
    accepts: (entry) => !entry.errcode && entry.channel !== "robot"
      && (entry.recipients.includes(person.userid) || entry.dropped.includes(person.userid)),
    context, className: "messages",
  });
  const input = el("input", { name: "content", autocomplete: "off", placeholder: t("type"), "aria-label": t("type") });
  const form = el("form", { class: "compose" }, input, el("button", { type: "submit" }, t("send")));
  form.addEventListener("submit", (event) => { event.preventDefault(); say(person, input); });
  const scan = el("button", { type: "button", class: "scan", onclick: () => openScanner(person) }, t("scan"));
  const head = el("header", {}, el("div", {}, el("h3", {}, named(person, "name")), el("p", {}, named(person, "role"))), scan);
  const node = el("article", { class: "phone" }, head, list, form);
  node.addEventListener("click", (event) => openOnPhone(person, event));
  return node;
}

// A tap on a link in somebody's chat opens it on that person's phone, so that the page finds who holds it.
function openOnPhone(person, event) {
  const url = event.target.closest("a[href]")?.href;
  if (!url) return;
  event.preventDefault();
  window.open(`/_sandbox/open?${new URLSearchParams({ userid: person.userid, url })}`, "_blank", "noopener");
}

// A phone's camera: a pasted or chosen picture of a code, or its text. The page it leads to opens in a tab of its own.
function openScanner(person) {
  const text = el("input", { name: "content", autocomplete: "off", placeholder: t("scanText"), "aria-label": t("scanText"), value: state.lastScan });
  const file = el("input", { type: "file", accept: "image/png,image/jpeg,image/webp", "aria-label": t("scanPicture") });
  const wrong = el("p", { class: "wrong", role: "alert" });
  const look = async (what) => {
    try {
      const seen = await post("scan", { userid: person.userid, ...what });
      state.lastScan = seen.content;
      window.open(seen.open, "_blank", "noopener");
      dialog.close();
    } catch {
      wrong.textContent = t("scanFailed");
    }
  };
  const form = el("form", { class: "scanner" }, el("h3", {}, `${t("scan")} · ${named(person, "name")}`), el("p", {}, t("scanHint")),
    text, file, wrong, el("p", { class: "row" }, el("button", { type: "button", onclick: () => dialog.close() }, t("cancel")), el("button", { type: "submit" }, t("open"))));
  const dialog = el("dialog", { "aria-label": t("scan") }, form);
  form.addEventListener("submit", (event) => { event.preventDefault(); look({ content: text.value.trim() }); });
  file.addEventListener("change", async () => { if (file.files[0]) look({ picture: await base64(file.files[0]) }); });
  dialog.addEventListener("paste", async (event) => {
    const picture = [...(event.clipboardData?.files ?? [])].find((one) => one.type.startsWith("image/"));
    if (picture) look({ picture: await base64(picture) });
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

async function base64(file) {
  let text = "";
  for (const byte of new Uint8Array(await file.arrayBuffer())) text += String.fromCharCode(byte);
  return btoa(text);
}

async function say(person, input) {
  const content = input.value.trim();
  if (!content) return;
  input.value = "";
  try {
    await post("say", { userid: person.userid, content });
  } catch {
    failed();
  }
}

function drawPhones() {
  for (const key of [...windows.keys()]) if (key.startsWith("phone ")) windows.delete(key);
  const shown = state.open.map(member).filter(Boolean);
  shown.forEach((person) => state.unread.delete(person.userid));
  const drawn = shown.map(phone);
  byId("phones").replaceChildren(...(drawn.length ? drawn : [el("p", { class: "line" }, t("hint"))]));
}

function drawChips() {
  byId("chips").replaceChildren(...state.people.map((person) => el("button", {
    type: "button", "aria-pressed": String(state.open.includes(person.userid)), class: state.unread.has(person.userid) ? "tab unread" : "tab",
    onclick: () => toggle(person.userid),
  }, named(person, "name"), el("small", {}, named(person, "role")))));
}

function toggle(userid) {
  if (state.open.includes(userid)) state.open = state.open.filter((one) => one !== userid);
  else state.open = [...state.open, userid].slice(-phonesThatFit());
  drawPhones();
  drawChips();
}

// --- the whole page ---

function drawAll() {
  document.documentElement.lang = current() === "zh" ? "zh-CN" : "en";
  document.title = t("title");
  document.querySelectorAll("[data-t]").forEach((node) => { node.textContent = t(node.dataset.t); });
  byId("language").textContent = t("other");
  state.open ??= state.people.slice(0, phonesThatFit()).map((person) => person.userid);
  drawChat();
  drawTabs();
  drawPhones();
  drawChips();
  status(state.alive ? t("live") : t("lost"), !state.alive);
}

function status(text, isWrong = false) {
  const live = byId("live");
  live.textContent = text;
  live.classList.toggle("wrong", isWrong);
}

function markUnread(entries) {
  const before = state.unread.size;
  for (const entry of entries) {
    if (entry.errcode) continue;
    if (entry.channel === "robot" && entry.to !== state.group) state.unread.add(entry.to);
    if (entry.channel !== "robot") entry.recipients.filter((userid) => !state.open.includes(userid)).forEach((one) => state.unread.add(one));
  }
  if (state.unread.size === before) return;
  drawTabs();
  drawChips();
}

function forget() {
  for (const [n] of [...state.entries].slice(0, Math.max(0, state.entries.size - 5000))) state.entries.delete(n);
}

async function poll() {
  try {
    const response = await fetch(`/_sandbox/stream?after=${state.seq}&version=${state.version}`);
    if (!response.ok) throw new Error(String(response.status));
    take(await response.json());
    if (!state.alive) status(t("live"));
    state.alive = true;
  } catch (error) {
    if (!(error instanceof TypeError) && !/^\d+$/.test(error.message)) console.error(error);
    state.alive = false;
    status(t("lost"), true);
  }
  setTimeout(poll, document.hidden ? POLL_MS * 4 : POLL_MS);
}

function take(news) {
  if (news.generation !== state.generation) {
    // The sandbox was restarted or cleared: begin again from nothing.
    const isFirst = state.generation === null;
    Object.assign(state, { generation: news.generation, entries: new Map() });
    if (!isFirst) {
      Object.assign(state, { seq: 0, version: 0 });
      return;
    }
  }
  news.entries.forEach((entry) => state.entries.set(entry.n, entry));
  forget();
  state.seq = news.seq;
  if (news.people) Object.assign(state, { people: news.people, robots: news.robots, app: news.app, version: news.version });
  if (news.people) {
    drawAll();
    return;
  }
  windows.forEach((view) => update(view, news.entries));
  markUnread(news.entries);
  drawRate();
}

byId("language").addEventListener("click", () => { swap(); drawAll(); });
poll();
